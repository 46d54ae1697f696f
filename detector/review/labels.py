"""What is decided, as labels in the contract's columns, kept up with the events."""

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock

import pyarrow as pa
import pyarrow.parquet as pq

from detector.review.dispositions import CODE_OF, DECISION_OF, DUPLICATE
from detector.review.standing import Standing

HEAD_KEY = b"chiptrace.desk.head"
MERGES_KEY = b"chiptrace.desk.merges"  # which case repeats which: no column of the contract says it
TELLS_THE_TRAINING = ("closed", "agreed", "reopened", "cancelled", "proposed")
Label = tuple[str, str, str, str, str, str, str, str, float | None]
_SNAPSHOT = pa.schema(
    [
        ("case_id", pa.string()),
        ("shipment_id", pa.string()),
        ("decision", pa.string()),
        ("decided_on", pa.date32()),
        ("decided_by", pa.string()),
        ("note", pa.string()),
        ("reason_code", pa.string()),
        ("selected_by", pa.string()),
        ("selection_probability", pa.float64()),
    ]
)
_DAY = _SNAPSHOT.get_field_index("decided_on")


class Labels:
    """One label for each closed case that says something; a duplicate says what its master says.

    Parameters
    ----------
    standing_of : callable
        Tells where a case stands.
    """

    def __init__(self, standing_of: Callable[[str], Standing]) -> None:
        self._standing_of, self._lock = standing_of, Lock()
        self._labels: dict[str, Label] = {}
        self._doubles: set[str] = set()

    def __len__(self) -> int:
        return len(self._labels)

    def follow(self, told: Standing) -> None:
        """Take in that a case stands otherwise now."""
        with self._lock:
            (self._doubles.add if told.disposition == DUPLICATE else self._doubles.discard)(
                told.key
            )
            for key in {told.key, *self._doubles}:
                label = self._label(self._standing_of(key))
                if label:
                    self._labels[key] = label
                else:
                    self._labels.pop(key, None)

    def write(self, path: Path, head: str) -> None:
        """Write all labels as Parquet, whole or not at all, marked with a head hash."""
        with self._lock:
            rows = sorted(self._labels.values(), key=lambda label: label[:2])
            merges = [self._merge(self._standing_of(key)) for key in sorted(self._doubles)]
        columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in _SNAPSHOT]
        columns[_DAY] = [datetime.fromisoformat(str(day)).date() for day in columns[_DAY]]
        empty = [[cell if cell != "" else None for cell in column] for column in columns]
        told = json.dumps([merge for merge in merges if merge], ensure_ascii=False)
        marks = {HEAD_KEY: head.encode(), MERGES_KEY: told.encode()}
        table = pa.table(empty, schema=_SNAPSHOT.with_metadata(marks))
        part = path.with_name(path.name + ".part")
        pq.write_table(table, part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(path)

    def doubles_of(self, key: str) -> list[str]:
        """List the closed cases that repeat one."""
        with self._lock:
            told = [self._standing_of(double) for double in sorted(self._doubles)]
        return [one.key for one in told if one.state == "closed" and one.duplicate_of == key]

    def _merge(self, told: Standing) -> tuple[str, ...]:
        if told.state != "closed" or told.shipment_id:
            return ()
        return (told.key, told.duplicate_of, told.decided_on, told.decided_by, told.note)

    def _label(self, told: Standing) -> Label | None:
        if told.state != "closed":
            return None
        decision = DECISION_OF.get(self._followed(told).disposition)
        if not decision:
            return None
        return (
            "" if told.shipment_id else told.key,
            told.shipment_id,
            decision,
            told.decided_on,
            told.decided_by,
            told.note,
            told.reason_code or CODE_OF.get(told.disposition, ""),
            "exploration" if told.probability is not None else "rank",
            told.probability,
        )

    def _followed(self, told: Standing) -> Standing:
        seen: set[str] = set()
        while told.disposition == DUPLICATE and told.key not in seen:
            seen.add(told.key)
            told = self._standing_of(told.duplicate_of)
            if told.state != "closed":
                return Standing(told.key)
        return told
