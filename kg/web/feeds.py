"""The feed of changes at /changes: an event stream in every format of RDF, and Atom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from kg.errors import NotFound
from kg.feeds import Places, archive, newest, page_quads, root_quads
from kg.sparql import GRAPHS, Format
from kg.store import Course, Edition
from kg.web.caching import NEVER, REVALIDATE, Version
from kg.web.negotiate import HTML, called, chosen
from kg.web.rendering import graph_response
from kg.web.routing import add_reading
from kg.workers import Service

ATOM: Final = Format("atom", "application/atom+xml", "atom", "graph")
OFFERED: Final = (*GRAPHS, ATOM, HTML)
_ENDINGS: Final = {form.extension: form for form in (*GRAPHS, ATOM)}
_NAME: Final = re.compile(r"([1-9]\d{0,14})(?:\.([a-z0-9]+))?\Z", re.ASCII)
_LATEST: Final = {"cache-control": f"public, {REVALIDATE}"}
# A day: what is restored from a backup may come to have other pages of the same number.
_FOR_EVER: Final = {"cache-control": "public, max-age=86400, immutable"}
Since = Annotated[
    str | None,
    Query(max_length=100, description="Lead to the page with the first change after this revision, or point."),
]
Word = Annotated[
    str | None, Query(alias="format", description="turtle, jsonld, ntriples, trig, nquads, rdfxml, n3, atom.")
]


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feed of one service."""

    service: Service
    base: str
    prefix: str

    @property
    def places(self) -> Places:
        """Return where the documents of the feed are."""
        return Places(self.base)

    def routes(self) -> APIRouter:
        """Return the routes at and below /changes."""
        router = APIRouter(tags=["data"])
        add_reading(router, "/changes", self.root, response_class=Response)
        add_reading(router, "/changes.{ending}", self.root_as, response_class=Response)
        add_reading(router, "/changes/{name}", self.page, response_class=Response)
        return router

    async def root(self, request: Request, since: Since = None, format: Word = None) -> Response:
        """Return the root of the event stream, which leads to all pages; or Atom, with the newest changes.

        410 when *since* is a revision that this store's history does not lead on from: then a copy begins anew.
        """
        return await self._root(request, since, None, format)

    async def root_as(self, request: Request, ending: str, since: Since = None) -> Response:
        """Return the root in the format of its ending: changes.atom, changes.ttl and so on."""
        if ending not in _ENDINGS:
            raise NotFound(f"there is no /changes.{ending[:40]}", hint="the endings are " + ", ".join(_ENDINGS))
        return await self._root(request, since, ending, None)

    async def _root(self, request: Request, since: str | None, ending: str | None, word: str | None) -> Response:
        accept = request.headers.get("accept")
        form = _ENDINGS[ending] if ending else chosen(word, accept, OFFERED)[0]
        vary = {"vary": "Accept"}
        if form is HTML:
            return RedirectResponse(f"{self.prefix}dumps/", 303, vary)
        if since is not None:
            number = await self.service.page_after(since)
            asked = f".{ending}" if ending else f"?format={form.name}" if word else ""
            address = f"{self.prefix}changes/{number}{asked}"
            return RedirectResponse(address, 303, {"cache-control": NEVER} | vary)
        course = await self.service.course()
        tag = {"etag": _tag(course.point, form)}
        if form is ATOM:
            response = await self._newest(course)
        else:
            quads = root_quads(course, self.places)
            response = graph_response(quads, form, self.base, called(form, ending or word, accept))
        response.headers.update(tag | vary | _LATEST | {"link": self._links()})
        return response

    async def _newest(self, course: Course) -> Response:
        last = len(course.pages)
        pages = [await self.service.page(number) for number in range(max(1, last - 1), last + 1)]
        return Response(newest(course, pages, self.places), media_type=ATOM.media_type)

    async def page(self, request: Request, name: str, format: Word = None) -> Response:
        """Return one page of the stream: 1, or 1.atom, 1.ttl and so on; a full one never changes."""
        said = _NAME.match(name)
        if said is None or (said[2] is not None and said[2] not in _ENDINGS):
            raise NotFound(f"there is no page {name[:100]}", hint="pages have numbers, from /changes/1 on")
        word, accept = said[2] or format, request.headers.get("accept")
        form = _ENDINGS[said[2]] if said[2] else chosen(format, accept, OFFERED)[0]
        if form is HTML:
            return RedirectResponse(f"{self.prefix}dumps/", 303, {"vary": "Accept"})
        page = await self.service.page(int(said[1]))
        last = page.changes[-1].point if page.changes else "0"
        headers = {"etag": _tag(last, form, said[1]), "vary": "Accept", "link": self._links()}
        headers |= _FOR_EVER if page.full else _LATEST
        if form is ATOM:
            response = Response(archive(page, self.places), media_type=ATOM.media_type)
        else:
            quads = page_quads(page, self.places)
            response = graph_response(quads, form, self.base, called(form, word, accept))
        response.headers.update(headers)
        return response

    def _links(self) -> str:
        atom = f'<{self.prefix}changes.atom>; rel="alternate"; type="{ATOM.media_type}"'
        return f'{atom}, <{self.prefix}dumps/>; rel="describedby"'


def _tag(point: str, form: Format, page: str = "") -> str:
    """Return the entity tag of a document of the feed, whose last change is at *point*."""
    return Version(Edition(seal=point), 0).tag("changes", page, form.name)
