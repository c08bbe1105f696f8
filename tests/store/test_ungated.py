"""Scratch graphs are no facts: a merged default graph knows nothing of them, and no house graph can be one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import StoreMismatch, UsageError
from kg.sparql import Update
from kg.store import Copy, OxigraphStore, Wanted, covers, declared, inspect, open_store, remove
from kg.store.folder import Folder
from tests.store.contract import BASE, DEFAULT, NAMED, NOW, count, publication

LAB = "http://e/lab/"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OxigraphStore]:
    made = open_store(tmp_path / "store", base=BASE, kind="merged", create=True)
    yield made
    made.close()


def sound(store: OxigraphStore) -> bool:
    copy = store.copy()
    try:
        found = inspect(Copy(copy, store.identity), lambda *_: None)
        # The contract's articles have made-up hashes.
        return all(fault.check == "article" for fault in found.faults)
    finally:
        remove(copy)


def insert(store: OxigraphStore, graph: str, *numbers: int) -> None:
    triples = " ".join(f"<http://e/s> <http://e/p> {number} ." for number in numbers)
    store.apply(Update(f"INSERT DATA {{ GRAPH <{graph}> {{ {triples} }} }}"), NOW)


@pytest.mark.parametrize(
    ("scratch", "graph", "covered"),
    [
        (LAB, f"{LAB}one", True),
        (LAB, LAB, True),
        (LAB, "http://e/laboratory", False),
        ("http://e/lab", "http://e/lab", True),
        ("http://e/lab", "http://e/lab/one", False),
        ("http://e/lab#", "http://e/lab#one", True),
        ("urn:lab:", "urn:lab:one", True),
        ("urn:lab", "urn:lab:one", False),
    ],
)
def test_what_is_a_scratch_graph(scratch: str, graph: str, covered: bool) -> None:
    assert covers(("http://other/", scratch), graph) is covered


@pytest.mark.parametrize(
    "scratch",
    [
        f"{BASE}graph/authority", f"{BASE}graph/0a1b", f"{BASE}graph/", BASE, "http://", "http:", "notes", "/notes/",
        "http://e/\u202elab/", "http://e/a b",
    ],
)  # fmt: skip
def test_what_no_scratch_graph_may_be(scratch: str) -> None:
    with pytest.raises(UsageError):
        declared((scratch,), BASE)


def test_scratch_graphs_stay_out_of_the_default_graph(store: OxigraphStore) -> None:
    store.declare((LAB,), NOW)
    store.put(publication("a", {"x": "1"}), NOW)
    insert(store, f"{LAB}one", 1, 2)
    insert(store, "http://e/notes", 2, 3)
    assert (count(store, DEFAULT), count(store, NAMED)) == (3, 5)
    store.apply(Update("DROP GRAPH <http://e/notes>"), NOW)
    assert (count(store, DEFAULT), count(store, NAMED)) == (1, 3), "what a scratch graph holds supports nothing"
    assert sound(store)
    store.apply(Update(f"MOVE <{LAB}one> TO <http://e/notes>"), NOW)
    assert (count(store, DEFAULT), count(store, NAMED)) == (3, 3)
    assert sound(store)


def test_what_becomes_a_scratch_graph_leaves_the_default_graph(store: OxigraphStore, tmp_path: Path) -> None:
    insert(store, f"{LAB}one", 1, 2)
    insert(store, "http://e/notes", 2)
    store.declare((LAB, "http://e/x"), NOW)
    assert (count(store, DEFAULT), count(store, NAMED)) == (1, 3)
    assert sound(store)
    assert next(store.deeds(Wanted())).subject == "scratch graphs"
    store.close()
    again = open_store(tmp_path / "store")
    assert again.identity.scratch == (LAB, "http://e/x"), "the store remembers"
    assert sound(again)
    revision = again.revision
    again.declare(("http://e/x", LAB, LAB), NOW)
    assert again.revision == revision, "the same again is no change"
    again.close()


def test_what_no_gate_has_seen_does_not_become_a_fact(store: OxigraphStore) -> None:
    store.declare((LAB,), NOW)
    insert(store, f"{LAB}one", 1)
    with pytest.raises(StoreMismatch, match="lab/one"):
        store.declare((), NOW)
    assert store.identity.scratch == (LAB,)
    store.apply(Update(f"DROP GRAPH <{LAB}one>"), NOW)
    store.declare((), NOW)
    insert(store, f"{LAB}one", 1)
    assert count(store, DEFAULT) == 1


def test_a_declaration_that_was_broken_off_is_finished(store: OxigraphStore, tmp_path: Path) -> None:
    insert(store, f"{LAB}one", 1, 2)
    meta = Folder(tmp_path / "store").meta
    said = json.loads(meta.read_text("utf-8"))
    store.close()
    meta.write_text(json.dumps(said | {"scratch": [LAB], "settled": False}), "utf-8")
    again = open_store(tmp_path / "store")
    assert count(again, DEFAULT) == 0
    assert sound(again)
    assert "settled" not in json.loads(meta.read_text("utf-8"))
    again.close()


def test_graphs_are_named_so_that_people_can_tell_them_apart(store: OxigraphStore) -> None:
    for name in ("http://e/a\u200bb", "http://e/a\u202eb", "http://e/a\u00adb", "http://e/a\u200db"):
        with pytest.raises(UsageError, match="hidden character"):
            insert(store, name, 1)
    assert count(store, NAMED) == 0
