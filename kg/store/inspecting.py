"""A store held to what it says of itself: checksums, the derived graph, texts, quotes, and the shapes if one asks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import filterfalse, islice
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, serialize

from kg.errors import NotFound, StoreError
from kg.search import Source
from kg.store.contract import Entry
from kg.store.copies import Copy, Tell
from kg.store.evidence import misquotes
from kg.store.folder import Folder
from kg.store.ledger import Ledger
from kg.store.patterns import matching
from kg.store.quads import DEFAULT, Dataset
from kg.store.sums import MODULUS, Sum, name_of
from kg.store.tallies import rows_of, survey
from kg.store.texts import complaints_of

_CHUNK = 5000
_AT_ONCE = 2_000_000
"""Triples whose hashes are held in memory at once, about 90 bytes each."""
_KEPT = 16
_SHOWN = 5

CheckShapes = Callable[[str, bytes, str], dict[str, object]]
"""Holds an article's graph (name, N-Triples, the article's text) to the shapes; returns the report as JSON values."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a store: which check says so, of what (a graph, an article, a file), in one sentence."""

    check: str
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was looked at, and what was found wrong."""

    revision: int = 0
    quads: int = 0
    graphs: int = 0
    articles: int = 0
    quotes: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults


def inspect(copy: Copy, tell: Tell, shapes: CheckShapes | None = None, *, thorough: bool = False) -> Inspection:
    """Hold a copy to its own ledger, and its articles to the shapes; raises StoreError when it cannot be opened.

    *thorough* reads each of the engine's orders, which takes seven times as long.
    """
    with copy.opened() as (store, ledger):
        revision, quads = ledger.position
        dataset = Dataset(store, copy.identity.kind, copy.identity.scratch)
        inspector = _Inspector(dataset, ledger, copy.identity.base, tell, thorough=thorough)
        inspector.look(quads, shapes)
        inspector.texts(copy.path, revision)
        articles = sum(not entry.withdrawn for entry in ledger.entries())
    return Inspection(revision, quads, inspector.graphs, articles, inspector.quotes, tuple(inspector.faults))


@dataclass(slots=True)
class _Inspector:
    dataset: Dataset
    ledger: Ledger
    base: str
    tell: Tell
    faults: list[Fault] = field(default_factory=list)
    graphs: int = 0
    quotes: int = 0
    thorough: bool = False
    parts: int = 0
    """In how many looks the default graph is held to the others; none when it is not derived."""
    held: set[bytes] = field(default_factory=set)

    def look(self, quads: int, shapes: CheckShapes | None) -> None:
        """Look at everything; what cannot be read is a fault and does not stop the rest."""
        self.parts = 1 + quads // _AT_ONCE if self.dataset.kind == "merged" else 0
        for message in self.ledger.complaints():
            self._fault("ledger", "", message)
        with_sums = self.ledger.all_sums()
        self._attempt("graphs", lambda: self._graphs(with_sums))
        counted = sum(one.size for one in with_sums.values())
        if counted != quads:
            self._fault("counter", "", f"the ledger counts {quads} quads, and its graphs hold {counted}")
        if self.parts:
            self._attempt("default graph", self._derived)
        self._attempt("statistics", lambda: self._statistics(quads))
        if self.thorough:
            self._attempt("index", self._indexes)
        entries = self.ledger.entries()
        for number, entry in enumerate(entries):
            self.tell("articles", number, len(entries))
            self._attempt("article", lambda entry=entry: self._article(entry, shapes), entry.key)  # type: ignore[misc]
        self.tell("articles", len(entries), len(entries))

    def texts(self, place: Path, revision: int) -> None:
        """Hold the text index to the dataset; one that is not there is made when the store is opened."""
        if (folder := Folder(place).search).exists():
            source = Source(self.dataset.store, self.dataset.kind == "merged")
            for message in complaints_of(folder, source, revision, self.tell):
                self._fault("text index", "", message)

    def _fault(self, check: str, subject: str, message: str) -> None:
        self.faults.append(Fault(check, subject, message))

    def _attempt(self, check: str, work: Callable[[], None], subject: str = "") -> None:
        try:
            work()
        except (OSError, RuntimeError) as error:
            self._fault(check, subject, f"the dataset cannot be read: {error}")

    def _graphs(self, known: dict[str, Sum]) -> None:
        named = [graph for graph in self.dataset.store.named_graphs() if isinstance(graph, NamedNode)]
        present: list[NamedNode | DefaultGraph] = [*named, *([DEFAULT] if self.dataset.kind == "plain" else [])]
        self.graphs = len(named)
        for number, graph in enumerate(present):
            self.tell("graphs", number, len(present))
            name, found = name_of(graph), self._sum(graph)
            said = known.get(name)
            if said is None and (name or found.size):
                self._fault("graph", name, f"the ledger knows no such graph; it holds {found.size} triples")
            elif said is not None and found.size != said.size:
                self._fault("graph", name, f"it holds {found.size} triples, and the ledger recorded {said.size}")
            elif said is not None and found != said:
                self._fault("graph", name, "its triples are not those that the ledger recorded")
        for name in sorted(known.keys() - {name_of(graph) for graph in present}):
            self._fault("graph", name, f"it is not there, and the ledger recorded {known[name].size} triples")

    def _sum(self, graph: NamedNode | DefaultGraph) -> Sum:
        """Return a graph's sum, and keep the hashes of its triples for the first look at the default graph."""
        size = digest = 0
        published = self.parts and not self.dataset.is_scratch(graph)
        for key, _ in self._lines(graph):
            size += 1
            digest += int.from_bytes(key, "big")
            if published and key[0] % self.parts == 0:
                self.held.add(key[:_KEPT])
        return Sum(size, digest % MODULUS)

    def _derived(self) -> None:
        """Hold the default graph to the named ones: each of their triples once, and no other."""
        for part in range(self.parts):
            self.tell("default graph", part, self.parts)
            if part:
                self.held = set()
                for graph in filterfalse(self.dataset.is_scratch, self.dataset.store.named_graphs()):
                    self.held.update(key[:_KEPT] for key, _ in self._lines(graph) if key[0] % self.parts == part)
            unheld = 0
            for key, line in self._lines(DEFAULT):
                if key[0] % self.parts == part and key[:_KEPT] not in self.held:
                    unheld += 1
                    if unheld <= _SHOWN:
                        said = line.decode("utf-8")[:200]
                        self._fault("default graph", "", f"no graph holds what it holds: {said}")
                self.held.discard(key[:_KEPT])
            if unheld > _SHOWN:
                self._fault("default graph", "", f"and {unheld - _SHOWN} triples more that no graph holds")
            if self.held:
                self._fault("default graph", "", f"it lacks {len(self.held)} triples that graphs hold")

    def _lines(self, graph: object) -> Iterator[tuple[bytes, bytes]]:
        """Yield each triple of a graph as N-Triples, after its hash."""
        quads = self.dataset.store.quads_for_pattern(None, None, None, graph)  # type: ignore[arg-type]
        triples = (quad.triple for quad in quads)
        while batch := list(islice(triples, _CHUNK)):
            for line in (serialize(batch, format=RdfFormat.N_TRIPLES) or b"").splitlines():
                yield hashlib.sha256(line).digest(), line

    def _statistics(self, quads: int) -> None:
        """Hold the statistics to a count of everything."""
        revision, rows = self.ledger.tallies()
        if revision != self.ledger.position[0]:
            return  # Of a program that kept none; they are made when the store is next opened.
        self.tell("statistics", 0, 1)
        known = {row[:3]: row[3:] for row in rows}
        found = {row[:3]: row[3:] for row in rows_of(survey(self.dataset.views(self.base), quads))}
        wrong = sorted(key for key in known.keys() | found.keys() if known.get(key) != found.get(key))
        for key in wrong[:_SHOWN]:
            about = " ".join(f"<{part}>" for part in key[1:] if part) or "the whole"
            said, counted = (_numbers(one.get(key)) for one in (known, found))
            self._fault("statistics", key[0], f"{about}: the ledger says {said}, and there are {counted}")
        if len(wrong) > _SHOWN:
            self._fault("statistics", "", f"and {len(wrong) - _SHOWN} counts more that are wrong")

    def _indexes(self) -> None:
        """Hold the engine's other orders to its order by graph: damage to one would not show in another."""
        # Not by SPARQL, which goes on without end over a block that cannot be read.
        graphs = [None, *(graph for graph in self.dataset.store.named_graphs() if isinstance(graph, NamedNode))]
        for number, graph in enumerate(graphs):
            self.tell("indexes", number, len(graphs))
            self._orders_of(graph)

    def _orders_of(self, graph: NamedNode | None) -> None:
        store = self.dataset.store
        count, terms = 0, (set[Any](), set[Any](), set[Any]())
        for quad in matching(store, None, None, None, graph):
            count += 1
            for known, term in zip(terms, (quad.subject, quad.predicate, quad.object), strict=True):
                known.add(term)
        subjects, predicates, objects = terms
        found = {
            "predicate": sum(1 for term in predicates for _ in matching(store, None, term, None, graph)),
            "object": sum(1 for term in objects for _ in matching(store, None, None, term, graph)),
        }
        if graph is None:
            # Within one graph the order by subject is the one that was just read.
            found["subject"] = sum(1 for term in subjects for _ in matching(store, term, None, None, None))
        for name, number in found.items():
            if number != count:
                where = graph.value if graph else ""
                self._fault("index", where, f"{number} quads by {name}, and {count} by graph")

    def _article(self, entry: Entry, shapes: CheckShapes | None) -> None:
        dataset = self.dataset
        if entry.withdrawn:
            return
        if not dataset.exists(entry.graph):
            self._fault("article", entry.key, "it is published, and its graph is not there")
            return
        try:
            text = self.ledger.text(entry.text_hash)
        except (NotFound, StoreError) as error:
            self._fault("article", entry.key, str(error))
            return
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != entry.text_hash:
            self._fault("article", entry.key, "its text is not the one that was read: the hash differs")
        count, wrong = misquotes(self.dataset.store, entry.graph, text)
        self.quotes += count
        for message in wrong:
            self._fault("evidence", entry.key, message)
        if shapes is not None:
            self._shapes(entry, shapes(entry.graph, b"".join(dataset.chunks(entry.graph)), text))

    def _shapes(self, entry: Entry, report: dict[str, object]) -> None:
        if report.get("conforms", True):
            return
        findings = report.get("findings")
        violations = [f for f in findings if f.get("severity") == "violation"] if isinstance(findings, list) else []
        for finding in violations[:_SHOWN] or [{}]:
            said = (finding.get("messages") or {}).get("en") or finding.get("shape") or "it does not conform"
            self._fault("shapes", entry.key, f"{said} (<{finding.get('focus', entry.graph)}>)")


def _numbers(row: tuple[int, ...] | None) -> str:
    """Return what a row of the statistics counts, in words."""
    names = ("triples", "subjects", "objects", "entities")
    return ", ".join(f"{number} {name}" for number, name in zip(row or (), names, strict=False) if number) or "none"
