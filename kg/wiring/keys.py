"""Articles by any name of theirs, and answers in the form that suits them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal

from kg.errors import NotFound, UnknownFormat

if TYPE_CHECKING:
    from kg.sparql import Format
    from kg.store import Entry
    from kg.workers import Accept


def key_of(article: str, entries: Callable[[], Iterable[Entry]]) -> str:
    """Return the key of the article named by key, by its IRI or by its graph's; raises NotFound."""
    if ":" not in article:
        return article
    for entry in entries():
        if article in (entry.article, entry.graph):
            return entry.key
    raise NotFound(f"no article {article} is in this store", hint="kg stats counts them; SELECT finds them")


def form_for(kind: Literal["solutions", "truth", "graph"], accept: Accept) -> Format:
    """Return the first accepted form that suits a kind of answer; raises UnknownFormat."""
    from kg.sparql import GRAPHS, SOLUTIONS

    suitable, offered = (accept.graphs, GRAPHS) if kind == "graph" else (accept.solutions, SOLUTIONS)
    if suitable:
        return suitable[0]
    asks = {"solutions": "rows", "truth": "yes or no", "graph": "a graph"}[kind]
    raise UnknownFormat(
        f"this query is answered with {asks}, which that format cannot hold", tuple(f.name for f in offered)
    )
