"""What an update request would change, computed without changing anything: pattern by pattern, quad by quad."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from kg.errors import Denied, GraphExists, MalformedQuery, NotFound
from kg.sparql.complaints import malformed, told
from kg.sparql.delta import Delta, canonical
from kg.sparql.evaluation import Default, Named, Scene
from kg.sparql.finding import Finder, asks_index
from kg.sparql.model import Update
from kg.sparql.operations import (
    Create,
    Data,
    Empty,
    Load,
    Modify,
    Operation,
    Reference,
    Request,
    Transfer,
    take_apart,
)
from kg.sparql.rules import Rules
from kg.sparql.templates import read_data, read_template
from kg.sparql.tokens import keywords, offset_of, place_of

Graph = NamedNode | DefaultGraph
_NO_GRAPH = "DROP GRAPH <urn:x-isnad:no-such-graph>;"
"""Put before a request to have it parsed and not run: a failing operation stops all that follow it."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Computes deltas under *rules*; `settle` brings a delta into the state that the next operation sees."""

    rules: Rules
    settle: Callable[[Delta], Store]
    base: str | None = None
    find: Finder | None = None
    """Asks the text index, which knows the store as it was before the request."""

    def of(self, update: Update, store: Store) -> Delta:
        """Return what *update* changes in *store*; raises MalformedQuery, DerivedGraph, NotFound, Denied."""
        request = check_update(update.text, self.base)
        total = Delta()
        for position, part in enumerate(request.operations):
            # The whole request parses: what may still be amiss is a prefix used before the prologue that declares it.
            with told(update.text, update=True):
                delta = _Step(store, self.rules, self.base, update, self.find).of(part)
            self.rules.guard(delta)
            total = total.then(delta)
            if delta and position + 1 < len(request.operations):
                store = self.settle(delta)
        return total


def check_update(text: str, base: str | None = None) -> Request:
    """Return the request taken apart; raises MalformedQuery unless the engine's parser takes it; nothing is run."""
    try:
        request = take_apart(text)
    except MalformedQuery as error:
        # What the engine says of it is closer to the fault, when it finds one too.
        _parse(text, _NO_GRAPH + text, (0, len(_NO_GRAPH)), base)
        raise error from None
    head = f" {request.later}{_NO_GRAPH}"
    whole = request.plain[: request.opening] + head + request.plain[request.opening :]
    _parse(text, whole, (request.opening, len(head)), base)
    return request


def _parse(text: str, guarded: str, inserted: tuple[int, int], base: str | None) -> None:
    try:
        Store().update(guarded, base_iri=base)
    except SyntaxError as error:
        raise malformed(text, str(error), update=True, inserted=inserted) from None
    except RuntimeError:
        return


@dataclass(frozen=True, slots=True)
class _Step:
    store: Store
    rules: Rules
    base: str | None
    update: Update
    find: Finder | None = None

    def of(self, part: Operation) -> Delta:
        match part:
            case Data():
                return self._data(part)
            case Modify():
                return self._modify(part)
            case Empty():
                return self._empty(part)
            case Create():
                return self._create(part)
            case Transfer():
                return self._transfer(part)
            case Load():
                if part.silent:
                    return Delta()
                raise Denied("LOAD would fetch from another server, which is not allowed here", known=True)

    def _data(self, part: Data) -> Delta:
        quads = read_data(part.prologue, part.block, self.base)
        for quad in quads:
            self.rules.allow(getattr(quad.graph_name, "value", None))
        return exact(self.store, (), quads) if part.insert else exact(self.store, quads, ())

    def _modify(self, part: Modify) -> Delta:
        scope = self._graph(part, part.scope) if part.scope else DefaultGraph()
        removal, addition = (
            read_template(part.prologue, block or "{}", self.base).within(scope) for block in (part.delete, part.insert)
        )
        for quad in (*removal.quads, *addition.quads):
            if isinstance(quad.graph_name, DefaultGraph):
                self.rules.allow(None)
        found = self._solutions(part, scope)
        names = [variable.value for variable in found.variables]
        out: set[Quad] = set()
        into: set[Quad] = set()
        for row in found:
            values = dict(zip(names, row, strict=True))
            out.update(removal.filled(values))
            into.update(addition.filled(values))
        return exact(self.store, out, into)

    def _solutions(self, part: Modify, scope: Graph) -> QuerySolutions:
        if "SERVICE" in keywords(part.where):
            raise Denied("SERVICE would fetch from another server, which is not allowed here", known=True)
        text = f"{part.prologue}SELECT * WHERE {part.where}"
        update = self.update
        default: tuple[Default, ...]
        named: tuple[Named, ...] | None
        if update.using_graphs or update.using_named_graphs:
            if part.scope or part.using:
                raise MalformedQuery(
                    "the request names its dataset twice: by using-graph-uri and by WITH or USING",
                    hint="SPARQL 1.1 Protocol 2.2.3: leave one of them out",
                )
            default = tuple(map(NamedNode, update.using_graphs))
            named = tuple(map(NamedNode, update.using_named_graphs))
        elif part.using:
            default = tuple(self._graph(part, iri) for is_named, iri in part.using if not is_named)
            named = tuple(self._graph(part, iri) for is_named, iri in part.using if is_named)
        else:
            default, named = (scope,), None
        if part.delete == part.where and asks_index(text, self.base):
            raise MalformedQuery(
                "DELETE WHERE takes triples only, and text:query is none",
                hint="write DELETE { ... } WHERE { ... }",
            )
        try:
            found = Scene(self.store, self.base, default, named, self.find).ask(text)
        except MalformedQuery as error:
            raise self._in_request(error, text, part) from None
        assert isinstance(found, QuerySolutions)
        return found

    def _in_request(self, error: MalformedQuery, text: str, part: Modify) -> MalformedQuery:
        """Return the error of a pattern with its place in the whole request."""
        start = self.update.text.find(part.where)
        if error.place is None or start < 0:
            return error
        offset = offset_of(text, error.place) - text.rindex(part.where) + start
        place, (_, _, said) = place_of(self.update.text, max(0, offset)), str(error).partition(": ")
        return MalformedQuery(f"line {place.line}, column {place.column}: {said}", place=place, hint=error.hint)

    def _empty(self, part: Empty) -> Delta:
        if part.scope == "graph":
            name = self._graph(part, part.graph or "")
            if not self._exists(name, part.silent):
                return Delta()
            graphs: list[Graph] = [name]
            self.rules.allow(name.value)
        elif part.scope == "default":
            self.rules.allow(None)
            graphs = [DefaultGraph()]
        else:
            graphs = [
                g for g in self.store.named_graphs() if isinstance(g, NamedNode) and g.value not in self.rules.kept
            ]
            if part.scope == "all" and not self.rules.derived:
                graphs.append(DefaultGraph())
        out = frozenset(quad for graph in graphs for quad in self._quads(graph))
        dropped = frozenset(g.value for g in graphs if part.gone and isinstance(g, NamedNode))
        return Delta(out, dropped=dropped)

    def _create(self, part: Create) -> Delta:
        name = self._graph(part, part.graph)
        if not self.store.contains_named_graph(name):
            return Delta(created=frozenset({name.value}))
        if part.silent:
            return Delta()
        raise GraphExists(f"the graph <{name.value}> exists already", hint="CREATE SILENT GRAPH lets that pass")

    def _transfer(self, part: Transfer) -> Delta:
        source = self._graph(part, part.source) if part.source else DefaultGraph()
        target = self._graph(part, part.target) if part.target else DefaultGraph()
        self.rules.allow(getattr(target, "value", None))
        if source == target or not self._exists(source, part.silent):
            return Delta()
        moved = frozenset(self._quads(source)) if part.kind == "move" else frozenset()
        arriving = {Quad(q.subject, q.predicate, q.object, target) for q in self._quads(source)}
        there = frozenset(self._quads(target))
        out = moved if part.kind == "add" else moved | (there - arriving)
        created = frozenset({target.value} if isinstance(target, NamedNode) else ())
        dropped = frozenset({source.value} if part.kind == "move" and isinstance(source, NamedNode) else ())
        return Delta(out, frozenset(arriving - there), created, dropped)

    def _exists(self, graph: Graph, silent: bool) -> bool:
        if isinstance(graph, DefaultGraph) or self.store.contains_named_graph(graph):
            return True
        if silent:
            return False
        raise NotFound(f"there is no graph <{graph.value}>", hint="the word SILENT lets that pass")

    def _quads(self, graph: Graph) -> Iterator[Quad]:
        return self.store.quads_for_pattern(None, None, None, graph)

    def _graph(self, part: Operation, written: Reference) -> NamedNode:
        """Return the IRI that a reference stands for, by the prefixes and base of its operation."""
        found = self.store.query(f"{part.prologue}SELECT ?i {{ VALUES ?i {{ {written} }} }}", base_iri=self.base)
        assert isinstance(found, QuerySolutions)
        name = next(found)["i"]
        assert isinstance(name, NamedNode)
        return name


def exact(store: Store, out: Iterable[Quad], into: Iterable[Quad]) -> Delta:
    """Return the delta that removes *out* and then adds *into*, less what is so already."""
    adding = canonical(into)
    removing = frozenset(quad for quad in canonical(out) if quad not in adding and quad in store)
    return Delta(removing, frozenset(quad for quad in adding if quad not in store))
