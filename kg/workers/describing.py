"""What the graph says of one thing, and graphs as a whole, written out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple, serialize

from kg.errors import NotFound
from kg.sparql import KNOWN_PREFIXES, N_QUADS, N_TRIPLES, RDF, TRIG, TURTLE, Format
from kg.store import Dataset, Identity, authority_graph
from kg.triples import ISNAD, NAMESPACES, Names, write_quads
from kg.workers.sink import FrameSink

_OUTGOING, _INCOMING, _NEIGHBOURS, _EACH = 1000, 300, 600, 50
_TYPE = NamedNode(NAMESPACES["rdf"] + "type")
_EVIDENCE = NamedNode(f"{ISNAD}evidence")
_LABELS = tuple(
    NamedNode(NAMESPACES[prefix] + name)
    for prefix, name in (
        ("rdf", "type"),
        ("rdfs", "label"),
        ("skos", "prefLabel"),
        ("schema", "name"),
        ("schema", "text"),
    )
    if prefix in NAMESPACES
)


def describe(dataset: Dataset, iri: str) -> list[Triple]:
    """Return the triples of *iri*, those that point to it, its evidence, and its neighbours' labels; all bounded."""
    thing = NamedNode(iri)
    own = list(islice(_about(dataset, thing), _OUTGOING))
    pointing = list(islice(_matching(dataset, None, None, thing), _INCOMING))
    if not own and not pointing:
        raise NotFound(f"nothing is said of <{iri}>")
    found = dict.fromkeys([*own, *pointing])
    for triple in own:
        if triple.predicate == _EVIDENCE or isinstance(triple.object, BlankNode):
            # A span's node is of no use without its offsets and its quote.
            found.update(dict.fromkeys(islice(_about(dataset, triple.object), _EACH)))
    neighbours = dict.fromkeys(n for t in list(found) for n in (t.subject, t.object) if isinstance(n, NamedNode))
    for neighbour in islice(neighbours, _NEIGHBOURS):
        for label in _LABELS:
            found.update(dict.fromkeys(islice(_matching(dataset, neighbour, label, None), _EACH)))
    return list(found)


def _about(dataset: Dataset, node: object) -> Iterator[Triple]:
    return _matching(dataset, node, None, None) if isinstance(node, NamedNode | BlankNode) else iter(())


def _matching(
    dataset: Dataset,
    subject: NamedNode | BlankNode | None,
    predicate: NamedNode | None,
    thing: NamedNode | BlankNode | Literal | Triple | None,
) -> Iterator[Triple]:
    """Yield triples of the whole dataset; a merged one has them all, each once, in the default graph."""
    graph = DefaultGraph() if dataset.kind == "merged" else None
    seen = set()
    for quad in dataset.store.quads_for_pattern(subject, predicate, thing, graph):
        if quad.triple not in seen:
            seen.add(quad.triple)
            yield quad.triple


def tally(dataset: Dataset, identity: Identity) -> dict[str, object]:
    """Return how many things articles speak of, by class of our ontology; known actors nobody named do not count."""
    known = NamedNode(authority_graph(identity.base))
    # A merged dataset's default graph repeats what the named graphs say.
    passed_over = {known, DefaultGraph()} if dataset.kind == "merged" else {known}
    things = {
        (quad.subject, quad.object.value)
        for quad in dataset.store.quads_for_pattern(None, _TYPE, None, None)
        if isinstance(quad.object, NamedNode)
        and quad.object.value.startswith(ISNAD)
        and quad.graph_name not in passed_over
        and not dataset.is_scratch(quad.graph_name)
    }
    return dict(sorted(Counter(kind.removeprefix(ISNAD) for _, kind in things).items()))


def write_triples(triples: list[Triple], identity: Identity, form: Format, sink: FrameSink) -> None:
    """Write a few triples sorted and prefix-clean."""
    write_quads((Quad(t.subject, t.predicate, t.object) for t in triples), form.name, Names(identity.base), sink.file)
    sink.close()


def write_graph(dataset: Dataset, name: str | None, form: Format, sink: FrameSink) -> None:
    """Stream one graph by the engine's own writer, in constant memory; raises NotFound."""
    if name is not None and not dataset.exists(name):
        raise NotFound(f"there is no graph <{name}>")
    graph = NamedNode(name) if name else DefaultGraph()
    triples = (quad.triple for quad in dataset.store.quads_for_pattern(None, None, None, graph))
    serialize(triples, sink.file, RDF[form], prefixes=KNOWN_PREFIXES if form in (TURTLE, TRIG) else None)
    sink.close()


def export(dataset: Dataset, identity: Identity, name: str | None, form: Format, sink: FrameSink) -> None:
    """Stream everything that is published, or the graph *name*; raises NotFound.

    A merged default graph is left out where graphs are named, since it repeats them.
    """
    if name is not None and not dataset.exists(name):
        raise NotFound(f"there is no graph <{name}>")
    quads = _published(dataset, identity, name)
    if form in (N_QUADS, N_TRIPLES):
        rows: Iterator[Quad] | Iterator[Triple] = quads if form is N_QUADS else (quad.triple for quad in quads)
        serialize(rows, sink.file, RDF[form])
    else:
        write_quads(quads, form.name, Names(identity.base), sink.file)
    sink.close()


def _published(dataset: Dataset, identity: Identity, name: str | None) -> Iterator[Quad]:
    if name is not None:
        yield from dataset.store.quads_for_pattern(None, None, None, NamedNode(name))
        return
    authority = authority_graph(identity.base)
    # What no gate has seen is read by its name only.
    names = sorted(graph.value for graph in dataset.store.named_graphs() if not dataset.is_scratch(graph))
    for one in sorted(names, key=lambda graph: (graph != authority, graph)):
        yield from dataset.store.quads_for_pattern(None, None, None, NamedNode(one))
    if dataset.kind == "plain":
        yield from dataset.store.quads_for_pattern(None, None, None, DefaultGraph())
