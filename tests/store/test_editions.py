"""Editions: each change makes one, of the store and of the graphs it touched, and none shares its second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kg.sparql import Update
from kg.store import Edition, MemoryStore

NOON = datetime(2026, 3, 1, 12, 0, 0, 250_000, UTC)
A, B = "http://e/a", "http://e/b"


def put(store: MemoryStore, graph: str, word: str, now: datetime) -> None:
    store.replace(graph, f'<http://e/s> <http://e/p> "{word}" .\n'.encode(), now)


def test_what_was_never_written_to_has_an_edition_without_a_date() -> None:
    assert MemoryStore(base="http://e/", kind="plain").ledger.edition() == Edition(0, "", None)


def test_a_change_makes_an_edition_of_the_store_and_of_what_it_touched_only() -> None:
    store = MemoryStore(base="http://e/", kind="plain")
    put(store, A, "1", NOON)
    first = store.ledger.edition()
    assert (first.revision, first.changed) == (1, NOON.replace(microsecond=0))
    assert store.ledger.edition_of(A) == first
    put(store, B, "1", NOON + timedelta(minutes=1))
    assert store.ledger.edition_of(A) == first
    assert store.ledger.edition_of(B) == store.ledger.edition()
    assert store.ledger.edition().seal != first.seal
    assert store.ledger.edition_of("http://e/c") is None
    store.apply(Update(f"CLEAR GRAPH <{A}>"), NOON + timedelta(minutes=2))
    assert store.ledger.edition_of(A) == store.ledger.edition() != first


def test_two_editions_of_one_second_have_two_dates() -> None:
    store = MemoryStore(base="http://e/", kind="plain")
    put(store, A, "1", NOON)
    put(store, B, "1", NOON + timedelta(milliseconds=100))
    assert store.ledger.edition().changed == NOON.replace(microsecond=0) + timedelta(seconds=1)
    # Of b it is the first.
    only = store.ledger.edition_of(B)
    assert only is not None
    assert only.changed == NOON.replace(microsecond=0)
    put(store, A, "2", NOON + timedelta(milliseconds=200))
    again = store.ledger.edition_of(A)
    assert again is not None
    assert again.changed == NOON.replace(microsecond=0) + timedelta(seconds=1)


def test_a_clock_that_goes_back_makes_no_edition_older() -> None:
    store = MemoryStore(base="http://e/", kind="plain")
    put(store, A, "1", NOON)
    put(store, A, "2", NOON - timedelta(hours=1))
    after = store.ledger.edition()
    assert after.changed is not None
    assert after.changed > NOON.replace(microsecond=0)


def test_the_same_number_in_another_history_has_another_seal() -> None:
    one, other = (MemoryStore(base="http://e/", kind="plain") for _ in range(2))
    put(one, A, "1", NOON)
    put(other, A, "1", NOON + timedelta(microseconds=1))
    assert one.ledger.edition().revision == other.ledger.edition().revision
    assert one.ledger.edition().seal != other.ledger.edition().seal
