"""The SPARQL 1.1 Graph Store HTTP Protocol at /store: graphs named directly by address, or by ?graph= and ?default."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg import access
from kg.errors import Overloaded
from kg.sparql import GRAPHS, JSON_LD, N3, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from kg.web.caching import failed, known, unchanged, version_of
from kg.web.conditions import is_conditional, may_write
from kg.web.exchange import Streamed, attended, body_of, media_type_of
from kg.web.gatekeeper import Gatekeeper
from kg.web.iris import absolute, asked_at, raw_path
from kg.web.multipart import joined, parts_of
from kg.web.negotiate import called, chosen
from kg.web.problems import Refused
from kg.web.protocol import decoded
from kg.web.settings import WebSettings
from kg.workers import Moved, Service, held_to

METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")
READ = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD, N3)
"""What one graph comes in."""
READ_WHOLE = (TRIG, N_QUADS)
"""What names graphs of its own: it is added to the dataset where no graph is addressed."""
MULTIPART = "multipart/form-data"
Done = TypeVar("Done")
_TRIES = 8


@dataclass(frozen=True, slots=True)
class Target:
    """The graph a request is about (None: the default graph); `fresh` when it asks for a new one."""

    graph: str | None
    base: str
    format: str | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class GraphStore:
    """Answers at /store and everything below it."""

    service: Service
    gatekeeper: Gatekeeper
    settings: WebSettings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        method = scope["method"]
        if method not in METHODS:
            raise Refused(f"{method[:20]} is not answered here", status=405, headers={"allow": ", ".join(METHODS)})
        if method == "OPTIONS":
            response = Response(status_code=204, headers={"allow": ", ".join(METHODS), "accept-post": _offered()})
        else:
            target = target_of(request, self.settings.base)
            response = await self._respond(request, target)
        await response(scope, receive, send)

    async def _respond(self, request: Request, target: Target) -> Response:
        if request.method in ("GET", "HEAD"):
            return await attended(request.receive, self._read(request, target))
        self.gatekeeper.require(request.scope, access.Scope.WRITE)
        if request.method == "DELETE":
            await self._change(request, target, lambda: self.service.drop_graph(target.graph))
            return Response(status_code=204)
        if target.fresh and media_type_of(request) in {form.media_type for form in READ_WHOLE}:
            return await self._add(request, target)
        form, body = await self._document(request)
        if target.fresh:
            target = self._new(target, body)
        graph, base, replace = target.graph, target.base, request.method == "PUT"
        _, new = await self._change(
            request, target, lambda: self.service.write_graph(graph, body, form, base=base, replace=replace)
        )
        if not new:
            return Response(status_code=204)
        headers = {"location": target.graph} if target.fresh and target.graph else {}
        return Response(status_code=201, headers=headers)

    async def _add(self, request: Request, target: Target) -> Response:
        """Add a document that names its graphs to the dataset."""
        form = form_of(media_type_of(request), READ_WHOLE)
        body = await body_of(request, self.settings.body)
        await self._change(request, target, lambda: self.service.add_quads(body, form, base=target.base))
        return Response(status_code=204)

    async def _change(self, request: Request, target: Target, work: Callable[[], Coroutine[Any, Any, Done]]) -> Done:
        """Return what *work* gives, done only if the request's conditions hold at that very revision (RFC 9110, 13)."""
        if not is_conditional(request.headers):
            return await attended(request.receive, work())
        for _ in range(_TRIES):
            version = await version_of(self.service, target.graph, whole=False)
            exists = not target.fresh and (target.graph is None or await self.service.holds(target.graph))
            changed = version.edition.changed
            if not may_write(request.headers, exists=exists, changed=changed, is_current=version.is_of):
                raise failed("the graph is not as the request's condition says")
            try:
                with held_to(version.seen):
                    return await attended(request.receive, work())
            except Moved:
                continue
        raise Overloaded("other changes came between, again and again", yours=False)

    async def _read(self, request: Request, target: Target) -> Response:
        accept = request.headers.get("accept")
        form = chosen(target.format, accept, GRAPHS)[0]
        media_type = called(form, target.format, accept)
        version, parts = await version_of(self.service, target.graph, whole=False), (media_type, target.graph or "")
        if held := unchanged(request, version, *parts):
            return held
        reply = await self.service.read_graph(target.graph, form)
        return Streamed(reply, media_type, {"vary": "Accept", **known(reply, version, *parts)})

    async def _document(self, request: Request) -> tuple[Format, bytes]:
        content_type, media_type = request.headers.get("content-type", ""), media_type_of(request)
        if media_type != MULTIPART:
            form = form_of(media_type)
            return form, await body_of(request, self.settings.body)
        # Large ones take a second: others are answered meanwhile.
        return await asyncio.to_thread(_document_of, await body_of(request, self.settings.body), content_type)

    def _new(self, target: Target, body: bytes) -> Target:
        # Every write raises the revision, so the same document sent again gets a graph of its own again.
        seed = f"{self.service.revision}\n".encode() + body
        graph = f"{target.base}/{hashlib.sha256(seed).hexdigest()[:16]}"
        return Target(graph, graph, fresh=True)


def target_of(request: Request, base: str) -> Target:
    """Return the graph that a request names; raises Refused for none, or two."""
    parameters = decoded(request.scope["query_string"], "the query string")
    named = [value for name, value in parameters if name == "graph"]
    default = [value for name, value in parameters if name == "default"]
    word = next((value for name, value in parameters if name == "format"), None)
    here = asked_at(request.scope, base)
    path = raw_path(request.scope)
    if len(named) + len(default) > 1:
        raise Refused("the request names more than one graph", hint="give one of ?graph=IRI and ?default")
    direct = path.removeprefix("/store").strip("/")
    if direct:
        if named or default:
            raise Refused("the address is that of a graph, and the query names another")
        graph = absolute(here + path, "the address")
        return Target(graph, graph, word)
    if named:
        graph = absolute(named[0], "graph")
        return Target(graph, graph, word)
    if default:
        return Target(None, f"{here}/store?default", word)
    if request.method == "POST":
        return Target(None, f"{here}/store", word, fresh=True)
    raise Refused("the request names no graph", hint="give ?graph=IRI or ?default")


def _document_of(body: bytes, content_type: str) -> tuple[Format, bytes]:
    """Return the parts of a multipart body as one document."""
    parts = parts_of(body, content_type)
    return joined([(form_of(kind.partition(";")[0].strip().lower()), data) for kind, data in parts])


def form_of(media_type: str, read: tuple[Format, ...] = READ) -> Format:
    """Return the format that what is sent under *media_type* is in; raises Refused for any other."""
    for form in read:
        if media_type == form.media_type or (media_type in form.aliases and media_type != "application/json"):
            return form
    given = media_type[:100] or "no Content-Type"
    raise Refused(
        f"{given} is not what a graph is read from",
        status=415,
        hint=f"send {_offered()}",
        headers={"accept-post": _offered()},
    )


def _offered() -> str:
    return ", ".join([*(form.media_type for form in READ), MULTIPART])
