"""The default path needs no model and no network; a model is asked only where a deployment names one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import ARTICLE, Kg
from tests.extractors.articles import ENVOY, TEXT, TOLD, answer
from tests.extractors.endpoint import Endpoint, completion, endpoint

pytestmark = pytest.mark.served

# Runs commands with a hook that the interpreter calls before any socket is made, connected or looked up. A library that
# comes with the language detector tries, when it is imported, whether this machine has IPv6: it binds and lets go.
WATCHED = """
import sys
opened = []
def watch(event, args):
    if event.startswith("socket."):
        frame = sys._getframe(1)
        if "_has_ipv6" not in (frame.f_code.co_name, frame.f_back.f_code.co_name):
            opened.append(event)
sys.addaudithook(watch)
from kg.cli import run
for words in {commands!r}:
    assert run(words) == 0, words
assert not opened, opened
assert not [m for m in sys.modules if m.startswith(("kg.extractors.chat", "openai", "torch", "transformers"))]
"""


def watched(*commands: list[str]) -> subprocess.CompletedProcess[str]:
    script = WATCHED.format(commands=list(commands))
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120)


def test_reading_checking_and_storing_open_no_socket(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(ARTICLE, "utf-8")
    store = str(tmp_path / "store")
    done = watched(
        ["extract", str(file)],
        ["extract", str(file), "--format", "turtle"],
        ["validate", str(file)],
        ["ingest", str(file), "--location", store, "--quiet"],
    )
    assert done.returncode == 0, done.stderr


def test_the_watch_sees_a_socket(tmp_path: Path) -> None:
    with endpoint() as served:
        served.answer(completion(answer()))
        file = tmp_path / "a.txt"
        file.write_text(ARTICLE, "utf-8")
        (tmp_path / "kg.toml").write_text(f'model_url = "{served.url}"\nmodel_name = "small-1"\n', "utf-8")
        done = watched(["extract", str(file)])
    assert "socket.connect" in done.stderr


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with endpoint() as served:
        monkeypatch.setenv("KG_MODEL_URL", served.url)
        monkeypatch.setenv("KG_MODEL_NAME", "small-1")
        monkeypatch.setenv("KG_MODEL_KEY", "sk-hidden-000")
        served.answer(completion(answer([TOLD, TOLD | {"speakers": []}], [], [ENVOY])))
        yield served


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "b.txt"
    path.write_text(TEXT, "utf-8")
    return path


COUNTS = "model:small-1: 3 proposed, 2 added, 0 known already, 1 dropped (1 no actor named)\n"


def test_extract_says_on_stderr_what_became_of_the_model_s_proposals(kg: Kg, model: Endpoint, file: Path) -> None:
    result = kg("extract", file)
    assert (result.code, result.err) == (0, COUNTS)
    said = json.loads(result.out)
    assert any(TEXT[slice(*s["content"])] == "الماء والكلأ للجميع بلا ثمن" for s in said["statements"])
    assert len(model.asked) == 1


def test_a_model_s_facts_go_through_the_gate_into_the_store(
    kg: Kg, model: Endpoint, file: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    result = kg("ingest", file, "--location", store)
    assert result.code == 0, result.err
    receipt = json.loads(result.out)
    assert receipt["extracted"] == [
        {
            "rule": "model:small-1",
            "proposed": 3,
            "added": 2,
            "known": 0,
            "dropped": {"no actor named": 1},
            "parts": 0,
            "trouble": "",
        }
    ]
    assert COUNTS.strip() in result.err
    ask = """
        PREFIX isnad: <https://w3id.org/isnad/ontology#> PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX schema: <https://schema.org/>
        SELECT ?said ?confidence ?reader {
          ?s isnad:rule "model:small-1" ; schema:text ?said ; isnad:confidence ?confidence ;
             prov:wasGeneratedBy/prov:wasAssociatedWith/schema:softwareVersion ?reader }"""
    rows = json.loads(kg("query", ask, "--location", store, "--format", "json").out)["results"]["bindings"]
    assert [(row["said"]["value"], row["confidence"]["value"]) for row in rows] == [
        ("الماء والكلأ للجميع بلا ثمن", "0.8")
    ]
    assert "+model:small-1@" in rows[0]["reader"]["value"]
    again = kg("ingest", file, "--location", store)
    assert json.loads(again.out)["action"] == "unchanged"


def test_the_key_is_shown_nowhere(kg: Kg, model: Endpoint, file: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shown = [kg("config", "show"), kg("config", "show", "--format", "json"), kg("ingest", file, "--location", store)]
    model.answer(completion("no"))
    shown += [kg("extract", file)]
    assert all(result.code == 0 for result in shown)
    assert b"sk-hidden" not in b"".join(result.out + result.err.encode() for result in shown)
    assert not [p for p in store.rglob("*") if p.is_file() and b"sk-hidden" in p.read_bytes()]


def test_a_model_that_says_nothing_useful_is_told_of_and_the_rules_read_on(kg: Kg, model: Endpoint, file: Path) -> None:
    model.answer(completion(None, refusal="no"))
    result = kg("extract", file)
    assert (result.code, result.err) == (0, "model:small-1: nothing read: the model refused\n")
    assert json.loads(result.out)["statements"]


def test_a_model_that_is_gone_stops_the_run_with_a_hint(
    kg: Kg, monkeypatch: pytest.MonkeyPatch, file: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv("KG_MODEL_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("KG_MODEL_NAME", "small-1")
    monkeypatch.setenv("KG_MODEL_SECONDS", "0.2")
    result = kg("ingest", file, "--location", tmp_path / "store")
    assert result.code == 5
    assert "the model at 127.0.0.1" in result.err
    assert "hint: without KG_MODEL_URL the rules read alone" in result.err.replace("KG_MODEL_SECONDS allows more; ", "")


def test_half_a_setting_is_told_what_is_missing(kg: Kg, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setenv("KG_MODEL_NAME", "small-1")
    result = kg("extract", file)
    assert result.code == 2
    assert "set KG_MODEL_URL and KG_MODEL_NAME, or neither" in result.err


def test_an_extractor_that_is_not_installed_is_named(kg: Kg, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setenv("KG_EXTRACTORS", "oracle")
    result = kg("extract", file)
    assert (result.code, result.err) == (2, "kg: no extractor 'oracle' is installed\nhint: see KG_EXTRACTORS\n")
