"""The ledger's book of decisions: what people decided, in order; nothing in it is ever changed or taken out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from kg.decisions import Decision, conflict_with, decision_from_json, decision_to_json
from kg.decisions.model import stamp
from kg.errors import Conflict, KGError
from kg.store.rights import note_right

SCHEMA = """
CREATE TABLE IF NOT EXISTS decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, text_hash TEXT NOT NULL, kind TEXT NOT NULL, start INTEGER, stop INTEGER,
    action TEXT NOT NULL, change TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE);
CREATE INDEX IF NOT EXISTS decisions_by_text ON decisions (text_hash);
CREATE INDEX IF NOT EXISTS decisions_by_kind ON decisions (kind, number);
CREATE INDEX IF NOT EXISTS texts_done ON decisions (action, text_hash) WHERE action = 'done';
"""
_ALL = "SELECT number, text_hash, kind, start, stop, action, change, by, at, why, digest FROM decisions"


def decide(ledger: sqlite3.Connection, decision: Decision, seen: int) -> Decision:
    """Write a decision down and return it with its number; *seen* is the newest that its maker knew of its text.

    It is part of the caller's transaction. Raises Conflict where another decided on the same thing since.
    """
    known = of_text(ledger, decision.text_hash)
    other = conflict_with(decision, known, seen)
    if other is not None:
        raise Conflict(
            f"{other.by} decided on this meanwhile: {other.action} (decision {other.number})",
            decision_to_json(other),
            hint=f"look at it, and decide again with seen={other.number}",
        )
    while _has(ledger, decision.digest):
        # The same hand did, undid and does the same within a second.
        decision = replace(decision, at=decision.at + timedelta(seconds=1))
    return _write(ledger, decision, decision.by, decision.at)


def take(ledger: sqlite3.Connection, decisions: Iterable[Decision], by: str, now: datetime) -> tuple[Decision, ...]:
    """Write down decisions of another store that are not known yet, and return them with their numbers here."""
    return tuple(
        _write(ledger, _renumbered(ledger, decision), by, now)
        for decision in sorted(decisions, key=lambda one: one.number)
        if not _has(ledger, decision.digest)
    )


def _renumbered(ledger: sqlite3.Connection, decision: Decision) -> Decision:
    """Return an undoing that names what it undoes by its number in this store; 0 for what is not here."""
    if decision.action != "undo":
        return decision
    undone = ledger.execute("SELECT number FROM decisions WHERE digest = ?", (decision.change.get("digest"),))
    row = undone.fetchone()
    return replace(decision, change={**decision.change, "number": int(row[0]) if row else 0})


def _has(ledger: sqlite3.Connection, digest: str) -> bool:
    return bool(ledger.execute("SELECT 1 FROM decisions WHERE digest = ?", (digest,)).fetchall())


def _write(ledger: sqlite3.Connection, decision: Decision, by: str, now: datetime) -> Decision:
    change, span = json.dumps(dict(decision.change), ensure_ascii=False), decision.span
    ends = (span.start, span.stop) if span else (None, None)
    row = (decision.text_hash, decision.kind, *ends, decision.action, change, decision.by, stamp(decision.at))
    made = ledger.execute(
        "INSERT INTO decisions (text_hash, kind, start, stop, action, change, by, at, why, digest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, decision.why, decision.digest),
    )
    whole = replace(decision, number=int(str(made.lastrowid)))
    place = f" {span.start}-{span.stop}" if span else ""
    about = f"{decision.action} {decision.kind}{place} of text {decision.text_hash}, {decision.digest[:16]}"
    note_right(ledger, ("decided", f"decision {whole.number} ({about})"), by, now)
    return whole


def of_text(ledger: sqlite3.Connection, text_hash: str) -> tuple[Decision, ...]:
    """Return the decisions on one text, by number."""
    return tuple(map(_decision, ledger.execute(f"{_ALL} WHERE text_hash = ? ORDER BY number", (text_hash,))))


def every(ledger: sqlite3.Connection, after: int = 0, most: int = 1 << 62) -> tuple[Decision, ...]:
    """Return all decisions behind a number, by number, at most so many."""
    return tuple(map(_decision, ledger.execute(f"{_ALL} WHERE number > ? ORDER BY number LIMIT ?", (after, most))))


def linking(ledger: sqlite3.Connection) -> tuple[Decision, ...]:
    """Return what links of all texts rest on, from which names are learned: decisions on actors, by number."""
    return tuple(map(_decision, ledger.execute(f"{_ALL} WHERE kind = 'actor' ORDER BY number")))


def newest(ledger: sqlite3.Connection, kind: str | None = None) -> int:
    """Return the number of the newest decision, or of the newest about a *kind*; 0 before there is any."""
    query = "SELECT coalesce(max(number), 0) FROM decisions"
    if kind is None:
        return int(ledger.execute(query).fetchone()[0])
    return int(ledger.execute(f"{query} WHERE kind = ?", (kind,)).fetchone()[0])


def texts_done(ledger: sqlite3.Connection) -> tuple[str, ...]:
    """Return the hashes of the texts on which somebody said "done", undone or not, the oldest first."""
    rows = ledger.execute("SELECT text_hash, min(number) FROM decisions WHERE action = 'done' GROUP BY 1 ORDER BY 2")
    return tuple(str(row[0]) for row in rows)


def altered(ledger: sqlite3.Connection) -> Iterator[int]:
    """Yield the numbers of the decisions that are not what they were when they were written down."""
    for row in ledger.execute(f"{_ALL} ORDER BY number"):
        try:
            sound = _decision(row).digest == row[10]
        except (KGError, ValueError, TypeError):
            sound = False
        if not sound:
            yield int(row[0])


def _decision(row: tuple[object, ...]) -> Decision:
    number, text_hash, kind, start, stop, action, change, by, at, why, _ = row
    said = {"number": number, "text_hash": text_hash, "kind": kind, "action": action, "by": by, "at": at, "why": why}
    span = None if start is None else [start, stop]
    return decision_from_json(said | {"span": span, "change": json.loads(str(change))})
