"""What the dataset is at one revision, as its descriptions tell of it: counts, examples, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from starlette.requests import Request

from kg.sparql import JSON, Limits, Query
from kg.store import Edition, Entry, Statistics
from kg.web.exchange import Rows, rows_of
from kg.web.gatekeeper import client_of
from kg.workers import Accept, Service

_MOST_GRAPHS: Final = 100
_MOST_ARTICLES: Final = 3
_MOST: Final = 1 << 20
_LIMITS: Final = Limits(seconds=5.0)
_SPAN: Final = """PREFIX schema: <https://schema.org/>
SELECT (MIN(?date) AS ?first) (MAX(?date) AS ?last) WHERE {
  { ?article schema:datePublished ?date } UNION { GRAPH ?graph { ?article schema:datePublished ?date } } }"""
# The first of each kind in one article: few enough to be read, and the same at each asking.
_EXAMPLES: Final = """PREFIX isnad: <https://w3id.org/isnad/ontology#>
SELECT (MIN(STR(?thing)) AS ?first) WHERE {
  GRAPH <%s> { ?thing a ?kind }
  VALUES ?kind { isnad:Statement isnad:Meeting isnad:Agreement } FILTER isIRI(?thing)
} GROUP BY ?kind ORDER BY ?first"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The dataset at one revision.

    `graphs` are the named graphs that are no article's with their triples; `first` and `last` are the earliest and the
    latest date an article gives, None when none gives any.
    """

    edition: Edition
    statistics: Statistics
    articles: tuple[Entry, ...]
    graphs: tuple[tuple[str, int], ...] = ()
    examples: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None

    @property
    def revision(self) -> int:
        """Return the store's revision."""
        return self.edition.revision

    @property
    def changed(self) -> datetime | None:
        """Return when the store changed last."""
        return self.edition.changed


@dataclass(slots=True)
class Album:
    """The snapshots of one service: the newest is kept, so that asking twice costs once."""

    service: Service
    base: str
    _newest: Snapshot | None = field(default=None)

    async def newest(self, request: Request) -> Snapshot:
        """Return the dataset at the revision that the next query will see."""
        if self._newest is None or self._newest.edition != self.service.edition:
            self._newest = await self._taken(client_of(request.scope))
        return self._newest

    async def _taken(self, client: str) -> Snapshot:
        edition = self.service.edition
        articles = tuple(entry for entry in await self.service.entries() if not entry.withdrawn)
        graphs, _ = await self.service.sizes(_MOST_GRAPHS)
        span = next(iter(await self._rows(_SPAN, client)), {})
        return Snapshot(
            edition,
            await self.service.statistics(),
            articles,
            tuple(graphs),
            await self._examples(articles, client),
            span.get("first", {}).get("value"),
            span.get("last", {}).get("value"),
        )

    async def _examples(self, articles: tuple[Entry, ...], client: str) -> tuple[str, ...]:
        home = f"{self.base}id/"
        own = [entry for entry in articles if entry.article.startswith(home)][:_MOST_ARTICLES]
        if not own:
            return ()
        found = [row["first"]["value"] for row in await self._rows(_EXAMPLES % own[0].graph, client) if "first" in row]
        return (*(entry.article for entry in own), *(iri for iri in found if iri.startswith(home)))

    async def _rows(self, query: str, client: str) -> Rows:
        reply = await self.service.query(Query(query), Accept((JSON,), ()), _LIMITS, client)
        return await rows_of(reply, _MOST) or []
