"""The compiled search for the k-th nearest reference shipment.

Most surprises are 0. So a rough distance is had from the few values that are not: the reference
row's own sum of squares, and for each such value what it changes. Rows whose rough distance lies
within its rounding of the k-th are then measured exactly, in their order. What comes out is the
same to the last bit as an exact search over all rows, and the same alone as in a batch.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from detector.models.threads import by_chunks

Numbers = NDArray[np.float64]
ROUNDING = (
    1e-13  # of a rough distance, per feature and unit of the squares in it: 50 times double's
)
SPARE = 8  # rows beyond the k-th with which the halving may stop
HALVINGS = 24
LARGEST = 1e300  # squares beyond it cannot be added up; all rows are then measured exactly


@njit(cache=True, nogil=True)
def _approach(row: Numbers, columns: Numbers, base: Numbers, far: Numbers) -> float:
    """Write the rough squared distances of a row; return the squares that the row brings in.

    The reference comes by columns, so that the inner loops run over plain memory.
    """
    brought = 0.0
    far[:] = base
    for feature in range(len(row)):
        value = row[feature]
        column = columns[feature]
        if np.isnan(value):
            for other in range(len(far)):
                far[other] -= column[other] * column[other]
        elif value != 0.0:
            square, twice = value * value, 2.0 * value
            brought += square
            for other in range(len(far)):
                far[other] += square - twice * column[other]
    return brought


@njit(cache=True, nogil=True)
def _limit(far: Numbers, k: int, first: float, most: float) -> float:
    """Return a distance within which at least k rows lie, and few more where that can be.

    Trying starts at ``first``; no row lies beyond ``most``.
    """
    low, high, tried = 0.0, most, min(first, most)
    for _ in range(HALVINGS):
        within = 0
        for other in range(len(far)):
            within += far[other] <= tried
        if within >= k:
            high = tried
            if within <= k + SPARE:
                break
        else:
            low = tried
        tried = 0.5 * (low + high) if high < most else 2.0 * low + 1.0
        tried = min(tried, most)
    return high


@njit(cache=True, nogil=True)
def _exact(row: Numbers, other: Numbers) -> float:
    total = 0.0
    for feature in range(len(row)):
        if not np.isnan(row[feature]):
            gap = row[feature] - other[feature]
            total += gap * gap
    return total


@njit(cache=True, nogil=True)
def _kth(row: Numbers, reference: Numbers, near: tuple[Numbers, float], k: int) -> int:
    """Return the k-th nearest of the rows within a rough distance; of equals the first."""
    far, limit = near
    nearest, rows = np.full(k, np.inf), np.zeros(k, np.int64)
    for other in range(len(far)):
        if far[other] > limit:
            continue
        distance = _exact(row, reference[other])
        if distance >= nearest[k - 1]:
            continue
        place = k - 1
        while place > 0 and nearest[place - 1] > distance:
            nearest[place] = nearest[place - 1]
            rows[place] = rows[place - 1]
            place -= 1
        nearest[place] = distance
        rows[place] = other
    return int(rows[k - 1])


@njit(cache=True, nogil=True)
def _search(values: Numbers, reference: Numbers, columns: Numbers, k: int, parts: Numbers) -> None:
    """Write the squared gaps, feature by feature, to the k-th nearest reference row."""
    base = (columns * columns).sum(axis=0)
    own, far, limit = base.max(), np.empty(len(reference)), 1.0
    for at in range(len(values)):
        squares = own + _approach(values[at], columns, base, far)
        if not squares < LARGEST:
            far[:], squares = 0.0, 0.0
        limit = _limit(far, k, limit, 2.0 * squares + 1.0)  # the row before is a fair first guess
        off = ROUNDING * values.shape[1] * squares
        other = _kth(values[at], reference, (far, limit + 2.0 * off), k)
        for feature in range(values.shape[1]):
            if not np.isnan(values[at, feature]):
                gap = values[at, feature] - reference[other, feature]
                parts[at, feature] = gap * gap


def nearest_gaps(values: Numbers, reference: Numbers, k: int) -> Numbers:
    """Return the squared gaps to the k-th nearest row of the reference, per feature.

    Returns
    -------
    ndarray of shape (n_shipments, n_features)
        Their row sum is the squared distance; a null adds 0.
    """
    parts = np.zeros(values.shape)
    columns = np.ascontiguousarray(reference.T)
    reference = columns.T.copy()  # a stored model may be read-only, for which loops compile anew
    by_chunks(lambda rows: _search(values[rows], reference, columns, k, parts[rows]), len(values))
    return parts
