"""The gate says which fact, which sentence, what is wrong and how to mend it, and never falls over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.authority import load_authority
from kg.errors import KGError
from kg.resources import resource
from kg.triples import ISNAD, Graph, Names, Run, authority_graph, known_in, read_rdf, term, to_graph
from kg.validation import Report, check, check_rdf, load_shapes, render, to_json, to_turtle
from kg.validation.engine import prepared
from kg.validation.shapes import report_words
from tests.triples.readings import AUTHORITY, SHORT, TEXT, Known, Place, reading, short_reading
from tests.validation.breaking import instead, plus, without

NAMES = Names()
SHAPES = load_shapes(resource("shapes"))
GOOD = to_graph(short_reading(), NAMES, AUTHORITY, Run("0.1.0"))
KNOWN = known_in(GOOD, AUTHORITY, NAMES)
LONG = to_graph(reading(), NAMES, AUTHORITY, Run("0.1.0"))
QUOTE = next(
    t.subject for t in LONG.triples if t.object == Literal("يوم الثلاثاء", language="ar") and "quote" in str(t)
)
FALSIFIED = instead(LONG, QUOTE, term("oa:exact"), Literal("يوم الأربعاء", language="ar"))


def gate(graph: Graph, text: str | None = SHORT) -> Report:
    return check(graph, text, KNOWN, SHAPES)


def shapes_of(report: Report) -> set[str]:
    return {finding.shape.partition("#")[2] for finding in report.findings}


def test_a_good_article_passes_with_what_the_authority_says_of_its_actors() -> None:
    assert gate(GOOD).findings == ()
    assert check(LONG, TEXT, authority_graph(AUTHORITY, NAMES), SHAPES).findings == ()


def test_an_actor_s_country_comes_with_it_and_the_rest_of_the_authority_does_not() -> None:
    subjects = {t.subject for t in KNOWN.triples}
    assert subjects == {NAMES.actor("person-najjar"), NAMES.actor("country-sn")}


def test_a_falsified_quote_is_told_with_its_sentence_in_both_languages() -> None:
    (finding,) = check(FALSIFIED, TEXT, None, SHAPES).findings
    assert finding.shape.endswith("Evidence-quote-is-slice")
    assert finding.severity == "violation"
    assert finding.value == '"يوم الأربعاء"@ar'
    assert finding.sentence == Place(TEXT)("يوم الثلاثاء")
    assert finding.words == "يوم الثلاثاء"
    assert set(finding.messages) == set(finding.mends) == {"ar", "en"}


def test_a_fact_s_finding_points_to_the_sentence_of_its_evidence() -> None:
    meeting = next(t.subject for t in LONG.triples if t.object == Literal("اجتماعا افتراضيا", language="ar"))
    (finding,) = check(instead(LONG, meeting, term("isnad:status")), TEXT, None, SHAPES).findings
    assert finding.focus == meeting.value
    assert finding.path == f"{ISNAD}status"
    assert finding.words is not None
    assert finding.words.startswith("وعقدت الراوي")
    assert finding.words.endswith("في بيان.")
    assert finding.sentence is not None
    assert finding.sentence.of(TEXT) == finding.words


def test_a_participation_s_finding_points_to_the_sentence_of_its_meeting() -> None:
    part = next(t.object for t in LONG.triples if t.predicate == term("isnad:participation"))
    wrong = plus(LONG, Triple(part, term("isnad:rule"), Literal("x")))
    (finding,) = check(wrong, TEXT, None, SHAPES).findings
    assert finding.shape.endswith("#Participation")
    assert finding.words is not None
    assert "اجتماع" in finding.words


def test_the_text_itself_never_leaves_the_check() -> None:
    report = gate(instead(GOOD, next(t.subject for t in GOOD.triples), term("prov:wasGeneratedBy"), Literal("x")))
    assert "isnad:text" not in repr(report)
    assert all(t.predicate.value != f"{ISNAD}text" for t in GOOD.triples)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_readable_report_names_fact_sentence_fault_and_mend(language: str) -> None:
    report = check(FALSIFIED, TEXT, None, SHAPES)
    text = render(report, language)
    (finding,) = report.findings
    for part in (finding.focus, finding.words, finding.messages[language], finding.mends[language], finding.value):
        assert str(part) in text
    other = {"ar": "en", "en": "ar"}[language]
    assert finding.messages[other] not in text
    assert report_words()["refused"][language] in text


def test_a_report_without_findings_says_so_and_an_unknown_language_gets_english() -> None:
    assert render(Report(()), "xx") == report_words()["conforms"]["en"] + "\n"


def test_every_word_of_the_report_is_in_both_languages() -> None:
    assert {frozenset(words) for words in report_words().values()} == {frozenset({"ar", "en"})}


def test_the_report_as_json_is_plain_values() -> None:
    report = check(FALSIFIED, TEXT, None, SHAPES)
    values = to_json(report)
    assert values["conforms"] is False
    (finding,) = values["findings"]
    place = Place(TEXT)("يوم الثلاثاء")
    assert finding["sentence"] == [place.start, place.stop]
    assert finding["messages"]["ar"]


def test_the_report_as_turtle_is_a_shacl_report_without_blank_nodes_in_stable_bytes() -> None:
    report = check(FALSIFIED, TEXT, None, SHAPES)
    body = to_turtle(report, NAMES)
    assert body == to_turtle(check(FALSIFIED, TEXT, None, SHAPES), NAMES)
    graph = rdflib.Graph().parse(data=body, format="turtle")
    (result,) = graph.objects(None, rdflib.SH.result)
    assert isinstance(result, rdflib.URIRef)
    assert graph.value(result, rdflib.SH.focusNode) == rdflib.URIRef(report.findings[0].focus)
    assert graph.value(result, rdflib.SH.resultSeverity) == rdflib.SH.Violation
    assert {m.language for m in graph.objects(result, rdflib.SH.resultMessage)} == {"ar", "en"}
    assert (None, rdflib.SH.conforms, rdflib.Literal(False)) in graph
    assert (None, rdflib.SH.conforms, rdflib.Literal(True)) in rdflib.Graph().parse(data=to_turtle(Report(()), NAMES))


def test_a_warning_does_not_stop_publication() -> None:
    link = next(t.subject for t in GOOD.triples if t.object == term("isnad:Link"))
    report = gate(instead(GOOD, link, term("isnad:confidence"), Literal("0.2", datatype=term("xsd:decimal"))))
    assert [finding.severity for finding in report.findings] == ["warning"]
    assert report.conforms
    assert "Link-confident" in render(report)


def test_findings_come_in_the_same_order_whatever_the_order_of_triples() -> None:
    wrong = without(GOOD, lambda t: t.predicate.value.endswith(("rule", "status", "level")))
    backwards = Graph(wrong.name, wrong.triples[::-1])
    assert gate(wrong) == gate(backwards)
    assert len(gate(wrong).findings) > 10


def test_sparql_is_parsed_once_however_many_articles_there_are() -> None:
    gate(GOOD)
    before = prepared.cache_info().misses
    gate(GOOD)
    assert prepared.cache_info().misses == before


LITERALS = [
    Literal("9" * 5000, datatype=term("xsd:integer")),
    Literal("not a number", datatype=term("xsd:decimal")),
    Literal("NaN", datatype=term("xsd:double")),
    Literal("2021-13-45", datatype=term("xsd:date")),
    Literal("2021-01-01T00:00:00", datatype=term("xsd:dateTime")),
    Literal("P" + "9" * 30 + "Y", datatype=term("xsd:duration")),
    Literal("<a><b></a>", datatype=term("rdf:XMLLiteral")),
    Literal("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><p>&b;</p>", datatype=term("rdf:HTML")),
    Literal("{", datatype=term("rdf:JSON")),
    Literal("zz", datatype=term("xsd:hexBinary")),
    Literal("=", datatype=term("xsd:base64Binary")),
    Literal("x", datatype=NamedNode("urn:test:type")),
    Literal("maybe", datatype=term("xsd:boolean")),
    Literal("\x00\ufffe"),
]
PLACES = ["oa:start", "oa:end", "oa:exact", "isnad:level", "isnad:confidence", "schema:text", "rdfs:label"]


@pytest.mark.parametrize(
    "literal", LITERALS, ids=lambda literal: f"{literal.value[:12]!a}^^{literal.datatype.value[-12:]}"
)
def test_a_literal_that_chokes_an_engine_is_a_finding(literal: Literal) -> None:
    wrong = GOOD
    for place in PLACES:
        triple = next(t for t in wrong.triples if t.predicate == term(place))
        wrong = instead(wrong, triple.subject, term(place), literal)
    report = gate(wrong)
    assert not report.conforms
    # Only a number that has no order, NaN, ends the engine's work before its end.
    assert ("Gate-finished" in shapes_of(report)) == (literal.value == "NaN")


def test_a_literal_that_does_not_fit_its_datatype_is_named() -> None:
    triple = next(t for t in GOOD.triples if t.predicate == term("isnad:level"))
    wrong = instead(GOOD, triple.subject, term("isnad:level"), Literal("one", datatype=term("xsd:integer")))
    finding = next(f for f in gate(wrong).findings if f.shape.endswith("Gate-literal"))
    assert (finding.focus, finding.path) == (triple.subject.value, f"{ISNAD}level")
    assert set(finding.messages) == {"ar", "en"}


def test_blank_nodes_and_triple_terms_are_checked_like_anything_else() -> None:
    blank = BlankNode("b1")
    odd = plus(
        GOOD,
        Triple(blank, term("rdf:type"), term("isnad:Statement")),
        Triple(blank, term("isnad:speaker"), Triple(blank, term("rdf:type"), blank)),
    )
    report = gate(odd)
    assert any(finding.focus == "b1" for finding in report.findings)
    assert to_turtle(report, NAMES)


def test_an_engine_that_gives_up_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyshacl

    def give_up(*_: object, **__: object) -> object:
        raise pyshacl.errors.ValidationFailure("too deep")

    monkeypatch.setattr(pyshacl, "validate", give_up)
    (finding,) = gate(GOOD).findings
    assert finding.shape.endswith("Gate-finished")
    assert "too deep" in str(finding.value)


def test_rdf_of_two_articles_is_checked_article_by_article() -> None:
    quads = [*GOOD.quads(), *LONG.quads(), *authority_graph(AUTHORITY, NAMES).quads()]
    assert check_rdf(quads, SHAPES).findings == ()
    # In a union the other article's mention of the actor would hide that this one has none.
    najjar = NAMES.actor("person-najjar")
    lacking = without(GOOD, lambda t: t.subject == najjar and t.predicate == term("isnad:mention"))
    report = check_rdf([*lacking.quads(), *LONG.quads()], SHAPES)
    assert shapes_of(report) == {"Party-mentioned"}


def test_a_merged_dump_repeats_nothing() -> None:
    merged = [*GOOD.quads(), *(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in GOOD.triples)]
    assert check_rdf(merged, SHAPES).findings == ()
    assert (
        check_rdf([Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in GOOD.triples], SHAPES).findings == ()
    )


def test_a_file_that_says_nothing_of_ours_conforms() -> None:
    assert check_rdf(read_rdf(b"<urn:a> <urn:b> <urn:c> .", "turtle"), SHAPES).conforms
    assert check_rdf([], SHAPES).conforms


def test_shapes_of_an_empty_folder_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(KGError, match="no shapes"):
        load_shapes(tmp_path)


def test_arabic_messages_are_arabic_and_english_ones_are_not() -> None:
    for words in (*SHAPES.messages.values(), *SHAPES.mends.values()):
        assert re.search(r"[\u0600-\u06ff]{3}", words["ar"])
        assert not re.search(r"[\u0600-\u06ff]", words["en"])


def test_the_authority_conforms() -> None:
    rows = load_authority().rows()
    # Every country, since rows point to them, and enough of the rest to take its shapes to task.
    some = tuple(row for number, row in enumerate(rows) if row.type == "Country" or number % 20 == 0)
    assert check(authority_graph(Known(some), NAMES), None, None, SHAPES).findings == ()


@pytest.mark.parametrize("folder", ["ontology", "ontology/examples", "shapes"])
def test_what_the_project_publishes_beside_articles_conforms(folder: str) -> None:
    quads = [quad for file in sorted(resource(folder).glob("*.ttl")) for quad in read_rdf(file.read_bytes(), "turtle")]
    assert quads
    assert check_rdf(quads, SHAPES).findings == ()
