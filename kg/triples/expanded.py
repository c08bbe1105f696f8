"""JSON-LD without a context: every name in full, one object for each subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import UnknownFormat
from kg.triples.vocabulary import NAMESPACES, A

_STRING = NAMESPACES["xsd"] + "string"


def expanded_nodes(triples: Sequence[Triple]) -> Iterator[dict[str, object]]:
    """Yield one object for each subject of *triples*, which are in order; raises UnknownFormat for a triple term."""
    for subject, group in groupby(triples, key=lambda t: t.subject):
        node: dict[str, object] = {"@id": reference(subject)}
        for predicate, alike in groupby(group, key=lambda t: t.predicate):
            objects = [t.object for t in alike]
            if predicate == A and all(isinstance(o, NamedNode | BlankNode) for o in objects):
                node["@type"] = [reference(o) for o in objects]
            else:
                node[predicate.value] = [_value(o) for o in objects]
        yield node


def reference(node: NamedNode | BlankNode | Literal | Triple) -> str:
    """Return what `@id` says of a node; raises UnknownFormat for what JSON-LD cannot name."""
    if isinstance(node, NamedNode):
        return node.value
    if isinstance(node, BlankNode):
        return str(node)
    raise nameless(node)


def nameless(node: NamedNode | Literal | Triple) -> UnknownFormat:
    """Return the error for what JSON-LD cannot name."""
    return UnknownFormat(f"JSON-LD cannot name {node}", ("turtle", "ntriples", "trig", "nquads"))


def in_language(node: Literal) -> dict[str, object]:
    """Return the value object of a literal that has a language, and with RDF 1.2 perhaps a direction."""
    value: dict[str, object] = {"@language": node.language, "@value": node.value}
    if node.direction is not None:
        value["@direction"] = str(node.direction.value)
    return value


def _value(node: NamedNode | BlankNode | Literal | Triple) -> dict[str, object]:
    if not isinstance(node, Literal):
        return {"@id": reference(node)}
    if node.language is not None:
        return in_language(node)
    if node.datatype.value == _STRING:
        return {"@value": node.value}
    return {"@type": node.datatype.value, "@value": node.value}
