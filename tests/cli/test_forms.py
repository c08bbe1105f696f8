"""Formats by the words people use, and answers as tables."""

from __future__ import annotations

import json

import pytest

from kg.cli.forms import accept, graph_form, one_of, table
from kg.errors import UnknownFormat
from kg.sparql import CSV, JSON, JSON_LD, N_QUADS, RDF_XML, TURTLE, XML


@pytest.mark.parametrize(
    ("word", "solutions", "graphs"),
    [
        (None, (JSON,), (TURTLE,)),
        ("table", (JSON,), (TURTLE,)),
        ("json", (JSON,), (JSON_LD,)),
        ("xml", (XML,), (RDF_XML,)),
        ("csv", (CSV,), ()),
        ("text/csv", (CSV,), ()),
        ("ttl", (), (TURTLE,)),
        ("application/n-quads", (), (N_QUADS,)),
    ],
)
def test_a_word_names_a_form_for_each_kind_of_answer(word: str | None, solutions: object, graphs: object) -> None:
    wanted = accept(word)
    assert (wanted.solutions, wanted.graphs) == (solutions, graphs)


@pytest.mark.parametrize("call", [accept, graph_form, lambda word: one_of(word, "text")])
def test_an_unknown_word_gets_the_offered_ones(call: object) -> None:
    with pytest.raises(UnknownFormat) as caught:
        call("docx")  # type: ignore[operator]
    assert caught.value.offered


def test_rows_are_lines() -> None:
    body = {
        "head": {"vars": ["who", "label"]},
        "results": {
            "bindings": [
                {
                    "who": {"type": "uri", "value": "http://localhost/a"},
                    "label": {"type": "literal", "value": "وزير [الخارجية]", "xml:lang": "ar"},
                },
                {"who": {"type": "bnode", "value": "b0"}},
            ]
        },
    }
    head, _, *rows = table(json.dumps(body).encode()).splitlines()
    assert head.split() == ["?who", "?label"]
    assert rows[0].split("  ", 1)[0] == "<http://localhost/a>"
    assert rows[0].endswith("وزير [الخارجية] @ar")
    assert [row.strip() for row in rows[1:]] == ["_:b0", "(2 rows)"]


def test_a_truth_is_a_word() -> None:
    assert table(b'{"head": {}, "boolean": false}') == "false\n"
