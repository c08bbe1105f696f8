"""The ledger's book of findings: what the shapes said of each article when it was published, without a new check."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from kg.store.contract import Publication

SCHEMA = """
CREATE TABLE IF NOT EXISTS checked (
    revision INTEGER PRIMARY KEY, key TEXT NOT NULL, at TEXT NOT NULL, violations INTEGER NOT NULL,
    warnings INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS findings (
    key TEXT NOT NULL, revision INTEGER NOT NULL, place INTEGER NOT NULL, severity TEXT NOT NULL, shape TEXT NOT NULL,
    told TEXT NOT NULL, PRIMARY KEY (key, revision, place));
"""
MOST: Final = 2000
"""How many findings of one article are kept; how many there were is always known."""
_IN_FORCE: Final = """FROM findings f JOIN entries e ON e.key = f.key AND e.revision = f.revision AND NOT e.withdrawn
 WHERE (? = '' OR f.shape = ?) AND (? = '' OR f.severity = ?) AND (? = '' OR f.key = ?)"""
_POINTS: Final = 60


@dataclass(frozen=True, slots=True)
class Found:
    """One finding (as `kg.validation.to_json` tells it) of the article under `key`, published with `revision`."""

    key: str
    revision: int
    told: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """Which findings are asked for; empty words ask for any. A page is *most* of them, behind *first*."""

    shape: str = ""
    severity: str = ""
    key: str = ""
    first: int = 0
    most: int = 50


@dataclass(frozen=True, slots=True)
class Findings:
    """What the shapes said of all that is published now.

    `shapes` counts by shape and severity, `articles` those with most findings by key, `total` is how many the wish
    finds and `found` a page of them. `checked` and `unchecked` count published articles whose verdict is known, and is
    not: those were published by an older program. `trend` is how many findings were in force, by revision and time.
    """

    shapes: tuple[tuple[str, str, int], ...] = ()
    articles: tuple[tuple[str, int], ...] = ()
    total: int = 0
    found: tuple[Found, ...] = ()
    checked: int = 0
    unchecked: int = 0
    trend: tuple[tuple[int, datetime, int], ...] = field(default=())


def note(ledger: sqlite3.Connection, revision: int, at: datetime, publication: Publication) -> None:
    """Write down, in the caller's transaction, what the shapes said of what is about to be published."""
    if publication.findings is None:
        return
    said: list[dict[str, Any]] = json.loads(publication.findings)
    counts = Counter(one["severity"] for one in said)
    counted = (counts["violation"], counts["warning"] + counts["info"])
    ledger.execute(
        "INSERT OR REPLACE INTO checked VALUES (?, ?, ?, ?, ?)", (revision, publication.key, at.isoformat(), *counted)
    )
    # Those in force are kept until the change is made; what came before them is of no use.
    ledger.execute(
        "DELETE FROM findings WHERE key = ? AND (revision = ? OR revision <"
        " (SELECT revision FROM entries WHERE entries.key = findings.key))",
        (publication.key, revision),
    )
    ledger.executemany(
        "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?)",
        (
            (publication.key, revision, place, one["severity"], one["shape"], json.dumps(one, ensure_ascii=False))
            for place, one in enumerate(said[:MOST])
        ),
    )


def found(ledger: sqlite3.Connection, wish: Wish) -> Findings:
    """Return what the shapes said of what is published now."""
    if not _kept(ledger):
        return Findings(unchecked=_count(ledger, "SELECT count(*) FROM entries WHERE NOT withdrawn"))
    narrow = (wish.shape, wish.shape, wish.severity, wish.severity, wish.key, wish.key)
    anything = ("",) * 6
    rows = ledger.execute(
        f"SELECT f.key, f.revision, f.told {_IN_FORCE} ORDER BY f.revision DESC, f.place LIMIT ? OFFSET ?",
        (*narrow, wish.most, wish.first),
    )
    shapes = ledger.execute(
        f"SELECT f.shape, f.severity, count(*) AS n {_IN_FORCE} GROUP BY 1, 2 ORDER BY n DESC, 1", anything
    )
    articles = ledger.execute(
        f"SELECT f.key, count(*) AS n {_IN_FORCE} GROUP BY 1 ORDER BY n DESC, 1 LIMIT 20", anything
    )
    published = _count(ledger, "SELECT count(*) FROM entries WHERE NOT withdrawn")
    checked = _count(
        ledger,
        "SELECT count(*) FROM entries e JOIN checked c ON c.revision = e.revision AND c.key = e.key"
        " WHERE NOT e.withdrawn",
    )
    return Findings(
        tuple((str(shape), str(severity), int(count)) for shape, severity, count in shapes),
        tuple((str(key), int(count)) for key, count in articles),
        _count(ledger, f"SELECT count(*) {_IN_FORCE}", *narrow),
        tuple(Found(str(key), int(revision), json.loads(told)) for key, revision, told in rows),
        checked,
        published - checked,
        tuple(_trend(ledger)),
    )


def _trend(ledger: sqlite3.Connection) -> Iterator[tuple[int, datetime, int]]:
    """Yield how many findings were in force after a revision, at most _POINTS times, the last included."""
    events = [
        *ledger.execute("SELECT revision, at, key, violations + warnings FROM checked"),
        *ledger.execute("SELECT revision, changed, key, 0 FROM entries WHERE withdrawn"),
    ]
    points, held, total = [], dict[str, int](), 0
    for revision, at, key, count in sorted(events):
        total += count - held.get(key, 0)
        held[key] = count
        points.append((int(revision), datetime.fromisoformat(at), total))
    step = max(1, -(-len(points) // _POINTS))
    yield from points[::-1][::step][::-1]


def _kept(ledger: sqlite3.Connection) -> bool:
    """Tell whether the file has such a book: one that is only read may be of an older program."""
    return bool(_count(ledger, "SELECT count(*) FROM sqlite_master WHERE name = 'findings'"))


def _count(ledger: sqlite3.Connection, query: str, *values: object) -> int:
    ((count,),) = ledger.execute(query, values).fetchall()
    return int(count)
