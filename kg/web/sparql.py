"""The SPARQL endpoint: a plain ASGI application, since every query passes here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kg import access
from kg.errors import UnknownFormat
from kg.sparql import GRAPHS, SOLUTIONS, Format, Limits, Query, Update, format_named
from kg.web.caching import known, parts_of, unchanged, version_of
from kg.web.exchange import Streamed, attended, body_of
from kg.web.gatekeeper import Gatekeeper, client_of
from kg.web.metrics import Metrics
from kg.web.negotiate import called, ranked
from kg.web.problems import Refused
from kg.web.protocol import Asked, Sent, read_request
from kg.web.settings import WebSettings
from kg.workers import Accept, Service

METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
# Percent-encoding triples what it must; some room for the other parameters.
_FORM_GROWTH, _FORM_ROOM = 3, 64 * 1024


@dataclass(frozen=True, slots=True)
class SparqlEndpoint:
    """Answers at /sparql; `describe` answers a request without a query, `page` one that wants a page.

    What is addressed below /sparql is answered by `below`.
    """

    service: Service
    gatekeeper: Gatekeeper
    settings: WebSettings
    describe: Callable[[Request, str | None], Awaitable[Response]]
    page: Callable[[Request, Query, Limits], Awaitable[Response | None]]
    metrics: Metrics
    below: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        if scope["path"].rstrip("/") != "/sparql":
            await self.below(scope, receive, send)
            return
        if scope["method"] not in METHODS:
            raise Refused(
                f"{scope['method'][:20]} is not answered here", status=405, headers={"allow": ", ".join(METHODS)}
            )
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers={"allow": ", ".join(METHODS)})(scope, receive, send)
            return
        room = self.settings.query_text * _FORM_GROWTH + _FORM_ROOM
        body = await body_of(request, room) if scope["method"] in ("POST", "QUERY") else b""
        sent = Sent(scope["method"], request.headers.get("content-type"), scope["query_string"], body)
        asked = read_request(sent, self.settings.query_text)
        await attended(receive, self._answer(request, asked, send))

    async def _answer(self, request: Request, asked: Asked, send: Send) -> None:
        if asked.operation is None:
            response = await self.describe(request, asked.format)
            await response(request.scope, request.receive, send)
        elif isinstance(asked.operation, Update):
            self.gatekeeper.require(request.scope, access.Scope.WRITE)
            with self.metrics.asking("update"):
                change = await self.service.update(asked.operation, self._limits(asked), client_of(request.scope))
            response = JSONResponse({"action": change.action, "revision": change.revision})
            await response(request.scope, request.receive, send)
        else:
            with self.metrics.asking("query") as outcome:
                response = await self._query(request, asked.operation, asked.format, self._limits(asked))
                if isinstance(response, Streamed):
                    await response.deliver(request.method == "HEAD", send)
                    outcome.broken = response.broken
                else:
                    await response(request.scope, request.receive, send)

    async def _query(self, request: Request, query: Query, word: str | None, limits: Limits) -> Response:
        header = request.headers.get("accept")
        accept = _by_name(word) if word is not None else Accept(ranked(header, SOLUTIONS), ranked(header, GRAPHS))
        page = await self.page(request, query, limits) if word in (None, "html") else None
        if page is not None:
            return page
        if not accept.solutions and not accept.graphs:
            offered = tuple(form.media_type for form in (*SOLUTIONS, *GRAPHS))
            raise UnknownFormat("none of the formats you accept is written here", offered)
        version = await version_of(self.service)
        for form in (*accept.solutions[:1], *accept.graphs[:1]):
            # Which of the two it is, the query says; that a tag is ours says that it was answered so.
            if held := unchanged(request, version, *parts_of(query), called(form, word, header)):
                return held
        reply = await self.service.query(query, accept, limits, client_of(request.scope))
        media_type = called(reply.form, word, header)
        return Streamed(reply, media_type, {"vary": "Accept", **known(reply, version, *parts_of(query), media_type)})

    def _limits(self, asked: Asked) -> Limits:
        limits = self.settings.limits
        if asked.timeout is None:
            return limits
        return replace(limits, seconds=min(asked.timeout, limits.seconds))


def _by_name(word: str) -> Accept:
    """Return the formats that `?format=` names: "json" may be results or, as JSON-LD, a graph."""
    if word == "html":
        return Accept((), ())
    found: list[tuple[Format, ...]] = []
    for among in (SOLUTIONS, GRAPHS):
        try:
            found.append((format_named(word, among),))
        except UnknownFormat:
            found.append(())
    if not any(found):
        raise UnknownFormat(f"unknown format {word[:40]!r}", tuple(f.name for f in (*SOLUTIONS, *GRAPHS)))
    return Accept(found[0], found[1])
