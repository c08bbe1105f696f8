"""Quad templates of an update: read by the engine's own parser, filled in from the rows of its WHERE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg.sparql.tokens import tokens

Term = NamedNode | BlankNode | Literal | Triple
_VARIABLE = "urn:x-isnad:variable:"


@dataclass(frozen=True, slots=True)
class Template:
    """Quads in which some IRIs stand for variables, and blank nodes for new ones in every row."""

    quads: tuple[Quad, ...]

    def within(self, graph: NamedNode | DefaultGraph) -> Template:
        """Return the template with its default graph's quads in *graph*."""
        return Template(
            tuple(
                Quad(q.subject, q.predicate, q.object, graph) if isinstance(q.graph_name, DefaultGraph) else q
                for q in self.quads
            )
        )

    def filled(self, row: Mapping[str, Term | None]) -> Iterator[Quad]:
        """Yield the quads that *row* gives; what is unbound or no legal quad gives none (SPARQL 1.1 Update 3.1.3)."""
        fresh: dict[BlankNode, BlankNode] = {}
        for quad in self.quads:
            subject, predicate, thing = (_fill(t, row, fresh) for t in (quad.subject, quad.predicate, quad.object))
            graph = quad.graph_name if isinstance(quad.graph_name, DefaultGraph) else _fill(quad.graph_name, row, fresh)
            if (
                isinstance(subject, NamedNode | BlankNode)
                and isinstance(predicate, NamedNode)
                and thing is not None
                and isinstance(graph, NamedNode | DefaultGraph)
            ):
                yield Quad(subject, predicate, thing, graph)


def _fill(term: Term, row: Mapping[str, Term | None], fresh: dict[BlankNode, BlankNode]) -> Term | None:
    if isinstance(term, NamedNode):
        return row.get(term.value.removeprefix(_VARIABLE)) if term.value.startswith(_VARIABLE) else term
    if isinstance(term, BlankNode):
        return fresh.setdefault(term, BlankNode())
    if isinstance(term, Triple):
        subject, predicate, thing = (_fill(t, row, fresh) for t in (term.subject, term.predicate, term.object))
        if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode) and thing is not None:
            return Triple(subject, predicate, thing)
        return None
    return term


def read_template(prologue: str, block: str, base: str | None) -> Template:
    """Return the quads that a template writes, braces included; its syntax is checked already."""
    # Variables become IRIs of their own, so that the engine reads lists, literals and reifiers as it always does.
    parts: list[str] = []
    done = 0
    for token in tokens(block):
        if token.kind == "variable":
            parts += (block[done : token.start], f"<{_VARIABLE}{token.text[1:]}>")
            done = token.stop
    return Template(read_data(prologue, "".join(parts) + block[done:], base))


def read_data(prologue: str, block: str, base: str | None) -> tuple[Quad, ...]:
    """Return the quads that a data block writes, braces included, its blank nodes new."""
    memory = Store()
    memory.update(f"{prologue}INSERT DATA {block}", base_iri=base)
    return tuple(memory)
