"""Resource IRIs that answer: /id/… leads to /data/… for programs and to /page/… for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from kg.errors import NotFound, Withdrawn
from kg.sparql import GRAPHS, N_TRIPLES, Format
from kg.web.exchange import Streamed, close
from kg.web.iris import canonical_path, header_iri, raw_path
from kg.web.negotiate import HTML, chosen, named_type
from kg.web.routing import add_reading
from kg.workers import Reply, Service

OFFERED: Final = (*GRAPHS, HTML)
_ENDINGS: Final = {form.extension: form for form in OFFERED}
Word = Annotated[
    str | None, Query(alias="format", description="turtle, jsonld, ntriples, trig, nquads, rdfxml, n3, html.")
]


@dataclass(frozen=True, slots=True)
class Things:
    """The resources under one base."""

    service: Service
    base: str

    @property
    def prefix(self) -> str:
        """Return the path that the base itself has; addresses on our pages begin with it."""
        return urlsplit(self.base).path or "/"

    async def describe(self, path: str, form: Format) -> tuple[str, Reply]:
        """Return the IRI that `id/` and *path* make, and what is said of it; raises NotFound, Withdrawn.

        An article with an IRI of its own elsewhere is found under the one that would have been minted for it.
        """
        iri = f"{self.base}id/{path}"
        try:
            return iri, await self.service.describe(iri, form)
        except Withdrawn:
            raise
        except NotFound:
            key = path.removeprefix("article/")
            entry = next((e for e in await self.service.entries() if path != key == e.key), None)
            if entry is None or entry.article == iri:
                raise
            if entry.withdrawn:
                raise Withdrawn(f"the article {entry.article} was withdrawn") from None
            return entry.article, await self.service.describe(entry.article, form)

    async def check(self, path: str) -> str:
        """Return the IRI of *path* if something is said of it; raises NotFound, Withdrawn."""
        iri, reply = await self.describe(path, N_TRIPLES)
        await close(reply.chunks)
        return iri

    def routes(self) -> APIRouter:
        """Return the routes below /id, /data and /graph."""
        router = APIRouter(tags=["linked data"])
        add_reading(router, "/id/{path:path}", self.identify, status_code=303, response_class=RedirectResponse)
        add_reading(router, "/data/{path:path}", self.data, response_class=Response)
        add_reading(router, "/graph/{path:path}", self.graph, response_class=Response)
        return router

    async def identify(self, request: Request, format: Word = None) -> Response:
        """Lead from a thing's name to what is known of it, in the form asked for."""
        path, ending = split(raw_path(request.scope).removeprefix("/id/"))
        form = wanted(request, ending, format)
        await self.check(path)
        return self.lead(f"page/{path}.html" if form is HTML else f"data/{path}.{form.extension}")

    async def data(self, request: Request, format: Word = None) -> Response:
        """Return what is known of a thing as RDF."""
        path, ending = split(raw_path(request.scope).removeprefix("/data/"))
        form = wanted(request, ending, format)
        if form is HTML:
            return self.lead(f"page/{path}.html")
        iri, reply = await self.describe(path, form)
        page = f'<{self.prefix}page/{path}.html>; rel="alternate"; type="text/html"'
        headers = {"vary": "Accept", "link": f'<{header_iri(iri)}>; rel="describes", {page}'}
        return Streamed(reply, _media_type(request, form, ending or format), headers)

    async def graph(self, request: Request, format: Word = None) -> Response:
        """Return a named graph: an article's, or the authority's."""
        path, ending = split(raw_path(request.scope).removeprefix("/graph/"))
        form = wanted(request, ending, format)
        if form is HTML:
            return self.lead(await self._page_of_graph(path))
        reply = await self._graph(path, form)
        return Streamed(reply, _media_type(request, form, ending or format), {"vary": "Accept"})

    async def _page_of_graph(self, path: str) -> str:
        """Return where a graph is read by people: its article's page, else the graph itself.

        The graph of known actors has no page, nor has an article that is named outside our base.
        """
        own = (f"{self.base}graph/{path}", f"{self.base}id/article/{path}")
        has_page = any((entry.graph, entry.article) == own for entry in await self.service.entries())
        return f"page/article/{path}.html" if has_page else f"graph/{path}.ttl"

    async def _graph(self, path: str, form: Format) -> Reply:
        name = f"{self.base}graph/{path}"
        try:
            return await self.service.read_graph(name, form)
        except NotFound:
            entry = next((e for e in await self.service.entries() if e.graph == name), None)
            if entry and entry.withdrawn:
                raise Withdrawn(f"the article {entry.article} was withdrawn") from None
            raise

    def lead(self, address: str) -> Response:
        """Return the response that leads on to one of our own addresses."""
        return RedirectResponse(self.prefix + address, 303, {"vary": "Accept"})


def split(raw: str) -> tuple[str, str | None]:
    """Return a path as our names spell it, and the ending that names a format, if it has one."""
    path = canonical_path(raw)
    stem, _, ending = path.rpartition(".")
    return (stem, ending) if stem and ending in _ENDINGS else (path, None)


def wanted(request: Request, ending: str | None, word: str | None) -> Format:
    """Return the format a request takes: its ending beats ?format=, which beats Accept; raises UnknownFormat."""
    if ending is not None:
        return _ENDINGS[ending]
    return chosen(word, request.headers.get("accept"), OFFERED)[0]


def _media_type(request: Request, form: Format, word: str | None) -> str:
    return form.media_type if word is not None else named_type(request.headers.get("accept"), form)
