"""What the graph says of one thing, page by page, and graphs as a whole, written out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from gzip import GzipFile
from itertools import chain, islice
from typing import BinaryIO, cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple, serialize

from kg.errors import NotFound
from kg.sparql import FRAMED, KNOWN_PREFIXES, N_QUADS, N_TRIPLES, RDF, TRIG, TURTLE, Format
from kg.store import Dataset, Identity, authority_graph, examples_graph
from kg.triples import ISNAD, NAMESPACES, Names, write_quads, write_tree
from kg.workers.sink import FrameSink
from kg.workers.surroundings import Surroundings

_LEVEL = 6
_TYPE = NamedNode(NAMESPACES["rdf"] + "type")
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_TOPIC = NamedNode(f"{NAMESPACES['foaf']}primaryTopic")
_SMALL = 5000
"""How many triples a graph may have to be written in order, which takes memory and time."""


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of one thing, on one page of it."""

    iri: str
    quads: tuple[Quad, ...]
    page: int
    more: bool


def describe(dataset: Dataset, identity: Identity, iri: str, page: int = 1) -> Described:
    """Return what is said of *iri*, in the graphs that say it; raises NotFound, also behind the last page."""
    around = Surroundings(dataset, NamedNode(iri), page)
    around.gather()
    pages = _paging(identity.base, iri, page, more=around.more)
    return Described(iri, (*pages, *around.quads(identity.base)), page, around.more)


def check_known(dataset: Dataset, iri: str) -> None:
    """Raise NotFound unless something is said of *iri*."""
    if not Surroundings(dataset, NamedNode(iri)).anything():
        raise NotFound(f"nothing is said of <{iri}>")


def _paging(base: str, iri: str, page: int, *, more: bool) -> list[Quad]:
    """Return what leads from one page of a long description to the others (Hydra's partial collection views)."""
    home = f"{base}id/"
    if not iri.startswith(home) or (page == 1 and not more):
        return []
    address = f"{base}data/{iri.removeprefix(home)}"
    here = NamedNode(f"{address}?page={page}")
    told = [("first", 1)] + [("previous", page - 1)] * (page > 1) + [("next", page + 1)] * more
    return [
        Quad(here, _TYPE, NamedNode(f"{_HYDRA}PartialCollectionView")),
        Quad(here, _TOPIC, NamedNode(iri)),
        *(Quad(here, NamedNode(_HYDRA + name), NamedNode(f"{address}?page={number}")) for name, number in told),
    ]


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


def write_described(described: Described, identity: Identity, form: Format, sink: FrameSink) -> None:
    """Write a description sorted and prefix-clean; one that is framed has the thing as its root.

    Where graphs are named, the default graph says it all, and the named ones who says it: a client that asks for quads
    first and then looks in the default graph (Comunica does) finds what Turtle would have told it.
    """
    names = Names(identity.base)
    if form is FRAMED:
        write_tree((quad.triple for quad in described.quads), described.iri, names, sink.file)
    elif form in (TRIG, N_QUADS):
        whole = dict.fromkeys((*(_loose(quad.triple) for quad in described.quads), *described.quads))
        write_quads(whole, form.name, names, sink.file)
    else:
        write_quads((_loose(quad.triple) for quad in described.quads), form.name, names, sink.file)
    sink.close()


def _loose(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)


def write_graph(dataset: Dataset, identity: Identity, name: str | None, form: Format, sink: FrameSink) -> None:
    """Write one graph: in order when it is small, else streamed in constant memory; raises NotFound."""
    if name is not None and not dataset.exists(name):
        raise NotFound(f"there is no graph <{name}>")
    quads = dataset.store.quads_for_pattern(None, None, None, NamedNode(name) if name else DefaultGraph())
    first = list(islice(quads, _SMALL + 1))
    triples = (quad.triple for quad in chain(first, quads))
    if len(first) <= _SMALL or form.profile:
        write_quads(map(_loose, triples), form.name, Names(identity.base), sink.file)
    else:
        serialize(triples, sink.file, RDF[form], prefixes=KNOWN_PREFIXES if form in (TURTLE, TRIG) else None)
    sink.close()


def export(
    dataset: Dataset, identity: Identity, what: tuple[str | None, Format], sink: FrameSink, *, packed: bool = False
) -> None:
    """Stream everything that is published, or one graph, as (name, format) say; raises NotFound.

    A merged default graph is left out where graphs are named, since it repeats them. *packed* with gzip, which is told
    neither a time nor a name, so that the same graph gives the same bytes.
    """
    name, form = what
    if name is not None and not dataset.exists(name):
        raise NotFound(f"there is no graph <{name}>")
    quads = _published(dataset, identity, name)
    if packed:
        file = GzipFile("", "wb", _LEVEL, sink.file, mtime=0)
        _write(quads, form, identity, cast(BinaryIO, file))
        # Not by leaving a block: after an error half a dump must not get the end of a whole one.
        file.close()
    else:
        _write(quads, form, identity, sink.file)
    sink.close()


def _write(quads: Iterator[Quad], form: Format, identity: Identity, file: BinaryIO) -> None:
    if form in (N_QUADS, N_TRIPLES):
        rows: Iterator[Quad] | Iterator[Triple] = quads if form is N_QUADS else (quad.triple for quad in quads)
        serialize(rows, file, RDF[form])
    else:
        write_quads(quads, form.name, Names(identity.base), file)


def _published(dataset: Dataset, identity: Identity, name: str | None) -> Iterator[Quad]:
    if name is not None:
        yield from dataset.store.quads_for_pattern(None, None, None, NamedNode(name))
        return
    house = (authority_graph(identity.base), examples_graph(identity.base))
    # What no gate has seen is read by its name only.
    names = sorted(graph.value for graph in dataset.store.named_graphs() if not dataset.is_scratch(graph))
    for one in sorted(names, key=lambda graph: (graph not in house, graph)):
        yield from dataset.store.quads_for_pattern(None, None, None, NamedNode(one))
    if dataset.kind == "plain":
        yield from dataset.store.quads_for_pattern(None, None, None, DefaultGraph())
