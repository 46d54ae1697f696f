"""Numbers and sentences of the reasons, as an analyst reads them."""

import math

from detector.engine import Column

UNKNOWN = "nothing comparable"
_AS_PERCENT = ("share", "0 to 1")
_AS_YES = "0 or 1"
_BASES = {"ln": math.e, "decades": 10.0}
_LARGEST = 300.0


def say_value(value: float | None, unit: str) -> str:
    """Write a value with three significant digits, thousands separated, in an analyst's words.

    Shares become per cent, logarithms (ln, decades) the factor that they stand for, surprise in
    nats the odds.

    Examples
    --------
    >>> say_value(1234.5, "days"), say_value(0.7312, "share"), say_value(-4.25, "ln")
    ('1,234', '73.1 %', 'a factor of 0.0143')
    >>> say_value(3.0, "decades"), say_value(5.55, "nats")
    ('a factor of 1,000', 'one in 257')
    >>> say_value(1.0, "0 or 1"), say_value(None, "MADs")
    ('yes', 'nothing comparable')
    """
    if value is None or math.isnan(value):
        return UNKNOWN
    if unit == _AS_YES and value in (0.0, 1.0):
        return "yes" if value else "no"
    if unit in _AS_PERCENT:
        return f"{_rounded(100.0 * value)} %"
    if unit in _BASES:
        return f"a factor of {_rounded(_BASES[unit] ** min(value, _LARGEST))}"
    if unit == "nats":
        return f"one in {_rounded(math.exp(min(value, _LARGEST)))}"
    return _rounded(value)


def say_reason(
    column: Column, value: float | None, typical: float | None, peers: float | None
) -> str:
    """Fill the sentence that the header gives for a feature.

    Parameters
    ----------
    column : Column
        Its ``says`` may hold {value}, {typical}, {unit} and {peers}.
    value, typical, peers : float, optional
        Null where unknown.
    """
    known = peers is not None and not math.isnan(peers)
    words = {
        "{value}": say_value(value, column.unit),
        "{typical}": say_value(typical, column.unit),
        "{unit}": column.unit,
        "{peers}": _rounded(float(peers or 0.0)) if known else "its",
    }
    text = column.says or f"{column.meaning}: {{value}} {{unit}}; {{typical}} is usual."
    for hole, word in words.items():
        text = text.replace(hole, word)
    return text


def _rounded(value: float) -> str:
    size = abs(value)
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    if size >= 100:
        return f"{sign}{size:,.0f}"
    if size == 0:
        return "0"
    digits = 2 - math.floor(math.log10(size))
    told = f"{round(size, digits):,.{max(digits, 0)}f}"
    return sign + (told.rstrip("0").rstrip(".") if "." in told else told)
