"""One p-value per line, from out-of-fold scores of lines of about the same age."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.models.contract import Numbers

OLDEST_OF_BAND = (7, 30, 90)  # days; what follows a shipment is unknown while it is young
FEWEST = 1_000  # lines of a band; fewer are pooled with the next older band
FIFTH, TWENTIETH = 0.2, 0.05  # shares of lines between which the tail's slope is read
RARE = 0.01  # beyond it, more lines than expected are no lawful ones
READINGS = 12  # most times that the slope is read
LEAST = 1e-12


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


def lawful_p(scores: Numbers, bands: NDArray[np.int64]) -> Numbers:
    """Say how often a lawful line of the same age would score at least as high.

    Up to the strangest twentieth of a band this is a rank: the share of its lines with a score
    at least as high. Beyond, ranks cannot tell: the records are unlabelled, and whatever is
    diverted stands there itself. So the tail of the lawful lines is taken to go on as it runs from
    the strangest fifth to the strangest twentieth, that is exponentially: p falls to a quarter
    with every step as long as that from the one to the other. What then stands beyond one in a
    hundred in excess of one in a hundred is left out, and the two quantiles are read again, until
    that no longer changes. Scores must come from models that have not seen the line's party.

    That the tail is exponential is an assumption; on lawful simulated worlds it holds to one in a
    thousand (docs/benchmarks.md). Left-over diversion makes p too large, never too small.

    Parameters
    ----------
    scores : ndarray of shape (n_lines,)
        Out-of-fold combined scores, nats.
    bands : ndarray of shape (n_lines,)
        Lines of equal number are calibrated together.

    Examples
    --------
    >>> lawful_p(np.arange(100.0), np.zeros(100, int))[[0, 50, 79, 94]].round(3).tolist()
    [1.0, 0.5, 0.21, 0.06]
    """
    p_values = np.ones(len(scores))
    for band in np.unique(bands):
        mine = bands == band
        p_values[mine] = _p_in_band(scores[mine])
    return p_values


def _p_in_band(scores: Numbers) -> Numbers:
    ordered = np.sort(scores)
    n = len(ordered)
    excess, tail = 0, np.ones(n)
    for _ in range(READINGS):
        kept = ordered[: n - excess]
        fifth, twentieth = kept[-1 - int(FIFTH * len(kept))], kept[-1 - int(TWENTIETH * len(kept))]
        if twentieth <= fifth:
            return _share_at_least(ordered, scores)
        tail = FIFTH * (TWENTIETH / FIFTH) ** ((scores - fifth) / (twentieth - fifth))
        told = max(0, int((tail <= RARE).sum() - RARE * n))
        if told == excess:
            break
        excess = min(told, n // 10)
    ranks = np.maximum(_share_at_least(ordered, scores), TWENTIETH)
    return np.where(scores > twentieth, np.maximum(tail, LEAST), ranks)


def _share_at_least(ordered: Numbers, scores: Numbers) -> Numbers:
    share: Numbers = 1.0 - np.searchsorted(ordered, scores, side="left") / len(ordered)
    return share
