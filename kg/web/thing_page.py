"""The page of a thing: what is said of it, the sentences that prove it, where they come from, and the query behind."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg.sparql import GRAPHS, N_TRIPLES, TURTLE
from kg.web.caching import Version, known, unchanged, version_of
from kg.web.exchange import attended, text_of
from kg.web.faces import ALL, FACES, Face, Faces
from kg.web.full_texts import FOR_ONE, FullTexts
from kg.web.inquiry import Inquiry, drawn
from kg.web.iris import raw_path
from kg.web.links import links
from kg.web.negotiate import HTML
from kg.web.pages import ON_LANGUAGE, address_of_query, language_of, look_of, page
from kg.web.proof import proof_of
from kg.web.routing import add_reading
from kg.web.terms import statements
from kg.web.things import Things
from kg.web.views import Viewer, labels_of
from kg.web.vocabulary import labels
from kg.web.wanted import Page, split

_MOST: Final = 4 << 20
_WORDS: Final = """PREFIX isnad: <https://w3id.org/isnad/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?property ?span ?words ?start ?end ?sentence WHERE {
  VALUES ?thing { <%s> }
  %s
} ORDER BY ?start ?property LIMIT 200"""
_FOUND: Final = """{ ?thing ?property ?span . ?span oa:hasSelector/oa:exact ?words .
    OPTIONAL { ?span oa:hasSelector/oa:start ?start } OPTIONAL { ?span oa:hasSelector/oa:end ?end }
    OPTIONAL { ?span isnad:sentence/oa:hasSelector/oa:exact ?sentence } }"""


@dataclass(frozen=True, slots=True)
class ThingPages:
    """Pages below /page."""

    things: Things
    merged: bool
    texts: FullTexts = field(default_factory=FullTexts)
    faces: Faces = FACES

    def routes(self) -> APIRouter:
        """Return the route below /page."""
        router = APIRouter(tags=["pages"])
        add_reading(router, "/page/{path:path}", self.show, response_class=Response)
        return router

    async def show(self, request: Request, page: Page = 1) -> Response:
        """Return the page of a thing; what is long goes on in further ones."""
        return await attended(request.receive, self._show(request, page))

    async def _show(self, request: Request, number: int) -> Response:
        path, ending = split(raw_path(request.scope).removeprefix("/page/"))
        if ending not in (None, HTML.extension):
            return self.things.leading(f"data/{path}.{ending}")
        version, parts = await version_of(self.things.service), (path, str(number), *look_of(request))
        privileged = self.texts.privileged(request)
        if not privileged and (held := unchanged(request, version, *parts, also=ON_LANGUAGE)):
            return held
        if self.merged and request.query_params.get("view") != ALL:
            iri = await self.things.check(path)
            inquiry = Inquiry.of(request, self.things.service, self.things.base, self.things.prefix)
            inquiry.whole_texts = self.texts.readable(request)
            if face := await self.faces.of(iri, inquiry):
                shown = await self._face(request, face, inquiry, (path, iri))
                shown.headers.update(FOR_ONE if privileged else inquiry.validators(version, *parts))
                return shown
        return await self._whole(request, path, number, version)

    async def _face(self, request: Request, face: Face, inquiry: Inquiry, named: tuple[str, str]) -> Response:
        """Return the page of a thing, by path and IRI, as the face of its kind shows it."""
        path, iri = named
        told = await face.told(iri, inquiry, request.query_params)
        response = page(
            request,
            face.template,
            self.things.prefix,
            iri=iri,
            path=path,
            revision=self.things.service.revision,
            endings=[(form.extension, form.media_type) for form in GRAPHS],
            behind=drawn(inquiry.behind, self.things.prefix),
            **told,
        )
        response.headers["link"] = self._links(path, iri)
        return response

    def _links(self, path: str, iri: str) -> str:
        around = self.things.around(f"data/{path}", iri, f"page/{path}.html")
        return links(replace(around, describedby=f"{self.things.prefix}data/{path}.{TURTLE.extension}"))

    async def _whole(self, request: Request, path: str, number: int, version: Version) -> Response:
        """Return the page that every thing has: all that is said of it, and what points to it."""
        parts = (path, str(number), *look_of(request))
        iri, reply = await self.things.describe(path, N_TRIPLES, number)
        text, whole = await text_of(reply, _MOST)
        said = list(statements(text))
        proof = proof_of(said)
        said += proof.quoted()
        language, query = language_of(request), self.query(iri)
        viewer = Viewer(self.things.base, self.things.prefix, language, labels())
        response = page(
            request,
            "thing.html",
            self.things.prefix,
            thing=viewer.thing(iri, said),
            whole=whole,
            revision=reply.revision,
            evidence=proof.evidence(iri, viewer),
            origins=proof.origins(iri, viewer, labels_of(said)),
            endings=[(form.extension, form.media_type) for form in GRAPHS],
            path=path,
            number=number,
            previous=_address(language, number - 1) if number > 1 else None,
            following=_address(language, number + 1) if reply.more else None,
            query=query,
            run=address_of_query(self.things.prefix, query),
        )
        response.headers["link"] = self._links(path, iri)
        response.headers.update(known(reply, version, *parts))
        return response

    def query(self, iri: str) -> str:
        """Return the query for the words *iri* rests on; in a plain dataset articles are in named graphs."""
        found = _FOUND if self.merged else f"{_FOUND} UNION {{ GRAPH ?graph {_FOUND} }}"
        return _WORDS % (iri, found)


def _address(language: str, number: int) -> str:
    """Return the reference that leads from one page of a thing to another."""
    return "?" + urlencode({"page": number, "lang": language})
