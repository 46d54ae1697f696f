"""Decisions from CSV and from other desks come in as events; nothing is overwritten unseen."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detector.errors import InputError, ReviewError
from detector.review.desk import Desk
from detector.review.dispositions import (
    BENIGN,
    DISPOSITION_OF,
    DISPOSITIONS,
    DUPLICATE,
    REASON_CODES,
)
from detector.review.work import LONGEST_NOTE

_WRITTEN = ("case_id", "shipment_id", "decision", "decided_on", "decided_by", "note", "reason_code")


@dataclass(frozen=True, slots=True)
class Imported:
    """How many decisions came in, how many were known already, and what was refused."""

    taken: int
    known: int
    refused: tuple[str, ...]


def import_decisions(desk: Desk, file: Path, actor: str) -> Imported:
    """Take decisions from a CSV file in the contract's columns.

    Parameters
    ----------
    desk : Desk
    file : Path
        With ``case_id`` or ``shipment_id``, and ``decision`` (or ``disposition``); a duplicate
        names the case that it doubles in ``duplicate_of``.
    actor : str
        Who brings them; who decided stands in ``decided_by``.

    Raises
    ------
    InputError
        If the file is missing or no CSV in UTF-8.
    """
    if not file.is_file():
        raise InputError("The file does not exist", str(file), "Name a CSV file.")
    taken, known, refused = 0, 0, []
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"The file is no CSV: {error}", str(file), "Save it as UTF-8.") from error
    for number, row in enumerate(rows, start=2):
        try:
            if _take(desk, row, file.name, actor):
                taken += 1
            else:
                known += 1
        except (ReviewError, ValueError) as error:
            told = error.what if isinstance(error, ReviewError) else str(error)
            refused.append(f"line {number}: {told}")
    return Imported(taken, known, tuple(refused))


def guarded(cell: object) -> str:
    """Write a cell so that no spreadsheet takes it for a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("Selangor")
    ("'=1+1", 'Selangor')
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text


def write_decisions(desk: Desk, out: Path) -> int:
    """Write every closed case as CSV that another desk can import; return the rows."""
    rows = [told for told in desk.standings.values() if told.state == "closed"]
    part = out.with_name(out.name + ".part")
    with part.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow([*_WRITTEN, "disposition", "duplicate_of"])
        for told in sorted(rows, key=lambda told: told.key):
            key = "" if told.shipment_id else told.key
            cells = (key, told.shipment_id, "", told.decided_on, told.decided_by)
            told_cells = (*cells, told.note, told.reason_code, told.disposition, told.duplicate_of)
            writer.writerow([guarded(cell) for cell in told_cells])
    part.replace(out)
    return len(rows)


def _take(desk: Desk, row: Mapping[str, str | None], name: str, actor: str) -> bool:
    cells = {
        key: (value or "").strip() for key, value in row.items() if isinstance(value, str | None)
    }
    disposition = cells.get("disposition") or DISPOSITION_OF.get(cells.get("decision", ""), "")
    key = cells.get("case_id") or cells.get("shipment_id") or ""
    if disposition not in DISPOSITIONS or not key:
        raise ReviewError("No case, or no decision that is known", name, "See the contract.")
    if disposition == DUPLICATE and not cells.get("duplicate_of"):
        raise ReviewError("A duplicate needs the case that it doubles", name, "Name that case.")
    code = cells.get("reason_code", "")
    if disposition == BENIGN and code not in REASON_CODES:
        code = ""
    body: dict[str, object] = {
        "disposition": disposition,
        "reason_code": code,
        "duplicate_of": cells.get("duplicate_of", "") if disposition == DUPLICATE else "",
        "note": cells.get("note", "")[:LONGEST_NOTE],
        "decided_by": cells.get("decided_by") or actor,
        "decided_on": date.fromisoformat(cells.get("decided_on") or desk.day).isoformat(),
        "shipment_id": "" if cells.get("case_id") else cells.get("shipment_id", ""),
        "from_file": name,
    }
    with desk.lock:
        told = desk.standing(key)
        if told.state in ("closed", "proposed"):
            same = all(getattr(told, part) == body[part] for part in ("disposition", "decided_by"))
            if same:
                return False
            raise ReviewError(
                f"{key} is {told.state} here with another decision", name, "Reopen it."
            )
        desk.append("closed", key, actor, body, told.version)
    return True
