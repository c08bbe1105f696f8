"""Any graph held to any shapes: a SHACL processor for those who bring their own (SHACL, W3C Recommendation 2017)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyshacl
import rdflib
from pyoxigraph import Literal, NamedNode, Triple
from pyshacl.errors import ReportableRuntimeError, ValidationFailure
from rdflib.plugins.sparql.sparql import Query

from kg.errors import MalformedData
from kg.validation.engine import Data, prepared
from kg.validation.shapes import SH
from kg.validation.terms import UNREADABLE, as_written, to_pyoxigraph, to_rdflib


def check_against(shapes: Iterable[Triple], triples: Iterable[Triple]) -> list[Triple]:
    """Return the validation report on *triples* as SHACL words it; raises MalformedData for shapes that are none.

    Nothing is fetched (owl:imports), nothing inferred, and no script is run.
    """
    data, asked = _graph(triples), _graph(shapes)
    _share_prefixes(asked)
    try:
        _, report, words = pyshacl.validate(data, shacl_graph=asked, inference="none", inplace=True)
    except (RuntimeError, AssertionError, *UNREADABLE) as error:
        raise _no_shapes(error) from None
    if isinstance(report, ValidationFailure) or not isinstance(report, rdflib.Graph):
        raise _no_shapes(words)
    return [_triple(found) for found in report]


def _no_shapes(said: object) -> MalformedData:
    return MalformedData(
        f"the shapes cannot be used: {str(said).strip()[:500]}",
        hint="see the sections on shapes and on failures of the SHACL recommendation",
    )


class _Asked(Data):
    """A graph that says of a query it cannot read that it cannot read it."""

    def query(self, query_object: str | Query, *rest: Any, **named: Any) -> rdflib.query.Result:
        """Answer a query; raises ReportableRuntimeError for one that does not parse."""
        if isinstance(query_object, str):
            try:
                query_object = prepared(query_object)
            except Exception as error:  # noqa: BLE001 - for a prefix nobody declared rdflib raises nothing narrower
                raise ReportableRuntimeError(f"a query in the shapes cannot be read: {error}") from None
        return super().query(query_object, *rest, **named)


def _share_prefixes(shapes: rdflib.Graph) -> None:
    """SHACL 5.2.1: prefixes that an imported ontology declares count for its importer, if it stands in the graph."""
    for importer in set(shapes.subjects(rdflib.OWL.imports)):
        for imported in shapes.transitive_objects(importer, rdflib.OWL.imports):
            for declaration in list(shapes.objects(imported, SH.declare)):
                shapes.add((importer, SH.declare, declaration))


def _graph(triples: Iterable[Triple]) -> rdflib.Graph:
    graph = _Asked(bind_namespaces="none")
    for triple in triples:
        if isinstance(triple.object, Triple):
            raise MalformedData("a triple term stands in the graph, and SHACL knows none")
        subject, predicate = to_rdflib(triple.subject), to_rdflib(triple.predicate)
        try:
            graph.add((subject, predicate, as_written(triple.object)))
        except ValueError as error:
            raise MalformedData(f"{str(triple.object)[:200]} is a literal that cannot be read: {error}") from None
    return graph


def _triple(found: tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]) -> Triple:
    subject, predicate, value = map(to_pyoxigraph, found)
    assert isinstance(predicate, NamedNode)
    assert not isinstance(subject, Literal)
    return Triple(subject, predicate, value)
