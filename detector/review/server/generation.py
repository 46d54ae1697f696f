"""One published generation of a workspace, read from a copy that nobody else sees."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from secrets import token_hex

from detector.report import build_case_file
from detector.report.case_file import CaseFile
from detector.report.findings import Reason
from detector.report.party_file import PartyFile, build_party_files
from detector.report.queue import lane_of, read_reasons
from detector.report.scope import Scope, choose_scope
from detector.review.docket import Docket, Flag, read_docket
from detector.review.drawing import laid_or_left
from detector.review.server.filters import Asked
from detector.workspace import Connection, copy_workspace, open_unnamed, open_workspace

MOST_CHOICES = 60
MOST_LINES = 12
KEPT_SEARCHES, KEPT_FILES = 500, 100
_LINES = """
    select line.shipment_id, line.source, line.shipped_on, line.description, line.exporter,
        line.consignee, line.exporter_country, line.intermediate_country,
        line.consignee_country, line.destination_country, score.units,
        line.value_usd::double as value_usd
    from scores score join shipment_versions line using (shipment_no)
    where score.scan_id = $scan_id and score.case_id = $case_id
    order by line.shipped_on, line.shipment_id limit $most
"""

_NUMBERS = """
    select shipment_no from scores where scan_id = $scan_id and case_id = $case_id
    order by shipment_no
"""


class Generation:
    """The flags of one generation in the order to review, with an index to search them.

    Parameters
    ----------
    con : Connection
        The copy; readers get cursors of it.
    mark : tuple of int
        What `detector.workspace.mark_of` told of the workspace when it was copied.
    docket : Docket
    drawn : sequence of str
        Keys of lines below the threshold that lie among the cases.
    """

    def __init__(
        self, con: Connection, mark: tuple[int, int, int], docket: Docket, drawn: list[str]
    ) -> None:
        self._con, self.mark, self.docket = con, mark, docket
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
        self.file = lru_cache(KEPT_FILES)(self._file)
        self.scope: Scope | None = choose_scope(con.cursor(), None) if docket.scan_id else None

    def cursor(self) -> Connection:
        """Return a connection of one's own to the copy."""
        return self._con.cursor()

    def reasons(self, key: str) -> tuple[Reason, ...]:
        """Return the reasons of a case, each signal once, from the line that shows it most."""
        if self.scope is None:
            return ()
        con, strongest = self.cursor(), dict[str, Reason]()
        asked = {"scan_id": self.docket.scan_id, "case_id": key}
        numbers = [int(row[0]) for row in con.execute(_NUMBERS, asked).fetchall()]
        for each in read_reasons(con, self.scope, numbers).values():
            for reason in each:
                known = strongest.get(reason.signal)
                if known is None or reason.share > known.share:
                    strongest[reason.signal] = reason
        return tuple(sorted(strongest.values(), key=lambda one: (-one.share, one.signal)))

    def lines(self, key: str) -> list[dict[str, object]]:
        """Return the first lines of a case as declared."""
        values = {"scan_id": self.docket.scan_id, "case_id": key, "most": MOST_LINES}
        found = self.cursor().execute(_LINES, values)
        names = [str(column[0]) for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        countries = [name for name in names if name.endswith("_country")]
        return [row | {"lane": lane_of(*(row[name] for name in countries))} for row in rows]

    def party(self, key: str, page: str) -> PartyFile | None:
        """Return the page of a company on the lines of a case."""
        if self.scope is None or key not in self.docket.flags:
            return None
        told = self.file(key)
        if page not in {one.page for one in told.companies}:
            return None
        found = build_party_files(self.cursor(), self.scope, (told,), told.made.command)
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

    def _file(self, key: str) -> CaseFile:
        return build_case_file(self.cursor(), key, self.scope)

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


def read_generation(workspace: Path, drawn: Mapping[str, str]) -> Generation:
    """Copy what is published now, lay the drawn lines among its cases, and open it for reading.

    Parameters
    ----------
    workspace : Path
    drawn : mapping of str to str
        shipment_id by key.

    Raises
    ------
    WorkspaceError
        If another process writes the workspace at this moment.
    """
    copy, mark = copy_workspace(workspace, f"{token_hex(6)}.shown")
    try:
        laid: list[str] = []
        with open_workspace(copy, memory_limit="1GB", threads=1) as con:
            if drawn:
                laid = laid_or_left(con, drawn)
        con = open_unnamed(copy)
    finally:
        for file in (copy, copy.with_name(copy.name + ".wal")):
            file.unlink(missing_ok=True)
    return Generation(con, mark, read_docket(con), laid)


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
