"""When goods move: growth, seasons, weekdays, and days drawn from them."""

import numpy as np

from detector.simulate.catalogue import EPOCH, Floats, Ints

GROWTH_STEPS = np.array([0.0, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 1.2])
MONTHS = np.array([0.93, 0.86, 1.06, 0.97, 0.98, 1.02, 0.97, 0.99, 1.08, 1.04, 1.10, 1.00])
WEEKDAYS = np.array([1.0, 1.05, 1.08, 1.10, 1.15, 0.45, 0.25])


class Calendar:
    """Draws days between two dates under a yearly growth, a season and a week.

    Parameters
    ----------
    start, end : int
        First and last day, in days from the simulator's epoch.
    """

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end
        days = np.arange(start, end + 1)
        dates = EPOCH + days
        months = dates.astype("datetime64[M]").astype(int) % 12
        weekday = (days + 2) % 7  # 2020-01-01 was a Wednesday
        season = MONTHS[months] * WEEKDAYS[weekday]
        years = (days - start) / 365.25
        density = season * np.exp(np.log1p(GROWTH_STEPS)[:, None] * years)
        filled = np.cumsum(density, axis=1)
        self._shares = np.hstack([np.zeros((len(GROWTH_STEPS), 1)), filled / filled[:, -1:]])

    def draw(self, rng: np.random.Generator, growth: Floats, first: Ints, last: Ints) -> Ints:
        """Draw one day per entry, no earlier than ``first`` and no later than ``last``.

        Parameters
        ----------
        rng : Generator
        growth : ndarray of shape (n,)
            Yearly growth as a share, 0.1 = 10 % a year; taken to the nearest step.
        first, last : ndarray of shape (n,)
            Days from the epoch.
        """
        step = np.abs(growth[:, None] - GROWTH_STEPS).argmin(axis=1)
        low = np.clip(first - self.start, 0, self.end - self.start)
        high = np.clip(last - self.start, low, self.end - self.start)
        days = np.empty(len(step), dtype=np.int64)
        for number, shares in enumerate(self._shares):
            chosen = np.flatnonzero(step == number)
            below, above = shares[low[chosen]], shares[high[chosen] + 1]
            at = below + rng.random(len(chosen)) * (above - below)
            days[chosen] = np.searchsorted(shares, at, side="right") - 1
        return self.start + np.clip(days, low, high)

    def share_between(self, growth: Floats, first: Ints, last: Ints) -> Floats:
        """Give the share of all trade under that growth between two days, both in.

        Parameters
        ----------
        growth, first, last : ndarray of shape (n,)
            As in `draw`.
        """
        step = np.abs(growth[:, None] - GROWTH_STEPS).argmin(axis=1)
        low = np.clip(first - self.start, 0, self.end - self.start)
        high = np.clip(last - self.start, low, self.end - self.start)
        return np.asarray(self._shares[step, high + 1] - self._shares[step, low])

    def to_working_day(self, rng: np.random.Generator, days: Ints) -> Ints:
        """Move most weekend days to a weekday, as freight does, within the world's dates."""
        weekday = (days + 2) % 7
        moved = np.where((weekday >= 5) & (rng.random(len(days)) < 0.75), 7 - weekday, 0)
        return np.clip(days + moved, self.start, self.end)
