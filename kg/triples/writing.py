"""Graphs as bytes, in every format graphs are written in: sorted, prefix-clean, the same bytes each time.

Memory holds one graph at a time; a caller who streams a whole store hands over its quads graph by graph.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import BinaryIO

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from kg.errors import UnknownFormat
from kg.triples.expanded import expanded_nodes, reference
from kg.triples.hidden import escaped
from kg.triples.jsonld import Compactor, own_prefixes
from kg.triples.model import Graph
from kg.triples.names import Names
from kg.triples.order import in_order
from kg.triples.rdfxml import HEAD, TAIL, descriptions
from kg.triples.turtle import Turtle

LARGEST_PART = 50_000
"""From how many triples on a graph is not put in order as a whole."""

GraphName = NamedNode | BlankNode | None
Named = Iterable[tuple[GraphName, tuple[Triple, ...]]]


def write_graphs(graphs: Iterable[Graph], form: str, names: Names, sink: BinaryIO) -> None:
    """Write *graphs* into *sink* in the format of that name ("turtle", "trig", …); raises UnknownFormat.

    A format that has no named graphs gets the triples alone.
    """
    _write(((NamedNode(graph.name), in_order(graph.triples)) for graph in graphs), form, names, sink)


def write_quads(quads: Iterable[Quad], form: str, names: Names, sink: BinaryIO) -> None:
    """Write *quads* into *sink* as write_graphs does; those of one graph should follow one another.

    A graph of very many triples is put in order part by part, so that memory holds one part at a time.
    """
    grouped = groupby(quads, key=lambda quad: quad.graph_name)
    parts = ((_name(graph), part) for graph, group in grouped for part in _parts(quad.triple for quad in group))
    _write(((graph, in_order(part)) for graph, part in parts), form, names, sink)


def _parts(triples: Iterable[Triple]) -> Iterator[list[Triple]]:
    """Yield *triples* in lists of bounded length; subjects whose triples follow one another are kept whole."""
    part: list[Triple] = []
    for _, about in groupby(triples, key=lambda triple: triple.subject):
        if len(part) >= LARGEST_PART:
            yield part
            part = []
        part += about
    if part:
        yield part


def _name(graph: NamedNode | BlankNode | DefaultGraph) -> GraphName:
    return None if isinstance(graph, DefaultGraph) else graph


def _write(graphs: Named, form: str, names: Names, sink: BinaryIO) -> None:
    if form not in _WRITERS:
        raise UnknownFormat(f"no graph is written as {form!r}", tuple(_WRITERS))
    for chunk in _WRITERS[form](graphs, names):
        sink.write(escaped(chunk, form).encode("utf-8"))


def _turtle(graphs: Named, names: Names) -> Iterator[str]:
    return _blocks(graphs, names, named=False)


def _trig(graphs: Named, names: Names) -> Iterator[str]:
    return _blocks(graphs, names, named=True)


def _blocks(graphs: Named, names: Names, *, named: bool) -> Iterator[str]:
    writer, between = Turtle(names.prefixes()), ""
    for graph, triples in graphs:
        writer.here(_home(graph, triples, names))
        yield between + writer.block(triples, graph if named else None)
        between = "\n"


def _home(graph: GraphName, triples: tuple[Triple, ...], names: Names) -> str | None:
    if isinstance(graph, NamedNode):
        return names.home(graph.value)
    return names.only_home(t.subject.value for t in triples if isinstance(t.subject, NamedNode))


def _n_triples(graphs: Named, _: Names) -> Iterator[str]:
    for _graph, triples in graphs:
        yield from (f"{triple} .\n" for triple in triples)


def _n_quads(graphs: Named, _: Names) -> Iterator[str]:
    for graph, triples in graphs:
        end = " .\n" if graph is None else f" {graph} .\n"
        yield from (f"{triple}{end}" for triple in triples)


def _rdf_xml(graphs: Named, _: Names) -> Iterator[str]:
    yield HEAD
    for _graph, triples in graphs:
        yield from descriptions(triples)
    yield TAIL


def _json_ld(graphs: Named, names: Names) -> Iterator[str]:
    compactor = Compactor(own_prefixes(names))
    yield f'{{\n"@context": {_json(compactor.context)},\n"@graph": ['
    between = "\n"
    for graph, triples in graphs:
        nodes = (_json(node) for node in compactor.nodes(triples))
        if graph is None:
            for node in nodes:
                yield between + node
                between = ",\n"
        else:
            yield f'{between}{{"id": {_json(compactor.name(graph))}, "@graph": [\n'
            yield ",\n".join(nodes)
            yield "\n]}"
            between = ",\n"
    yield "\n]\n}\n"


def _expanded(graphs: Named, _: Names) -> Iterator[str]:
    between = "[\n"
    for graph, triples in graphs:
        nodes = (_json(node) for node in expanded_nodes(triples))
        if graph is None:
            for node in nodes:
                yield between + node
                between = ",\n"
        else:
            yield f'{between}{{"@id": {_json(reference(graph))}, "@graph": [\n'
            yield ",\n".join(nodes)
            yield "\n]}"
            between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


_WRITERS = {
    "turtle": _turtle,
    "ntriples": _n_triples,
    "rdfxml": _rdf_xml,
    "jsonld": _json_ld,
    "jsonld-compacted": _json_ld,
    # Each subject has one object and names the others, so that what is expanded is flat as well.
    "jsonld-expanded": _expanded,
    "jsonld-flattened": _expanded,
    "trig": _trig,
    "nquads": _n_quads,
    "n3": _turtle,
}
