"""What the pages show: the generation published now, and the cases that fit a question."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread

from detector.errors import WorkspaceError
from detector.review.desk import Desk
from detector.review.docket import Flag
from detector.review.drawing import drawn_lines
from detector.review.server.filters import Asked
from detector.review.server.generation import Generation, read_generation
from detector.review.work import cancel_stale, drawn_flag
from detector.workspace import mark_of

PAGE = 50
KEPT = 200


class Shelf:
    """Holds a generation, and moves on to a newer one in the background.

    Parameters
    ----------
    workspace : Path
    desk : Desk

    Attributes
    ----------
    trouble : str
        Why the newest generation could not be fetched; empty where it was.
    """

    def __init__(self, workspace: Path, desk: Desk) -> None:
        self.workspace, self._desk = workspace, desk
        self._moving, self._keeping, self.trouble = Lock(), Lock(), ""
        self._found: OrderedDict[tuple[object, ...], list[str]] = OrderedDict()
        self._now = read_generation(workspace, drawn_lines(desk))
        cancel_stale(desk, self._now.docket)

    def now(self) -> Generation:
        """Return the generation to show; a newer one is fetched while this one is shown."""
        if self._is_behind() and not self._moving.locked():
            Thread(target=self.move_on, daemon=True).start()
        return self._now

    def newest(self) -> Generation:
        """Return the newest generation, waiting for it; for whoever is about to decide."""
        if self._is_behind():
            self.move_on()
        return self._now

    def move_on(self) -> None:
        """Fetch the generation published now, unless somebody is writing it."""
        with self._moving:
            if not self._is_behind():
                return
            try:
                self._now = read_generation(self.workspace, drawn_lines(self._desk))
            except WorkspaceError as error:
                self.trouble = error.what  # a writer holds it; asked again with the next page
                return
            self.trouble = ""
            cancel_stale(self._desk, self._now.docket)

    def flag(self, key: str) -> Flag | None:
        """Return a case of the docket, or a line that was drawn."""
        found = self._now.docket.flags.get(key)
        told = self._desk.standings.get(key)
        return found or (drawn_flag(told) if told and told.shipment_id else None)

    def search(self, asked: Asked) -> list[str]:
        """Return the keys of the cases that fit, in the order to review."""
        now, day = self.now(), self._desk.day
        token = (now.mark, self._desk.changes, day, asked)
        with self._keeping:
            if token in self._found:
                self._found.move_to_end(token)
                return self._found[token]
        found = self._search(now, asked, lambda told: asked.lets_pass(told, day))
        with self._keeping:
            self._found[token] = found
            while len(self._found) > KEPT:
                self._found.popitem(last=False)
        return found

    def _search(self, now: Generation, asked: Asked, passes: Callable[..., bool]) -> list[str]:
        keys, touched = now.matching(asked.content()), dict(self._desk.standings)
        untouched = passes(None)
        odd = {key for key, told in touched.items() if passes(told) != untouched}
        if untouched:
            return [key for key in keys if key not in odd] if odd else list(keys)
        if len(keys) == len(now.keys):
            return sorted((key for key in odd if key in now.place), key=now.place.__getitem__)
        return [key for key in keys if key in odd]

    def _is_behind(self) -> bool:
        try:
            return mark_of(self.workspace) != self._now.mark
        except OSError:
            return False
