"""Pools the ways by weight, and finds which assumption moves the pool.

The pool is a linear opinion pool (Stone 1961, Ann. Math. Stat. 32): each draw comes from one way,
chosen by its weight. It is as wide as the ways disagree, and never narrower for agreeing. Beside it
stands the logarithmic pool, for those who believe that the ways are right together.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from detector.flows.estimate.book import POINTS, Book
from detector.flows.estimate.findings import Interval, Swing
from detector.flows.estimate.quantities import Draws, stream_of
from detector.flows.estimate.ways import Reckoning

TENTHS, CELLS = 10, 400
_BELL = np.exp(-0.5 * (np.arange(-9, 10) / 3) ** 2)
SMOOTH = _BELL / _BELL.sum()
NOT_POOLED = ("lower bound",)


def weights_of(ways: Sequence[Reckoning], told: Mapping[str, float]) -> dict[str, float]:
    """Give each way its part of the pool, adding up to 1.

    Ways that no weight names, and lower bounds, have none.
    """
    raw = {way.key: 0.0 if way.role in NOT_POOLED else told.get(way.key, 0.0) for way in ways}
    total = sum(raw.values())
    return {key: weight / total if total else 0.0 for key, weight in raw.items()}


def pool_of(book: Book, ways: Sequence[Reckoning], weights: Mapping[str, float]) -> Draws:
    """Draw the pool.

    Returns
    -------
    ndarray of shape (draws,)
        Chips; draw number i is draw number i of one of the ways.
    """
    pooled = [way for way in ways if weights[way.key] > 0]
    ends = np.cumsum([weights[way.key] for way in pooled])
    chosen = stream_of(book.seed, "pool").random(book.draws) * ends[-1]
    places = np.minimum(np.searchsorted(ends, chosen, side="right"), len(pooled) - 1)
    return np.asarray(np.choose(places, [way.chips for way in pooled]), dtype=np.float64)


def together_of(ways: Sequence[Reckoning], weights: Mapping[str, float]) -> Interval:
    """Take the ways together: the product of their densities, each to the power of its weight.

    The logarithmic pool (Genest & Zidek 1986, Stat. Sci. 1). It is narrower than the mixture and
    right only if no way is altogether wrong. Densities are histograms over logs, smoothed.
    """
    pooled = [way for way in ways if weights[way.key] > 0]
    logs = [np.log(np.maximum(way.chips, 1.0)) for way in pooled]
    ends = min(one.min() for one in logs), max(one.max() for one in logs) + 1e-6
    edges = np.linspace(*ends, CELLS + 1)
    density = np.zeros(CELLS)
    for way, one in zip(pooled, logs, strict=True):
        share = np.convolve(np.histogram(one, edges)[0] / len(one), SMOOTH, mode="same")
        density += weights[way.key] * np.log(share + 1e-9)
    mass = np.exp(density - density.max())
    below = np.concatenate([[0.0], np.cumsum(mass) / mass.sum()])
    points = np.exp(np.interp(np.array(POINTS) / 100, below, edges))
    return Interval(*(_rounded(point) for point in points))


def swings_of(
    book: Book, ways: Sequence[Reckoning], weights: Mapping[str, float], pool: Draws
) -> tuple[Swing, ...]:
    """Say how far each assumption moves the pool, the strongest first."""
    pooled = [way for way in ways if weights[way.key] > 0]
    names = dict.fromkeys(name for way in pooled for name in way.uses)
    swings = [_swing(book, name, pool) for name in names if book.assumptions[name].kind != "fixed"]
    if len(pooled) > 1:
        swings.append(_between_ways(pooled, weights, pool))
    return tuple(sorted(swings, key=lambda one: (-_reach(one), one.key)))


def factor_of(draws: Draws) -> float:
    """Give the factor between the ends of the 90 % interval.

    Parameters
    ----------
    draws : ndarray of shape (draws,)
    """
    low, high = np.percentile(draws, [5, 95])
    return float(max(high, 1.0) / max(low, 1.0))


def _swing(book: Book, name: str, pool: Draws) -> Swing:
    told, drawn = book.assumptions[name], book[name]
    tenths = np.array_split(np.argsort(drawn, kind="stable"), TENTHS)
    low, _, high = told.spread()
    return Swing(
        key=name,
        name=told.says,
        low=_rounded(low),
        high=_rounded(high),
        unit=told.unit,
        at_low=_rounded(np.median(pool[tenths[0]])),
        at_high=_rounded(np.median(pool[tenths[-1]])),
        narrows=_rounded(np.exp(np.mean([np.log(factor_of(pool[part])) for part in tenths]))),
        narrowed_by=told.narrowed_by,
    )


def _reach(one: Swing) -> float:
    return abs(float(np.log(max(one.at_high, 1.0) / max(one.at_low, 1.0))))


def _between_ways(pooled: Sequence[Reckoning], weights: Mapping[str, float], pool: Draws) -> Swing:
    middles = sorted(float(np.median(way.chips)) for way in pooled)
    left = [(weights[way.key], np.log(factor_of(way.chips))) for way in pooled]
    alone = np.exp(
        sum(weight * width for weight, width in left) / sum(weight for weight, _ in left)
    )
    return Swing(
        key="way",
        name="Which of the ways is believed",
        low=1.0,
        high=float(len(pooled)),
        unit="ways",
        at_low=_rounded(middles[0]),
        at_high=_rounded(middles[-1]),
        narrows=_rounded(min(float(alone), factor_of(pool))),
        narrowed_by="Data that two ways share, so that they can be held against each other",
    )


def _rounded(number: float | np.floating) -> float:
    return float(f"{float(number):.3g}")
