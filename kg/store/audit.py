"""The audit log: who changed what, and when, for every revision; each record seals those before it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

SCHEMA = """
CREATE TABLE IF NOT EXISTS audit (
    revision INTEGER PRIMARY KEY, by TEXT NOT NULL, graphs TEXT NOT NULL,
    added INTEGER NOT NULL, removed INTEGER NOT NULL, seal TEXT NOT NULL);
"""
UNKNOWN = "unknown"
_NEWEST = "SELECT seal FROM audit WHERE revision < ? ORDER BY revision DESC LIMIT 1"
# What was made before there was an audit log has no name in it; what became of a token made no revision.
_LIST = """
SELECT revision, before, action, subject, at, by, graphs, added, removed FROM (
    SELECT c.revision AS revision, c.revision - 1 AS before, c.action AS action, c.subject AS subject, c.at AS at,
           coalesce(a.by, ?) AS by, coalesce(a.graphs, '[]') AS graphs, coalesce(a.added, 0) AS added,
           coalesce(a.removed, 0) AS removed, 0 AS number
    FROM changes c LEFT JOIN audit a USING (revision) WHERE c.state <> 'intended'
    UNION ALL SELECT revision, revision, action, subject, at, by, '[]', 0, 0, number FROM rights
) WHERE """


_ABOUT = """(? IN (subject, substr(subject, 1, instr(subject, ' (') - 1))
    OR ? IN (SELECT value FROM json_each(graphs)))"""


@dataclass(frozen=True, slots=True)
class Touch:
    """Who made a change and what it touched: the graphs ("" is the default graph), quads added and removed."""

    by: str
    graphs: tuple[str, ...]
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Deed:
    """One change, as the audit log tells of it; the store was at revision `before`, and is at `revision` after it.

    The two are one where no quad was touched, but who may touch them: a token was given out, or taken back.
    """

    revision: int
    before: int
    action: str
    subject: str
    graphs: tuple[str, ...]
    by: str
    at: datetime
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes are asked for: by whom, what action, about what (a graph, an article's key), since when.

    Newest first, at most `limit` of them, below revision `below`.
    """

    by: str | None = None
    action: str | None = None
    about: str | None = None
    since: datetime | None = None
    below: int | None = None
    limit: int = 100


def note(ledger: sqlite3.Connection, change: tuple[int, str, str, str], touch: Touch) -> None:
    """Write down who made a change (its revision, action, subject and time)."""
    rows = ledger.execute(_NEWEST, (change[0],)).fetchall()
    graphs = json.dumps(touch.graphs, ensure_ascii=False)
    sealed = seal(str(rows[0][0]) if rows else "", change, (touch.by, graphs, touch.added, touch.removed))
    row = (change[0], touch.by, graphs, touch.added, touch.removed, sealed)
    ledger.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)", row)


def seal(before: str, change: tuple[int, str, str, str], touch: tuple[str, str, int, int]) -> str:
    """Return the hash of a record and of all before it."""
    return hashlib.sha256(json.dumps([before, *change, *touch]).encode("utf-8")).hexdigest()


def question(wanted: Wanted) -> tuple[str, tuple[object, ...]]:
    """Return the SQL query for what is wanted, and its values."""
    terms, values = ["1"], [UNKNOWN]
    given: tuple[tuple[str, object], ...] = (
        # The name alone, or with what stands behind it in brackets.
        ("? IN (by, substr(by, 1, instr(by, ' (') - 1))", wanted.by),
        ("action = ?", wanted.action),
        ("julianday(at) >= julianday(?)", wanted.since.isoformat() if wanted.since else None),
        ("revision < ?", wanted.below),
    )
    more: list[object] = []
    for term, value in given:
        if value is not None:
            terms.append(term)
            more.append(value)
    if wanted.about is not None:
        terms.append(_ABOUT)
        more += [wanted.about, wanted.about]
    text = f"{_LIST}{' AND '.join(terms)} ORDER BY revision DESC, number DESC LIMIT ?"
    return text, (*values, *more, wanted.limit)


def deeds(rows: Iterable[tuple[object, ...]]) -> Iterator[Deed]:
    """Yield the records in rows that `question` found."""
    for row in rows:
        revision, before, action, subject, at, by, graphs, added, removed = map(str, row)
        touched, when = tuple(json.loads(graphs)), datetime.fromisoformat(at)
        yield Deed(int(revision), int(before), action, subject, touched, by, when, int(added), int(removed))


def broken_seals(ledger: sqlite3.Connection) -> Iterator[int]:
    """Yield the revisions whose record was changed, or before which one was taken out, after it was written."""
    before, last = "", None
    rows = ledger.execute(
        "SELECT c.revision, c.action, c.subject, c.at, a.by, a.graphs, a.added, a.removed, a.seal"
        " FROM changes c LEFT JOIN audit a USING (revision) ORDER BY c.revision"
    )
    for revision, action, subject, at, by, graphs, added, removed, said in rows:
        if said is None:
            # Made before there was an audit log; after the first record none may be missing.
            if before:
                yield revision
        elif seal(before, (revision, action, subject, at), (by, graphs, added, removed)) != said or (
            last is not None and revision != last + 1
        ):
            yield revision
        before, last = said or before, revision
