"""The first page, and the reference of the interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg.sparql import N_TRIPLES, Limits, Query
from kg.store import Entry
from kg.triples import ISNAD
from kg.web.dataset import Catalogue
from kg.web.exchange import text_of
from kg.web.gatekeeper import client_of
from kg.web.links import Around, links
from kg.web.pages import address_of_query, language_of, page
from kg.web.problems import KINDS
from kg.web.routing import add_reading
from kg.web.settings import WebSettings
from kg.web.snapshot import Album
from kg.web.statement import dataset_block
from kg.web.terms import Term, statements
from kg.web.views import Viewer, labels_of
from kg.web.vocabulary import examples, labels
from kg.workers import Accept

_NEWEST: Final = 10
_MOST: Final = 1 << 20
_TITLES: Final = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT { ?article rdfs:label ?title } WHERE {
  VALUES ?article { %s } { ?article rdfs:label ?title } UNION { GRAPH ?graph { ?article rdfs:label ?title } } }"""
_WAYS: Final = (
    ("llms.txt", "way-llms"),
    ("sparql", "way-sparql"),
    ("search?q=Iran&format=json", "way-search"),
    ("reconcile", "way-reconcile"),
    ("mcp", "way-mcp"),
    ("export?format=turtle", "way-export"),
    ("dumps/", "way-dumps"),
    ("changes.ttl", "way-changes"),
    (".well-known/void?format=html", "way-void"),
    ("ontology", "way-ontology"),
    ("shapes", "way-shapes"),
    ("docs", "way-docs"),
)
"""Where programs begin, with what is said of it, in the order they are shown."""
_METHODS: Final = ("get", "head", "query", "put", "post", "delete")


@dataclass(frozen=True, slots=True)
class Home:
    """Pages that belong to no thing; `openapi` describes the interface, `answers` says whether an address does."""

    album: Album
    settings: WebSettings
    prefix: str
    openapi: Callable[[], dict[str, Any]]
    answers: Callable[[str], bool]

    def routes(self) -> APIRouter:
        """Return the routes / and /docs."""
        router = APIRouter(include_in_schema=False)
        for address, endpoint in (("/", self.home), ("/docs", self.docs)):
            add_reading(router, address, endpoint, response_class=Response)
        return router

    async def home(self, request: Request) -> Response:
        """Return the first page."""
        stats, taken = await self.album.service.stats(), await self.album.newest(request)
        counts = {name: value for name, value in stats.items() if isinstance(value, int)}
        facts = stats.get("facts")
        viewer = Viewer(self.settings.base, self.prefix, language_of(request), labels())
        shown = facts.items() if isinstance(facts, dict) else ()
        asked = [(example, address_of_query(self.prefix, example.query)) for example in examples()]
        response = page(
            request,
            "home.html",
            self.prefix,
            dataset=dataset_block(Catalogue(self.settings), taken),
            counts=counts,
            facts=[(viewer.value(Term("iri", ISNAD + name), {}), count) for name, count in shown],
            newest=await self._newest(request, viewer, taken.articles),
            examples=asked,
            ways=[(path, key) for path, key in _WAYS if self.answers(f"/{path.partition('?')[0]}")],
        )
        response.headers["link"] = links(Around(describedby=f"{self.prefix}.well-known/void"))
        return response

    async def _newest(self, request: Request, viewer: Viewer, published: Iterable[Entry]) -> list[tuple[Entry, Term]]:
        newest = sorted(published, key=lambda entry: (entry.revision, entry.key), reverse=True)[:_NEWEST]
        if not newest:
            return []
        query = Query(_TITLES % " ".join(f"<{entry.article}>" for entry in newest))
        service, limits = self.album.service, Limits(seconds=5.0)
        reply = await service.query(query, Accept((), (N_TRIPLES,)), limits, client_of(request.scope))
        text, _ = await text_of(reply, _MOST)
        titles = labels_of(statements(text))
        return [(entry, viewer.name(entry.article, titles)) for entry in newest]

    async def docs(self, request: Request) -> Response:
        """Return the reference: every address with what it takes and gives, and every problem."""
        described = self.openapi()
        operations = [
            (method.upper(), path, operation)
            for path, methods in sorted(described["paths"].items())
            for method, operation in sorted(methods.items())
            if method in _METHODS
        ]
        problems = sorted((status, slug, title) for status, slug, title in KINDS.values())
        schemas = sorted(described.get("components", {}).get("schemas", {}).items())
        return page(request, "docs.html", self.prefix, operations=operations, problems=problems, schemas=schemas)
