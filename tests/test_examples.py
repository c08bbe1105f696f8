"""The ready questions: each runs as it stands, says what it asks in two languages, and has its exact answer."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad, Store
from rdflib import RDF, RDFS, SH

from kg.sparql import TSV, Query
from kg.sparql.finding import TEXT
from kg.triples import NAMESPACES, Names, Run, known_in, to_graph
from kg.validation.terms import to_pyoxigraph, to_rdflib
from kg.wiring.toolkit import seed_of
from tests.gold.seed import ANSWERS, NOW, answer_of, answer_text, asks_the_index, example_files, indexed_store, query_of
from tests.triples.readings import AUTHORITY, reading

FILES = example_files()
NAMES = Names()
GRAPH = to_graph(reading(), NAMES, AUTHORITY, Run("0.1.0"))
TRIPLES = sorted({*GRAPH.triples, *known_in(GRAPH, AUTHORITY, NAMES).triples}, key=str)
PREFIXES = rdflib.Graph().parse(FILES[0].parent / "prefixes.ttl")
SCHEMA = rdflib.Namespace(NAMESPACES["schema"])

by_name = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def test_there_are_enough_questions_and_an_answer_for_each() -> None:
    assert len(FILES) >= 20
    assert sum(map(asks_the_index, FILES)) >= 3
    assert {file.stem for file in ANSWERS.glob("*.jsonl")} == {file.stem for file in FILES}


@by_name
def test_a_question_says_what_it_asks_in_arabic_and_english(file: Path) -> None:
    graph = rdflib.Graph().parse(file)
    (question,) = graph.subjects(RDF.type, SH.SPARQLSelectExecutable)
    assert str(question).endswith(f"#{file.stem}")
    assert (question, RDF.type, SH.SPARQLExecutable) in graph
    for property_ in (RDFS.label, RDFS.comment):
        assert {text.language for text in graph.objects(question, property_)} == {"ar", "en"}
    assert list(graph.objects(question, SCHEMA.keywords))
    assert graph.value(question, SH.prefixes) in set(PREFIXES.subjects(SH.declare, None))


@by_name
def test_a_question_stands_alone_with_the_usual_prefixes(file: Path) -> None:
    declared = dict(re.findall(r"PREFIX (\w+): <([^>]+)>", query_of(file)))
    assert declared.items() <= {**NAMESPACES, "text": TEXT}.items()
    known = {
        str(PREFIXES.value(p, SH.prefix)): str(PREFIXES.value(p, SH.namespace))
        for p in PREFIXES.objects(None, SH.declare)
    }
    assert declared.items() <= known.items()
    assert "GRAPH" not in query_of(file)


@pytest.mark.parametrize("file", [f for f in FILES if not asks_the_index(f)], ids=lambda file: file.stem)
def test_a_question_finds_something_and_two_engines_find_the_same(file: Path) -> None:
    store, graph = Store(), rdflib.Graph()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in TRIPLES)
    for t in TRIPLES:
        graph.add((to_rdflib(t.subject), to_rdflib(t.predicate), to_rdflib(t.object)))
    found = [tuple(None if v is None else str(v) for v in row) for row in store.query(query_of(file))]
    others = [tuple(None if v is None else str(to_pyoxigraph(v)) for v in row) for row in graph.query(query_of(file))]  # type: ignore[union-attr]
    assert found
    assert sorted(found, key=str) == sorted(others, key=str)


@by_name
def test_the_seed_s_answer_is_exact(file: Path) -> None:
    kept = (ANSWERS / f"{file.stem}.jsonl").read_text("utf-8")
    assert answer_text(file) == kept, "if the change is meant: python -m tests.gold.seed, then look at the difference"


def test_a_question_that_searches_finds_something() -> None:
    for file in filter(asks_the_index, FILES):
        assert answer_of(file)["rows"], file.stem


def test_clients_that_look_for_questions_in_the_store_find_them_all() -> None:
    """The queries by which editors of the SIB's kind (sib-swiss/sparql-editor) look for examples and prefixes."""
    store = indexed_store()
    store.seed(seed_of(NAMES.base), NOW)
    sink = io.BytesIO()
    store.answer(Query(LOOKING)).write(TSV, sink)
    found = {line.split("\t")[0].strip("<>").rpartition("#")[2] for line in sink.getvalue().decode().splitlines()[1:]}
    assert found == {file.stem for file in FILES}
    sink = io.BytesIO()
    store.answer(Query(PREFIXES_ASKED)).write(TSV, sink)
    assert b'"isnad"' in sink.getvalue()


LOOKING = f"""PREFIX sh: <{SH}> PREFIX rdfs: <{RDFS}> PREFIX schema: <{SCHEMA}>
SELECT DISTINCT ?sq ?comment ?query WHERE {{
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query ;
    schema:target <{NAMES.base}sparql> ; sh:prefixes/sh:declare ?declaration .
}} ORDER BY ?sq"""
PREFIXES_ASKED = f"""PREFIX sh: <{SH}>
SELECT DISTINCT ?prefix ?namespace WHERE {{ [] sh:namespace ?namespace ; sh:prefix ?prefix }} ORDER BY ?prefix"""
