"""The history that mirrors follow: for every revision the graphs it touched, what became of them, and their checksums.

A *point* names a revision together with a mark, which is a hash of all that was written down up to it, begun with a
number drawn by lot: two stores, or a store and what was restored of it and then went another way, have no point in
common after they part. Changes have places, numbered from 1 without a gap; a page holds those of one hundred places,
and never changes once it is full.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import sqlite3
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol, TypeVar, cast

from kg.errors import HistoryGone, NotFound, UsageError
from kg.store.sums import Sums

SCHEMA = """
CREATE TABLE IF NOT EXISTS marks (revision INTEGER PRIMARY KEY, at TEXT NOT NULL, mark TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS history (
    place INTEGER PRIMARY KEY, revision INTEGER NOT NULL, graph TEXT NOT NULL, action TEXT NOT NULL,
    key TEXT, article TEXT, size INTEGER NOT NULL, digest TEXT NOT NULL, UNIQUE (revision, graph));
"""
PAGE = 100
"""How many changes a page holds."""
_DIGITS = 16
_ANY = (1 << 63) - 1
_POINT = re.compile(r"(\d{1,18})(?:-([0-9a-f]{16}))?\Z", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ANEW = "begin anew: take a dump from /dumps/, then follow from its revision"

GraphAction = Literal["added", "changed", "withdrawn"]
Answer = TypeVar("Answer")


class Asked(Protocol):
    """The ledger, as its books see it."""

    def ask(self, question: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Return what *question* finds."""


@dataclass(frozen=True, slots=True)
class GraphChange:
    """What became of one graph ("" is the default graph) by one revision.

    `key` and `article` name the article whose graph it is; `size` and `digest` (64 hex digits) are the graph's checksum
    afterwards, zeros when nothing is left of it. `at` never goes backwards, whatever the clock did.
    """

    place: int
    revision: int
    point: str
    at: datetime
    action: GraphAction
    graph: str
    key: str | None
    article: str | None
    size: int
    digest: str

    @property
    def page(self) -> int:
        """Return the number of the page that it is on."""
        return (self.place - 1) // PAGE + 1


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The changes of one page, oldest first; a full page never changes."""

    number: int
    full: bool
    changes: tuple[GraphChange, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How far the history goes: from which point to which, and when each page begins, the first one first.

    The last page may be empty, and is not full.
    """

    begun: str
    point: str
    at: datetime
    pages: tuple[datetime, ...]

    @property
    def revision(self) -> int:
        """Return the revision of the last change."""
        return int(self.point.partition("-")[0])


@dataclass(frozen=True, slots=True)
class GraphSum:
    """One graph as it is now: its name ("" is the default graph), its article, its checksum."""

    graph: str
    key: str | None
    article: str | None
    size: int
    digest: str


def begin(ledger: sqlite3.Connection) -> None:
    """Begin the history at the newest revision, unless it was begun."""
    ledger.execute(
        "INSERT INTO marks SELECT coalesce((SELECT max(revision) FROM changes), 0), ?, ?"
        " WHERE NOT EXISTS (SELECT 1 FROM marks)",
        (_EPOCH.isoformat(), secrets.token_hex(32)),
    )


def make_up(ledger: sqlite3.Connection, there: Container[str]) -> None:
    """Begin a history that lasts as long as the ledger is open, if it may not be written to and has none."""
    if "history" not in there:
        ledger.executescript(SCHEMA.replace("TABLE", "TEMP TABLE"))
        begin(ledger)


def note(ledger: sqlite3.Connection, revision: int, sums: Sums, withdrawn: Iterable[str]) -> None:
    """Write down what a revision did to which graphs, before the new *sums* are kept; *withdrawn* are articles' keys.

    A revision that is applied again, after a crash, is in it already.
    """
    before, mark, last = _newest(ledger, None)
    ended = {_graph_of(ledger, key) for key in withdrawn}
    rows = [_row(ledger, graph, sums, ended) for graph in sorted({*sums, *ended})]
    if before >= revision or not rows:
        return
    said = ledger.execute("SELECT at FROM changes WHERE revision = ?", (revision,)).fetchone()
    at = max(datetime.fromisoformat(str(said[0])), last).isoformat()
    sealed = hashlib.sha256(json.dumps([mark, revision, at, rows]).encode("utf-8")).hexdigest()
    ledger.execute("INSERT INTO marks VALUES (?, ?, ?)", (revision, at, sealed))
    ledger.executemany("INSERT INTO history VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", [(revision, *row) for row in rows])


def _graph_of(ledger: sqlite3.Connection, key: str) -> str:
    return str(ledger.execute("SELECT graph FROM entries WHERE key = ?", (key,)).fetchone()[0])


def _row(ledger: sqlite3.Connection, graph: str, sums: Sums, ended: set[str]) -> tuple[object, ...]:
    """Return graph, action, key, article, size and digest of one change."""
    before = ledger.execute("SELECT size FROM sums WHERE graph = ?", (graph,)).fetchone()
    after = sums.get(graph)
    action = "withdrawn" if after is None or graph in ended else "changed" if before and before[0] else "added"
    named = ledger.execute("SELECT key, article FROM entries WHERE graph = ?", (graph,)).fetchone() or (None, None)
    size, digest = (after.size, after.digest) if after else (0, 0)
    return (graph, action, *named, size, f"{digest:064x}")


def _newest(ledger: sqlite3.Connection, upto: int | None) -> tuple[int, str, datetime]:
    """Return the last revision, not after *upto*, that is in the history, with its mark and time."""
    query = (
        "SELECT revision, mark, at FROM marks WHERE revision <= coalesce(?, revision) ORDER BY revision DESC LIMIT 1"
    )
    row = ledger.execute(query, (upto,)).fetchone()
    if row is None:
        raise HistoryGone(f"revision {upto} is older than what is remembered", hint=_ANEW)
    return int(row[0]), str(row[1]), datetime.fromisoformat(str(row[2]))


def _point(revision: int, mark: str) -> str:
    return f"{revision}-{mark[:_DIGITS]}"


def point_at(ledger: sqlite3.Connection, revision: int) -> str:
    """Return the point that a store at *revision* is at; raises HistoryGone."""
    return _point(revision, _newest(ledger, revision)[1])


def course(ledger: sqlite3.Connection, upto: int) -> Course:
    """Return how far the history goes, up to a revision."""
    first, mark, _ = _newest(ledger, _first(ledger))
    revision, newest, at = _newest(ledger, upto)
    places = _last_place(ledger, upto)
    begins = ledger.execute(
        "WITH RECURSIVE begin(place) AS (VALUES (1) UNION ALL SELECT place + ? FROM begin WHERE place + ? <= ?)"
        " SELECT m.at FROM begin JOIN history h USING (place) JOIN marks m USING (revision) ORDER BY place",
        (PAGE, PAGE, places),
    )
    pages = [datetime.fromisoformat(str(row[0])) for row in begins]
    if places % PAGE == 0:
        pages.append(at)
    return Course(_point(first, mark), _point(revision, newest), at, tuple(pages))


def _first(ledger: sqlite3.Connection) -> int:
    return int(ledger.execute("SELECT min(revision) FROM marks").fetchone()[0])


def _last_place(ledger: sqlite3.Connection, upto: int) -> int:
    # The index on revisions ends with the place, so that this is one look-up.
    row = ledger.execute(
        "SELECT place FROM history WHERE revision <= ? ORDER BY revision DESC, place DESC LIMIT 1", (upto,)
    ).fetchone()
    return int(row[0]) if row else 0


def page(ledger: sqlite3.Connection, number: int, upto: int) -> HistoryPage:
    """Return one page, the first being 1, as it is at revision *upto*; raises NotFound."""
    last = _last_place(ledger, upto)
    if not 1 <= number <= last // PAGE + 1:
        raise NotFound(f"the history has no page {number}", hint=f"its last is {last // PAGE + 1}")
    rows = ledger.execute(
        "SELECT h.place, h.revision, m.mark, m.at, h.action, h.graph, h.key, h.article, h.size, h.digest"
        " FROM history h JOIN marks m USING (revision) WHERE h.place BETWEEN ? AND ? ORDER BY h.place",
        ((number - 1) * PAGE + 1, min(number * PAGE, last)),
    )
    return HistoryPage(number, last >= number * PAGE, tuple(map(_change, rows)))


def _change(row: tuple[object, ...]) -> GraphChange:
    place, revision, mark, at, action, graph, key, article, size, digest = row
    return GraphChange(
        place=int(str(place)),
        revision=int(str(revision)),
        point=_point(int(str(revision)), str(mark)),
        at=datetime.fromisoformat(str(at)),
        action=cast(GraphAction, action),
        graph=str(graph),
        key=None if key is None else str(key),
        article=None if article is None else str(article),
        size=int(str(size)),
        digest=str(digest),
    )


def page_after(ledger: sqlite3.Connection, since: str, upto: int) -> int:
    """Return the page with the first change after a point, or after a revision alone; raises UsageError, HistoryGone.

    When there is none yet, it is the page that the next one will be on.
    """
    said = _POINT.match(since)
    if not said:
        raise UsageError(f"{since[:80]!r} is no revision", hint="write it as 217, or with its mark as the feed does")
    revision = int(said[1])
    if revision > upto:
        raise HistoryGone(f"this store has not come to revision {revision}; it is at {upto}", hint=_ANEW)
    _, mark, _ = _newest(ledger, revision)
    if said[2] is not None and said[2] != mark[:_DIGITS]:
        raise HistoryGone(f"revision {revision} of this store is another than {since}", hint=_ANEW)
    query = "SELECT min(place) FROM history WHERE revision > ? AND revision <= ?"
    row = ledger.execute(query, (revision, upto)).fetchone()
    place = int(row[0]) if row and row[0] is not None else _last_place(ledger, upto) + 1
    return (place - 1) // PAGE + 1


def graph_sums(ledger: sqlite3.Connection, after: str | None, most: int) -> list[GraphSum]:
    """Return the graphs there are, by name, with their checksums: at most so many, behind the one of that name."""
    rows = ledger.execute(
        "SELECT s.graph, e.key, e.article, s.size, s.digest FROM sums s"
        " LEFT JOIN entries e ON e.graph = s.graph AND NOT e.withdrawn"
        " WHERE ?1 IS NULL OR s.graph > ?1 ORDER BY s.graph LIMIT ?2",
        (after, most),
    )
    return [GraphSum(str(g), key, article, int(size), f"{int(d, 16):064x}") for g, key, article, size, d in rows]


@dataclass(frozen=True, slots=True)
class History:
    """The history of one store, as it is at the revision that each call names."""

    ledger: Asked

    def course(self, upto: int) -> Course:
        """Return how far it goes, up to a revision."""
        return self.ledger.ask(lambda db: course(db, upto))

    def page(self, number: int, upto: int) -> HistoryPage:
        """Return one page, the first being 1; raises NotFound."""
        return self.ledger.ask(lambda db: page(db, number, upto))

    def page_after(self, since: str, upto: int) -> int:
        """Return the page with the first change after a point, or a revision alone; raises UsageError, HistoryGone."""
        return self.ledger.ask(lambda db: page_after(db, since, upto))

    def point_at(self, revision: int) -> str:
        """Return the point that the store is at with a revision; raises HistoryGone."""
        return self.ledger.ask(lambda db: point_at(db, revision))

    def graphs(self, after: str | None, most: int) -> list[GraphSum]:
        """Return the graphs there are now, by name, with their checksums: at most so many, behind that name."""
        return self.ledger.ask(lambda db: graph_sums(db, after, most))
