"""The pages: queue, case, supervisor. Plain forms; every page works without script."""

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Awaitable, Callable
from hashlib import sha256
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from detector.errors import ChiptraceError, ReviewError
from detector.report import build_case_file
from detector.report.case_file import render_case
from detector.report.press import asset
from detector.report.scope import choose_scope
from detector.review import work
from detector.review.bundle import attach, evidence_folder
from detector.review.desk import Desk
from detector.review.dispositions import DISPOSITIONS, IN_BULK, REASON_CODES
from detector.review.docket import Flag
from detector.review.server.gate import COOKIE, POLICY_REST, Gate, Guard, Person
from detector.review.server.shelf import PAGE, Shelf
from detector.workspace import open_workspace

HOSTS = ("127.0.0.1", "localhost", "[::1]")
_ENV = Environment(
    loader=ChoiceLoader(
        [PackageLoader("detector.review.server"), PackageLoader("detector.report")]
    ),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
Page = Callable[[Request, Person], Awaitable[Response]]


class Pages:
    """All pages over one desk and one shelf."""

    def __init__(self, desk: Desk, shelf: Shelf, gate: Gate) -> None:
        self.desk, self.shelf, self.gate = desk, shelf, gate

    def show(self, name: str, status: int, values: dict[str, object]) -> HTMLResponse:
        """Render a page."""
        style = asset("dress.css")
        shell = {"policy": meta_policy(), "style": Markup(style)}
        text = _ENV.get_template(name).render({"error": None, **values, **shell})
        return HTMLResponse(text, status)

    def only(self, role: str, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """Let a page be seen from a role on; tell refusals in words."""

        async def checked(request: Request) -> Response:
            person = self.gate.person(request.cookies.get(COOKIE))
            if person is None:
                return self.show("enter.html", 401, {"person": None})
            if not person.may(role):
                told = ReviewError(f"This is for a {role}", f"role {person.role}", "Ask one.")
                return self.show("refused.html", 403, {"person": person, "error": told})
            try:
                return await page(request, person)
            except ChiptraceError as error:
                status = 409 if isinstance(error, ReviewError) else 400
                return self.show("refused.html", status, {"person": person, "error": error})

        return checked

    async def enter(self, request: Request) -> Response:
        """Give a session for a right key."""
        form = await request.form()
        if self.gate.is_shut():
            return self.show("enter.html", 429, {"person": None, "error": TOO_MANY})
        name = " ".join(str(form.get("name", "")).split())[:40]
        session = self.gate.enter(name, str(form.get("key", ""))) if name else None
        if session is None:
            return self.show("enter.html", 401, {"person": None, "error": WRONG})
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, session, httponly=True, samesite="strict", path="/")
        return answer

    async def queue(self, request: Request, person: Person) -> Response:
        """Show the cases that fit the filters; the address keeps them as a view."""
        asked = {name: request.query_params.get(name, "")[:80] for name in ("q", "state", "who")}
        number = request.query_params.get("page", "1")
        page = max(int(number) if number.isdecimal() and len(number) < 7 else 1, 1)
        found = await run_in_threadpool(self.shelf.search, asked)
        shown = found[(page - 1) * PAGE : page * PAGE]
        await run_in_threadpool(self.desk.append, "listed", "", person.name, dict(asked))
        rows = [(flag, self.desk.standing(flag.key)) for flag in shown]
        values = {"rows": rows, "many": len(found), "page": page, "asked": asked, "bulk": IN_BULK}
        values |= {"pages": -(-len(found) // PAGE) or 1, "day": self.desk.moment[:10]}
        return self.show("queue.html", 200, values | {"person": person})

    async def case(self, request: Request, person: Person) -> Response:
        """Show a case with its decision form; the look itself is an event."""
        flag = self._flag(request)
        await run_in_threadpool(self.desk.append, "viewed", flag.key, person.name, {})
        told, events = self.desk.standing(flag.key), self.desk.history(flag.key)
        files = [json.loads(event.body) for event in events if event.kind == "attached"]
        alike = sorted(
            (one for one in self.shelf.docket().flags.values() if one.key != flag.key),
            key=lambda one: (-_likeness(flag, one), one.key),
        )[:5]
        values: dict[str, object] = {
            "flag": flag,
            "told": told,
            "events": [event for event in events if event.kind != "viewed"],
            "files": files,
            "alike": [(one, self.desk.standing(one.key)) for one in alike if _likeness(flag, one)],
            "holder": told.lock_holder(self.desk.moment),
            "is_case": flag.key in self.shelf.docket().flags,
            "dispositions": DISPOSITIONS,
            "codes": REASON_CODES,
        }
        return self.show("desk_case.html", 200, values | {"person": person})

    async def file(self, request: Request, person: Person) -> Response:
        """Show the case file as the report prints it."""
        flag = self._flag(request)
        await run_in_threadpool(self.desk.append, "viewed", flag.key, person.name, {"file": True})

        def printed() -> str:
            with open_workspace(self.shelf.workspace, read_only=True, memory_limit="1GB") as con:
                return render_case(build_case_file(con, flag.key, choose_scope(con, None)))

        return HTMLResponse(await run_in_threadpool(printed))

    async def act(self, request: Request, person: Person) -> Response:
        """Do what a form of a case asks for."""
        flag, form = self._flag(request), await self._form(request, person)
        await run_in_threadpool(self._act, flag, person.name, form)
        return RedirectResponse(f"/case/{quote(flag.key, safe='')}", 303)

    def _act(self, flag: Flag, actor: str, form: FormData) -> None:
        text = {name: value for name, value in form.items() if isinstance(value, str)}
        number = text.get("version", "")
        version = int(number) if number.isdecimal() and len(number) < 12 else -1
        what = text.get("do", "")
        if what == "decide":
            names = ("disposition", "note", "reason_code", "duplicate_of")
            verdict = work.Verdict(*(text.get(name, "") for name in names))
            work.decide(self.desk, flag, actor, verdict, version)
        elif what == "agree":
            work.agree(self.desk, flag, actor, version)
        elif what == "decline":
            work.decline(self.desk, flag.key, actor, text.get("note", ""))
        elif what == "snooze":
            work.snooze(self.desk, flag.key, actor, text.get("until", ""))
        elif what == "due":
            work.set_due(self.desk, flag.key, actor, text.get("until", ""))
        elif what == "assign":
            work.assign(self.desk, flag.key, actor, text.get("to", ""))
        else:
            raise ReviewError("The form asks for nothing known", "the form", "Go back.")

    async def upload(self, request: Request, person: Person) -> Response:
        """Keep a file of evidence by its hash."""
        flag, form = self._flag(request), await self._form(request, person)
        given = form.get("file")
        if not isinstance(given, UploadFile):
            raise ReviewError("No file was chosen", "evidence", "Choose one.")
        pair = (given.filename or "file", await given.read())
        await form.close()
        await run_in_threadpool(
            attach, self.desk, flag.key, person.name, pair, self.shelf.workspace
        )
        return RedirectResponse(f"/case/{quote(flag.key, safe='')}", 303)

    async def evidence(self, request: Request, person: Person) -> Response:
        """Hand out a file of evidence as a download, never as a page."""
        name = request.path_params["name"]
        kept = evidence_folder(self.shelf.workspace) / name
        if not re.fullmatch(r"[0-9a-f]{64}", name) or not kept.is_file():
            raise ReviewError("There is no such file", "evidence", "Go back to the case.")
        await run_in_threadpool(self.desk.append, "fetched", "", person.name, {"sha256": name})
        how = {"content-disposition": f'attachment; filename="{name[:16]}.bin"'}
        return Response(kept.read_bytes(), media_type="application/octet-stream", headers=how)

    async def take_next(self, request: Request, person: Person) -> Response:
        """Lock the next open case for one person."""
        await self._form(request, person)
        keys = self.shelf.keys()
        key = await run_in_threadpool(work.take_next, self.desk, keys, person.name)
        return RedirectResponse(f"/case/{quote(key, safe='')}" if key else "/", 303)

    async def bulk(self, request: Request, person: Person) -> Response:
        """Close several cases alike: data errors and duplicates alone."""
        form = await self._form(request, person)
        chosen = [self.shelf.flag(str(key)) for key in form.getlist("key")]
        flags = [flag for flag in chosen if flag]
        names = ("disposition", "note", "reason_code", "duplicate_of")
        verdict = work.Verdict(*(str(form.get(name, "")) for name in names))
        _, refused = await run_in_threadpool(
            work.decide_many, self.desk, flags, person.name, verdict
        )
        if refused:
            raise ReviewError("; ".join(refused[:10]), "bulk", "The others are done.")
        return RedirectResponse("/", 303)

    async def supervisor(self, _request: Request, person: Person) -> Response:
        """Tell how the work stands: states, load, second looks."""
        day, told = self.desk.moment[:10], list(self.desk.standings.values())
        states = Counter(one.state_on(day) for one in told)
        states["new"] += len(self.shelf.docket().flags.keys() - self.desk.standings.keys())
        load = Counter(one.decided_by for one in told if one.decided_by)
        kinds = Counter(event.kind for event in self.desk.events)
        late = sorted(one.key for one in told if one.due_on and one.due_on < day)
        values = {"states": states, "load": load, "kinds": kinds, "late": late}
        return self.show(
            "supervisor.html", 200, {**values, "head": self.desk.head, "person": person}
        )

    async def leave(self, request: Request, person: Person) -> Response:
        """End the session."""
        await self._form(request, person)
        self.gate.leave(request.cookies.get(COOKIE))
        return RedirectResponse("/", 303)

    def _flag(self, request: Request) -> Flag:
        flag = self.shelf.flag(request.path_params["key"])
        if flag is None:
            raise ReviewError("There is no such case", "the address", "Go back to the queue.")
        return flag

    async def _form(self, request: Request, person: Person) -> FormData:
        form = await request.form(max_files=1, max_fields=300)
        if form.get("token") != person.token:
            raise ReviewError("The form is stale or foreign", "the form", "Open the page anew.")
        return form


TOO_MANY = ReviewError("Too many wrong keys", "the key", "Wait a minute.")
WRONG = ReviewError("That key opens nothing here", "the key", "Copy it from the terminal.")


def meta_policy() -> str:
    """Return the policy that a page carries itself; only our style sheet, no script at all."""
    style = b64encode(sha256(asset("dress.css").encode()).digest()).decode()
    rest = "img-src data:; base-uri 'none'; form-action 'self'"
    return f"default-src 'none'; style-src 'sha256-{style}'; {rest}"


def build_app(desk: Desk, shelf: Shelf, gate: Gate) -> Starlette:
    """Put the pages behind the gate."""
    pages = Pages(desk, shelf, gate)
    policy = meta_policy().split("img-src")[0] + POLICY_REST
    routes = [
        Route("/", pages.only("reader", pages.queue)),
        Route("/enter", pages.enter, methods=["POST"]),
        Route("/leave", pages.only("reader", pages.leave), methods=["POST"]),
        Route("/next", pages.only("analyst", pages.take_next), methods=["POST"]),
        Route("/bulk", pages.only("analyst", pages.bulk), methods=["POST"]),
        Route("/supervisor", pages.only("supervisor", pages.supervisor)),
        Route("/case/{key}", pages.only("reader", pages.case)),
        Route("/case/{key}/file", pages.only("reader", pages.file)),
        Route("/case/{key}/act", pages.only("analyst", pages.act), methods=["POST"]),
        Route("/case/{key}/evidence", pages.only("analyst", pages.upload), methods=["POST"]),
        Route("/evidence/{name}", pages.only("reader", pages.evidence)),
    ]
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False)
    return Starlette(routes=routes, middleware=[Middleware(Guard, policy=policy), hosts])


def _likeness(one: Flag, other: Flag) -> int:
    return 3 * len({*one.parties} & {*other.parties}) + len({*one.signals} & {*other.signals})
