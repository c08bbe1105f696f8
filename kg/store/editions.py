"""Editions of the store and of its graphs: what was published last, and since when; HTTP's validators rest on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

SCHEMA = """
CREATE TABLE IF NOT EXISTS touched (
    graph TEXT PRIMARY KEY, revision INTEGER NOT NULL, before INTEGER NOT NULL);
"""
NEWEST = """
SELECT c.revision, coalesce(a.seal, ''), c.at, b.at FROM changes c
LEFT JOIN audit a USING (revision) LEFT JOIN changes b ON b.revision = c.revision - 1
ORDER BY c.revision DESC LIMIT 1"""
OF_GRAPH = """
SELECT c.revision, coalesce(a.seal, ''), c.at, b.at FROM touched t JOIN changes c ON c.revision = t.revision
LEFT JOIN audit a ON a.revision = c.revision LEFT JOIN changes b ON b.revision = t.before
WHERE t.graph = ?"""


@dataclass(frozen=True, slots=True)
class Edition:
    """One state of the store, or of a graph in it: the revision that made it, and since when it is there.

    `seal` is the audit log's hash of that change and of all before it: in another history, such as a copy's that went
    on by itself, the same number has another seal. `changed` is a whole second in UTC that no other edition of the same
    thing before it has (RFC 9110, 8.8.2); it may lie up to a second ahead. None: nothing was ever written.
    """

    revision: int = 0
    seal: str = ""
    changed: datetime | None = None


def edition(row: tuple[object, ...] | None) -> Edition:
    """Return the edition that a row of NEWEST or OF_GRAPH tells of."""
    if row is None:
        return Edition()
    revision, seal, at, before = row
    changed = _second(str(at))
    if before is not None and _second(str(before)) >= changed:
        changed = _second(str(before)) + timedelta(seconds=1)
    return Edition(int(str(revision)), str(seal) or str(at), changed)


def touch(ledger: sqlite3.Connection, revision: int, graphs: Iterable[str]) -> None:
    """Note that a change touched *graphs*; doing it twice is doing it once."""
    ledger.executemany(
        "INSERT INTO touched VALUES (?, ?, 0) ON CONFLICT (graph) DO UPDATE SET before = revision,"
        " revision = excluded.revision WHERE revision < excluded.revision",
        [(graph, revision) for graph in graphs],
    )


def _second(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(microsecond=0)
