"""The ready questions as one named graph, as clients look for them: sh:SPARQLExecutable, with their endpoint."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from kg.triples.model import Graph
from kg.triples.names import Names
from kg.triples.order import in_order
from kg.triples.parsing import read_rdf
from kg.triples.vocabulary import NAMESPACES, A

_QUESTION = NamedNode("http://www.w3.org/ns/shacl#SPARQLExecutable")
_TARGET = NamedNode(NAMESPACES["schema"] + "target")


def examples_graph(documents: Iterable[bytes], names: Names) -> Graph:
    """Return the graph of the questions in *documents* (Turtle), each with the endpoint under the base."""
    said = {quad.triple for document in documents for quad in read_rdf(document, "turtle")}
    endpoint = NamedNode(f"{names.base}sparql")
    asked = [triple.subject for triple in said if triple.predicate == A and triple.object == _QUESTION]
    said |= {Triple(question, _TARGET, endpoint) for question in asked}
    return Graph(names.examples_graph.value, in_order(said))
