"""A store in a notebook: in a folder, on a server, or its own; the examples of the docstrings and of the how-to."""

from __future__ import annotations

import contextlib
import doctest
import importlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg import OpenStore, open_store
from kg.errors import Denied, DoesNotConform, KGError, MalformedQuery, NetworkError, NotFound, UsageError
from kg.wiring import Settings
from tests.cli.conftest import ARTICLE
from tests.guides import TOP, blocks, free_port, page

pytestmark = pytest.mark.served

STATEMENTS = "SELECT ?fact { ?fact a <https://w3id.org/isnad/ontology#Statement> } ORDER BY ?fact"
MEETINGS = STATEMENTS.replace("Statement", "Meeting")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KG_{name.upper()}", raising=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one article, published."""
    place = tmp_path_factory.mktemp("notebook") / "store"
    with open_store(place) as store:
        store.ingest(ARTICLE, published="2026-03-04", publisher="صحيفة")
    return place


@contextlib.contextmanager
def served(place: Path) -> Iterator[str]:
    """Serve a folder and lend its address."""
    bind = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "kg.cli", "serve", "--location", str(place), "--bind", bind]
    with subprocess.Popen(command, env=_with_path(), stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        assert "is served at" in server.stderr.readline()
        try:
            yield f"http://{bind}/"
        finally:
            server.terminate()


def asked(store: OpenStore) -> tuple[object, ...]:
    """Return what a store answers to each kind of question."""
    facts = [str(row["fact"]) for row in store.query(STATEMENTS)]
    return (
        facts,
        bool(store.query("ASK { ?s ?p ?o }")),
        len(store.query("CONSTRUCT WHERE { ?s a <https://w3id.org/isnad/ontology#Meeting> }").to_rdflib()),
        [store.evidence(fact) for fact in facts],
        sorted(store.network().edges(keys=True)),
        {str(graph.identifier): len(graph) for graph in store.to_rdflib().graphs()},
        [(entry.key, entry.withdrawn) for entry in store.articles()],
        store.stats()["facts"],
        [(hit["iri"], hit["score"]) for hit in store.search("الصفدي", kinds=["Person"], limit=3)],
    )


def test_evidence_is_the_sentence_at_its_offsets(folder: Path) -> None:
    with open_store(folder) as store:
        answer = store.query(MEETINGS)
        *_, proof = store.evidence(str(answer[0]["fact"]))
    assert proof.sentence.startswith("والتقى شكري وزير الخارجية الأردني أيمن الصفدي")
    assert proof.sentence_span.of(ARTICLE) == proof.sentence
    assert (proof.publisher, proof.published) == ("صحيفة", "2026-03-04")
    with open_store(folder) as store, pytest.raises(NotFound):
        store.evidence("http://localhost:8000/id/nothing")
    with open_store(folder) as store, pytest.raises(UsageError, match="no IRI"):
        store.evidence("statement 1")


def test_the_same_is_answered_through_a_server_by_folder_and_by_address(folder: Path) -> None:
    with open_store(folder) as store:
        before = asked(store)
        with served(folder) as address:
            assert asked(store) == before, "the same object goes through the server that came meanwhile"
            with open_store(address) as remote:
                assert asked(remote) == before
                with pytest.raises(Denied, match="token"):
                    remote.ingest(ARTICLE)
        assert asked(store) == before


def test_a_token_lets_a_server_take_an_article(folder: Path, tmp_path: Path) -> None:
    words = ["token", "create", "--scope", "admin", "--location", str(folder)]
    made = subprocess.run(
        [sys.executable, "-m", "kg.cli", *words], check=True, capture_output=True, text=True, env=_with_path()
    )
    with served(folder) as address, open_store(address, token=made.stdout.strip()) as store:
        receipt = store.ingest(ARTICLE, id="http://localhost:8000/id/article/again")
        assert receipt.action == "added"
        assert store.validate(receipt.article)
        assert store.withdraw(receipt.key).action == "withdrawn"
        store.export_network(tmp_path / "n.gexf")
    assert (tmp_path / "n.gexf").read_bytes().startswith(b"<?xml")


def _with_path() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(TOP)}


def test_a_store_of_its_own_is_gone_when_it_is_closed(tmp_path: Path) -> None:
    store = open_store()
    assert not store.query("SELECT * { GRAPH ?g { ?s a <https://w3id.org/isnad/ontology#Article> } }")
    with store:
        store.ingest(ARTICLE)
        assert store.validate()
        assert len(store.query(STATEMENTS)) == 2
        assert store.export("all.trig").stat().st_size > 0
        with pytest.raises(DoesNotConform):
            store.update("DELETE WHERE { GRAPH ?g { ?s <https://w3id.org/isnad/ontology#evidence> ?e } }")
        assert store._scratch is not None
        place = Path(store._scratch.name)
        assert place.is_dir()
    assert not place.exists()
    assert list(tmp_path.iterdir()) == [tmp_path / "all.trig"]


def test_mistakes_are_told_with_their_mend(tmp_path: Path) -> None:
    with open_store(tmp_path / "nowhere") as store:
        with pytest.raises(NotFound, match="no store"):
            store.query(STATEMENTS)
        assert not (tmp_path / "nowhere").exists(), "asking makes no store"
    with open_store() as store, pytest.raises(MalformedQuery) as caught:
        store.query("SELECT ?s WHERE { ?s ?p }")
    assert caught.value.place is not None
    with open_store("http://127.0.0.1:9/") as store, pytest.raises(NetworkError, match="does not answer"):
        store.stats()
    for wrong in ("http://", "http://h/?q=1"):
        with pytest.raises(UsageError):
            open_store(wrong)
    with pytest.raises(UsageError, match="a token is for a server"):
        open_store(tmp_path, token="x")
    assert issubclass(UsageError, KGError)


@pytest.mark.parametrize("name", ["kg.notebook.store", "kg.notebook.reading", "kg.notebook.values"])
def test_the_examples_of_the_docstrings_hold(name: str) -> None:
    failures, tried = doctest.testmod(importlib.import_module(name))
    assert tried > 0
    assert failures == 0


def test_the_how_to_runs_as_it_is_printed(tmp_path: Path, folder: Path) -> None:
    text = page("docs/how-to/use-from-python.md")
    steps = blocks(text, "python")
    assert len(steps) >= 6
    (tmp_path / "seeds").symlink_to(TOP / "seeds")
    shown = io.StringIO()
    with served(folder) as address, contextlib.redirect_stdout(shown):
        names: dict[str, object] = {}
        for step in steps:
            exec(compile(step.replace("http://127.0.0.1:8000/", address), "use-from-python.md", "exec"), names)
    for name in re.findall(r"`kg\.(\w+)`", text):
        assert name in kg.__all__
    # What the page says is printed is printed.
    for line in re.findall(r"# prints: (.*)$", text, re.M):
        assert line in shown.getvalue(), line
