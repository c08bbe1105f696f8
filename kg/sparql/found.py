"""The answer of the index in the place of the patterns that asked for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lark import Token, Tree
from pyoxigraph import NamedNode, QuerySolutions, Store

from kg.errors import UsageError
from kg.sparql.finding import Call, Finder, Graphs, Keep, Match, Speller, calls_in
from kg.sparql.mending import Edit, Node, edited, words


@dataclass(frozen=True, slots=True)
class Filled:
    """A query as `written`, and with a short mark in each place of an answer, so that it stays quick to parse."""

    written: str
    text: str
    answers: tuple[tuple[str, str], ...] = ()

    def fill(self, text: str) -> str:
        """Return *text* with the answers in the places of their marks, as often as they stand there."""
        for mark, answer in self.answers:
            text = text.replace(mark, answer)
        return text


@dataclass(frozen=True, slots=True)
class Found:
    """Puts matches into one query; `find` None finds nothing."""

    graphs: Graphs
    spell: Speller
    find: Finder | None
    tree: Node

    def rewritten(self) -> Filled:
        """Return the query with marks for the answers; raises MalformedQuery."""
        edits: list[Edit] = []
        answers: list[tuple[str, str]] = []
        for block, others, calls in calls_in(self.tree, self.spell):
            parts = []
            for call in calls:
                parts.append(_mark(call, len(answers)))
                answers.append((parts[-1], self._pattern(call)))
            if others:
                rest = " ; ".join(words(self.spell.text, part) for part in others)
                parts.append(f"{words(self.spell.text, block.children[0])} {rest}")
            edits.append((block.meta.start_pos, block.meta.end_pos, " ".join(parts)))
        return Filled(self.spell.text, edited(self.spell.text, [*edits, *self._named_star(edits)]), tuple(answers))

    def _named_star(self, edits: list[Edit]) -> Iterator[Edit]:
        """Yield the edit that names what `SELECT *` stands for, so that no variable of ours shows."""
        stars = [star for clause in self.tree.find_data("select_clause") for star in _stars(clause)]
        outermost = [star for select in self.tree.find_data("select") for star in _stars(select.children[0])]
        if edits and outermost and len(stars) == 1:
            found = Store().query(edited(self.spell.text, edits), base_iri=self.spell.base)
            assert isinstance(found, QuerySolutions)
            names = " ".join(map(str, found.variables))
            yield stars[0].start_pos or 0, stars[0].end_pos or 0, names or "*"

    def _pattern(self, call: Call) -> str:
        """Return what stands for one use: rows of what it binds."""
        if isinstance(call.within, Token):
            return self._in_each_graph(call)
        graph = None if call.within is None else self.spell.value(call.within)
        assert graph is None or isinstance(graph, NamedNode)
        matches = self._matches(call, self.graphs.hold(graph))
        rows = list(dict.fromkeys(row for match in matches for row in self._rows(call, match)))[: call.lookup.limit]
        names = _names(call)
        if not names:
            return "FILTER(true)" if rows else "FILTER(false)"
        return f"VALUES ({' '.join(names)}) {{ {' '.join(rows)} }}"

    def _in_each_graph(self, call: Call) -> str:
        """Return the matching triples themselves, so that each graph that holds one has its row."""
        told: list[tuple[Match, str]] = []
        seen: set[object] = set()
        for match in self._matches(call, lambda *triple: bool(self.graphs.holders(*triple))):
            row = "".join(self._rows(call, match, scored=False))
            rows = {(row, graph) for graph in self.graphs.holders(match.resource, match.predicate, match.literal)}
            if not rows <= seen:
                told.append((match, "".join(self._rows(call, match))))
                seen |= rows
        names = " ".join(_names(call))
        if any(_stars(select.children[0]) for select in self.tree.find_data("sub_select")):
            # No variable of ours may show there: each triple in its own words, which takes the engine longer.
            each = (f"{{ {_triple(match)} VALUES ({names}) {{ {row} }} }}" for match, row in told)
            return " UNION ".join(each) or "FILTER(false)"
        hidden = [f"?found_{call.node.meta.start_pos}_{part}" for part in "spo"]
        rows_of = (f"({row[1:-1]} {_triple(match)})" for match, row in told)
        return f"{' '.join(hidden)} . VALUES ({names} {' '.join(hidden)}) {{ {' '.join(rows_of)} }}"

    def _matches(self, call: Call, keep: Keep) -> Sequence[Match]:
        if self.find is None:
            return ()
        # Each literal where one is asked for, or where another literal may be the one that a graph holds.
        each = isinstance(call.within, Token) or not call.variables.keys() <= {"score"}
        resource = call.thing.value if isinstance(call.thing, NamedNode) else None
        try:
            return self.find(replace(call.lookup, resource=resource, literals=each), keep)
        except UsageError as error:
            raise self.spell.fault(call.node, str(error), error.hint or "") from None

    def _rows(self, call: Call, match: Match, *, scored: bool = True) -> Iterator[str]:
        terms = {
            "score": f"{match.score:.4f}" if scored else "",
            "literal": str(match.literal),
            "property": f"<{match.predicate}>",
        }
        thing = [f"<{match.resource}>"] if isinstance(call.thing, Token) else []
        graphs = (
            self.graphs.holders(match.resource, match.predicate, match.literal) if "graph" in call.variables else [""]
        )
        for graph in graphs:
            told = terms | {"graph": str(graph)}
            yield f"({' '.join([*thing, *(told[role] for role in call.variables)])})"


def _mark(call: Call, number: int) -> str:
    """Return what stands in for an answer until the query is mended: of its kind, and not to be mistaken."""
    name, names = f"<urn:x-isnad:found:{number}>", _names(call)
    if not names and not isinstance(call.within, Token):
        return f"FILTER({name})"
    triple = f"{name} {name} {name} " if isinstance(call.within, Token) else ""
    return f"{{ {triple}VALUES ({' '.join(names)}) {{ ({' '.join([name] * len(names))}) }} }}"


def _names(call: Call) -> list[str]:
    """Return the variables that a use binds."""
    return [*([str(call.thing)] if isinstance(call.thing, Token) else []), *call.variables.values()]


def _stars(clause: Node | Token) -> list[Token]:
    """Return the star of a SELECT clause, if it has one."""
    parts = clause.children if isinstance(clause, Tree) else []
    return [part for part in parts if isinstance(part, Token) and part.type == "STAR"]


def _triple(match: Match) -> str:
    return f"<{match.resource}> <{match.predicate}> {match.literal}"
