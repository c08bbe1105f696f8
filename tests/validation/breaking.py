"""Ways to break a good graph so that one shape must say so: made from what each shape asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import rdflib
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import SH

from kg.triples import Graph, term
from kg.validation.terms import to_pyoxigraph

TYPE = term("rdf:type")
LANGUAGE = term("rdf:langString").value
NOTHING = NamedNode("urn:test:nothing")
EXTRA = NamedNode("urn:test:extra")
Focus = NamedNode
Values = list[NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class Shape:
    """One property shape as its graph describes it."""

    iri: rdflib.URIRef
    owner: rdflib.URIRef
    graph: rdflib.Graph

    def get(self, parameter: rdflib.URIRef) -> rdflib.term.Node | None:
        """Return the one value of a parameter."""
        return self.graph.value(self.iri, parameter)

    @property
    def path(self) -> NamedNode | None:
        """Return the path when it is one property."""
        path = self.get(SH.path)
        return NamedNode(str(path)) if isinstance(path, rdflib.URIRef) else None


Way = Callable[[Shape, Values, Graph], Values | None]


def shapes_with_messages(graph: rdflib.Graph) -> list[rdflib.URIRef]:
    """Return every shape and constraint that can speak."""
    return sorted(s for s in set(graph.subjects(SH.message)) if (s, SH.deactivated, None) not in graph)


def property_shapes(graph: rdflib.Graph) -> list[Shape]:
    """Return the property shapes, by IRI."""
    owned = {shape: owner for owner, shape in graph.subject_objects(SH.property)}
    return [Shape(iri, owned[iri], graph) for iri in shapes_with_messages(graph) if (iri, SH.path, None) in graph]


def foci(owner: rdflib.URIRef, shapes: rdflib.Graph, data: Graph) -> list[Focus]:
    """Return the nodes of *data* that a node shape targets, in order."""
    found = set()
    for kind in shapes.objects(owner, SH.targetClass):
        found |= {t.subject for t in data.triples if t.predicate == TYPE and t.object.value == str(kind)}
    for property_ in shapes.objects(owner, SH.targetSubjectsOf):
        found |= {t.subject for t in data.triples if t.predicate.value == str(property_)}
    for property_ in shapes.objects(owner, SH.targetObjectsOf):
        found |= {t.object for t in data.triples if t.predicate.value == str(property_)}
    return sorted(found, key=str)


def without(graph: Graph, wrong: Callable[[Triple], bool]) -> Graph:
    """Return the graph without the triples that *wrong* holds of."""
    return Graph(graph.name, tuple(t for t in graph.triples if not wrong(t)))


def plus(graph: Graph, *triples: Triple) -> Graph:
    """Return the graph with more triples."""
    return Graph(graph.name, (*graph.triples, *triples))


def instead(graph: Graph, focus: Focus, path: NamedNode, *values: NamedNode | Literal) -> Graph:
    """Return the graph with *values* for all that *focus* had by *path*."""
    rest = without(graph, lambda t: t.subject == focus and t.predicate == path)
    return plus(rest, *(Triple(focus, path, value) for value in values))


def values(graph: Graph, focus: Focus, path: NamedNode) -> Values:
    """Return what *focus* has by *path*."""
    return [t.object for t in graph.triples if t.subject == focus and t.predicate == path]


def breaks(shape: Shape, good: Graph) -> Iterator[tuple[str, Graph]]:
    """Yield, for each parameter of a property shape with a plain path, a graph broken in that and no more."""
    path = shape.path
    if path is None:
        return
    everyone = foci(shape.owner, shape.graph, good)
    # The best focus has a value already, so that only the value's fault is new.
    able = [focus for focus in everyone if values(good, focus, path)] or everyone
    for parameter in sorted(set(shape.graph.predicates(shape.iri))):
        broken = _broken(shape, str(parameter).partition("#")[2], able[0], path, good)
        if broken is not None:
            yield str(parameter).partition("#")[2], broken


def _broken(shape: Shape, parameter: str, focus: Focus, path: NamedNode, good: Graph) -> Graph | None:
    old = values(good, focus, path)
    make = WRONG.get(parameter)
    wrong = make(shape, old, good) if make else None
    return None if wrong is None else instead(good, focus, path, *wrong)


def _tag(old: Values) -> str | None:
    return next((v.language for v in old if isinstance(v, Literal) and v.language), None)


def _beside(shape: Shape, old: Values, _: Graph) -> Values:
    # Where several values may stand, the wrong one stands beside the right ones.
    return [*(old if shape.get(SH.maxCount) is None else []), NOTHING]


def _second(shape: Shape, old: Values, good: Graph) -> Values | None:
    another = _another(shape, old, good)
    return None if another is None else [*old, another]


def _mistyped(shape: Shape, old: Values, _: Graph) -> Values:
    return [*old[1:], Literal("x") if str(shape.get(SH.datatype)) == LANGUAGE else Literal("x", language="ar")]


def _misnatured(shape: Shape, old: Values, _: Graph) -> Values:
    return [Literal("x") if shape.get(SH.nodeKind) == SH.IRI else NOTHING]


def _misspelt(shape: Shape, old: Values, _: Graph) -> Values:
    return [NOTHING if shape.get(SH.nodeKind) == SH.IRI else Literal("!!")]


def _empty(shape: Shape, old: Values, _: Graph) -> Values:
    tag = _tag(old) or ("ar" if str(shape.get(SH.datatype)) == LANGUAGE else None)
    return [Literal("", language=tag) if tag else Literal("")]


def _twice(shape: Shape, old: Values, _: Graph) -> Values:
    return [*old, Literal("آخر", language=_tag(old) or "ar")]


def _numbered(number: str) -> Way:
    return lambda shape, old, good: [Literal(number, datatype=NamedNode(str(shape.get(SH.datatype))))]


def _lacking(parameter: str) -> Way:
    return lambda shape, old, good: _kept(shape, parameter, old)


WRONG: dict[str, Way] = {
    "class": _beside,
    "datatype": _mistyped,
    "hasValue": _lacking("hasValue"),
    "in": _beside,
    "maxCount": _second,
    "maxInclusive": _numbered("9"),
    "minCount": _lacking("minCount"),
    "minInclusive": _numbered("-1"),
    "minLength": _empty,
    "nodeKind": _misnatured,
    "pattern": _misspelt,
    "qualifiedMinCount": _lacking("qualifiedMinCount"),
    "uniqueLang": _twice,
}


def _kept(shape: Shape, parameter: str, old: Values) -> Values:
    """Return the values that stay when the needed ones go."""
    if parameter == "minCount":
        return []
    if parameter == "hasValue":
        return [v for v in old if v.value != str(shape.get(SH.hasValue))]
    kind = shape.get(SH.qualifiedValueShape)
    listed = shape.graph.value(kind, SH["in"])
    if listed is None:
        return old[1:] if shape.iri.endswith("offsets") else old[:1]
    return [v for v in old if v.value not in {str(item) for item in shape.graph.items(listed)}]


def _another(shape: Shape, old: Values, good: Graph) -> NamedNode | Literal | None:
    """Return a second value that is right in itself."""
    listed, kind = shape.get(SH["in"]), shape.get(SH["class"])
    if listed is not None:
        return next((v for item in shape.graph.items(listed) if (v := to_pyoxigraph(item)) not in old), None)
    if kind is not None:
        members = [t.subject for t in good.triples if t.predicate == TYPE and t.object.value == str(kind)]
        return next((member for member in members if member not in old), None)
    if old and isinstance(old[0], Literal):
        value = str(int(old[0].value) + 1) if old[0].value.isdecimal() else _other_text(old[0].value)
        if old[0].language:
            return Literal(value, language="en")
        return Literal(value, datatype=old[0].datatype)
    return NamedNode("http://www.wikidata.org/entity/Q1")


def _other_text(text: str) -> str:
    """Return another text of the same form: a hash stays a hash, a date a date."""
    last = text[-1]
    return text[:-1] + ("1" if last != "1" else "2") if last.isalnum() else text + "1"
