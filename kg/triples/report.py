"""A SHACL validation report as triples, from findings as JSON has them; no blank nodes, no counters."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.triples.model import Graph
from kg.triples.vocabulary import term

_SEVERITY: Final = {"violation": term("sh:Violation"), "warning": term("sh:Warning"), "info": term("sh:Info")}


def validation_report(findings: Sequence[Mapping[str, Any]]) -> Graph:
    """Return the report (SHACL 3.6) on *findings*, each as `kg.validation.to_json` tells it."""
    return Graph("urn:isnad:report", tuple(_triples(findings)))


def _triples(findings: Sequence[Mapping[str, Any]]) -> Iterator[Triple]:
    # Named by what they say.
    digests = [hashlib.sha256(json.dumps(one, sort_keys=True).encode()).hexdigest()[:16] for one in findings]
    whole = NamedNode("urn:isnad:report:" + hashlib.sha256("".join(digests).encode()).hexdigest()[:16])
    yield Triple(whole, term("rdf:type"), term("sh:ValidationReport"))
    conforms = not findings  # SHACL 3.6.1.1: no result at all, of whatever severity
    yield Triple(whole, term("sh:conforms"), Literal("true" if conforms else "false", datatype=term("xsd:boolean")))
    for digest, finding in zip(digests, findings, strict=True):
        node = NamedNode(f"urn:isnad:finding:{digest}")
        yield Triple(whole, term("sh:result"), node)
        yield from _result(node, finding)


def _result(node: NamedNode, told: Mapping[str, Any]) -> Iterator[Triple]:
    yield Triple(node, term("rdf:type"), term("sh:ValidationResult"))
    yield Triple(node, term("sh:focusNode"), _node(told["focus"]))
    yield Triple(node, term("sh:sourceShape"), _node(told["shape"]))
    yield Triple(node, term("sh:sourceConstraintComponent"), NamedNode(told["component"]))
    yield Triple(node, term("sh:resultSeverity"), _SEVERITY[told["severity"]])
    if told["path"] is not None:
        yield Triple(node, term("sh:resultPath"), NamedNode(told["path"]))
    if told["value"] is not None:
        yield Triple(node, term("sh:value"), _term(told["value"]))
    for language, words in told["messages"].items():
        yield Triple(node, term("sh:resultMessage"), Literal(words, language=language))
    for language, words in told["mends"].items():
        yield Triple(node, term("isnad:mend"), Literal(words, language=language))


def _node(name: str) -> NamedNode | BlankNode:
    # A blank node's name has no colon, an IRI always has one.
    return NamedNode(name) if ":" in name else BlankNode(name)


def _term(text: str) -> NamedNode | BlankNode | Literal | Triple:
    (quad,) = parse(f"<urn:a> <urn:b> {text} .".encode(), format=RdfFormat.N_TRIPLES)
    value: NamedNode | BlankNode | Literal | Triple = quad.object
    return value
