"""Texts that wait for their editor: drafts that were never published, and what was given beside every text."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime

from kg.decisions import in_force
from kg.errors import NotFound
from kg.store.contract import Beside, Rejection
from kg.store.decided import of_text, texts_done
from kg.store.rights import note_right

SCHEMA = """
CREATE TABLE IF NOT EXISTS drafts (
    key TEXT PRIMARY KEY, article TEXT NOT NULL, text TEXT NOT NULL, text_hash TEXT NOT NULL, by TEXT NOT NULL,
    at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS origins (
    key TEXT NOT NULL, text_hash TEXT NOT NULL, told TEXT NOT NULL, facts INTEGER NOT NULL, lowest REAL NOT NULL,
    PRIMARY KEY (key, text_hash));
CREATE INDEX IF NOT EXISTS origins_by_confidence ON origins (lowest, key);
"""

_BESIDE = "o.told, o.facts, o.lowest FROM {} LEFT JOIN origins o USING (key, text_hash)"
_DRAFTS = f"SELECT d.key, d.article, d.text, d.text_hash, d.by, d.at, {_BESIDE.format('drafts d')}"
_REJECTIONS = f"SELECT r.key, r.article, r.text, r.text_hash, r.report, r.rejected, {_BESIDE.format('rejections r')}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is kept and not published: `key` and `article` are what its publication will be named by."""

    key: str
    article: str
    text: str
    text_hash: str
    by: str
    at: datetime
    beside: Beside = field(default=Beside())


def keep(ledger: sqlite3.Connection, draft: Draft) -> None:
    """Keep a draft, in the place of an earlier one under its key."""
    values = (draft.key, draft.article, draft.text, draft.text_hash, draft.by, draft.at.isoformat())
    ledger.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?)", values)
    note_origin(ledger, draft.key, draft.text_hash, draft.beside)
    note_right(ledger, ("drafted", draft.key), draft.by, draft.at)


def discard(ledger: sqlite3.Connection, key: str, by: str, now: datetime) -> None:
    """Let go of a draft, or of the report on a text that was refused; raises NotFound."""
    gone = ledger.execute("DELETE FROM drafts WHERE key = ?", (key,)).rowcount
    gone += ledger.execute("DELETE FROM rejections WHERE key = ?", (key,)).rowcount
    if not gone:
        raise NotFound(f"there is no draft {key!r}", hint="the review queue lists them")
    note_right(ledger, ("discarded", key), by, now)


def find(ledger: sqlite3.Connection, key: str) -> Draft | None:
    """Return the draft under a key, if there is one."""
    rows = ledger.execute(f"{_DRAFTS} WHERE d.key = ?", (key,)).fetchall()
    return _draft(rows[0]) if rows else None


def drafts(ledger: sqlite3.Connection) -> tuple[Draft, ...]:
    """Return all drafts, newest first."""
    return tuple(map(_draft, ledger.execute(f"{_DRAFTS} ORDER BY d.at DESC, d.key")))


def waiting(ledger: sqlite3.Connection, most: int) -> list[tuple[object, ...]]:
    """Return state, key, article, hash, time, hand, beginning, facts and confidence of drafts, and of what was refused.

    The newest come first, at most so many of each.
    """
    query = "SELECT ?, {}, substr({}, 1, 2000), coalesce(o.facts, 0), coalesce(o.lowest, 1.0) FROM {}"
    drafted = query.format("d.key, d.article, d.text_hash, d.at, d.by", "d.text", "drafts d")
    refused = query.format("r.key, r.article, r.text_hash, r.rejected, NULL", "r.text", "rejections r")
    beside = "LEFT JOIN origins o USING (key, text_hash)"
    rows = ledger.execute(f"{drafted} {beside} ORDER BY d.at DESC, d.key LIMIT ?", ("draft", most)).fetchall()
    return rows + ledger.execute(f"{refused} {beside} ORDER BY r.id DESC LIMIT ?", ("rejected", most)).fetchall()


def note_origin(ledger: sqlite3.Connection, key: str, text_hash: str, beside: Beside) -> None:
    """Write down what was known beside a text, when it was read as an article's."""
    values = (key, text_hash, beside.told, beside.facts, beside.lowest)
    if not beside.told:
        # A graph that was refused later tells nothing of how its article came.
        ledger.execute("INSERT OR IGNORE INTO origins VALUES (?, ?, ?, ?, ?)", values)
    else:
        ledger.execute("INSERT OR REPLACE INTO origins VALUES (?, ?, ?, ?, ?)", values)


def adopt(ledger: sqlite3.Connection) -> None:
    """Know nothing of what stood beside texts that were published before it was written down."""
    if not ledger.execute("SELECT 1 FROM origins LIMIT 1").fetchall():
        ledger.execute("INSERT INTO origins SELECT key, text_hash, '', 0, 1.0 FROM entries WHERE NOT withdrawn")


def origin(ledger: sqlite3.Connection, key: str, text_hash: str) -> Beside:
    """Return what was known beside an article's text; nothing where nobody wrote it down."""
    query = "SELECT told, facts, lowest FROM origins WHERE key = ? AND text_hash = ?"
    rows = ledger.execute(query, (key, text_hash)).fetchall()
    return Beside(str(rows[0][0]), int(rows[0][1]), float(rows[0][2])) if rows else Beside()


def published(ledger: sqlite3.Connection, after: tuple[float, str], most: int) -> list[tuple[object, ...]]:
    """Return the same of published articles, the lowest confidence first: at most so many, behind (confidence, key)."""
    rows = ledger.execute(
        "SELECT 'published', e.key, e.article, e.text_hash, e.changed, NULL,"
        " (SELECT substr(text, 1, 2000) FROM texts WHERE hash = e.text_hash), o.facts, o.lowest"
        " FROM origins o JOIN entries e ON e.key = o.key AND e.text_hash = o.text_hash"
        " WHERE (o.lowest, o.key) > (?, ?) AND NOT e.withdrawn ORDER BY o.lowest, o.key LIMIT ?",
        (*after, most),
    )
    return rows.fetchall()


def done(ledger: sqlite3.Connection) -> list[str]:
    """Return the keys of the texts on which somebody's "done" is in force, the first to be done first."""
    found = []
    for text_hash in texts_done(ledger):
        if any(one.action == "done" for one in in_force(of_text(ledger, text_hash))):
            keys = ledger.execute(
                "SELECT key FROM entries WHERE text_hash = ?1 AND NOT withdrawn UNION SELECT key FROM drafts"
                " WHERE text_hash = ?1 UNION SELECT key FROM rejections WHERE text_hash = ?1 ORDER BY key LIMIT 1",
                (text_hash,),
            )
            found += [str(row[0]) for row in keys]
    return found


def counts(ledger: sqlite3.Connection) -> dict[str, int]:
    """Return how many texts wait, were refused, and are published."""
    queries = {
        "drafts": "SELECT count(*) FROM drafts",
        "rejected": "SELECT count(*) FROM rejections",
        "published": "SELECT count(*) FROM entries WHERE NOT withdrawn",
    }
    return {name: int(ledger.execute(query).fetchone()[0]) for name, query in queries.items()}


def reject(ledger: sqlite3.Connection, rejection: Rejection) -> None:
    """Keep a refused article's report, in the place of an earlier one on the same text."""
    values = (rejection.key, rejection.article, rejection.text, rejection.text_hash, rejection.report)
    ledger.execute(
        "INSERT OR REPLACE INTO rejections (key, article, text, text_hash, report, rejected) VALUES (?, ?, ?, ?, ?, ?)",
        (*values, rejection.rejected.isoformat()),
    )
    note_origin(ledger, rejection.key, rejection.text_hash, rejection.beside)


def rejections(ledger: sqlite3.Connection, key: str | None = None) -> list[Rejection]:
    """Return what was refused, newest first; of one article where *key* names it."""
    rows = ledger.execute(f"{_REJECTIONS} WHERE ?1 IS NULL OR r.key = ?1 ORDER BY r.id DESC", (key,))
    return [_rejection(row) for row in rows]


def _draft(row: tuple[object, ...]) -> Draft:
    key, article, text, text_hash, by, at = map(str, row[:6])
    return Draft(key, article, text, text_hash, by, datetime.fromisoformat(at), _beside(row[6:]))


def _rejection(row: tuple[object, ...]) -> Rejection:
    key, article, text, text_hash, report, at = map(str, row[:6])
    return Rejection(key, article, text, text_hash, report, datetime.fromisoformat(at), _beside(row[6:]))


def _beside(row: tuple[object, ...]) -> Beside:
    told, facts, lowest = row
    return Beside() if told is None else Beside(str(told), int(str(facts)), float(str(lowest)))
