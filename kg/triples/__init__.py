"""An article's facts as one named graph.

In: Reading, Authority, Reviewed
Out: Graph, Names, Account, bytes in every RDF format
Touches: kg.article kg.authority kg.decisions kg.document kg.errors kg.facts kg.mentions kg.resources kg.text pyoxigraph
"""

from kg.text import visible
from kg.triples.account import Account, ActorTold, Passage
from kg.triples.accounts import accounts_of
from kg.triples.authority import authority_graph, known_in
from kg.triples.examples import examples_graph
from kg.triples.graph import Run, to_graph
from kg.triples.hidden import HIDDEN, escaped
from kg.triples.jsonld import published_context
from kg.triples.model import Graph
from kg.triples.names import DEFAULT_BASE, Names
from kg.triples.parsing import read_rdf
from kg.triples.rdfxml import NO_XML
from kg.triples.report import validation_report
from kg.triples.tree import write_tree
from kg.triples.vocabulary import ISNAD, NAMESPACES, term
from kg.triples.writing import write_graphs, write_quads

__all__ = [
    "DEFAULT_BASE",
    "HIDDEN",
    "ISNAD",
    "NAMESPACES",
    "NO_XML",
    "Account",
    "ActorTold",
    "Graph",
    "Names",
    "Passage",
    "Run",
    "accounts_of",
    "authority_graph",
    "escaped",
    "examples_graph",
    "known_in",
    "published_context",
    "read_rdf",
    "term",
    "to_graph",
    "validation_report",
    "visible",
    "write_graphs",
    "write_quads",
    "write_tree",
]
