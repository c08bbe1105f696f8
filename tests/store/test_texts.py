"""The text index of a store on disk: it is at the revision of the graph, whatever became of it before."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KGError, Overloaded, StoreError
from kg.search import TextIndex, entries
from kg.search.files import told
from kg.store import Copy, OxigraphStore, inspect, open_store
from kg.store.texts import Texts
from tests.store.contract import BASE, NOW, assert_sound, found, publication

pytestmark = pytest.mark.served

Damage = Callable[[Path], object]


def a_store(place: Path) -> OxigraphStore:
    store = open_store(place, base=BASE, kind="merged", create=True)
    store.put(publication("a", {"x": "قال أحمد", "y": "قالت سعاد"}), NOW)
    return store


def overwrite(folder: Path) -> None:
    for file in folder.glob("*.term"):
        file.write_bytes(b"nonsense")


DAMAGE: dict[str, Damage] = {
    "missing": shutil.rmtree,
    "without its list of files": lambda folder: (folder / "meta.json").unlink(),
    "with another list of files": lambda folder: (folder / "meta.json").write_text("{}"),
    "with files that are gone": lambda folder: [file.unlink() for file in folder.glob("*.term")],
    "with files that are damaged": overwrite,
}


@pytest.mark.parametrize("how", DAMAGE)
def test_an_index_that_is_damaged_is_made_anew(tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture) -> None:
    a_store(tmp_path).close()
    DAMAGE[how](tmp_path / "search")
    store = open_store(tmp_path)
    assert found(store, "أحمد") == {"x"}
    assert "making the text index: 2 texts" in caplog.text
    assert_sound(store)
    store.close()


def test_an_index_of_another_version_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_store(tmp_path).close()
    monkeypatch.setattr(entries, "SCHEMA", 2)
    store = open_store(tmp_path)
    assert found(store, "أحمد") == {"x"}
    assert_sound(store)
    store.close()


@pytest.mark.parametrize("revision", [0, 5])
def test_an_index_of_another_revision_is_made_anew(tmp_path: Path, revision: int) -> None:
    a_store(tmp_path).close()
    other = TextIndex(tmp_path / "search")
    other.commit(revision)
    other.close()
    # The newest mark counts: take the others away with what else is there.
    if revision == 0:
        shutil.rmtree(tmp_path / "search")
        other = TextIndex(tmp_path / "search")
        other.commit(0)
        other.close()
    store = open_store(tmp_path)
    assert found(store, "سعاد") == {"y"}
    assert_sound(store)
    store.close()


@pytest.mark.parametrize("point", ["before the index is committed", "after the index is committed"])
def test_killed_between_graph_and_index_both_are_made_good(
    tmp_path: Path, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = a_store(tmp_path)

    class Killed(BaseException):
        pass

    @contextmanager
    def die(self: Texts, *given: Any) -> Iterator[None]:
        if point.startswith("after"):
            self.settle(*given)
        raise Killed
        yield

    monkeypatch.setattr(Texts, "settling", die)
    with pytest.raises(Killed):
        store.put(publication("b", {"z": "قال يوسف"}), NOW)
    monkeypatch.undo()
    store.close()
    again = open_store(tmp_path)
    assert again.revision == 2
    assert found(again, "يوسف") == {"z"}
    assert_sound(again)
    again.close()


def test_a_full_disk_refuses_the_write_and_what_was_kept_is_found_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = a_store(tmp_path)

    def full(*given: object) -> None:
        with told():
            raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")

    with monkeypatch.context() as patch:
        patch.setattr(TextIndex, "commit", full)
        with pytest.raises(StoreError, match="full"):
            store.put(publication("b", {"z": "قال يوسف"}), NOW)
    store.put(publication("c", {"w": "قال داود"}), NOW)
    assert (found(store, "يوسف"), found(store, "داود")) == ({"z"}, {"w"})
    assert_sound(store)
    store.close()


def test_a_server_makes_it_in_the_background_and_answers_from_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_store(tmp_path).close()
    shutil.rmtree(tmp_path / "search")
    store = open_store(tmp_path, served="first")
    assert store.texts.making
    with pytest.raises(Overloaded):
        assert store.index
    assert not (store.checkpoint() / "search").exists()
    store.put(publication("b", {"z": "قال يوسف"}), NOW)
    until = time.monotonic() + 60
    while store.texts.making and time.monotonic() < until:
        store.tend()
        time.sleep(0.01)
    assert found(store, "أحمد") == {"x"}
    assert found(store, "يوسف") == {"z"}
    shown = TextIndex.opened(store.checkpoint() / "search")
    assert shown is not None
    assert shown.revision == store.revision
    assert_sound(store)
    store.close()


def test_a_copy_of_a_revision_has_the_index_of_that_revision(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    place = store.checkpoint()
    store.withdraw("a", NOW)
    there = TextIndex.opened(place / "search")
    assert there is not None
    assert (there.revision, there.size) == (1, 2)
    assert found(store, "أحمد") == set()
    store.close()


def test_a_folder_that_takes_no_writes_is_searched_or_says_why_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_store(tmp_path).close()
    store = OxigraphStore(open_store(tmp_path).folder, a_store(tmp_path / "other").identity, None)
    assert found(store, "أحمد") == {"x"}
    store.close()
    shutil.rmtree(tmp_path / "search")
    store = OxigraphStore(store.folder, store.identity, None)
    with pytest.raises(KGError, match="not up to date"):
        found(store, "أحمد")
    assert not (tmp_path / "search").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda there: there.renew([f"{BASE}x"], []), "it lacks 1 texts"),
        (lambda there: there.renew([], list(there.documents())[:1]), None),
        (lambda there: there.clear(), "it lacks 2 texts"),
    ],
)
def test_verify_tells_where_index_and_graph_differ(
    tmp_path: Path, change: Callable[[TextIndex], object], said: str | None
) -> None:
    store = a_store(tmp_path)
    copy = Copy(store.copy(), store.identity)
    there = TextIndex(copy.path / "search")
    change(there)
    there.commit(1)
    there.close()
    faults = [fault.message for fault in inspect(copy, lambda *_: None).faults if fault.check == "text index"]
    assert bool(faults) is bool(said)
    assert said is None or faults[0].startswith(said)
    store.close()
