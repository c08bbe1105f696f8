"""Checksums of graphs that follow every change: a sum over their triples, so that a change costs what it touches."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.sparql import Delta

SCHEMA = "CREATE TABLE IF NOT EXISTS sums (graph TEXT PRIMARY KEY, size INTEGER NOT NULL, digest TEXT NOT NULL);"
MODULUS = 1 << 256
_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Sum:
    """How many triples a graph holds, and the sum of their hashes, in whatever order they come."""

    size: int = 0
    digest: int = 0

    def plus(self, triples: Iterable[Triple]) -> Sum:
        """Return the sum with *triples*, none of which is in it."""
        size, digest = _weight(triples)
        return Sum(self.size + size, (self.digest + digest) % MODULUS)

    def minus(self, triples: Iterable[Triple]) -> Sum:
        """Return the sum without *triples*, all of which are in it."""
        size, digest = _weight(triples)
        return Sum(self.size - size, (self.digest - digest) % MODULUS)


Sums = dict[str, Sum | None]
"""Sums by graph; "" is the default graph, None a graph that is gone."""


def line_sum(n_triples: bytes) -> Sum:
    """Return the sum over the lines of N-Triples that an engine wrote, as it wrote them."""
    lines = [line for line in n_triples.splitlines() if line]
    return Sum(len(lines), sum(int.from_bytes(hashlib.sha256(line).digest(), "big") for line in lines) % MODULUS)


def _weight(triples: Iterable[Triple]) -> tuple[int, int]:
    size = digest = 0
    rest = iter(triples)
    while batch := list(islice(rest, _CHUNK)):
        for line in (serialize(batch, format=RdfFormat.N_TRIPLES) or b"").splitlines():
            size += 1
            digest += int.from_bytes(hashlib.sha256(line).digest(), "big")
    return size, digest % MODULUS


def sums_after(before: Sums, delta: Delta) -> Sums:
    """Return the sums of the graphs that *delta* changes, given their sums before it."""
    out, into = by_graph(delta.out), by_graph(delta.into)
    after: Sums = {}
    for graph in sorted({*out, *into, *delta.created, *delta.dropped}):
        one = (before.get(graph) or Sum()).minus(out.get(graph, ())).plus(into.get(graph, ()))
        # The default graph is always there, so that an empty one is like none.
        after[graph] = None if graph in delta.dropped or (not graph and not one.size) else one
    return after


def by_graph(quads: Iterable[Quad]) -> dict[str, list[Triple]]:
    """Return the triples of each graph, by the name under which its sum is kept."""
    found: dict[str, list[Triple]] = {}
    for quad in quads:
        found.setdefault(name_of(quad.graph_name), []).append(quad.triple)
    return found


def sum_of(quads: Iterable[Quad]) -> Sum:
    """Return the sum over one graph's quads."""
    return Sum().plus(quad.triple for quad in quads)


def name_of(graph: NamedNode | BlankNode | DefaultGraph) -> str:
    """Return the name under which a graph's sum is kept."""
    return graph.value if isinstance(graph, NamedNode) else ""


def encode_sums(sums: Sums) -> list[list[object]]:
    """Return *sums* as JSON values."""
    return [[graph, one.size, f"{one.digest:x}"] if one else [graph, None, ""] for graph, one in sums.items()]


def decode_sums(said: Iterable[list[object]]) -> Sums:
    """Return what `encode_sums` was given."""
    return {str(graph): None if size is None else Sum(int(str(size)), int(str(d), 16)) for graph, size, d in said}


def keep_sums(ledger: sqlite3.Connection, sums: Sums) -> None:
    """Write *sums* down in place of those that were there."""
    for graph, size, digest in encode_sums(sums):
        if size is None:
            ledger.execute("DELETE FROM sums WHERE graph = ?", (graph,))
        else:
            ledger.execute("INSERT OR REPLACE INTO sums VALUES (?, ?, ?)", (graph, size, digest))


def known_sums(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[str, Sum]]:
    """Yield the sums in rows of the table."""
    for graph, size, digest in rows:
        yield str(graph), Sum(int(str(size)), int(str(digest), 16))
