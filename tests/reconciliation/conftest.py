"""A desk over a small graph in memory, asked in real SPARQL; words find entities by any word of any name."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, Store

from kg.lang import pack_for
from kg.reconciliation import Asking, Desk, Row, Space

BASE = "http://example.org/"
SPACE = f"{BASE}id/"
GRAPH = Path(__file__).with_name("graph.ttl").read_text("utf-8")


def desk_over(store: Store, *, merged: bool = True) -> Desk:
    fold = folding()

    async def ask(query: str) -> Sequence[Row]:
        answer = store.query(query).serialize(format=QueryResultsFormat.JSON)
        rows: list[Row] = json.loads(answer or b"")["results"]["bindings"]
        return rows

    async def find(words: str, most: int, *, beginning: bool = False) -> Sequence[str]:
        wanted = set(fold(words).split())
        found = [
            quad.subject.value
            for quad in store
            if quad.predicate.value.endswith("abel") and set(fold(quad.object.value).split()) & wanted
        ]
        return list(dict.fromkeys(sorted(found)))[:most]

    return Desk(Asking(ask, Space(SPACE), merged=merged), find, fold)


def folding() -> Callable[[str], str]:
    letters = pack_for("ar").letters
    return lambda text: " ".join(letters.key(word) for word in text.casefold().replace("-", " ").split())


@pytest.fixture(params=["merged", "plain"])
def desk(request: pytest.FixtureRequest) -> Desk:
    """A desk over the graph, which is the default graph or, in a plain dataset, a named one."""
    store = Store()
    graph = NamedNode(f"{BASE}graph/aa11") if request.param == "plain" else None
    store.load(GRAPH, RdfFormat.TURTLE, to_graph=graph)
    return desk_over(store, merged=request.param == "merged")
