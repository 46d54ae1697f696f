"""The compiled search for the k-th nearest reference shipment."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from detector.models.threads import by_chunks

Numbers = NDArray[np.float64]


@njit(cache=True, nogil=True)
def _search(values: Numbers, columns: Numbers, k: int, parts: Numbers) -> None:
    """Write the squared gaps, feature by feature, to the k-th nearest reference row.

    The reference comes by columns, so that the inner loop runs over plain memory.
    """
    n_features, n_reference = columns.shape
    near, near_row = np.empty(k), np.empty(k, np.int64)
    far = np.empty(n_reference)
    for at in range(len(values)):
        far[:] = 0.0
        for feature in range(n_features):
            value = values[at, feature]
            if not np.isnan(value):
                column = columns[feature]
                for other in range(n_reference):
                    gap = value - column[other]
                    far[other] += gap * gap
        near[:] = np.inf
        for other in range(n_reference):
            if far[other] >= near[k - 1]:
                continue
            place = k - 1
            while place > 0 and near[place - 1] > far[other]:
                near[place] = near[place - 1]
                near_row[place] = near_row[place - 1]
                place -= 1
            near[place] = far[other]
            near_row[place] = other
        for feature in range(n_features):
            if not np.isnan(values[at, feature]):
                gap = values[at, feature] - columns[feature, near_row[k - 1]]
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
    by_chunks(lambda rows: _search(values[rows], columns, k, parts[rows]), len(values))
    return parts
