"""JSON-LD in its forms, read by a processor that is not ours: the same triples each time."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from pyld import jsonld
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.triples import Names, Run, read_rdf, to_graph, write_quads, write_tree
from tests.triples.readings import AUTHORITY, reading

NAMES = Names()
HIDDEN = "\u202eevil\u2066\u200f\u2028"


def node(name: str) -> NamedNode:
    return NamedNode(f"http://example.org/{name}")


def no_network(url: str, options: object) -> object:
    raise AssertionError(f"{url} would have been fetched")


def framed(triples: list[Triple], root: str) -> dict[str, Any]:
    sink = io.BytesIO()
    write_tree(triples, root, NAMES, sink)
    found: dict[str, Any] = json.loads(sink.getvalue())
    return found


def as_rdf(document: object) -> set[str]:
    text = jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": no_network})
    return {str(quad) for quad in read_rdf(text.encode(), "nquads")}


@pytest.fixture(scope="module")
def triples() -> list[Triple]:
    return list(to_graph(reading(), NAMES, AUTHORITY, Run("0.1.0")).triples)


def test_a_tree_says_what_the_flat_document_says(triples: list[Triple]) -> None:
    root = next(str(t.subject.value) for t in triples if "/statement-" in str(t.subject))  # type: ignore[union-attr]
    tree = framed(triples, root)
    assert NAMES.base + tree["id"].replace("article:", "id/article/") == root
    wanted = {str(Quad(t.subject, t.predicate, t.object)) for t in triples}
    assert as_rdf(tree) == wanted
    assert {str(quad) for quad in read_rdf(json.dumps(tree).encode(), "jsonld")} == wanted


def test_the_root_of_a_tree_is_the_root_a_frame_finds(triples: list[Triple]) -> None:
    root = next(str(t.subject.value) for t in triples if "/statement-" in str(t.subject))  # type: ignore[union-attr]
    tree = framed(triples, root)
    frame = {"@context": tree["@context"], "id": tree["id"], "@embed": "@never"}
    found = jsonld.frame(tree, frame, {"documentLoader": no_network})
    found = found["@graph"][0] if "@graph" in found else found
    assert set(found) == set(tree) - {"@reverse", "@included"}


@pytest.mark.parametrize("form", ["jsonld-expanded", "jsonld-flattened", "jsonld-compacted"])
def test_each_profile_is_what_pyld_makes_of_it(triples: list[Triple], form: str) -> None:
    sink = io.BytesIO()
    write_quads([Quad(t.subject, t.predicate, t.object) for t in triples], form, NAMES, sink)
    document = json.loads(sink.getvalue())
    expanded = jsonld.expand(document, {"documentLoader": no_network})
    assert as_rdf(document) == {str(Quad(t.subject, t.predicate, t.object)) for t in triples}
    if form == "jsonld-compacted":
        assert "@graph" in document
    else:
        assert expanded == document, "nothing is left to expand"
        assert jsonld.flatten(document) == sorted(document, key=lambda item: item["@id"])


def test_loops_lists_and_what_nothing_connects_are_kept() -> None:
    chain = [Triple(BlankNode(f"n{i}"), node("next"), BlankNode(f"n{i + 1}")) for i in range(300)]
    loop = [Triple(node("a"), node("p"), node("b")), Triple(node("b"), node("p"), node("a"))]
    alone = [Triple(node("x"), node("p"), Literal("1")), Triple(node("a"), node("p"), node("a"))]
    triples = [*loop, Triple(node("b"), node("q"), BlankNode("n0")), *chain, *alone]
    tree = framed(triples, "http://example.org/a")
    assert len(read_rdf(json.dumps(tree).encode(), "jsonld")) == len(triples)
    assert any(item.get("id") == "http://example.org/x" for item in tree["@included"])


def test_a_class_that_is_described_stays_a_type_s_name() -> None:
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    triples = [Triple(node("a"), kind, node("C")), Triple(node("C"), node("p"), Literal("a class"))]
    tree = framed(triples, "http://example.org/a")
    assert (tree["type"], tree["@included"][0]["id"]) == ("http://example.org/C", "http://example.org/C")
    assert as_rdf(framed(triples, "http://example.org/C")) == {
        str(Quad(t.subject, t.predicate, t.object)) for t in triples
    }


@pytest.mark.parametrize("form", ["turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld", "jsonld-expanded", "n3"])
def test_what_reorders_or_hides_is_escaped_in_every_format_and_read_back(form: str) -> None:
    quad = Quad(node("s"), node("p"), Literal(HIDDEN, language="ar"))
    sink = io.BytesIO()
    write_quads([quad], form, NAMES, sink)
    text = sink.getvalue().decode()
    assert not any(mark in text for mark in "\u202e\u2066\u200f\u2028")
    assert read_rdf(sink.getvalue(), form.partition("-")[0]) == [quad]
