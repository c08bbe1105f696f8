"""A request that does not parse is answered with the place at fault and the way to mend it."""

from __future__ import annotations

import io

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg.errors import Denied, MalformedQuery, Place, UnknownFunction
from kg.sparql import JSON, TURTLE, Effects, Query, Rules, Update, answer, check_update

WRONG_QUERIES = [
    ("SELECT ?x { ?x foaf:name ?y }", (1, 16), "PREFIX foaf: <http://xmlns.com/foaf/0.1/>"),
    ("SELECT ?x\n{ ?x my:own ?y }", (2, 6), "add the line PREFIX my:"),
    ("SELECT ?x WHERE ?x ?y ?z", (1, 17), "braces"),
    ("SELECT ?x { ?x ?y ?z", (1, 11), "close the group with }"),
    ("SELECT ?x { ?x ?y ?z } }", (1, 24), "take it out"),
    ('SELECT ?x {\n ?x ?y "قال }', (2, 8), "close it with"),
    ("SELCT ?x { ?x ?y ?z }", (1, 1), "did you mean SELECT?"),
    ("INSERT DATA { <http://e/s> <http://e/p> 1 }", (1, 1), "send it as an update"),
    ("PREFIX e: <http://e/> DELETE WHERE { ?s ?p ?o }", (1, 23), "send it as an update"),
    ("", (1, 1), "SELECT"),
    ("SELECT ?x { ?x ?y ?z ؛ ?a ?b }", (1, 22), "write ; instead"),
    ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", (1, 35), "grouped variables and aggregates"),
    ("SELECT ?x { ?x <rel> ?y }", (1, 21), "in full, or declare BASE"),
    ("SELECT ?x WHERE {\n  ?x a \n}\nLIMIT 3", (3, 1), "write behind a what it leads to"),
    ("SELECT ?x {\n  ?x a ?y ; <http://e/p>\n}", (3, 1), "write behind <http://e/p>"),
]


@pytest.mark.parametrize(("text", "place", "hint"), WRONG_QUERIES)
def test_a_wrong_query_is_told_where_and_how(text: str, place: tuple[int, int], hint: str) -> None:
    with pytest.raises(MalformedQuery) as caught:
        answer(Store(), Query(text))
    found = caught.value.place
    assert found
    assert (found.line, found.column) == place
    assert hint in (caught.value.hint or ""), caught.value.hint
    assert f"line {place[0]}, column {place[1]}: " in str(caught.value)


WRONG_UPDATES = [
    ("SELECT * { ?s ?p ?o }", (1, 1), "send it as a query"),
    ("INSERT DATA { <http://e/s> <http://e/p> ?o }", (1, 41), "WHERE"),
    ("CLEAR ALL ;\nINSERT DATA { <http://e/s> foaf:name 1 }", (2, 28), "PREFIX foaf:"),
    ("CLEAR ALL ;\nPREFIX e: <http://e/>\nINSERT DATA { e:s e:p }", (3, 23), ""),
    ("DROP GRAPH <http://e/g> INSERT DATA {}", (1, 25), ""),
]


@pytest.mark.parametrize(("text", "place", "hint"), WRONG_UPDATES)
def test_a_wrong_update_is_told_where_and_how(text: str, place: tuple[int, int], hint: str) -> None:
    with pytest.raises(MalformedQuery) as caught:
        check_update(text)
    found = caught.value.place
    assert found
    assert (found.line, found.column) == place
    assert hint in (caught.value.hint or "")


def test_a_blank_node_label_is_not_shared_by_operations() -> None:
    with pytest.raises(MalformedQuery, match="blank node"):
        check_update("INSERT DATA { _:a <http://e/p> 1 } ; INSERT DATA { _:a <http://e/p> 2 }")


def test_what_would_fetch_is_refused_by_its_word_and_not_by_its_letters() -> None:
    for text in ("SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", "ASK { service silent ?x { ?s ?p ?o } }"):
        with pytest.raises(Denied):
            answer(Store(), Query(text))
    assert answer(Store(), Query('SELECT ("SERVICE" AS ?load) { }')).kind == "solutions"


FUNCTIONS = [
    ("SELECT *\n{ FILTER(<http://e/f>(1)) }", 2, 10),
    ("PREFIX x: <http://e/> SELECT * { BIND(x:f(1, 2) AS ?y) }", 1, 39),
    ("CONSTRUCT { ?s ?p ?y } { ?s ?p ?o BIND(<http://e/f>(?o) AS ?y) }", 1, 40),
    ("ASK { ?s ?p <http://e/f> FILTER(<http://e/f>(?s)) }", 1, 33),
]


@pytest.mark.parametrize(("text", "line", "column"), FUNCTIONS)
def test_a_function_that_nobody_knows_is_the_querys_fault(text: str, line: int, column: int) -> None:
    store = Store()
    store.add(Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), NamedNode("http://e/f")))
    with pytest.raises(UnknownFunction, match="the function <http://e/f> is not known here") as caught:
        answer(store, Query(text)).write(TURTLE if text.startswith("CONSTRUCT") else JSON, io.BytesIO())
    assert caught.value.place == Place(line, column)


def test_a_function_that_nobody_knows_is_the_updates_fault_too() -> None:
    text = "PREFIX x: <http://e/> INSERT { x:s x:p ?y } WHERE { BIND(x:f(1) AS ?y) }"
    with pytest.raises(UnknownFunction) as caught:
        Effects(Rules(), lambda _: Store()).of(Update(text), Store())
    assert caught.value.place == Place(1, 58)
