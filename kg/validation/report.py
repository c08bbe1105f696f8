"""Reports for programs: plain JSON values, and a SHACL validation report in Turtle."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.triples import Graph, Names, term, write_graphs
from kg.validation.model import Finding, Report

_SEVERITY = {"violation": term("sh:Violation"), "warning": term("sh:Warning"), "info": term("sh:Info")}
_BOOLEAN = term("xsd:boolean")


def to_json(report: Report) -> dict[str, object]:
    """Return the report as JSON values."""
    return {"conforms": report.conforms, "findings": [_json(finding) for finding in report.findings]}


def to_turtle(report: Report, names: Names) -> bytes:
    """Return the report as a SHACL validation report, the same bytes for the same findings."""
    sink = io.BytesIO()
    write_graphs([Graph("urn:isnad:report", tuple(_triples(report)))], "turtle", names, sink)
    return sink.getvalue()


def _json(finding: Finding) -> dict[str, object]:
    sentence = finding.sentence
    return {
        "severity": finding.severity,
        "shape": finding.shape,
        "component": finding.component,
        "focus": finding.focus,
        "path": finding.path,
        "value": finding.value,
        "messages": finding.messages,
        "mends": finding.mends,
        "sentence": None if sentence is None else [sentence.start, sentence.stop],
        "words": finding.words,
    }


def _triples(report: Report) -> Iterator[Triple]:
    # Named by what they say, so that a report has no blank nodes and no counters.
    digests = [hashlib.sha256(repr(finding).encode("utf-8")).hexdigest()[:16] for finding in report.findings]
    whole = NamedNode("urn:isnad:report:" + hashlib.sha256("".join(digests).encode()).hexdigest()[:16])
    yield Triple(whole, term("rdf:type"), term("sh:ValidationReport"))
    conforms = not report.findings  # SHACL 3.6.1.1: no result at all, of whatever severity
    yield Triple(whole, term("sh:conforms"), Literal("true" if conforms else "false", datatype=_BOOLEAN))
    for digest, finding in zip(digests, report.findings, strict=True):
        node = NamedNode(f"urn:isnad:finding:{digest}")
        yield Triple(whole, term("sh:result"), node)
        yield from _result(node, finding)


def _result(node: NamedNode, finding: Finding) -> Iterator[Triple]:
    yield Triple(node, term("rdf:type"), term("sh:ValidationResult"))
    yield Triple(node, term("sh:focusNode"), _node(finding.focus))
    yield Triple(node, term("sh:sourceShape"), _node(finding.shape))
    yield Triple(node, term("sh:sourceConstraintComponent"), NamedNode(finding.component))
    yield Triple(node, term("sh:resultSeverity"), _SEVERITY[finding.severity])
    if finding.path is not None:
        yield Triple(node, term("sh:resultPath"), NamedNode(finding.path))
    if finding.value is not None:
        yield Triple(node, term("sh:value"), _term(finding.value))
    for language, words in finding.messages.items():
        yield Triple(node, term("sh:resultMessage"), Literal(words, language=language))
    for language, words in finding.mends.items():
        yield Triple(node, term("isnad:mend"), Literal(words, language=language))


def _node(name: str) -> NamedNode | BlankNode:
    # A blank node's name has no colon, an IRI always has one.
    return NamedNode(name) if ":" in name else BlankNode(name)


def _term(text: str) -> NamedNode | BlankNode | Literal | Triple:
    (quad,) = parse(f"<urn:a> <urn:b> {text} .".encode(), format=RdfFormat.N_TRIPLES)
    value: NamedNode | BlankNode | Literal | Triple = quad.object
    return value
