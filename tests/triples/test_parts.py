"""A graph too large to be put in order as a whole is written part by part, and says the same."""

from __future__ import annotations

import io

import pytest
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, NamedNode, Quad

from kg.sparql import GRAPHS, Format
from kg.triples import Names, read_rdf, write_quads, writing

GRAPH = NamedNode("http://e/graph")
KNOWS, SAYS = NamedNode("http://e/knows"), NamedNode("http://e/says")
QUADS = [
    quad
    for number in range(40)
    for quad in (
        Quad(NamedNode(f"http://e/s{number}"), KNOWS, BlankNode(f"b{number // 3}"), GRAPH),
        Quad(NamedNode(f"http://e/s{number}"), SAYS, Literal(f"قول {number}"), GRAPH),
        Quad(BlankNode(f"b{number}"), KNOWS, NamedNode(f"http://e/s{(number + 7) % 40}"), GRAPH),
    )
]


def written(form: Format) -> bytes:
    sink = io.BytesIO()
    write_quads(QUADS, form.name, Names(), sink)
    return sink.getvalue()


def canonical(body: bytes, form: Format) -> set[str]:
    quads = read_rdf(body, form.name)
    graph = {q.graph_name for q in quads}
    assert graph == {GRAPH if form.named_graphs else DefaultGraph()}
    dataset = Dataset([Quad(q.subject, q.predicate, q.object) for q in quads])
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(map(str, dataset))


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_the_parts_say_what_the_whole_says(form: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(form)
    monkeypatch.setattr(writing, "LARGEST_PART", 20)
    parts = written(form)
    assert parts == written(form)
    assert canonical(parts, form) == canonical(whole, form)
    assert len(canonical(parts, form)) == len(QUADS)
