"""Change against the own past: the last seven days beside the twelve times seven days before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

WINDOW_DAYS = 7
WINDOWS = 13  # the last one is compared with those before it
LEAST_WINDOWS = 8
LEAST_SEEN = 5
TOO_FEW = "too few to say"


@dataclass(frozen=True, slots=True)
class Change:
    """A count of the last seven days beside its usual range, both ends included.

    ``verdict`` is ``usual``, ``unusually many``, ``unusually few`` or ``too few to say``; ``off``
    says how far the count lies from the middle, in half ranges.
    """

    recent: float
    low: float | None
    high: float | None
    windows: int
    verdict: str
    off: float = 0.0


def judge(counts: Sequence[float]) -> Change:
    """Compare the last of some counts with those before it.

    Parameters
    ----------
    counts : sequence of float
        One per seven days, oldest first, from the first seven days with records on.

    Returns
    -------
    Change
        The usual range is the median, and to either side the larger of twice the robust spread
        (MAD times 1.4826) and twice the root of the median, as counts scatter by chance alone.

    Examples
    --------
    >>> judge([4, 5, 4, 6, 5, 4, 5, 6, 5, 4, 5, 5, 14]).verdict
    'unusually many'
    >>> judge([3, 4]).verdict
    'too few to say'
    """
    *before, recent = counts
    before = before[-(WINDOWS - 1) :]
    if len(before) < LEAST_WINDOWS or sum(before) < LEAST_SEEN:
        return Change(recent, None, None, len(before), TOO_FEW)
    middle = median(before)
    spread = 2 * max(1.4826 * median(abs(count - middle) for count in before), sqrt(max(middle, 1)))
    low, high = float(max(0, round(middle - spread))), float(round(middle + spread))
    verdict = "unusually many" if recent > high else "unusually few" if recent < low else "usual"
    return Change(recent, low, high, len(before), verdict, round((recent - middle) / spread, 2))


def windows_of(pairs: Iterable[tuple[int, float]], first: int) -> list[float]:
    """Lay counts out by window, oldest first, from the first window with records on.

    Parameters
    ----------
    pairs : iterable of tuple
        How many times seven days ago (0 = the last seven days), and the count.
    first : int
        How many times seven days ago records began; earlier windows are left out.

    Examples
    --------
    >>> windows_of([(0, 2), (2, 5)], 3)
    [0, 5, 0, 2]
    """
    found = dict(pairs)
    return [found.get(ago, 0) for ago in range(min(first, WINDOWS - 1), -1, -1)]
