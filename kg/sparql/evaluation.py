"""The engine asked, in words that it understands as the recommendation does."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.errors import MalformedQuery
from kg.sparql.finding import FORMS, TEXT, Finder, Graphs, Speller
from kg.sparql.found import Filled
from kg.sparql.found import Found as Answers
from kg.sparql.mending import MOST_GRAPHS, Node, dataset_of, mended, prologue_of
from kg.sparql.model import Query
from kg.sparql.syntax import parse_query

_FROM = re.compile(r"\bFROM\b", re.IGNORECASE)

Found = QuerySolutions | QueryBoolean | QueryTriples
Default = NamedNode | BlankNode | DefaultGraph
Named = NamedNode | BlankNode


@dataclass(frozen=True, slots=True)
class Scene:
    """What a query is asked of: a store, the base its IRIs are resolved against, and the dataset the request names.

    Neither `default` nor `named` given means the dataset of the query itself, else the store's own.
    """

    store: Store
    base: str | None = None
    default: tuple[Default, ...] = ()
    named: tuple[Named, ...] | None = None
    find: Finder | None = None
    """Asks the text index; without one `text:query` finds nothing."""

    def ask(self, text: str) -> Found:
        """Return the engine's answer to *text*; raises SyntaxError of the client's words, and what it raises itself."""
        scene = self._merged(text)
        return scene._answer(scene._found(text))

    def rewritten(self, text: str) -> str:
        """Return what the engine is asked in the place of *text*; raises MalformedQuery, and what the engine raises."""
        scene = self._merged(text)
        asked = scene._found(text)
        return asked.fill(mended(asked.text, scene))

    def _found(self, text: str) -> Filled:
        """Return *text* with what the index finds in the place of `text:query`; raises MalformedQuery."""
        if TEXT not in text:
            return Filled(text, text)
        try:
            tree = parse_query(text)
            if tree is None:
                return Filled(text, text)
            default, named = self._dataset(text, tree)
            graphs = Graphs(self.store, default, named)
            return Answers(graphs, Speller(text, prologue_of(text, tree), self.base), self.find, tree).rewritten()
        except RecursionError:
            raise MalformedQuery("the query is nested too deep for text:query", hint="nest less") from None

    def _dataset(self, text: str, tree: Node) -> tuple[tuple[Default, ...], tuple[Named, ...] | None]:
        """Return the default graphs and the named ones (None for all) that a query is about."""
        if self.default or self.named is not None:
            return self.default, self.named
        default, named = self._declared(text, tree)
        return (default, named) if default or named else ((DefaultGraph(),), None)

    def _answer(self, asked: Filled) -> Found:
        words = mended(asked.text, self)
        if words != asked.text:
            # What the engine may say against our words is no answer to the client's.
            with suppress(SyntaxError):
                return self._ask(asked.fill(words))
        try:
            return self._ask(asked.fill(asked.text))
        except SyntaxError:
            # The places that the engine tells are to be those of the client's words.
            self._ask(asked.written)
            raise MalformedQuery("text:query cannot be used like this", hint=FORMS) from None

    def _merged(self, text: str) -> Scene:
        """Return the scene in which several default graphs are one: their RDF merge (SPARQL 1.1, 13.2.1).

        The engine gives a triple of two of them twice; here they are put together in a store of their own.
        """
        default, named = self.default, self.named
        if not default and named is None and len(_FROM.findall(text)) > 1 and (tree := parse_query(text)):
            default, named = self._declared(text, tree)
        if len(default) < 2:
            return self
        merged = Store()
        for graph in dict.fromkeys(default):
            merged.extend(Quad(*quad.triple) for quad in self.store.quads_for_pattern(None, None, None, graph))
        for graph in named or ():
            merged.extend(self.store.quads_for_pattern(None, None, None, graph))
        return Scene(merged, self.base, (DefaultGraph(),), named or (), self.find)

    def _declared(self, text: str, tree: Node) -> tuple[tuple[NamedNode, ...], tuple[NamedNode, ...]]:
        """Return the graphs that a query's own clauses name: FROM, and FROM NAMED."""
        prologue, default, named = dataset_of(text, tree)
        return self._names(prologue, default), self._names(prologue, named)

    def _names(self, prologue: str, written: tuple[str, ...]) -> tuple[NamedNode, ...]:
        rows = self.store.query(f"{prologue} SELECT ?g {{ VALUES ?g {{ {' '.join(written)} }} }}", base_iri=self.base)
        return tuple(row["g"] for row in rows)  # type: ignore[union-attr]

    def _ask(self, text: str) -> Found:
        if not self.default and self.named is None:
            return self.store.query(text, base_iri=self.base)
        named = None if self.named is None else list(self.named)
        return self.store.query(text, base_iri=self.base, default_graph=list(self.default), named_graphs=named)

    def holds(self, head: str, pattern: str) -> bool:
        """Tell whether *pattern* matches; *head* is a query's prologue, "ASK", and its FROM clauses."""
        return bool(self._ask(f"{head} {{ {pattern} }}"))

    def named_graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs that the request names, else the store's."""
        graphs = self.store.named_graphs() if self.named is None else self.named
        iris = (graph.value for graph in graphs if isinstance(graph, NamedNode))
        # One more than is ever written out tells that they are too many, without going through thousands.
        return tuple(islice(iris, MOST_GRAPHS + 1))


def scene_of(store: Store, query: Query, base: str | None, find: Finder | None) -> Scene:
    """Return the scene in which *query* is asked of *store*."""
    default = tuple(map(NamedNode, query.default_graphs))
    # A request that names graphs of one kind only has none of the other (SPARQL 1.1 Protocol 2.1.4).
    named = tuple(map(NamedNode, query.named_graphs)) if default or query.named_graphs else None
    return Scene(store, base, default, named, find)
