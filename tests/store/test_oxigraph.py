"""The store on disk keeps the contract, survives being killed at any point, and says in one sentence what is wrong."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count as counting
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad, Store

from kg.errors import HistoryGone, NotFound, StoreBusy, StoreError, StoreFull, StoreMismatch, StoreReadOnly
from kg.sparql import Delta, Update
from kg.store import Books, Dataset, History, Kind, Ledger, OxigraphStore, clone, folder, open_store
from tests.store.contract import BASE, DEFAULT, NAMED, NOW, Make, StoreContract, assert_sound, count, publication

pytestmark = pytest.mark.served


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "PATIENCE", 0.0)


class TestOxigraphStore(StoreContract):
    @pytest.fixture
    def make(self, tmp_path: Path) -> Iterator[Make]:
        opened: list[OxigraphStore] = []
        numbers = counting()

        def make(kind: Kind) -> Books:
            # Hypothesis asks for a new store in every example; the one before is let go of.
            while opened:
                opened.pop().close()
            opened.append(open_store(tmp_path / str(next(numbers)), base=BASE, kind=kind, create=True))
            return opened[-1]

        yield make
        for store in opened:
            assert_sound(store)
            store.close()


def test_what_was_written_is_there_when_opened_again(tmp_path: Path) -> None:
    store = open_store(tmp_path, base=BASE, kind="merged", create=True)
    store.put(publication("a", {"x": "1"}), NOW)
    store.close()
    again = open_store(tmp_path)
    assert (again.revision, again.quads, again.identity.base, again.identity.kind) == (1, 1, BASE, "merged")
    assert again.put(publication("a", {"x": "1"}), NOW).action == "unchanged"
    again.close()


def test_a_held_store_is_busy(tmp_path: Path, impatient: None) -> None:
    store = open_store(tmp_path, base=BASE, create=True)
    with pytest.raises(StoreBusy):
        open_store(tmp_path)
    store.close()
    open_store(tmp_path).close()


def test_another_base_kind_or_layout_is_refused_with_the_mend(tmp_path: Path) -> None:
    open_store(tmp_path, base=BASE, kind="merged", create=True).close()
    with pytest.raises(StoreMismatch, match="base") as caught:
        open_store(tmp_path, base="http://elsewhere/")
    assert f"KG_BASE={BASE}" in (caught.value.hint or "")
    with pytest.raises(StoreMismatch, match="merged dataset"):
        open_store(tmp_path, kind="plain")
    meta = tmp_path / "store.json"
    meta.write_text(json.dumps(json.loads(meta.read_text()) | {"version": 99}))
    with pytest.raises(StoreMismatch, match="layout 99"):
        open_store(tmp_path)


def test_no_store_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        open_store(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_checkpoint_stays_as_it_was(tmp_path: Path) -> None:
    store = open_store(tmp_path, base=BASE, kind="merged", create=True)
    store.put(publication("a", {"x": "1"}), NOW)
    place = store.checkpoint()
    assert store.checkpoint() == place, "one a revision"
    copy = clone(place, tmp_path / "copy")
    copy.update("CLEAR ALL")
    store.put(publication("b", {"y": "2"}), NOW)
    assert len(Store.read_only(str(place))) == 2
    assert (store.quads, count(store, NAMED)) == (2, 2)
    store.close()


@pytest.mark.served
@pytest.mark.parametrize("point", ["before", "after"])
def test_killed_between_ledger_and_dataset_the_change_is_made_good(tmp_path: Path, point: str) -> None:
    store = open_store(tmp_path, base=BASE, kind="merged", create=True)
    store.put(publication("a", {"x": "1", "y": "2"}), NOW)
    commit = type(store.dataset).commit

    class Killed(BaseException):
        pass

    def dying(dataset: object, delta: Delta) -> None:
        if point == "after":
            commit(dataset, delta)  # type: ignore[arg-type]
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(store.dataset), "commit", dying)
        with pytest.raises(Killed):
            store.put(publication("a", {"x": "1", "z": "3"}), NOW)
    store.close()
    again = open_store(tmp_path)
    assert (again.revision, again.quads, count(again, NAMED), count(again, DEFAULT)) == (2, 2, 2, 2)
    assert again.put(publication("a", {"x": "1", "z": "3"}), NOW).action == "unchanged"
    again.close()


@pytest.mark.served
def test_a_full_disk_refuses_and_the_store_recovers_by_itself(tmp_path: Path) -> None:
    store = open_store(tmp_path, base=BASE, kind="merged", create=True)
    store.put(publication("a", {"x": "1"}), NOW)

    def full(dataset: object, delta: Delta) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(store.dataset), "commit", full)
        with pytest.raises(StoreError, match="full"):
            store.put(publication("b", {"y": "2"}), NOW)
    assert (store.revision, count(store, NAMED)) == (1, 1), "reads go on"
    engine = id(store.dataset)
    assert store.put(publication("b", {"y": "2"}), NOW).revision == 2
    assert id(store.dataset) != engine, "the engine takes writes again only when opened anew"
    store.close()
    again = open_store(tmp_path)
    assert [e.key for e in again.entries()] == ["a", "b"]
    again.close()


def fails(code: int) -> Callable[..., None]:
    def failing(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    return failing


class Failing:
    """An engine that can write no more to the disk."""

    def __init__(self, engine: Store, failure: Callable[..., None]) -> None:
        self.engine = engine
        self.flush = self.backup = failure

    def __getattr__(self, name: str) -> object:
        return getattr(self.engine, name)

    def __contains__(self, quad: Quad) -> bool:
        return quad in self.engine


@pytest.mark.served
@pytest.mark.parametrize(
    ("code", "kind"), [(errno.ENOSPC, StoreFull), (errno.EDQUOT, StoreFull), (errno.EROFS, StoreReadOnly)]
)
@pytest.mark.parametrize("step", ["sync", "backup"])
def test_what_the_disk_refuses_after_the_change_was_written_down_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int, kind: type[StoreError]
) -> None:
    store = open_store(tmp_path, base=BASE, kind="merged", create=True)
    store.put(publication("a", {"x": "1"}), NOW)
    store.dataset = Dataset(Failing(store.dataset.store, fails(code)), "merged")  # type: ignore[arg-type]
    failing = store.checkpoint if step == "backup" else partial(store.put, publication("b", {"y": "2"}), NOW)
    with pytest.raises(kind):
        failing()
    assert store.put(publication("c", {"z": "3"}), NOW).revision == 2 + (step == "sync")
    assert [e.key for e in store.entries()] == ["a", *(["b"] if step == "sync" else []), "c"]
    assert store.checkpoint().exists()
    assert store.ledger.pending() == []
    assert_sound(store)
    store.close()


def test_a_change_that_only_the_ledger_could_not_settle_is_told_as_kept_and_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path, base=BASE, kind="merged", create=True)

    def full(*_: object) -> None:
        raise StoreFull("the disk is full", hint="make room")

    with monkeypatch.context() as patch:
        patch.setattr(store.ledger, "applied", full)
        with pytest.raises(StoreFull, match="the change is kept") as refused:
            store.put(publication("a", {"x": "1"}), NOW)
    assert refused.value.hint == "make room; it need not be sent again"
    del refused
    assert store.put(publication("b", {"y": "2"}), NOW).revision == 2
    assert [e.key for e in store.entries()] == ["a", "b"]
    assert_sound(store)
    store.close()


WRITER = """
import sys, os
from datetime import datetime, UTC
from pathlib import Path
from kg.sparql import Update
from kg.store import open_store
store = open_store(Path(sys.argv[1]), base="http://localhost:8000/", kind="merged", create=True)
number = int(sys.argv[2])
while True:
    number += 1
    fact = f"<http://e/s> <http://e/p> {number // 2} , _:b ; <https://schema.org/text> 'قول {number}'"
    store.apply(Update(f"INSERT DATA {{ GRAPH <http://e/{number % 3}> {{ {fact} }} }}"), datetime.now(UTC))
    print(number, flush=True)
"""


@pytest.mark.served
def test_kill_9_loses_nothing_acknowledged_and_halves_nothing(tmp_path: Path) -> None:
    acknowledged = 0
    for round_ in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITER), str(tmp_path), str(acknowledged)],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert writer.stdout
        for _ in range(3 + 5 * round_):
            acknowledged = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        for line in writer.stdout.read().splitlines():
            acknowledged = int(line)
        writer.wait()
        writer.stdout.close()
        store = open_store(tmp_path)
        assert acknowledged <= store.revision <= acknowledged + 1
        acknowledged = store.revision
        held = set(store.dataset.store.quads_for_pattern(None, None, None, DefaultGraph()))
        named = {
            q.triple
            for g in store.dataset.store.named_graphs()
            for q in store.dataset.store.quads_for_pattern(None, None, None, g)
        }
        assert {q.triple for q in held} == named
        assert store.quads == count(store, NAMED) == 3 * acknowledged
        assert_sound(store)
        store.close()


def test_an_update_is_atomic_on_disk_too(tmp_path: Path) -> None:
    store = open_store(tmp_path, base=BASE, kind="plain", create=True)
    with pytest.raises(NotFound):
        store.apply(Update("INSERT DATA { <http://e/s> <http://e/p> 1 } ; DROP GRAPH <http://e/none>"), NOW)
    assert count(store, DEFAULT) == store.revision == 0
    assert list((tmp_path / "scratch").iterdir()) == [], "the copy is gone"
    store.close()


def test_a_store_from_before_there_was_a_history_begins_one(tmp_path: Path) -> None:
    store = open_store(tmp_path, base=BASE, kind="merged", create=True)
    store.put(publication("a", {"x": "1"}), NOW)
    store.ledger.ask(lambda db: db.executescript("DROP TABLE history; DROP TABLE marks"))
    store.close()
    reader = History(Ledger(tmp_path / "ledger.sqlite", read_only=True))
    assert reader.course(1).begun.startswith("1-")
    assert reader.page(1, 1).changes == ()
    again = open_store(tmp_path)
    history = History(again.ledger)
    assert history.page(1, 1).changes == ()
    again.put(publication("a", {"x": "2"}), NOW)
    assert [(c.revision, c.action) for c in history.page(1, 2).changes] == [(2, "changed")]
    assert history.page_after("1", 2) == 1
    with pytest.raises(HistoryGone):
        history.page_after("0", 2)
    again.close()
