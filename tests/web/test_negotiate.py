"""Which format a client gets, header by header."""

from __future__ import annotations

import pytest

from kg.errors import UnknownFormat
from kg.sparql import CSV, GRAPHS, JSON, N_TRIPLES, RDF_XML, SOLUTIONS, TSV, TURTLE, XML, Format
from kg.web.negotiate import HTML, chosen, named_type, ranked

ALL = (JSON, XML, CSV, TSV)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

MATRIX: list[tuple[str | None, tuple[Format, ...]]] = [
    (None, ALL),
    ("", ALL),
    ("*/*", ALL),
    ("text/csv", (CSV,)),
    ("TEXT/CSV", (CSV,)),
    ("text/csv;charset=utf-8", (CSV,)),
    ("text/csv; header=present; q=0.5, text/tab-separated-values", (TSV, CSV)),
    ("application/sparql-results+xml;q=0.5, text/csv", (CSV, XML)),
    ("text/*", (CSV, TSV)),
    ("text/csv, */*", (CSV, JSON, XML, TSV)),
    ("*/*, text/csv", (CSV, JSON, XML, TSV)),
    ("*/*, text/csv;q=0", (JSON, XML, TSV)),
    ("text/*;q=0, */*", (JSON, XML)),
    ("text/tab-separated-values, text/csv", (TSV, CSV)),
    ("text/csv;q=0.1, text/*;q=0.9", (TSV, CSV)),
    ("application/json", (JSON,)),
    ("application/xml, application/json;q=0.9", (XML, JSON)),
    ("text/xml", (XML,)),
    ("image/png", ()),
    ("image/*", ()),
    ("text/csv;q=0", ()),
    ("text/csv;q=0.000", ()),
    ("text/csv;q=1.000", (CSV,)),
    ("text/csv;q=2", ALL),
    ("text/csv;q=abc, text/tab-separated-values;q=0.1", (TSV,)),
    ("nonsense", ALL),
    ("nonsense, text/csv", (CSV,)),
    (",,, text/csv ,,", (CSV,)),
    ('text/csv;x="a,b;q=0", image/png', (CSV,)),
    ("text/csv;q=0.5;q=0.9", (CSV,)),
    (FIREFOX, (XML, JSON, CSV, TSV)),
    ("application/sparql-results+json, application/n-triples;q=0.9, */*;q=0.1", (JSON, XML, CSV, TSV)),
]


@pytest.mark.parametrize(("accept", "wanted"), MATRIX)
def test_ranked(accept: str | None, wanted: tuple[Format, ...]) -> None:
    assert [form.name for form in ranked(accept, SOLUTIONS)] == [form.name for form in wanted]


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (FIREFOX, HTML),
        ("*/*", TURTLE),
        (None, TURTLE),
        ("text/*", TURTLE),
        ("text/plain", N_TRIPLES),
        ("application/xml", RDF_XML),
        ("text/html;q=0.5, text/turtle;q=0.6", TURTLE),
        ("application/xhtml+xml", HTML),
    ],
)
def test_a_page_is_for_those_who_ask_for_it(accept: str | None, wanted: Format) -> None:
    assert ranked(accept, (*GRAPHS, HTML))[0].name == wanted.name


@pytest.mark.parametrize(
    ("accept", "form", "name"),
    [
        (None, JSON, "application/sparql-results+json"),
        ("*/*", JSON, "application/sparql-results+json"),
        ("application/json", JSON, "application/json"),
        ("application/json;q=0.5, application/sparql-results+json", JSON, "application/sparql-results+json"),
        ("application/json, */*;q=0.1", JSON, "application/json"),
        ("text/plain", N_TRIPLES, "text/plain"),
    ],
)
def test_an_answer_is_called_what_the_client_calls_it(accept: str | None, form: Format, name: str) -> None:
    assert named_type(accept, form) == name


def test_the_format_parameter_beats_the_header() -> None:
    assert chosen("csv", "text/tab-separated-values", SOLUTIONS) == (CSV,)
    assert chosen("text/csv", "image/png", SOLUTIONS) == (CSV,)


@pytest.mark.parametrize(("word", "accept"), [("jpeg", "*/*"), (None, "image/png")])
def test_what_is_not_offered_is_told_with_what_is(word: str | None, accept: str) -> None:
    with pytest.raises(UnknownFormat) as caught:
        chosen(word, accept, SOLUTIONS)
    assert caught.value.offered == tuple(form.media_type for form in SOLUTIONS)


def test_a_long_header_is_read_quickly() -> None:
    assert ranked("text/csv;" + "a=b;" * 20_000, SOLUTIONS) == (CSV,)
    assert ranked('"' * 60_000, SOLUTIONS) == ALL
    assert ranked("," * 60_000, SOLUTIONS) == ALL
    assert ranked('text/csv;a="' + "\\" * 60_000, SOLUTIONS) == (CSV,)
    # A quote within a quote, again and again, none of them closed: looking for each one's end anew took minutes.
    assert ranked('text/csv;c="' + '\\"' * 25_000, SOLUTIONS) == (CSV,)
    assert ranked("a/b," * 10_000 + "text/csv", SOLUTIONS) == ()
