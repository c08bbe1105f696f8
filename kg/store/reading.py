"""What is read of a store, whatever it rests on: answers, graphs, the index, and what the ledger keeps."""

from __future__ import annotations

from collections.abc import Iterator

from kg.decisions import Decision
from kg.errors import NotFound
from kg.search import Source, TextIndex, finder
from kg.sparql import Finder, Query, defer
from kg.store import decided
from kg.store.audit import Deed, Wanted
from kg.store.contract import Answer, Entry, Rejection
from kg.store.ledger import Ledger
from kg.store.quads import Dataset, Identity
from kg.store.statistics import Statistics, statistics_of
from kg.store.texts import Texts


class ReadingHalf:
    """The Reader over a dataset, a ledger and a text index."""

    identity: Identity
    dataset: Dataset
    ledger: Ledger
    texts: Texts
    _revision: int
    _quads: int

    def answer(self, query: Query) -> Answer:
        """Return the answer of *query*, which is evaluated when it is written; raises MalformedQuery."""
        return defer(self.dataset.store, query, self.find)

    def graph(self, name: str | None) -> Iterator[bytes]:
        """Yield the graph *name* (None: the default graph) as N-Triples chunks; raises NotFound."""
        if name is not None and not self.dataset.exists(name):
            raise NotFound(f"there is no graph <{name}>")
        return self.dataset.chunks(name)

    @property
    def source(self) -> Source:
        """Return the dataset as the text index reads it."""
        return Source(self.dataset.store, self.identity.kind == "merged")

    @property
    def find(self) -> Finder:
        """Return what `text:query` asks."""
        return finder(lambda: self.index)

    @property
    def index(self) -> TextIndex:
        """Return the text index at this revision; raises StoreError where there is none."""
        return self.texts.index(self.source, self._revision)

    def entries(self) -> Iterator[Entry]:
        """Yield every article the ledger knows, by key."""
        return iter(self.ledger.entries())

    def entry(self, key: str) -> Entry:
        """Return the ledger's entry of one article, withdrawn ones too; raises NotFound."""
        return self.ledger.entry(key)

    def text(self, text_hash: str) -> str:
        """Return an article's full text by its hash; raises NotFound."""
        return self.ledger.text(text_hash)

    def rejections(self) -> Iterator[Rejection]:
        """Yield the articles the gate refused, newest first."""
        return iter(self.ledger.rejections())

    def decisions(self, text_hash: str | None = None) -> tuple[Decision, ...]:
        """Return what people decided, by number: on one text, by its hash, or on all."""
        if text_hash is None:
            return self.ledger.ask(decided.every)
        return self.ledger.ask(lambda db: decided.of_text(db, text_hash))

    def deeds(self, wanted: Wanted) -> Iterator[Deed]:
        """Yield the changes that are wanted as the audit log tells of them, newest first."""
        return iter(self.ledger.deeds(wanted))

    @property
    def revision(self) -> int:
        """Return how many changes the store has seen."""
        return self._revision

    @property
    def statistics(self) -> Statistics:
        """Return the counts of what the store holds."""
        return statistics_of(*self.ledger.tallies())

    @property
    def quads(self) -> int:
        """Return how many quads are published; the merged default graph's copies do not count."""
        return self._quads
