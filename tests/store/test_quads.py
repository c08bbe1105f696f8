"""One change of a dataset, whatever its quads are made of."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg.sparql import Delta
from kg.store.quads import Dataset

E = "http://e/"
P = NamedNode(f"{E}p")
GRAPHS = [NamedNode(f"{E}g"), NamedNode(f"{E}h"), DefaultGraph(), BlankNode("g")]
SUBJECTS = [NamedNode(f"{E}s"), BlankNode("s")]
OBJECTS = [NamedNode(f"{E}o"), Literal("1"), BlankNode("o"), Triple(BlankNode("o"), P, BlankNode("s"))]


def all_kinds(predicate: str) -> frozenset[Quad]:
    """Return a quad of every kind: named or blank or a triple, in every kind of graph."""
    name = NamedNode(f"{E}{predicate}")
    return frozenset(Quad(s, name, o, g) for s in SUBJECTS for o in OBJECTS for g in GRAPHS)


@pytest.mark.parametrize("times", [1, 40])
def test_exactly_these_quads_come_and_go(times: int) -> None:
    dataset = Dataset(Store(), "plain")
    stay = frozenset().union(*(all_kinds(f"stay{n}") for n in range(times)))
    go, come = (frozenset().union(*(all_kinds(f"{word}{n}") for n in range(times))) for word in ("go", "come"))
    dataset.commit(Delta(into=stay | go))
    dataset.commit(Delta(go, come))
    assert frozenset(dataset.store) == stay | come


def test_what_goes_with_its_graph_leaves_the_others() -> None:
    dataset = Dataset(Store(), "plain")
    dataset.commit(Delta(into=all_kinds("p")))
    out = frozenset(quad for quad in all_kinds("p") if quad.graph_name == GRAPHS[0])
    dataset.commit(Delta(out, dropped=frozenset({f"{E}g"})))
    assert frozenset(dataset.store) == all_kinds("p") - out
    assert not dataset.exists(f"{E}g")
