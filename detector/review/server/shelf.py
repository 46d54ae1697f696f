"""The docket that the pages show: read from a published workspace, anew when a newer appears."""

from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from detector.review.desk import Desk
from detector.review.docket import Docket, Flag, open_docket
from detector.review.work import cancel_stale, drawn_flag

PAGE = 50


class Shelf:
    """Holds what was read; the workspace itself is closed again at once."""

    def __init__(self, workspace: Path, desk: Desk) -> None:
        self.workspace, self._desk, self._lock = workspace, desk, Lock()
        self._mark: tuple[int, int] = (0, 0)
        self._docket, self._hay = Docket(0, "", {}), dict[str, str]()
        self.docket()

    def docket(self) -> Docket:
        """Return the flags of the generation that is published now."""
        told = self.workspace.stat()
        mark = (told.st_ino, told.st_mtime_ns)
        with self._lock:
            if mark != self._mark:
                self._docket = open_docket(self.workspace)
                self._hay = {key: _hay(flag) for key, flag in self._docket.flags.items()}
                cancel_stale(self._desk, self._docket)
                self._mark = mark
        return self._docket

    def flag(self, key: str) -> Flag | None:
        """Return a case of the docket, or a line that was drawn."""
        found = self.docket().flags.get(key)
        told = self._desk.standings.get(key)
        return found or (drawn_flag(told) if told and told.shipment_id else None)

    def keys(self) -> list[str]:
        """Return every key in the order to review, drawn lines strewn in by their hash."""
        flags = self.docket().flags
        drawn = [told.key for told in self._desk.standings.values() if told.shipment_id]
        keys = list(flags)
        for key in drawn:
            if key not in flags:
                keys.insert(int(key[2:10], 16) % (len(keys) + 1) if key[:2] == "C-" else 0, key)
        return keys

    def search(self, asked: Mapping[str, str]) -> list[Flag]:
        """Return the cases that fit the filters of a query."""
        words = asked.get("q", "").casefold().split()
        state, who = asked.get("state", ""), asked.get("who", "")
        day, found = self._desk.moment[:10], []
        for key in self.keys():
            hay = self._hay.get(key, key.casefold())
            if any(word not in hay for word in words):
                continue
            told = self._desk.standings.get(key)
            if state and (told.state_on(day) if told else "new") != state:
                continue
            if who and (told is None or who not in (told.assigned, told.locked_by)):
                continue
            flag = self.flag(key)
            if flag:
                found.append(flag)
        return found


def _hay(flag: Flag) -> str:
    parts = (flag.key, flag.title, flag.typology, *flag.parties, *flag.lane, *flag.signals)
    return " ".join(parts).casefold()
