"""Looks at the cells of a column: what they can be, and whether a header's promise holds."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from detector.records import places, words
from detector.records.contract import TABLES, Column
from detector.records.dates import DateReader
from detector.records.numbers import BLANKS, NumberReader, mass_factor

LOOKED_AT = 400
FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y%m%d")
_TERMS = re.compile(
    r"(exw|fca|fas|fob|cfr|cif|cpt|cip|dap|dpu|ddp|dat|daf|deq|ddu|des|cnf|c&f)\b", re.IGNORECASE
)
_FIRM = re.compile(
    r"\b(ltd|limited|inc|llc|llp|corp|co|gmbh|ag|s\.?a\.?|s\.?r\.?l|bv|nv|pte|pty|plc|sdn|bhd|ooo|"
    r"oao|zao|jsc|pjsc|lp|kk|oy|ab|as|spa|fze|fzco|ltda|cv|group|company|trading|logistics)\b|"
    r"公司|企业|株式会社|주식회사|\(주\)|ООО|АО",
    re.IGNORECASE,
)
_LISTS = {
    "transport_mode": "shipments",
    "procedure": "shipments",
    "consignee_type": "shipments",
    "flow": "trade_flows",
    "decision": "dispositions",
}
_HOLDS, _DOUBT, _BREAKS, _EMPTY = 0.6, 0.3, 0.25, 0.85


@dataclass(frozen=True, slots=True)
class Cells:
    """What the filled cells of one column look like.

    Attributes
    ----------
    filled : int
        Cells looked at that are not blank.
    rows : int
        Cells there are.
    distinct : float
        Share of different spellings among them.
    shares : dict
        By shape (date, number, country, hs ...): the share of cells that have it, 0 to 1.
    samples : tuple of str
        The first spellings.
    """

    filled: int = 0
    rows: int = 0
    distinct: float = 0.0
    shares: dict[str, float] = field(default_factory=dict)
    samples: tuple[str, ...] = ()

    def share(self, shape: str) -> float:
        """Give the share of cells of that shape."""
        return self.shares.get(shape, 0.0)


def look_at(values: Iterable[str]) -> Cells:
    """Look at the cells of one column.

    Examples
    --------
    >>> seen = look_at(["CN", "MY", "", "TW"])
    >>> seen.filled, seen.share("country")
    (3, 1.0)
    """
    stated = [value.strip() for value in values]
    told = [text for text in stated if text.casefold() not in BLANKS][:LOOKED_AT]
    if not told:
        return Cells(rows=len(stated))
    tests = _tests(told)
    shares = {name: sum(map(test, told)) / len(told) for name, test in tests.items()}
    first = tuple(dict.fromkeys(told))[:50]
    return Cells(len(told), len(stated), len(set(told)) / len(told), shares, first)


def bears_out(cells: Cells, kind: str, name: str) -> float:
    """Say how far cells bear out that a column is what its header promises.

    Parameters
    ----------
    cells : Cells
    kind, name : str
        A column of the contract.

    Returns
    -------
    float
        Factor on the confidence: 1 = nothing against it, below 0.3 = they cannot be that.
    """
    if cells.filled == 0:
        return _EMPTY if cells.rows else 1.0
    column = TABLES[kind].column(name)
    shape = shape_of(column)
    if shape == "text":
        return _as_text(cells, name)
    if shape == "choice":
        return 1.0
    if shape in ("procedure", "consignee_type"):
        return 1.0 if cells.share(shape) >= _DOUBT else 0.75
    share = cells.share(shape)
    if share >= _HOLDS:
        return 1.0
    if shape in ("port", "transport_mode") and cells.share("number") < _DOUBT:
        return 0.55 if cells.share("country") > 0.8 and shape == "port" else 0.9
    if shape == "unit":
        return 0.9 if cells.share("number") < _DOUBT else _BREAKS
    return 0.8 if share >= _DOUBT else _BREAKS


def shape_alone(cells: Cells) -> tuple[str, float] | None:
    """Name what a column is from its cells alone, where they leave little doubt."""
    if cells.filled < 3:
        return None
    for shape, least in (("currency", 0.95), ("term", 0.95), ("date", 0.95), ("locode", 0.95)):
        if cells.share(shape) >= least:
            return shape, 0.6
    if cells.share("hs") >= 0.95 and cells.share("hs_like") >= 0.95:
        return "hs", 0.55
    return None


def date_formats(cells: Cells) -> tuple[str, ...]:
    """Give the one format in which every sample can be read, if it leaves no doubt.

    Examples
    --------
    >>> date_formats(look_at(["13/02/2025", "01/03/2025"]))
    ('%d/%m/%Y',)
    >>> date_formats(look_at(["01/02/2025"]))
    ()
    """
    fitting = [form for form in FORMATS if all(_fits(form, text) for text in cells.samples)]
    return tuple(fitting) if len(fitting) == 1 and cells.samples else ()


def tariff_digits(cells: Cells) -> int | None:
    """Give how many digits tariff codes have where leading zeros were lost, else None."""
    lengths = {len(re.sub(r"\D", "", text)) for text in cells.samples}
    most = max(lengths, default=0)
    return most if most in (6, 8, 10) and lengths == {most, most - 1} else None


def _as_text(cells: Cells, name: str) -> float:
    if name in ("shipment_id", "transport_document", "license_number", "model", "case_id"):
        if name == "shipment_id" and cells.filled > 20 and cells.distinct < 0.5:
            return 0.6
        return _BREAKS if cells.share("date") > 0.9 and cells.share("hs") < 0.5 else 1.0
    if name in ("eccn", "license_code", "value_basis", "package_type"):
        return 1.0
    if cells.share("number") > 0.9 or (cells.share("date") > 0.9 and cells.share("hs") < 0.5):
        return _BREAKS if name in ("exporter", "consignee", "description") else 0.5
    return 1.0


def shape_of(column: Column) -> str:
    """Name the shape that the cells of a column of the contract have."""
    if column.name in _LISTS:
        return column.name
    return {
        **dict.fromkeys(("date", "month", "period"), "date"),
        **dict.fromkeys(("number", "money"), "number"),
        **dict.fromkeys(("country", "area"), "country"),
        **dict.fromkeys(("port", "ports"), "port"),
        **dict.fromkeys(("hs", "commodity"), "hs"),
        **{same: same for same in ("currency", "unit", "choice", "bool")},
    }.get(column.cell, "text")


def _tests(values: Sequence[str]) -> dict[str, Callable[[str], bool]]:
    dates, numbers = DateReader(values), NumberReader(values, of_mass=True)
    tariff = words.tariff_code(None, 2, 12)
    return {
        "date": lambda text: dates.read(text)[0] is not None,
        "number": lambda text: numbers.read(text)[0] is not None,
        "country": _is_country,
        "port": lambda text: places.port(text) is not None,
        "locode": lambda text: bool(re.fullmatch(r"[A-Z]{5}", text)) and bool(places.port(text)),
        "hs": lambda text: tariff(text).clean is not None,
        "hs_like": _is_hs_like,
        "currency": lambda text: text.isupper() and words.currency(text).clean is not None,
        "unit": _is_unit,
        "bool": lambda text: words.truth(text).clean is not None,
        "term": lambda text: bool(_TERMS.match(text)),
        "firm": lambda text: bool(_FIRM.search(text)),
        **{name: _in_list(name) for name in _LISTS},
    }


def _is_hs_like(text: str) -> bool:
    digits = re.sub(r"[.\s]", "", text)
    return (
        digits.isascii()
        and digits.isdigit()
        and len(digits) in (6, 8, 10)
        and ("01" <= digits[:2] <= "97")
    )


@cache
def _is_country(text: str) -> bool:
    return places.area(text) is not None


def _is_unit(text: str) -> bool:
    known = words.unit(text).clean
    return (
        (known is not None and known != text.casefold())
        or mass_factor(text) is not None
        or (2 <= len(text) <= 4 and text.isalpha())
    )


@cache
def _in_list(name: str) -> Callable[[str], bool]:
    reader = words.choice(TABLES[_LISTS[name]].column(name))
    return lambda text: reader(text).clean is not None


def _fits(form: str, text: str) -> bool:
    try:
        datetime.strptime(text, form)  # noqa: DTZ007  a customs day has no time zone
    except ValueError:
        return False
    return True
