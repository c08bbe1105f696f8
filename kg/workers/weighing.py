"""What a write would change, worked out in a worker: the writer only ever gets quads to take out and to put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from uuid import uuid4

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import MalformedData
from kg.sparql import Delta, Effects, Finder, Update, check_terms
from kg.store import Dataset, Identity, Scratch, by_graph, clone, covers, named_apart, rules_of
from kg.triples import read_rdf
from kg.workers.wire import Values

LARGEST = 4 << 30
_DEEPEST = 16
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Scales:
    """The state a write is weighed on: a dataset, its checkpoint, where a copy of that may be made, its index."""

    dataset: Dataset
    identity: Identity
    checkpoint: Path
    scratch: Path
    find: Finder


def weigh(scales: Scales, said: Values, body: bytes) -> tuple[Values, Iterator[bytes]]:
    """Return what to tell of the change, and its bytes: the delta, then each touched graph as it will be."""
    delta, new = _delta(scales, said, body)
    for quad in delta.into:
        _shallow(quad.object)
        check_terms(quad.triple)
    encoded = delta.encode()
    graphs: list[Values] = []
    states: list[bytes] = []
    if said["states"]:
        coming = by_graph(delta.into)
        for name in _gated(scales.dataset, delta):
            states.append(_state(scales.dataset, name, delta.out, coming.get(name, ())))
            graphs.append({"name": name, "size": len(states[-1])})
    head: Values = {"delta": len(encoded), "graphs": graphs, "empty": not delta, "new": new}
    return head, _pieces((encoded, *states))


def _gated(dataset: Dataset, delta: Delta) -> list[str]:
    """Return the graphs that are to be held to the shapes as they will be; "" is the default graph."""
    names = sorted(graph or "" for graph in delta.graphs() - delta.dropped)
    return [name for name in names if not covers(dataset.scratch, name)]


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    for part in parts:
        for start in range(0, len(part), _PIECE):
            yield part[start : start + _PIECE]


def _delta(scales: Scales, said: Values, body: bytes) -> tuple[Delta, bool]:
    """Return the delta, and whether the graph it is about is new."""
    rules = rules_of(scales.identity, _texts(said["schemes"]))
    kind = said["kind"]
    if kind == "update":
        update = Update(body.decode("utf-8"), _texts(said["default"]), _texts(said["named"]))
        scratch = Scratch(scales.dataset, lambda: clone(scales.checkpoint, scales.scratch))
        try:
            effects = Effects(rules, scratch.settle, scales.identity.base, scales.find)
            return effects.of(update, scales.dataset.store), False
        finally:
            scratch.close()
    if kind == "add":
        delta = scales.dataset.adding(named(read_rdf(body, str(said["form"]), str(said["base"])), scales.identity.base))
        rules.guard(delta)
        return delta, False
    name = said["name"] if isinstance(said["name"], str) else None
    rules.allow(name)
    if kind == "drop":
        return scales.dataset.dropping(name), False
    quads = named_apart(parsed(body, str(said["form"]), str(said["base"])))
    new = name is not None and not scales.dataset.exists(name)
    delta = scales.dataset.replacing(name, quads) if kind == "replace" else scales.dataset.merging(name, quads)
    rules.guard(delta)
    return delta, new


def parsed(body: bytes, form: str, base: str) -> bytes:
    """Return a document's triples as N-Triples; raises MalformedData, also for one that names graphs."""
    triples = []
    for quad in read_rdf(body, form, base):
        if isinstance(quad.graph_name, NamedNode):
            raise MalformedData(
                f"the document puts triples into the graph <{quad.graph_name.value}>, and one graph was addressed",
                hint="send triples without a graph, or one request for each graph",
            )
        _shallow(quad.object)
        triples.append(quad.triple)
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def named(quads: Iterable[Quad], base: str) -> bytes:
    """Return quads as N-Quads, graphs that have no name but a blank node's given one (RDF 1.1, 3.5).

    Such a graph could not be addressed by any request, nor taken out. Raises MalformedData.
    """
    names: dict[object, NamedNode] = {}
    kept = list(quads)
    for quad in kept:
        _shallow(quad.object)
        if isinstance(quad.graph_name, BlankNode) and quad.graph_name not in names:
            names[quad.graph_name] = NamedNode(f"{base}.well-known/genid/{uuid4().hex}")
    terms = ((q.subject, q.predicate, q.object, q.graph_name) for q in kept)
    rows = (Quad(names.get(s, s), p, names.get(o, o), names.get(g, g)) for s, p, o, g in terms)
    return serialize(rows, format=RdfFormat.N_QUADS) or b""


def _shallow(term: object) -> None:
    """Raise MalformedData for triple terms nested so deep that whoever reads them next may break."""
    depth = 0
    while isinstance(term, Triple):
        depth, term = depth + 1, term.object
        if depth > _DEEPEST:
            raise MalformedData(f"triple terms are nested deeper than {_DEEPEST} levels")


def _state(dataset: Dataset, name: str, out: frozenset[Quad], coming: Iterable[Triple]) -> bytes:
    """Return a graph as it will be without *out* and with *coming*, as N-Triples."""
    graph = NamedNode(name) if name else DefaultGraph()
    kept = (q.triple for q in dataset.store.quads_for_pattern(None, None, None, graph) if q not in out)
    return serialize(chain(kept, coming), format=RdfFormat.N_TRIPLES) or b""


def _texts(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(map(str, value))
