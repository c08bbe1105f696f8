"""The dataset's own rules: how a change is applied in one step, and how the merged default graph is kept right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final
from typing import Literal as Choice

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from kg.errors import NotFound
from kg.sparql import Delta, Rules, exact, read_quads
from kg.store.patterns import matching
from kg.store.statistics import ALL_GRAPHS, DEFAULT_GRAPH
from kg.store.sums import Sums, name_of, sum_of
from kg.store.tallies import View
from kg.store.ungated import covers

Kind = Choice["merged", "plain"]
DEFAULT = DefaultGraph()
_TRIPLE, _GRAPH = "urn:x-isnad:triple", "urn:x-isnad:graph"
_CHUNK = 2000
_BLANK: Final = "a graph named by a blank node"


def authority_graph(base: str) -> str:
    """Return the name of the graph of known actors, which the house keeps under a merged dataset."""
    return f"{base}graph/authority"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a store was made as: the base of its IRIs, the kind of its dataset, and its scratch graphs (`covers`)."""

    base: str
    kind: Kind
    scratch: tuple[str, ...] = ()


def examples_graph(base: str) -> str:
    """Return the name of the graph of ready questions, which the house keeps there too."""
    return f"{base}graph/examples"


def rules_of(identity: Identity, schemes: tuple[str, ...] = ()) -> Rules:
    """Return what no request may write to in such a store; graphs are to be named under *schemes*, none given: any."""
    merged = identity.kind == "merged"
    house = (authority_graph(identity.base), examples_graph(identity.base)) if merged else ()
    return Rules(merged, frozenset(house), schemes)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A pyoxigraph store as one kind of dataset: "merged" (the default graph holds each fact once) or "plain".

    What stands in `scratch` graphs (`covers`) is no fact: a merged default graph does not hold it.
    """

    store: Store
    kind: Kind
    scratch: tuple[str, ...] = ()

    def over(self, store: Store) -> Dataset:
        """Return another store as a dataset of the same kind."""
        return replace(self, store=store)

    def is_scratch(self, graph: object) -> bool:
        """Tell whether a graph, given by its term, is a scratch graph."""
        return isinstance(graph, NamedNode) and covers(self.scratch, graph.value)

    def views(self, base: str) -> tuple[View, ...]:
        """Return the views by which the dataset is counted; a merged default graph is all graphs together already."""
        scopes = (DEFAULT_GRAPH,) if self.kind == "merged" else (DEFAULT_GRAPH, ALL_GRAPHS)
        return tuple(View(self.store, scope, f"{base}id/") for scope in scopes)

    def settled(self, delta: Delta) -> Delta:
        """Return *delta* with what it means for the default graph."""
        return self._derived(delta) if self.kind == "merged" else delta

    def commit(self, whole: Delta) -> None:
        """Apply a settled delta in one transaction of the engine."""
        if not whole.out and not whole.dropped and whole.created <= whole.graphs_filled():
            # One transaction too, and the quickest; a graph is made by what comes into it.
            # What has a subject in common side by side: in no order it takes the engine four times as long.
            self.store.extend(sorted(whole.into, key=lambda quad: str(quad.subject)))
            return
        rows: list[Quad] = []
        text = _request(whole)
        text += _by_number("DELETE", (quad for quad in whole.out if not _falls(quad, whole)), rows)
        text += _by_number("INSERT", whole.into, rows)
        self.store.update(text, custom_functions=_terms_of(rows))

    def size_after(self, delta: Delta) -> int:
        """Return by how many published quads *delta* changes the dataset; derived copies do not count."""
        return len(delta.into) - len(delta.out)

    def replacing(self, graph: str | None, quads: Iterable[Quad]) -> Delta:
        """Return the delta that makes *quads*, taken as they are but for their graph, the whole of a graph."""
        name = NamedNode(graph) if graph else DEFAULT
        wanted = {Quad(q.subject, q.predicate, q.object, name) for q in quads}
        there = frozenset(self.store.quads_for_pattern(None, None, None, name))
        new = graph is not None and not self.exists(graph)
        created = frozenset({graph} if new and graph else ())
        return Delta(there - wanted, frozenset(wanted - there), created)

    def merging(self, graph: str | None, quads: Iterable[Quad]) -> Delta:
        """Return the delta that adds *quads* to a graph."""
        name = NamedNode(graph) if graph else DEFAULT
        delta = exact(self.store, (), (Quad(q.subject, q.predicate, q.object, name) for q in quads))
        created = frozenset({graph} if graph and not self.exists(graph) else ())
        return Delta(into=delta.into, created=created)

    def adding(self, document: bytes) -> Delta:
        """Return the delta that adds the quads of N-Quads, blank nodes kept apart from all others."""
        delta = exact(self.store, (), read_quads(document))
        return Delta(into=delta.into, created=frozenset(g for g in delta.graphs_filled() if not self.exists(g)))

    def dropping(self, graph: str | None) -> Delta:
        """Return the delta that removes a graph; raises NotFound."""
        if graph is None:
            return Delta(frozenset(self.store.quads_for_pattern(None, None, None, DEFAULT)))
        if not self.exists(graph):
            raise NotFound(f"there is no graph <{graph}>")
        there = frozenset(self.store.quads_for_pattern(None, None, None, NamedNode(graph)))
        return Delta(there, dropped=frozenset({graph}))

    def exists(self, graph: str) -> bool:
        """Tell whether there is a graph of that name, be it empty."""
        return self.store.contains_named_graph(NamedNode(graph))

    def emptied(self, graph: str, delta: Delta) -> bool:
        """Tell whether *delta* leaves nothing of a graph."""
        if graph in delta.dropped:
            return True
        name = NamedNode(graph)
        if any(quad.graph_name == name for quad in delta.into):
            return False
        return all(quad in delta.out for quad in self.store.quads_for_pattern(None, None, None, name))

    def chunks(self, graph: str | None) -> Iterator[bytes]:
        """Yield a graph as N-Triples; raises NotFound at the first chunk."""
        if graph is not None and not self.exists(graph):
            raise NotFound(f"there is no graph <{graph}>")
        name = NamedNode(graph) if graph else DEFAULT
        triples = (quad.triple for quad in self.store.quads_for_pattern(None, None, None, name))
        while batch := list(islice(triples, _CHUNK)):
            yield serialize(batch, format=RdfFormat.N_TRIPLES) or b""

    def count(self) -> int:
        """Count the published quads by looking at each: for a store whose counter is not known."""
        if self.kind == "plain":
            return len(self.store)
        graphs = self.store.named_graphs()
        return sum(1 for graph in graphs for _ in self.store.quads_for_pattern(None, None, None, graph))

    def sums(self) -> Sums:
        """Return the checksum of each graph, by looking at every quad; a derived default graph has none."""
        graphs: list[NamedNode | DefaultGraph] = [g for g in self.store.named_graphs() if isinstance(g, NamedNode)]
        graphs += [DEFAULT] if self.kind == "plain" else []
        sums = {name_of(g): sum_of(self.store.quads_for_pattern(None, None, None, g)) for g in graphs}
        return {graph: one for graph, one in sums.items() if graph or one.size}

    def _derived(self, delta: Delta) -> Delta:
        """Return *delta* with the triples that enter or leave the default graph by it."""
        coming, going = (
            {quad.triple for quad in quads if not self.is_scratch(quad.graph_name)} for quads in (delta.into, delta.out)
        )
        entering = (quad for quad in map(_in_default, coming) if quad not in self.store)
        leaving = (triple for triple in going - coming if not self._held(triple, delta))
        return Delta(
            delta.out.union(map(_in_default, leaving)),
            delta.into.union(entering),
            delta.created,
            delta.dropped,
        )

    def _held(self, triple: Triple, delta: Delta) -> bool:
        """Tell whether a named graph that *delta* leaves alone still holds a triple."""
        return any(
            quad.graph_name != DEFAULT and not self.is_scratch(quad.graph_name) and quad not in delta.out
            for quad in matching(self.store, triple.subject, triple.predicate, triple.object, None)
        )

    def retract_scratch(self) -> None:
        """Take out of a merged default graph what only scratch graphs hold: they were ordinary graphs before."""
        out: set[Quad] = set()
        for graph in filter(self.is_scratch, self.store.named_graphs()):
            triples = (quad.triple for quad in self.store.quads_for_pattern(None, None, None, graph))
            out.update(_in_default(t) for t in triples if _in_default(t) in self.store and not self._held(t, Delta()))
        replace(self, kind="plain").commit(Delta(frozenset(out)))


class Scratch:
    """A copy of a dataset, made when first needed, in which the operations of one update see each other's work."""

    def __init__(self, original: Dataset, lend: Callable[[], Store]) -> None:
        self._original = original
        self._lend = lend
        self._copy: Dataset | None = None

    def settle(self, delta: Delta) -> Store:
        """Bring *delta* into the copy and return it."""
        if self._copy is None:
            self._copy = self._original.over(self._lend())
        self._copy.commit(self._copy.settled(delta))
        return self._copy.store

    def close(self) -> None:
        """Let go of the copy, before its files are removed: the engine waits a second for files that are gone."""
        self._copy = None


def named_apart(triples: bytes) -> frozenset[Quad]:
    """Return the triples of N-Triples as the engine keeps them, blank nodes apart from all others."""
    return read_quads(triples, RdfFormat.N_TRIPLES)


def _in_default(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, DEFAULT)


def _unspeakable(quad: Quad) -> bool:
    """Tell whether a quad cannot be named in a request: a blank node there is always a new one."""
    named = not isinstance(quad.graph_name, BlankNode)
    return not named or isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode | Triple)


def _falls(quad: Quad, delta: Delta) -> bool:
    """Tell whether a quad goes with its graph."""
    return getattr(quad.graph_name, "value", None) in delta.dropped


def _request(delta: Delta) -> str:
    drops = "".join(f"DROP SILENT GRAPH <{graph}>;" for graph in sorted(delta.dropped))
    creates = "".join(f"CREATE SILENT GRAPH <{graph}>;" for graph in sorted(delta.created))
    out = _spoken(quad for quad in delta.out if not _falls(quad, delta))
    return f"DELETE DATA {{{out}}};{drops}{creates}INSERT DATA {{{_spoken(delta.into)}}}"


def _spoken(quads: Iterable[Quad]) -> str:
    parts = []
    for quad in quads:
        if not _unspeakable(quad):
            triple = f"{quad.subject} {quad.predicate} {quad.object}"
            parts.append(f"{triple} ." if quad.graph_name == DEFAULT else f"GRAPH {quad.graph_name} {{ {triple} }}")
    return "\n".join(parts)


def _by_number(verb: str, quads: Iterable[Quad], rows: list[Quad]) -> str:
    """Return operations, each after a semicolon, on those of *quads* that cannot be named; `_terms_of` *rows* does it.

    One call gives a whole triple, whose parts the engine takes itself: a third of the time of a call for each.
    """
    numbers: dict[object, list[int]] = {}
    # In some order the engine writes its indexes twice as fast as in that of a set.
    for quad in sorted(filter(_unspeakable, quads), key=lambda quad: str(quad.subject)):
        numbers.setdefault(_BLANK if isinstance(quad.graph_name, BlankNode) else quad.graph_name, []).append(len(rows))
        rows.append(quad)
    return "".join(_operation(verb, graph, found) for graph, found in numbers.items())


def _operation(verb: str, graph: object, numbers: list[int]) -> str:
    binds = f"BIND(<{_TRIPLE}>(?i) AS ?t) BIND(SUBJECT(?t) AS ?s) BIND(PREDICATE(?t) AS ?p) BIND(OBJECT(?t) AS ?o)"
    quad = "?s ?p ?o"
    if graph is _BLANK:
        binds, quad = f"{binds} BIND(<{_GRAPH}>(?i) AS ?g)", f"GRAPH ?g {{ {quad} }}"
    elif graph != DEFAULT:
        quad = f"GRAPH {graph} {{ {quad} }}"
    return f";{verb} {{ {quad} }} WHERE {{ VALUES ?i {{ {' '.join(map(str, numbers))} }} {binds} }}"


Term = NamedNode | BlankNode | Literal | Triple | None


def _terms_of(rows: list[Quad]) -> dict[NamedNode, Callable[..., Term]]:
    """Return the functions that give a quad's terms by its number: a term so given is itself, blank or not."""

    def triple(number: Literal) -> Triple:
        return rows[int(number.value)].triple

    def graph(number: Literal) -> BlankNode:
        name = rows[int(number.value)].graph_name
        assert isinstance(name, BlankNode)
        return name

    return {NamedNode(_TRIPLE): triple, NamedNode(_GRAPH): graph}
