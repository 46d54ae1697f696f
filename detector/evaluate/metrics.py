"""Figures about a ranked queue, from the lines that are known to be positive.

All take lines in the order of the queue, first = to be looked at first; weights let a bootstrap
count a scheme's lines more than once.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


def average_precision(positive: Flags, weight: Numbers | None = None) -> float:
    """Return the mean, over the positive lines, of the precision down to each.

    Parameters
    ----------
    positive : ndarray of shape (n_lines,)
        In the order of the queue.
    weight : ndarray of shape (n_lines,), optional

    Returns
    -------
    float
        0 to 1; NaN without a positive line.

    Examples
    --------
    >>> average_precision(np.array([True, False, True]))
    0.8333333333333333
    """
    counted = np.ones(len(positive)) if weight is None else weight
    hit = counted * positive
    if not hit.sum() > 0:
        return float("nan")
    precision = np.cumsum(hit) / np.maximum(np.cumsum(counted), 1e-300)
    return float((precision * hit).sum() / hit.sum())


def auroc(positive: Flags, weight: Numbers | None = None) -> float:
    """Return the chance that a positive line stands before another one.

    Parameters
    ----------
    positive : ndarray of shape (n_lines,)
        In the order of the queue, which has no ties.
    weight : ndarray of shape (n_lines,), optional

    Returns
    -------
    float
        0 to 1; NaN where all lines are alike.
    """
    counted = np.ones(len(positive)) if weight is None else weight
    hit, miss = counted * positive, counted * ~positive
    if not (hit.sum() > 0 and miss.sum() > 0):
        return float("nan")
    before = np.cumsum(miss)
    return float(1 - (hit * before).sum() / (hit.sum() * miss.sum()))


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and the middle 90 % of its bootstrap over schemes."""

    value: float
    low: float
    high: float


UNKNOWN = Interval(math.nan, math.nan, math.nan)


def middle(value: float, drawn: Numbers) -> Interval:
    """Give a figure with the middle 90 % of those drawn, `UNKNOWN` where it could not be told.

    Parameters
    ----------
    value : float
    drawn : ndarray of shape (n_rounds,)

    Examples
    --------
    >>> middle(10.0, np.arange(21.0))
    Interval(value=10.0, low=1.0, high=19.0)
    """
    if math.isnan(value) or np.isnan(drawn).all():
        return UNKNOWN
    low, high = np.nanquantile(drawn, (0.05, 0.95))
    return Interval(value, float(low), float(high))


def bootstrap_schemes(scheme: NDArray[np.object_], rounds: int, seed: int) -> NDArray[np.float64]:
    """Draw weights of lines for a bootstrap over schemes; other lines always count once.

    Parameters
    ----------
    scheme : ndarray of shape (n_lines,)
        The scheme of each positive line, None for all others, in the order of the queue.
    rounds : int
    seed : int

    Returns
    -------
    ndarray of shape (rounds, n_lines)
    """
    names = sorted({name for name in scheme if name is not None})
    place = {name: at for at, name in enumerate(names)}
    at = np.array([place.get(name, len(names)) for name in scheme])
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(names), np.full(len(names), 1 / max(len(names), 1)), rounds)
    padded = np.column_stack((drawn, np.ones(rounds, dtype=drawn.dtype)))
    return np.asarray(padded[:, at], dtype=np.float64)


def expected_precision(positive: Flags, scores: Numbers, budget: int) -> float:
    """Return the precision to expect of the ``budget`` highest scores, ties drawn evenly.

    Parameters
    ----------
    positive : ndarray of shape (n_lines,)
        In any order.
    scores : ndarray of shape (n_lines,)
        Higher is looked at first.
    budget : int
        At least 1, at most the number of lines.

    Examples
    --------
    >>> expected_precision(np.array([True, False, False]), np.array([1.0, 1.0, 0.0]), 1)
    0.5
    """
    last = np.sort(scores)[::-1][budget - 1]
    above, tied = scores > last, scores == last
    share = (budget - above.sum()) / tied.sum()
    return float((positive[above].sum() + share * positive[tied].sum()) / budget)


@dataclass(frozen=True, eq=False, slots=True)
class Folded:
    """A queue whose runs of lines that are not positive are folded into one weighted line each.

    Figures over it equal those over the queue, and a bootstrap over schemes becomes quick.
    """

    positive: Flags
    weight: Numbers
    scheme: NDArray[np.object_]


def fold_lawful(positive: Flags, scheme: NDArray[np.object_]) -> Folded:
    """Fold runs of lines that are not positive.

    Parameters
    ----------
    positive : ndarray of shape (n_lines,)
        In the order of the queue.
    scheme : ndarray of shape (n_lines,)
        None for lines that are not positive.

    Examples
    --------
    >>> scheme = np.array(["a", None, None, "b"], dtype=object)
    >>> fold_lawful(np.array([True, False, False, True]), scheme).weight.tolist()
    [1.0, 2.0, 1.0]
    """
    begins = np.ones(len(positive), dtype=bool)
    begins[1:] = positive[1:] | (positive[1:] != positive[:-1])
    first = np.flatnonzero(begins)
    weight = np.diff(np.append(first, len(positive))).astype(float)
    return Folded(positive[first], weight, scheme[first])
