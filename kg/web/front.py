"""The front door: where each path leads, and what becomes of an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import KGError
from kg.web.envelope import PREFLIGHT
from kg.web.pages import CONTACT
from kg.web.problems import UNFORESEEN, problem_of
from kg.web.telling import answer


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
        scope["headers"] = [_readable(*line) for line in scope["headers"]]
        watched = _Watched(send)
        request = Request(scope)
        if scope["method"] == "OPTIONS" and "access-control-request-method" in request.headers:
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, watched)
            return
        scope = self._within(scope)
        application = self.plain.get(scope["path"].split("/", 2)[1] if scope["path"].startswith("/") else "", self.rest)
        try:
            await application(scope, receive, watched)
        except ClientDisconnect:
            return  # Nobody is there to be answered, or not to the end; and the work has been ended.
        except KGError as error:
            if watched.started:
                raise
            await answer(problem_of(error), request)(scope, receive, watched)

    def _within(self, scope: Scope) -> Scope:
        """Return *scope* with the base's own path taken off, for a proxy that leaves it on."""
        if self.prefix == "/" or not scope["path"].startswith(self.prefix):
            return scope
        cut = len(self.prefix) - 1
        return {**scope, "path": scope["path"][cut:], "raw_path": scope.get("raw_path", b"")[cut:]}


def _readable(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Return a header that costs nothing to read: no cookie with a backslash, which none may hold (RFC 6265, 4.1.1).

    The router reads cookies for each request, and the standard library's unquoting (before Python 3.11.10) takes
    17 s of the event loop for 60 kB of backslashes.
    """
    if name == b"cookie" and b"\\" in value:
        return name, b";".join(part for part in value.split(b";") if b"\\" not in part)
    return name, value


class _Watched:
    """Sends on what is sent, and knows whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def __call__(self, message: Message) -> None:
        self.started = self.started or message["type"] == "http.response.start"
        await self._send(message)


async def unforeseen(request: Request, error: Exception) -> Response:
    """Return what a failure nobody foresaw looks like from outside: no more than that."""
    return answer(UNFORESEEN, request)
