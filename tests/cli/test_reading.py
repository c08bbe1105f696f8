"""kg extract, kg convert and kg validate on documents: no store is needed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from tests.cli.conftest import ARTICLE, Kg


def test_facts_come_as_json_with_spans_of_the_text(kg: Kg, article: Path) -> None:
    result = kg("extract", article, "--format", "json")
    assert (result.code, result.err) == (0, "")
    said = json.loads(result.out)
    start, stop = said["title"]
    assert ARTICLE[start:stop] == ARTICLE.splitlines()[0]
    assert {
        "actors",
        "positions",
        "meetings",
        "statements",
        "agreements",
        "sources",
        "publisher",
        "body",
    } <= said.keys()
    assert said["statements"]


def test_standard_input_reads_like_a_file(kg: Kg, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(article.read_bytes())))
    piped = kg("extract", "-")
    assert piped.out == kg("extract", article).out


@pytest.mark.parametrize(
    ("form", "syntax"), [("turtle", RdfFormat.TURTLE), ("trig", RdfFormat.TRIG), ("nt", RdfFormat.N_TRIPLES)]
)
def test_facts_come_as_linked_data(kg: Kg, article: Path, form: str, syntax: RdfFormat) -> None:
    result = kg("extract", article, "--format", form, "--id", "https://example.org/a", "--base", "https://b.example/")
    assert result.code == 0
    quads = list(parse(result.out, format=syntax))
    assert any(str(quad.subject) == "<https://example.org/a>" for quad in quads)
    assert b"https://b.example/id/article/" in result.out or form == "turtle"


def test_output_goes_into_a_file(kg: Kg, article: Path, tmp_path: Path) -> None:
    result = kg("extract", article, "-o", tmp_path / "facts.json")
    assert (result.code, result.out) == (0, b"")
    assert (tmp_path / "facts.json").read_bytes() == kg("extract", article).out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02", "binary"),
        ("نص".encode("windows-1256"), "not UTF-8"),
        (b"short", ""),
    ],
)
def test_what_cannot_be_read_gets_one_line_and_code_3(kg: Kg, tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "bad.txt").write_bytes(content)
    result = kg("extract", "bad.txt")
    assert (result.code, result.out) == (3, b"")
    lines = result.err.splitlines()
    assert lines[0].startswith("kg: ")
    assert words in lines[0]
    assert all(line.startswith("hint: ") for line in lines[1:])


@pytest.mark.parametrize("name", ["gone.txt", "."])
def test_a_file_that_is_none_is_named(kg: Kg, name: str) -> None:
    result = kg("extract", name)
    assert result.code == 3
    assert result.err.startswith(f"kg: {name}: ")


def test_an_unknown_format_gets_the_offered_ones(kg: Kg, article: Path) -> None:
    result = kg("extract", article, "--format", "docx")
    assert result.code == 2
    assert "turtle" in result.err.splitlines()[1]


def test_a_wrong_date_is_a_usage_error(kg: Kg, article: Path) -> None:
    assert kg("extract", article, "--published", "yesterday").code == 2


def test_rdf_is_converted_sorted_and_blank_nodes_of_two_files_stay_two(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text('<urn:b> <urn:p> _:x . <urn:a> <urn:p> "١"@ar .', "utf-8")
    (tmp_path / "two.nt").write_text("<urn:b> <urn:p> _:x .\n", "utf-8")
    result = kg("convert", "one.ttl", "two.nt", "--format", "nquads")
    assert result.code == 0
    assert len(result.out.splitlines()) == 3
    assert result.out.splitlines()[0] == '<urn:a> <urn:p> "١"@ar .'.encode()
    assert kg("convert", "one.ttl", "two.nt", "--to", "nq").out == result.out


def test_standard_input_is_converted_from_what_it_is_said_to_be(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"<urn:a> <urn:b> <urn:c> <urn:g> .")))
    result = kg("convert", "-", "--from", "nquads", "--format", "trig")
    assert {str(quad.graph_name) for quad in parse(result.out, format=RdfFormat.TRIG)} == {"<urn:g>"}


def test_an_article_is_converted_to_its_graph(kg: Kg, article: Path) -> None:
    assert kg("convert", article, "--format", "turtle").out == kg("extract", article, "--format", "turtle").out


def test_broken_rdf_is_named_with_its_place(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> nonsense .\n", "utf-8")
    result = kg("convert", "broken.ttl")
    assert result.code == 3
    assert result.err.startswith("kg: broken.ttl:2:")


def test_an_article_that_conforms_says_so(kg: Kg, article: Path) -> None:
    result = kg("validate", article)
    assert (result.code, result.err) == (0, "")


def test_a_graph_that_does_not_conform_says_why_in_three_forms(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<urn:m> a <https://w3id.org/isnad/ontology#Meeting> .", "utf-8")
    text = kg("validate", "bad.ttl")
    assert text.code == 1
    assert b"<urn:m>" in text.out
    report = json.loads(kg("validate", "bad.ttl", "--format", "json").out)
    assert report["conforms"] is False
    assert {finding["focus"] for finding in report["findings"]} == {"urn:m"}
    turtle = list(parse(kg("validate", "bad.ttl", "--format", "turtle").out, format=RdfFormat.TURTLE))
    focus = [quad.object for quad in turtle if quad.predicate.value == "http://www.w3.org/ns/shacl#focusNode"]
    assert [node.value for node in focus] == ["urn:m"] * len(report["findings"])
    arabic = kg("validate", "bad.ttl", "--language", "ar")
    assert any("\u0621" <= letter <= "\u064a" for letter in arabic.out.decode("utf-8"))


@pytest.mark.parametrize("words", [[], ["a.txt", "--all"], ["gone.txt"], ["x/y"]])
def test_validate_wants_one_thing_to_check(kg: Kg, words: list[str]) -> None:
    assert kg("validate", *words).code == (3 if words in (["gone.txt"], ["x/y"]) else 2)


def test_a_reader_that_goes_away_is_no_failure() -> None:
    program = [sys.executable, "-m", "kg.cli", "config", "show"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert (process.stderr.read(), process.wait()) == (b"", 0)
