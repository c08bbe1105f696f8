"""The store itself, whatever it rests on: each write is one delta, written down, applied, and settled."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from pyoxigraph import NamedNode, Store

from kg.errors import StoreError, Withdrawn
from kg.sparql import Delta, Effects, Update, on_deep_stack, read_quads
from kg.store.audit import Touch
from kg.store.contract import Action, Change, Entry, Publication
from kg.store.deciding import Deciding
from kg.store.intents import Effect, Intent, kept, withdrawing
from kg.store.ledger import Ledger
from kg.store.pace import Pace
from kg.store.quads import Dataset, Identity, Scratch, named_apart, rules_of
from kg.store.reading import ReadingHalf
from kg.store.sums import sums_after
from kg.store.tallies import moved, rows_of, survey
from kg.store.texts import Texts


class Books(ReadingHalf, Deciding):
    """A Reader and a Writer over a pyoxigraph store and a ledger; one thread at a time."""

    def __init__(self, store: Store, ledger: Ledger, identity: Identity, texts: Texts) -> None:
        self.identity = identity
        self.rules = rules_of(identity)
        self.ledger = ledger
        self.dataset = Dataset(store, identity.kind, identity.scratch)
        self.texts = texts
        self.author = "local"
        """Who the audit log says makes the changes from here on."""
        self.due: float | None = None
        """When what is asked from here on must be done, by the clock of `time.monotonic`; None: whenever."""
        self._pace = Pace()
        self._batching = False
        self._unsettled = False
        self._refused: list[int] = []
        self.reconcile()

    def reconcile(self) -> None:
        """Bring dataset and ledger together after a process was killed between the two."""
        self._forget()
        pending = self.ledger.pending()
        for revision, encoded, effect in pending:
            delta = Delta.decode(encoded)
            self.dataset.commit(self.dataset.settled(delta))
            self.texts.note(delta)
            self.ledger.applied(revision, effect)
        self._revision, self._quads = self.ledger.position
        if pending:
            self.sync()
        self.texts.catch_up(self.source, pending[0][0] - 1 if pending else self._revision, self._revision)
        if pending:
            self.ledger.done()
        if self._quads and not self.ledger.all_sums():
            # The store was made before checksums were kept.
            self.ledger.adopt(self.dataset.sums())
        if self.ledger.tallies()[0] != self._revision:
            # Made before statistics were kept, or written to by a program that keeps none.
            self.recount()

    def recount(self) -> None:
        """Count anew what the dataset holds."""
        self.ledger.tally(self._revision, rows_of(survey(self.dataset.views(self.identity.base), self._quads)))

    def _forget(self) -> None:
        """Strike out the intents that the dataset refused; they must not be made good when the store is next opened."""
        while self._refused:
            self.ledger.abandon(self._refused[-1])
            self._refused.pop()

    # What the two stores do differently.

    def sync(self) -> None:
        """Bring the dataset's log to the disk."""

    @contextmanager
    def scratch(self) -> Iterator[Store]:
        """Lend a copy of the dataset that may be written to."""
        copy = Store()
        copy.extend(self.dataset.store)
        for graph in self.dataset.store.named_graphs():
            copy.add_graph(graph)
        yield copy

    def ready(self) -> None:
        """Make good what a failure left; before anything is computed that is to be written."""

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Surround each write."""
        yield

    def close(self) -> None:
        """Let go of the store."""
        self.texts.close()
        self.ledger.close()

    # Writing.

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Let several writes share one sync; none of them is durable before the end."""
        self._batching = True
        try:
            yield
        finally:
            self._batching = False
            self.settle()

    def settle(self) -> None:
        """Make all applied changes durable."""
        if self._unsettled:
            # Index and log wait for the disk most of the time, and neither for the other.
            with self.writing(), self.texts.settling(self.source, self._revision):
                self.sync()
            self.ledger.done()
            self._unsettled = False

    def put(self, publication: Publication, now: datetime) -> Change:
        """Publish an article, replacing its graph; writes nothing when text, reader and quads are the ones stored."""
        self.ready()
        said = hashlib.sha256(publication.quads).hexdigest()
        known = self.ledger.entry_naming(publication.article)
        if known and not known.withdrawn and self._same(publication, known, said):
            return Change("unchanged", self._revision)
        delta = self.dataset.replacing(publication.graph, read_quads(publication.quads))
        entry = Entry(
            publication.key,
            publication.article,
            publication.graph,
            publication.text_hash,
            publication.reader,
            self._revision + 1,
            now,
            withdrawn=False,
        )
        action: Action = "replaced" if known and not known.withdrawn else "added"
        return self._commit(_Step(action, publication.key, delta, Effect(entry, said)), now, publication)

    def _same(self, publication: Publication, known: Entry, said: str) -> bool:
        # The quads count too: what is given beside the text, such as its date, is in them and not in the text.
        stored = (known.text_hash, known.reader, self.ledger.quads_hash(known.key))
        return stored == (publication.text_hash, publication.reader, said)

    def withdraw(self, key: str, now: datetime) -> Change:
        """Take an article's graph out and leave a tombstone; raises NotFound, Withdrawn."""
        self.ready()
        entry = self.ledger.entry(key)
        if entry.withdrawn:
            raise Withdrawn(f"the article {key} was withdrawn on {entry.changed:%Y-%m-%d}")
        delta = self.dataset.dropping(entry.graph) if self.dataset.exists(entry.graph) else Delta()
        return self._commit(_Step("withdrawn", key, delta, withdrawing([entry], delta.out, self.identity.base)), now)

    def apply(self, update: Update, now: datetime) -> Change:
        """Run a SPARQL update; raises MalformedQuery, DerivedGraph."""
        self.ready()
        with ExitStack() as stack:
            scratch = Scratch(self.dataset, lambda: stack.enter_context(self.scratch()))
            effects = Effects(self.rules, scratch.settle, self.identity.base, self.find)
            try:
                delta = on_deep_stack(lambda: effects.of(update, self.dataset.store))
            finally:
                scratch.close()
        return self.apply_delta(delta, now)

    def replace(self, name: str | None, triples: bytes, now: datetime) -> Change:
        """Make *triples* (N-Triples) the whole of a graph; None is the default graph; raises DerivedGraph."""
        self.ready()
        self.rules.allow(name)
        return self.apply_delta(self.dataset.replacing(name, named_apart(triples)), now)

    def merge(self, name: str | None, triples: bytes, now: datetime) -> Change:
        """Add *triples* (N-Triples) to a graph, blank nodes kept apart; raises DerivedGraph."""
        self.ready()
        self.rules.allow(name)
        return self.apply_delta(self.dataset.merging(name, named_apart(triples)), now)

    def drop(self, name: str | None, now: datetime) -> Change:
        """Remove a graph; raises NotFound, DerivedGraph."""
        self.ready()
        self.rules.allow(name)
        return self.apply_delta(self.dataset.dropping(name), now)

    def apply_delta(self, delta: Delta, now: datetime, *, trusted: bool = False) -> Change:
        """Apply a delta that was computed on this revision; an article of whose graph nothing is left is withdrawn.

        A *trusted* one, which another store's graphs make, may touch what no request writes to.
        """
        self.ready()
        if not trusted:
            self.rules.guard(delta)
        graphs = delta.graphs()
        named = [graph for graph in graphs if graph]
        owners = [(graph, self.ledger.entry_naming(graph)) for graph in sorted(named)]
        gone = [e for graph, e in owners if e and not e.withdrawn and self.dataset.emptied(graph, delta)]
        if not delta and not gone:
            return Change("unchanged", self._revision)
        subject = named[0] if len(named) == 1 else f"{len(graphs)} graphs"
        return self._commit(_Step("updated", subject, delta, withdrawing(gone, delta.out, self.identity.base)), now)

    def seed(self, quads: bytes, now: datetime) -> Change:
        """Make *quads* (N-Quads) the graphs of a merged dataset that no request writes to: known actors, questions."""
        if self.identity.kind != "merged":
            raise StoreError("a plain dataset has no graphs of the house", hint="open it with --dataset merged")
        self.ready()
        delta, found = Delta(), read_quads(quads)
        for name in sorted(self.rules.kept):
            delta = delta.then(self.dataset.replacing(name, (q for q in found if q.graph_name == NamedNode(name))))
        if not delta:
            return Change("unchanged", self._revision)
        subjects = (str(name).rpartition("/")[2] for name in delta.graphs())
        return self._commit(_Step("updated", " ".join(sorted(subjects)), delta, Effect()), now)

    def mark(self, subject: str, now: datetime) -> Change:
        """Make a revision of what changed beside the quads, so that the audit log tells of it."""
        return self._commit(_Step("updated", subject, Delta(), Effect()), now)

    def _commit(self, step: _Step, now: datetime, published: Publication | None = None) -> Change:
        began, size = self._pace.begin(len(step.delta.into) + len(step.delta.out), self.due)
        revision, delta, now = self._revision + 1, step.delta, self.ledger.after(now)
        quads = self._quads + self.dataset.size_after(delta)
        graphs = tuple(sorted(graph or "" for graph in delta.graphs()))
        whole = self.dataset.settled(delta)
        tallies = tuple(rows_of(moved(self.dataset.views(self.identity.base), whole)))
        effect = replace(step.effect, sums=sums_after(self.ledger.sums(graphs), delta), tallies=tallies)
        touch = Touch(self.author, graphs, len(delta.into), len(delta.out))
        self._pace.go_on(began, size, self.due)
        with self.writing():
            self.ledger.intend(
                Intent(revision, step.action, step.subject, now, quads, delta.encode(), effect, touch),
                published,
            )
            try:
                self.dataset.commit(whole)
            except (OSError, RuntimeError, SyntaxError, ValueError):
                self._refused.append(revision)
                self._forget()
                raise
            self.texts.note(delta)
            try:
                self.ledger.applied(revision, effect)
            except StoreError as error:
                raise kept(error) from error
        self._pace.end(began, size)
        self._revision, self._quads, self._unsettled = revision, quads, True
        if not self._batching:
            self.settle()
        return Change(step.action, revision)

    def unchanged_since(self, revision: int, graphs: Iterable[str | None]) -> bool:
        """Tell whether none of *graphs* (None: the default graph) was changed after *revision*."""
        known = (self.ledger.edition_of(graph or "") for graph in graphs)
        return all(edition is None or edition.revision <= revision for edition in known)


@dataclass(frozen=True, slots=True)
class _Step:
    action: Action
    subject: str
    delta: Delta
    effect: Effect
