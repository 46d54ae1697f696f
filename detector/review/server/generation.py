"""One published generation of a workspace, read from a copy that nobody else sees."""

import json
import os
import tempfile
from bisect import bisect_right
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, islice
from pathlib import Path
from secrets import token_hex
from threading import Lock
from weakref import finalize

from detector.report import build_case_file
from detector.report.case_file import CaseFile, build_case_files
from detector.report.findings import Reason
from detector.report.party_file import PartyFile, build_party_files
from detector.report.queue import lane_of, reason_of
from detector.report.scope import Scope, choose_scope
from detector.review.docket import Docket, Flag, read_docket
from detector.review.server.filters import Asked
from detector.workspace import Connection, copy_workspace, open_unnamed, open_workspace

MOST_CHOICES = 60
MOST_LINES = 12
KEPT_SEARCHES, KEPT_FILES = 500, 300
AHEAD, AT_ONCE = 60, 20  # files gathered ahead of whoever takes next
Mark = tuple[int, int, int]
_DETAILS = """
    with mine as (
        select case_id, shipment_no, units from scores
        where scan_id = $scan_id and case_id is not null
    ), why as (
        select mine.case_id, reason.* from reasons reason join mine using (shipment_no)
        where reason.scan_id = $scan_id
        qualify row_number() over (
            partition by mine.case_id, reason.signal order by reason.share desc, shipment_no) = 1
    ), told as (
        select case_id, list([signal, view, value::varchar, typical::varchar, unit, peers::varchar,
            share::varchar, red_flag, text, innocent, below::varchar]
            order by share desc, signal) as reasons
        from why group by case_id
    ), placed as (
        select mine.case_id, line.*, mine.units as held, row_number() over (
            partition by mine.case_id order by line.shipped_on, line.shipment_id) as nth
        from mine join shipment_versions line using (shipment_no)
    ), listed as (
        select case_id, list(struct_pack(shipment_id := shipment_id, shipped_on := shipped_on,
            description := description, exporter := exporter, consignee := consignee,
            lane := [exporter_country, intermediate_country, consignee_country,
            destination_country], units := held, value_usd := value_usd::double)
            order by nth) as lines
        from placed where nth <= $most group by case_id
    )
    select case_id, to_json({reasons: coalesce(reasons, []), lines: lines})::varchar
    from listed left join told using (case_id) order by case_id
"""


class Book:
    """Texts by key in a file without a name: found by their place, read when asked for.

    Parameters
    ----------
    folder : Path
        Where there is room for the file; it is gone when the last reader is.
    pages : iterable of tuple
        Key and text.
    """

    def __init__(self, folder: Path, pages: Iterable[tuple[str, str]]) -> None:
        self._places: dict[str, tuple[int, int]] = {}
        begins = 0
        with tempfile.TemporaryFile(dir=folder) as file:
            for key, text in pages:
                told = text.encode()
                file.write(told)
                self._places[key] = (begins, len(told))
                begins += len(told)
            file.flush()
            self._number = os.dup(file.fileno())
        finalize(self, os.close, self._number)

    def read(self, key: str) -> str:
        """Return the text of a key; empty where there is none."""
        begins, size = self._places.get(key, (0, 0))
        return os.pread(self._number, size, begins).decode()


class Generation:
    """The flags of one generation in the order to review, with an index to search them.

    Parameters
    ----------
    con : Connection
        The copy; readers get cursors of it.
    book : Book
        What stands on the short page of each case.
    mark : tuple of int
        What `detector.workspace.mark_of` told of the workspace when it was copied.
    docket : Docket
    drawn : sequence of str
        Keys of lines below the threshold that lie among the cases.
    """

    def __init__(
        self, con: Connection, book: Book, mark: Mark, docket: Docket, drawn: list[str]
    ) -> None:
        self._con, self._book, self.mark, self.docket = con, book, mark, docket
        keys = [key for key in docket.flags if key not in set(drawn)]
        for key in drawn:  # strewn in by what their key says, as if ranked there
            keys.insert(int(key[-8:], 16) % (len(keys) + 1), key)
        self.keys = tuple(keys)
        self.place = {key: at for at, key in enumerate(self.keys, start=1)}
        flags = [docket.flags[key] for key in self.keys]
        self.signals = _most(signal for flag in flags for signal in set(flag.signals))
        self.lanes = _most("-".join(flag.lane) for flag in flags if flag.lane)
        hay = [_hay(flag) for flag in flags]
        self._hay, self._starts = "\n".join(hay), [0, *accumulate(len(text) + 1 for text in hay)]
        self._by_party = _postings((flag.key, flag.parties) for flag in flags)
        self._by_lane = _postings((flag.key, ("-".join(flag.lane),)) for flag in flags)
        self.matching = lru_cache(KEPT_SEARCHES)(self._matching)
        self._files, self._warming = OrderedDict[str, CaseFile](), Lock()
        self.scope: Scope | None = choose_scope(con.cursor(), None) if docket.scan_id else None

    def cursor(self) -> Connection:
        """Return a connection of one's own to the copy."""
        return self._con.cursor()

    def details(self, key: str) -> tuple[tuple[Reason, ...], list[dict[str, object]]]:
        """Return the reasons of a case, each signal once, and its first lines as declared."""
        page = json.loads(self._book.read(key) or '{"reasons": [], "lines": []}')
        lines = [line | {"lane": lane_of(*line["lane"])} for line in page["lines"]]
        return tuple(map(_reason, page["reasons"])), lines

    def party(self, key: str, page: str) -> PartyFile | None:
        """Return the page of a company on the lines of a case."""
        if self.scope is None or key not in self.docket.flags:
            return None
        told = self.file(key)
        if page not in {one.page for one in told.companies}:
            return None
        found = build_party_files(
            self.cursor(), self.scope, {key: told.companies}, told.made.command
        )
        return next((one for one in found if str(one.party_id) == page), None)

    def alike(self, flag: Flag, most: int = 6) -> list[Flag]:
        """Return the cases most like one: the same parties, the same route, the same reasons."""
        near: Counter[str] = Counter()
        for party in flag.parties:
            near.update(dict.fromkeys(self._by_party.get(party, ())[:500], 3))
        near.update(dict.fromkeys(self._by_lane.get("-".join(flag.lane), ())[:500], 2))
        near.pop(flag.key, None)
        mine = set(flag.signals)
        for key in near:
            near[key] += len(mine & set(self.docket.flags[key].signals))
        best = sorted(near.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
        return [self.docket.flags[key] for key, _ in best]

    def file(self, key: str) -> CaseFile:
        """Return the file of a case, from those kept where it is there."""
        found = self._files.get(key)
        if found is None:
            found = build_case_file(self.cursor(), key, self.scope, merging=False)
            self._keep(found)
        return found

    def warm(self, keys: Iterable[str]) -> None:
        """Gather the files of cases that will be opened soon; one thread does it at a time."""
        if self.scope is None or not self._warming.acquire(blocking=False):
            return
        try:
            lacking = [key for key in islice(keys, AHEAD) if key not in self._files]
            for begins in range(0, len(lacking), AT_ONCE):
                some = lacking[begins : begins + AT_ONCE]
                for told in build_case_files(self.cursor(), some, self.scope, merging=False):
                    self._keep(told)
        finally:
            self._warming.release()

    def _keep(self, told: CaseFile) -> None:
        self._files[told.story.case_id] = told
        while len(self._files) > KEPT_FILES:
            self._files.popitem(last=False)

    def _matching(self, asked: Asked) -> tuple[str, ...]:
        found = self.keys
        for word in asked.q.casefold().split():
            hits = self._rows_with(word)
            found = tuple(key for key in found if self.place[key] - 1 in hits)
        flags = self.docket.flags
        if asked.band:
            found = tuple(key for key in found if flags[key].band == asked.band)
        if asked.reason:
            found = tuple(key for key in found if asked.reason in flags[key].signals)
        if asked.lane:
            found = tuple(key for key in found if "-".join(flags[key].lane) == asked.lane)
        return found

    def _rows_with(self, word: str) -> set[int]:
        rows, at = set[int](), self._hay.find(word)
        while at >= 0:
            row = bisect_right(self._starts, at) - 1
            rows.add(row)
            at = self._hay.find(word, self._starts[row + 1])
        return rows


def read_generation(workspace: Path, lay: Callable[[Connection], list[str]]) -> Generation:
    """Copy what is published now, lay drawn lines among its cases, and open it for reading.

    Parameters
    ----------
    workspace : Path
    lay : callable
        Writes drawn lines into the copy and returns their keys.

    Raises
    ------
    WorkspaceError
        If another process writes the workspace at this moment.
    """
    copy, mark = copy_workspace(workspace, f"{token_hex(6)}.shown")
    try:
        with open_workspace(copy, memory_limit="1GB", threads=1) as con:
            laid = lay(con)
            docket = read_docket(con)
            book = Book(workspace.parent, _pages(con, docket.scan_id))
        con = open_unnamed(copy)
    finally:
        for file in (copy, copy.with_name(copy.name + ".wal")):
            file.unlink(missing_ok=True)
    return Generation(con, book, mark, docket, laid)


def _pages(con: Connection, scan_id: int) -> Iterator[tuple[str, str]]:
    if scan_id:
        found = con.execute(_DETAILS, {"scan_id": scan_id, "most": MOST_LINES})
        while some := found.fetchmany(1_000):
            yield from ((str(key), str(page)) for key, page in some)


def _reason(told: list[str | None]) -> Reason:
    numbers = {place: float(told[place] or "nan") for place in (2, 3, 5, 6, 10)}
    return reason_of([numbers.get(place, cell) for place, cell in enumerate(told)])


def _hay(flag: Flag) -> str:
    parts = (flag.key, flag.title, flag.typology, *flag.parties, *flag.lane, *flag.lines[:50])
    return " ".join(" ".join(parts).casefold().split())


def _most(words: object) -> list[tuple[str, int]]:
    return sorted(Counter(words).most_common(MOST_CHOICES))  # type: ignore[call-overload]


def _postings(pairs: object) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for key, words in pairs:  # type: ignore[attr-defined]
        for word in words:
            told.setdefault(word, []).append(key)
    return told
