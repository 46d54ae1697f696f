"""Worlds of diversion for the estimate to be tried on; written without the estimator.

Nothing here imports `detector.flows.estimate`. Schemes are single actors, each with its own volume,
path, hub and fate; channels see schemes, not totals. Levels are drawn from the outer parts of the
ranges in which the estimate believes them, never from their middle 40 %; recall, the share of
false flags, stock, purity and price as well. Large schemes are seen more often by every channel,
so that lists depend on each other, which the estimator does not know.
"""

import math
from dataclasses import dataclass

import numpy as np

PRICE = 27_000.0
OUTER = ((0.03, 0.30), (0.70, 0.97))
# number of actors, chips of one, share that moves on: the ends between which 90 % is believed
PATHS = {
    "shells": ((5, 60), (50, 1_500), (0.57, 0.96)),
    "clouds": ((3, 25), (500, 20_000), (0.10, 0.75)),
    "servers": ((1, 6), (2_000, 30_000), (0.34, 0.92)),
}
HUBS, HUBS_NAMED = 8, 5


@dataclass(frozen=True, slots=True)
class World:
    """The truth, and what each channel shows of it."""

    true_chips: float
    schemes: int
    public_seen: float
    flagged: float
    coverage: float
    mirror_usd: float
    balance_chips: float
    published: float
    ours: tuple[str, ...]
    outside: tuple[str, ...]


def draw_world(seed: int, *, leaning: bool = False, hidden: bool = False) -> World:
    """Draw one world.

    Parameters
    ----------
    seed : int
    leaning : bool
        All levels lean to the same side, instead of each to its own: harder.
    hidden : bool
        Up to 60 % of all diversion runs on paths that no channel sees: ways err together.
    """
    rng = np.random.default_rng([seed, int(leaning), int(hidden)])
    side = int(rng.integers(2))
    sizes = []
    for (few, many), (small, large), (least, most) in PATHS.values():
        sides = [side] * 3 if leaning else list(rng.integers(2, size=3))
        actors = max(1, rng.poisson(_level(rng, few, many, sides[0])))
        volume = _level(rng, small, large, sides[1])
        moves_on = least + _outer(rng, sides[2]) * (most - least)
        sizes.append(_volumes(rng, volume, actors) * moves_on)
    hand = _level(rng, 50, 1_500, side if leaning else int(rng.integers(2)))
    unseen = float(rng.uniform(0.0, 0.6)) if hidden else 0.0
    return _as_seen(rng, np.concatenate(sizes), hand, unseen)


def _as_seen(rng: np.random.Generator, size: np.ndarray, hand: float, unseen: float) -> World:
    """Let each channel see the schemes in its own way; hand-carry is seen by none."""
    hub = rng.choice(HUBS, len(size), p=rng.dirichlet(np.full(HUBS, 2.0)))
    standing_out = (size / np.median(size)) ** 0.15
    share_public = 0.03 + _outer(rng, int(rng.integers(2))) * 0.30
    public = rng.random(len(size)) < np.minimum(share_public * standing_out, 0.95)
    recall = 0.10 + 0.80 * _outer(rng, int(rng.integers(2)))
    covered = hub < 3
    caught = covered & (rng.random(len(size)) < np.minimum(recall * standing_out, 0.98))
    true_share = 0.05 + 0.40 * _outer(rng, int(rng.integers(2)))
    named = hub < HUBS_NAMED
    stock = 0.15 + 0.70 * _outer(rng, int(rng.integers(2)))
    purity = 0.10 + 0.65 * _outer(rng, int(rng.integers(2)))
    through = float(size[named].sum())
    known = float(size.sum()) + hand
    outside = rng.random(len(size)) < np.minimum(0.25 * standing_out, 0.9)
    return World(
        true_chips=known / (1 - unseen),
        schemes=len(size),
        public_seen=max(float(size[public].sum()), 50.0) * _error(rng, 0.15),
        flagged=float(size[caught].sum()) / true_share,
        coverage=min(max(float(size[covered].sum()) / known * _error(rng, 0.25), 0.02), 0.95),
        mirror_usd=through * PRICE * _error(rng, 0.15) / purity / (1 - stock) * _error(rng, 0.2),
        balance_chips=through / (1 - stock) * _error(rng, 0.2),
        published=known * _error(rng, 0.9),
        ours=tuple(f"scheme {place}" for place in np.flatnonzero(caught)),
        outside=tuple(f"scheme {place}" for place in np.flatnonzero(outside)),
    )


def _outer(rng: np.random.Generator, side: int) -> float:
    return float(rng.uniform(*OUTER[side]))


def _level(rng: np.random.Generator, low: float, high: float, side: int) -> float:
    """Draw a level between two ends, in logs, from the outer part on one side."""
    at = _outer(rng, side)
    return math.exp(math.log(low) + at * (math.log(high) - math.log(low)))


def _volumes(rng: np.random.Generator, volume: float, actors: int) -> np.ndarray:
    """Single actors differ by their own factor; their mean is the path's volume."""
    spread = 0.8
    return volume * np.exp(spread * rng.standard_normal(actors) - spread**2 / 2)


def _error(rng: np.random.Generator, spread: float) -> float:
    return float(np.exp(spread * rng.standard_normal()))
