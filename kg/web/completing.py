"""The vocabulary of one store for an editor that completes: what is used there, how often, and what may stand where."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.store import Profile
from kg.triples import ISNAD, NAMESPACES
from kg.web.views import RDF_TYPE
from kg.web.vocabulary import labels, quads

_SH: Final = NAMESPACES["sh"]
_RDF: Final = NAMESPACES["rdf"]
_ALSO: Final = NAMESPACES["skos"] + "altLabel"
_CLASSES: Final = (NAMESPACES["owl"] + "Class", NAMESPACES["rdfs"] + "Class")
_LOCAL: Final = re.compile(r"[A-Za-z_][\w-]*\Z", re.ASCII)
_MOST_VALUES: Final = 100
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Applying:
    """What the shapes say of a property: the classes its values are of, and the values it may have, as IRIs."""

    classes: frozenset[str] = frozenset()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shaped:
    """What shapes say, read for completion: by class the properties that apply, and what is said of each property."""

    of_class: Mapping[str, frozenset[str]]
    properties: Mapping[str, Applying]


@dataclass(frozen=True, slots=True)
class Completion:
    """Makes the vocabulary of a store at a revision; `prefixes` are those that names are shortened by."""

    profile: Profile
    prefixes: Mapping[str, str]

    def as_json(self, revision: int) -> Json:
        """Return the vocabulary: prefixes, classes, properties, which of these a class has, and the values of some."""
        shaped = read_shapes()
        return {
            "revision": revision,
            "prefixes": dict(self.prefixes),
            "classes": [self._class(iri) for iri in self._known_classes(shaped)],
            "properties": [self._property(iri, shaped) for iri in self._known_properties(shaped)],
            "of": {self.short(kind): self._of(kind, shaped) for kind in self._known_classes(shaped)},
            "values": dict(self._values(shaped)),
        }

    def short(self, iri: str) -> str:
        """Return *iri* as a query writes it: with a prefix where it has one, else in full."""
        found = ""
        for prefix, namespace in self.prefixes.items():
            if iri.startswith(namespace) and len(namespace) > len(self.prefixes.get(found, "")):
                found = prefix if _LOCAL.match(iri.removeprefix(namespace)) else found
        return f"{found}:{iri.removeprefix(self.prefixes[found])}" if found else f"<{iri}>"

    def _known_classes(self, shaped: Shaped) -> list[str]:
        """Return the classes: the most used first, then what the ontology and the shapes know besides."""
        own = {q.subject.value for q in quads("ontology") if _is_class(q) and isinstance(q.subject, NamedNode)}
        uses = self.profile.classes
        known = {*uses, *shaped.of_class, *(iri for iri in own if iri.startswith(ISNAD))}
        return sorted(known, key=lambda iri: (-uses[iri].entities if iri in uses else 0, iri))

    def _known_properties(self, shaped: Shaped) -> list[str]:
        uses = self.profile.properties
        known = {*uses, *shaped.properties}
        return sorted(known, key=lambda iri: (-uses[iri].triples if iri in uses else 0, iri))

    def _class(self, iri: str) -> Json:
        uses = self.profile.classes.get(iri)
        return self._called(iri, uses.entities if uses else 0)

    def _property(self, iri: str, shaped: Shaped) -> Json:
        uses = self.profile.properties.get(iri)
        told = self._called(iri, uses.triples if uses else 0)
        said = shaped.properties.get(iri)
        return {**told, "to": sorted(map(self.short, said.classes))} if said and said.classes else told

    def _called(self, iri: str, count: int) -> Json:
        said = {language: term.value for language, term in labels().get(iri, {}).items() if language}
        also = other_words().get(iri, ())
        return {"name": self.short(iri), "count": count, "said": said, **({"also": list(also)} if also else {})}

    def _of(self, kind: str, shaped: Shaped) -> Json:
        """Return the properties that apply to a class, each with how many things of it have one, most used first."""
        used = self.profile.classes.get(kind)
        counts = {iri: subjects for iri, (_, subjects) in used.properties.items()} if used else {}
        known = dict.fromkeys(shaped.of_class.get(kind, ()), 0) | counts
        ordered = sorted(known.items(), key=lambda one: (-one[1], one[0]))
        return {self.short(iri): count for iri, count in ordered if iri != RDF_TYPE}

    def _values(self, shaped: Shaped) -> Iterator[tuple[str, list[Json]]]:
        for iri, said in sorted(shaped.properties.items()):
            if said.values:
                yield self.short(iri), [self._called(value, 0) for value in said.values[:_MOST_VALUES]]


def _is_class(quad: Quad) -> bool:
    return quad.predicate.value == RDF_TYPE and isinstance(quad.object, NamedNode) and quad.object.value in _CLASSES


@cache
def other_words() -> Mapping[str, tuple[str, ...]]:
    """Return what terms of the ontology are called besides."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in quads("ontology"):
        if quad.predicate.value == _ALSO and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            found[quad.subject.value].append(quad.object.value)
    return {iri: tuple(sorted(words)) for iri, words in found.items()}


@cache
def read_shapes() -> Shaped:
    """Return what our shapes say of classes and properties."""
    said: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads("shapes"):
        said[_key(quad.subject)][quad.predicate.value].append(quad.object)
    of_class: dict[str, set[str]] = defaultdict(set)
    classes: dict[str, set[str]] = defaultdict(set)
    values: dict[str, dict[str, None]] = defaultdict(dict)
    for about in list(said.values()):
        for path in about[f"{_SH}path"]:
            if isinstance(path, NamedNode):
                classes[path.value] |= {one.value for one in about[f"{_SH}class"] if isinstance(one, NamedNode)}
                for listed in about[f"{_SH}in"]:
                    values[path.value] |= dict.fromkeys(_listed(listed, said))
        for target in about[f"{_SH}targetClass"]:
            paths = [path for shape in about[f"{_SH}property"] for path in said[_key(shape)][f"{_SH}path"]]
            of_class[target.value] |= {path.value for path in paths if isinstance(path, NamedNode)}
    return Shaped(
        {kind: frozenset(found) for kind, found in of_class.items()},
        {path: Applying(frozenset(classes[path]), tuple(values[path])) for path in classes},
    )


def _listed(node: Any, said: Mapping[str, Mapping[str, list[Any]]]) -> Iterator[str]:
    """Yield the IRIs of an RDF list."""
    while isinstance(node, BlankNode):
        cell = said[_key(node)]
        yield from (one.value for one in cell[f"{_RDF}first"] if isinstance(one, NamedNode))
        node = next(iter(cell[f"{_RDF}rest"]), None)


def _key(node: Any) -> str:
    """Return what tells a node of the shapes from all others."""
    return str(node)
