"""kg review: what was decided goes from store to store, comes back from a backup, and out as gold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.article import Given
from kg.store import open_store
from kg.wiring.bureau import Bureau
from kg.wiring.trades import Desk
from tests.cli.conftest import Kg
from tests.review.articles import CENTRE, LATER, TALKS, place

pytestmark = pytest.mark.served
BASE = "http://localhost:8000/"
SCORE = Path(__file__).parents[3] / "shared" / "eval" / "score.py"
SPAN = place(TALKS, "طهران لن تتراجع عن موقفها")


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """A store with one published article, one fact of which is rejected, one actor linked; it is done."""
    folder = tmp_path / "reviewed"
    store = open_store(folder, base=BASE, create=True)
    bureau = Bureau(store, Desk(BASE, gate=True))
    key = bureau.keep_draft(TALKS.encode(), Given(), "سلمى")
    bureau.decide(key, {"kind": "statement", "span": SPAN, "action": "reject"}, 0, "سلمى")
    link = {"kind": "actor", "span": place(TALKS, "مركز الواحة"), "action": "link", "change": {"key": CENTRE}}
    bureau.decide(key, link, 1, "سلمى")
    bureau.decide(key, {"kind": "article", "action": "done"}, 2, "سلمى")
    store.close()
    return folder


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.txt"
    path.write_bytes(TALKS.encode())
    return path


def test_an_article_is_ingested_as_its_editors_left_it(kg: Kg, reviewed: Path, talks: Path) -> None:
    receipt = json.loads(kg("ingest", talks, "--location", reviewed, "--quiet").out)
    assert receipt["facts"]["statements"] == 2
    line = kg("review", "list", "--location", reviewed).out.decode()
    assert (" published  " in line, " done  " in line, line.startswith(receipt["key"])) == (True, True, True)
    assert kg("review", "aliases", "--location", reviewed).out.decode().startswith(f"مركز الواحة  {CENTRE}  ar  ")
    shown = json.loads(kg("review", "show", receipt["key"], "--location", reviewed).out)
    assert [one["anchor"]["span"] for one in shown["rejected"]] == [SPAN]


def test_a_learned_name_is_read_where_no_server_is(kg: Kg, reviewed: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    later.write_bytes(LATER.encode())
    asked = "ASK { GRAPH ?g { ?link <https://w3id.org/isnad/ontology#actor> <%sid/actor/%s> } }"
    assert kg("ingest", later, "--location", reviewed, "--quiet").code == 0
    assert kg("query", asked % (BASE, CENTRE), "--location", reviewed, "--exit-status").code == 0


def test_decisions_go_to_another_store_and_twice_is_once(kg: Kg, reviewed: Path, talks: Path, tmp_path: Path) -> None:
    lines = tmp_path / "decisions.ndjson"
    assert kg("review", "decisions", "--location", reviewed, "-o", lines).code == 0
    other = tmp_path / "other"
    assert json.loads(kg("review", "import", lines, "--location", other).out) == {"taken": 3, "known": 0}
    assert json.loads(kg("review", "import", lines, "--location", other).out) == {"taken": 0, "known": 3}
    assert kg("review", "decisions", "--location", other).out == lines.read_bytes()
    assert json.loads(kg("ingest", talks, "--location", other, "--quiet").out)["facts"]["statements"] == 2
    lines.write_text("{}\n", "utf-8")
    refused = kg("review", "import", lines, "--location", other)
    assert (refused.code, "line 1: kind" in refused.err) == (2, True)


def test_a_backup_holds_the_decisions(kg: Kg, reviewed: Path, tmp_path: Path) -> None:
    before = kg("review", "decisions", "--location", reviewed).out
    assert kg("backup", tmp_path / "safe", "--location", reviewed, "--quiet").code == 0
    assert kg("restore", tmp_path / "safe", "--location", tmp_path / "again", "--quiet").code == 0
    assert kg("review", "decisions", "--location", tmp_path / "again").out == before
    assert kg("verify", "--location", tmp_path / "again").code == 0


def test_gold_is_what_readers_are_measured_against(kg: Kg, reviewed: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    (told,) = map(json.loads, kg("review", "export", "--gold", gold, "--location", reviewed).out.splitlines())
    key = told["key"]
    assert (gold / f"{key}.txt").read_bytes() == TALKS.encode()
    said = json.loads((gold / f"{key}.gold.json").read_text("utf-8"))
    assert [TALKS[slice(*one["content"])] for one in said["statements"]] == [
        "بلاده مستعدة للحوار",
        "اللقاء سيعقد في جنيف يوم الأربعاء",
    ]
    assert [(one["title"], TALKS[slice(*one["span"])]) for one in said["positions"]] == [
        ("وزير الخارجية الإيراني", "وزير الخارجية الإيراني")
    ]
    assert all(not {"rules", "condition", "sameAs"} & set(one) for one in said["statements"])


@pytest.mark.skipif(not SCORE.exists(), reason="../shared/eval/score.py, which measures readers, is not there")
def test_gold_measured_against_the_reviewed_reading_is_all_right(kg: Kg, reviewed: Path, tmp_path: Path) -> None:
    gold, predicted, report = tmp_path / "gold", tmp_path / "predicted", tmp_path / "report.json"
    (told,) = map(json.loads, kg("review", "export", "--gold", gold, "--location", reviewed).out.splitlines())
    shown = json.loads(kg("review", "show", told["key"], "--location", reviewed).out)
    predicted.mkdir()
    whole = {"title": shown["title"], "body": shown["body"], "sources": shown["sources"], "actors": shown["actors"]}
    (predicted / f"{told['key']}.json").write_text(json.dumps(whole | shown["facts"]), "utf-8")
    command = [sys.executable, SCORE, gold, predicted, "--json", report]
    subprocess.run(command, check=True, capture_output=True)
    total = json.loads(report.read_text("utf-8"))["total"]
    measured = {name: one for name, one in total.items() if one["gold"] and name not in ("persons", "organisations")}
    assert len(measured) > 8
    assert {(one["precision"], one["recall"]) for one in measured.values()} == {(1.0, 1.0)}
    # The draft lists everybody the text names; gold those in its facts.
    assert all(total[name]["recall"] == 1.0 for name in ("persons", "organisations"))
