"""Names that a withdrawn article spoke of: when nobody else does, they are gone, and not merely unknown.

What stands under the article's own name is told by that name; here are the others, such as actors and readers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from kg.store.contract import Entry

SCHEMA = "CREATE TABLE IF NOT EXISTS forgotten (iri TEXT PRIMARY KEY, key TEXT NOT NULL);"

Forgotten = tuple[tuple[str, str], ...]
"""Pairs of a name and the key of the article that spoke of it."""


def forgotten_by(entries: Iterable[Entry], removed: Iterable[Quad], base: str) -> Forgotten:
    """Return the names below *base* in what is *removed* of the graphs of *entries*, which are withdrawn."""
    keys, home = {entry.graph: entry.key for entry in entries}, f"{base}id/"
    found: dict[str, str] = {}
    for quad in removed if keys else ():
        key = keys.get(quad.graph_name.value) if isinstance(quad.graph_name, NamedNode) else None
        if key is not None:
            names = (node.value for node in (quad.subject, quad.object) if isinstance(node, NamedNode))
            found.update((name, key) for name in names if name.startswith(home))
    articles = f"{home}article/"
    return tuple(sorted((name, key) for name, key in found.items() if not name.startswith(articles)))


def remember(db: sqlite3.Connection, forgotten: Forgotten) -> None:
    """Write the names down; who is spoken of again later is found in the dataset before anybody looks here."""
    db.executemany("INSERT OR REPLACE INTO forgotten VALUES (?, ?)", forgotten)
