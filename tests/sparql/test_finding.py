"""`text:query`: where it may stand, what it binds, what it keeps to, and how wrong calls are told."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Sequence

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kg.errors import MalformedQuery
from kg.sparql import JSON, N_TRIPLES, Effects, Keep, Lookup, Match, Query, Rules, Update, answer

PREFIX = "PREFIX : <http://e/> PREFIX text: <http://jena.apache.org/text#> "
DATA = """
    :a :name "one word" ; a :Thing ; :knows :b .
    :b :name "one more word", "another word" .
    :c :name "nothing" .
    GRAPH :g { :a :name "one word" . :d :name "a word of its graph" }
    GRAPH :h { :a :name "one word" . :b :name "another word" }
"""


def a_store() -> Store:
    store = Store()
    store.update(f"{PREFIX} INSERT DATA {{ {DATA} }}")
    return store


class Index:
    """Finds each literal that holds a word; notes what it was asked."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: list[Lookup] = []

    def __call__(self, lookup: Lookup, keep: Keep) -> Sequence[Match]:
        self.asked.append(lookup)
        triples = {quad.triple for quad in self.store if isinstance(quad.object, Literal)}
        best: dict[object, Match] = {}
        for triple in sorted(triples, key=lambda one: (len(one.object.value), str(one))):
            subject, predicate, literal = triple.subject.value, triple.predicate.value, triple.object
            wanted = lookup.words in literal.value and lookup.resource in (None, subject)
            if wanted and keep(subject, predicate, literal):
                match = Match(subject, predicate, literal, round(1 / len(literal.value), 2))
                best.setdefault((subject, literal) if lookup.literals else subject, match)
        return list(best.values())[: lookup.limit]


def rows(query: str, **dataset: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    store, sink = a_store(), io.BytesIO()
    asked = Query(PREFIX + query, dataset.get("default", ()), dataset.get("named", ()))
    answer(store, asked, find=Index(store)).write(JSON, sink)
    found = json.loads(sink.getvalue())
    names = found["head"]["vars"]
    return Counter(
        tuple(row[n]["value"].removeprefix("http://e/") if n in row else "" for n in names)
        for row in found["results"]["bindings"]
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # Each thing once; joined with what else is said of it, before and after.
        ('SELECT ?s { ?s text:query "word" }', [("a",), ("b",)]),
        ('SELECT ?s ?n { ?s a :Thing ; text:query "word" ; :name ?n }', [("a", "one word")]),
        ('SELECT ?s { ?s a :Thing . ?s text:query "word" . ?s :knows ?o . ?o text:query "another" }', [("a",)]),
        # As distinct as what is asked for.
        ('SELECT ?s ?score { (?s ?score) text:query "word" }', [("a", "0.12"), ("b", "0.08")]),
        (
            'SELECT ?s ?l { (?s ?score ?l) text:query "word" }',
            [("a", "one word"), ("b", "another word"), ("b", "one more word")],
        ),
        ('SELECT ?s ?g { (?s ?score ?l ?g) text:query "one" }', [("a", "g"), ("a", "h")]),
        ('SELECT ?p { (?s ?score ?l ?g ?p) text:query "one w" }', [("name",), ("name",)]),
        # A thing that is given.
        ('SELECT ?score { (:b ?score) text:query "more" }', [("0.08",)]),
        ('SELECT ?n { :b text:query "more" ; :name ?n }', [("one more word",), ("another word",)]),
        ('SELECT ?n { :c text:query "more" ; :name ?n }', []),
        # The graph that the pattern is about.
        ('SELECT ?s { GRAPH :g { ?s text:query "word" } }', [("a",), ("d",)]),
        ('SELECT ?s { GRAPH :nowhere { ?s text:query "word" } }', []),
        ('SELECT ?s ?g { GRAPH ?g { ?s text:query "word" } }', [("a", "g"), ("d", "g"), ("a", "h"), ("b", "h")]),
        ('SELECT * { GRAPH ?g { ?s text:query "another" } }', [("h", "b")]),
        ('SELECT ?s { { SELECT * { GRAPH ?g { ?s text:query "another" } } } }', [("b",)]),
        ('SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s text:query "one" } }', [("2",)]),
        ('SELECT ?s FROM :h { ?s text:query "word" }', [("a",), ("b",)]),
        ('SELECT ?s FROM :g FROM :h { ?s text:query "word" }', [("a",), ("b",), ("d",)]),
        ('SELECT ?s FROM NAMED :g { GRAPH ?g { ?s text:query "word" } }', [("a",), ("d",)]),
        ('SELECT ?s FROM NAMED :g { GRAPH :h { ?s text:query "word" } }', []),
        # Wherever a pattern may stand.
        ('SELECT ?s ?o { ?s a :Thing OPTIONAL { ?s :knows ?o . ?o text:query "another" } }', [("a", "b")]),
        ('SELECT ?s { { ?s text:query "nothing" } UNION { ?s text:query "another" } }', [("c",), ("b",)]),
        ('SELECT ?s { { SELECT ?s { ?s text:query "word" } ORDER BY ?s LIMIT 1 } }', [("a",)]),
        ('SELECT ?s { ?s :name ?n MINUS { ?s text:query "word" } }', [("c",)]),
        ('SELECT ?s { ?s a :Thing FILTER EXISTS { ?s text:query "word" } }', [("a",)]),
        ('SELECT ?s { ?s a :Thing FILTER NOT EXISTS { ?s text:query "word" } }', []),
        # What binds nothing, and another spelling of the name.
        ('SELECT ?s { ?s a :Thing . :c text:query "no such" }', []),
        ('SELECT ?s { ?s <http://jena.apache.org/text#query> "another" }', [("b",)]),
        ('SELECT * { ?s text:query "another" }', [("b",)]),
        ('SELECT (COUNT(*) AS ?n) { ?s text:query ("word" 1) }', [("1",)]),
    ],
)
def test_what_is_found_is_joined_where_the_pattern_stands(query: str, expected: list[tuple[str, ...]]) -> None:
    assert rows(query) == Counter(expected)


def test_the_dataset_of_the_request_holds() -> None:
    assert rows('SELECT ?s { ?s text:query "word" }', default=("http://e/g",)) == Counter([("a",), ("d",)])
    assert rows('SELECT ?s { ?s text:query "word" }', named=("http://e/g",)) == Counter()
    named = rows('SELECT ?s { GRAPH ?g { ?s text:query "word" } }', named=("http://e/h",))
    assert named == Counter([("a",), ("b",)])


def test_what_the_list_says_is_what_the_index_is_asked() -> None:
    store = a_store()
    index = Index(store)
    asked = 'ASK { ?s text:query ( :name <http://e/title> "two words"@AR 7 "lang:en" "kind:Meeting" ) }'
    answer(store, Query(PREFIX + asked), find=index)
    properties = ("http://e/name", "http://e/title")
    assert index.asked == [Lookup("two words", properties, ("ar", "en"), ("Meeting",), limit=7)]


def test_construct_describe_and_ask_take_it_too() -> None:
    store, sink = a_store(), io.BytesIO()
    construct = 'CONSTRUCT { ?s text:query ?l } WHERE { (?s ?x ?l) text:query "another" }'
    answer(store, Query(PREFIX + construct), find=Index(store)).write(N_TRIPLES, sink)
    assert sink.getvalue() == b'<http://e/b> <http://jena.apache.org/text#query> "another word" .\n'
    assert answer(store, Query(PREFIX + 'ASK { ?s text:query "another" }'), find=Index(store))
    assert not answer(store, Query(PREFIX + 'ASK { ?s text:query "no such" }'), find=Index(store))


def test_a_query_without_it_does_not_ask_the_index() -> None:
    store = a_store()
    index = Index(store)
    answer(store, Query(PREFIX + 'SELECT ?s { ?s :name "text:query" }'), find=index)
    assert index.asked == []


@pytest.mark.parametrize(
    ("query", "said", "column"),
    [
        ("SELECT * { ?s text:query ?words }", "is a variable", 26),
        ('SELECT * { ?s text:query "" }', "are empty", 26),
        ("SELECT * { ?s text:query () }", "missing", 26),
        ("SELECT * { ?s text:query (:name) }", "missing", 26),
        ("SELECT * { ?s text:query :name }", "missing", 26),
        ("SELECT * { ?s text:query 5 }", "missing", 26),
        ('SELECT * { ?s text:query ("x" 0) }', "1 to 1000", 31),
        ('SELECT * { ?s text:query ("x" 1001) }', "1 to 1000", 31),
        ('SELECT * { ?s text:query ("x" "highlight:b") }', "no option", 31),
        ('SELECT * { ?s text:query ("x" ?limit) }', "is a variable", 31),
        ('SELECT * { ?s text:query "x", "y" }', "one text, or one list", 15),
        ('SELECT * { ?s :knows/text:query "x" }', "in a path", 22),
        ('SELECT * { ?s :knows [ text:query "x" ] }', "below \\[ \\]", 24),
        ('SELECT * { [] text:query "x" }', "only a variable or an IRI", 12),
        ('SELECT * { (?s ?s) text:query "x" }', "twice", 12),
        ('SELECT * { (?s 1) text:query "x" }', "no variable", 16),
        ('SELECT * { (?a ?b ?c ?d ?e ?f) text:query "x" }', "in this order", 12),
        ('SELECT * { (?s ?x) text:query "x" ; :name ?n }', "no other properties", 12),
        ('SELECT * { GRAPH ?g { (?s ?x ?l ?h) text:query "x" } }', "\\?g already", 23),
        ('CONSTRUCT WHERE { ?s text:query "x" }', "takes triples only", 22),
        ('SELECT * { ?s text:query "x" . ?t :name }', "not expected here", 41),
    ],
)
def test_a_wrong_call_is_told_with_its_place(query: str, said: str, column: int) -> None:
    with pytest.raises(MalformedQuery, match=said) as caught:
        answer(a_store(), Query(f"{PREFIX}\n{query}"), find=Index(a_store()))
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.place.column) == (2, column)


def test_an_update_takes_out_what_words_find() -> None:
    store = a_store()
    update = Update(PREFIX + 'DELETE { ?s :name ?n } INSERT { ?s a :Found } WHERE { ?s text:query "word" ; :name ?n }')
    delta = Effects(Rules(), lambda _: store, find=Index(store)).of(update, store)
    assert {quad.subject for quad in delta.out} == {NamedNode("http://e/a"), NamedNode("http://e/b")}
    assert len(delta.into) == 2


@pytest.mark.parametrize(
    ("update", "said", "line"),
    [
        ("DELETE WHERE { ?s text:query 'x' }", "takes triples only", None),
        ("INSERT { ?s a :B }\nWHERE {\n ?s a :A .\n ?s text:query ?x }", "is a variable", 4),
    ],
)
def test_a_wrong_call_in_an_update_is_told_with_its_place_in_the_request(
    update: str, said: str, line: int | None
) -> None:
    with pytest.raises(MalformedQuery, match=said) as caught:
        Effects(Rules(), lambda _: a_store()).of(Update(PREFIX + update), a_store())
    assert (caught.value.place.line if caught.value.place else None) == line


def test_an_undeclared_prefix_is_told_with_the_line_to_add() -> None:
    with pytest.raises(MalformedQuery) as caught:
        answer(a_store(), Query('SELECT * { ?s text:query "x" }'))
    assert caught.value.hint == "add the line PREFIX text: <http://jena.apache.org/text#>"
