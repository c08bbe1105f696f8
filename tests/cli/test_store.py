"""Commands on a store: the same words and answers with and without a server that holds it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.cli import run
from tests.cli.conftest import ARTICLE, Kg, Result

pytestmark = pytest.mark.served

PROGRAM = [sys.executable, "-m", "kg.cli"]
IRI = "http://localhost:8000/id/article/first"
WHO = "PREFIX isnad: <https://w3id.org/isnad/ontology#> SELECT ?s { GRAPH ?g { ?s a isnad:Statement } } ORDER BY ?s"
FOUND = """PREFIX text: <http://jena.apache.org/text#>
SELECT ?s ?score { GRAPH ?g { (?s ?score) text:query "وزير" } } ORDER BY DESC(?score) ?s"""
ENDLESS = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j . ?k ?l ?m } }"
FREE = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, article: Path) -> Path:
    """A store with one article, closed."""
    store = tmp_path_factory.mktemp("filled") / "store"
    words = ["--location", str(store), "--id", IRI, "--dataset", "plain", "--quiet"]
    assert run(["ingest", str(article), *words]) == 0
    return store


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> Iterator[tuple[Path, str]]:
    """A copy of it that `kg serve` holds, and the address it is served at."""
    store = tmp_path_factory.mktemp("served") / "store"
    shutil.copytree(filled, store)
    words = [*PROGRAM, "serve", "--location", str(store), "--bind", "127.0.0.1:0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=FREE) as server:
        assert server.stderr is not None
        line = server.stderr.readline()
        assert "is served at" in line, line
        rest: list[str] = []
        reader = threading.Thread(target=lambda: rest.extend(server.stderr or ()))
        reader.start()
        yield store, line.split()[-1]
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0, "".join(rest)
        reader.join()


QUESTIONS = (
    ["query", WHO],
    ["query", WHO, "--format", "csv"],
    ["query", WHO, "--format", "table"],
    ["query", "ASK { ?s ?p 1234 }", "--exit-status"],
    ["query", "ASK { GRAPH ?g { ?s ?p ?o } }", "--exit-status", "--format", "table"],
    ["query", "CONSTRUCT { ?s a ?t } WHERE { GRAPH ?g { ?s a ?t } }", "--format", "ntriples"],
    ["query", WHO, "--format", "turtle"],
    ["query", "SELECT * { ?s ?p "],
    ["query", ENDLESS, "--timeout", "0.5"],
    ["query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"],
    ["search", "وزير", "الخارجيه"],
    ["search", "الوزير", "--kind", "Statement", "--limit", "1", "--format", "json"],
    ["search", "وزيرر"],
    ["search", "zzzz"],
    ["search", "؟"],
    ["search", "كلمة", "--format", "xml"],
    ["query", FOUND, "--format", "csv"],
    ["query", FOUND.replace('"', "?")],
    ["export", "--format", "turtle"],
    ["export", "--format", "nquads"],
    ["export", "--format", "jsonld", "--article", IRI],
    ["export", "--article", "nobody"],
    ["export", "--article", "http://localhost:8000/id/article/nobody"],
    ["validate", IRI],
    ["validate", "--all", "--format", "json"],
    ["validate", "nobody"],
    ["stats", "--format", "json"],
    ["rejected"],
    ["rejected", "nobody"],
    ["withdraw", "nobody"],
    ["update", "INSERT NONSENSE"],
)


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_a_server_that_holds_the_store_changes_no_answer(
    kg: Kg, filled: Path, served: tuple[Path, str], words: list[str]
) -> None:
    here = kg(*words, "--location", filled)
    there = kg(*words, "--location", served[0])
    assert there == here
    assert "Traceback" not in here.err


def without_times(result: Result) -> tuple[int, list[dict[str, object]], str]:
    receipts = [json.loads(line) for line in result.out.splitlines()]
    return result.code, receipts, re.sub(r"[\d.]+ s$", "", result.err, flags=re.M)


def test_the_gate_of_a_server_is_the_servers_to_choose(kg: Kg, served: tuple[Path, str], article: Path) -> None:
    result = kg("ingest", article, "--location", served[0], "--gate", "off")
    assert result.code == 2
    assert "has its gate already" in result.err


def test_writes_do_the_same_with_and_without_a_server(
    kg: Kg, filled: Path, served: tuple[Path, str], tmp_path: Path, article: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(filled, copy)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "second.txt").write_text(ARTICLE.replace("القاهرة", "عمان"), "utf-8")
    note = "INSERT DATA { GRAPH <urn:notes> { <urn:a> <urn:b> <urn:c> } }"
    writes: list[list[object]] = [
        ["ingest", article, "--id", IRI],
        ["ingest", "empty.txt", "second.txt", "gone.txt", "--published", "2024-01-05", "--publisher", "صحيفة"],
        ["update", note],
        ["withdraw", IRI],
        ["withdraw", IRI],
        ["export", "--article", IRI],
        ["query", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"],
    ]
    for words in writes:
        here = kg(*words, "--location", copy)
        there = kg(*words, "--location", served[0])
        if words[0] == "ingest":
            assert without_times(there) == without_times(here)
        else:
            assert there == here


def test_the_same_text_again_writes_nothing(kg: Kg, filled: Path, article: Path) -> None:
    again = kg("ingest", article, "--location", filled, "--id", IRI, "--quiet")
    assert json.loads(again.out)["action"] == "unchanged"
    assert again.err == ""


def test_one_bad_document_does_not_stop_the_others(kg: Kg, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"")
    (folder / "b.txt").write_text(ARTICLE, "utf-8")
    result = kg("ingest", "in", "nowhere.txt", "--location", "store", "--dataset", "plain")
    assert result.code == 3
    assert [json.loads(line)["file"] for line in result.out.splitlines()] == ["in/b.txt"]
    *lines, summary = result.err.splitlines()
    assert next(line for line in lines if line.startswith("kg: ")).startswith("kg: in/a.txt: ")
    assert "kg: nowhere.txt: no such file or folder" in lines
    assert summary.startswith("3 documents: 1 added, 2 unreadable; revision ")


def test_what_names_one_article_is_refused_for_several(kg: Kg, article: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(ARTICLE, "utf-8")
    assert kg("ingest", article, "b.txt", "--id", IRI, "--location", "store").code == 2
    assert not (tmp_path / "store").exists()


def test_a_query_comes_from_a_file_or_standard_input(kg: Kg, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(WHO, "utf-8")
    asked = kg("query", WHO, "--location", filled)
    assert asked.code == 0
    assert b"/statement-" in asked.out
    assert kg("query", "--query-file", "q.rq", "--location", filled) == asked
    assert kg("query", "-q", WHO, "--location", filled) == asked
    assert kg("query", WHO, "--query-file", "q.rq", "--location", filled).code == 2
    assert kg("query", "--location", filled).code == 2
    assert kg("query", "--query-file", "gone.rq", "--location", filled).code == 3


def test_the_store_knows_its_own_base_and_refuses_another(kg: Kg, article: Path) -> None:
    assert kg("ingest", article, "--location", "s", "--base", "https://b.example/", "--dataset", "plain").code == 0
    assert b"https://b.example/graph/" in kg("export", "--location", "s", "--format", "nquads").out
    other = kg("ingest", article, "--location", "s", "--base", "https://c.example/")
    assert other.code == 4
    assert "https://b.example/" in other.err
    assert kg("ingest", article, "--location", "s", "--dataset", "merged").code == 4


def test_a_store_of_another_version_is_refused_in_a_sentence(kg: Kg, tmp_path: Path) -> None:
    assert kg("init", "--location", "s").code == 0
    meta = tmp_path / "s" / "store.json"
    meta.write_text(meta.read_text("utf-8").replace('"version": 1', '"version": 99'), "utf-8")
    for words in (["stats"], ["query", "ASK {}"], ["export"], ["serve", "--bind", "127.0.0.1:0"]):
        result = kg(*words, "--location", "s")
        assert result.code == 4
        assert "layout 99" in result.err.splitlines()[0]


@pytest.mark.parametrize("words", [["stats"], ["query", "ASK {}"], ["export"], ["validate", "--all"], ["rejected"]])
def test_reading_makes_no_store(kg: Kg, tmp_path: Path, words: list[str]) -> None:
    result = kg(*words, "--location", "nowhere")
    assert result.code == 1
    assert "no store" in result.err
    assert not (tmp_path / "nowhere").exists()


def test_a_place_that_takes_no_store_is_named(kg: Kg, article: Path) -> None:
    result = kg("ingest", article, "--location", "/proc/nowhere")
    assert result.code == 4
    assert "/proc/nowhere" in result.err


def test_a_port_in_use_is_said_before_anything_is_made(kg: Kg, served: tuple[Path, str], tmp_path: Path) -> None:
    bind, other = served[1].removeprefix("http://"), tmp_path / "other"
    result = kg("serve", "--location", other, "--bind", bind)
    assert (result.code, result.err.splitlines()[0]) == (5, f"kg: {bind} is in use already")
    assert not other.exists()


def test_a_second_server_on_one_store_is_refused(kg: Kg, served: tuple[Path, str]) -> None:
    result = kg("serve", "--location", served[0], "--bind", "127.0.0.1:0")
    assert result.code == 4
    assert str(served[0]) in result.err.splitlines()[0]


def test_a_token_is_printed_alone_and_works_at_once(kg: Kg, served: tuple[Path, str]) -> None:
    made = kg("token", "create", "--scope", "write", "--location", served[0], "--note", "test")
    assert (made.code, made.err) == (0, "")
    token = made.out.decode("ascii").strip()
    (known,) = [
        json.loads(line) for line in kg("token", "list", "--location", served[0], "--format", "json").out.splitlines()
    ]
    assert (known["scope"], known["note"]) == ("write", "test")
    assert token not in json.dumps(known)

    def update(given: str) -> int:
        data = {"update": "INSERT DATA { GRAPH <urn:t> { <urn:a> <urn:b> <urn:c> } }"}
        return httpx.post(f"{served[1]}/sparql", data=data, headers={"authorization": f"Bearer {given}"}).status_code

    assert update("wrong") == 401
    assert update(token) == 200
    assert kg("token", "revoke", known["id"], "--location", served[0]).code == 0
    assert update(token) == 401
    assert kg("token", "revoke", known["id"], "--location", served[0]).code == 1


def test_a_token_may_be_made_before_the_store(kg: Kg, tmp_path: Path, article: Path) -> None:
    assert kg("token", "create", "--scope", "admin", "--location", "new/store").code == 0
    assert kg("ingest", article, "--location", "new/store", "--dataset", "plain").code == 0
    assert kg("token", "create", "--scope", "boss", "--location", "new/store").code == 2


def test_what_the_gate_refuses_is_kept_with_its_reasons(
    kg: Kg, article: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from dataclasses import replace

    from kg.validation import load_shapes
    from kg.wiring import toolkit_for

    # A shape that no article of this reader can satisfy.
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "never.ttl").write_text(
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:ex:> .
        ex:never a sh:NodeShape ; sh:targetClass <https://w3id.org/isnad/ontology#Statement> ; sh:property ex:part .
        ex:part sh:path ex:missing ; sh:minCount 1 ; sh:message "it lacks a part"@en, "ينقصه جزء"@ar .
        """,
        "utf-8",
    )
    shapes = load_shapes(tmp_path / "shapes")
    monkeypatch.setattr(
        "kg.wiring.local.toolkit_for",
        lambda base, **asked: replace(toolkit_for(base, **asked), shapes=shapes, validator=None),
    )
    result = kg("ingest", article, "--location", "s", "--id", IRI, "--dataset", "plain")
    assert result.code == 1
    receipt = json.loads(result.out)
    assert (receipt["action"], receipt["key"], receipt["article"]) == ("rejected", "first", IRI)
    assert "  - it lacks a part" in result.err
    listed = kg("rejected", "--location", "s")
    assert listed.out.startswith(b"first  ")
    shown = kg("rejected", "first", "--location", "s").out.decode("utf-8")
    assert "it lacks a part" in shown
    assert json.loads(kg("rejected", IRI, "--location", "s", "--format", "json").out)["conforms"] is False
    assert "it lacks a part" not in kg("rejected", IRI, "--location", "s", "--language", "ar").out.decode("utf-8")
    assert kg("ingest", article, "--location", "s", "--gate", "off").code == 0


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="sees by /proc that the query has begun")
def test_an_interrupt_ends_a_query_with_130(filled: Path) -> None:
    words = [*PROGRAM, "query", ENDLESS, "--location", str(filled)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=FREE) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        until = time.monotonic() + 20
        while not children.read_text("ascii") and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.2)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
