"""Recognises wide tables, in which months or years stand across."""

import re
from itertools import groupby

from detector.records.dates import DateReader
from detector.records.guess_match import FieldGuess, Header

LEAST_ACROSS = 6
_AGGREGATES = {"unknown": "aggregate"}


def period_pattern(names: tuple[str, ...]) -> str | None:
    """Give the pattern of the names that are periods, where a table has enough of them.

    Examples
    --------
    >>> period_pattern(("Market", *(f"2025-{month:02d}" for month in range(1, 13)))) is None
    False
    >>> period_pattern(("Exporter", "Consignee", "2025")) is None
    True
    """
    reader = DateReader(())
    shapes: dict[str, int] = {}
    for name in names:
        text = name.strip()
        if 4 <= len(text) <= 20 and text[:1].isalnum() and reader.read(text)[0] is not None:
            shape = _shape(text)
            shapes[shape] = shapes.get(shape, 0) + 1
    best = max(shapes, key=lambda shape: shapes[shape], default=None)
    return best if best is not None and shapes[best] >= LEAST_ACROSS else None


def unpivoted(
    found: dict[str, FieldGuess], header: Header, across: frozenset[int]
) -> dict[str, FieldGuess]:
    """Let the names of a wide table become its periods and its cells the values.

    Parameters
    ----------
    found : dict
        What was matched by name, for trade_flows.
    header : Header
    across : frozenset of int
        Columns that stand for periods.

    Returns
    -------
    dict
        The match, with period, value and partner of a wide table.
    """
    kept = {name: one for name, one in found.items() if not across & set(one.positions)}
    kept["period"] = _of("period", "@name", 0.9, "periods stand across")
    kept["value_usd"] = _of("value_usd", "@value", 0.5, "say unit and currency, if not US dollars")
    if "partner" not in kept:
        lands = [at for at in header.addressable if at not in across]
        best = max(lands, key=lambda at: header.cells[at].share("country"), default=None)
        if best is not None and header.cells[best].share("country") > 0.5:
            why = "its cells are countries"
            kept["partner"] = FieldGuess("partner", (best,), 0.6, why, settings=dict(_AGGREGATES))
    if "hs_code" not in kept:
        told: dict[str, object] = {"constant": "TOTAL"}
        kept["hs_code"] = FieldGuess("hs_code", (), 0.4, "no goods are named", settings=told)
    return kept


def _of(field: str, source: str, sure: float, why: str) -> FieldGuess:
    return FieldGuess(field, (), sure, why, settings={"from": (source,)})


def _shape(text: str) -> str:
    def kind(letter: str) -> str:
        return "d" if letter.isdecimal() else "w" if letter.isalpha() else letter

    parts = {"d": r"\d+", "w": r"[^\W\d]+"}
    return "".join(
        parts.get(key) or re.escape("".join(group)).replace("\\ ", " ")
        for key, group in groupby(text, kind)
    )
