"""A named graph as a value."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Triple


@dataclass(frozen=True, slots=True)
class Graph:
    """One named graph: its name and its triples, sorted, each once, without blank nodes."""

    name: str
    triples: tuple[Triple, ...]

    def quads(self) -> list[Quad]:
        """Return the triples as quads of this graph."""
        name = NamedNode(self.name)
        return [Quad(t.subject, t.predicate, t.object, name) for t in self.triples]
