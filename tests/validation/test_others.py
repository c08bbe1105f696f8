"""Shapes that somebody brings: read as SHACL says, refused in words when they are none, and never fetched from."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.errors import MalformedData
from kg.validation import check_against

HEAD = """@prefix : <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . """
SH = "http://www.w3.org/ns/shacl#"


def triples(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(HEAD + turtle, format=RdfFormat.TURTLE)]


def focus_nodes(shapes: str, data: str) -> list[str]:
    report = check_against(triples(shapes), triples(data))
    return sorted(t.object.value for t in report if t.predicate == NamedNode(SH + "focusNode"))


def test_a_graph_is_held_to_shapes() -> None:
    shapes = ":S sh:targetClass :Man ; sh:property [ sh:path :name ; sh:minCount 1 ; sh:datatype xsd:string ] ."
    data = ':a a :Man ; :name "سعيد" . :b a :Man . :c a :Man ; :name "x"^^xsd:integer .'
    assert focus_nodes(shapes, data) == ["http://e/b", "http://e/c"]


def test_prefixes_of_an_imported_ontology_count() -> None:
    shapes = """<http://e/o> sh:declare [ sh:prefix "o" ; sh:namespace "http://e/"^^xsd:anyURI ] .
    :T owl:imports <http://e/o> .
    :S sh:targetNode :a ; sh:sparql [ sh:prefixes :T ; sh:select "SELECT $this { $this o:bad true }" ] ."""
    assert focus_nodes(shapes, ":a :bad true .") == ["http://e/a"]


@pytest.mark.parametrize(
    "shapes",
    [
        ":S sh:targetNode :a ; sh:property [ sh:minCount 1 ] .",
        ':S sh:targetNode :a ; sh:sparql [ sh:select "SELECT $this { $this o:bad true }" ] .',
        ':S sh:targetNode :a ; sh:sparql [ sh:select "SELECT $this {" ] .',
        ':S sh:targetNode :a ; sh:property [ sh:path :p ; sh:minCount "many" ] .',
    ],
)
def test_shapes_that_are_none_are_refused(shapes: str) -> None:
    with pytest.raises(MalformedData) as caught:
        check_against(triples(shapes), triples(":a :p 1 ."))
    assert caught.value.hint


def test_imports_are_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket", lambda *_, **__: pytest.fail("something reached out"))
    shapes = (
        ":T owl:imports <http://127.0.0.1:9/o> . :S sh:targetNode :a ; sh:property [ sh:path :p ; sh:maxCount 0 ] ."
    )
    assert focus_nodes(shapes, ":a :p 1 .") == ["http://e/a"]


def test_triple_terms_are_told() -> None:
    with pytest.raises(MalformedData, match="triple term"):
        check_against(triples(":S sh:targetNode :a ."), triples(":a :p <<( :a :b :c )>> ."))
