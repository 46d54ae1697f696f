"""The least and the most that any order of departure can have carried from one arrival to one."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]

PLENTY = np.iinfo(np.int64).max


@njit(cache=True)
def _stock(keys: Whole, days: Whole, inward: Truth, amounts: Whole, hold_days: int) -> Whole:
    """Give per row: stock after it (PLENTY on arrivals), stock before it, departures up to it."""
    n = len(keys)
    left, told = amounts.copy(), np.empty((3, n), np.int64)
    oldest, stock, gone = 0, 0, 0
    for row in range(n):
        if row == 0 or keys[row] != keys[row - 1]:
            oldest, stock, gone = row, 0, 0
        while oldest < row and (not inward[oldest] or days[row] - days[oldest] > hold_days):
            if inward[oldest]:
                stock -= left[oldest]
            oldest += 1
        told[1, row] = stock
        if inward[row]:
            stock += amounts[row]
            told[0, row] = PLENTY
        else:
            need = min(amounts[row], stock)
            stock -= need
            gone += amounts[row]
            while need > 0:
                taken = min(left[oldest], need) if inward[oldest] else 0
                left[oldest] -= taken
                need -= taken
                if need > 0:
                    oldest += 1
            told[0, row] = stock
        told[2, row] = gone
    return told


@njit(cache=True)
def _least_between(values: Whole, came: Whole, went: Whole) -> Whole:
    """Give the least value strictly between two rows, by a tree of minima."""
    n = len(values)
    tree = np.full(2 * n, PLENTY)
    tree[n:] = values
    for node in range(n - 1, 0, -1):
        tree[node] = min(tree[2 * node], tree[2 * node + 1])
    found = np.full(len(came), PLENTY)
    for pair in range(len(came)):
        low, high = came[pair] + 1 + n, went[pair] + n
        while low < high:
            if low % 2:
                found[pair] = min(found[pair], tree[low])
                low += 1
            if high % 2:
                high -= 1
                found[pair] = min(found[pair], tree[high])
            low //= 2
            high //= 2
    return found


def bound_pairs(
    entries: tuple[Whole, Whole, Truth, Whole], came: Whole, went: Whole, hold_days: int
) -> tuple[Whole, Whole]:
    """Say how much of an arrival a departure carried, in any order in which goods can have left.

    An order fills each departure, one after the other, from goods that are there and no older than
    hold_days, as far as they suffice; which of them it takes is free. For an arrival of A and a
    departure of B, with W the stock in first-in first-out order (the largest of any order):

    - the most is the least of A, B, and every W between the two: what has gone cannot go again;
    - the least is what must be taken because all else does not suffice. Even if every departure
      between took this arrival first, L = max(0, A - departures between) is left of it, beside at
      most W - L of others; so min(L, max(0, B - (W - L))).

    Both are sharp where nothing expires between; elsewhere they hold, but may be wider than needed.

    Parameters
    ----------
    entries : tuple of ndarray of shape (n_entries,)
        keys, days, inward and amounts as for `first_out`.
    came, went : ndarray of shape (n_pairs,)
        Row of the arrival and of the departure, of one key, at most hold_days apart.
    hold_days : int

    Returns
    -------
    tuple of ndarray of shape (n_pairs,)
        Least and most.

    Examples
    --------
    Of two arrivals of 8, a departure of 10 takes at least 2 of each, and at most 8.

    >>> entries = np.zeros(3, np.int64), np.array([0, 1, 2]), np.array([True, True, False]), \
np.array([8, 8, 10])
    >>> [part.tolist() for part in bound_pairs(entries, np.array([0, 1]), np.array([2, 2]), 120)]
    [[2, 2], [8, 8]]
    """
    keys, days, inward, amounts = entries
    after, before, gone = _stock(keys, days, inward, amounts, hold_days)
    came_amount, went_amount = amounts[came], amounts[went]
    left = np.maximum(came_amount - (gone[went] - went_amount - gone[came]), 0)
    least = np.minimum(left, np.maximum(went_amount - before[went] + left, 0))
    most = np.minimum(np.minimum(came_amount, went_amount), before[went])
    return least, np.minimum(most, _least_between(after, came, went))
