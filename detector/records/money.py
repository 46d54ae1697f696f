"""Converts money at the rates of its day, offline."""

from datetime import date, timedelta
from functools import cache

from currency_converter import CurrencyConverter, RateNotFoundError

from detector.workspace import Connection

USD = "USD"
_LATEST_BEFORE = 31


class Rates:
    """US dollars for one unit of a currency.

    A rate that the user loaded (per month) goes before the European Central Bank's rate of the
    day, which stands in for up to 31 days after the last day that has one.
    """

    def __init__(self, con: Connection) -> None:
        rows = con.execute("select currency, month, usd_per_unit from rates").fetchall()
        self.loaded: dict[tuple[str, date], float] = {
            (code, month): rate for code, month, rate in rows
        }

    def at(self, currency: str, when: object) -> float | None:
        """Give the rate of a day, or the mean rate of a period written as text."""
        if isinstance(when, date):
            return self.on(currency, when)
        return self.of(currency, str(when))

    def on(self, currency: str, day: date) -> float | None:
        """Give the rate of a day, or None."""
        if currency == USD:
            return 1.0
        loaded = self.loaded.get((currency, day.replace(day=1)))
        return loaded if loaded is not None else _published(currency, day)

    def of(self, currency: str, period: str) -> float | None:
        """Give the mean rate of a month (``2025-03``) or year (``2025``), or None."""
        if currency == USD:
            return 1.0
        if len(period) == 4:
            months = [self.of(currency, f"{period}-{month:02d}") for month in range(1, 13)]
            known = [rate for rate in months if rate is not None]
            return sum(known) / len(known) if known else None
        first = date(int(period[:4]), int(period[5:7]), 1)
        if (currency, first) in self.loaded:
            return self.loaded[currency, first]
        daily = [_rate(currency, first + timedelta(days=day)) for day in range(28)]
        published = [rate for rate in daily if rate is not None]
        return sum(published) / len(published) if published else None


def _published(currency: str, day: date) -> float | None:
    for back in range(_LATEST_BEFORE + 1):
        rate = _rate(currency, day - timedelta(days=back))
        if rate is not None:
            return rate
    return None


@cache
def _rate(currency: str, day: date) -> float | None:
    try:
        return float(_bank().convert(1, currency, USD, date=day))
    except (RateNotFoundError, ValueError):
        return None


@cache
def _bank() -> CurrencyConverter:
    return CurrencyConverter()
