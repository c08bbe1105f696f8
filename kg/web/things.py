"""Resource IRIs that answer: /id/… leads to /data/… for programs and to /page/… for people."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from kg.errors import NotFound, Withdrawn
from kg.sparql import GRAPHS, TURTLE, Format
from kg.store import Entry
from kg.web.caching import known, unchanged, version_of
from kg.web.exchange import Streamed
from kg.web.iris import prefix_of
from kg.web.links import Around, links
from kg.web.negotiate import HTML
from kg.web.routing import add_reading
from kg.web.wanted import OF_GRAPHS, OF_THINGS, Page, Profile, Wanted, Word, context_link, wanted
from kg.workers import Reply, Service

Told = TypeVar("Told")
_READ_AT: Final = {"authority": "actors", "examples": "ontology/examples"}
"""Where people read the graphs that are no article's."""


@dataclass(frozen=True, slots=True)
class Things:
    """The resources under one base; `licence` is the address of the one they are given under, if any."""

    service: Service
    base: str
    licence: str = ""

    @property
    def prefix(self) -> str:
        """Return the path that the base itself has; addresses on our pages begin with it."""
        return prefix_of(self.base)

    async def describe(self, path: str, form: Format, page: int = 1) -> tuple[str, Reply]:
        """Return the IRI that `id/` and *path* make, and what is said of it; raises NotFound, Withdrawn."""
        return await self._found(path, lambda iri: self.service.describe(iri, form, page))

    async def check(self, path: str) -> str:
        """Return the IRI of *path* if something is said of it; raises NotFound, Withdrawn."""
        iri, _ = await self._found(path, self.service.known)
        return iri

    async def _found(self, path: str, ask: Callable[[str], Awaitable[Told]]) -> tuple[str, Told]:
        """Return the IRI of *path* and what *ask* tells of it.

        An article with an IRI of its own elsewhere is found under the one that would have been minted for it.
        """
        iri = f"{self.base}id/{path}"
        try:
            return iri, await ask(iri)
        except NotFound:
            key = path.removeprefix("article/")
            entry = next((e for e in await self.service.entries() if path != key == e.key), None)
            if entry is None or entry.article == iri:
                raise
            if entry.withdrawn:
                raise Withdrawn(f"the article <{entry.article}> was withdrawn") from None
            return entry.article, await ask(entry.article)

    def routes(self) -> APIRouter:
        """Return the routes below /id, /data and /graph."""
        router = APIRouter(tags=["linked data"])
        add_reading(router, "/id/{path:path}", self.identify, status_code=303, response_class=RedirectResponse)
        add_reading(router, "/data/{path:path}", self.data, response_class=Response)
        add_reading(router, "/graph/{path:path}", self.graph, response_class=Response)
        return router

    async def identify(
        self, request: Request, format: Word = None, profile: Profile = None, page: Page = 1
    ) -> Response:
        """Lead from a thing's name to what is known of it, in the form asked for."""
        asked = wanted(request, "/id/", format, profile, OF_THINGS)
        iri = await self.check(asked.path)
        leading = self._lead(request, asked, page)
        around = self.around(f"data/{asked.path}", None, "")
        described = f"{self.prefix}data/{asked.path}.{TURTLE.extension}"
        leading.headers["link"] = links(replace(around, canonical=iri, describedby=described))
        return leading

    async def data(self, request: Request, format: Word = None, profile: Profile = None, page: Page = 1) -> Response:
        """Return what is known of a thing as RDF."""
        asked = wanted(request, "/data/", format, profile, OF_THINGS)
        if asked.form is HTML:
            return self._lead(request, asked, page)
        home = f"{self.prefix}data/"
        version, parts = await version_of(self.service), ("data", asked.path, asked.media_type, str(page))
        if held := unchanged(request, version, *parts, also=asked.headers(home, page)):
            return held
        iri, reply = await self.describe(asked.path, asked.form, page)
        others = list(context_link(asked.media_type, self.prefix))
        if page > 1:
            others.append(f'<{asked.address(home, page - 1)}>; rel="prev"')
        if reply.more:
            others.append(f'<{asked.address(home, page + 1)}>; rel="next"')
        around = self.around(f"data/{asked.path}", iri, asked.address("data/", page))
        link = links(replace(around, others=tuple(others)))
        headers = {**asked.headers(home, page), "link": link, **known(reply, version, *parts)}
        return Streamed(reply, asked.media_type, headers)

    async def graph(self, request: Request, format: Word = None, profile: Profile = None) -> Response:
        """Return a named graph: an article's, or the authority's."""
        asked = wanted(request, "/graph/", format, profile, OF_GRAPHS)
        if asked.form is HTML:
            return self.leading(await self._page_of_graph(asked.path))
        home = f"{self.prefix}graph/"
        version = await version_of(self.service, f"{self.base}graph/{asked.path}", whole=False)
        parts = ("graph", asked.path, asked.media_type)
        if held := unchanged(request, version, *parts, also=asked.headers(home)):
            return held
        reply = await self._graph(asked.path, asked.form)
        around = self.around(f"graph/{asked.path}", None, asked.address("graph/"))
        link = links(replace(around, others=tuple(context_link(asked.media_type, self.prefix))))
        return Streamed(reply, asked.media_type, {**asked.headers(home), "link": link, **known(reply, version, *parts)})

    def around(self, path: str, iri: str | None, here: str) -> Around:
        """Return what stands around *here*, an address of what is known under *path*, which describes *iri* if any."""
        forms = {form.media_type: f"{self.prefix}{path}.{form.extension}" for form in GRAPHS}
        if iri is not None:
            forms[HTML.media_type] = f"{self.prefix}page/{path.removeprefix('data/')}.html"
        alternates = {kind: address for kind, address in forms.items() if address != self.prefix + here}
        described = f"{self.prefix}.well-known/void"
        return Around(f"{self.base}{here}", iri, described, self.licence, alternates)

    async def _page_of_graph(self, path: str) -> str:
        """Return where a graph is read by people: its article's page, or where all that it tells of is listed."""
        entry = await self._entry(f"{self.base}graph/{path}")
        return f"page/article/{path}.html" if entry else _READ_AT.get(path, f"graph/{path}.ttl")

    async def _graph(self, path: str, form: Format) -> Reply:
        name = f"{self.base}graph/{path}"
        try:
            return await self.service.read_graph(name, form)
        except NotFound:
            await self._entry(name)
            raise

    async def _entry(self, graph: str) -> Entry | None:
        """Return the article that *graph* is of, if there is one; raises Withdrawn."""
        entry = next((entry for entry in await self.service.entries() if entry.graph == graph), None)
        if entry and entry.withdrawn:
            raise Withdrawn(f"the article <{entry.article}> was withdrawn")
        return entry

    def _lead(self, request: Request, asked: Wanted, page: int) -> Response:
        address = asked.address("page/" if asked.form is HTML else "data/", page)
        language = request.query_params.get("lang")
        if asked.form is HTML and language in ("ar", "en"):
            address += ("&" if "?" in address else "?") + urlencode({"lang": language})
        return self.leading(address)

    def leading(self, address: str) -> Response:
        """Return the response that leads on to one of our own addresses."""
        return RedirectResponse(self.prefix + address, 303, {"vary": "Accept"})
