"""How numbers, days and foreign text are written; each rounded before it is shown."""

import math
import re
from datetime import date

LONGEST_TEXT = 120
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_MONTHS = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTHS.split())


def rounded(number: object, digits: int = 4) -> float | None:
    """Round to significant digits; None for what is no finite number.

    Examples
    --------
    >>> rounded(1234.567), rounded(0.00012345), rounded(float("nan")), rounded(None)
    (1235.0, 0.0001234, None, None)
    """
    if number is None or not isinstance(number, (int, float)) or not math.isfinite(number):
        return None
    return float(f"{number:.{digits}g}")


def shown(number: object) -> float | None:
    """Round to what `number` writes: three digits below a hundred, else whole.

    Examples
    --------
    >>> shown(3.4275), shown(123.4), shown(None)
    (3.43, 123.0, None)
    """
    exact = rounded(number, 15)
    if exact is None:
        return None
    return float(round(exact)) if abs(exact) >= 100 else rounded(exact, 3)


def whole(number: object) -> int | None:
    """Round to a whole number; None for what is no finite number."""
    if number is None or number != number:
        return None
    return round(float(str(number)))


def clipped(text: object, longest: int = LONGEST_TEXT) -> str:
    r"""Bring text from records to one line of bounded length.

    Examples
    --------
    >>> clipped("a\n b", 9), clipped("x" * 9, 4), clipped(None)
    ('a b', 'xxx…', '')
    """
    if text is None or text != text:
        return ""
    line = " ".join(_CONTROL.sub(" ", str(text)).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def number(value: float | None, digits: int = 3) -> str:
    """Write a number with separators and no more digits than it deserves.

    Examples
    --------
    >>> number(1234567.0), number(4.3219), number(-0.00123), number(None), number(12.0)
    ('1,234,567', '4.32', '−0.00123', '–', '12')
    """
    if value is None:
        return "–"
    if abs(value) >= 10 ** (digits - 1):
        written = f"{value:,.0f}"
    else:
        written = f"{float(f'{value:.{digits}g}'):.12f}".rstrip("0").rstrip(".")
    return written.replace("-", "−")


def money(value: float | None) -> str:
    """Write US dollars shortly.

    Examples
    --------
    >>> money(38_240_000), money(1_500), money(None), money(2.1e9)
    ('USD 38.2 million', 'USD 1,500', 'not known', 'USD 2.1 billion')
    """
    if value is None:
        return "not known"
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= size * 0.9995:
            return f"USD {number(value / size)} {word}"
    return f"USD {value:,.0f}"


def percent(share: float, digits: int = 2) -> str:
    """Write a part of 1 in percent.

    Examples
    --------
    >>> percent(0.4236), percent(0.00512), percent(0.0), percent(1.0)
    ('42 %', '0.51 %', '0 %', '100 %')
    """
    return f"{number(share * 100, digits)} %"


def day(iso: str) -> str:
    """Write a day in words.

    Examples
    --------
    >>> day("2026-09-04"), day("")
    ('4 September 2026', 'not known')
    """
    if not iso:
        return "not known"
    when = date.fromisoformat(iso)
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def standing(status: str, decided_on: str) -> str:
    """Say what is decided, and when.

    Examples
    --------
    >>> standing("cleared", "2026-09-04"), standing("open", ""), standing("referred", "")
    ('cleared on 4 September 2026', 'open', 'referred')
    """
    return f"{status} on {day(decided_on)}" if decided_on else status


def span(first: str, last: str) -> str:
    """Write two days as one span, saying nothing twice.

    Examples
    --------
    >>> span("2026-09-14", "2026-09-20"), span("2025-12-29", "2026-01-04")
    ('14–20 September 2026', '29 December 2025 – 4 January 2026')
    >>> span("2026-08-31", "2026-09-06"), span("2026-09-04", "2026-09-04")
    ('31 August – 6 September 2026', '4 September 2026')
    """
    one, two = date.fromisoformat(first), date.fromisoformat(last)
    if one == two:
        return day(last)
    if one.year != two.year:
        return f"{day(first)} – {day(last)}"
    if one.month != two.month:
        return f"{one.day} {MONTHS[one.month - 1]} – {day(last)}"
    return f"{one.day}–{day(last)}"
