"""What becomes of a query before it is evaluated: whether it parses, its parts as written, what the engine is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from lark import Token, Tree
from pyoxigraph import QueryBoolean, QuerySolutions, Store

from kg.sparql.complaints import told
from kg.sparql.evaluation import scene_of
from kg.sparql.finding import Finder
from kg.sparql.mending import Node, words
from kg.sparql.model import Query
from kg.sparql.steadiness import is_steady
from kg.sparql.syntax import parse_query
from kg.sparql.tokens import keywords, place_of

_A: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SHOWN: Final = 160
_MOST_STEPS: Final = 400
_LONGEST: Final = 64 << 10
Kind = Literal["solutions", "truth", "graph"]
_KINDS: Final[Mapping[str, Kind]] = {
    "select": "solutions",
    "ask": "truth",
    "construct": "graph",
    "describe": "graph",
}
_NESTED: Final = frozenset({"optional", "minus", "graph", "service", "union", "sub_select"})
_FLAT: Final = frozenset({"filter", "bind", "inline", "values"})
_CLAUSES: Final = frozenset({"grouping", "having", "ordering", "limit", "offset", "values"})


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a query: how deep it is nested, what it is, its words, and its line (from 1).

    Of a triple pattern whose property is written out, `property` is its IRI; where that is rdf:type and the class is
    written out too, `kind` of thing is `of`.
    """

    depth: int
    part: str
    text: str
    line: int
    property: str | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A query that parses: what it answers with, the variables of a table, its parts, and what the engine is asked.

    `rewritten` is None where nobody asked for it, or where it is what the client wrote. A query that is not `steady`
    may answer otherwise each time.
    """

    kind: Kind
    variables: tuple[str, ...]
    steps: tuple[Step, ...]
    steady: bool
    rewritten: str | None = None


def explained(query: Query, store: Store | None, *, base: str | None = None, find: Finder | None = None) -> Explained:
    """Return what can be told of *query* without its answer; raises MalformedQuery.

    Without a *store* nothing is looked up, so that it costs no more than to parse the query.
    """
    try:
        tree = parse_query(query.text)
        steps = _steps(query.text, tree) if tree is not None else ()
    except RecursionError:
        tree, steps = None, ()  # So deep a nesting is for the engine, on its deep stack.
    kind, variables = _head(query, tree, base)
    rewritten = None
    if store is not None and not _outside(query.text):
        with told(query.text, OSError, ValueError):
            rewritten = scene_of(store, query, base, find).rewritten(query.text)
    if rewritten == query.text:
        rewritten = None
    return Explained(kind, variables, steps, is_steady(query.text), rewritten and rewritten[:_LONGEST])


def _outside(text: str) -> bool:
    return "SERVICE" in keywords(text)


def _head(query: Query, tree: Node | None, base: str | None) -> tuple[Kind, tuple[str, ...]]:
    """Return what a query answers with; the engine tells over an empty store, where there is nothing to evaluate."""
    if _outside(query.text) and tree is not None:
        # What another server says is put in before the engine reads it: here only the grammar can judge.
        return next(_KINDS[part.data] for part in tree.children if isinstance(part, Tree) and part.data in _KINDS), ()
    with told(query.text, OSError, ValueError):
        found = scene_of(Store(), query, base, None).ask(query.text)
    if isinstance(found, QuerySolutions):
        return "solutions", tuple(variable.value for variable in found.variables)
    return ("truth" if isinstance(found, QueryBoolean) else "graph"), ()


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through a query's tree; `prefixes` are those it declares."""

    text: str
    prefixes: Mapping[str, str]

    def steps(self, node: Node, depth: int) -> Iterator[Step]:
        """Yield the parts below *node*, each before those within it."""
        for child in node.children:
            if not isinstance(child, Tree):
                continue
            if child.data == "triples":
                yield from self._triples(child, depth)
            elif child.data in _NESTED:
                yield from self._nested(child, depth)
            elif child.data in _FLAT or child.data in _CLAUSES:
                yield self._step(child, depth, str(child.data))
            else:
                yield from self.steps(child, depth)

    def _nested(self, node: Node, depth: int) -> Iterator[Step]:
        several = node.data != "union" or len(node.children) > 1
        if not several:  # A group of its own braces is nothing but a group.
            yield from self.steps(node, depth)
            return
        yield self._step(node, depth, str(node.data))
        for place, part in enumerate(node.children):
            if node.data == "union" and place and isinstance(part, Tree):
                yield self._step(part, depth, "or")
            if isinstance(part, Tree):
                yield from self.within(part, depth + 1)

    def within(self, part: Node, depth: int) -> Iterator[Step]:
        """Yield a part of its own, or the parts below it."""
        if part.data in _FLAT or part.data in _CLAUSES:
            yield self._step(part, depth, str(part.data))
        elif part.data not in ("select_clause", "iri"):
            yield from self.steps(part, depth)

    def _triples(self, node: Node, depth: int) -> Iterator[Step]:
        subject = node.children[0]
        shown = words(self.text, subject)
        if isinstance(subject, Tree):
            yield from self._inner(subject, depth)
        for listed in node.children[1:]:
            if isinstance(listed, Tree):
                yield from self._properties(shown, listed, depth)

    def _properties(self, subject: str, listed: Node, depth: int) -> Iterator[Step]:
        for pair in listed.children:
            if not isinstance(pair, Tree) or pair.data != "property":
                continue
            verb, objects = pair.children[0], pair.children[1]
            name = self._name(verb)
            for target in objects.children if isinstance(objects, Tree) else ():
                if not isinstance(target, Tree):
                    continue
                said = f"{subject} {words(self.text, verb)} {words(self.text, target)}"
                of = self._name(target) if name == _A else None
                yield Step(depth, "triple", _brief(said), self._line(pair), name, of)
                yield from self._inner(target, depth)

    def _inner(self, node: Node, depth: int) -> Iterator[Step]:
        """Yield the triples of what stands in square brackets."""
        for part in (node, *node.children):
            if isinstance(part, Tree) and part.data == "blank_properties":
                for listed in part.children:
                    if isinstance(listed, Tree):
                        yield from self._properties("[ ]", listed, depth + 1)

    def _name(self, node: Node | Token) -> str | None:
        """Return the IRI that a part consists of, if it is one."""
        leaves = [node] if isinstance(node, Token) else list(node.scan_values(lambda leaf: isinstance(leaf, Token)))
        if len(leaves) != 1:
            return None
        leaf = leaves[0]
        if leaf.type == "A":
            return _A
        if leaf.type == "IRI":
            return str(leaf)[1:-1]
        if leaf.type != "NAME":
            return None
        prefix, _, local = str(leaf).partition(":")
        return f"{self.prefixes[prefix]}{local}" if prefix in self.prefixes else None

    def _step(self, node: Node, depth: int, part: str) -> Step:
        return Step(depth, part, _brief(words(self.text, node)), self._line(node))

    def _line(self, node: Node) -> int:
        return place_of(self.text, node.meta.start_pos).line


def _steps(text: str, tree: Node) -> tuple[Step, ...]:
    prefixes = {str(name)[:-1]: str(iri)[1:-1] for part in tree.find_data("prefix") for _, name, iri in [part.children]}
    walk = _Walk(text, prefixes)
    parts = (part for part in tree.children if isinstance(part, Tree) and part.data != "prologue")
    return tuple(islice((step for part in parts for step in walk.within(part, 0)), _MOST_STEPS))


def _brief(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …"
