"""Has the trade changed under the model? Each figure is held against how much it always moves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.engine import Features, columns_of
from detector.models.contract import Numbers

BINS = 10
FEWEST = 100  # lines of a window; fewer are not compared
EARLIER = 12  # most earlier windows that the band is read from
BAND = 0.95
LEAST = 0.1  # stability index under which a change is small whatever the band says


@dataclass(frozen=True, slots=True)
class Drift:
    """How far the latest window of one number lies from the lines before.

    Attributes
    ----------
    name : str
    index : float
        Population stability index of the latest window.
    band : float
        What 95 % of the earlier windows stayed under, each held against all others.
    windows : int
        Earlier windows that the band was read from.
    """

    name: str
    index: float
    band: float
    windows: int

    @property
    def moved(self) -> bool:
        """Whether the index lies beyond its band, and is not small."""
        return self.index > max(self.band, LEAST)


def stability_index(then: Numbers, now: Numbers) -> float:
    """Return the population stability index between two samples, nulls as a class of their own.

    Cut at the tenths of ``then``; a class that is empty on one side counts half a line.

    Parameters
    ----------
    then, now : ndarray of shape (n_lines,)
        Nulls as NaN.

    Examples
    --------
    >>> same = np.arange(1000.0)
    >>> stability_index(same, same), stability_index(same, same + 500) > 1
    (0.0, True)
    """
    known = then[~np.isnan(then)]
    tenths = np.linspace(0, 1, BINS + 1)[1:-1]
    cuts: Numbers = np.unique(np.quantile(known, tenths)) if len(known) else known
    before, after = (_shares(sample, cuts) for sample in (then, now))
    return float(((after - before) * np.log(after / before)).sum())


def measure_drift(
    values: Features, days: pd.Series, width: int, names: Sequence[str] | None = None
) -> tuple[Drift, ...]:
    """Compare the latest window of each number with the lines before it.

    The records are cut into windows of ``width`` days, counted back from the latest day; each
    window, the latest and up to twelve before, is held against all lines outside it. So the band
    knows how lumpy the trade is: a company that ships in bursts moves it every month.

    Parameters
    ----------
    values : DataFrame or FarFeatures of shape (n_lines, n_numbers)
    days : Series of shape (n_lines,)
        Day of each line, in the same order.
    width : int
        Days of a window.
    names : sequence of str, optional
        Columns that are compared; default: all.

    Returns
    -------
    tuple of Drift
        The furthest beyond its band first; empty with fewer than two windows before the latest.
    """
    when = pd.to_datetime(days)
    window = ((when.max() - when).dt.days // width).to_numpy()
    counts = np.bincount(window)
    full = [at for at in range(1, min(len(counts), EARLIER + 1)) if counts[at] >= FEWEST]
    if len(full) < 2 or counts[0] < FEWEST:
        return ()
    told = []
    for name, column in columns_of(values, list(names or values.columns)):
        earlier = [_of_window(column, window, at) for at in full]
        index = _of_window(column, window, 0)
        told.append(Drift(str(name), index, float(np.quantile(earlier, BAND)), len(full)))
    return tuple(sorted(told, key=lambda one: (one.band - one.index, one.name)))


def share_kept(earlier: Iterable[object], later: Iterable[object]) -> float:
    """Return the share of an earlier top of the queue that a later one still holds.

    Parameters
    ----------
    earlier, later : iterable
        Names of lines.
    """
    first = set(earlier)
    return len(first & set(later)) / len(first) if first else float("nan")


def _of_window(column: Numbers, window: NDArray[np.int64], at: int) -> float:
    return stability_index(column[window != at], column[window == at])


def _shares(sample: Numbers, cuts: Numbers) -> Numbers:
    known = sample[~np.isnan(sample)]
    counts = np.bincount(np.searchsorted(cuts, known, side="right"), minlength=len(cuts) + 1)
    every = np.append(counts, len(sample) - len(known)).astype(np.float64)
    shares: Numbers = np.maximum(every, 0.5) / max(len(sample), 1)
    return shares
