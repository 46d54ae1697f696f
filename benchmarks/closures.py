"""Simulated lanes of trade in which a hub is closed on a day and another takes its place.

Factories send to hubs and to markets, hubs to markets. Lanes have levels, trends, seasons, noise
that remembers itself, quiet months, single spikes and lawful shifts of their own at random months;
the products have common shocks and seasons. The closing itself varies in depth, speed, the part
that moves on, the delay with which the new lane opens, and whether that lane was there before.
"""

from dataclasses import dataclass

import numpy as np

from detector.flows.panel import Panel

FACTORIES, HUBS, MARKETS = 4, 6, 8
PRODUCTS = 3
FIRST = 2019 * 12 + 1


@dataclass(frozen=True, slots=True)
class Closure:
    """What was planted: places of the rule's month and of the month in which flows begin to fall,
    and the old and the new lane by their rows.
    """

    place: int
    began: int
    old: int
    new: int


def simulate(seed: int, months: int = 60) -> tuple[Panel, Closure]:
    """Make lanes with one closing; all that is random comes from the seed."""
    rng = np.random.default_rng(seed)
    names = [f"F{n}" for n in range(FACTORIES)], [f"H{n}" for n in range(HUBS)]
    factories, hubs = names
    markets = [f"M{n}" for n in range(MARKETS)]
    lanes = [(a, b) for a in factories for b in hubs]
    lanes += [(a, b) for a in hubs for b in markets if rng.random() < 0.6]
    lanes += [(a, b) for a in factories for b in markets if rng.random() < 0.6]
    keys = [(a, b, p) for p in range(PRODUCTS) for a, b in lanes]
    product = np.array([key[2] for key in keys])
    amounts = _lawful(rng, product, months)
    place = int(rng.integers(36, months - 4))
    began, old, new = _close(rng, keys, amounts, place)
    panel = Panel(
        np.array([key[0] for key in keys]),
        np.array([key[1] for key in keys]),
        np.array([f"85423{key[2]}" for key in keys]),
        product.astype(np.int64),
        np.arange(FIRST, FIRST + months),
        amounts,
        True,
        "USD",
    )
    return panel, Closure(place, began, old, new)


def _lawful(rng: np.random.Generator, product: np.ndarray, months: int) -> np.ndarray:
    n, time = len(product), np.arange(months)
    shocks = np.cumsum(rng.normal(0.01, 0.06, (PRODUCTS, months)), axis=1)
    phases = rng.uniform(0, 2 * np.pi, PRODUCTS)[:, None]
    shocks = shocks + 0.15 * np.sin(2 * np.pi * time / 12 + phases)
    level = rng.normal(16, 1.2, n)[:, None] + rng.normal(0.005, 0.01, n)[:, None] * time
    swing = rng.uniform(0, 0.2, n)[:, None]
    season = swing * np.sin(2 * np.pi * time / 12 + rng.uniform(0, 2 * np.pi, n)[:, None])
    spread = rng.uniform(0.15, 0.5, n)[:, None]
    noise = rng.normal(0, 1, (n, months))
    for month in range(1, months):
        noise[:, month] = 0.4 * noise[:, month - 1] + np.sqrt(1 - 0.16) * noise[:, month]
    logs = level + shocks[product] + season + spread * noise
    shifted = rng.random(n) < 0.1
    when = rng.integers(6, months, n)
    size = rng.choice([-1, 1], n) * rng.uniform(np.log(2), np.log(6), n)
    logs += np.where(shifted[:, None] & (time >= when[:, None]), size[:, None], 0)
    spikes = (rng.random((n, months)) < 0.01) * rng.uniform(np.log(2), np.log(5), (n, months))
    small = level[:, :1] < np.quantile(level[:, :1], 0.15)
    quiet = rng.random((n, months)) < np.where(small, 0.3, 0.0)
    return np.where(quiet, 0.0, np.round(np.exp(logs + spikes), 2))


def _close(
    rng: np.random.Generator, keys: list[tuple[str, str, int]], amounts: np.ndarray, place: int
) -> tuple[int, int, int]:
    """Close one hub for one product, and send a part of what it lost by way of another."""
    row = {key: at for at, key in enumerate(keys)}
    p = int(rng.integers(PRODUCTS))
    hubs = [f"H{n}" for n in range(HUBS)]
    factories = [f"F{n}" for n in range(FACTORIES)]
    mean = amounts[:, place - 12 : place].mean(axis=1)
    inbound = [sum(mean[row[(f, h, p)]] for f in factories) for h in hubs]
    hub = int(rng.choice(np.argsort(inbound)[-3:]))
    other = int(rng.choice([h for h in range(HUBS) if h != hub]))
    was_there = rng.random() < 0.6
    kept = rng.uniform(0.03, 0.35)
    moved, delay, ramp = rng.uniform(0.5, 1.0), int(rng.integers(0, 3)), int(rng.integers(0, 2))
    lost_in = np.zeros(amounts.shape[1])
    for factory in factories:
        old, new = row[(factory, hubs[hub], p)], row[(factory, hubs[other], p)]
        if not was_there:
            amounts[new, :place] = 0.0
            amounts[new, place:] = 0.0
        lost = _fall(amounts, old, place + ramp, kept)
        amounts[new] += _late(lost, delay) * moved
        lost_in += lost
    for market in (f"M{n}" for n in range(MARKETS)):
        old_key, new_key = (hubs[hub], market, p), (hubs[other], market, p)
        if old_key in row:
            lost = _fall(amounts, row[old_key], place + ramp, kept)
            if new_key in row:
                amounts[row[new_key]] += _late(lost, delay) * moved
    largest = max(factories, key=lambda f: mean[row[(f, hubs[hub], p)]])
    return place + ramp, row[(largest, hubs[hub], p)], row[(largest, hubs[other], p)]


def _fall(amounts: np.ndarray, row: int, place: int, kept: float) -> np.ndarray:
    before = amounts[row].copy()
    amounts[row, place:] = np.round(before[place:] * kept, 2)
    return before - amounts[row]


def _late(lost: np.ndarray, delay: int) -> np.ndarray:
    moved = np.zeros_like(lost)
    moved[delay:] = lost[: len(lost) - delay]
    return moved
