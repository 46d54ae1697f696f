"""The queue: filters, saved views, take next, and what may be done to several cases at once."""

import csv
import io
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from detector.errors import ReviewError
from detector.report.charts import signal_words
from detector.review import work
from detector.review.dispositions import IN_BULK
from detector.review.docket import Flag
from detector.review.doubles import check_double
from detector.review.exchange import guarded
from detector.review.server.filters import BANDS, STATES, Asked, read_asked
from detector.review.server.gate import Person
from detector.review.server.pages import Pages, texts, to_case
from detector.review.server.shelf import PAGE
from detector.review.standing import Standing

MOST_TOLD = 10
_COLUMNS = ("case_id", "title", "route", "parties", "state", "disposition", "with", "due_on")


class QueuePages(Pages):
    """The pages on which cases are chosen."""

    async def queue(self, request: Request, person: Person) -> Response:
        """Show the cases that fit the filters; the address of the page keeps them."""
        asked = read_asked(request.query_params)
        number = request.query_params.get("page", "1")
        page = max(int(number) if number.isdecimal() and len(number) < 7 else 1, 1)
        await self.note_look("listed", "", person, {"asked": asked.address, "page": page})
        return await run_in_threadpool(self._queue, asked, page, person)

    def _queue(self, asked: Asked, page: int, person: Person) -> Response:
        found, now = self.shelf.search(asked), self.shelf.now()
        pages = -(-len(found) // PAGE) or 1
        page = min(page, pages)
        keys = found[(page - 1) * PAGE : page * PAGE]
        rows = [self._row(key) for key in keys if self.shelf.flag(key)]
        mine = Asked(who=person.name, state="")
        values: dict[str, object] = {
            "rows": rows,
            "asked": asked,
            "many": len(found),
            "page": page,
            "pages": pages,
            "states": STATES,
            "bands": BANDS,
            "signals": [(name, signal_words(name), many) for name, many in now.signals],
            "lanes": now.lanes,
            "views": self.desk.saved.get(person.name, {}),
            "in_bulk": IN_BULK,
            "moment": self.desk.moment,
            "place": now.place,
            "counts": {
                "open": len(self.shelf.search(Asked())),
                "mine": len(self.shelf.search(mine)),
                "second": len(self.shelf.search(Asked(state="proposed"))),
                "late": len(self.shelf.search(Asked(due="late"))),
            },
        }
        return self.show("queue.html", values, person)

    def _row(self, key: str) -> tuple[Flag | None, Standing]:
        return self.shelf.flag(key), self.desk.standing(key)

    async def as_csv(self, request: Request, person: Person) -> Response:
        """Hand out the cases that fit the filters as CSV, without formulas."""
        asked = read_asked(request.query_params)
        await self.note_look("fetched", "", person, {"asked": asked.address, "as": "csv"})
        text = await run_in_threadpool(self._csv, asked)
        how = {"content-disposition": 'attachment; filename="queue.csv"'}
        return Response(text, media_type="text/csv; charset=utf-8", headers=how)

    def _csv(self, asked: Asked) -> str:
        told = io.StringIO(newline="")
        writer = csv.writer(told)
        writer.writerow(_COLUMNS)
        for key in self.shelf.search(asked):
            flag, stands = self._row(key)
            if flag is not None:
                route, parties = "-".join(flag.lane), "; ".join(flag.parties)
                state = stands.state_on(self.desk.day)
                who = stands.assigned or stands.lock_holder(self.desk.moment)
                cells = (key, flag.title, route, parties, state, stands.disposition, who)
                writer.writerow([guarded(cell) for cell in (*cells, stands.due_on)])
        return told.getvalue()

    async def take_next(self, request: Request, person: Person) -> Response:
        """Lock the next open case of the view for one person, and show it."""
        form = await self.form(request, person)
        asked = read_asked(texts(form))

        def taken() -> str:
            self.shelf.newest()
            return work.take_next(self.desk, self.shelf.search(asked), person.name)

        key = await run_in_threadpool(taken)
        if key:
            self.shelf.warm()
            return to_case(key)
        person.flash = "Nothing is left to take in this view."
        return RedirectResponse(f"/?{asked.address}", 303)

    async def bulk(self, request: Request, person: Person) -> Response:
        """Do to several cases what may be done to several: slips, doubles, hand over, put off."""
        form = await self.form(request, person)
        chosen = [self.shelf.flag(str(key)) for key in form.getlist("key")]
        flags = [flag for flag in chosen if flag]
        if not flags:
            raise ReviewError("No case is chosen", "the queue", "Tick the cases first.")
        done, refused = await run_in_threadpool(self._bulk, flags, person.name, texts(form))
        person.flash = f"{len(done)} of {len(flags)} cases: done."
        if refused:
            person.flash += " Refused: " + "; ".join(refused[:MOST_TOLD]) + "."
        return RedirectResponse(f"/?{read_asked(texts(form)).address}", 303)

    def _bulk(
        self, flags: list[Flag], actor: str, given: dict[str, str]
    ) -> tuple[list[str], list[str]]:
        keys, what = [flag.key for flag in flags], given.get("do", "")
        if what == "assign":
            to = given.get("to", "")
            return work.do_each(keys, lambda key: work.assign(self.desk, key, actor, to))
        if what == "snooze":
            until = given.get("until", "")
            return work.do_each(keys, lambda key: work.snooze(self.desk, key, actor, until))
        verdict = work.Verdict(what, given.get("note", ""), "", given.get("duplicate_of", ""))
        check_double(self.desk, self.shelf.now().docket, what, verdict.duplicate_of)
        return work.decide_many(self.desk, flags, actor, verdict)

    async def save_view(self, request: Request, person: Person) -> Response:
        """Keep the filters under a name, or drop a name."""
        given = texts(await self.form(request, person))
        asked = read_asked(given)
        address = "" if given.get("do") == "drop" else asked.address or "state="
        name = given.get("name", "")
        await run_in_threadpool(partial(work.save_view, self.desk, person.name, name, address))
        return RedirectResponse(f"/?{asked.address}", 303)
