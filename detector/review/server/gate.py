"""Who may come in, and which requests are turned away before any page sees them."""

import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROLES = ("reader", "analyst", "supervisor")
COOKIE = "desk"
MOST_BYTES = 10 * 2**20
MOST_GUESSES, GUESS_SECONDS = 5, 60.0
SESSION_SECONDS = 8 * 3600.0
POLICY_REST = "img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody inside: the name is declared, the role follows from the key."""

    name: str
    role: str
    token: str
    until: float

    def may(self, role: str) -> bool:
        """Say whether the role suffices."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Gate:
    """One key per role, made anew at each start; sessions live in memory.

    Parameters
    ----------
    seconds : callable
        A clock that never runs backwards.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self.keys = {role: secrets.token_urlsafe(24) for role in ROLES}
        self._seconds, self._inside = seconds, dict[str, Person]()
        self._wrong: deque[float] = deque()

    def enter(self, name: str, key: str) -> str | None:
        """Return a new session for a right key; none for a wrong one."""
        now = self._seconds()
        role = ""
        for known, secret in self.keys.items():
            if hmac.compare_digest(secret.encode(), key.encode()):
                role = known
        if not role:
            self._wrong.append(now)
            return None
        session = secrets.token_urlsafe(32)
        until = now + SESSION_SECONDS
        self._inside[session] = Person(name, role, secrets.token_urlsafe(24), until)
        return session

    def is_shut(self) -> bool:
        """Say whether there were too many wrong keys of late."""
        while self._wrong and self._wrong[0] < self._seconds() - GUESS_SECONDS:
            self._wrong.popleft()
        return len(self._wrong) >= MOST_GUESSES

    def person(self, session: str | None) -> Person | None:
        """Return who holds a session that has not ended."""
        found = self._inside.get(session or "")
        return found if found and found.until > self._seconds() else None

    def leave(self, session: str | None) -> None:
        """End a session."""
        self._inside.pop(session or "", None)


class Guard:
    """Turns away foreign posts and large bodies, and marks every answer as not to be kept."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._marks = {
            b"content-security-policy": policy.encode(),
            b"cache-control": b"no-store",
            b"x-content-type-options": b"nosniff",
            b"x-frame-options": b"DENY",
            b"referrer-policy": b"no-referrer",
            b"cross-origin-opener-policy": b"same-origin",
            b"cross-origin-resource-policy": b"same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0] not in self._marks]
                message["headers"] = [*kept, *self._marks.items()]
            await send(message)

        refusal = refuse(scope["method"], Headers(scope=scope))
        await (refusal or self._app)(scope, receive, marked)


def refuse(method: str, headers: Headers) -> PlainTextResponse | None:
    """Say why a request is turned away; none when it may pass."""
    if method in ("GET", "HEAD"):
        return None
    if method != "POST":
        return PlainTextResponse("Not allowed", 405)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    is_ours = site == "same-origin" or (
        site is None and origin is not None and origin == f"http://{headers.get('host', '')}"
    )
    if not is_ours:
        return PlainTextResponse("This form came from another site; nothing was written", 403)
    length = headers.get("content-length", "")
    if not length.isdigit() or "transfer-encoding" in headers:
        return PlainTextResponse("The length of the form is not stated", 411)
    if int(length) > MOST_BYTES:
        return PlainTextResponse("The form is larger than 10 MB; nothing was written", 413)
    return None
