"""Medians, spreads and sums by group, over arrays of codes."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]
SHORT = 32_767  # codes of two bytes are sorted by counting, many times faster


def median_by(codes: Codes, values: Numbers, groups: int) -> tuple[Numbers, Codes]:
    """Give the median and the count of the values of each group; NaN where it has none.

    Parameters
    ----------
    codes : ndarray of shape (n,)
        Group of each value, 0 to groups - 1.
    values : ndarray of shape (n,)
        Without NaN.
    groups : int

    Returns
    -------
    ndarray of shape (groups,), ndarray of shape (groups,)

    Examples
    --------
    >>> median_by(np.array([0, 0, 0, 2]), np.array([1.0, 9.0, 2.0, 4.0]), 3)
    (array([ 2., nan,  4.]), array([3, 0, 1]))
    """
    order = np.argsort(values)
    short = codes.astype(np.int16) if groups <= SHORT else codes
    ranked = values[order][np.argsort(short[order], kind="stable")]
    counts = np.bincount(codes, minlength=groups)
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    middles = np.full(groups, np.nan)
    some = counts > 0
    low = starts[some] + (counts[some] - 1) // 2
    high = starts[some] + counts[some] // 2
    middles[some] = (ranked[low] + ranked[high]) / 2
    return middles, counts


def shrunk_median_by(codes: Codes, values: Numbers, groups: int, weight: float) -> Numbers:
    """Give each group's median, drawn towards 0 as if ``weight`` further values lay there.

    Parameters
    ----------
    codes : ndarray of shape (n,)
    values : ndarray of shape (n,)
    groups : int
    weight : float
        Values that the prior is worth.

    Returns
    -------
    ndarray of shape (groups,)
    """
    middles, counts = median_by(codes, values, groups)
    return np.nan_to_num(middles) * counts / (counts + weight)


def sum_by(codes: Codes, values: Numbers, groups: int) -> Numbers:
    """Give the sum of the values of each group, in the order given.

    Parameters
    ----------
    codes : ndarray of shape (n,)
    values : ndarray of shape (n,)
    groups : int

    Returns
    -------
    ndarray of shape (groups,)
    """
    return np.bincount(codes, weights=values, minlength=groups).astype(float)
