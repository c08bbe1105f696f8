"""Look-ups by pattern that find what was asked for, and nothing that the engine's scan runs on into."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

Node = NamedNode | BlankNode | Literal | Triple


def matching(
    store: Store,
    subject: Node | None,
    predicate: Node | None,
    thing: Node | None,
    graph: NamedNode | BlankNode | DefaultGraph | None,
) -> Iterator[Quad]:
    """Yield the quads of a pattern, None being any term; *thing* as the engine keeps it (`kg.sparql.canonical`)."""
    found = store.quads_for_pattern(subject, predicate, thing, graph)  # type: ignore[arg-type]
    if isinstance(thing, Literal | Triple):
        # On disk the engine's scan runs on behind a number whose last byte is 255 (pyoxigraph 0.5.13): compare.
        return (quad for quad in found if quad.object == thing)
    return found
