"""How a change moves the statistics: by look-ups at what it touches, against the state before it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Store, Triple

from kg.sparql import Delta
from kg.store.patterns import Node, matching
from kg.store.statistics import DEFAULT_GRAPH, Row

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DEFAULT = DefaultGraph()
_TRIPLES, _SUBJECTS, _OBJECTS, _ENTITIES = range(4)
_AT_ONCE = 2_000_000
"""Triples about which a survey remembers something at once."""

Key = tuple[str, str, str]
Tally = dict[Key, list[int]]
"""By scope, class and property: by how much triples, subjects, objects and entities change, or how many there are."""


@dataclass(frozen=True, slots=True)
class View:
    """The triples that one scope of the statistics is about: the default graph's, or all graphs', each once."""

    store: Store
    scope: str
    home: str
    """What the names of entities begin with."""

    def matching(self, subject: Node | None, predicate: Node | None, thing: Node | None) -> Iterator[Triple]:
        """Yield triples of the state before the change; one that several graphs hold may come more than once."""
        graph = _DEFAULT if self.scope == DEFAULT_GRAPH else None
        return (quad.triple for quad in matching(self.store, subject, predicate, thing, graph))


def moved(views: Iterable[View], delta: Delta) -> Tally:
    """Return how *delta*, the derived graph's quads included, moves the tallies; the stores are as they were before."""
    tally: Tally = defaultdict(lambda: [0, 0, 0, 0])
    for view in views:
        if view.scope == DEFAULT_GRAPH:
            came = {quad.triple for quad in delta.into if quad.graph_name == _DEFAULT}
            went = {quad.triple for quad in delta.out if quad.graph_name == _DEFAULT}
        else:
            came, went = _across_graphs(view, delta)
        _Mover(view, came, went, tally).move()
    return {key: numbers for key, numbers in tally.items() if any(numbers)}


def _across_graphs(view: View, delta: Delta) -> tuple[set[Triple], set[Triple]]:
    coming = {quad.triple for quad in delta.into}
    came = {t for t in coming if next(view.matching(t.subject, t.predicate, t.object), None) is None}
    went = set()
    for triple in {quad.triple for quad in delta.out} - coming:
        holders = matching(view.store, triple.subject, triple.predicate, triple.object, None)
        if all(quad in delta.out for quad in holders):
            went.add(triple)
    return came, went


Ends = dict[str, tuple[list[Node], list[Node]]]
"""By property, the other ends of a node's triples: of those that came, and of those that went."""
_NOTHING: tuple[list[Node], list[Node]] = ([], [])


@dataclass(frozen=True, slots=True)
class _Mover:
    view: View
    came: set[Triple]
    went: set[Triple]
    tally: Tally

    def move(self) -> None:
        """Work out the whole change."""
        subjects: dict[Node, Ends] = {}
        objects: dict[Node, Ends] = {}
        for place, triples in enumerate((self.came, self.went)):
            for subject, predicate, thing in triples:
                name = predicate.value
                subjects.setdefault(subject, {}).setdefault(name, ([], []))[place].append(thing)
                objects.setdefault(thing, {}).setdefault(name, ([], []))[place].append(subject)
        self._row("", "")[_TRIPLES] += len(self.came) - len(self.went)
        for subject, names in subjects.items():
            self._subject(subject, names)
        for thing, names in objects.items():
            self._object(thing, names)

    def _row(self, kind: str, name: str) -> list[int]:
        return self.tally[self.view.scope, kind, name]

    def _step(self, came: bool, there: Iterator[Triple]) -> int:
        """Return 1 where the first triple of its kind came, -1 where the last one went, else 0."""
        if came:
            return 0 if next(there, None) else 1
        return 0 if any(triple not in self.went for triple in there) else -1

    def _subject(self, subject: Node, names: Ends) -> None:
        step = self._step(any(came for came, _ in names.values()), self.view.matching(subject, None, None))
        total = self._row("", "")
        total[_SUBJECTS] += step
        total[_ENTITIES] += step if _is_entity(subject, self.view.home) else 0
        changes = []
        for name, (came, went) in names.items():
            # What a new subject has is new, and of what is gone nothing is left: no need to look.
            of_name = step or self._step(bool(came), self.view.matching(subject, NamedNode(name), None))
            changes.append((name, len(came) - len(went), of_name))
            self._add("", changes[-1])
        before = set() if step > 0 else _classes(t.object for t in self.view.matching(subject, _TYPE, None))
        joining, leaving = names.get(_TYPE.value, _NOTHING)
        after = (before - _classes(leaving)) | _classes(joining)
        for kind in before & after:
            for change in changes:
                self._add(kind, change)
        if after != before:
            there = set() if step > 0 else set(self.view.matching(subject, None, None))
            self._joined(after - before, there - self.went, names)
            self._left(before - after, there)

    def _add(self, kind: str, change: tuple[str, int, int]) -> None:
        name, triples, subjects = change
        row = self._row(kind, name)
        row[_TRIPLES] += triples
        row[_SUBJECTS] += subjects

    def _joined(self, kinds: set[str], kept: set[Triple], names: Ends) -> None:
        """Count what a thing brings into classes that it joins: all it has."""
        has = Counter(triple.predicate.value for triple in kept)
        has.update({name: len(came) for name, (came, _) in names.items() if came})
        for kind in kinds:
            self._row(kind, "")[_ENTITIES] += 1
            for name, count in has.items():
                self._add(kind, (name, count, 1))

    def _left(self, kinds: set[str], had: set[Triple]) -> None:
        """Count what a thing takes out of classes that it leaves: all it had."""
        used = Counter(triple.predicate.value for triple in had)
        for kind in kinds:
            self._row(kind, "")[_ENTITIES] -= 1
            for name, count in used.items():
                self._add(kind, (name, -count, -1))

    def _object(self, thing: Node, names: Ends) -> None:
        step = self._step(any(came for came, _ in names.values()), self.view.matching(None, None, thing))
        self._row("", "")[_OBJECTS] += step
        for name, (came, _) in names.items():
            of_name = step or self._step(bool(came), self.view.matching(None, NamedNode(name), thing))
            self._row("", name)[_OBJECTS] += of_name


def _classes(terms: Iterable[Node]) -> set[str]:
    return {term.value for term in terms if isinstance(term, NamedNode)}


def _is_entity(subject: Node, home: str) -> bool:
    return isinstance(subject, NamedNode) and subject.value.startswith(home)


def survey(views: Iterable[View], quads: int) -> Tally:
    """Count everything by looking at each triple, a part of the terms at a time; *quads* says how many there may be.

    Terms are told apart by 64 bits of hash: two of a hundred million are the same once in two thousand times.
    """
    tally: Tally = defaultdict(lambda: [0, 0, 0, 0])
    parts = 1 + quads // _AT_ONCE
    for view in views:
        for part in range(parts):
            _Surveyor(view, part, parts, tally).look()
    return {key: numbers for key, numbers in tally.items() if any(numbers)}


@dataclass(frozen=True, slots=True)
class _Surveyor:
    view: View
    part: int
    parts: int
    tally: Tally

    def look(self) -> None:
        """Count the triples whose subject is in this part, and the objects that are."""
        scope, seen = self.view.scope, set[int]()
        kinds: dict[int, set[str]] = defaultdict(set)
        for triple in self.view.matching(None, _TYPE, None):
            if isinstance(triple.object, NamedNode) and self._mine(key := hash(triple.subject)):
                kinds[key].add(triple.object.value)
        for classes in kinds.values():
            for kind in classes:
                self.tally[scope, kind, ""][_ENTITIES] += 1
        for triple in self.view.matching(None, None, None):
            name = triple.predicate.value
            if self._mine(thing := hash(triple.object)):
                self._count((seen, hash((1, thing))), _OBJECTS, "", "")
                self._count((seen, hash((2, thing, name))), _OBJECTS, "", name)
            if self._mine(subject := hash(triple.subject)) and self._new(seen, hash((3, triple))):
                self._subject(triple, subject, seen, kinds.get(subject, ()))

    def _mine(self, key: int) -> bool:
        return key % self.parts == self.part

    def _new(self, seen: set[int], key: int) -> bool:
        # The triples of one graph come once each; only where graphs are put together must they be remembered.
        if self.view.scope == DEFAULT_GRAPH:
            return True
        new = key not in seen
        seen.add(key)
        return new

    def _count(self, once: tuple[set[int], int], place: int, kind: str, name: str) -> bool:
        seen, key = once
        if key in seen:
            return False
        seen.add(key)
        self.tally[self.view.scope, kind, name][place] += 1
        return True

    def _subject(self, triple: Triple, subject: int, seen: set[int], kinds: Iterable[str]) -> None:
        scope, name = self.view.scope, triple.predicate.value
        self.tally[scope, "", ""][_TRIPLES] += 1
        self.tally[scope, "", name][_TRIPLES] += 1
        if self._count((seen, hash((4, subject))), _SUBJECTS, "", "") and _is_entity(triple.subject, self.view.home):
            self.tally[scope, "", ""][_ENTITIES] += 1
        first = self._count((seen, hash((5, subject, name))), _SUBJECTS, "", name)
        for kind in kinds:
            row = self.tally[scope, kind, name]
            row[_TRIPLES] += 1
            row[_SUBJECTS] += first


def rows_of(tally: Tally) -> list[Row]:
    """Return a tally as the ledger's rows, sorted."""
    return [(*key, *numbers) for key, numbers in sorted(tally.items())]  # type: ignore[misc]
