"""Which answers are the same whenever they are asked for: told from the query's parts, never from words alone."""

from __future__ import annotations

import pytest

from kg.sparql import is_steady

STEADY = [
    "SELECT * WHERE { ?s ?p ?o } ORDER BY RAND_ LIMIT 3".replace("RAND_", "?s"),
    'SELECT * WHERE { ?s ?p "now() rand() SERVICE" }',
    "PREFIX now: <http://e/now()> SELECT * WHERE { ?now now:rand ?uuid } # struuid()",
    "SELECT (UCASE(?x) AS ?now) WHERE { ?x <http://e/service> [] . _:b ?p ?x }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p [ ?q ?o ] . ?o ?r _:b }",
    "CONSTRUCT { ?s ?p '(' } WHERE { ?s ?p ?o }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "CONSTRUCT FROM <http://e/g> WHERE { ?s ?p ?o }",
    "DESCRIBE <http://e/x>",
    "ASK { ?s ?p ?o FILTER NOT EXISTS { ?o ?p ?s } }",
]
CHANGING = [
    "SELECT (NOW() AS ?t) WHERE {}",
    "SELECT (now ( ) AS ?t) WHERE {}",
    "SELECT * WHERE { ?s ?p ?o } ORDER BY rand()",
    "SELECT (UUID() AS ?u) WHERE {}",
    "ASK { FILTER(STRLEN(STRUUID()) > 40) }",
    "SELECT * WHERE { ?s ?p ?o FILTER EXISTS { ?o ?p ?t FILTER(?t < NOW()) } }",
    "SELECT * WHERE { { SELECT (BNODE() AS ?b) WHERE {} } }",
    'SELECT (BNODE("x") AS ?b) WHERE {}',
    "SELECT * WHERE { SERVICE <http://e/sparql> { ?s ?p ?o } }",
    "SELECT * WHERE { SERVICE SILENT ?e { ?s ?p ?o } }",
    "CONSTRUCT { [] ?p ?o } WHERE { ?s ?p ?o }",
    "CONSTRUCT { _:x ?p ?o } { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p [ ?q ?o ] } WHERE { ?s ?p ?o ; ?q ?o }",
    "CONSTRUCT { ?s ?p (1 2) } WHERE { ?s ?p ?o }",
    "CONSTRUCT WHERE { [] ?p ?o }",
    "CONSTRUCT # { ?s ?p ?o }\nFROM <http://e/g> WHERE { ?s ?p _:o }",
    "CONSTRUCT { \\u005F:x ?p ?o } WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o ~ } WHERE { ?s ?p ?o }",
    "CONSTRUCT { << ?s ?p ?o >> ?q 1 } WHERE { ?s ?p ?o ; ?q 1 }",
    "CONSTRUCT { ?s ?p ?o {| ?q ?o |} } WHERE { ?s ?p ?o ; ?q ?o }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o > NOW()) }",
    "SELECT (NOW() AS ?t) WHERE { not sparql",
]


@pytest.mark.parametrize("text", STEADY)
def test_an_answer_that_depends_on_the_data_alone(text: str) -> None:
    assert is_steady(text)


@pytest.mark.parametrize("text", CHANGING)
def test_an_answer_that_changes_by_itself(text: str) -> None:
    assert not is_steady(text)
