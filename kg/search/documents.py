"""What the index holds of a dataset: one document for each literal that is found, of a resource that has a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import BaseDirection, DefaultGraph, Literal, NamedNode, Quad, Store

from kg.search.fields import FIELDS, RDF, TYPE
from kg.sparql import KNOWN_PREFIXES

_TYPE = NamedNode(TYPE)
_DIRECTIONS = {str(one): one for one in (BaseDirection.LTR, BaseDirection.RTL)}
_PROPERTIES = tuple(map(NamedNode, FIELDS))
_TEXTS = frozenset((KNOWN_PREFIXES["xsd"] + "string", RDF + "langString", RDF + "dirLangString"))


@dataclass(frozen=True, slots=True, order=True)
class Document:
    """One literal: whose it is, the predicate it stands under (IRIs), its text and language, the resource's classes."""

    resource: str
    predicate: str
    text: str
    language: str
    direction: str
    kinds: tuple[str, ...]

    @property
    def literal(self) -> Literal:
        """Return the literal as the dataset has it."""
        if self.direction:
            return Literal(self.text, language=self.language, direction=_DIRECTIONS[self.direction])
        return Literal(self.text, language=self.language) if self.language else Literal(self.text)


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset as documents are made of it; a merged one has each triple once, in its default graph."""

    store: Store
    merged: bool

    def of(self, resource: str) -> list[Document]:
        """Return the documents of one resource, in order."""
        node = NamedNode(resource)
        kinds = self._kinds(node)
        quads = (quad for name in _PROPERTIES for quad in self._quads(node, name))
        return sorted({one for quad in quads for one in _document(quad, kinds)})

    def all(self) -> Iterator[Document]:
        """Yield every document of the dataset, as the dataset is now."""
        kinds = lru_cache(maxsize=1 << 12)(self._kinds)
        for name in _PROPERTIES:
            before = None
            for quad in self._quads(None, name):
                # Where graphs repeat each other, the engine's order brings the repetitions together.
                if quad.triple != before and isinstance(quad.subject, NamedNode):
                    yield from _document(quad, kinds(quad.subject))
                before = quad.triple

    def count(self) -> int:
        """Return how many documents there will be, at most."""
        return sum(1 for name in _PROPERTIES for _ in self._quads(None, name))

    def _quads(self, subject: NamedNode | None, name: NamedNode) -> Iterator[Quad]:
        return self.store.quads_for_pattern(subject, name, None, DefaultGraph() if self.merged else None)

    def _kinds(self, node: NamedNode) -> tuple[str, ...]:
        found = {quad.object.value for quad in self._quads(node, _TYPE) if isinstance(quad.object, NamedNode)}
        return tuple(sorted(found))


def _document(quad: Quad, kinds: tuple[str, ...]) -> Iterator[Document]:
    """Yield the document of a quad, if it has one: its subject a name, its object a text."""
    value = quad.object
    if isinstance(quad.subject, NamedNode) and isinstance(value, Literal) and value.datatype.value in _TEXTS:
        # RDF 1.2: a text with a language may say which way it runs.
        told = (value.language or "", str(value.direction or ""))
        yield Document(quad.subject.value, quad.predicate.value, value.value, *told, kinds)


def touched(quads: Iterable[Quad]) -> set[str]:
    """Return the resources whose documents may change when *quads* come or go."""
    return {
        quad.subject.value
        for quad in quads
        if isinstance(quad.subject, NamedNode) and (quad.predicate.value in FIELDS or quad.predicate == _TYPE)
    }
