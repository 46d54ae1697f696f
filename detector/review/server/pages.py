"""What all pages share: who sees them, how they look, what becomes of a refusal."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from detector.errors import ChiptraceError, ReviewError
from detector.report.press import page_environment
from detector.review.desk import Desk
from detector.review.docket import Flag
from detector.review.server.gate import Gate, Person
from detector.review.server.shelf import Shelf

MOST_FIELDS = 300
_ENV = page_environment("detector.review.server")
Page = Callable[[Request, Person], Awaitable[Response]]


class Pages:
    """Pages over one desk and one shelf.

    Parameters
    ----------
    desk : Desk
    shelf : Shelf
    gate : Gate
    cookie : str
        The name of the cookie that holds a session.
    """

    def __init__(self, desk: Desk, shelf: Shelf, gate: Gate, cookie: str) -> None:
        self.desk, self.shelf, self.gate, self.cookie = desk, shelf, gate, cookie

    def show(
        self, name: str, values: dict[str, object], person: Person | None, status: int = 200
    ) -> HTMLResponse:
        """Render a page."""
        shell: dict[str, object] = {"person": person, "is_declared": self.gate.door.is_declared}
        shell |= {"day": self.desk.day, "flash": "", "error": None}
        if person is not None and status == 200:
            shell["flash"], person.flash = person.flash, ""
        return HTMLResponse(_ENV.get_template(name).render({**shell, **values}), status)

    def only(self, role: str, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """Let a page be seen from a role on; tell refusals in words."""

        async def checked(request: Request) -> Response:
            person = self.gate.person(request.cookies.get(self.cookie))
            if person is None:
                return self.show("enter.html", {}, None, 401)
            if not person.may(role):
                told = ReviewError(
                    f"This takes the role of {role}", f"role {person.role}", "Ask a supervisor."
                )
                return self.show("refused.html", {"error": told}, person, 403)
            try:
                return await page(request, person)
            except ChiptraceError as error:
                status = 409 if isinstance(error, ReviewError) else 400
                return self.show("refused.html", {"error": error}, person, status)

        return checked

    async def note_look(self, kind: str, key: str, person: Person, body: dict[str, object]) -> None:
        """Write that somebody looked, before they see anything."""
        await run_in_threadpool(self.desk.append, kind, key, person.name, body)

    async def form(self, request: Request, person: Person) -> FormData:
        """Read a form that carries the token of its session.

        Raises
        ------
        ReviewError
            If it does not.
        """
        form = await request.form(max_files=1, max_fields=MOST_FIELDS)
        if form.get("token") != person.token:
            await form.close()
            raise ReviewError("The form is stale or foreign", "the form", "Open the page anew.")
        return form

    def flag(self, request: Request) -> Flag:
        """Return the case that an address names.

        Raises
        ------
        ReviewError
            If there is none of that name.
        """
        found = self.shelf.flag(request.path_params["key"])
        if found is None:
            raise ReviewError("There is no such case", "the address", "Go back to the queue.")
        return found


def texts(form: FormData) -> dict[str, str]:
    """Return the fields of a form that hold text."""
    return {name: value for name, value in form.items() if isinstance(value, str)}


def to_case(key: str) -> RedirectResponse:
    """Send the browser to a case."""
    return RedirectResponse(f"/case/{quote(key, safe='')}", 303)
