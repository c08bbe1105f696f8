"""What the engine gets wrong is put right before it reads the query: one class of cases for each cause."""

from __future__ import annotations

import io
import json
from collections import Counter

import pytest
from pyoxigraph import NamedNode, Store

from kg.errors import MalformedQuery
from kg.sparql import JSON, Effects, Query, Rules, Update, answer
from kg.sparql.evaluation import Scene
from kg.sparql.mending import MOST_GRAPHS, mended
from kg.sparql.syntax import parse_query

PREFIX = "PREFIX : <http://e/> "
GRAPHS = (
    PREFIX
    + """INSERT DATA {
    :a :p :b . :b :p :c . :c :name "لقاء"@ar .
    GRAPH :g { :a :p :o . :c :p :o }
    GRAPH :h { :b :p :o } }"""
)


def a_store() -> Store:
    store = Store()
    store.update(GRAPHS)
    return store


def rows(query: str, store: Store | None = None, **dataset: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    sink = io.BytesIO()
    asked = Query(PREFIX + query, dataset.get("default", ()), dataset.get("named", ()))
    answer(store or a_store(), asked).write(JSON, sink)
    found = json.loads(sink.getvalue())
    names = sorted(found["head"]["vars"])
    return Counter(
        tuple(row[n]["value"].removeprefix("http://e/") if n in row else "" for n in names)
        for row in found["results"]["bindings"]
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # A term that no triple has is reached by a path of no length, and by no other.
        ("SELECT ?x { :nobody :p* ?x }", [("nobody",)]),
        ("SELECT ?x { ?x :p? :nobody }", [("nobody",)]),
        ("SELECT ?x { :nobody :p*/^:q? ?x }", [("nobody",)]),
        ("SELECT ?x { :nobody (:p|:q*) ?x }", [("nobody",)]),
        ("SELECT ?x { :nobody (:p?)+ ?x }", [("nobody",)]),
        ('SELECT ?x { "nothing" :p* ?x }', [("nothing",)]),
        ("SELECT ?x { :nobody :p*/:q ?x }", []),
        ("SELECT ?x { :nobody :p+ ?x }", []),
        ("SELECT ?x { :nobody (:p*|:q)/:r ?x }", []),
        # The other triples of the block stay what they were.
        ("SELECT ?x ?y { :nobody :p* ?x ; :p ?y }", []),
        ("SELECT ?x ?y { :a :p ?y . :nobody :p* ?x . ?y :p :c }", [("nobody", "b")]),
        ("SELECT ?x ?y { ?y :p :c ; :p* ?x FILTER(?x = :c) }", [("c", "b")]),
        ("SELECT ?x { ?x :p* :nobody, :c }", []),
        # A term that a triple has is the engine's, each solution once.
        ("SELECT ?x { :a :p* ?x }", [("a",), ("b",), ("c",)]),
        ("SELECT ?x { :o :p* ?x }", [("o",)]),
        ("SELECT ?x { GRAPH :g { :nobody :p* ?x } }", [("nobody",)]),
    ],
)
def test_paths_of_no_length(query: str, expected: list[tuple[str, ...]]) -> None:
    assert rows(query) == Counter(expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { GRAPH ?g { SELECT (COUNT(*) AS ?c) { ?s :p :o } } }", [("2", "g"), ("1", "h")]),
        ("SELECT * { GRAPH ?g { ?a :p :o MINUS { ?b :p :o } } }", [("a", "g"), ("c", "g"), ("b", "h")]),
        ("SELECT * { GRAPH ?g { VALUES (?g ?t) { (UNDEF 1) (:h 2) } } }", [("g", "1"), ("h", "1"), ("h", "2")]),
        ("SELECT * FROM NAMED :h { GRAPH ?g { SELECT (COUNT(*) AS ?c) { ?s :p :o } } }", [("1", "h")]),
        ("SELECT * { GRAPH ?g { } }", [("g",), ("h",)]),
        ("SELECT * { GRAPH :g { SELECT (COUNT(*) AS ?c) { ?s :p :o } } }", [("2",)]),
        ("SELECT ?s { GRAPH ?g { ?s :p :o } }", [("a",), ("c",), ("b",)]),
    ],
)
def test_graphs_are_kept_apart(query: str, expected: list[tuple[str, ...]]) -> None:
    assert rows(query) == Counter(expected)


def test_graphs_of_the_request_are_those_that_count() -> None:
    query = "SELECT * { GRAPH ?g { SELECT (COUNT(*) AS ?c) { ?s :p :o } } }"
    assert rows(query, named=("http://e/h",)) == Counter([("1", "h")])
    assert rows(query, default=("http://e/h",)) == Counter()


def test_several_default_graphs_are_merged() -> None:
    store = a_store()
    store.update(PREFIX + "INSERT DATA { GRAPH :h { :a :p :o } }")
    asked = "SELECT ?s { ?s :p :o }"
    once = Counter([("a",), ("b",), ("c",)])
    assert rows(asked, store, default=("http://e/g", "http://e/h")) == once
    assert rows("SELECT ?s FROM :g FROM <http://e/h> { ?s :p :o }", store) == once
    assert rows("SELECT ?s FROM :g FROM :g { ?s :p :o }", store) == Counter([("a",), ("c",)])
    assert rows("SELECT (COUNT(*) AS ?n) FROM :g FROM :h { ?s :p ?o }", store) == Counter([("3",)])
    both = "SELECT ?s ?t FROM :g FROM :h FROM NAMED :g { ?s :p :o GRAPH ?x { ?t :p :o } FILTER(?t = ?s) }"
    assert rows(both, store) == Counter([("a", "a"), ("c", "c")])
    assert rows("SELECT ?s { GRAPH ?g { ?s :p :o } }", store, default=("http://e/g", "http://e/h")) == Counter()


def test_too_many_graphs_are_left_to_the_engine() -> None:
    store = Store()
    for number in range(MOST_GRAPHS + 1):
        store.add_graph(NamedNode(f"http://e/g{number}"))
    query = "SELECT * { GRAPH ?g { ?s ?p ?o MINUS { ?s ?p 1 } } }"
    assert mended(query, Scene(store)) == query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT (COUNT(*) AS ?n) (?n + 1 AS ?m) { VALUES ?v { 0 1 } }", [("3", "2")]),
        ("SELECT (COUNT(*) AS ?n) (?n + 1 AS ?m) (?m * ?n AS ?k) { VALUES ?v { 0 1 } }", [("6", "3", "2")]),
        ("SELECT (SUM(?v) AS ?n) (?n / 2 AS ?m) { VALUES ?v { 4 4 6 } } GROUP BY ?v", [("4", "8"), ("3", "6")]),
        ("SELECT (?v + 1 AS ?n) (?n + 1 AS ?m) { VALUES ?v { 0 } }", [("2", "1")]),
        ("SELECT ?m { SELECT (MAX(?v) AS ?n) (?n + 1 AS ?m) { VALUES ?v { 0 1 } } }", [("2",)]),
    ],
)  # fmt: skip
def test_what_an_aggregate_is_called_may_be_used(query: str, expected: list[tuple[str, ...]]) -> None:
    assert rows(query) == Counter(expected)


def test_a_group_may_be_called_otherwise() -> None:
    assert rows("SELECT ?t (COUNT(*) AS ?n) { VALUES ?v { 1 1 2 } } GROUP BY (?v AS ?t)") == Counter(
        [("2", "1"), ("1", "2")]
    )


def test_a_name_for_a_random_number_is_not_drawn_again() -> None:
    query = PREFIX + "SELECT (COUNT(*) + RAND() AS ?n) (?n AS ?m) { }"
    assert mended(query, Scene(Store())) == query


def test_concatenated_words_have_no_language() -> None:
    tagged = 'SELECT (LANG(GROUP_CONCAT(?v ; SEPARATOR = "، ")) AS ?l) { VALUES ?v { "لقاء"@ar "قمة"@ar } }'
    assert rows(tagged) == Counter([("",)])
    assert rows('SELECT (GROUP_CONCAT(DISTINCT ?v) AS ?l) { VALUES ?v { "قمة"@ar } }') == Counter([("قمة",)])


@pytest.mark.parametrize(
    ("query", "column", "message"),
    [
        ("SELECT (COUNT(SUM(?x)) AS ?c) { }", 15, "an aggregate stands within another"),
        ("SELECT ?x { } GROUP BY ?x HAVING (MAX(1 + MIN(?x)) > 1)", 43, "an aggregate stands within another"),
        ('SELECT * { BIND(<<( "x" <p:p> 1 )>> AS ?t) }', 21, "a literal cannot be the subject"),
        ("SELECT * { BIND(<<( <<(?s ?p ?o)>> <p:p> 1 )>> AS ?t) }", 21, "a triple term cannot be the subject"),
    ],
)
def test_what_the_recommendation_forbids_is_refused(query: str, column: int, message: str) -> None:
    with pytest.raises(MalformedQuery, match=message) as caught:
        answer(Store(), Query(query))
    assert caught.value.place
    assert caught.value.place.column == column
    assert caught.value.hint


def test_aggregates_of_inner_scopes_are_not_nested() -> None:
    assert rows("SELECT (COUNT(?n) AS ?c) { { SELECT (COUNT(*) AS ?n) { ?s :p ?o } } }") == Counter([("1",)])


def test_the_client_is_told_of_its_own_words() -> None:
    with pytest.raises(MalformedQuery) as caught:
        answer(Store(), Query("SELECT (GROUP_CONCAT(?x) AS ?y) ?z {\n VALUES ?x { 1 } }"))
    assert caught.value.place
    assert caught.value.place.line <= 2


def test_the_where_of_an_update_is_mended_too() -> None:
    update = Update(PREFIX + "INSERT { GRAPH :n { ?x :found true } } WHERE { :nobody :p* ?x }")
    delta = Effects(Rules(), lambda _: Store()).of(update, a_store())
    assert [quad.subject for quad in delta.into] == [NamedNode("http://e/nobody")]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p -1, +2.5e3 ; a \"x\"@ar, 'y'^^<t:t>, true ; ?q [ ?r () ] . ( 1 ?x ) ?p [] }",
        "SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s ?p 1 } OPTIONAL { BIND(STR(?o) AS ?c) } }",
        "CONSTRUCT WHERE { ?s <p:p> ?o } LIMIT 3 OFFSET 1",
        "DESCRIBE ?s <i:i> { ?s !(^a|<p:p>)/(<q:q>|a)?|^<r:r>+ ?o }",
        "ASK FROM <g:g> FROM NAMED <h:h> { SERVICE SILENT ?s { } { } UNION { } MINUS { } }",
        "SELECT DISTINCT ?s (IF(?a IN (1, 2) && ?b NOT IN (), -?a * 2 - 1, COALESCE()) AS ?c) { } ORDER BY DESC(?s)",
        "SELECT * { << ?s ?p ?o ~ ?r >> ?q <<( ?s ?p ?o )>> . ?s ?p ?o ~ {| ?x ?y ; ?z 1, 2 |} }",
        "VERSION '1.2' BASE <http://e/> PREFIX : <x> SELECT REDUCED * { ?s : ?o } VALUES (?s ?o) { (UNDEF 1) }",
        "SELECT ?t { ?s <p:p> ?o } GROUP BY (STR(?s) AS ?t) STR(?o) HAVING (?t > 1)",
    ],
)  # fmt: skip
def test_the_grammar_knows_what_the_engine_takes(query: str) -> None:
    answer(Store(), Query(query.replace("SERVICE SILENT ?s { }", "")), base="http://e/")
    assert parse_query(query) is not None


@pytest.mark.parametrize(("opening", "closing"), [("{", "}"), ("GRAPH ?g {", "}"), ("FILTER EXISTS {", "}")])
def test_what_is_nested_too_deep_is_left_to_the_engine(opening: str, closing: str) -> None:
    query = "SELECT (COUNT(*) AS ?n) { " + opening * 3000 + "?s ?p ?o" + closing * 3000 + " }"
    assert mended(query, Scene(Store())) == query
