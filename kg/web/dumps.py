"""Dumps under names that stay: the whole graph and each article's, in every format, plain and packed with gzip."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from kg.errors import NotFound, Withdrawn
from kg.sparql import GRAPHS, Format
from kg.store import Entry, GraphSum
from kg.web.caching import known, unchanged, version_of
from kg.web.catalogue import ALL, Dump, catalogue
from kg.web.exchange import Streamed, close
from kg.web.models import DumpsOut
from kg.web.negotiate import HTML, called, chosen
from kg.web.pages import page
from kg.web.rendering import graph_response
from kg.web.routing import add_reading
from kg.web.settings import WebSettings
from kg.workers import Service

POINT: Final = "isnad-point"
"""The header with the point of the history that a dump was taken at."""
_ENDINGS: Final = {form.extension: form for form in GRAPHS}
_NAME: Final = re.compile(rf"(.{{1,500}}?)\.({'|'.join(_ENDINGS)})(\.gz)?\Z")
_SHOWN: Final = 100
_REMEMBERED: Final = 1000
After = Annotated[str | None, Query(max_length=2000, description="Begin behind this graph.")]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is known of a dump that was once sent whole: its length in bytes and their SHA-256."""

    size: int
    sha256: str

    @property
    def digest(self) -> str:
        """Return it as the field Repr-Digest says it (RFC 9530)."""
        return f"sha-256=:{base64.b64encode(bytes.fromhex(self.sha256)).decode('ascii')}:"


@dataclass(frozen=True, slots=True)
class Dumps:
    """The dumps of one service."""

    service: Service
    settings: WebSettings
    prefix: str
    known: OrderedDict[tuple[str, int], Sealed] = field(default_factory=OrderedDict)

    def routes(self) -> APIRouter:
        """Return the routes below /dumps."""
        router = APIRouter(tags=["data"])
        add_reading(router, "/dumps", self.lead, include_in_schema=False)
        add_reading(router, "/dumps/", self.listing, response_class=Response)
        add_reading(router, "/dumps/manifest.json", self.manifest, response_model=DumpsOut)
        add_reading(router, "/dumps/article/{name}", self.article, response_class=Response)
        add_reading(router, "/dumps/{name}", self.whole, response_class=Response)
        return router

    async def lead(self) -> Response:
        """Lead to the list, whose references need the slash."""
        return RedirectResponse(f"{self.prefix}dumps/", 308)

    async def whole(self, request: Request, name: str) -> Response:
        """Return the whole published graph: all.nq, all.ttl.gz and so on."""
        stem, form, packed = _parts(name)
        if stem != ALL:
            raise _no_dump(name)
        return await self._dump(request, Dump(None, form, packed))

    async def article(self, request: Request, name: str) -> Response:
        """Return one article's graph: the article's key with an ending such as .ttl or .nq.gz."""
        key, form, packed = _parts(name)
        entry = next((entry for entry in await self.service.entries() if entry.key == key), None)
        if entry is None:
            raise NotFound(f"there is no article {key!r}", hint="name it by its key or IRI, as its receipt did")
        if entry.withdrawn:
            raise Withdrawn(f"the article <{entry.article}> was withdrawn on {entry.changed:%Y-%m-%d}")
        return await self._dump(request, Dump(key, form, packed), entry.graph)

    async def _dump(self, request: Request, dump: Dump, graph: str | None = None) -> Response:
        """Return a dump: of *graph*, or of everything. What is known of it already takes no work."""
        version = await version_of(self.service, graph, whole=graph is None)
        if held := unchanged(request, version, dump.address):
            return held
        if request.method == "HEAD":
            response = Response(media_type=dump.media_type)
            del response.headers["content-length"]
            headers = version.headers(version.seen, dump.address)
            response.headers.update(headers | await self._headers(dump, version.seen))
            if sealed := self.known.get((dump.address, version.seen)):
                response.headers["content-length"] = str(sealed.size)
            return response
        reply = await self.service.export(dump.form, dump.key, packed=dump.packed)
        headers = known(reply, version, dump.address) | await self._headers(dump, reply.revision)
        counted = replace(reply, chunks=self._counted((dump.address, reply.revision), reply.chunks))
        return Streamed(counted, dump.media_type, headers)

    async def _headers(self, dump: Dump, revision: int) -> dict[str, str]:
        point = await self.service.point_at(revision)
        headers = {
            POINT: point,
            # The name is built from a key that the ledger knows, and our own words.
            "content-disposition": f'attachment; filename="{dump.file}"',
            "link": f'<{self.prefix}dumps/>; rel="collection"',
        }
        sealed = self.known.get((dump.address, revision))
        return headers | ({"repr-digest": sealed.digest} if sealed else {})

    async def _counted(self, what: tuple[str, int], chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Pass the chunks on; what came to its end is known by its length and hash from then on."""
        digest, size = hashlib.sha256(), 0
        try:
            async for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                yield chunk
            self.known[what] = Sealed(size, digest.hexdigest())
            while len(self.known) > _REMEMBERED:
                self.known.popitem(last=False)
        finally:
            await close(chunks)

    async def manifest(self, after: After = None) -> JSONResponse:
        """Tell the revision, the dumps, and each graph with its checksum; a page at a time, by the graphs' names."""
        graphs = await self.service.graphs(after, _SHOWN + 1)
        shown = graphs[:_SHOWN]
        entries = await self.service.entries() if any(one.key for one in shown) else []
        known = {entry.key: entry for entry in entries}
        course = await self.service.course()
        stats = await self.service.stats()
        following = f"/dumps/manifest.json?{urlencode({'after': shown[-1].graph})}" if len(graphs) > _SHOWN else None
        return JSONResponse(
            {
                "base": self.settings.base,
                "dataset": self.settings.dataset,
                "revision": self.service.revision,
                "point": course.point,
                "begun": course.begun,
                "quads": stats["quads"],
                "articles": stats["articles"],
                "changes": "/changes",
                "dumps": [self._told(Dump(None, form, packed)) for form in GRAPHS for packed in (False, True)],
                "graphs": [self._graph(one, known) for one in shown],
                "next": following,
            }
        )

    def _told(self, dump: Dump) -> dict[str, object]:
        sealed = self.known.get((dump.address, self.service.revision))
        return {
            "address": f"/{dump.address}",
            "format": dump.form.name,
            "media_type": dump.media_type,
            "bytes": sealed.size if sealed else None,
            "sha256": sealed.sha256 if sealed else None,
        }

    def _graph(self, one: GraphSum, known: dict[str, Entry]) -> dict[str, object]:
        return {
            "graph": one.graph or None,
            "triples": one.size,
            "checksum": one.digest,
            "key": one.key,
            "article": one.article,
            "changed": known[one.key].changed.isoformat() if one.key and one.key in known else None,
        }

    async def listing(self, request: Request, after: After = None, format: str | None = None) -> Response:
        """List the dumps: a page for people, DCAT for programs."""
        accept = request.headers.get("accept")
        form = chosen(format, accept, (*GRAPHS, HTML))[0]
        entries = sorted(await self.service.entries(), key=lambda entry: entry.key)
        there = [entry for entry in entries if not entry.withdrawn and entry.key > (after or "")]
        shown = there[:_SHOWN]
        following = shown[-1].key if len(there) > len(shown) else None
        course = await self.service.course()
        if form is HTML:
            dumps = [(each, Dump(None, each, packed=False), Dump(None, each, packed=True)) for each in GRAPHS]
            return page(
                request,
                "dumps.html",
                self.prefix,
                dumps=dumps,
                articles=shown,
                following=following,
                course=course,
                revision=self.service.revision,
            )
        quads = catalogue(self.settings.base, shown, following, course)
        return graph_response(quads, form, self.settings.base, called(form, format, accept))


def _parts(name: str) -> tuple[str, Format, bool]:
    """Return what a dump's name says: of what, in which format, whether packed; raises NotFound."""
    said = _NAME.match(name)
    if said is None:
        raise _no_dump(name)
    return said[1], _ENDINGS[said[2]], said[3] is not None


def _no_dump(name: str) -> NotFound:
    endings = ", ".join(f".{ending}" for ending in _ENDINGS)
    hint = f"all.ENDING or article/KEY.ENDING; endings are {endings}, with or without .gz"
    return NotFound(f"there is no dump {name[:100]}", hint=hint)
