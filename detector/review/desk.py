"""The desk: a DuckDB file of its own that holds every event, only ever appended to.

An event is acknowledged after DuckDB has committed it to the disk; events that come at once share
a commit. A snapshot of what is decided follows as Parquet, which scan, report and train read while
the desk is open.
"""

import json
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Condition, Lock, RLock

from detector.errors import ReviewError, StorageError, WorkspaceError
from detector.review.chain import START, Event, canonical, checked_links, hash_of
from detector.review.labels import TELLS_THE_TRAINING, Labels
from detector.review.standing import LOOKS, Standing, step
from detector.workspace import Connection, open_workspace

_LAY_OUT = """
    create table if not exists events (
        seq bigint primary key, key varchar, actor varchar, kind varchar, body varchar,
        made_at varchar, prev_hash varchar, hash varchar)
"""
_READ = """
    select seq, key, actor, kind, body, made_at, prev_hash, hash from events
    where $key is null or key = $key order by seq
"""
_WRITE = "insert into events select " + ", ".join(f"unnest(${n})" for n in range(1, 9))
_AT_ONCE = 10_000  # rows
DESK = "desk"  # who acts where nobody does


def desk_file(workspace: Path) -> Path:
    """Return where the desk of a workspace lies."""
    return workspace.with_suffix(".desk.duckdb")


def snapshot_file(workspace: Path) -> Path:
    """Return where the decisions of a workspace lie for others to read."""
    return workspace.with_suffix(".dispositions.parquet")


class Desk:
    """Where each case stands, and the one writer of the events that say so.

    Looks are written like all events, but only counted in memory.

    Parameters
    ----------
    con : Connection
        The open desk file.
    snapshot : Path
        Where the decisions are exported to.
    clock : callable
        Returns the moment in UTC.

    Attributes
    ----------
    lock : RLock
        Held by whoever reads where a case stands and then writes.
    head : str
        The hash of the last event.
    saved : dict of str to dict of str to str
        The saved views of each person: the address of each by its name.
    by_state : dict of str to set of str
        The keys of cases with events, by their state; a snoozed case stays so until an event.
    labels : Labels
        What is decided, as training and pages read it.
    changes : int
        How many events changed where a case stands; the same number, the same standings.
    """

    def __init__(self, con: Connection, snapshot: Path, clock: Callable[[], datetime]) -> None:
        self._con, self._snapshot, self._clock, self.lock = con, snapshot, clock, RLock()
        self._standing: dict[str, Standing] = {}
        self.by_state: dict[str, set[str]] = {}
        self._about: dict[str, list[Event]] = {}
        self.labels = Labels(self.standing)
        self._pending: deque[Event] = deque()
        self._told, self._exporting = Condition(), Lock()
        self._is_writing, self._is_broken, self._exported = False, False, 0
        self.head, self.changes, self._count, self._last_moment = START, 0, 0, ""
        self._seconded, self.saved = Counter[str](), dict[str, dict[str, str]]()
        con.execute(_LAY_OUT)
        for event in checked_links(each_event(con)):
            self._follow(event)
        self._written = (self._count, self.head)
        self.export()

    @property
    def events(self) -> list[Event]:
        """All events as the file holds them, looks too."""
        return read_events(self._con.cursor())

    @property
    def moment(self) -> str:
        """The present moment, never before the last event even if the clock went back."""
        told = self._clock().astimezone(UTC).isoformat(timespec="microseconds")
        return max(told, self._last_moment)

    @property
    def day(self) -> str:
        """The present day in UTC."""
        return self.moment[:10]

    @property
    def standings(self) -> dict[str, Standing]:
        """Where each case with events stands, by its key."""
        return self._standing

    @property
    def second_looks(self) -> tuple[int, int]:
        """How many second looks agreed, and how many there were; those of the desk itself aside."""
        return self._seconded["agreed"], sum(self._seconded.values())

    def standing(self, key: str) -> Standing:
        """Say where a case stands."""
        return self._standing.get(key) or Standing(key)

    def history(self, key: str) -> tuple[Event, ...]:
        """Return the events that changed a case, the first first; looks are not among them."""
        return tuple(self._about.get(key, ()))

    def events_about(self, key: str) -> list[Event]:
        """Return all events about a case as the file holds them, looks too."""
        return read_events(self._con.cursor(), key)

    def append(
        self, kind: str, key: str, actor: str, body: dict[str, object], expect: int | None = None
    ) -> Event:
        """Write one event; once this returns, a crash cannot lose it.

        Raises
        ------
        ReviewError
            If the case is no longer at version ``expect``: somebody else was faster.
        StorageError
            If the disk refused an event; the desk takes none until it is opened again.
        """
        with self.lock:
            if self._is_broken:
                raise _broken()
            if expect is not None and self.standing(key).version != expect:
                raise overtaken(key, self.history(key))
            draft = Event(
                self._count + 1, key, actor, kind, canonical(body), self.moment, self.head, ""
            )
            event = replace(draft, hash=hash_of(draft))
            self._follow(event)
            self._pending.append(event)
        self._commit(event.seq)
        if kind in TELLS_THE_TRAINING:
            self.export(event.seq)
        return event

    def export(self, at_least: int = 0) -> Path:
        """Write the decisions as Parquet, whole or not at all.

        Parameters
        ----------
        at_least : int
            Do nothing where the snapshot holds the event of this number already.
        """
        with self._exporting:
            if not at_least or self._exported < at_least:
                seq, head = self._written
                self.labels.write(self._snapshot, head)
                self._exported = seq
        return self._snapshot

    def _commit(self, seq: int) -> None:
        """Return when an event is on the disk; one thread writes for all who wait."""
        with self._told:
            while self._written[0] < seq and self._is_writing:
                self._told.wait()
            if self._written[0] >= seq:
                return
            if self._is_broken:
                raise _broken()
            self._is_writing = True
            batch = [self._pending.popleft() for _ in range(len(self._pending))]
        try:
            rows = zip(*(astuple(event) for event in batch), strict=True)
            self._con.execute(_WRITE, [list(column) for column in rows])
            written = (batch[-1].seq, batch[-1].hash)
        except BaseException as error:
            self._is_broken, written = True, self._written
            raise _broken() from error
        finally:
            with self._told:
                self._written, self._is_writing = written, False
                self._told.notify_all()

    def _follow(self, event: Event) -> None:
        self._count, self.head, self._last_moment = event.seq, event.hash, event.made_at
        if not event.key:
            self._follow_views(event)
            return
        if event.kind == "agreed" or (event.kind == "cancelled" and event.actor != DESK):
            self._seconded[event.kind] += 1
        before = self._standing.get(event.key)
        told = self._standing[event.key] = step(self.standing(event.key), event)
        if before is None or before.state != told.state:
            if before is not None:
                self.by_state[before.state].discard(event.key)
            self.by_state.setdefault(told.state, set()).add(event.key)
        if event.kind not in LOOKS:
            self.changes += 1
            self._about.setdefault(event.key, []).append(event)
        if event.kind in TELLS_THE_TRAINING:
            self.labels.follow(told)

    def _follow_views(self, event: Event) -> None:
        if event.kind in ("view saved", "view dropped"):
            told, mine = json.loads(event.body), self.saved.setdefault(event.actor, {})
            mine.pop(told["name"], None)
            if event.kind == "view saved":
                mine[told["name"]] = told["address"]


def overtaken(key: str, history: tuple[Event, ...]) -> ReviewError:
    """Tell that somebody else was faster."""
    who = history[-1].actor if history else "Somebody"
    return ReviewError(
        f"{who} changed this case while you had it open; nothing of yours was written",
        f"case {key}",
        "Look at what is there now, then decide again if you still see it otherwise.",
    )


def read_events(con: Connection, key: str | None = None) -> list[Event]:
    """Read all events, or those about a case, as they are stored, without checking them."""
    return [Event(*row) for row in con.execute(_READ, {"key": key}).fetchall()]


def each_event(con: Connection) -> Iterator[Event]:
    """Read all events as they are stored, some at a time."""
    rows = con.cursor().execute(_READ, {"key": None})
    while some := rows.fetchmany(_AT_ONCE):
        yield from (Event(*row) for row in some)


def _broken() -> StorageError:
    return StorageError(
        "The desk could not write an event to the disk", "the desk file", "Free space, start again."
    )


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
