"""The reference: pySHACL, asked once a graph, with its SPARQL parsed once a process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyshacl
import rdflib
from pyoxigraph import Triple
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from kg.validation.model import Result
from kg.validation.shapes import SH, SHAPES, Shapes
from kg.validation.terms import UNREADABLE, to_rdflib

LITERAL = SHAPES["Gate-literal"]
FINISHED = SHAPES["Gate-finished"]


# pySHACL hands the same text over for every focus node; parsing it each time was nine tenths of its work.
@lru_cache(maxsize=256)
def prepared(text: str) -> Query:
    """Return the query that *text* holds, parsed at most once in this process."""
    return prepareQuery(text)


class Data(rdflib.Graph):
    """A graph that parses each query text once."""

    def query(self, query_object: str | Query, *rest: Any, **named: Any) -> rdflib.query.Result:
        """Answer a query, its text parsed at most once in this process."""
        query = prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(query, *rest, **named)


@dataclass(frozen=True, slots=True)
class PyShacl:
    """The validator whose word is final."""

    shapes: Shapes

    def results(self, triples: Sequence[Triple]) -> list[Result]:
        """Return what the shapes say against *triples*."""
        return run(triples, self.shapes)


def run(triples: Iterable[Triple], shapes: Shapes) -> list[Result]:
    """Return what the shapes say against *triples*."""
    data = Data(bind_namespaces="none")
    found = []
    for triple in triples:
        subject, predicate = to_rdflib(triple.subject), to_rdflib(triple.predicate)
        try:
            data.add((subject, predicate, to_rdflib(triple.object)))
        except ValueError:
            found.append(Result(subject, predicate, None, LITERAL, SH.NodeConstraintComponent, SH.Violation))
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes.bare, inference="none", inplace=True)
    except (RuntimeError, AssertionError, *UNREADABLE) as error:
        # A graph that cannot be checked is not published; the words of the failure travel as the value.
        value = rdflib.Literal(f"{type(error).__name__}: {error}"[:500])
        focus = rdflib.URIRef(str(SHAPES).rstrip("#"))
        return [*found, Result(focus, None, value, FINISHED, SH.NodeConstraintComponent, SH.Violation)]
    return [*found, *_results(report)]


def _results(report: rdflib.Graph) -> Iterator[Result]:
    for node in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        path = report.value(node, SH.resultPath)
        yield Result(
            focus=_needed(report, node, SH.focusNode),
            path=path if isinstance(path, rdflib.URIRef) else None,
            value=report.value(node, SH.value),
            shape=report.value(node, SH.sourceConstraint) or _needed(report, node, SH.sourceShape),
            component=_needed(report, node, SH.sourceConstraintComponent),
            severity=_needed(report, node, SH.resultSeverity),
        )


def _needed(report: rdflib.Graph, node: rdflib.term.Node, property_: rdflib.URIRef) -> rdflib.term.Node:
    value = report.value(node, property_)
    assert value is not None, f"pySHACL gave a result without {property_}"
    return value
