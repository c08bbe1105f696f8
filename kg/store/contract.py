"""What every store promises: a Reader and a Writer.

Two implementations from the start (in memory, embedded on disk) pass one contract test suite. A store keeps two kinds
of things: the RDF dataset that users query, and the ledger beside it (article texts, rejected reports, tombstones, the
revision counter), which is no part of the dataset and which no query or DROP ALL reaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Literal, Protocol

from kg.decisions import Decision
from kg.sparql import Format, Query, Update

Action = Literal["added", "replaced", "unchanged", "withdrawn", "updated"]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is kept beside an article's text: what was known of it, as JSON text (`kg.article.told_of`), and a tally.

    `facts` is how many facts were read, `lowest` the lowest confidence (0 to 1) of those that say one, else 1.
    """

    told: str = ""
    facts: int = 0
    lowest: float = 1.0


@dataclass(frozen=True, slots=True)
class Publication:
    """One article ready to be stored: its names, its private text, and its graph as N-Quads in UTF-8.

    `key` is the last part of the article's minted IRI, `article` and `graph` are IRIs, `reader` the version that read
    it. `findings` is what the shapes said of it, a list as JSON; None where nobody checked.
    """

    key: str
    article: str
    graph: str
    text: str
    text_hash: str
    reader: str
    quads: bytes
    beside: Beside = field(default=Beside())
    findings: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger knows of one article that is, or was, published."""

    key: str
    article: str
    graph: str
    text_hash: str
    reader: str
    revision: int
    changed: datetime
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Rejection:
    """An article that the gate refused: `report` is JSON text, `text` what was read."""

    key: str
    article: str
    text: str
    text_hash: str
    report: str
    rejected: datetime
    beside: Beside = field(default=Beside())


@dataclass(frozen=True, slots=True)
class Change:
    """What a write did, durable when returned; `revision` is the store's, after it."""

    action: Action
    revision: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one article: names, action, counts by fact kind, and the findings that are no violations.

    `extracted` says for each extractor beside the rules what was proposed, added, known already, and dropped and why.
    """

    key: str
    article: str
    graph: str
    action: str
    revision: int
    facts: dict[str, int]
    findings: list[dict[str, object]]
    extracted: list[dict[str, object]] = field(default_factory=list)


class Answer(Protocol):
    """A query's answer, not yet written out."""

    @property
    def kind(self) -> Literal["solutions", "truth", "graph"]:
        """Tell what kind of answer the query asks for."""

    def write(self, form: Format, sink: BinaryIO) -> None:
        """Stream the answer into *sink*; raises UnknownFormat when the kind has no such form."""


class Reader(Protocol):
    """The reading half of a store."""

    def answer(self, query: Query) -> Answer:
        """Evaluate *query*; raises MalformedQuery."""

    def graph(self, name: str | None) -> Iterator[bytes]:
        """Yield the graph *name* (None: the default graph) as N-Triples chunks; raises NotFound."""

    def entries(self) -> Iterator[Entry]:
        """Yield every article the ledger knows, by key."""

    def entry(self, key: str) -> Entry:
        """Return the ledger's entry of one article, withdrawn ones too; raises NotFound."""

    def text(self, text_hash: str) -> str:
        """Return an article's full text by its hash; raises NotFound."""

    def rejections(self) -> Iterator[Rejection]:
        """Yield the articles the gate refused, newest first."""

    def decisions(self, text_hash: str | None = None) -> tuple[Decision, ...]:
        """Return what people decided, by number: on one text, by its hash, or on all."""

    @property
    def revision(self) -> int:
        """Return how many changes the store has seen."""


class Writer(Protocol):
    """The writing half of a store; every call is one transaction and durable when it returns."""

    def put(self, publication: Publication, now: datetime) -> Change:
        """Publish an article, replacing its graph; writes nothing when text and reader are the ones stored."""

    def withdraw(self, key: str, now: datetime) -> Change:
        """Take an article's graph out and leave a tombstone; raises NotFound, Withdrawn."""

    def reject(self, rejection: Rejection) -> None:
        """Keep the report of an article the gate refused."""

    def decide(self, decision: Decision, seen: int) -> Decision:
        """Write a decision down and return it with its number; *seen* is the newest its maker knew of its text.

        Raises Conflict where another hand decided on the same thing since.
        """

    def take(self, decisions: Sequence[Decision], now: datetime) -> tuple[Decision, ...]:
        """Write down decisions of another store; return those that were not known, with their numbers here."""

    def apply(self, update: Update, now: datetime) -> Change:
        """Run a SPARQL update; raises MalformedQuery, DerivedGraph."""

    def replace(self, name: str | None, triples: bytes, now: datetime) -> Change:
        """Make *triples* (N-Triples) the whole of a graph; None is the default graph; raises DerivedGraph."""

    def merge(self, name: str | None, triples: bytes, now: datetime) -> Change:
        """Add *triples* (N-Triples) to a graph, blank nodes kept apart; raises DerivedGraph."""

    def drop(self, name: str | None, now: datetime) -> Change:
        """Remove a graph; raises NotFound, DerivedGraph."""
