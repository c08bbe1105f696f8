"""What a command may ask of a store, wherever the store is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

if TYPE_CHECKING:
    from kg.article import Given
    from kg.decisions import Decision
    from kg.search import Sought
    from kg.sparql import Format, Query, Update
    from kg.store import Change, Copy, Deed, Entry, Rejection, Wanted
    from kg.workers import Accept, Receipt, Running


Kind = Literal["solutions", "truth", "graph"]


@dataclass(frozen=True, slots=True)
class Found:
    """An answer as bytes to come: what kind it is and the form it is in."""

    kind: Kind
    form: Format
    chunks: Iterator[bytes]


class Editing(Protocol):
    """What editors ask of a store. Texts are named by key."""

    def draft(self, key: str) -> dict[str, Any]:
        """Return all that an editor sees of a text; raises NotFound, Withdrawn."""

    def review_queue(self, after: str | None, most: int) -> dict[str, Any]:
        """Return a page of the texts to review; raises UsageError."""

    def decisions(self) -> list[Decision]:
        """Return all decisions, by number."""

    def take_decisions(self, decisions: Sequence[Decision]) -> int:
        """Keep decisions of another store; returns how many were not known here."""

    def gold(self, key: str) -> dict[str, Any]:
        """Return a text as its editors left it, as gold; raises NotFound, Withdrawn."""

    def done(self) -> list[str]:
        """Return the keys of the texts that an editor said are done."""

    def aliases(self) -> dict[str, Any]:
        """Return the names learned from links ("aliases"), and those that were not ("refused")."""


class Session(Protocol):
    """One store, open in this process or in the server that holds it: the same calls, the same answers.

    Articles are named by key, or by any IRI of theirs. Every call may raise the errors of `kg.errors`.
    """

    def __enter__(self) -> Self:
        """Return the session itself; leaving it closes the store, or the connection."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def ingest(self, raw: bytes, given: Given) -> Receipt:
        """Read, check and publish one article; raises InputError, DoesNotConform."""

    def query(self, query: Query, accept: Accept) -> Found:
        """Answer a query; raises MalformedQuery, UnknownFormat, Overrun."""

    def update(self, update: Update) -> Change:
        """Run an update; raises MalformedQuery, DerivedGraph, DoesNotConform, Overrun."""

    def export(self, form: Format, article: str | None, *, packed: bool = False) -> Iterator[bytes]:
        """Yield the published graph, or one article's, *packed* with gzip; raises NotFound, Withdrawn."""

    def validate(self, article: str | None) -> dict[str, object]:
        """Check one article, or all of them, again; return the report as JSON values."""

    def withdraw(self, article: str) -> Change:
        """Take an article out; raises NotFound, Withdrawn."""

    def search(self, sought: Sought) -> dict[str, object]:
        """Find words in what is published (`kg.search.search` tells the values); raises UsageError."""

    def entries(self) -> list[Entry]:
        """Return the articles the ledger knows."""

    def rejections(self) -> list[Rejection]:
        """Return the articles the gate refused, newest first."""

    def deeds(self, wanted: Wanted) -> list[Deed]:
        """Return what the audit log tells of the changes that are wanted, newest first."""

    def running(self) -> list[Running]:
        """Return what the server's workers are at, the oldest first; nothing where no server holds the store."""

    def cancel(self, id: str) -> None:
        """Stop one job that runs; raises NotFound."""

    def copied(self) -> AbstractContextManager[Copy]:
        """Lend a copy of the whole store at this revision, gone at the end."""

    @property
    def review(self) -> Editing:
        """Return what editors ask of the store."""

    def stats(self) -> dict[str, object]:
        """Return counts: quads, articles, facts by kind, revision."""
