"""Who is inside, for how long, and how often somebody may try."""

import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from detector.review.server.doors import ROLES, Accounts, Keys

SESSION_SECONDS, IDLE_SECONDS = 8 * 3600.0, 3600.0
MOST_GUESSES, MOST_GUESSES_IN_ALL, GUESS_SECONDS = 5, 50, 60.0
MOST_SESSIONS = 1_000


@dataclass(slots=True)
class Person:
    """Somebody inside; ``token`` stands in each of their forms, ``flash`` is told to them once."""

    name: str
    role: str
    token: str
    until: float
    seen: float
    flash: str = ""

    def may(self, role: str) -> bool:
        """Say whether the role suffices."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Gate:
    """Sessions in memory, and a count of wrong guesses by where they come from and at whom.

    Parameters
    ----------
    door : Keys or Accounts
    seconds : callable
        A clock that never runs backwards.
    """

    def __init__(
        self, door: Keys | Accounts, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self.door, self._seconds, self._lock = door, seconds, Lock()
        self._inside: dict[str, Person] = {}
        self._wrong: dict[str, deque[float]] = {}

    def enter(self, name: str, secret: str) -> str | None:
        """Return a new session for who proves a role; none otherwise."""
        role = self.door.role(name, secret)
        if not role:
            return None
        session, now = secrets.token_urlsafe(32), self._seconds()
        with self._lock:
            self._tidy(now)
            person = Person(name, role, secrets.token_urlsafe(24), now + SESSION_SECONDS, now)
            self._inside[session] = person
        return session

    def note_wrong(self, *whence: str) -> None:
        """Count a wrong guess, by the address it came from and the name it was made at."""
        with self._lock:
            for each in ("all", *whence):
                self._wrong.setdefault(each, deque()).append(self._seconds())

    def is_shut(self, *whence: str) -> bool:
        """Say whether there were too many wrong guesses of late."""
        with self._lock:
            now = self._seconds()
            for each in list(self._wrong):
                while self._wrong[each] and self._wrong[each][0] < now - GUESS_SECONDS:
                    self._wrong[each].popleft()
                if not self._wrong[each]:
                    del self._wrong[each]
            mine = max((len(self._wrong.get(each, ())) for each in whence), default=0)
            in_all = len(self._wrong.get("all", ()))
        return mine >= MOST_GUESSES or in_all >= MOST_GUESSES_IN_ALL

    def person(self, session: str | None) -> Person | None:
        """Return who holds a session that has not ended, and whose role still stands."""
        now = self._seconds()
        with self._lock:
            found = self._inside.get(session or "")
            if found is None:
                return None
            if now > min(found.until, found.seen + IDLE_SECONDS):
                self._inside.pop(session or "")
                return None
            found.seen = now
        if not self.door.still(found.name, found.role):
            self.leave(session)
            return None
        return found

    def leave(self, session: str | None) -> None:
        """End a session."""
        with self._lock:
            self._inside.pop(session or "", None)

    def _tidy(self, now: float) -> None:
        for session, person in list(self._inside.items()):
            if now > min(person.until, person.seen + IDLE_SECONDS):
                del self._inside[session]
        while len(self._inside) >= MOST_SESSIONS:
            self._inside.pop(next(iter(self._inside)))
