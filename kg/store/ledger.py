"""What is kept beside the dataset: article texts, who is published, what was refused, and the log of changes.

A change goes through three states, so that the ledger and the dataset stay a pair when a process is killed at any
point: "intended" (the delta is written down, the dataset may or may not have it), "applied" (the dataset has it, the
entries say so), "done" (the dataset's log is on the disk). Whoever opens the store applies again what is not done:
a delta names its quads one by one, so that doing it twice is doing it once.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from kg.errors import NotFound
from kg.store import audit, decided, drafts, editions, findings, forgotten, history, rights, statistics
from kg.store import sums as checksums
from kg.store.audit import Deed, Wanted
from kg.store.contract import Entry, Publication, Rejection
from kg.store.editions import Edition
from kg.store.filing import reading, told
from kg.store.intents import Effect, Intent
from kg.store.statistics import Row
from kg.store.sums import Sum, Sums

_SCHEMA = """
CREATE TABLE IF NOT EXISTS changes (
    revision INTEGER PRIMARY KEY, action TEXT NOT NULL, subject TEXT NOT NULL, at TEXT NOT NULL,
    quads INTEGER NOT NULL, state TEXT NOT NULL, delta BLOB, effect TEXT);
CREATE INDEX IF NOT EXISTS pending ON changes (state) WHERE state <> 'done';
CREATE TABLE IF NOT EXISTS entries (
    key TEXT PRIMARY KEY, article TEXT NOT NULL, graph TEXT NOT NULL, text_hash TEXT NOT NULL, reader TEXT NOT NULL,
    revision INTEGER NOT NULL, changed TEXT NOT NULL, withdrawn INTEGER NOT NULL, quads_hash TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS entries_by_graph ON entries (graph);
CREATE INDEX IF NOT EXISTS entries_by_article ON entries (article);
CREATE TABLE IF NOT EXISTS texts (hash TEXT PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS rejections (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, article TEXT NOT NULL, text TEXT NOT NULL, text_hash TEXT NOT NULL,
    report TEXT NOT NULL, rejected TEXT NOT NULL, UNIQUE (key, text_hash));
"""
Answer = TypeVar("Answer")
_BESIDE = (audit, rights, checksums, editions, statistics, history, forgotten, decided, drafts, findings)
_TABLES = _SCHEMA + "".join(each.SCHEMA for each in _BESIDE)


class Ledger:
    """The ledger in one SQLite file. One process writes; others may open it for reading while it does."""

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        self._lock = threading.RLock()
        where = ":memory:"
        if path:
            where = f"{path.absolute().as_uri()}?mode={reading(path) if read_only else 'rwc'}"
        with told():
            self._db = sqlite3.connect(where, uri=True, check_same_thread=False, isolation_level=None, timeout=10)
            if not read_only:
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.executescript(_TABLES)
                history.begin(self._db)
                drafts.adopt(self._db)
            else:
                self._make_up()

    def _make_up(self) -> None:
        """Let the books of a file that is only read, and was written before there were such, read as empty ones."""
        there = {str(row[0]) for row in self._db.execute("SELECT name FROM sqlite_master")}
        for name, book in (("rights", rights), ("decisions", decided), ("origins", drafts)):
            if name not in there:
                tables = (one for one in book.SCHEMA.split(";") if "CREATE TABLE" in one)
                self._db.executescript(";".join(tables).replace("TABLE", "TEMP TABLE"))
        history.make_up(self._db, there)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _transaction(self, *, durable: bool) -> Iterator[sqlite3.Connection]:
        with self._lock, told():
            # Under WAL, FULL syncs the log at each commit and NORMAL leaves that to the next one that does.
            self._db.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock, told():
            return self._db.execute(query, values).fetchall()

    def intend(self, intent: Intent, published: Publication | None = None) -> None:
        """Write down, durably, what is about to happen, with the text of the article if there is one."""
        with self._transaction(durable=True) as db:
            if published:
                db.execute("INSERT OR IGNORE INTO texts VALUES (?, ?)", (published.text_hash, published.text))
                drafts.note_origin(db, published.key, published.text_hash, published.beside)
                findings.note(db, intent.revision, intent.at, published)
            db.execute(
                "INSERT INTO changes VALUES (?, ?, ?, ?, ?, 'intended', ?, ?)",
                (
                    intent.revision,
                    intent.action,
                    intent.subject,
                    intent.at.isoformat(),
                    intent.quads,
                    intent.delta,
                    intent.effect.encode(),
                ),
            )
            audit.note(db, (intent.revision, intent.action, intent.subject, intent.at.isoformat()), intent.touch)

    def applied(self, revision: int, effect: Effect) -> None:
        """Note that the dataset has the change, and let the entries say so."""
        with self._transaction(durable=False) as db:
            if entry := effect.published:
                row = (entry.key, entry.article, entry.graph, entry.text_hash, entry.reader, entry.revision)
                since = (entry.changed.isoformat(), int(entry.withdrawn), effect.quads_hash)
                db.execute("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row + since)
                db.execute("DELETE FROM rejections WHERE key = ?", (entry.key,))
                db.execute("DELETE FROM drafts WHERE key = ?", (entry.key,))
            for key in effect.withdrawn:
                db.execute(
                    "UPDATE entries SET withdrawn = 1, revision = ?, quads_hash = '',"
                    " changed = (SELECT at FROM changes WHERE revision = ?) WHERE key = ?",
                    (revision, revision, key),
                )
            history.note(db, revision, effect.sums, effect.withdrawn)
            forgotten.remember(db, effect.forgotten)
            checksums.keep_sums(db, effect.sums)
            editions.touch(db, revision, effect.sums)
            # The sums are what they are after the change, the tallies are moved by it: once, in this transaction.
            said = db.execute(
                "UPDATE changes SET state = 'applied' WHERE revision = ? AND state = 'intended'", (revision,)
            )
            if said.rowcount and effect.tallies is not None:
                statistics.move_tallies(db, revision, effect.tallies)

    def done(self) -> None:
        """Note that all applied changes are on the disk."""
        with self._transaction(durable=False) as db:
            db.execute("UPDATE changes SET state = 'done', delta = NULL, effect = NULL WHERE state = 'applied'")

    def abandon(self, revision: int) -> None:
        """Forget an intent that the dataset did not take."""
        with self._transaction(durable=True) as db:
            found = db.execute("DELETE FROM changes WHERE revision = ? AND state = 'intended'", (revision,))
            if found.rowcount:
                db.execute("DELETE FROM audit WHERE revision = ?", (revision,))

    def pending(self) -> list[tuple[int, bytes, Effect]]:
        """Return the changes that may not be on the disk, oldest first."""
        rows = self._rows("SELECT revision, delta, effect FROM changes WHERE state <> 'done' ORDER BY revision")
        return [(int(str(r)), bytes(d) if isinstance(d, bytes) else b"", Effect.decode(str(e))) for r, d, e in rows]

    @property
    def position(self) -> tuple[int, int]:
        """Return the newest revision and the number of quads after it."""
        rows = self._rows("SELECT revision, quads FROM changes ORDER BY revision DESC LIMIT 1")
        return (int(str(rows[0][0])), int(str(rows[0][1]))) if rows else (0, 0)

    def after(self, now: datetime) -> datetime:
        """Return *now*, or the time of the newest change where a clock that went back would have it the younger."""
        rows = self._rows("SELECT at FROM changes ORDER BY revision DESC LIMIT 1")
        return max(now, datetime.fromisoformat(str(rows[0][0]))) if rows else now

    def edition(self) -> Edition:
        """Return the store's newest edition."""
        return editions.edition(next(iter(self._rows(editions.NEWEST)), None))

    def edition_of(self, graph: str) -> Edition | None:
        """Return the newest edition of a graph ("" is the default graph); None where it was never written down."""
        rows = self._rows(editions.OF_GRAPH, graph)
        return editions.edition(rows[0]) if rows else None

    def deeds(self, wanted: Wanted) -> list[Deed]:
        """Return what the audit log tells of the changes that are wanted, newest first."""
        text, values = audit.question(wanted)
        return list(audit.deeds(self._rows(text, *values)))

    def sums(self, graphs: Iterable[str]) -> Sums:
        """Return the checksums of those of *graphs* that have one."""
        query = "SELECT * FROM sums WHERE graph = ?"
        return dict(one for graph in graphs for one in checksums.known_sums(self._rows(query, graph)))

    def holds(self, graph: str) -> bool:
        """Tell whether there is a graph of that name."""
        return bool(self._rows("SELECT 1 FROM sums WHERE graph = ?", graph))

    def other_graphs(self, most: int) -> tuple[list[tuple[str, int]], int]:
        """Return the named graphs that are no article's, at most *most*, with their triples, and how many there are."""
        others = "FROM sums WHERE graph <> '' AND graph NOT IN (SELECT graph FROM entries)"
        rows = self._rows(f"SELECT graph, size {others} ORDER BY graph LIMIT ?", most)
        ((count,),) = self._rows(f"SELECT count(*) {others}")
        return [(str(graph), int(str(size))) for graph, size in rows], int(str(count))

    def all_sums(self) -> dict[str, Sum]:
        """Return the checksums of all graphs."""
        return dict(checksums.known_sums(self._rows("SELECT * FROM sums ORDER BY graph")))

    def ask(self, question: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Return what one of the ledger's own books says, such as its history."""
        with self._lock, told():
            return question(self._db)

    def amend(self, change: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Return what *change* returns, once what it wrote into one of the books is durable."""
        with self._transaction(durable=True) as db:
            return change(db)

    def adopt(self, sums: Sums) -> None:
        """Take *sums* for those of a store that was made before there were any."""
        with self._transaction(durable=True) as db:
            checksums.keep_sums(db, sums)

    def tallies(self) -> tuple[int, list[Row]]:
        """Return the revision that the statistics are of, and their rows."""
        with self._lock, told():
            return statistics.known_tallies(self._db)

    def tally(self, revision: int, rows: Iterable[Row]) -> None:
        """Take *rows* for the statistics of *revision*."""
        with self._transaction(durable=True) as db:
            statistics.keep_tallies(db, revision, rows)

    def copy(self, place: Path) -> None:
        """Write the ledger as it is now into a new file, readable by its owner alone."""
        with self._lock, told():
            os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            target = sqlite3.connect(place)
            try:
                self._db.backup(target)
                # Without a log beside it the copy is one file, and can be read where nothing may be written.
                target.execute("PRAGMA journal_mode=DELETE")
            finally:
                target.close()

    def complaints(self) -> list[str]:
        """Return what the file, and the seals of its audit log, say is wrong with it."""
        with self._lock, told():
            said = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check").fetchall()]
            broken = sorted({*audit.broken_seals(self._db), *rights.broken_rights(self._db)})
            altered = list(decided.altered(self._db))
        wrong = [f"the ledger's file: {line}" for line in said if line != "ok"]
        wrong += [f"decision {number} was altered" for number in altered]
        return wrong + [f"the audit log was altered at or before revision {revision}" for revision in broken]

    def entries(self) -> list[Entry]:
        """Return every entry, by key."""
        return [_entry(row) for row in self._rows("SELECT * FROM entries ORDER BY key")]

    def entry(self, key: str) -> Entry:
        """Return the entry of an article's key; raises NotFound."""
        rows = self._rows("SELECT * FROM entries WHERE key = ?", key)
        if not rows:
            raise NotFound(f"there is no article {key!r}", hint="name it by its key or IRI, as its receipt did")
        return _entry(rows[0])

    def entry_naming(self, iri: str) -> Entry | None:
        """Return the entry whose article or graph is *iri*, if there is one."""
        rows = self._rows("SELECT * FROM entries WHERE article = ? OR graph = ? LIMIT 1", iri, iri)
        return _entry(rows[0]) if rows else None

    def withdrawn_with(self, iri: str) -> Entry | None:
        """Return the entry of the withdrawn article that spoke of *iri*, if there was one."""
        rows = self._rows("SELECT e.* FROM forgotten f JOIN entries e USING (key) WHERE iri = ? AND withdrawn", iri)
        return _entry(rows[0]) if rows else None

    def quads_hash(self, key: str) -> str:
        """Return the hash of the quads an article was published with; empty when it is not published."""
        rows = self._rows("SELECT quads_hash FROM entries WHERE key = ?", key)
        return str(rows[0][0]) if rows else ""

    def text(self, text_hash: str) -> str:
        """Return a text by its hash; raises NotFound."""
        rows = self._rows("SELECT text FROM texts WHERE hash = ?", text_hash)
        if not rows:
            raise NotFound(f"no text with the hash {text_hash} is kept")
        return str(rows[0][0])

    def rejections(self, key: str | None = None) -> list[Rejection]:
        """Return what was refused, newest first; of one article where *key* names it."""
        return self.ask(lambda db: drafts.rejections(db, key))


def _entry(row: tuple[object, ...]) -> Entry:
    key, article, graph, text_hash, reader, revision, changed, withdrawn = map(str, row[:8])
    when = datetime.fromisoformat(changed)
    return Entry(key, article, graph, text_hash, reader, int(revision), when, withdrawn == "1")
