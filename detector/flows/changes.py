"""How a lane changes at a date, less its trend, its season and what its product does elsewhere."""

from dataclasses import dataclass

import numpy as np

from detector.flows.courses import common_course, row_median
from detector.flows.groups import Numbers, median_by
from detector.flows.panel import Panel

SEASONS = 36  # periods before a lane's own season is looked for; its product's goes out anyway
SEASON_PRIOR = 4.0
TREND_KEPT = 0.5  # part of a lane's own past trend that is carried on
SPREAD_PERIODS = 6.0
LEAST_SPREAD = 0.08
LEAST_OBSERVED = 12
FLOOR_OF_LANE, FLOOR_OF_PRODUCT = 0.05, 0.0005


@dataclass(frozen=True, slots=True)
class Windows:
    """How far back a change looks, and on which periods after the date it rests.

    Attributes
    ----------
    before : int
        Periods before the date.
    skip : int
        Periods right after the date that are passed over: goods on the way.
    after : int
        Last period that counts, from the date on.
    """

    before: int = 24
    skip: int = 1
    after: int = 3


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes of every lane at one date.

    Attributes
    ----------
    strength : ndarray of shape (n_lanes,)
        Change of the log amount in standard errors; NaN where too little is known.
    change : ndarray of shape (n_lanes,)
        The change itself, in logs.
    expected, actual : ndarray of shape (n_lanes,)
        Amount per period after the date, in the panel's unit.
    error : ndarray of shape (n_lanes,)
        Standard error of the change, in logs.
    """

    strength: Numbers
    change: Numbers
    expected: Numbers
    actual: Numbers
    error: Numbers


def changes_at(panel: Panel, place: int, windows: Windows) -> Changes | None:
    """Measure the change of every lane at a date.

    Parameters
    ----------
    panel : Panel
    place : int
        Place of the first period after the date.
    windows : Windows

    Returns
    -------
    Changes or None
        None where the panel does not hold the periods that the windows ask for.
    """
    start = max(place - windows.before, 0)
    observed_least = min(LEAST_OBSERVED, max(windows.before // 2, 3))
    if place - start < observed_least or place + windows.after > len(panel.periods):
        return None
    span = slice(start, place + windows.after)
    amounts = panel.amounts[:, span]
    before = place - start
    floor = _floor(panel, amounts, before)
    logs = np.log(amounts + floor[:, None])
    size = np.nan_to_num(amounts[:, :before]).mean(axis=1)
    course = common_course(logs, panel.product_no, size, before)
    season = _season(logs - course, before, panel.is_monthly)
    relative = logs - course - season
    steps = np.arange(amounts.shape[1]) - before
    slope = _slope(relative[:, :before])
    level = row_median(relative[:, :before] - slope[:, None] * steps[:before])
    off = relative - level[:, None] - slope[:, None] * steps
    error = _error(panel, off[:, :before], slope, windows)
    after = slice(before + windows.skip, before + windows.after)
    seen = np.isfinite(off[:, after]).all(axis=1)
    enough = np.isfinite(off[:, :before]).sum(axis=1) >= observed_least
    change = np.where(seen & enough, off[:, after].mean(axis=1), np.nan)
    usual = (level[:, None] + slope[:, None] * steps + course + season)[:, after]
    expected = np.maximum(np.exp(usual) - floor[:, None], 0).mean(axis=1)
    return Changes(change / error, change, expected, amounts[:, after].mean(axis=1), error)


def _floor(panel: Panel, amounts: Numbers, before: int) -> Numbers:
    """Give what is added before logs, so that a lane may open from nothing or close to nothing."""
    groups = int(panel.product_no.max(initial=0)) + 1
    past = np.nan_to_num(amounts[:, :before]).mean(axis=1)
    total = np.bincount(panel.product_no, weights=past, minlength=groups)
    least = np.maximum(FLOOR_OF_PRODUCT * total[panel.product_no], 1e-9)
    floor: Numbers = np.maximum(FLOOR_OF_LANE * past, least)
    return floor


def _season(relative: Numbers, before: int, is_monthly: bool) -> Numbers:
    """Estimate the lane's own months, drawn to nothing; zero where the past is short."""
    if not is_monthly or before < SEASONS:
        return np.zeros_like(relative)
    past = relative[:, :before]
    level = row_median(past)
    months = (np.arange(relative.shape[1]) - before) % 12
    season = np.zeros_like(relative)
    for month in range(12):
        own = past[:, months[:before] == month]
        weight = own.shape[1] / (own.shape[1] + SEASON_PRIOR)
        middle = np.nan_to_num(row_median(own) - level) * weight
        season[:, months == month] = middle[:, None]
    return season


def _slope(past: Numbers) -> Numbers:
    half = past.shape[1] // 2
    rise = row_median(past[:, half:]) - row_median(past[:, :half])
    slope: Numbers = np.nan_to_num(TREND_KEPT * rise / max(past.shape[1] / 2, 1))
    return slope


def _error(panel: Panel, off: Numbers, slope: Numbers, windows: Windows) -> Numbers:
    """Give the standard error of a mean after the date, for noise that remembers itself."""
    groups = int(panel.product_no.max(initial=0)) + 1
    apart = np.abs(off)
    count = np.maximum(np.isfinite(off).sum(axis=1), 1)
    # A lane that is quiet in most months has no median distance, but its few months are its noise.
    own = np.maximum(1.4826 * row_median(apart), np.nan_to_num(apart).sum(axis=1) / count)
    known = np.isfinite(own)
    pooled, _ = median_by(panel.product_no[known], own[known], groups)
    shared = np.nan_to_num(pooled, nan=0.3)[panel.product_no]
    n = np.isfinite(off).sum(axis=1)
    spread = (n * np.nan_to_num(own) + SPREAD_PERIODS * shared) / (n + SPREAD_PERIODS)
    spread = np.maximum(spread, LEAST_SPREAD)
    capped = np.clip(np.nan_to_num(off), -3 * spread[:, None], 3 * spread[:, None])
    tie = (capped[:, 1:] * capped[:, :-1]).sum(axis=1) / np.maximum((capped**2).sum(axis=1), 1e-12)
    memory, _ = median_by(panel.product_no[known], tie[known], groups)
    remembers = np.clip(np.nan_to_num(memory)[panel.product_no], 0, 0.8)
    length = (1 + remembers) / (1 - remembers)
    periods = windows.after - windows.skip
    share = np.minimum(length / periods, 1) + 1.57 * np.minimum(length / max(off.shape[1], 1), 1)
    drift = np.abs(slope) * windows.after
    error: Numbers = np.sqrt(spread**2 * share + drift**2)
    return error
