"""What the engine's parser lets pass and the recommendation forbids: one check for each such thing.

A check looks at the tree of a query and returns where it is broken, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lark import Token, Tree

from kg.errors import MalformedQuery
from kg.sparql.tokens import place_of

_SCOPES = ("group", "sub_select")
"""What begins a scope of its own: an aggregate in there is not nested in one outside."""

Fault = tuple[int, str, str]
"""The offset of the fault, what is wrong, how to mend it."""


def check_strictly(text: str, tree: Tree[Token]) -> None:
    """Raise MalformedQuery for a query that breaks a rule which the engine does not hold it to."""
    for check in _CHECKS:
        for offset, message, hint in check(tree):
            place = place_of(text, offset)
            raise MalformedQuery(f"line {place.line}, column {place.column}: {message}", place=place, hint=hint)


def _nested_aggregates(tree: Tree[Token]) -> Iterator[Fault]:
    """SPARQL 1.2 19.8, note 9: no aggregate within the expression of another."""
    for outer in tree.find_data("aggregate"):
        for inner in within(outer, "aggregate"):
            yield (
                inner.meta.start_pos,
                "an aggregate stands within another",
                "aggregate in a sub-SELECT, and again outside",
            )


def _literal_subjects(tree: Tree[Token]) -> Iterator[Fault]:
    """SPARQL 1.2, production ExprTripleTermSubject: in an expression the subject is a variable or an IRI."""
    for term in tree.find_data("triple_value"):
        subject = next(
            part for part in term.children if not (isinstance(part, Token) and part.type in ("LTRIPLE", "LPAR"))
        )
        if isinstance(subject, Tree) and subject.data in ("literal", "triple_term"):
            what = "a literal" if subject.data == "literal" else "a triple term"
            yield subject.meta.start_pos, f"{what} cannot be the subject of a triple term", "it may be its object"


def within(tree: Tree[Token], kind: str) -> Iterator[Tree[Token]]:
    """Yield the parts of *kind* below *tree* that belong to no inner scope."""
    for part in tree.children:
        if isinstance(part, Tree) and part.data not in _SCOPES:
            if part.data == kind:
                yield part
            yield from within(part, kind)


_CHECKS: tuple[Callable[[Tree[Token]], Iterator[Fault]], ...] = (_nested_aggregates, _literal_subjects)
