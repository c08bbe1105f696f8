"""The front door: where each path leads, what every answer carries, and what becomes of an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import KGError
from kg.web.pages import CONTACT
from kg.web.problems import UNFORESEEN, problem_of
from kg.web.telling import answer

# An answer that a browser opens by itself may run, load and frame nothing; pages say what they need.
_NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"
PREFLIGHT = {
    "access-control-allow-origin": "*",
    # Reads for everyone. No page of another origin may send a token: Authorization is not among the headers.
    "access-control-allow-methods": "GET, HEAD, POST, QUERY, OPTIONS",
    "access-control-allow-headers": "Accept, Accept-Language, Content-Type",
    "access-control-max-age": "86400",
}
_EXPOSED = "Allow, Content-Location, ETag, Link, Location, Retry-After, X-Request-Id"


@dataclass(frozen=True, slots=True)
class Front:
    """Leads the paths of *plain* to their ASGI applications, all others to *rest*; *prefix* is the base's own path.

    *contact* is the address that pages give for corrections and withdrawals.
    """

    plain: Mapping[str, ASGIApp]
    rest: ASGIApp
    prefix: str = "/"
    contact: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.rest(scope, receive, send)
            return
        scope[CONTACT] = self.contact
        guarded = _Guarded(scope, send)
        request = Request(scope)
        if scope["method"] == "OPTIONS" and "access-control-request-method" in request.headers:
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, guarded)
            return
        scope = self._within(scope)
        application = self.plain.get(scope["path"].split("/", 2)[1] if scope["path"].startswith("/") else "", self.rest)
        try:
            await application(scope, receive, guarded)
        except ClientDisconnect:
            return  # Nobody is there to be answered, and the work has been ended.
        except KGError as error:
            if guarded.started:
                raise
            await answer(problem_of(error), request, self.prefix)(scope, receive, guarded)

    def _within(self, scope: Scope) -> Scope:
        """Return *scope* with the base's own path taken off, for a proxy that leaves it on."""
        if self.prefix == "/" or not scope["path"].startswith(self.prefix):
            return scope
        cut = len(self.prefix) - 1
        return {**scope, "path": scope["path"][cut:], "raw_path": scope.get("raw_path", b"")[cut:]}


class _Guarded:
    """Sends on what is sent, with the headers that every answer carries."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send = send
        self._read = scope["method"] in ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            headers["x-content-type-options"] = "nosniff"
            headers["referrer-policy"] = "no-referrer"
            headers.setdefault("content-security-policy", _NOTHING)
            if self._read:
                headers["access-control-allow-origin"] = "*"
                headers.setdefault("access-control-expose-headers", _EXPOSED)
            message = {**message, "headers": headers.raw}
        await self._send(message)


async def unforeseen(request: Request, error: Exception) -> Response:
    """Return what a failure nobody foresaw looks like from outside: no more than that."""
    response = answer(UNFORESEEN, request)
    response.headers.update({"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"})
    response.headers.setdefault("content-security-policy", _NOTHING)
    return response
