"""What the web front asks for, and gets from killable processes: an asynchronous Reader and Writer.

The front holds no store and parses no RDF. Each call may raise the errors of `kg.errors`; a call that is cancelled (the
client hung up) ends the work it started.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from kg.article import Given
from kg.decisions import Decision
from kg.search import Sought
from kg.sparql import Format, Limits, Query, Update
from kg.store import (
    Change,
    Course,
    Deed,
    Edition,
    Entry,
    Findings,
    GraphSum,
    HistoryPage,
    Receipt,
    Rejection,
    Statistics,
    Wanted,
    Wish,
)
from kg.workers.settings import Json

__all__ = ["Accept", "Figures", "Receipt", "Reply", "Running", "Service"]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer whose head is known: what it is, in which form, and its bytes as they come.

    `revision` is the store revision the answer was computed on; an answer that is `steady` is the same, byte for byte,
    whenever it is computed on that revision. Closing `chunks` early ends the work behind it. An
    error after the head raises out of `chunks`, so that the front breaks the body off instead of closing it
    well-formed. `more` tells of a description that it has another page.
    """

    kind: Literal["solutions", "truth", "graph"]
    form: Format
    revision: int
    chunks: AsyncIterator[bytes]
    steady: bool = True
    more: bool = False


@dataclass(frozen=True, slots=True)
class Accept:
    """The forms the client takes, best first, for each kind of answer: the query decides which kind it is."""

    solutions: tuple[Format, ...]
    graphs: tuple[Format, ...]


@dataclass(frozen=True, slots=True)
class Running:
    """One job that a worker is at, or that waits for one, as an operator sees it; `text` begins a query."""

    id: str
    job: str
    text: str
    request: str
    client: str
    lane: Literal["fast", "slow", "waiting"]
    begun: datetime
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is to count and to measure at this moment; the keys of the mappings are labels."""

    revision: int
    quads: int
    writer: bool
    waiting: dict[str, int]
    running: dict[tuple[str, str], int]
    idle: dict[str, int]
    stopped: dict[tuple[str, str], int]
    restarts: dict[tuple[str, str], int]
    gate: dict[tuple[str, str], int]
    quarantined: int
    answers: dict[tuple[str], int]


class Service(Protocol):
    """All that `kg.web` may ask of the store behind it."""

    async def query(self, query: Query, accept: Accept, limits: Limits, client: str) -> Reply:
        """Answer a query; raises MalformedQuery, UnknownFormat, Overrun, Overloaded."""

    async def explain(self, query: Query, limits: Limits, client: str, *, rewritten: bool) -> dict[str, object]:
        """Return what is told of a query without its answer (`kg.sparql.Explained` as JSON values).

        With *rewritten* what the engine would be asked too, for which the store is looked at. Raises as `query` does.
        """

    async def update(self, update: Update, limits: Limits, client: str) -> Change:
        """Run an update; raises MalformedQuery, DerivedGraph, DoesNotConform, Overrun."""

    async def read_graph(self, name: str | None, form: Format) -> Reply:
        """Return one graph of the dataset (None: the default graph); raises NotFound."""

    async def write_graph(
        self, name: str | None, body: bytes, form: Format, *, base: str, replace: bool
    ) -> tuple[Change, bool]:
        """Replace or merge a graph and tell whether it is new; raises MalformedData, DerivedGraph, DoesNotConform.

        Within `held_to` it raises Moved where the store is at another revision by now.
        """

    async def add_quads(self, body: bytes, form: Format, *, base: str) -> Change:
        """Add a document that names graphs; raises MalformedData, DerivedGraph, DoesNotConform."""

    async def drop_graph(self, name: str | None) -> Change:
        """Remove a graph; raises NotFound, DerivedGraph, and Moved as `write_graph` does."""

    async def ingest(self, body: bytes, given: Given) -> Receipt:
        """Read, check and publish one article (text or HTML); raises InputError, DoesNotConform."""

    async def withdraw(self, key: str) -> Change:
        """Take an article out; raises NotFound, Withdrawn."""

    async def describe(self, iri: str, form: Format, page: int = 1) -> Reply:
        """Return a page of what the graph says of *iri*, with labels, evidence, origin; raises NotFound, Withdrawn."""

    async def known(self, iri: str) -> None:
        """Return if the graph says anything of *iri*; raises NotFound, Withdrawn."""

    async def export(self, form: Format, article: str | None = None, *, packed: bool = False) -> Reply:
        """Return the whole published graph, or one article's (by key); raises NotFound, Withdrawn.

        *packed* with gzip, where the same revision gives the same bytes too.
        """

    async def course(self) -> Course:
        """Return how far the history of changes goes, up to the revision that the next query will see."""

    async def page(self, number: int) -> HistoryPage:
        """Return one page of the history, the first being 1; raises NotFound."""

    async def page_after(self, since: str) -> int:
        """Return the page with the first change after a point, or a revision; raises UsageError, HistoryGone."""

    async def point_at(self, revision: int) -> str:
        """Return the point that the store is at with a revision; raises HistoryGone."""

    async def graphs(self, after: str | None, most: int) -> list[GraphSum]:
        """Return the graphs there are, by name, with their checksums: at most so many, behind that name."""

    async def validate(self, key: str | None) -> dict[str, object]:
        """Check one article (by key) or all of them again; returns the report as JSON values."""

    async def compare(self, shapes: bytes, given: Format, graph: str | None, form: Format, *, base: str) -> Reply:
        """Hold one graph (None: the default graph) to shapes that come in *given*; returns the report as a graph.

        Raises NotFound for a graph that is not there, MalformedData for shapes that are none.
        """

    async def search(self, sought: Sought, client: str) -> dict[str, object]:
        """Find words in what is published (`kg.search.search` tells the values); raises UsageError."""

    async def article_text(self, key: str) -> str:
        """Return the text of a published article, which the ledger keeps private; raises NotFound, Withdrawn."""

    async def draft(self, key: str) -> Json:
        """Return all that an editor sees of a draft, a refused article or a published one; raises NotFound, Withdrawn.

        docs/how-to/review-articles.md tells the values.
        """

    async def decide(self, key: str, values: Json, seen: int, by: str) -> Json:
        """Keep a decision on the text under a key and return {"number", "seen", "decision"}.

        *values* are {"kind", "span", "action", "change", "why"}, *seen* the newest decision that *by* knew of this
        text. Raises NotFound, UsageError (with the field at fault), Conflict (another decided on the same meanwhile).
        """

    async def keep_draft(self, body: bytes, given: Given, by: str) -> str:
        """Keep a document (text or HTML) as a draft and return its key; raises InputError."""

    async def discard_draft(self, key: str) -> None:
        """Let go of a draft, or of a refused article; raises NotFound."""

    async def publish(self, key: str, by: str) -> Receipt:
        """Publish a kept text as its editors left it; raises NotFound, DoesNotConform."""

    async def review_queue(self, after: str | None, most: int) -> Json:
        """Return {"items", "next", "counts"}: drafts, refused texts, then at most *most* published ones behind a place.

        Of published ones those of the lowest confidence come first. Raises UsageError for a place that is none.
        """

    async def decisions(self, after: int = 0, most: int = 1 << 62) -> list[Decision]:
        """Return all decisions behind a number, at most so many, by number."""

    async def take_decisions(self, decisions: Sequence[Decision]) -> int:
        """Keep decisions of another store; returns how many were not known here."""

    async def gold(self, key: str) -> Json:
        """Return a text as its editors left it, as gold; raises NotFound, Withdrawn."""

    async def done(self) -> list[str]:
        """Return the keys of the texts that an editor said are done."""

    async def aliases(self) -> Json:
        """Return the names learned from links ("aliases"), and those that were not ("refused")."""

    async def entries(self) -> list[Entry]:
        """Return the articles the ledger knows."""

    async def rejections(self) -> list[Rejection]:
        """Return the articles the gate refused, newest first."""

    async def findings(self, wish: Wish) -> Findings:
        """Return what the shapes said of the published articles when they were published, without checking anew."""

    async def deeds(self, wanted: Wanted) -> list[Deed]:
        """Return what the audit log tells of the changes that are wanted, newest first."""

    async def copy(self) -> tuple[str, int]:
        """Make a copy of this revision among the store's copies; returns its name there and the revision."""

    async def discard(self, copy: str) -> None:
        """Remove a copy; raises NotFound."""

    async def stats(self) -> dict[str, object]:
        """Return counts: quads, articles, facts by kind, revision."""

    async def statistics(self) -> Statistics:
        """Return the counts of the revision that the next query will see, by class and property, without a scan."""

    async def sizes(self, most: int) -> tuple[list[tuple[str, int]], int]:
        """Return the named graphs that are no article's, at most *most*, with their triples, and how many there are."""

    def health(self) -> dict[str, object]:
        """Return whether the writer is there, and what had to be begun anew, how often and why, as JSON values."""

    def figures(self) -> Figures:
        """Return the figures of this moment."""

    def running(self) -> list[Running]:
        """Return what the workers are at and what waits for one, the oldest first."""

    def cancel(self, id: str) -> None:
        """Stop one job that runs or waits; whoever asked is told so. Raises NotFound."""

    def stop(self) -> None:
        """Stop all that runs, since the server is closing; whoever asked is told so."""

    @property
    def edition(self) -> Edition:
        """Return the edition of the store that the next query will see."""

    async def edition_of(self, graph: str | None) -> Edition:
        """Return the edition of one graph (None: the default graph) that the next query will see."""

    async def holds(self, graph: str) -> bool:
        """Tell whether there is a graph of that name."""

    @property
    def revision(self) -> int:
        """Return the revision that the next query will see."""
