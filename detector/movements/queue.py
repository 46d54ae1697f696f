"""First in, first out, with expiry: the one queue that all matching of goods rests on."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Whole = NDArray[np.int64]


@njit(cache=True)
def _first_out(
    keys: Whole, days: Whole, inward: NDArray[np.bool_], amounts: Whole, hold_days: int
) -> tuple[Whole, Whole, Whole]:
    n = len(keys)
    left = amounts.copy()
    waiting = np.empty(n, np.int64)
    from_row = np.empty(2 * n, np.int64)
    to_row = np.empty(2 * n, np.int64)
    taken = np.empty(2 * n, np.int64)
    head, tail, links = 0, 0, 0
    for row in range(n):
        if row == 0 or keys[row] != keys[row - 1]:
            head, tail = 0, 0
        if inward[row]:
            waiting[tail] = row
            tail += 1
            continue
        while head < tail and left[row] > 0:
            first = waiting[head]
            if left[first] == 0 or days[row] - days[first] > hold_days:
                head += 1
                continue
            amount = min(left[first], left[row])
            left[first] -= amount
            left[row] -= amount
            from_row[links], to_row[links], taken[links] = first, row, amount
            links += 1
    return from_row[:links], to_row[:links], taken[:links]


def first_out(
    keys: Whole, days: Whole, inward: NDArray[np.bool_], amounts: Whole, hold_days: int
) -> tuple[Whole, Whole, Whole]:
    """Match what left to what came in before, oldest first.

    Parameters
    ----------
    keys, days, inward, amounts : ndarray of shape (n_entries,)
        One entry per arrival (``inward``) or departure at a place, sorted by key, day, arrivals
        before departures, then by number. Days are counted; amounts are whole and >= 0.
    hold_days : int
        An arrival older than this is taken to have stayed and leaves the queue.

    Returns
    -------
    tuple of ndarray of shape (n_links,)
        Row of the arrival, row of the departure, and the amount carried.

    References
    ----------
    First-in first-out is a convention of stock-keeping, not a trace of single pieces.

    Examples
    --------
    >>> both = np.array([True, False])
    >>> [part.tolist() for part in first_out(
    ...     np.array([7, 7]), np.array([1, 4]), both, np.array([8, 5]), 120)]
    [[0], [1], [5]]
    """
    return _first_out(keys, days, inward, amounts, hold_days)
