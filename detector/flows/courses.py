"""The common course of a product's lanes: what moves most of them is no news about one of them."""

import numpy as np

from detector.flows.groups import Codes, Numbers

LEAST_LANES = 4


def common_course(logs: Numbers, product_no: Codes, size: Numbers, before: int) -> Numbers:
    """Give for each lane the course that its product's lanes have in common.

    Parameters
    ----------
    logs : ndarray of shape (n_lanes, n_periods)
        Log amounts, NaN where not known.
    product_no : ndarray of shape (n_lanes,)
    size : ndarray of shape (n_lanes,)
        Usual amount, for the weight: its square root.
    before : int
        Periods from the start over which each lane's own level is taken.

    Returns
    -------
    ndarray of shape (n_lanes, n_periods)
        In each period the weighted median of the lanes' distances from their own levels. A median,
        so that one lane that closes and one that opens leave it where it is; 0 where a product has
        fewer than four lanes.
    """
    apart = logs - row_median(logs[:, :before])[:, None]
    course = np.zeros_like(logs)
    order = np.argsort(product_no, kind="stable")
    starts = np.flatnonzero(np.diff(product_no[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        rows = rows[size[rows] > 0]
        if len(rows) >= LEAST_LANES:
            middle = _weighted_median(apart[rows], np.sqrt(size[rows]))
            course[product_no == product_no[rows[0]]] = middle
    return course


def row_median(values: Numbers) -> Numbers:
    """Give the median of each row, NaN left out; NaN where a row holds nothing else.

    Parameters
    ----------
    values : ndarray of shape (n_rows, n_columns)

    Returns
    -------
    ndarray of shape (n_rows,)
    """
    ranked = np.sort(values, axis=1)
    counts = np.isfinite(values).sum(axis=1)
    rows = np.arange(len(values))
    low, high = np.maximum((counts - 1) // 2, 0), np.minimum(counts // 2, values.shape[1] - 1)
    middle: Numbers = (ranked[rows, low] + ranked[rows, high]) / 2
    told: Numbers = np.where(counts > 0, middle, np.nan)
    return told


def _weighted_median(values: Numbers, weights: Numbers) -> Numbers:
    """Give the weighted median of each column, NaN left out; 0 where nothing is known."""
    order = np.argsort(values, axis=0, kind="stable")
    ranked = np.take_along_axis(values, order, axis=0)
    weight = np.where(np.isfinite(ranked), weights[order], 0.0)
    passed = np.cumsum(weight, axis=0)
    place = np.argmax(passed >= passed[-1] / 2, axis=0)
    middle = ranked[place, np.arange(values.shape[1])]
    known: Numbers = np.nan_to_num(middle)
    return known
