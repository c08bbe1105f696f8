"""Small questions that never end, or want all the memory there is: stopped at the deadline, others unaffected."""

from __future__ import annotations

import json

import pytest

from tests.attack.conftest import LIMITS, Target
from tests.attack.kit import QUERY, UPDATE, Attack

pytestmark = [pytest.mark.served, pytest.mark.attack]

# Half a second for the deadline to be kept, the rest for a busy machine.
WITHIN = float(LIMITS["KG_DEADLINE"]) + 1.5
P = "<http://e/p>"
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
LOOSE = " ".join(f"OPTIONAL {{ ?s{n} ?p{n} ?o{n} }}" for n in range(100))
DOUBLED = " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(40))
REPLACED = " ".join(f'BIND(REPLACE(?a{n}, "ق", "قق") AS ?a{n + 1})' for n in range(40))
DIGITS = "VALUES ?d0 { 0 1 2 3 4 5 6 7 8 9 } " + " ".join(
    f"VALUES ?d{n} {{ 0 1 2 3 4 5 6 7 8 9 }}" for n in range(1, 12)
)
STARS = "(" * 6 + P + "*)" * 6

MONSTERS = [
    ("count of a cross join", f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"),
    ("distinct of a cross join", f"SELECT DISTINCT ?a ?f ?i {{ {CROSS} }} ORDER BY ?a"),
    ("a cross join that finds nothing", f"SELECT * {{ {CROSS} FILTER(STRLEN(STR(?a)) + STRLEN(STR(?l)) < 0) }}"),
    ("a cross join of values", f"SELECT (COUNT(*) AS ?n) {{ {DIGITS} }}"),
    ("a filter over all", f"ASK {{ {CROSS} FILTER(STRLEN(CONCAT(STR(?a), STR(?f), STR(?l))) > 100000) }}"),
    ("NOT EXISTS for each", f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS {{ {CROSS} . ?a ?z ?l FILTER(STRLEN(STR(?e)) < 0) }} }}"),
    ("MINUS of two cross joins", f"SELECT (COUNT(*) AS ?n) {{ {{ {CROSS} }} MINUS {{ ?l ?m ?n . ?a ?x ?y . ?z ?zz ?c }} }}"),
    ("optionals that share nothing", f"SELECT * {{ ?s0 ?p ?o {LOOSE} }} ORDER BY ?s0"),
    ("ORDER BY a cross join", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(CONCAT(STR(?a), STR(?f))) ?i"),
    ("ORDER BY RAND", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND()"),
    ("GROUP BY a cross join", "SELECT ?a ?d ?g (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?d ?g"),
    ("GROUP_CONCAT of a cross join", 'SELECT (GROUP_CONCAT(STR(?c); separator="ققق") AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }'),
    ("CONCAT doubling", f'SELECT * {{ BIND("قققققققققق" AS ?a0) {DOUBLED} }}'),
    ("REPLACE doubling", f'SELECT * {{ BIND("قققققققققق" AS ?a0) {REPLACED} }}'),
    ("all paths", "SELECT (COUNT(*) AS ?n) { ?a (<e:none>|!<e:none>)* ?b . ?b (<e:none>|!<e:none>)* ?c . ?d (!<e:x>)* ?e . ?f (!<e:y>)* ?h }"),
    ("paths among all pairs", f"SELECT (COUNT(*) AS ?n) {{ ?a {P}* ?b . ?c {P}+ ?d . ?e {P}* ?f }}"),
    ("stars of stars", f"SELECT (COUNT(*) AS ?n) {{ ?a {STARS} ?b . ?b {STARS} ?c . ?d {STARS} ?e . ?e {STARS} ?f }}"),
    ("a path in NOT EXISTS", f"SELECT * {{ ?a {P}* ?b . ?c {P}* ?d FILTER NOT EXISTS {{ ?b (!<e:x>)+ ?d . ?d (!<e:y>)+ ?e . ?e ({P}|^{P})* ?q }} }} ORDER BY ?a"),
    ("CONSTRUCT of a cross join", f"CONSTRUCT {{ ?a ?e ?i . ?d ?h ?l }} {{ {CROSS} FILTER(?c = ?none) }}"),
    ("a sub-select for each", f"SELECT * {{ ?a ?b ?c {{ SELECT ?a (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a }} }}"),
    ("nothing but sums", "SELECT (SUM(?x * ?y * ?z) AS ?s) { { SELECT (STRLEN(STR(?o)) AS ?x) { ?s ?p ?o } } { SELECT (STRLEN(STR(?o)) AS ?y) { ?s ?p ?o } } { SELECT (STRLEN(STR(?o)) AS ?z) { ?s ?p ?o } } { SELECT (STRLEN(STR(?o)) AS ?w) { ?s ?p ?o } } }"),
    ("hashes of hashes", "SELECT (COUNT(DISTINCT SHA512(CONCAT(STR(?a), STR(?f), STR(?i)))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"),
]  # fmt: skip


def overrun(target: Target, attack: Attack) -> None:
    answer = target.throw(attack)
    assert json.loads(answer.body)["limit"] in ("deadline", "memory", "result")
    assert answer.seconds < WITHIN


@pytest.mark.parametrize("text", [text for _, text in MONSTERS], ids=[name for name, _ in MONSTERS])
def test_a_query_is_stopped(target: Target, text: str) -> None:
    overrun(target, Attack("monster", text.encode(), headers={"Accept": "*/*"}, may=(503,)))


# The engine's regular expressions take no time that grows without bound: a right answer, or a size refused.
REGEXES = [
    ("backtracking", "(ق+)+$", "ق" * 40 + "ك"),
    ("alternatives", "(ق|ق|قق)*ك$", "ق" * 40),
    ("nested counts", "((ق{1,100}){1,100}){1,100}$", "ق" * 1000),
    ("great counts", "(ق{1,1000}){1,1000}", "ق"),
    ("dots", ".*.*.*.*.*.*.*.*.*.*ك", "ق" * 20_000),
    ("classes", "[\\\\p{L}\\\\p{M}]*[\\\\p{L}]*[\\\\p{L}]*ك$", "قَ" * 10_000),
    ("every case", "(?i)(الحكومة|الوزارة|المجلس)*$", "الحكومة" * 5000),
    ("a group never closed", "(" * 5000, "ق"),
    ("back reference", "(ق)\\\\1", "قق"),
    ("look-ahead", "(?=(ق+))\\\\1ك", "ق" * 30),
]


@pytest.mark.parametrize("call", ['REGEX(?t, "{}")', 'STRLEN(REPLACE(?t, "{}", "$0$0")) > 0'], ids=["REGEX", "REPLACE"])
@pytest.mark.parametrize(("pattern", "text"), [case[1:] for case in REGEXES], ids=[case[0] for case in REGEXES])
def test_a_regular_expression(target: Target, pattern: str, text: str, call: str) -> None:
    query = f'SELECT ({call.format(pattern)} AS ?x) {{ BIND("{text}" AS ?t) }}'
    answer = target.throw(Attack("regex", query.encode(), may=(200, 400, 503)))
    assert answer.seconds < WITHIN


WHERE = f"WHERE {{ {CROSS} }}"
G = "GRAPH <http://attacked.example/z>"
UPDATES = [
    (
        "its WHERE never ends",
        f"INSERT {{ {G} {{ ?a ?b ?l }} }} WHERE {{ {CROSS} FILTER(STRLEN(STR(?a)) + STRLEN(STR(?l)) < 0) }}",
    ),
    ("it inserts without end", f"INSERT {{ {G} {{ ?a ?b [] }} }} {WHERE}"),
    ("it deletes without end", f"DELETE {{ {G} {{ ?a ?b ?l }} }} {WHERE}"),
    ("it grows what it reads", ";".join([f"INSERT {{ {G} {{ ?a ?e [] }} }} WHERE {{ ?a ?b ?c . ?d ?e ?f }}"] * 4)),
]


@pytest.mark.parametrize("text", [text for _, text in UPDATES], ids=[name for name, _ in UPDATES])
def test_an_update_is_stopped_and_changes_nothing(target: Target, text: str) -> None:
    count = Attack("count", b"SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", headers={"Accept": "text/csv"})
    before = target.ask(count)
    overrun(target, Attack("monster", text.encode(), UPDATE, token=True, may=(503,)))
    assert target.ask(count).body == before.body


SIZES = [
    ("10 MB of query", QUERY, lambda: b"SELECT * { ?s ?p ?o }" + b" " * 10_000_000, (413,)),
    ("10 MB of update", UPDATE, lambda: b"INSERT DATA { <e:a> <e:b> 1 }" + b" " * 10_000_000, (413,)),
    ("a million VALUES", QUERY, lambda: b"SELECT * { VALUES ?x { " + b"1 " * 1_000_000 + b"} }", (413,)),
    ("VALUES to the limit", QUERY, lambda: b"SELECT (COUNT(*) AS ?n) { VALUES ?x { " + b"1 " * 120_000 + b"} }", (200, 503)),
    ("a name of 200 KB", QUERY, lambda: b"SELECT * { ?s <http://e/" + b"x" * 200_000 + b"> ?o }", (200,)),
    ("a variable of 200 KB", QUERY, lambda: b"SELECT ?" + b"x" * 200_000 + b" {}", (200,)),
    ("a number of 200 KB", QUERY, lambda: b"SELECT (" + b"9" * 200_000 + b" + 1 AS ?x) {}", (200, 400)),
    ("an exponent", QUERY, lambda: b"SELECT (1e999999999 + 1.0e-999999999 AS ?x) {}", (200, 400)),
    ("a million LIMIT digits", QUERY, lambda: b"SELECT * {} LIMIT " + b"9" * 100_000, (200, 400)),
    ("many prefixes", QUERY, lambda: b"".join(b"PREFIX p%d: <e:%d> " % (n, n) for n in range(10_000)) + b"ASK {}", (200, 503)),
    ("many variables", QUERY, lambda: b"SELECT * { " + b"".join(b"OPTIONAL {?a%d <e:p> 1} " % n for n in range(8000)) + b"}", (200, 400, 503)),
    ("many patterns", QUERY, lambda: b"ASK { " + b"".join(b"?a%d <e:p> ?a%d . " % (n, n + 1) for n in range(9000)) + b"}", (200, 503)),
    ("many columns", QUERY, lambda: b"SELECT " + b"".join(b"(1 AS ?a%d) " % n for n in range(15_000)) + b"{}", (200, 503)),
    ("many escapes", QUERY, lambda: b'SELECT ("' + b"\\u0642" * 40_000 + b'" AS ?x) {}', (200,)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body", "may"), [case[1:] for case in SIZES], ids=[case[0] for case in SIZES])
def test_a_size(target: Target, kind: str, body: object, may: tuple[int, ...]) -> None:
    target.throw(Attack("size", body, kind, token=True, may=may))  # type: ignore[arg-type]
