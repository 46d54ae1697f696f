"""What stands lawfully between an export FOB and an import CIF: freight, insurance and days.

Both are estimated where the statistics allow and drawn towards a prior where they do not.
Medians throughout, so that the lanes that this room looks for do not set their own yardstick.
"""

import numpy as np
from numpy.typing import NDArray

from detector.flows.distances import distances_km
from detector.flows.groups import Codes, Numbers, shrunk_median_by

# Freight and insurance over value: about 2 % next door to 5 % round the world for machines and
# electronics (own proposal); the IMF's Direction of Trade took 10 % over all goods, then 6 %.
PRIOR_NEAR, PRIOR_PER_10_000_KM = 0.02, 0.025
LEAST_MARGIN, MOST_MARGIN = 0.0, 0.12
PRIOR_CELLS = 30.0
AGREEING = 0.2  # only cells that nearly agree speak about freight; the others about something else
CAPPED = 1.0  # a change of more than a factor e counts as that
MOST_LAG, LAG_STEP, LAG_CELLS = 3.0, 0.25, 48
NEAR_KM, FAR_KM = 3_000.0, 8_000.0


def estimate_margins(
    gap: Numbers, sides: tuple[Codes, Codes], names: NDArray[np.object_], fit: NDArray[np.bool_]
) -> Numbers:
    """Estimate ln(CIF / FOB) by distance, importer and product.

    Parameters
    ----------
    gap : ndarray of shape (n_cells,)
        ln(imported / exported).
    sides : pair of ndarray of shape (n_cells,)
        Codes of importer and product.
    names : ndarray of shape (n_cells, 2)
        Origin and destination, alpha-2.
    fit : ndarray of shape (n_cells,)
        Cells that both sides state.

    Returns
    -------
    ndarray of shape (n_cells,)
        Within 0 and 0.12: 0 where imports are valued FOB; what lies beyond is no freight.
    """
    lanes, where = np.unique(names.astype(str), axis=0, return_inverse=True)
    km = distances_km(lanes[:, 0], lanes[:, 1])[where.ravel()]
    margin = PRIOR_NEAR + PRIOR_PER_10_000_KM * km / 10_000
    band = np.digitize(km, [NEAR_KM, FAR_KM]).astype(np.int64)
    for codes in (np.zeros_like(band), band, *sides):
        use = fit & (np.abs(gap - margin) < AGREEING)
        groups = int(codes.max(initial=0)) + 1
        shift = shrunk_median_by(codes[use], (gap - margin)[use], groups, PRIOR_CELLS)
        margin = np.clip(margin + shift[codes], LEAST_MARGIN, MOST_MARGIN)
    return margin


def prior_months(km: Numbers) -> Numbers:
    """Say how many months a voyage takes when nothing is known: air and sea mixed.

    Parameters
    ----------
    km : ndarray of shape (n,)

    Returns
    -------
    ndarray of shape (n,)
        Months, 0.1 next door to 0.6 across 10,000 km.
    """
    return np.clip(0.1 + 0.5 * km / 10_000, 0, 1)


def shifted(values: Numbers, lanes: Codes, periods: Codes, late: Numbers) -> Numbers:
    """Give what of the exports should have arrived by each period.

    Parameters
    ----------
    values : ndarray of shape (n_cells,)
        Exports, sorted by lane and period.
    lanes, periods : ndarray of shape (n_cells,)
        Codes of lane and product; numbers of the period.
    late : ndarray of shape (n_cells,)
        Periods between sending and arrival, 0 to 4.

    Returns
    -------
    ndarray of shape (n_cells,)
        A mixture of the two earlier periods; where an earlier one is not there, the cell's own.

    Examples
    --------
    >>> lane, month = np.zeros(3, dtype=int), np.arange(3)
    >>> shifted(np.array([10.0, 20.0, 40.0]), lane, month, np.full(3, 0.25)).tolist()
    [10.0, 17.5, 35.0]
    """
    whole = np.floor(late).astype(np.int64)
    part = late - whole
    near, far = _back(values, lanes, periods, whole), _back(values, lanes, periods, whole + 1)
    mixed = np.where(part > 0, (1 - part) * near + part * far, near)
    return np.where(np.isnan(mixed), values, mixed)


def _back(values: Numbers, lanes: Codes, periods: Codes, steps: Codes) -> Numbers:
    """Look a number of periods back in the same lane; NaN where that period is not there."""
    places = np.arange(len(values))
    found = np.full(len(values), np.nan)
    for rows_back in range(int(steps.max(initial=0)) + 1):
        there = places >= rows_back
        row = places[there] - rows_back
        fits = (lanes[row] == lanes[there]) & (periods[there] - periods[row] == steps[there])
        found[places[there][fits]] = values[row[fits]]
    return found


def estimate_lags(
    exported: Numbers, imported: Numbers, lanes: Codes, periods: Codes, importers: Codes
) -> tuple[Numbers, NDArray[np.bool_]]:
    """Find for each importer the months by which its reports run behind the exporters'.

    Parameters
    ----------
    exported, imported : ndarray of shape (n_cells,)
        Monthly values, sorted by lane and month.
    lanes, periods, importers : ndarray of shape (n_cells,)

    Returns
    -------
    ndarray of shape (n_importers,), ndarray of shape (n_importers,)
        Months, in quarters, at which the changes of both sides agree best; and whether there were
        cells enough (48) to say.
    """
    groups = int(importers.max(initial=0)) + 1
    trials = np.arange(0, MOST_LAG + LAG_STEP / 2, LAG_STEP)
    with np.errstate(divide="ignore", invalid="ignore"):
        after = np.log(imported)
        previous = _back(after, lanes, periods, np.ones(len(lanes), dtype=np.int64))
        cost = np.full((len(trials), groups), np.inf)
        for place, late in enumerate(trials):
            sent = np.log(shifted(exported, lanes, periods, np.full(len(lanes), late)))
            earlier = _back(sent, lanes, periods, np.ones(len(lanes), dtype=np.int64))
            off = np.abs((after - previous) - (sent - earlier))
            use = np.isfinite(off) & (periods - _firsts(lanes, periods) > MOST_LAG + 1)
            counts = np.bincount(importers[use], minlength=groups)
            total = np.bincount(importers[use], np.minimum(off[use], CAPPED), minlength=groups)
            cost[place] = np.where(counts >= LAG_CELLS, total / np.maximum(counts, 1), np.inf)
    known = np.isfinite(cost).all(axis=0)
    return trials[np.argmin(cost, axis=0)], known


def _firsts(lanes: Codes, periods: Codes) -> Codes:
    starts = np.concatenate(([True], lanes[1:] != lanes[:-1])) if len(lanes) else np.zeros(0, bool)
    return periods[starts][np.cumsum(starts) - 1] if len(lanes) else periods
