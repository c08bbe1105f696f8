"""The page of a thing: what is said of it, the sentences that prove it, and the query that gathers them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg.sparql import GRAPHS, JSON, N_TRIPLES, Limits, Query
from kg.web.exchange import attended, text_of
from kg.web.gatekeeper import client_of
from kg.web.iris import raw_path
from kg.web.pages import language_of, page
from kg.web.routing import add_reading
from kg.web.terms import STRING, Term, statements
from kg.web.things import Things, split
from kg.web.views import EXACT, Viewer
from kg.web.vocabulary import labels
from kg.workers import Accept

_MOST: Final = 4 << 20
_EVIDENCE: Final = "https://w3id.org/isnad/ontology#evidence"
_WORDS: Final = """PREFIX isnad: <https://w3id.org/isnad/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?property ?span ?words ?start ?end ?sentence WHERE {
  VALUES ?thing { <%s> }
  %s
} ORDER BY ?start ?property LIMIT 200"""
_FOUND: Final = """{ ?thing ?property ?span . ?span oa:hasSelector/oa:exact ?words .
    OPTIONAL { ?span oa:hasSelector/oa:start ?start } OPTIONAL { ?span oa:hasSelector/oa:end ?end }
    OPTIONAL { ?span isnad:sentence/oa:hasSelector/oa:exact ?sentence } }"""
Found = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that prove a fact, in their sentence: `before`, `words`, `after`."""

    words: Term
    before: str
    after: str
    place: str
    href: str | None


@dataclass(frozen=True, slots=True)
class ThingPages:
    """Pages below /page."""

    things: Things
    merged: bool

    def routes(self) -> APIRouter:
        """Return the route below /page."""
        router = APIRouter(tags=["pages"])
        add_reading(router, "/page/{path:path}", self.show, response_class=Response)
        return router

    async def show(self, request: Request) -> Response:
        """Return the page of a thing."""
        return await attended(request.receive, self._show(request))

    async def _show(self, request: Request) -> Response:
        path, _ = split(raw_path(request.scope).removeprefix("/page/"))
        iri, reply = await self.things.describe(path, N_TRIPLES)
        said, whole = await text_of(reply, _MOST)
        query = self.query(iri)
        found = await self._words(request, query)
        quoted = [(Term("iri", row["span"]["value"]), EXACT, _quoted(row)) for row in found]
        viewer = Viewer(self.things.base, self.things.prefix, language_of(request), labels())
        return page(
            request,
            "thing.html",
            self.things.prefix,
            thing=viewer.thing(iri, [*statements(said), *quoted]),
            whole=whole,
            evidence=[_evidence(row, viewer) for row in found if row["property"]["value"] == _EVIDENCE],
            endings=[(form.extension, form.media_type) for form in GRAPHS],
            path=path,
            query=query,
            run=f"{self.things.prefix}sparql?{urlencode({'query': query})}",
        )

    def query(self, iri: str) -> str:
        """Return the query for the words *iri* rests on; in a plain dataset articles are in named graphs."""
        found = _FOUND if self.merged else f"{_FOUND} UNION {{ GRAPH ?graph {_FOUND} }}"
        return _WORDS % (iri, found)

    async def _words(self, request: Request, query: str) -> list[Found]:
        limits = Limits(seconds=5.0)
        reply = await self.things.service.query(Query(query), Accept((JSON,), ()), limits, client_of(request.scope))
        text, whole = await text_of(reply, _MOST)
        found: list[Found] = json.loads(text)["results"]["bindings"] if whole else []
        return found


def _quoted(row: Found) -> Term:
    language = row["words"].get("xml:lang") or row.get("sentence", {}).get("xml:lang")
    return Term("literal", row["words"]["value"], language, None if language else STRING)


def _evidence(row: Found, viewer: Viewer) -> Evidence:
    words, sentence = _quoted(row), row.get("sentence", {}).get("value", "")
    before, found, after = sentence.partition(words.value)
    start, end = (row.get(name, {}).get("value", "") for name in ("start", "end"))
    return Evidence(
        words,
        before if found else "",
        after if found else "",
        f"{start}\u2013{end}" if start and end else "",
        viewer.href(row["span"]["value"]),
    )
