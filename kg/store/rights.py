"""The audit log's other half: tokens given out and taken back, which change who may write and no revision."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime

SCHEMA = """
CREATE TABLE IF NOT EXISTS rights (
    number INTEGER PRIMARY KEY, revision INTEGER NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
    at TEXT NOT NULL, by TEXT NOT NULL, seal TEXT NOT NULL);
"""


def note_right(ledger: sqlite3.Connection, what: tuple[str, str], by: str, now: datetime) -> None:
    """Write down what became of a token (action, subject) and by whom, sealed after what was written before it.

    It is part of the caller's transaction, and never holds a secret. The ledger may not be a store's yet.
    """
    ledger.execute(SCHEMA)
    known = ledger.execute("SELECT 1 FROM sqlite_master WHERE name = 'changes'").fetchall()
    rows = ledger.execute("SELECT coalesce(max(revision), 0) FROM changes").fetchall() if known else [(0,)]
    last = ledger.execute("SELECT seal FROM rights ORDER BY number DESC LIMIT 1").fetchall()
    row = (int(rows[0][0]), *what, now.isoformat(), by)
    values = (*row, _seal(str(last[0][0]) if last else "", row))
    ledger.execute("INSERT INTO rights (revision, action, subject, at, by, seal) VALUES (?, ?, ?, ?, ?, ?)", values)


def broken_rights(ledger: sqlite3.Connection) -> Iterator[int]:
    """Yield the revisions at which a record was changed, or before which one was taken out, after it was written."""
    before, expected = "", 1
    for number, *row, said in ledger.execute(
        "SELECT number, revision, action, subject, at, by, seal FROM rights ORDER BY number"
    ):
        if number != expected or _seal(before, tuple(row)) != said:
            yield int(row[0])
        before, expected = said, number + 1


def _seal(before: str, row: tuple[object, ...]) -> str:
    return hashlib.sha256(json.dumps([before, *row]).encode("utf-8")).hexdigest()
