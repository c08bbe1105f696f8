"""JSON-LD compacted with the published context, written as it comes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.resources import resource
from kg.triples.expanded import in_language, nameless, reference
from kg.triples.names import Names
from kg.triples.vocabulary import NAMESPACES, A

_XSD = NAMESPACES["xsd"]
_INTEGER = re.compile(r"(?:0|-?[1-9]\d{0,14})\Z")


@cache
def published_context() -> Mapping[str, object]:
    """Return the terms of ontology/context.jsonld."""
    context: dict[str, object] = json.loads(resource("ontology/context.jsonld").read_text("utf-8"))["@context"]
    return context


def own_prefixes(names: Names) -> dict[str, str]:
    """Return the prefixes that the published context cannot have, since they follow the base."""
    return {prefix: namespace for prefix, namespace in names.prefixes().items() if prefix not in NAMESPACES}


class Compactor:
    """Turns triples into the objects that the published context, with a base's own prefixes, expands to them."""

    def __init__(self, own_prefixes: Mapping[str, str]) -> None:
        published = published_context()
        self.context = {**published, **own_prefixes}
        self._prefixes = {k: v for k, v in self.context.items() if isinstance(v, str) and v[-1] in "/#:"}
        self._terms: dict[str, tuple[str, bool]] = {}
        for name, definition in published.items():
            if isinstance(definition, dict):
                self._terms[self._expand(definition["@id"])] = (name, definition.get("@type") == "@id")
        self._order = sorted(self._prefixes.items(), key=lambda pair: (-len(pair[1]), pair[0]))

    def nodes(self, triples: Sequence[Triple]) -> Iterator[dict[str, object]]:
        """Yield one object for each subject of *triples*, which are in order."""
        for subject, group in groupby(triples, key=lambda t: t.subject):
            node: dict[str, object] = {"id": self.name(subject)}
            for predicate, alike in groupby(group, key=lambda t: t.predicate):
                objects = [t.object for t in alike]
                key, values = self._values(predicate, objects)
                node[key] = values[0] if len(values) == 1 else values
            yield node

    def name(self, node: NamedNode | BlankNode | Literal | Triple) -> str:
        """Return the string that stands for a node; raises UnknownFormat for what JSON-LD cannot name."""
        if not isinstance(node, NamedNode):
            return reference(node)
        if node.value.partition(":")[0] in self.context:
            raise nameless(node)
        return self._short(node.value)

    def key(self, predicate: NamedNode) -> tuple[str, bool]:
        """Return the key of a property, and whether a bare string under it is the name of a node."""
        return self._terms.get(predicate.value) or (self._short(predicate.value), False)

    def _values(self, predicate: NamedNode, objects: Sequence[object]) -> tuple[str, list[object]]:
        if predicate == A and all(isinstance(o, NamedNode | BlankNode) for o in objects):
            return "type", [self.name(o) for o in objects if isinstance(o, NamedNode | BlankNode)]
        key, refers = self.key(predicate)
        return key, [self._value(o, refers) for o in objects]

    def _value(self, node: object, refers: bool) -> object:
        if isinstance(node, Literal):
            return _literal(node, self._short(node.datatype.value), plain=not refers)
        assert isinstance(node, NamedNode | BlankNode | Triple)
        return self.name(node) if refers else {"id": self.name(node)}

    def _expand(self, curie: str) -> str:
        prefix, _, local = curie.partition(":")
        return self._prefixes[prefix] + local

    def _short(self, iri: str) -> str:
        for prefix, namespace in self._order:
            if iri.startswith(namespace) and not iri.startswith("//", len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri


def _literal(node: Literal, datatype: str, *, plain: bool) -> object:
    if node.language is not None:
        return in_language(node)
    native: object = None
    if node.datatype.value == _XSD + "string":
        native = node.value
    elif node.datatype.value == _XSD + "integer" and _INTEGER.match(node.value):
        native = int(node.value)
    elif node.datatype.value == _XSD + "boolean" and node.value in ("true", "false"):
        native = node.value == "true"
    if native is None:
        return {"type": datatype, "@value": node.value}
    return native if plain else {"@value": native}
