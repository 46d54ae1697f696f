"""Which requests are turned away before any page sees them, and what every answer carries."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 10 * 2**20
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_MARKS = {
    b"content-security-policy": POLICY.encode(),
    b"cache-control": b"no-store",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}


class Guard:
    """Turns away foreign hosts, foreign posts and large bodies, and marks every answer.

    Parameters
    ----------
    app : ASGI application
    hosts : tuple of str
        Names that a request may be meant for, without a port.
    is_sealed : bool
        Whether the answers travel under TLS.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...], is_sealed: bool) -> None:
        self._app, self._hosts = app, hosts
        self._scheme = "https" if is_sealed else "http"
        self._marks = dict(_MARKS)
        if is_sealed:
            self._marks[b"strict-transport-security"] = b"max-age=31536000"

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

        headers = Headers(scope=scope)
        refusal = self._meant_for_others(headers) or refuse(scope["method"], headers, self._scheme)
        await (refusal or self._app)(scope, receive, marked)

    def _meant_for_others(self, headers: Headers) -> PlainTextResponse | None:
        named = headers.getlist("host")
        host = named[0].casefold() if len(named) == 1 else ""
        name = host if host.endswith("]") else host.rsplit(":", 1)[0]
        if name in self._hosts:
            return None
        return PlainTextResponse("This desk is not known by that name", 400)


def refuse(method: str, headers: Headers, scheme: str = "http") -> PlainTextResponse | None:
    """Say why a request is turned away; none when it may pass."""
    if method in ("GET", "HEAD"):
        return None
    if method != "POST":
        return PlainTextResponse("Not allowed", 405)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    own = f"{scheme}://{headers.get('host', '')}"
    is_ours = site == "same-origin" or (site is None and origin == own)
    if not is_ours:
        return PlainTextResponse("This form came from another site; nothing was written", 403)
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()) or "transfer-encoding" in headers:
        return PlainTextResponse("The length of the form is not stated", 411)
    if int(length) > MOST_BYTES:
        return PlainTextResponse("The form is larger than 10 MB; nothing was written", 413)
    return None
