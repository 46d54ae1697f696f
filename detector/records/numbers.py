"""Reads numbers in the spellings that trade records use, and the units behind them."""

import math
import re
import unicodedata
from collections.abc import Iterable

UNITS_OF_MASS = {
    **dict.fromkeys(("kg", "kgs", "kgm", "kilo", "kilos", "kilogram", "kilograms", "公斤"), 1.0),
    **dict.fromkeys(("k", "kgr", "kgrs", "kilogramme", "kilogrammes", "千克"), 1.0),
    **dict.fromkeys(("g", "gr", "grm", "gram", "grams", "gramme", "grammes", "克"), 0.001),
    **dict.fromkeys(("lb", "lbs", "lbr", "pound", "pounds", "l"), 0.45359237),
    **dict.fromkeys(("oz", "onz", "ounce", "ounces"), 0.028349523125),
    **dict.fromkeys(("t", "mt", "tne", "ton", "tons", "tonne", "tonnes", "metricton"), 1000.0),
    **dict.fromkeys(("metrictons", "metrictonnes", "m", "公噸", "吨", "噸"), 1000.0),
    **dict.fromkeys(("longton", "longtons", "lt"), 1016.0469088),
    **dict.fromkeys(("shortton", "shorttons", "st"), 907.18474),
    **dict.fromkeys(("mg", "milligram", "milligrams"), 1e-6),
}
MULTIPLES = {"one": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_CELL = re.compile(r"^\(?([-+]?[\d.,' ]*\d[\d.,]*(?:[eE][-+]?\d+)?-?)\)?\s*([^\d]*)$")
_COUNTS = re.compile(r"(pcs?|pieces?|pce|units?|ea|each|nos?|sets?|usd|us\$|\$|mw|%)?")
BLANKS = frozenset(
    ("", "-", "--", "na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", ".", "..", "—", "–")
)


class NumberReader:
    """Reads the numbers of one column; the decimal mark is inferred from all its values.

    Parameters
    ----------
    values : iterable of str
        The distinct spellings that are not plain numbers.
    decimal : str or None
        Decimal mark, where it is known.
    of_mass : bool
        A unit of mass behind the number is understood; the result is in kg.
    of_any : bool
        Any word behind the number is understood.
    """

    def __init__(
        self,
        values: Iterable[str],
        decimal: str | None = None,
        *,
        of_mass: bool = False,
        of_any: bool = False,
    ) -> None:
        self.of_mass, self.of_any = of_mass, of_any
        self.decimal = decimal or (_infer(values))

    def read(self, raw: str) -> tuple[float | None, str]:
        """Read one number.

        Returns
        -------
        tuple of float and str
            The number and nothing; or None and the reason, empty when the cell says "not stated".
        """
        text = unicodedata.normalize("NFKC", raw).strip()
        if text.casefold() in BLANKS:
            return None, ""
        text = re.sub(r"^(us\$|usd|\$)\s*", "", text, flags=re.IGNORECASE)
        found = _CELL.match(text)
        if not found:
            return None, "no number"
        number = self._number(found.group(1).replace(" ", "").replace("'", ""))
        factor = self._factor(found.group(2))
        if number is None or factor is None:
            return None, "no number" if number is None else "a unit that is not known"
        if raw.strip().startswith("(") and raw.strip().endswith(")"):
            number = -number
        return number * factor, ""

    def _number(self, text: str) -> float | None:
        if text.endswith("-"):
            text = "-" + text[:-1]
        group = "." if self.decimal == "," else ","
        whole, mark, part = text.rpartition(self.decimal)
        if mark and self.decimal in whole:
            return None
        pieces = (whole if mark else part).split(group)
        if len(pieces) > 1 and any(len(piece) not in (2, 3) for piece in pieces[1:]):
            return None
        plain = "".join(pieces) + (f".{part}" if mark else "")
        if not _NUMBER.fullmatch(plain):
            return None
        number = float(plain)
        return number if math.isfinite(number) else None

    def _factor(self, unit: str) -> float | None:
        word = unit.strip().casefold().rstrip(".")
        if self.of_mass and word:
            return mass_factor(word)
        return 1.0 if self.of_any or _COUNTS.fullmatch(word) else None


def mass_factor(word: str) -> float | None:
    """Give how many kilograms one of a unit is, or None when the unit is not known.

    Examples
    --------
    >>> mass_factor("Metric Ton")
    1000.0
    """
    return UNITS_OF_MASS.get("".join(letter for letter in word.casefold() if letter.isalpha()))


def unit_factor(unit: str | float | None) -> float | None:
    """Give the factor of a layout's unit: a number, a multiple or a unit of mass."""
    if unit is None:
        return 1.0
    if isinstance(unit, int | float):
        return float(unit)
    return MULTIPLES.get(unit) or mass_factor(unit)


def _infer(values: Iterable[str]) -> str:
    point = comma = 0
    for value in values:
        text = value.strip()
        last = max(text.rfind(","), text.rfind("."))
        if last < 0:
            continue
        tail = re.match(r"\d*", text[last + 1 :])
        digits = len(tail.group()) if tail else 0
        both = "," in text and "." in text
        repeated = text.count(text[last]) > 1
        if both or (digits != 3 and not repeated):
            comma += text[last] == ","
            point += text[last] == "."
    return "," if comma > point else "."
