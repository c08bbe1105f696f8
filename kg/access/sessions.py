"""Who is signed in: sessions that stand for a token in a browser, of which only hashes are kept."""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kg.access.tokens import told_by_ledger

IDLE: Final = 12 * 3600.0
"""The seconds that a session lasts without being used."""
LONGEST: Final = 7 * 86400.0
"""The seconds after which it ends however busy it was."""
_BYTES: Final = 32
_PATIENCE: Final = 5.0
_EACH: Final = 50
# A session's last use is noted at most this often: reading pages is not writing.
_NOTED: Final = 60.0
_TABLE: Final = """CREATE TABLE IF NOT EXISTS sessions (
    hash  TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    begun REAL NOT NULL,
    used  REAL NOT NULL
) WITHOUT ROWID"""


class Sessions:
    """The sessions of one store; *file* is a database of their own, None for memory, where they die with the server.

    They stand apart from the ledger, which the writer may hold: nobody waits for an import to sign in. A session ends
    *idle* seconds after its last use. *clock* tells the seconds since 1970.
    """

    def __init__(self, file: Path | None = None, idle: float = IDLE, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._idle = idle
        self._clock = clock
        self._lock = threading.Lock()
        self._open: sqlite3.Connection | None = None

    def begin(self, token: str) -> str:
        """Return what the browser of whoever holds the token of that id is to show from now on."""
        shown, now = secrets.token_urlsafe(_BYTES), self._clock()
        with self._lock, told_by_ledger(self._place), self._database() as book:
            book.execute("DELETE FROM sessions WHERE used < ? OR begun < ?", (now - self._idle, now - LONGEST))
            # One token in endlessly many browsers is no use of it: the oldest give way.
            book.execute(
                "DELETE FROM sessions WHERE hash IN "
                "(SELECT hash FROM sessions WHERE token = ? ORDER BY used DESC LIMIT -1 OFFSET ?)",
                (token, _EACH - 1),
            )
            book.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (_hash(shown), token, now, now))
        return shown

    def find(self, shown: str) -> str | None:
        """Return the id of the token that a session stands for, None for one that ended or never was."""
        now, name = self._clock(), _hash(shown)
        with self._lock, told_by_ledger(self._place), self._database() as book:
            row = book.execute("SELECT token, begun, used FROM sessions WHERE hash = ?", (name,)).fetchone()
            if row is None or not (now - row[2] <= self._idle and now - row[1] <= LONGEST):
                return None
            if now - row[2] > _NOTED:
                book.execute("UPDATE sessions SET used = ? WHERE hash = ?", (now, name))
            return str(row[0])

    def end(self, shown: str) -> None:
        """End a session; one that is none is none still."""
        with self._lock, told_by_ledger(self._place), self._database() as book:
            book.execute("DELETE FROM sessions WHERE hash = ?", (_hash(shown),))

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._open = None

    @property
    def _place(self) -> Path:
        return self._file or Path(":memory:")

    def _database(self) -> sqlite3.Connection:
        if self._open is None:
            if self._file is not None:
                # The folder is its owner's, but its mode may not say so.
                os.close(os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600))
            self._open = sqlite3.connect(self._place, timeout=_PATIENCE, check_same_thread=False)
            self._open.execute("PRAGMA journal_mode = WAL")
            # Losing a sign-in to a power cut costs another one.
            self._open.execute("PRAGMA synchronous = NORMAL")
            self._open.execute(_TABLE)
        return self._open


def _hash(shown: str) -> str:
    # It is 256 random bits: a plain hash cannot be searched backwards, and needs no salt.
    return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()
