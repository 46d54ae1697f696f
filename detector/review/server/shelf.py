"""What the pages show: the generation published now, and the cases that fit a question."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Lock, Thread
from typing import overload

from detector.errors import WorkspaceError
from detector.review.desk import Desk
from detector.review.docket import Flag
from detector.review.drawing import draw_and_lay
from detector.review.server.filters import Asked
from detector.review.server.generation import Generation, read_generation
from detector.review.work import cancel_stale, drawn_flag
from detector.workspace import mark_of

PAGE = 50
KEPT = 200


class Found(Sequence[str]):
    """Keys that fit a question, in order; counted without being listed.

    Parameters
    ----------
    keys : tuple of str
        Those that fit by what the records say.
    odd : set of str
        Those of them that stand otherwise than untouched ones.
    untouched : bool
        Whether untouched ones fit, and odd ones do not.
    place : dict of str to int
        Where each stands in the whole queue.
    """

    def __init__(
        self, keys: tuple[str, ...], odd: set[str], untouched: bool, place: dict[str, int]
    ) -> None:
        self._keys, self._odd, self._untouched = keys, odd, untouched
        self._listed = () if untouched else tuple(sorted(odd, key=place.__getitem__))

    def __len__(self) -> int:
        return len(self._keys) - len(self._odd) if self._untouched else len(self._listed)

    def __iter__(self) -> Iterator[str]:
        if not self._untouched:
            return iter(self._listed)
        return (key for key in self._keys if key not in self._odd)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> list[str]: ...

    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, int):
            return next(islice(self, at, None))
        return list(islice(self, at.start, at.stop))


class Shelf:
    """Holds a generation, and moves on to a newer one in the background.

    Parameters
    ----------
    workspace : Path
    desk : Desk
    audit : int
        Lines to draw below the line, once a scan, beside those that the scan drew itself.

    Attributes
    ----------
    trouble : str
        Why the newest generation could not be fetched; empty where it was.
    """

    def __init__(self, workspace: Path, desk: Desk, audit: int = 0) -> None:
        self.workspace, self._desk = workspace, desk
        self._lay = partial(draw_and_lay, desk=desk, many=audit)
        self._moving, self._keeping, self.trouble = Lock(), Lock(), ""
        self._found: OrderedDict[tuple[object, ...], Found] = OrderedDict()
        self._now = read_generation(workspace, self._lay)
        cancel_stale(desk, self._now.docket)

    def now(self) -> Generation:
        """Return the generation to show; a newer one is fetched while this one is shown."""
        if self._is_behind() and not self._moving.locked():
            Thread(target=self.move_on, daemon=True).start()
        return self._now

    def warm(self) -> None:
        """Gather the files at the head of the queue in the background."""
        Thread(target=self._warm, daemon=True).start()

    def _warm(self) -> None:
        self._now.warm(self.search(Asked()))

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
                self._now = read_generation(self.workspace, self._lay)
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

    def search(self, asked: Asked) -> Found:
        """Return the keys of the cases that fit, in the order to review."""
        now, day = self.now(), self._desk.day
        token = (now.mark, self._desk.changes, day, asked)
        with self._keeping:
            found = self._found.get(token)
        if found is None:
            keys = now.matching(asked.content())
            with self._desk.lock:
                odd = self._odd(asked, day)
            if len(keys) == len(now.keys):
                odd = {key for key in odd if key in now.place}
            else:
                odd &= frozenset(keys)
            found = Found(keys, odd, asked.is_for_untouched, now.place)
            with self._keeping:
                self._found[token] = found
                while len(self._found) > KEPT:
                    self._found.popitem(last=False)
        return found

    def _odd(self, asked: Asked, day: str) -> set[str]:
        """Return the cases that differ from untouched ones: they pass where those do not."""
        desk, untouched, odd = self._desk, asked.is_for_untouched, set[str]()
        for state, keys in desk.by_state.items():
            wakes = state == "snoozed"
            if untouched and not wakes:
                odd |= set() if asked.lets_state(state) else keys
            elif untouched or wakes or asked.lets_state(state):
                standings = desk.standings
                odd |= {key for key in keys if asked.lets_pass(standings[key], day) != untouched}
        return odd

    def _is_behind(self) -> bool:
        try:
            return mark_of(self.workspace) != self._now.mark
        except OSError:
            return False
