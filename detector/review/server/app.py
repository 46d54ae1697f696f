"""The pages put behind the guard and the gate."""

from collections.abc import Awaitable, Callable
from importlib.resources import files

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detector.errors import ReviewError
from detector.report.press import asset
from detector.review.desk import Desk
from detector.review.oversight import oversee
from detector.review.server.case_pages import CasePages
from detector.review.server.gate import SESSION_SECONDS, Gate, Person
from detector.review.server.guard import Guard
from detector.review.server.pages import texts
from detector.review.server.queue_pages import QueuePages
from detector.review.server.shelf import Shelf

HOSTS = ("127.0.0.1", "localhost", "[::1]")
_TOO_MANY = ReviewError("Too many wrong tries", "the door", "Wait a minute.")
_WRONG = ReviewError("That opens nothing here", "the door", "Check the name and what you typed.")


class DeskPages(QueuePages, CasePages):
    """All pages: the door, the queue, cases, the supervisor's."""

    async def enter(self, request: Request) -> Response:
        """Give a session to whoever proves a role."""
        given = texts(await request.form(max_files=0, max_fields=5))
        name = " ".join(given.get("name", "").split())[:40]
        address = request.client.host if request.client else ""
        whence = (f"from {address}", f"as {name.casefold()}")
        if self.gate.is_shut(*whence):
            return self.show("enter.html", {"error": _TOO_MANY}, None, 429)
        secret = given.get("secret", "")[:1_000]
        session = await run_in_threadpool(self.gate.enter, name, secret) if name else None
        if session is None:
            self.gate.note_wrong(*whence)
            await run_in_threadpool(self.desk.append, "refused", "", "stranger", {})
            return self.show("enter.html", {"error": _WRONG}, None, 401)
        person = self.gate.person(session)
        role = person.role if person else ""
        await run_in_threadpool(self.desk.append, "entered", "", name, {"role": role})
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            self.cookie,
            session,
            max_age=int(SESSION_SECONDS),
            httponly=True,
            samesite="strict",
            secure=self.cookie.startswith("__Host-"),
            path="/",
        )
        return answer

    async def leave(self, request: Request, person: Person) -> Response:
        """End the session."""
        await self.form(request, person)
        self.gate.leave(request.cookies.get(self.cookie))
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(self.cookie, path="/")
        return answer

    async def supervisor(self, _request: Request, person: Person) -> Response:
        """Tell how the work stands: ages, load, agreement."""
        await self.note_look("listed", "", person, {"page": "supervisor"})
        flags = self.shelf.now().docket.flags
        told = await run_in_threadpool(oversee, self.desk, flags)
        return self.show(
            "supervisor.html",
            {"told": told, "head": self.desk.head, "trouble": self.shelf.trouble},
            person,
        )

    async def nowhere(self, _request: Request, person: Person) -> Response:
        """Tell that there is no such page."""
        told = ReviewError("There is no such page", "the address", "Go back to the queue.")
        return self.show("refused.html", {"error": told}, person, 404)


def build_app(
    desk: Desk, shelf: Shelf, gate: Gate, hosts: tuple[str, ...] = HOSTS, is_sealed: bool = False
) -> Starlette:
    """Put the pages behind the gate.

    Parameters
    ----------
    desk : Desk
    shelf : Shelf
    gate : Gate
    hosts : tuple of str
        Names that requests may be meant for.
    is_sealed : bool
        Whether the server speaks TLS; cookies are for TLS alone then.
    """
    pages = DeskPages(desk, shelf, gate, "__Host-desk" if is_sealed else "desk")
    only, post = pages.only, ["POST"]
    routes = [
        Route("/", only("reader", pages.queue)),
        Route("/queue.csv", only("reader", pages.as_csv)),
        Route("/enter", pages.enter, methods=post),
        Route("/leave", only("reader", pages.leave), methods=post),
        Route("/next", only("analyst", pages.take_next), methods=post),
        Route("/bulk", only("analyst", pages.bulk), methods=post),
        Route("/views", only("reader", pages.save_view), methods=post),
        Route("/supervisor", only("supervisor", pages.supervisor)),
        Route("/case/{key}", only("reader", pages.case)),
        Route("/case/{key}/file", only("reader", pages.file)),
        Route("/case/{key}/party-{page}.html", only("reader", pages.party)),
        Route("/case/{key}/case-{other}.html", only("reader", pages.beside)),
        Route("/case/{key}/bundle", only("reader", pages.bundle)),
        Route("/case/{key}/act", only("analyst", pages.act), methods=post),
        Route("/case/{key}/evidence", only("analyst", pages.upload), methods=post),
        Route("/evidence/{name}", only("reader", pages.evidence)),
        Route("/desk.css", _served("text/css", asset("dress.css") + _own("desk.css"))),
        Route("/desk.js", _served("text/javascript", _own("desk.js"))),
        Route("/{rest:path}", only("reader", pages.nowhere)),
    ]
    guard = Middleware(Guard, hosts=hosts, is_sealed=is_sealed)
    return Starlette(routes=routes, middleware=[guard])


def _own(name: str) -> str:
    return files("detector.review.server").joinpath("static", name).read_text(encoding="utf-8")


def _served(kind: str, text: str) -> Callable[[Request], Awaitable[Response]]:
    async def served(_request: Request) -> Response:
        return Response(text, media_type=kind)

    return served
