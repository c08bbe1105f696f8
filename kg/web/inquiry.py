"""What one page asks of the graph: SPARQL, answered in killable workers, kept for "the SPARQL behind this page"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Final

from starlette.requests import Request

from kg.errors import Overrun
from kg.questions import MOST_FACTS, Proof, Row, ask_names, ask_proofs, read_proofs, read_rows
from kg.sparql import JSON, Limits, Query
from kg.web.caching import Version
from kg.web.exchange import bytes_of
from kg.web.gatekeeper import client_of
from kg.web.pages import address_of_query, language_of
from kg.web.quoting import Quoted, quoted
from kg.web.terms import Term
from kg.web.views import Labels, Value, Viewer, labels_of
from kg.web.vocabulary import labels
from kg.workers import Accept, Service

_MOST: Final = 8 << 20
_LIMITS: Final = Limits(seconds=5.0)
_NAMES_AT_ONCE: Final = 500
_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"


@dataclass(frozen=True, slots=True)
class Behind:
    """A query that a page rests on: `said` is the key of the words that tell what it is for."""

    said: str
    query: str


@dataclass(slots=True)
class Inquiry:
    """The questions of one page, asked in the name of one client.

    `behind` are those that a reader may want to ask again, in the order they were asked; `revisions` those of the store
    that the answers rest on. `whole_texts` tells that the client may read the texts of articles to their end.
    """

    service: Service
    viewer: Viewer
    client: str
    whole_texts: bool = False
    behind: list[Behind] = field(default_factory=list)
    revisions: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, request: Request, service: Service, base: str, prefix: str) -> Inquiry:
        """Return an inquiry for the page that *request* asks for, in its language."""
        viewer = Viewer(base, prefix, language_of(request), labels())
        return cls(service, viewer, client_of(request.scope))

    async def rows(self, query: str, said: str | None = None) -> list[Row]:
        """Return the rows of a SELECT; the page shows the query where *said* names what it is for.

        Raises Overrun where they take more than a page can show, and what the service raises.
        """
        if said is not None:
            self.behind.append(Behind(said, query))
        reply = await self.service.query(Query(query), Accept((JSON,), ()), _LIMITS, self.client)
        body, whole = await bytes_of(reply, _MOST)
        if not whole:
            raise Overrun("the answer is larger than a page shows", limit="result", hint="ask for less at /sparql")
        self.revisions.add(reply.revision)
        return list(read_rows([body]))

    async def names(self, iris: Iterable[str]) -> Labels:
        """Return what things are called, by language: the authority's words first, then the articles'."""
        said = []
        wanted = sorted({iri for iri in iris if iri not in self.viewer.terms})
        for some in by(_NAMES_AT_ONCE, wanted):
            for row in await self.rows(ask_names(some)):
                label = Term("literal", row["label"], row.get("language") or None)
                said.append((Term("iri", row["thing"]), _LABEL, label))
        return labels_of(said)

    async def values(self, iris: Collection[str]) -> dict[str, Value]:
        """Return each of *iris* with its words and the address of its page."""
        known = await self.names(iris)
        return {iri: self.viewer.value(Term("iri", iri), known) for iri in iris}

    async def proofs(self, facts: Iterable[str]) -> Mapping[str, tuple[Quoted, ...]]:
        """Return the sentences that prove each of *facts*, the words marked; what has none is left out."""
        found: list[Proof] = []
        for some in by(MOST_FACTS, dict.fromkeys(facts)):
            found += read_proofs(await self.rows(ask_proofs(some)))
        by_fact = groupby(sorted(found, key=lambda proof: (proof.fact, proof.span)), key=lambda proof: proof.fact)
        return {fact: tuple(quoted(proof, self.viewer) for proof in proofs) for fact, proofs in by_fact}

    def validators(self, version: Version, *parts: str) -> dict[str, str]:
        """Return the validators of a page whose questions were all answered on one revision; else none."""
        return version.headers(next(iter(self.revisions)) if len(self.revisions) == 1 else -1, *parts)


def drawn(behind: Iterable[Behind], prefix: str) -> list[tuple[str, str, str]]:
    """Return queries as templates show them: what each is for, its text, and the address that asks it."""
    return [(one.said, one.query, address_of_query(prefix, one.query)) for one in behind]


def by(size: int, all_of_them: Iterable[str]) -> Iterator[list[str]]:
    """Yield lists of at most *size*; what `itertools.batched` is from Python 3.12 on."""
    left = iter(all_of_them)
    while some := list(islice(left, size)):
        yield some
