"""The desk: a DuckDB file of its own that holds every event, only ever appended to.

An event is acknowledged after DuckDB has committed it to the disk; a snapshot of what is decided
follows as Parquet, which scan, report and train read while the desk is open.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

import pyarrow as pa
import pyarrow.parquet as pq

from detector.errors import ReviewError, WorkspaceError
from detector.review.chain import START, Event, canonical, hash_of, verify_chain
from detector.review.dispositions import DECISION_OF, DUPLICATE
from detector.review.standing import Standing, step
from detector.workspace import Connection, open_workspace

HEAD_KEY = b"chiptrace.desk.head"
_TELLS_THE_TRAINING = ("closed", "agreed", "reopened", "cancelled", "proposed")
_LAY_OUT = """
    create table if not exists events (
        seq bigint primary key, key varchar, actor varchar, kind varchar, body varchar,
        made_at varchar, prev_hash varchar, hash varchar)
"""
_READ = "select seq, key, actor, kind, body, made_at, prev_hash, hash from events order by seq"
_SNAPSHOT = pa.schema(
    [
        ("shipment_id", pa.string()),
        ("case_id", pa.string()),
        ("decision", pa.string()),
        ("decided_on", pa.date32()),
        ("decided_by", pa.string()),
        ("note", pa.string()),
        ("reason_code", pa.string()),
        ("selected_by", pa.string()),
        ("selection_probability", pa.float64()),
    ]
)


def desk_file(workspace: Path) -> Path:
    """Return where the desk of a workspace lies."""
    return workspace.with_suffix(".desk.duckdb")


def snapshot_file(workspace: Path) -> Path:
    """Return where the decisions of a workspace lie for others to read."""
    return workspace.with_suffix(".dispositions.parquet")


class Desk:
    """All events and where each case stands; the one writer of its file.

    Parameters
    ----------
    con : Connection
        The open desk file.
    snapshot : Path
        Where the decisions are exported to.
    clock : callable
        Returns the moment in UTC.
    """

    def __init__(self, con: Connection, snapshot: Path, clock: Callable[[], datetime]) -> None:
        self._con, self._snapshot, self._clock, self.lock = con, snapshot, clock, RLock()
        con.execute(_LAY_OUT)
        self.events = read_events(con)
        verify_chain(self.events)
        self._standing: dict[str, Standing] = {}
        self._about: dict[str, list[Event]] = {}
        for event in self.events:
            self._follow(event)
        self.export()

    @property
    def head(self) -> str:
        """The hash of the last event."""
        return self.events[-1].hash if self.events else START

    @property
    def moment(self) -> str:
        """The present moment, never before the last event even if the clock went back."""
        told = self._clock().astimezone(UTC).isoformat(timespec="microseconds")
        return max(told, self.events[-1].made_at) if self.events else told

    @property
    def standings(self) -> dict[str, Standing]:
        """Where each case with events stands, by its key."""
        return self._standing

    def standing(self, key: str) -> Standing:
        """Say where a case stands."""
        return self._standing.get(key) or Standing(key)

    def history(self, key: str) -> tuple[Event, ...]:
        """Return the events about a case, the first first."""
        return tuple(self._about.get(key, ()))

    def append(
        self, kind: str, key: str, actor: str, body: dict[str, object], expect: int | None = None
    ) -> Event:
        """Write one event; once this returns, a crash cannot lose it.

        Raises
        ------
        ReviewError
            If the case is no longer at version ``expect``: somebody else was faster.
        """
        with self.lock:
            if expect is not None and self.standing(key).version != expect:
                raise overtaken(key, self.history(key))
            draft = Event(
                len(self.events) + 1, key, actor, kind, canonical(body), self.moment, self.head, ""
            )
            event = replace(draft, hash=hash_of(draft))
            self._con.execute("insert into events values (?, ?, ?, ?, ?, ?, ?, ?)", astuple(event))
            self.events.append(event)
            self._follow(event)
            if kind in _TELLS_THE_TRAINING:
                self.export()
            return event

    def export(self) -> Path:
        """Write the decisions as Parquet, whole or not at all."""
        with self.lock:
            rows = [row for row in map(self._label, self._standing.values()) if row]
            rows.sort(key=lambda row: (str(row["case_id"]), str(row["shipment_id"])))
            marked = _SNAPSHOT.with_metadata({HEAD_KEY: self.head.encode()})
            part = self._snapshot.with_name(self._snapshot.name + ".part")
            pq.write_table(pa.Table.from_pylist(rows, schema=marked), part)
            with part.open("rb") as written:
                os.fsync(written.fileno())
            part.replace(self._snapshot)
            return self._snapshot

    def _follow(self, event: Event) -> None:
        if event.key:
            self._about.setdefault(event.key, []).append(event)
            self._standing[event.key] = step(self.standing(event.key), event)

    def _label(self, told: Standing) -> dict[str, object] | None:
        if told.state != "closed":
            return None
        decision = DECISION_OF.get(self._followed(told).disposition)
        if not decision:
            return None
        return {
            "shipment_id": told.shipment_id or None,
            "case_id": None if told.shipment_id else told.key,
            "decision": decision,
            "decided_on": datetime.fromisoformat(told.decided_on).date(),
            "decided_by": told.decided_by,
            "note": told.note,
            "reason_code": told.reason_code or None,
            "selected_by": "exploration" if told.probability is not None else "rank",
            "selection_probability": told.probability,
        }

    def _followed(self, told: Standing) -> Standing:
        seen: set[str] = set()
        while told.disposition == DUPLICATE and told.key not in seen:
            seen.add(told.key)
            told = self.standing(told.duplicate_of)
            if told.state != "closed":
                return Standing(told.key)
        return told


def overtaken(key: str, history: tuple[Event, ...]) -> ReviewError:
    """Tell that somebody else was faster."""
    who = history[-1].actor if history else "Somebody"
    return ReviewError(
        f"{who} changed this case while you had it open; nothing of yours was written",
        f"case {key}",
        "Look at what is there now, then decide again if you still see it otherwise.",
    )


def read_events(con: Connection) -> list[Event]:
    """Read all events as they are stored, without checking them."""
    return [Event(*row) for row in con.execute(_READ).fetchall()]


@contextmanager
def open_desk(
    workspace: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Iterator[Desk]:
    """Open the desk of a workspace as its one writer; it is made when it is missing.

    Raises
    ------
    IntegrityError
        If the chain of events does not hold.
    WorkspaceError
        If another process holds the desk.
    """
    file = desk_file(workspace)
    with _held(file), open_workspace(file, memory_limit="512MB", threads=1) as con:
        yield Desk(con, snapshot_file(workspace), clock)


@contextmanager
def _held(file: Path) -> Iterator[None]:
    try:
        yield
    except WorkspaceError as error:
        if error.where == str(file) and "Another process" in error.what:
            raise WorkspaceError(
                "The review desk is open in another process",
                str(file),
                "Work in its pages, or stop the review server first.",
            ) from error
        raise
