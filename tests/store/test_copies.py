"""A backup holds the store of one revision whole, says when it does not, and becomes a store again."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.errors import NotFound, StoreError, StoreFull, StoreMismatch
from kg.sparql import CSV, Query, Update
from kg.store import (
    Copy,
    Inspection,
    Manifest,
    OxigraphStore,
    Publication,
    Wanted,
    back_up,
    copies,
    damaged_files,
    inspect,
    open_store,
    read_manifest,
    remove,
    restore,
)
from tests.store.contract import BASE, NOW

pytestmark = pytest.mark.served

TEXT = "قالت الوزيرة إن الاجتماع المقبل في الربيع"
EVERYTHING = Wanted(limit=1000)
OA = "http://www.w3.org/ns/oa#"
XSD = "http://www.w3.org/2001/XMLSchema#"


def silent(what: str, done: int, whole: int) -> None:
    assert 0 <= done <= whole, what


def article(key: str, start: int = 5, quote: str = "الوزيرة") -> Publication:
    """Return an article with one quote, from *start* on."""
    graph, span = f"{BASE}graph/{key}", f"{BASE}id/article/{key}/span"
    lines = [
        f"<{span}> <{OA}hasSelector> <{span}-a> <{graph}> .",
        f"<{span}> <{OA}hasSelector> <{span}-b> <{graph}> .",
        f'<{span}-a> <{OA}start> "{start}"^^<http://www.w3.org/2001/XMLSchema#integer> <{graph}> .',
        f'<{span}-a> <{OA}end> "{start + len(quote)}"^^<http://www.w3.org/2001/XMLSchema#integer> <{graph}> .',
        f'<{span}-b> <{OA}exact> "{quote}" <{graph}> .',
        f'<{BASE}shared> <{OA}exact> "shared" <{graph}> .',
    ]
    quads = "\n".join(lines).encode()
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    return Publication(key, f"{BASE}id/article/{key}", graph, TEXT, digest, "1", quads)


@pytest.fixture
def store(tmp_path: Path) -> OxigraphStore:
    made = open_store(tmp_path / "store", base=BASE, kind="merged", create=True)
    made.put(article("a"), NOW)
    made.put(article("b"), NOW)
    made.put(article("c"), NOW)
    made.withdraw("c", NOW)
    made.apply(Update("INSERT DATA { GRAPH <http://e/g> { <http://e/s> <http://e/p> _:b, 1 } }"), NOW)
    return made


def look(store: OxigraphStore, **more: object) -> Inspection:
    copy = store.copy()
    try:
        return inspect(Copy(copy, store.identity), silent, **more)  # type: ignore[arg-type]
    finally:
        remove(copy)


def made(store: OxigraphStore, target: Path) -> Manifest:
    copy = store.copy()
    try:
        return back_up(Copy(copy, store.identity), target, NOW, "test", silent)
    finally:
        remove(copy)


def test_a_copy_goes_while_a_thread_still_looks_at_its_index(
    store: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, emptied = store.copy(), shutil.rmtree

    def once_more(place: Path) -> None:
        monkeypatch.undo()
        emptied(place / "search")
        raise OSError(errno.ENOTEMPTY, "Directory not empty", "search")

    monkeypatch.setattr(shutil, "rmtree", once_more)
    remove(copy)
    assert not copy.exists()
    with pytest.raises(FileNotFoundError):
        remove(copy)


def test_a_backup_becomes_the_same_store_again(store: OxigraphStore, tmp_path: Path) -> None:
    manifest = made(store, tmp_path / "b")
    assert (manifest.revision, manifest.quads, manifest.made) == (5, 14, NOW)
    before, entries, log = set(store.dataset.store), list(store.entries()), list(store.ledger.deeds(EVERYTHING))
    store.put(article("later"), NOW)
    store.close()
    assert read_manifest(tmp_path / "b") == manifest
    assert list(damaged_files(tmp_path / "b", manifest, silent)) == []
    restore(tmp_path / "b", manifest, tmp_path / "again", silent)
    again = open_store(tmp_path / "again", base=BASE, kind="merged")
    assert set(again.dataset.store) == before
    assert (list(again.entries()), list(again.ledger.deeds(EVERYTHING))) == (entries, log)
    assert again.text(again.entry("a").text_hash) == TEXT
    assert look(again).sound
    assert again.put(article("later"), NOW).revision == 6
    assert list(damaged_files(tmp_path / "b", manifest, silent)) == [], "the backup shares nothing with its stores"
    again.close()


def test_a_backup_shares_no_bytes_with_the_store(store: OxigraphStore, tmp_path: Path) -> None:
    made(store, tmp_path / "b")
    assert {path.stat().st_nlink for path in (tmp_path / "b").rglob("*.sst")} == {1}
    assert (tmp_path / "b").stat().st_mode & 0o77 == 0
    assert (tmp_path / "b" / "ledger.sqlite").stat().st_mode & 0o77 == 0
    store.close()


@pytest.mark.parametrize("there", ["a file", "a folder with a file", "a link to nothing"])
def test_what_is_there_is_not_written_over(store: OxigraphStore, tmp_path: Path, there: str) -> None:
    target = tmp_path / "target"
    if there == "a file":
        target.write_text("mine")
    elif there == "a link to nothing":
        target.symlink_to(tmp_path / "nothing")
    else:
        target.mkdir()
        (target / "mine").write_text("mine")
    with pytest.raises(StoreError, match="exists already"):
        made(store, target)
    manifest = made(store, tmp_path / "b")
    with pytest.raises(StoreError, match="exists already"):
        restore(tmp_path / "b", manifest, target, silent)
    store.close()


@pytest.mark.parametrize(
    ("damage", "kind", "words"),
    [
        (shutil.rmtree, NotFound, "no backup at"),
        (lambda b: (b / "backup.json").unlink(), StoreError, "is no backup"),
        (lambda b: (b / "backup.json").write_text("{"), StoreError, "cannot be read"),
        (lambda b: (b / "backup.json").write_text('{"format": 1}'), StoreError, "cannot be read"),
        (lambda b: (b / "backup.json").write_text('{"format": 9}'), StoreMismatch, "format 9"),
    ],
)
def test_what_is_no_backup_is_said_to_be_none(
    store: OxigraphStore, tmp_path: Path, damage: Callable[[Path], object], kind: type[StoreError], words: str
) -> None:
    made(store, tmp_path / "b")
    damage(tmp_path / "b")
    with pytest.raises(kind, match=words):
        read_manifest(tmp_path / "b")
    store.close()


def test_a_damaged_file_is_named_and_no_store_is_made_of_it(store: OxigraphStore, tmp_path: Path) -> None:
    manifest = made(store, tmp_path / "b")
    store.close()
    hurt, gone = sorted((tmp_path / "b" / "dataset").glob("*.sst"))[:2]
    turn_a_bit(hurt)
    gone.unlink()
    found = list(damaged_files(tmp_path / "b", manifest, silent))
    assert [line.partition(":")[0] for line in found] == [f"dataset/{hurt.name}", f"dataset/{gone.name}"]
    with pytest.raises(StoreError):
        restore(tmp_path / "b", manifest, tmp_path / "again", silent)
    assert not (tmp_path / "again").exists()


def turn_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_a_full_disk_leaves_no_half_backup(
    store: OxigraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = copies._carry_one

    def full(source: Path, target: Path) -> object:
        if source.name == "ledger.sqlite":
            raise OSError(28, "No space left on device")
        return carried(source, target)

    monkeypatch.setattr(copies, "_carry_one", full)
    with pytest.raises(StoreFull, match="full"):
        made(store, tmp_path / "b")
    assert not (tmp_path / "b").exists()
    assert list((tmp_path / "store" / "copies").iterdir()) == []
    store.close()


def test_copies_that_a_killed_command_left_are_removed(store: OxigraphStore, tmp_path: Path) -> None:
    left = store.copy()
    store.close()
    assert left.exists()
    open_store(tmp_path / "store").close()
    assert not left.exists()


def test_a_sound_store_is_found_sound(store: OxigraphStore) -> None:
    found = look(store)
    assert found.faults == ()
    assert (found.revision, found.quads, found.graphs, found.articles, found.quotes) == (5, 14, 3, 2, 2)
    store.close()


def test_numbers_are_told_apart_whatever_their_last_byte(store: OxigraphStore) -> None:
    """Behind a number that ends in the byte 255 the engine's scan runs on into the next 255 numbers."""
    for graph, number in (("http://e/g", 255), ("http://e/h", 256), ("http://e/g", 1)):
        store.replace(graph, f'<http://e/s> <http://e/p> "{number}"^^<{XSD}integer> .'.encode(), NOW)
    merged = store.answer(Query("SELECT ?o { <http://e/s> <http://e/p> ?o } ORDER BY ?o"))
    sink = io.BytesIO()
    merged.write(CSV, sink)
    assert sink.getvalue().split() == [b"o", b"1", b"256"]
    store.replace("http://e/g", f'<http://e/s> <http://e/p> "255"^^<{XSD}integer> .'.encode(), NOW)
    assert look(store, thorough=True).faults == ()


def quad(subject: str, value: str, graph: str | None = None) -> Quad:
    name = NamedNode(graph) if graph else DefaultGraph()
    return Quad(NamedNode(BASE + subject), NamedNode(f"{OA}exact"), Literal(value), name)


def drop_graph(dataset: Store) -> None:
    dataset.remove_graph(NamedNode(f"{BASE}graph/a"))


@pytest.mark.parametrize(
    ("harm", "faults"),
    [
        (lambda d: d.add(quad("x", "y", f"{BASE}graph/a")), {"graph": "recorded 6", "default graph": "lacks 1"}),
        (lambda d: d.remove(quad("shared", "shared")), {"default graph": "lacks 1", "statistics": "oa#exact"}),
        (lambda d: d.add(quad("x", "y")), {"default graph": "no graph holds", "statistics": "oa#exact"}),
        (lambda d: d.add(quad("x", "y", "http://e/new")), {"graph": "knows no such", "default graph": "lacks 1"}),
        (drop_graph, {"graph": "recorded 6 triples", "default graph": "no graph holds", "article": "not there"}),
        (
            lambda d: (
                d.remove(quad("shared", "shared", f"{BASE}graph/a")),
                d.add(quad("shared", "other", f"{BASE}graph/a")),
                d.add(quad("shared", "other")),
            ),
            {"graph": "not those that the ledger recorded", "statistics": "the whole"},
        ),
    ],
    ids=["a triple more", "a triple lost", "a triple of nobody's", "a graph more", "a graph lost", "a triple changed"],
)
def test_what_was_done_past_the_ledger_is_found(
    store: OxigraphStore, harm: Callable[[Store], object], faults: dict[str, str]
) -> None:
    harm(store.dataset.store)
    found = look(store)
    assert {fault.check for fault in found.faults} == faults.keys()
    for check, words in faults.items():
        assert any(words in fault.message for fault in found.faults if fault.check == check), found.faults
    store.close()


@pytest.mark.parametrize(
    ("statement", "check", "words"),
    [
        ("UPDATE texts SET text = text || '.'", "article", "hash differs"),
        ("DELETE FROM texts", "article", "no text with the hash"),
        ("UPDATE sums SET size = size + 1 WHERE graph = 'http://e/g'", "graph", "recorded 3"),
        ("UPDATE changes SET quads = quads + 1 WHERE revision = 5", "counter", "counts 15"),
        ("UPDATE audit SET by = 'x' WHERE revision = 1", "ledger", "altered at or before revision 1"),
    ],
)
def test_what_was_done_to_the_ledger_is_found(store: OxigraphStore, statement: str, check: str, words: str) -> None:
    store.ledger._db.execute(statement)
    assert [f for f in look(store).faults if f.check == check and words in f.message]
    store.close()


@pytest.mark.parametrize(
    ("start", "quote", "words"),
    [(6, "الوزيرة", "not what is quoted"), (500, "الوزيرة", "outside the text"), (5, "الوزير ة", "not what is quoted")],
)
def test_a_quote_that_is_not_in_the_text_so_is_found(store: OxigraphStore, start: int, quote: str, words: str) -> None:
    store.put(article("d", start, quote), NOW)
    assert [(f.check, f.subject) for f in look(store).faults if words in f.message] == [("evidence", "d")]
    store.close()


def test_the_shapes_are_asked_of_every_published_article(store: OxigraphStore) -> None:
    asked = []

    def shapes(graph: str, triples: bytes, text: str) -> dict[str, object]:
        asked.append((graph, triples.count(b"\n"), text))
        bad = {"severity": "violation", "messages": {"en": "no speaker"}, "focus": "http://e/x"}
        return {"conforms": graph.endswith("b"), "findings": [bad]}

    found = look(store, shapes=shapes)
    assert asked == [(f"{BASE}graph/a", 6, TEXT), (f"{BASE}graph/b", 6, TEXT)]
    assert [(f.check, f.subject, f.message) for f in found.faults] == [("shapes", "a", "no speaker (<http://e/x>)")]
    store.close()


def test_damage_to_the_engines_files_is_found(store: OxigraphStore, tmp_path: Path) -> None:
    copy = Copy(store.copy(), store.identity)
    store.close()
    shutil.copytree(copy.path, tmp_path / "hurt")
    hurt = Copy(tmp_path / "hurt", copy.identity)
    biggest = max((hurt.path / "dataset").glob("*.sst"), key=lambda path: path.stat().st_size)
    biggest.write_bytes(biggest.read_bytes()[:100])
    with pytest.raises(StoreError, match="cannot be read"):
        inspect(hurt, silent)


def test_a_byte_turned_in_any_file_of_the_engine_is_found(store: OxigraphStore, tmp_path: Path) -> None:
    copy = Copy(store.copy(), store.identity)
    store.close()
    files = sorted((copy.path / "dataset").glob("*.sst"))
    assert len(files) > 10
    for file in files:
        hurt = tmp_path / "hurt"
        shutil.rmtree(hurt, ignore_errors=True)
        shutil.copytree(copy.path, hurt)
        # The first block of a table holds its first entries.
        data = bytearray(file.read_bytes())
        data[10] ^= 1
        (hurt / "dataset" / file.name).write_bytes(data)
        try:
            found = inspect(Copy(hurt, copy.identity), silent, thorough=True).faults
        except StoreError:
            continue
        assert found, file.name


def test_a_store_from_before_there_were_checksums_takes_them_up(store: OxigraphStore, tmp_path: Path) -> None:
    store.ledger._db.execute("DROP TABLE sums")
    store.ledger._db.execute("DROP TABLE audit")
    store.close()
    again = open_store(tmp_path / "store")
    assert look(again).sound
    again.put(article("e"), NOW)
    assert look(again).sound
    assert [deed.by for deed in again.ledger.deeds(EVERYTHING)][:2] == ["local", "unknown"]
    again.close()


def test_a_backup_says_what_it_is_in_json(store: OxigraphStore, tmp_path: Path) -> None:
    made(store, tmp_path / "b")
    said = json.loads((tmp_path / "b" / "backup.json").read_text("utf-8"))
    assert {name: said[name] for name in ("format", "base", "dataset", "revision", "quads")} == {
        **{"format": 1, "base": BASE, "dataset": "merged", "revision": 5, "quads": 14}
    }
    assert set(said["files"]["ledger.sqlite"]) == {"size", "sha256"}
    store.close()


def test_a_store_whose_dataset_is_damaged_says_so_and_what_to_do(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store", base=BASE, kind="merged", create=True)
    store.put(article("a"), NOW)
    store.close()
    for table in (tmp_path / "store" / "dataset").glob("MANIFEST-*"):
        table.write_bytes(b"\x00" * 200)
    with pytest.raises(StoreError, match="damaged") as told:
        open_store(tmp_path / "store")
    assert "kg restore" in str(told.value.hint)
