"""What a dataset holds, counted: by class, by property, and by both; kept up at each change and read without a scan."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

FILE = "statistics.json"
"""Where a checkpoint keeps the statistics of its revision, beside the engine's own files."""
DEFAULT_GRAPH, ALL_GRAPHS = "default", "all"
SCHEMA = """
CREATE TABLE IF NOT EXISTS tallies (
    scope TEXT NOT NULL, class TEXT NOT NULL, property TEXT NOT NULL, triples INTEGER NOT NULL,
    subjects INTEGER NOT NULL, objects INTEGER NOT NULL, entities INTEGER NOT NULL,
    PRIMARY KEY (scope, class, property)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tallied (one INTEGER PRIMARY KEY CHECK (one = 1), revision INTEGER NOT NULL);
"""
_MOVE = """INSERT INTO tallies VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    triples = triples + excluded.triples, subjects = subjects + excluded.subjects,
    objects = objects + excluded.objects, entities = entities + excluded.entities"""
_EMPTY = """DELETE FROM tallies WHERE scope = ? AND class = ? AND property = ?
    AND triples = 0 AND subjects = 0 AND objects = 0 AND entities = 0"""
Row = tuple[str, str, str, int, int, int, int]
"""Of what (DEFAULT_GRAPH or ALL_GRAPHS), class and property ("" for any), triples, subjects, objects, entities."""


@dataclass(frozen=True, slots=True)
class Use:
    """How a property is used: triples with it, distinct subjects and distinct objects of those."""

    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class ClassUse:
    """A class: how many things are of it, and by property how many triples those have, and how many have any."""

    entities: int
    properties: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a set of triples holds, each counted once; `entities` are distinct subjects that are minted below `id/`."""

    triples: int = 0
    subjects: int = 0
    objects: int = 0
    entities: int = 0
    classes: Mapping[str, ClassUse] = field(default_factory=dict)
    properties: Mapping[str, Use] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statistics:
    """The counts of one revision.

    `default` is the default graph, which a query without GRAPH sees; `whole` all graphs together, each triple once.
    Under a merged dataset both are the same.
    """

    revision: int
    default: Profile
    whole: Profile


def profile_of(rows: Iterable[Row]) -> Profile:
    """Return what the rows of one scope say."""
    total, used = (0, 0, 0, 0), {}
    entities: dict[str, int] = {}
    pairs: dict[str, dict[str, tuple[int, int]]] = {}
    for _, kind, name, triples, subjects, objects, things in rows:
        if kind and name:
            pairs.setdefault(kind, {})[name] = (triples, subjects)
        elif kind:
            entities[kind] = things
        elif name:
            used[name] = Use(triples, subjects, objects)
        else:
            total = (triples, subjects, objects, things)
    classes = {kind: ClassUse(entities[kind], pairs.get(kind, {})) for kind in entities}
    return Profile(*total, classes, used)


def statistics_of(revision: int, rows: Iterable[Row]) -> Statistics:
    """Return the statistics that the rows of a ledger make."""
    known = list(rows)
    default = profile_of(row for row in known if row[0] == DEFAULT_GRAPH)
    others = [row for row in known if row[0] == ALL_GRAPHS]
    return Statistics(revision, default, profile_of(others) if others else default)


def move_tallies(ledger: sqlite3.Connection, revision: int, rows: Iterable[Row]) -> None:
    """Add *rows* to those that are there, which are then those of *revision*."""
    known = list(rows)
    ledger.executemany(_MOVE, known)
    ledger.executemany(_EMPTY, [row[:3] for row in known if min(row[3:]) < 0])
    ledger.execute("INSERT OR REPLACE INTO tallied VALUES (1, ?)", (revision,))


def keep_tallies(ledger: sqlite3.Connection, revision: int, rows: Iterable[Row]) -> None:
    """Put *rows*, counted anew at *revision*, in place of those that are there."""
    ledger.execute("DELETE FROM tallies")
    move_tallies(ledger, revision, rows)


def known_tallies(ledger: sqlite3.Connection) -> tuple[int, list[Row]]:
    """Return the revision that the rows are of, 0 when nothing was ever counted, and the rows."""
    if not ledger.execute("SELECT 1 FROM sqlite_master WHERE name = 'tallied'").fetchall():
        return 0, []  # A ledger that was made before there were any, open for reading.
    revision = ledger.execute("SELECT revision FROM tallied").fetchall()
    return (int(revision[0][0]) if revision else 0), ledger.execute("SELECT * FROM tallies").fetchall()


def write_statistics(place: Path, revision: int, rows: Iterable[Row]) -> None:
    """Lay the rows beside a checkpoint."""
    (place / FILE).write_text(json.dumps({"revision": revision, "rows": list(rows)}, ensure_ascii=False), "utf-8")


def read_statistics(place: Path) -> Statistics | None:
    """Return the statistics that lie beside a checkpoint; None where none do."""
    try:
        said = json.loads((place / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return statistics_of(said["revision"], [tuple(row) for row in said["rows"]])
