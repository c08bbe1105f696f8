"""The vocabulary drawn: each class with what it is a kind of and what is said of it, each shape with its rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.store import Profile
from kg.triples import ISNAD, NAMESPACES
from kg.web.glossary import Glossary
from kg.web.terms import Term
from kg.web.views import SHAPES, Value, Viewer, kind_of

_OWL, _SH, _RDFS, _SCHEMA, _SKOS = (NAMESPACES[prefix] for prefix in ("owl", "sh", "rdfs", "schema", "skos"))
_PATHS: Final = {"inversePath": "^", "alternativePath": "|"}
_HELD: Final = ("datatype", "class", "nodeKind", "hasValue", "in", "pattern", "node", "uniqueLang")
"""What a rule asks of values, in the words of SHACL (SHACL, section 4)."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A property as its class's card shows it: its values' classes, and in how many triples it stands."""

    property: Value
    ranges: tuple[Value, ...]
    triples: int


@dataclass(frozen=True, slots=True)
class ClassCard:
    """A class of ours; `kind` chooses colour and sign, `entities` counts the things of it, the known ones included."""

    name: str
    kind: str
    label: Term
    meaning: Term | None
    above: tuple[Value, ...]
    properties: tuple[Spoken, ...]
    entities: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """One rule of a shape: the path it holds for, how many values, what they must be, and what breaks it in words."""

    name: str
    path: Value | None
    least: str
    most: str
    asked: tuple[tuple[str, tuple[Value, ...]], ...]
    message: Term | None


@dataclass(frozen=True, slots=True)
class ShapeCard:
    """A shape of things with its rules; `severity` is SHACL's, Violation where it says none."""

    name: str
    label: Term
    targets: tuple[Value, ...]
    severity: str
    rules: tuple[Ruled, ...]


@dataclass(frozen=True, slots=True)
class VocabularyMap:
    """Draws *book* in the language of *viewer*; its classes with the counts of *used*."""

    book: Glossary
    viewer: Viewer
    used: Profile = field(default_factory=Profile)

    def classes(self) -> list[ClassCard]:
        """Return the classes of the ontology, by what they are called."""
        classes = (node for node in self._of_type(f"{_OWL}Class", ISNAD))
        return sorted(map(self._class, classes), key=lambda card: card.label.value)

    def shapes(self) -> list[ShapeCard]:
        """Return the shapes of things, by name."""
        return [self._shape(node) for node in self._of_type(f"{_SH}NodeShape", SHAPES)]

    def _of_type(self, kind: str, namespace: str) -> list[NamedNode]:
        typed = (quad.subject for quad in self.book.pointing.get(NamedNode(kind), ()))
        named = {node for node in typed if isinstance(node, NamedNode) and node.value.startswith(namespace)}
        return sorted(named, key=lambda node: node.value)

    def _class(self, node: NamedNode) -> ClassCard:
        use = self.used.classes.get(node.value)
        spoken = {p for p in self._pointing(node, f"{_SCHEMA}domainIncludes") if p.value.startswith(ISNAD)}
        return ClassCard(
            node.value.removeprefix(ISNAD),
            kind_of([node.value]),
            self.viewer.name(node.value, {}),
            self._words(node, f"{_SKOS}definition"),
            tuple(self._values(node, f"{_RDFS}subClassOf")),
            tuple(self._spoken(p) for p in sorted(spoken, key=lambda p: p.value)),
            use.entities if use else 0,
        )

    def _spoken(self, node: NamedNode) -> Spoken:
        use = self.used.properties.get(node.value)
        return Spoken(
            self._value(node), tuple(self._values(node, f"{_SCHEMA}rangeIncludes")), use.triples if use else 0
        )

    def _shape(self, node: NamedNode) -> ShapeCard:
        targets = [
            value
            for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
            for value in self._values(node, f"{_SH}{name}")
        ]
        held = [rule for name in ("property", "sparql") for rule in self._said(node, f"{_SH}{name}")]
        return ShapeCard(
            node.value.removeprefix(SHAPES),
            self._words(node, f"{_RDFS}label") or self.viewer.name(node.value, {}),
            tuple(targets),
            self._severity(node),
            tuple(self._rule(rule) for rule in held if isinstance(rule, NamedNode | BlankNode)),
        )

    def _rule(self, node: NamedNode | BlankNode) -> Ruled:
        name = node.value.removeprefix(SHAPES) if isinstance(node, NamedNode) else ""
        path = next(self._said(node, f"{_SH}path"), None)
        asked = ((what, tuple(self._listed(node, f"{_SH}{what}"))) for what in _HELD)
        return Ruled(
            name,
            self._path(path) if path is not None else None,
            self._literal(node, f"{_SH}minCount"),
            self._literal(node, f"{_SH}maxCount"),
            tuple((what, values) for what, values in asked if values),
            self._words(node, f"{_SH}message"),
        )

    def _path(self, path: object) -> Value:
        """Return a path by the property it follows; one that goes the other way has a sign before it."""
        if isinstance(path, BlankNode):
            steps = [(sign, step) for name, sign in _PATHS.items() for step in self._said(path, f"{_SH}{name}")]
            steps = steps or [("/", path)]
            members = [(sign, member) for sign, step in steps for member in self.book.members(step)]
            named = [(sign, self.viewer.name(m.value, {}).value) for sign, m in members if isinstance(m, NamedNode)]
            words = " ".join(f"{sign}{name}" for sign, name in named)
            return Value(Term("other", words), None, Term("literal", words, self.viewer.language))
        return self._value(path)

    def _severity(self, node: NamedNode) -> str:
        said = next(self._said(node, f"{_SH}severity"), None)
        return said.value.removeprefix(_SH) if isinstance(said, NamedNode) else "Violation"

    def _said(self, node: NamedNode | BlankNode, predicate: str) -> Iterator[object]:
        return (quad.object for quad in self.book.about.get(node, ()) if quad.predicate.value == predicate)

    def _pointing(self, node: NamedNode, predicate: str) -> Iterator[NamedNode]:
        for quad in self.book.pointing.get(node, ()):
            if quad.predicate.value == predicate and isinstance(quad.subject, NamedNode):
                yield quad.subject

    def _values(self, node: NamedNode | BlankNode, predicate: str) -> Iterator[Value]:
        return (self._value(thing) for thing in self._said(node, predicate) if isinstance(thing, NamedNode))

    def _listed(self, node: NamedNode | BlankNode, predicate: str) -> Iterator[Value]:
        """Yield the values of a property, the members of a list in its place."""
        for thing in self._said(node, predicate):
            yield from (self._value(member) for member in self.book.members(thing))

    def _value(self, node: object) -> Value:
        if isinstance(node, NamedNode):
            return self.viewer.value(Term("iri", node.value), {})
        words = node.value if isinstance(node, Literal) else str(node)
        term = Term("literal", words, node.language if isinstance(node, Literal) else None)
        return Value(term, None, term)

    def _literal(self, node: NamedNode | BlankNode, predicate: str) -> str:
        return next((said.value for said in self._said(node, predicate) if isinstance(said, Literal)), "")

    def _words(self, node: NamedNode | BlankNode, predicate: str) -> Term | None:
        said = [literal for literal in self._said(node, predicate) if isinstance(literal, Literal)]
        by_language: Mapping[str, str] = {literal.language or "": literal.value for literal in said}
        words = by_language.get(self.viewer.language)
        return Term("literal", words, self.viewer.language) if words else None
