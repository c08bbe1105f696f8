"""What SPARQL 1.0 asked for: effective values, promotion, open world, order, datasets, the forms of its syntax."""

from __future__ import annotations

import io
import json

import pytest
from pyoxigraph import RdfFormat, Store

from kg.errors import MalformedQuery
from kg.sparql import JSON, N_TRIPLES, Query, answer

DATA = """
@prefix : <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
:n1 :v 1 . :n2 :v 2.5 . :n3 :v 3e0 . :n4 :v "4"^^xsd:byte . 
:n5 :v "five" . :n6 :v "sechs"@de . :n7 :v "x"^^:t . :n8 :v true . :n9 :v _:b .
:z1 :e 0 . :z2 :e 0.0 . :z3 :e "" . :z4 :e false . :z5 :e "NaN"^^xsd:double . 
:z6 :e "false" . :z7 :e "x" . :z8 :e :iri . :z9 :e 7 .
:d1 :day "2006-08-23"^^xsd:date . :d2 :day "2006-08-23Z"^^xsd:date . :d3 :day "2006-08-22"^^xsd:date .
:d4 :at "2006-08-23T09:00:00+01:00"^^xsd:dateTime . :d5 :at "2006-08-23T08:00:00Z"^^xsd:dateTime .
:l :list ( :a :b ( 1 ) ) .
:p1 :name "نورة"@ar ; :mbox <mailto:n@e> . :p2 :name "Ali" ; :age 30 . :p3 :name "Ali" .
:r <http://e/r\\u00e9sum\\u00e9> "nfc" . :r <http://e/re\\u0301sume\\u0301> "nfd" .
:sum :of :sum . _:x :q "blank" . :s :s :s .
"""
GRAPHS = {"http://e/g1": ":a :p 1 . :a :p 2 .", "http://e/g2": ":b :p 1 . :a :p 2 ."}
PREFIX = "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    made.load(DATA.encode(), RdfFormat.TURTLE)
    for name, triples in GRAPHS.items():
        made.update(f"PREFIX : <http://e/> INSERT DATA {{ GRAPH <{name}> {{ {triples} }} }}")
    return made


def asked(store: Store, query: str) -> dict[str, object]:
    sink = io.BytesIO()
    answer(store, Query(PREFIX + query)).write(JSON, sink)
    found: dict[str, object] = json.loads(sink.getvalue())
    return found


def rows(store: Store, query: str) -> list[str]:
    """Return each row as its values, in order of the variables, separated by blanks; "-" is unbound."""
    found = asked(store, query)
    names = found["head"]["vars"]  # type: ignore[index]
    bindings = found["results"]["bindings"]  # type: ignore[index]
    return [" ".join(row[n]["value"].removeprefix("http://e/") if n in row else "-" for n in names) for row in bindings]


ROWS = {
    "effective values": ("SELECT ?s { ?s :e ?v FILTER(?v) }", ["z6", "z7", "z9"]),
    "their negation, errors left out": ("SELECT ?s { ?s :e ?v FILTER(!?v) }", ["z1", "z2", "z3", "z4", "z5"]),
    "an error or what is true": ("SELECT ?s { ?s :e ?v FILTER(?v || ?s = :z8) }", ["z6", "z7", "z8", "z9"]),
    "an error and what is false": (
        "SELECT ?s { ?s :e ?v FILTER(!(?v && ?s = :none)) }",
        [f"z{n}" for n in range(1, 10)],
    ),
    "numbers are equal by value": ("SELECT ?s { ?s :v ?v FILTER(?v = 1.0) }", ["n1"]),
    "types are promoted": ("SELECT ?s { ?s :v ?v FILTER(?v + 0 >= 2.5) }", ["n2", "n3", "n4"]),
    "the type of a sum": (
        "SELECT (DATATYPE(?v + 1) AS ?t) { VALUES ?s { :n1 :n2 :n3 :n4 } ?s :v ?v }",
        [f"http://www.w3.org/2001/XMLSchema#{t}" for t in ("integer", "decimal", "double", "integer")],
    ),
    "integers divide into decimals": (
        "SELECT (DATATYPE(1/2) AS ?t) (1/2 AS ?h) {}",
        ["http://www.w3.org/2001/XMLSchema#decimal 0.5"],
    ),
    "an unknown datatype is neither equal nor unequal": (
        'SELECT ?s { ?s :v ?v FILTER(?v != "y"^^:t && ?s = :n7) }',
        [],
    ),
    "the same term of it is equal": ('SELECT ?s { ?s :v ?v FILTER(?v = "x"^^:t) }', ["n7"]),
    "strings and languages are apart": ('SELECT ?s { ?s :v ?v FILTER(?v != "sechs" && ?s = :n6) }', ["n6"]),
    "sameTerm goes by the words": ("SELECT ?s { ?s :v ?v FILTER(SAMETERM(?v, 3.0)) }", []),
    "dates at different zones are compared": (
        "SELECT ?s { ?s :at ?v FILTER(?v = '2006-08-23T08:00:00Z'^^xsd:dateTime) }",
        ["d4", "d5"],
    ),
    "dates are ordered": ("SELECT ?s { ?s :day ?v FILTER(?v < '2006-08-23'^^xsd:date) }", ["d3"]),
    "casts": (
        "SELECT (xsd:integer('7') AS ?a) (xsd:boolean('1') AS ?b) (xsd:string(:x) AS ?c)"
        " (xsd:decimal('1.50') AS ?d) (xsd:integer('x') AS ?e) {}",
        ["7 true x 1.5 -"],
    ),
    "str, lang, datatype": (
        "SELECT (STR(?v) AS ?a) (LANG(?v) AS ?b) (DATATYPE(?v) AS ?c) { :n6 :v ?v }",
        ["sechs de http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"],
    ),
    "lang of an IRI is an error": ("SELECT ?s { ?s :e ?v FILTER(LANG(?v) = '' && ?s = :z8) }", []),
    "langMatches": ("SELECT ?s { ?s :v ?v FILTER(LANGMATCHES(LANG(?v), '*')) }", ["n6"]),
    "regex with flags": ("SELECT ?s { ?s :name ?v FILTER REGEX(?v, '^a.I$', 'i') }", ["p2", "p3"]),
    "bound, and the wish for its absence": (
        "SELECT ?s { ?s :name ?n OPTIONAL { ?s :age ?a } FILTER(!BOUND(?a)) }",
        ["p1", "p3"],
    ),
    "optionals within optionals": (
        "SELECT ?s ?m ?a { ?s :name ?n OPTIONAL { ?s :mbox ?m OPTIONAL { ?s :age ?a } } } ORDER BY ?s",
        ["p1 mailto:n@e -", "p2 - -", "p3 - -"],
    ),
    "a filter in an optional sees outside": (
        "SELECT ?s ?a { ?s :name ?n OPTIONAL { ?s :age ?a FILTER(?n = 'Ali') } } ORDER BY ?s",
        ["p1 -", "p2 30", "p3 -"],
    ),
    "a filter is of its group": ("SELECT ?s { ?s :name ?n { FILTER(?n = 'Ali') } }", []),
    "union keeps what is twice": ("SELECT ?s { { ?s :age 30 } UNION { ?s :age 30 } }", ["p2", "p2"]),
    "distinct": ("SELECT DISTINCT ?n { ?s :name ?n FILTER(?n = 'Ali') }", ["Ali"]),
    "order: unbound, blank nodes, IRIs, literals": (
        "SELECT ?k { { BIND('lit' AS ?k) } UNION { BIND(:iri AS ?k) } UNION { } } ORDER BY ?k",
        ["-", "iri", "lit"],
    ),
    "order by an expression, downwards": (
        "SELECT ?s { ?s :v ?v FILTER(ISNUMERIC(?v)) } ORDER BY DESC(?v * 2)",
        ["n4", "n3", "n2", "n1"],
    ),
    "slices": ("SELECT ?s { ?s :v ?v FILTER(ISNUMERIC(?v)) } ORDER BY ?v LIMIT 2 OFFSET 1", ["n2", "n3"]),
    "no rows": ("SELECT ?s { ?s :v ?v } LIMIT 0", []),
    "lists": ("SELECT ?x { :l :list ( :a :b ( ?x ) ) }", ["1"]),
    "an empty list is nil": ("SELECT (COUNT(*) AS ?n) { ?s ?p () }", ["2"]),
    "blank nodes are variables": ("SELECT ?v { [] :q ?v }", ["blank"]),
    "one variable thrice": ("SELECT ?x { ?x ?x ?x }", ["s"]),
    "letters are not normalised": ("SELECT ?v { :r <http://e/r\\u00e9sum\\u00e9> ?v }", ["nfc"]),
    "graphs and the default graph are apart": ("SELECT ?s { ?s :p ?o }", []),
    "a graph by its name": ("SELECT ?g ?o { GRAPH ?g { :a :p ?o } } ORDER BY ?g ?o", ["g1 1", "g1 2", "g2 2"]),
    "from merges": ("SELECT ?s ?o FROM :g1 FROM :g2 { ?s :p ?o } ORDER BY ?s ?o", ["a 1", "a 2", "b 1"]),
    "from named alone leaves the default graph empty": ("SELECT ?s ?o FROM NAMED :g1 { ?s :p ?o }", []),
    "from and from named": (
        "SELECT ?s ?g FROM :g1 FROM NAMED :g2 { ?s :p 1 . GRAPH ?g { ?x :p 1 } }",
        ["a g2"],
    ),
    "a graph that is not there": ("SELECT ?s FROM :nowhere { ?s ?p ?o }", []),
}


@pytest.mark.parametrize(("query", "expected"), ROWS.values(), ids=ROWS.keys())
def test_rows(store: Store, query: str, expected: list[str]) -> None:
    found = rows(store, query)
    assert (found if "ORDER BY" in query else sorted(found)) == (expected if "ORDER BY" in query else sorted(expected))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { :n1 :v 1 }", True),
        ("ASK { :n1 :v 1.0 }", False),
        ("ASK {}", True),
        ("ASK FROM :g1 { :b :p 1 }", False),
        ("ASK { FILTER(1 = 1.0 && '1'^^xsd:integer = '01'^^xsd:integer) }", True),
        ("ASK { FILTER(<x:a> != <x:b> && !(<x:a> = 'x')) }", True),
        ("ASK { FILTER('a'@EN = 'a'@en) }", True),
        ("ASK { FILTER(ISBLANK(:a) || ISLITERAL('x')) }", True),
    ],
)
def test_truth(store: Store, query: str, expected: bool) -> None:
    assert asked(store, query)["boolean"] is expected


def test_graphs_that_are_built(store: Store) -> None:
    sink = io.BytesIO()
    answer(store, Query(PREFIX + "CONSTRUCT { ?s :is ?v . [] :of ?s . ?v :no ?s . ?u :x 1 } { ?s :age ?v }")).write(
        N_TRIPLES, sink
    )
    lines = sorted(sink.getvalue().decode().splitlines())
    assert len(lines) == 2, "what is no triple is left out"
    assert lines[0].startswith("<http://e/p2> <http://e/is>")
    assert lines[1].startswith("_:")


GOOD = [
    "SELECT * { }",
    "SELECT * WHERE { ?a ?b ?c . }",
    "SELECT * { ?a ?b ?c ; }",
    "SELECT * { ?a ?b ?c ; ; ?d ?e }",
    "SELECT * { ?a ?b ?c , ?d }",
    "SELECT * { [] ?b ?c }",
    "SELECT * { [ ?p ?q ] }",
    "SELECT * { ( 1 2 ) ?p ?q }",
    "SELECT * { ( ?x ) :p [ :q () ] . }",
    "SELECT $a { $a ?b ?c }",
    "SELECT * { ?s ?p 'a' , \"b\" , '''c'd''' , \"\"\"e\"f\"\"\" }",
    "SELECT * { ?s ?p +1 , -1.0 , 1e0 , .5 , 5e-1 }",
    "SELECT * { ?s a :c }",
    "SELECT * { ?s ?p 'x'@en-GB }",
    "SELECT * { ?s ?p 'x'^^xsd:x }",
    "BASE <http://b/> SELECT * { <a> <#b> <?c> }",
    "PREFIX x: <y:> SELECT * { x: x:a x:b.c }",
    "SELECT * { ?s ?p ?o FILTER(?o+1<2) }",
    "SELECT * { FILTER(true) }",
    "SELECT * { { } UNION { } }",
    "SELECT * { ?s ?p ?o # why\n }",
    "SELECT * { OPTIONAL { } . }",
    "SELECT * { GRAPH ?g { } }",
    "SELECT REDUCED ?s { ?s ?p ?o }",
    "DESCRIBE <http://e/x>",
    "DESCRIBE * { ?s ?p ?o }",
    "CONSTRUCT { } { }",
    "SELECT * { ?s ?p ?o } ORDER BY ?o DESC(?p) (?s)",
    "SELECT * { ?s ?p ?o } OFFSET 1 LIMIT 1",
    "SELECT * { _:a ?p _:a . _:a ?q ?o }",
    "select * where { ?s ?p ?o filter(bound(?s)) }",
    "SELECT * { :_1 :a-b :1 }",
    "SELECT * { ?s ?p 1 . ?s ?p 2.0. }",
    "SELECT * { FILTER(-?x = 1) }",
    "SELECT * { FILTER(1 IN ()) }",
]
BAD = [
    "SELECT",
    "SELECT *",
    "SELECT * {",
    "SELECT * }",
    "SELECT { ?s ?p ?o }",
    "SELECT ?a, ?b { }",
    "SELECT * { ?s ?p }",
    "SELECT * { ?s }",
    "SELECT * { . }",
    "SELECT * { ; }",
    "SELECT * { ?s ?p ?o ; . ; }",
    "SELECT * { ?s ?p , ?o }",
    "SELECT * { 'a' :p }",
    "SELECT * { [] }",
    "SELECT * { () . }",
    "SELECT * { ?s 'p' ?o }",
    "SELECT * { ?s _:p ?o }",
    "SELECT * { ?s [] ?o }",
    "SELECT * { ?s () ?o }",
    "SELECT * { ?s ?p ?o FILTER }",
    "SELECT * { FILTER() }",
    "SELECT * { FILTER ?x }",
    "SELECT * { FILTER(1 2) }",
    "SELECT * { ?s ?p 'a }",
    "SELECT * { ?s ?p 'a\nb' }",
    "SELECT * { ?s ?p 'a'@ }",
    "SELECT * { ?s ?p 'a'^^ }",
    "SELECT * { <a b> ?p ?o }",
    "SELECT * { x:a ?p ?o }",
    "PREFIX x <y> SELECT * { }",
    "PREFIX _: <y:> SELECT * { }",
    "SELECT * { ?s ?p ?o } LIMIT",
    "SELECT * { ?s ?p ?o } LIMIT -1",
    "SELECT * { ?s ?p ?o } ORDER BY",
    "SELECT * { ?s ?p ?o } ORDER ?s",
    "ASK",
    "ASK { } LIMIT x",
    "CONSTRUCT { ?s ?p }  { }",
    "CONSTRUCT { FILTER(1) } { }",
    "CONSTRUCT { GRAPH :g { :a :b :c } } { }",
    "DESCRIBE",
    "SELECT * FROM { }",
    "SELECT * { GRAPH { } }",
    "SELECT * { UNION { } }",
    "SELECT * { { } UNION }",
    "SELECT * { OPTIONAL ?s ?p ?o }",
    "SELECT * { _:a ?p ?o . { _:a ?p ?o } }",
    "SELECT * { _:a ?p ?o OPTIONAL { _:a ?q ?r } }",
    "SELECT * { } SELECT * { }",
    "SELECT * { ?s ?p ?o } junk",
    "SELECT ? { }",
    "SELECT * { ?s ?p '\\q' }",
    "SELECT * { ?s ?p '\\uZZZZ' }",
    "SELECT * { ?s ?p 1.2.3 }",
    "BASE a SELECT * { }",
    "SELECT * { :a%2 ?p ?o }",
    "SELECT * { ?\\u0061 ?b ?c }",
    "SELECT * { a ?p ?o }",
    "SELECT * { ?s ?p TRU }",
    "SELECT (1) { }",
    "SELECT (1 AS ?x) (2 AS ?x) { }",
    "SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }",
]


@pytest.mark.parametrize("query", GOOD)
def test_what_is_well_formed(store: Store, query: str) -> None:
    assert answer(store, Query(PREFIX + query))


@pytest.mark.parametrize("query", BAD)
def test_what_is_not_well_formed(store: Store, query: str) -> None:
    with pytest.raises(MalformedQuery):
        answer(store, Query(PREFIX + query))
