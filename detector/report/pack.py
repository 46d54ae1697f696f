"""Packs the queue into columns with dictionaries, a fifth of the size of rows."""

import re
from collections.abc import Iterable, Sequence

from detector.report.findings import QueueRow, Reason
from detector.report.numerals import shown

_NUMERAL = re.compile(r"\d(?:[\d,.]*\d)?")
HOLE, MARKS = "\x00", ("\x01", "\x02", "\x03")


class Words:
    """Gives each distinct entry a number, in the order of first use."""

    def __init__(self) -> None:
        self.entries: list[object] = []
        self._places: dict[object, int] = {}

    def place(self, entry: object) -> int:
        """Give the number of an entry, adding it when it is new."""
        if entry not in self._places:
            self._places[entry] = len(self.entries)
            self.entries.append(entry)
        return self._places[entry]


def pack_queue(rows: Sequence[QueueRow]) -> dict[str, object]:
    """Pack queue rows into columns.

    Returns
    -------
    dict
        ``columns`` by name: a list of values, or ``{"words": [...], "at": [...]}``; ``signals`` and
        ``texts`` that the reasons point into; ``reasons`` per row, each as `_reason` lays it out.
    """
    signals, texts = Words(), Words()
    reasons = [[_reason(reason, signals, texts) for reason in row.reasons] for row in rows]
    return {
        "columns": {
            "rank": [row.rank for row in rows],
            "id": [row.shipment_id for row in rows],
            "source": _dictionary(row.source for row in rows),
            "day": _dictionary(row.shipped_on for row in rows),
            "goods": _dictionary(row.goods for row in rows),
            "description": _dictionary(row.description for row in rows),
            "units": [row.units for row in rows],
            "exporter": _dictionary(row.exporter for row in rows),
            "consignee": _dictionary(row.consignee for row in rows),
            "lane": _dictionary("|".join(row.lane) for row in rows),
            "value": [row.value_usd for row in rows],
            "score": [row.score for row in rows],
            "one_in": [row.one_in for row in rows],
            "case": _dictionary(row.case_id for row in rows),
            "decided": _dictionary(row.decided for row in rows),
            "new": [int(row.is_new) for row in rows],
            "by": _dictionary(row.selected_by for row in rows),
            "more": [row.more_reasons for row in rows],
            "rest": [row.more_share for row in rows],
        },
        "signals": signals.entries,
        "texts": texts.entries,
        "reasons": reasons,
    }


def _dictionary(values: Iterable[str]) -> dict[str, object]:
    words = Words()
    return {"at": [words.place(value) for value in values], "words": words.entries}


def _reason(reason: Reason, signals: Words, texts: Words) -> list[object]:
    """Lay out a reason: signal, value, typical, peers, share, text, and the text's other numerals.

    A numeral of the text that equals the value, the typical value or the peers becomes a mark.
    """
    kind = (reason.signal, reason.view, reason.unit, reason.red_flag, reason.innocent)
    numbers = [_short(shown(reason.value)), _short(shown(reason.typical)), reason.peers]
    marks = {
        str(abs(number)): mark
        for number, mark in zip(reversed(numbers), reversed(MARKS), strict=True)
        if number is not None and (number == 0 or 1e-4 <= abs(number) < 1e15)
    }
    other = [numeral for numeral in _NUMERAL.findall(reason.text) if numeral not in marks]
    text = _NUMERAL.sub(lambda found: marks.get(found[0], HOLE), reason.text)
    return [signals.place(kind), *numbers, reason.share, texts.place(text), "|".join(other)]


def _short(number: float | None) -> float | int | None:
    return int(number) if number is not None and number == int(number) else number
