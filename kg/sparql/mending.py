"""Queries put into other words that the engine answers as the recommendation says: one mend for each cause.

A mend looks at a query's tree and returns the edits that put one cause right; a mended text is parsed again before the
next mend. What a mend needs to know of the data it asks of a `View`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Protocol

from lark import Token, Tree

from kg.sparql.strictness import check_strictly, within
from kg.sparql.syntax import has, leaves, parse_query

Node = Tree[Token]
Edit = tuple[int, int, str]
"""Which characters give way, and to what."""

MOST_GRAPHS = 100
"""A pattern is written out for each named graph up to so many; its text grows with their number."""
_ANEW = ("RAND", "UUID", "STRUUID", "BNODE")
"""Functions that give something else at each call, so that an expression with one cannot stand twice."""
_WORTH_A_LOOK = re.compile(
    r"""
      \b(?:COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT|GROUP|GRAPH)\b | <<\s*\(
    | [\w>)](?<!^SELECT)(?<!\sSELECT)(?<!\sDISTINCT)(?<!\sREDUCED)\s*\* | [\w>)]\s*\?(?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What no check and no mend has business with is not parsed: that would cost more than the query itself."""


class View(Protocol):
    """What the query will be asked of."""

    def holds(self, head: str, pattern: str) -> bool:
        """Tell whether `ASK` of *pattern* is true; *head* is the prologue of a query, "ASK", and its FROM clauses."""
        ...

    def named_graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs that GRAPH ranges over, when the query does not say."""
        ...


def mended(text: str, view: View) -> str:
    """Return *text*, or what to ask the engine in its place; raises MalformedQuery for what it wrongly lets pass."""
    if not _WORTH_A_LOOK.search(text):
        return text
    try:
        return _mended(text, view)
    except RecursionError:
        # So deep a nesting is for the engine, on its deep stack.
        return text


def _mended(text: str, view: View) -> str:
    tree = parse_query(text)
    if tree is None:
        return text
    check_strictly(text, tree)
    for mend in _MENDS:
        edits = list(mend(text, tree, view))
        if edits:
            text = edited(text, edits)
            tree = parse_query(text)
            if tree is None:
                return text
    return text


def dataset_of(text: str, tree: Node) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return a query's prologue and the graphs of its FROM and FROM NAMED clauses, as written."""
    graphs: dict[bool, list[str]] = {False: [], True: []}
    for clause in tree.find_data("dataset"):
        graphs[has(clause, "NAMED")].append(words(text, clause.children[-1]))
    return prologue_of(text, tree), tuple(graphs[False]), tuple(graphs[True])


def prologue_of(text: str, tree: Node) -> str:
    """Return what a query declares before it begins, as written."""
    declared = next(tree.find_data("prologue"))
    return words(text, declared) if declared.children else ""


def edited(text: str, edits: list[Edit]) -> str:
    """Return *text* with each edit made; edits do not overlap."""
    for start, stop, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[stop:]
    return text


def words(text: str, tree: Node | Token) -> str:
    """Return the words of a part of the query."""
    start, stop = _place(tree)
    return text[start:stop]


def _place(tree: Node | Token) -> tuple[int, int]:
    if isinstance(tree, Token):
        return tree.start_pos or 0, tree.end_pos or 0
    return tree.meta.start_pos, tree.meta.end_pos


def _plain_concatenations(text: str, tree: Node, view: View) -> Iterator[Edit]:
    """SPARQL 1.1 18.5.1.7: GROUP_CONCAT gives a simple literal; the engine keeps a language its parts share."""
    for part in tree.find_data("aggregate"):
        if str(part.children[0]).upper() == "GROUP_CONCAT":
            start, stop = _place(part)
            yield start, stop, f"STR({text[start:stop]})"


def _aliases_of_aggregates(text: str, tree: Node, view: View) -> Iterator[Edit]:
    """SPARQL 1.1 18.2.4.4: a later expression of SELECT may use what an earlier one is called, aggregates too."""
    for clause in tree.find_data("select_clause"):
        known: dict[str, str] = {}
        for item in clause.find_data("aliased"):
            expression, name = item.children[1], str(item.children[3])[1:]
            said = words(text, expression)
            uses = [v for v in _variables(expression) if str(v)[1:] in known]
            start = _place(expression)[0]
            edits = [(*_place(v), known[str(v)[1:]]) for v in uses]
            if edits:
                said = edited(said, [(a - start, b - start, new) for a, b, new in edits])
                yield from edits
            if (uses or _aggregates(expression)) and not _calls(expression, _ANEW):
                known[name] = f"({said})"


def _renamed_groups(text: str, tree: Node, view: View) -> Iterator[Edit]:
    """SPARQL 1.1, production GroupCondition: a variable may be called otherwise; the engine forgets how."""
    for grouping in tree.find_data("grouping"):
        for before, part in pairwise(grouping.children):
            if isinstance(before, Token) and before.type == "LPAR" and isinstance(part, Token):
                yield (*_place(part), f"COALESCE({part})")


def _variables(part: Node | Token) -> Iterator[Token]:
    if isinstance(part, Token):
        if part.type == "VARIABLE":
            yield part
    elif part.data not in ("group", "aggregate"):
        for inner in part.children:
            yield from _variables(inner)


def _aggregates(part: Node | Token) -> bool:
    return isinstance(part, Tree) and (part.data == "aggregate" or any(within(part, "aggregate")))


def _calls(part: Node | Token, functions: tuple[str, ...]) -> bool:
    called = [part] if isinstance(part, Token) else leaves(part)
    return any(leaf.type == "FUNCTION" and leaf.upper() in functions for leaf in called)


def _paths_of_no_length(text: str, tree: Node, view: View) -> Iterator[Edit]:
    """SPARQL 1.1 18.4: a path of no length joins a term to itself, also one that no triple has."""
    clauses = (words(text, clause) for clause in tree.find_data("dataset"))
    head = " ".join((prologue_of(text, tree), "ASK", *clauses))
    for block, graph in _triples(text, tree, ""):
        parts = list(_single(block))
        if not any(_nullable(verb) for _, verb, _ in parts):
            continue

        def holds(term: str, graph: str = graph) -> bool:
            return any(view.holds(head, f"{graph} {{ {side} }}") for side in (f"{term} ?p ?o", f"?s ?p {term}"))

        rewritten = [_without_length(text, part, holds) for part in parts]
        if any(rewritten):
            kept = [new or " ".join(words(text, p) for p in part) for new, part in zip(rewritten, parts, strict=True)]
            yield (*_place(block), " . ".join(kept))


def _triples(text: str, tree: Node, graph: str) -> Iterator[tuple[Node, str]]:
    """Yield each block of triples with the "GRAPH name" that it stands under, "" for the default graph."""
    for part in tree.children:
        if isinstance(part, Tree) and part.data == "triples":
            yield part, graph
        elif isinstance(part, Tree) and part.data == "graph":
            yield from _triples(text, part, f"GRAPH {words(text, part.children[1])}")
        elif isinstance(part, Tree):
            yield from _triples(text, part, graph)


def _single(block: Node) -> Iterator[tuple[Node | Token, Node | Token, Node | Token]]:
    """Yield subject, verb and object of each triple of a block; nothing where one of them is more than a term."""
    found = []
    subject, *rest = block.children
    for properties in rest:
        assert isinstance(properties, Tree)
        for prop in properties.find_data("property"):
            verb, objects = prop.children
            assert isinstance(objects, Tree)
            for item in objects.children:
                if isinstance(item, Tree) and item.data == "object":
                    found.append((subject, verb, item.children[0], len(item.children)))
    if all(count == 1 and _plain(subject) and _plain(object_) for subject, _, object_, count in found):
        yield from (triple[:3] for triple in found)


def _plain(term: Node | Token) -> bool:
    return isinstance(term, Token) or term.data in ("iri", "literal")


def _without_length(
    text: str, triple: tuple[Node | Token, Node | Token, Node | Token], holds: Callable[[str], bool]
) -> str | None:
    """Return what stands for a triple whose path may have no length and whose one term no triple has."""
    subject, verb, object_ = triple
    if not _nullable(verb) or isinstance(subject, Token) == isinstance(object_, Token):
        return None
    variable, term = (subject, object_) if isinstance(subject, Token) else (object_, subject)
    said = words(text, term)
    return None if holds(said) else f"VALUES {variable} {{ {said} }}"


def _nullable(path: Node | Token) -> bool:
    """Tell whether a path may have no length."""
    if isinstance(path, Token):
        return False
    inner = [part for part in path.children if isinstance(part, Tree)]
    if path.data == "repeated":
        return str(path.children[1]) != "+" or _nullable(path.children[0])
    if path.data == "path_either":
        return any(map(_nullable, inner))
    return path.data in ("path_sequence", "inverse", "primary") and bool(inner) and all(map(_nullable, inner))


def _graphs_one_by_one(text: str, tree: Node, view: View) -> Iterator[Edit]:
    """SPARQL 1.1 18.6: GRAPH ?g is the union over the graphs, each joined with its name; the engine mixes them."""
    suspects = [part for part in outermost(tree, "graph") if _mixes_graphs(part)]
    if not suspects:
        return
    names = _range(text, tree, view)
    if len(names) > MOST_GRAPHS:
        return
    for part in suspects:
        variable, group = str(part.children[1]), words(text, part.children[2])
        each = [f"{{ GRAPH {name} {group} VALUES {variable} {{ {name} }} }}" for name in names]
        yield (*_place(part), "{ " + (" UNION ".join(each) or f"VALUES {variable} {{ }}") + " }")


def outermost(tree: Node, kind: str) -> Iterator[Node]:
    """Yield the parts of *kind* that stand in no other of that kind."""
    for part in tree.children:
        if isinstance(part, Tree) and part.data == kind:
            yield part
        elif isinstance(part, Tree):
            yield from outermost(part, kind)


def _mixes_graphs(part: Node) -> bool:
    """Tell whether a pattern under GRAPH ?g has what the engine does not keep apart by graph."""
    variable, group = part.children[1], part.children[2]
    if not isinstance(variable, Token) or not isinstance(group, Tree):
        return False
    if any(group.find_pred(lambda inner: inner.data in ("sub_select", "minus"))):
        return True
    bound = (name for kind in ("inline", "bind") for inner in group.find_data(kind) for name in _variables(inner))
    return any(name[1:] == variable[1:] for name in bound) or not any(group.find_data("triples"))


def _range(text: str, tree: Node, view: View) -> tuple[str, ...]:
    """Return the graphs that GRAPH ranges over, as they may be written in the query."""
    clauses = list(tree.find_data("dataset"))
    if clauses:
        return tuple(dict.fromkeys(words(text, part.children[-1]) for part in clauses if has(part, "NAMED")))
    return tuple(f"<{name}>" for name in view.named_graphs())


_MENDS: tuple[Callable[[str, Node, View], Iterator[Edit]], ...] = (
    _plain_concatenations,
    _aliases_of_aggregates,
    _renamed_groups,
    _paths_of_no_length,
    _graphs_one_by_one,
)
