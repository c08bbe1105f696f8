"""An article's facts as one named graph.

In: Reading
Out: Graph
Touches: pyoxigraph
"""

from kg.triples.model import Graph

__all__ = ["Graph"]
