"""Whom the authority knows by words like these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request

from kg.questions import read_rows
from kg.search import Sought
from kg.sparql import JSON, Limits, Query
from kg.triples import ISNAD
from kg.web.editing.draft import Candidate
from kg.web.exchange import bytes_of
from kg.web.gatekeeper import client_of
from kg.workers import Accept, Service

_MOST: Final = 12
_BYTES: Final = 1 << 20
_MATCHES: Final = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?who ?match WHERE { VALUES ?who { %s } GRAPH <%s> { ?who skos:exactMatch ?match } }"""


@dataclass(frozen=True, slots=True)
class Known:
    """Looks in what is published; *base* is what the addresses of resources begin with."""

    service: Service
    base: str

    async def find(self, request: Request, words: str) -> list[Candidate]:
        """Return those of the authority whose names are like *words*, the likest first."""
        if not words.strip():
            return []
        client, home = client_of(request.scope), f"{self.base}id/actor/"
        sought = Sought(words.strip(), (f"{ISNAD}Actor",), (), limit=4 * _MOST)
        said: dict[str, Any] = await self.service.search(sought, client)
        found = {one["iri"]: one["labels"] for one in said["results"] if one["iri"].startswith(home)}
        iris = list(found)[:_MOST]
        matches = await self._matches(iris, client) if iris else {}
        return [_candidate(iri.removeprefix(home), found[iri], matches.get(iri, "")) for iri in iris]

    async def _matches(self, iris: list[str], client: str) -> dict[str, str]:
        query = _MATCHES % (" ".join(f"<{iri}>" for iri in iris), f"{self.base}graph/authority")
        reply = await self.service.query(Query(query), Accept((JSON,), ()), Limits(seconds=5.0), client)
        body, _ = await bytes_of(reply, _BYTES)
        return {row["who"]: row["match"] for row in read_rows([body])}


def _candidate(key: str, labels: Mapping[str, str], match: str) -> Candidate:
    names = {language: label for language, label in labels.items() if language in ("ar", "en")}
    return Candidate(key, names or labels, match.rpartition("/")[2] or None)
