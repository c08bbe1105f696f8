"""What is told of a query without its answer."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from kg.errors import Denied, MalformedQuery
from kg.sparql import Explained, Query, explained, on_deep_stack

PREFIX = "PREFIX : <http://e/>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def told(text: str, store: Store | None = None) -> Explained:
    return explained(Query(PREFIX + text), store, base="http://b/")


@pytest.mark.parametrize(
    ("query", "kind", "variables"),
    [
        ("SELECT ?a (1 AS ?b) {}", "solutions", ("a", "b")),
        ("SELECT * { ?x :p ?y }", "solutions", ("x", "y")),
        ("ASK { ?x :p ?y }", "truth", ()),
        ("CONSTRUCT { ?x :p ?y } { ?x :q ?y }", "graph", ()),
        ("DESCRIBE :x", "graph", ()),
        ("ASK { SERVICE <http://other/> { ?x :p ?y } }", "truth", ()),
        ("SELECT * { SERVICE <http://other/> { ?x :p ?y } }", "solutions", ()),
    ],
)
def test_what_a_query_answers_with(query: str, kind: str, variables: tuple[str, ...]) -> None:
    assert (told(query).kind, told(query).variables) == (kind, variables)


def test_each_part_is_told_with_its_depth_its_line_and_what_it_is_about() -> None:
    steps = told(
        """SELECT ?m WHERE {
  ?m a :Meeting ; :with [ rdfs:label ?name ] .
  OPTIONAL { ?m :at ?place FILTER(?place != :here) }
  { ?m :p/:q 1 } UNION { ?m ?any 2 }
  { SELECT ?m { GRAPH ?g { ?m <http://e/r> ?x, ?y } } }
} GROUP BY ?m ORDER BY ?m LIMIT 3 VALUES ?m { :x }"""
    ).steps
    assert [(step.depth, step.part, step.line, step.property, step.of) for step in steps] == [
        (0, "triple", 4, RDF_TYPE, "http://e/Meeting"),
        (0, "triple", 4, "http://e/with", None),
        (1, "triple", 4, "http://www.w3.org/2000/01/rdf-schema#label", None),
        (0, "optional", 5, None, None),
        (1, "triple", 5, "http://e/at", None),
        (1, "filter", 5, None, None),
        (0, "union", 6, None, None),
        (1, "triple", 6, None, None),
        (0, "or", 6, None, None),
        (1, "triple", 6, None, None),
        (0, "sub_select", 7, None, None),
        (1, "graph", 7, None, None),
        (2, "triple", 7, "http://e/r", None),
        (2, "triple", 7, "http://e/r", None),
        (0, "grouping", 8, None, None),
        (0, "ordering", 8, None, None),
        (0, "limit", 8, None, None),
        (0, "values", 8, None, None),
    ]
    assert steps[-5].text == "?m <http://e/r> ?y"


def test_what_the_engine_is_asked_is_told_where_it_is_not_what_was_written() -> None:
    store = Store()
    plain, mended = "SELECT * { ?s :p ?o }", "SELECT ?x { :nobody :p* ?x }"
    assert told(plain, store).rewritten is None
    assert told(mended).rewritten is None, "without a store nothing is looked up"
    rewritten = told(mended, store).rewritten
    assert rewritten is not None
    assert rewritten != PREFIX + mended
    assert ":nobody" in rewritten


def test_a_query_that_does_not_parse_is_refused_with_its_place() -> None:
    with pytest.raises(MalformedQuery) as caught:
        told("SELECT * {\n ?s a }")
    assert caught.value.place is not None
    assert caught.value.place.line == 4


def test_a_nesting_too_deep_for_the_grammar_is_still_judged() -> None:
    text = "SELECT * " + "{" * 3000 + "}" * 3000
    # As a worker does it: the engine's own parser wants room too.
    assert on_deep_stack(lambda: told(text)).kind == "solutions"


def test_an_answer_that_may_be_another_each_time_is_told() -> None:
    assert told("SELECT * { ?s :p ?o }").steady
    assert not told("SELECT (RAND() AS ?r) {}").steady


def test_explaining_asks_no_other_server() -> None:
    query = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    try:
        assert told(query, Store()).rewritten is None
    except Denied:
        pytest.fail("a query that this server might settle first is explained all the same")
