"""One case: what stands in the records, what was decided, and the forms to decide."""

import json
import re
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from detector.errors import ReviewError
from detector.report.party_file.gather import countries_of
from detector.review import work
from detector.review.bundle import attach, evidence_folder, write_bundle
from detector.review.dispositions import DISPOSITIONS, REASONS, needs_four_eyes
from detector.review.docket import Flag
from detector.review.doubles import check_double
from detector.review.server.gate import Person
from detector.review.server.pages import Pages, texts, to_case

_HASH = re.compile(r"[0-9a-f]{64}")
_DONE = {
    "decide": "Decided.",
    "agree": "Agreed; the case is closed.",
    "decline": "The case is open again.",
    "take": "The case is yours for half an hour.",
    "release": "Given back.",
    "snooze": "Put off.",
    "due": "The day is set.",
    "assign": "Handed over.",
}


class CasePages(Pages):
    """The pages of one case."""

    async def case(self, request: Request, person: Person) -> Response:
        """Show a case with its decision forms; the look itself is an event."""
        flag = self.flag(request)
        await self.note_look("viewed", flag.key, person, {})
        return await run_in_threadpool(self._case, flag, person)

    def _case(
        self,
        flag: Flag,
        person: Person,
        error: ReviewError | None = None,
        given: dict[str, str] | None = None,
    ) -> Response:
        now = self.shelf.now()
        values = self._panel(flag) | {"error": error, "given": given or {}}
        alike = [(one, self.desk.standing(one.key)) for one in now.alike(flag)]
        reasons, lines = now.details(flag.key)
        values |= {"alike": alike, "reasons": reasons, "lines": lines}
        return self.show("desk_case.html", values, person, 409 if error else 200)

    async def file(self, request: Request, person: Person) -> Response:
        """Show the whole case file, as the report prints it, beside the decision."""
        flag = self.flag(request)
        now = self.shelf.now()
        if flag.key not in now.docket.flags:
            raise ReviewError("This case has no file", f"case {flag.key}", "Go back to the case.")
        await self.note_look("viewed", flag.key, person, {"file": True})

        def printed() -> Response:
            told = now.file(flag.key)
            values = self._panel(flag) | {"found": told, "case": told.story, "given": {}}
            values["links"] = True
            return self.show("desk_file.html", values, person)

        return await run_in_threadpool(printed)

    async def party(self, request: Request, person: Person) -> Response:
        """Show the page of a company that stands on the lines of a case."""
        flag, page = self.flag(request), request.path_params["page"]
        await self.note_look("viewed", flag.key, person, {"party": page[:40]})
        found = await run_in_threadpool(self.shelf.now().party, flag.key, page)
        if found is None:
            raise ReviewError("There is no such company here", "the address", "Go back.")
        values = {"found": found, "where": countries_of(found), "flag": flag}
        return self.show("desk_party.html", values, person)

    async def beside(self, request: Request, _person: Person) -> Response:
        """Lead from a company's page to the case file that it links."""
        return RedirectResponse(f"/case/{quote(request.path_params['other'], safe='')}/file", 303)

    def _panel(self, flag: Flag) -> dict[str, object]:
        told, events = self.desk.standing(flag.key), self.desk.history(flag.key)
        bodies = [(event, json.loads(event.body)) for event in events]
        return {
            "flag": flag,
            "told": told,
            "events": [(event, body) for event, body in bodies if event.kind != "drawn"],
            "doubles": self.desk.labels.doubles_of(flag.key),
            "files": [body for event, body in bodies if event.kind == "attached"],
            "holder": told.lock_holder(self.desk.moment),
            "state": told.state_on(self.desk.day),
            "place": self.shelf.now().place.get(flag.key),
            "many": len(self.shelf.now().keys),
            "dispositions": DISPOSITIONS,
            "needs_two": [one for one in DISPOSITIONS if needs_four_eyes(one, flag.band)],
            "reason_codes": REASONS,
        }

    async def act(self, request: Request, person: Person) -> Response:
        """Do what a form of a case asks for; a refusal shows the case as it is now."""
        flag = self.flag(request)
        given = texts(await self.form(request, person))
        what = given.get("do", "")

        def done() -> Response:
            self.shelf.newest()
            fresh = self.shelf.flag(flag.key) or flag
            try:
                self._act(what, fresh, person.name, given)
            except ReviewError as error:
                return self._case(fresh, person, error, given)
            person.flash = _DONE[what]
            if what == "decide" and self.desk.standing(flag.key).state == "proposed":
                person.flash = "Proposed; a second person must agree."
            go_on = what in ("decide", "snooze") and given.get("then") == "next"
            return self._next(person) if go_on else to_case(flag.key)

        return await run_in_threadpool(done)

    def _next(self, person: Person) -> Response:
        from_top = self.shelf.now().keys
        key = work.take_next(self.desk, from_top, person.name)
        self.shelf.warm()
        return to_case(key) if key else RedirectResponse("/", 303)

    def _act(self, what: str, flag: Flag, actor: str, given: dict[str, str]) -> None:
        number = given.get("version", "")
        version = int(number) if number.isdecimal() and len(number) < 12 else -1
        desk, key, note = self.desk, flag.key, given.get("note", "")
        names = ("disposition", "note", "reason_code", "duplicate_of")
        verdict = work.Verdict(*(given.get(name, "") for name in names))
        until, to = given.get("until", ""), given.get("to", "")
        ways: dict[str, Callable[[], object]] = {
            "decide": partial(self._decide, flag, actor, verdict, version),
            "agree": partial(work.agree, desk, flag, actor, version),
            "decline": partial(work.decline, desk, key, actor, note, version),
            "take": partial(work.take, desk, key, actor),
            "release": partial(work.release, desk, key, actor),
            "snooze": partial(work.snooze, desk, key, actor, until),
            "due": partial(work.set_due, desk, key, actor, until),
            "assign": partial(work.assign, desk, key, actor, to),
        }
        if what not in ways:
            raise ReviewError("The form asks for nothing known", "the form", "Open the case anew.")
        ways[what]()

    def _decide(self, flag: Flag, actor: str, verdict: work.Verdict, version: int) -> None:
        docket, named = self.shelf.now().docket, verdict.duplicate_of
        check_double(self.desk, docket, verdict.disposition, named)
        work.decide(self.desk, flag, actor, verdict, version)

    async def upload(self, request: Request, person: Person) -> Response:
        """Keep a file of evidence by its hash."""
        flag, form = self.flag(request), await self.form(request, person)
        given = form.get("file")
        if not isinstance(given, UploadFile) or not given.filename:
            raise ReviewError("No file was chosen", "evidence", "Choose one.")
        pair = (given.filename, await given.read())
        await form.close()
        await run_in_threadpool(
            attach, self.desk, flag.key, person.name, pair, self.shelf.workspace
        )
        person.flash = "The file is kept."
        return to_case(flag.key)

    async def evidence(self, request: Request, person: Person) -> Response:
        """Hand out a file of evidence as a download, never as a page."""
        name = request.path_params["name"]
        kept = evidence_folder(self.shelf.workspace) / name
        if not _HASH.fullmatch(name) or not kept.is_file():
            raise ReviewError("There is no such file", "evidence", "Go back to the case.")
        await self.note_look("fetched", "", person, {"sha256": name})
        content = await run_in_threadpool(kept.read_bytes)
        return _download(content, f"{name[:16]}.bin", "application/octet-stream")

    async def bundle(self, request: Request, person: Person) -> Response:
        """Hand out a case as a bundle that ``chiptrace review verify`` checks."""
        flag = self.flag(request)
        await self.note_look("fetched", flag.key, person, {"as": "bundle"})

        def packed() -> bytes:
            con = self.shelf.now().cursor()
            with tempfile.TemporaryDirectory() as folder:
                args = (flag.key, Path(folder), self.shelf.workspace)
                return write_bundle(con, self.desk, *args).read_bytes()

        content = await run_in_threadpool(packed)
        return _download(content, f"case-{flag.key}.zip", "application/zip")


def _download(content: bytes, name: str, kind: str) -> Response:
    how = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=how)
