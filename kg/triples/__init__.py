"""An article's facts as one named graph.

In: Reading, Authority
Out: Graph, Names, bytes in every RDF format
Touches: kg.article kg.authority kg.document kg.errors kg.facts kg.mentions kg.resources kg.text pyoxigraph
"""

from kg.triples.authority import authority_graph
from kg.triples.graph import Run, to_graph
from kg.triples.model import Graph
from kg.triples.names import DEFAULT_BASE, Names
from kg.triples.parsing import read_rdf
from kg.triples.writing import write_graphs, write_quads

__all__ = [
    "DEFAULT_BASE",
    "Graph",
    "Names",
    "Run",
    "authority_graph",
    "read_rdf",
    "to_graph",
    "write_graphs",
    "write_quads",
]
