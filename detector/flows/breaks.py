"""Where a lane's share of its product breaks: the one date that splits it best, with its band."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import f as fisher

from detector.flows.changes import FLOOR_OF_LANE, FLOOR_OF_PRODUCT
from detector.flows.courses import common_course, row_median
from detector.flows.groups import Numbers
from detector.flows.panel import Panel

LEAST_SIDE = 3
LEVEL = 0.9
CLEAR = 4.0


@dataclass(frozen=True, slots=True)
class Break:
    """A break of one lane.

    Attributes
    ----------
    origin, destination, product : str
    period, first, last : str
        First period of the new level, and the span in which it lies with 90 % confidence.
    factor : float
        New over old level, less what the product did elsewhere.
    strength : float
        Square root of the F statistic of the split.
    before, after : float
        Mean amount per period.
    """

    origin: str
    destination: str
    product: str
    period: str
    first: str
    last: str
    factor: float
    strength: float
    before: float
    after: float


def find_breaks(panel: Panel, most: int, least_share: float = 0.01) -> tuple[Break, ...]:
    """Find the lanes that broke.

    Parameters
    ----------
    panel : Panel
    most : int
        Most breaks told.
    least_share : float
        Lanes that never carry this share of their product are left out.

    Returns
    -------
    tuple of Break
        Of the clear ones those that moved most. A lane enters with ln(amount) less the course that
        its product's lanes have in common, so what moves all lanes alike is no break.
    """
    if len(panel.periods) < 2 * LEAST_SIDE:
        return ()
    relative, counts = _relative(panel, least_share)
    rows = np.flatnonzero(counts)
    costs = _split_costs(relative[rows])
    whole = np.nansum((relative[rows] - np.nanmean(relative[rows], axis=1)[:, None]) ** 2, axis=1)
    best = np.nanargmin(costs, axis=1)
    least = costs[np.arange(len(rows)), best]
    freedom = np.maximum(np.isfinite(relative[rows]).sum(axis=1) - 2, 1)
    strength = np.sqrt(np.maximum(whole - least, 0) / np.maximum(least / freedom, 1e-9))
    moved = np.array(
        [_moved(panel.amounts[row], split) for row, split in zip(rows, best, strict=True)]
    )
    order = [n for n in np.argsort(-moved, kind="stable") if strength[n] >= CLEAR][:most]
    limits = least * (1 + fisher.ppf(LEVEL, 1, freedom) / freedom)
    return tuple(
        _told(panel, relative, int(rows[n]), (costs[n], int(best[n])), (strength[n], limits[n]))
        for n in order
    )


def _moved(amounts: Numbers, split: int) -> float:
    return float(abs(np.nanmean(amounts[split:]) - np.nanmean(amounts[:split])))


def _relative(panel: Panel, least_share: float) -> tuple[Numbers, np.ndarray]:
    filled = np.nan_to_num(panel.amounts)
    groups = int(panel.product_no.max(initial=0)) + 1
    total = np.zeros((groups, filled.shape[1]))
    np.add.at(total, panel.product_no, filled)
    whole = total[panel.product_no]
    floor = np.maximum(
        FLOOR_OF_LANE * np.nan_to_num(row_median(panel.amounts)),
        FLOOR_OF_PRODUCT * whole.mean(axis=1),
    )[:, None]
    logs = np.log(panel.amounts + floor)
    size = filled.mean(axis=1)
    relative = logs - common_course(logs, panel.product_no, size, logs.shape[1])
    share = (filled / np.maximum(whole, 1e-9)).max(axis=1)
    seen = np.isfinite(relative)
    sides = (seen[:, : len(panel.periods) // 2].sum(axis=1) >= LEAST_SIDE) & (
        seen[:, len(panel.periods) // 2 :].sum(axis=1) >= LEAST_SIDE
    )
    return relative, (share >= least_share) & sides


def _split_costs(values: Numbers) -> Numbers:
    """Give the sum of squares of a split before each period; NaN where a side is too short."""
    seen = np.isfinite(values)
    filled = np.where(seen, values, 0.0)
    n, s, q = (np.cumsum(part, axis=1) for part in (seen, filled, filled**2))
    costs = np.full(values.shape, np.nan)
    for place in range(1, values.shape[1]):
        left, right = n[:, place - 1], n[:, -1] - n[:, place - 1]
        fits = (left >= LEAST_SIDE) & (right >= LEAST_SIDE)
        with np.errstate(divide="ignore", invalid="ignore"):
            cost = (q[:, place - 1] - s[:, place - 1] ** 2 / left) + (
                (q[:, -1] - q[:, place - 1]) - (s[:, -1] - s[:, place - 1]) ** 2 / right
            )
        costs[fits, place] = np.maximum(cost[fits], 0)
    return costs


def _told(
    panel: Panel,
    relative: Numbers,
    row: int,
    split: tuple[Numbers, int],
    judged: tuple[float, float],
) -> Break:
    costs, best = split
    within = np.flatnonzero(costs <= judged[1])
    old, new = relative[row, :best], relative[row, best:]
    amounts = panel.amounts[row]
    return Break(
        str(panel.origins[row]),
        str(panel.destinations[row]),
        str(panel.products[row]),
        panel.label(best),
        panel.label(int(within.min())),
        panel.label(int(within.max())),
        round(float(np.exp(np.nanmean(new) - np.nanmean(old))), 3),
        round(float(judged[0]), 2),
        round(float(np.nanmean(amounts[:best])), 2),
        round(float(np.nanmean(amounts[best:])), 2),
    )
