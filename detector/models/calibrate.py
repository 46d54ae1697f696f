"""One p-value per line, from out-of-fold scores of lines of about the same age."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.models.contract import Numbers

OLDEST_OF_BAND = (7, 30, 90)  # days; what follows a shipment is unknown while it is young
FEWEST = 1_000  # lines of a band; fewer are pooled with the next older band


def age_days(lines: pd.DataFrame, as_of: date) -> NDArray[np.int64]:
    """Days from shipment to the day of the scan.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        Column shipped_on.
    as_of : date
    """
    days = (pd.Timestamp(as_of) - pd.to_datetime(lines["shipped_on"])).dt.days
    whole: NDArray[np.int64] = days.to_numpy().astype(np.int64)
    return whole


def age_bands(ages: NDArray[np.int64], fewest: int = FEWEST) -> NDArray[np.int64]:
    """Give each line its age band: 0-7, 8-30, 31-90 and more days, small bands pooled.

    A band with fewer than ``fewest`` lines joins the next older one, the oldest the next younger.

    Parameters
    ----------
    ages : ndarray of shape (n_lines,)
        In days.
    fewest : int

    Returns
    -------
    ndarray of shape (n_lines,)
        Number of the band; equal numbers are calibrated together.
    """
    band = np.searchsorted(OLDEST_OF_BAND, ages, side="left")
    count = np.bincount(band, minlength=len(OLDEST_OF_BAND) + 1)
    joined = np.arange(len(count))
    for younger in range(len(count) - 1):
        if count[younger] < fewest:
            joined[joined == younger] = younger + 1
            count[younger + 1] += count[younger]
            count[younger] = 0
    last = len(count) - 1
    filled = np.flatnonzero(count[:last])
    if count[last] < fewest and len(filled):
        joined[joined == last] = filled[-1]
    pooled: NDArray[np.int64] = joined[band]
    return pooled


def conformal_p(scores: Numbers, bands: NDArray[np.int64]) -> Numbers:
    """Cross-conformal p-value of each score among the other lines of its band.

    ``(1 + other lines with a score at least as high) / (1 + other lines)``. Each score must come
    from a model that has not seen the line's party; then a lawful line is as likely to stand at
    any rank as the lines that it is compared with, and ``P(p <= a) <= a``.

    The lines are unlabelled and hold some diversion, which fills the upper ranks: p is then too
    large, never too small. It also means that the k-th smallest p of a band of n lines is about
    ``k / n``: a false-discovery rate can be held on such p-values only for a part of the lines
    that is much stranger than the rest (see `queue.rank_queue`).

    Parameters
    ----------
    scores : ndarray of shape (n_lines,)
        Out-of-fold combined scores.
    bands : ndarray of shape (n_lines,)

    Examples
    --------
    >>> conformal_p(np.array([3.0, 1.0, 2.0, 1.0]), np.zeros(4, int)).tolist()
    [0.25, 1.0, 0.5, 1.0]
    """
    p_values = np.ones(len(scores))
    for band in np.unique(bands):
        mine = bands == band
        ordered = np.sort(scores[mine])
        at_least = len(ordered) - np.searchsorted(ordered, scores[mine], side="left")
        p_values[mine] = at_least / len(ordered)
    return p_values
