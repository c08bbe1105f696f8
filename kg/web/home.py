"""The first page, and the reference of the interface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg import __version__
from kg.web.asset_files import licences
from kg.web.dataset import Catalogue
from kg.web.inquiry import drawn
from kg.web.links import Around, links
from kg.web.overview import Overviews
from kg.web.pages import address_of_query, language_of, page
from kg.web.problems import KINDS
from kg.web.routing import add_reading
from kg.web.settings import WebSettings
from kg.web.snapshot import Album
from kg.web.statement import dataset_block
from kg.web.terms import Term
from kg.web.views import Viewer
from kg.web.vocabulary import examples, labels

_COUNTED: Final = (
    ("articles", "article"),
    ("Statement", "statement"),
    ("Meeting", "meeting"),
    ("actors", "actor"),
    ("forums", "forum"),
    ("Agreement", "agreement"),
)
"""What the first page counts, with the kind whose colour and sign it has."""
_LISTS: Final = {"Statement": "statements", "Meeting": "meetings", "Agreement": "agreements"}
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
    overviews: Overviews

    def routes(self) -> APIRouter:
        """Return the routes /, /docs and /about."""
        router = APIRouter(include_in_schema=False)
        for address, endpoint in (("/", self.home), ("/docs", self.docs), ("/about", self.about)):
            add_reading(router, address, endpoint, response_class=Response)
        return router

    async def home(self, request: Request) -> Response:
        """Return the first page."""
        taken = await self.album.newest(request)
        overview = await self.overviews.newest(request, taken)
        viewer = Viewer(self.settings.base, self.prefix, language_of(request), labels())
        response = page(
            request,
            "home.html",
            self.prefix,
            dataset=dataset_block(Catalogue(self.settings), taken),
            taken=taken,
            counts=[
                (name, kind, overview.counts.get(name, 0), self.prefix + _LISTS.get(name, name))
                for name, kind in _COUNTED
            ],
            publishers=overview.counts.get("publishers", 0),
            newest=[(key, head.title(viewer), head) for key, head in overview.newest],
            busiest=[(viewer.value(Term("iri", one.actor), overview.names), one) for one in overview.busiest],
            examples=[(example, address_of_query(self.prefix, example.query)) for example in examples()],
            ways=[(path, key) for path, key in _WAYS if self.answers(f"/{path.partition('?')[0]}")],
            behind=drawn(overview.behind, self.prefix),
        )
        response.headers["link"] = links(Around(describedby=f"{self.prefix}.well-known/void"))
        return response

    async def about(self, request: Request) -> Response:
        """Return the page that tells what this is, who runs it, and how far it may be trusted."""
        taken = await self.album.newest(request)
        readers = sorted({entry.reader for entry in taken.articles})
        return page(
            request,
            "about.html",
            self.prefix,
            settings=self.settings,
            taken=taken,
            version=__version__,
            readers=readers,
            others=licences(),
        )

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
