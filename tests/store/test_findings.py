"""What the shapes said when an article was published is known later, and only of what is published now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.store import Ledger, MemoryStore, Publication, Wish
from kg.store.findings import MOST, Findings, found

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BASE = "http://localhost:8000/"


def finding(shape: str, severity: str = "warning") -> dict[str, object]:
    return {"shape": shape, "severity": severity, "focus": "urn:a", "messages": {"ar": "تنبيه"}, "mends": {}}


def publication(key: str, said: Sequence[dict[str, object]] | None, text: str = "1") -> Publication:
    graph = f"{BASE}graph/{key}"
    quads = f'<{BASE}id/article/{key}> <urn:p> "{text}" <{graph}> .\n'.encode()
    told = None if said is None else json.dumps(said)
    one = Publication(key, f"{BASE}id/article/{key}", graph, text, text, "r", quads)
    return replace(one, findings=told)


def told(store: MemoryStore, **wish: object) -> Findings:
    return store.ledger.ask(lambda db: found(db, Wish(**wish)))  # type: ignore[arg-type]


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore(base=BASE, kind="merged")
    made.put(publication("a", [finding("s:one"), finding("s:two", "violation")]), NOW)
    made.put(publication("b", [finding("s:one")]), NOW)
    made.put(publication("c", None), NOW)
    return made


def test_findings_are_counted_by_shape_and_article(store: MemoryStore) -> None:
    now = told(store)
    assert now.shapes == (("s:one", "warning", 2), ("s:two", "violation", 1))
    assert now.articles == (("a", 2), ("b", 1))
    assert (now.total, now.checked, now.unchecked) == (3, 2, 1), "of c nobody knows"
    assert [count for *_, count in now.trend] == [2, 3]


@pytest.mark.parametrize(
    ("wish", "keys"),
    [
        ({"shape": "s:one"}, ["b", "a"]),
        ({"severity": "violation"}, ["a"]),
        ({"key": "b"}, ["b"]),
        ({"most": 1, "first": 1}, ["a"]),
        ({"shape": "' OR 1=1 --"}, []),
    ],
)
def test_a_page_has_what_is_wished_for(store: MemoryStore, wish: dict[str, object], keys: list[str]) -> None:
    assert [one.key for one in told(store, **wish).found] == keys


def test_only_what_is_published_now_counts(store: MemoryStore) -> None:
    store.put(publication("a", [], text="2"), NOW)
    store.withdraw("b", NOW)
    now = told(store)
    assert (now.shapes, now.found, now.checked) == ((), (), 1)
    assert [count for *_, count in now.trend] == [2, 3, 1, 0]


def test_an_unchanged_article_keeps_its_findings(store: MemoryStore) -> None:
    assert store.put(publication("a", [finding("s:one"), finding("s:two", "violation")]), NOW).action == "unchanged"
    assert told(store, key="a").total == 2


def test_many_findings_are_counted_and_some_kept(store: MemoryStore) -> None:
    store.put(publication("d", [finding("s:many")] * (MOST + 5)), NOW)
    assert told(store, key="d").total == MOST
    assert told(store).trend[-1][2] == 3 + MOST + 5


def test_a_file_of_an_older_program_has_no_verdicts(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    ledger.ask(lambda db: db.executescript("DROP TABLE findings; DROP TABLE checked"))
    ledger.close()
    old = Ledger(path, read_only=True)
    assert old.ask(lambda db: found(db, Wish())) == Findings()
    old.close()
