"""Nested without end: braces, brackets, paths, collections, triple terms, JSON, XML."""

from __future__ import annotations

import pytest

from tests.attack.conftest import Target
from tests.attack.kit import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, UPDATE, Attack

pytestmark = [pytest.mark.served, pytest.mark.attack]

Z = "/store?graph=http://attacked.example/z"
DEEP = 100_000
# What the engine reads is answered rightly, what it does not is refused as too deep or as no SPARQL.
ANY = (200, 400, 413, 503)


def nested(before: str, within: str, after: str, depth: int = DEEP) -> str:
    return before * depth + within + after * depth


QUERIES = [
    ("groups a little deep", "SELECT * " + nested("{", "", "}", 3000), (200,)),
    ("groups", "SELECT * " + nested("{", "", "}"), ANY),
    ("groups never closed", "SELECT * " + "{" * DEEP, (400, 503)),
    ("groups closed only", "SELECT * {" + "}" * DEEP, (400,)),
    ("parentheses", f"SELECT ({nested('(', '1', ')')} AS ?x) {{}}", ANY),
    ("parentheses never closed", "SELECT (" + "(" * DEEP, (400, 503)),
    ("negations", f"SELECT ({'!' * DEEP}true AS ?x) {{}}", ANY),
    ("minus signs", f"SELECT ({'- ' * DEEP}1 AS ?x) {{}}", ANY),
    ("functions", f"SELECT ({nested('STR(', '1', ')', 30_000)} AS ?x) {{}}", ANY),
    ("IF in IF", f"SELECT ({nested('IF(true,', '1', ',2)', 20_000)} AS ?x) {{}}", ANY),
    ("additions", f"SELECT ({'+'.join('1' * DEEP)} AS ?x) {{}}", ANY),
    ("or", f"SELECT * {{ FILTER({'||'.join(['false'] * 25_000)}) }}", ANY),
    ("paths", f"SELECT * {{ ?s {nested('(', '<http://e/p>', ')')} ?o }}", ANY),
    ("inverse paths", f"SELECT * {{ <http://e/s1> {'^' * DEEP}<http://e/p> ?o }}", ANY),
    ("repeated paths", f"SELECT * {{ <http://e/s1> {nested('(', '<http://e/p>', ')*', 20_000)} ?o }}", ANY),
    ("path of many steps", f"ASK {{ ?s {'/'.join(['<e:p>'] * 30_000)} ?o }}", ANY),
    ("collections", f"SELECT * {{ ?s ?p {nested('(', '1', ')')} }}", ANY),
    ("blank nodes", f"SELECT * {{ ?s ?p {nested('[<e:p> ', '1', ']', 25_000)} }}", ANY),
    ("triple terms", f"SELECT * {{ ?s ?p {nested('<<(<e:a> <e:b> ', '1', ')>>', 10_000)} }}", ANY),
    ("sub-selects", f"SELECT * {nested('{SELECT * ', '{}', '}', 15_000)}", ANY),
    ("unions", "SELECT * { " + " UNION ".join(["{}"] * 25_000) + " } LIMIT 1", ANY),
    ("optionals", f"SELECT * {{ {nested('OPTIONAL {', '', '}', 20_000)} }}", ANY),
    ("not exists", f"SELECT * {{ {nested('FILTER NOT EXISTS {', '', '}', 10_000)} }}", ANY),
    ("minus", f"SELECT * {{ {nested('MINUS {', '', '}', 25_000)} }}", ANY),
    ("graphs", f"SELECT * {{ {nested('GRAPH ?g {', '', '}', 20_000)} }}", ANY),
]


@pytest.mark.parametrize(("text", "may"), [case[1:] for case in QUERIES], ids=[case[0] for case in QUERIES])
def test_a_query(target: Target, text: str, may: tuple[int, ...]) -> None:
    target.throw(Attack("deep", text.encode(), may=may))


INTO = "INSERT { GRAPH <http://attacked.example/z> { <e:a> <e:b> 1 } } WHERE "
TERMS = nested("<<(<e:a> <e:b> ", "1", ")>>", 15_000)
UPDATES = [
    ("groups", INTO + nested("{", "", "}"), ANY),
    ("triple terms", f"INSERT DATA {{ GRAPH <http://attacked.example/z> {{ <e:a> <e:b> {TERMS} }} }}", (400, 413, 503)),
    ("collections", f"INSERT DATA {{ GRAPH <e:z> {{ <e:a> <e:b> {nested('(', '1', ')', 90_000)} }} }}", ANY),
    ("operations", ";".join(["CLEAR SILENT GRAPH <e:z>"] * 10_000), ANY),
]


@pytest.mark.parametrize(("text", "may"), [case[1:] for case in UPDATES], ids=[case[0] for case in UPDATES])
def test_an_update(target: Target, text: str, may: tuple[int, ...]) -> None:
    target.throw(Attack("deep", text.encode(), UPDATE, token=True, may=may))


def turtle(term: str) -> bytes:
    return f"<e:a> <e:b> {term} .".encode()


XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
DOCUMENTS = [
    ("Turtle collections", TURTLE, turtle(nested("(", "1", ")")), (201, 204, 400, 503)),
    ("Turtle blank nodes", TURTLE, turtle(nested("[<e:p> ", "1", "]")), (201, 204, 400, 503)),
    ("Turtle triple terms", TURTLE, turtle(nested("<<(<e:a> <e:b> ", "1", ")>>", 50_000)), (400, 503)),
    ("N-Triples triple terms", N_TRIPLES, turtle(nested("<<( <e:a> <e:b> ", "<e:c>", " )>>", 50_000)), (400, 503)),
    ("N3 formulas", "text/n3", turtle(nested("{ <e:a> <e:b> ", "1", " }", 50_000)), (201, 204, 400, 503)),
    ("TriG braces", "application/trig", b"{" * DEEP, (415,)),
    ("JSON arrays", JSON_LD, b"[" * DEEP + b"]" * DEEP, (400, 503)),
    ("JSON arrays never closed", JSON_LD, b"[" * DEEP, (400, 503)),
    ("JSON objects", JSON_LD, b'{"http://e/p":' * 50_000 + b"1" + b"}" * 50_000, (400, 503)),
    ("JSON-LD graphs", JSON_LD, b'{"@graph":[' * 3000 + b"]}" * 3000, (400, 503)),
    (
        "XML elements",
        RDF_XML,
        f"{XML}{nested('<e:p><e:q>', '', '</e:q></e:p>', 50_000)}</rdf:RDF>".encode(),
        (400, 503),
    ),
    ("XML never closed", RDF_XML, f"{XML}{'<e:p>' * DEEP}".encode(), (400, 503)),
]


@pytest.mark.parametrize(("kind", "body", "may"), [case[1:] for case in DOCUMENTS], ids=[case[0] for case in DOCUMENTS])
def test_a_document(target: Target, kind: str, body: bytes, may: tuple[int, ...]) -> None:
    target.throw(Attack("deep", body, kind, Z, "PUT", token=True, may=may))


def test_an_article_in_json(target: Target) -> None:
    target.throw(Attack("deep", b'{"text":' * DEEP, "application/json", "/articles", token=True))


def test_shapes(target: Target) -> None:
    deep = nested("[ sh:node ", "[]", " ]", 3000)
    shapes = f"@prefix sh: <http://www.w3.org/ns/shacl#> . <e:S> sh:targetNode <e:a> ; sh:node {deep} ."
    target.throw(Attack("deep", shapes.encode(), TURTLE, "/validate", token=True, may=(200, 400, 422, 503)))
