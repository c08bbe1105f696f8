"""A query evaluated in this process, its answer streamed by the engine's own writers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Literal

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from kg.errors import Denied, UnknownFormat
from kg.sparql.complaints import KNOWN_PREFIXES, told
from kg.sparql.evaluation import scene_of
from kg.sparql.finding import Finder
from kg.sparql.formats import (
    CSV,
    GRAPHS,
    JSON,
    JSON_LD,
    N3,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    SOLUTIONS,
    TRIG,
    TSV,
    TURTLE,
    XML,
    Format,
)
from kg.sparql.model import Query
from kg.sparql.stack import on_deep_stack
from kg.sparql.tokens import keywords

RESULTS = {
    JSON: QueryResultsFormat.JSON,
    XML: QueryResultsFormat.XML,
    CSV: QueryResultsFormat.CSV,
    TSV: QueryResultsFormat.TSV,
}
RDF = {
    TURTLE: RdfFormat.TURTLE,
    N_TRIPLES: RdfFormat.N_TRIPLES,
    RDF_XML: RdfFormat.RDF_XML,
    JSON_LD: RdfFormat.JSON_LD,
    TRIG: RdfFormat.TRIG,
    N_QUADS: RdfFormat.N_QUADS,
    N3: RdfFormat.N3,
}


@dataclass(frozen=True, slots=True)
class Solutions:
    """Rows of a SELECT."""

    found: QuerySolutions
    text: str
    kind: Literal["solutions"] = "solutions"

    def write(self, form: Format, sink: BinaryIO) -> None:
        """Stream the rows into *sink*."""
        if form not in RESULTS:
            raise _unwritten(form, SOLUTIONS)
        with told(self.text):
            self.found.serialize(sink, RESULTS[form])


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer of an ASK."""

    found: QueryBoolean
    kind: Literal["truth"] = "truth"

    def write(self, form: Format, sink: BinaryIO) -> None:
        """Write yes or no into *sink*; CSV and TSV, which the recommendation leaves out, say true or false."""
        if form not in RESULTS:
            raise _unwritten(form, SOLUTIONS)
        self.found.serialize(sink, RESULTS[form])

    def __bool__(self) -> bool:
        return bool(self.found)


@dataclass(frozen=True, slots=True)
class Triples:
    """The graph of a CONSTRUCT or DESCRIBE."""

    found: QueryTriples
    text: str
    kind: Literal["graph"] = "graph"

    def write(self, form: Format, sink: BinaryIO) -> None:
        """Stream the triples into *sink*."""
        if form not in RDF:
            raise _unwritten(form, GRAPHS)
        with told(self.text):
            serialize(self.found, sink, RDF[form], prefixes=KNOWN_PREFIXES if form in (TURTLE, TRIG) else None)


Answered = Solutions | Truth | Triples


def answer(store: Store, query: Query, *, base: str | None = None, find: Finder | None = None) -> Answered:
    """Return the answer of *query* over *store*, which is evaluated while it is written; raises MalformedQuery.

    *find* asks the text index of the store.
    """
    refuse_outside(query.text)
    with told(query.text, OSError, ValueError):
        found = scene_of(store, query, base, find).ask(query.text)
    if isinstance(found, QuerySolutions):
        return Solutions(found, query.text)
    return Truth(found) if isinstance(found, QueryBoolean) else Triples(found, query.text)


@dataclass(frozen=True, slots=True)
class Deferred:
    """An answer that is evaluated when it is written, on a deep stack.

    What the engine returns belongs to the thread that asked, so that asking and writing are done in one.
    """

    store: Store
    query: Query
    kind: Literal["solutions", "truth", "graph"]
    find: Finder | None = None

    def write(self, form: Format, sink: BinaryIO) -> None:
        """Evaluate the query and stream its answer into *sink*."""
        on_deep_stack(lambda: answer(self.store, self.query, find=self.find).write(form, sink))


def defer(store: Store, query: Query, find: Finder | None = None) -> Deferred:
    """Return the answer of *query*, not yet evaluated; raises MalformedQuery."""
    # Over an empty store a query is parsed and planned, and there is next to nothing to evaluate.
    return Deferred(store, query, on_deep_stack(lambda: answer(Store(), query).kind), find)


def refuse_outside(text: str) -> None:
    """Raise Denied for a request that would fetch from elsewhere; the engine itself has no switch for it."""
    outside = keywords(text) & {"SERVICE", "LOAD"}
    if outside:
        word = min(outside)
        raise Denied(
            f"{word} would fetch from another server, which is not allowed here",
            known=True,
            hint="ask the other server yourself, or have the operator allow its address",
        )


def _unwritten(form: Format, among: tuple[Format, ...]) -> UnknownFormat:
    return UnknownFormat(f"this answer cannot be written as {form.name}", tuple(f.media_type for f in among))
