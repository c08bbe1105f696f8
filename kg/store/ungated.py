"""Scratch graphs: named graphs that are held to no shapes, and that a merged default graph knows nothing of."""

from __future__ import annotations

from kg.errors import UsageError
from kg.sparql import hidden_in

_OPEN_ENDS = ("/", "#", ":")


def covers(scratch: tuple[str, ...], graph: str) -> bool:
    """Tell whether *graph* is a scratch graph: named in *scratch*, or below what ends with a slash, "#" or ":"."""
    return any(graph == one or (one.endswith(_OPEN_ENDS) and graph.startswith(one)) for one in scratch)


def declared(scratch: tuple[str, ...], base: str) -> tuple[str, ...]:
    """Return *scratch* sorted, each once; raises UsageError where it reaches what the house publishes under *base*."""
    house = f"{base}graph/"
    given = {one for one in scratch if one}
    for one in sorted(given):
        if hidden_in(one) or ":" not in one.strip("/"):
            raise UsageError(f"scratch: {one[:200]!r} is no absolute IRI without hidden characters")
        if one.startswith(house) or (one.endswith(_OPEN_ENDS) and house.startswith(one)):
            raise UsageError(
                f"scratch: <{one}> would take in the graphs of articles and of the authority, below <{house}>",
                hint="name a graph of your own, or what such graphs begin with, as in http://example.org/scratch/",
            )
    return tuple(sorted(given))
