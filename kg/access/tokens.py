"""Tokens in the ledger beside the store, made, shown and withdrawn while a server runs."""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from kg.access.scopes import Scope
from kg.errors import NotFound, StoreBusy, StoreError, StoreReadOnly, UsageError
from kg.store import note_right

PREFIX: Final = "isnad_"
_BYTES: Final = 32
_PATIENCE: Final = 5.0
# The table stands alone: a folder that holds nothing but tokens is no store yet, and a store that has none is complete.
_TABLE: Final = """CREATE TABLE IF NOT EXISTS tokens (
    id      INTEGER PRIMARY KEY,
    hash    TEXT NOT NULL UNIQUE,
    scope   TEXT NOT NULL,
    note    TEXT NOT NULL,
    created TEXT NOT NULL,
    revoked TEXT
)"""
_COLUMNS: Final = "SELECT CAST(id AS TEXT), scope, note, created, revoked FROM tokens"


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token once it was printed: never the token itself."""

    id: str
    scope: Scope
    note: str
    created: datetime
    revoked: datetime | None

    @property
    def name(self) -> str:
        """Return how the audit log names whoever carries it."""
        return f"token {self.id} ({self.note})" if self.note else f"token {self.id}"


class Tokens:
    """The tokens of one store; *ledger* is the path of its ledger.sqlite, which need not exist yet.

    The audit log names *author* as who gives them out and takes them back.
    """

    def __init__(self, ledger: Path, author: str = "local") -> None:
        self._ledger = ledger
        self._author = author
        self._lock = threading.Lock()
        self._open: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        """Return the tokens themselves; leaving them lets go of the ledger."""
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def create(self, scope: Scope | str, note: str, now: datetime) -> str:
        """Return a new token, of which only the hash is kept; creates the folder when there is none.

        Raises UsageError for a scope that is none.
        """
        scope = _scope(scope)
        token = PREFIX + secrets.token_urlsafe(_BYTES)
        with self._writing() as ledger:
            made = ledger.execute(
                "INSERT INTO tokens (hash, scope, note, created) VALUES (?, ?, ?, ?)",
                (_hash(token), scope.value, note, now.isoformat()),
            )
            known = Token(str(made.lastrowid), scope, note, now, None)
            note_right(ledger, ("granted", _told_as(known)), self._author, now)
        return token

    def check(self, token: str) -> Scope | None:
        """Return the scope of a token, or None for one that was never given out or was revoked."""
        found = self.find(token)
        return found.scope if found else None

    def find(self, token: str) -> Token | None:
        """Return what is known of a token in force, or None for one that was never given out or was revoked."""
        # The look-up is by hash: how long it takes says nothing of the token.
        if not token.startswith(PREFIX) or not self._ledger.exists():
            return None
        rows = self._read(f"{_COLUMNS} WHERE hash = ? AND revoked IS NULL", (_hash(token),))
        return next(iter(_tokens(rows)), None)

    def holder(self, id: str) -> Token | None:
        """Return what is known of the token of that id, or None for one that is not in force."""
        if not self._ledger.exists():
            return None
        return next(iter(_tokens(self._read(f"{_COLUMNS} WHERE id = ? AND revoked IS NULL", (id,)))), None)

    def list(self) -> tuple[Token, ...]:
        """Return every token ever given out, oldest first."""
        if not self._ledger.exists():
            return ()
        return _tokens(self._read(f"{_COLUMNS} ORDER BY id", ()))

    def revoke(self, id: str, now: datetime) -> None:
        """Make a token worthless from now on; raises NotFound for one that is not there, or is so already."""
        if not self._ledger.exists():
            raise NotFound(f"no token {id} is in force: there is no {self._ledger}")
        with self._writing() as ledger:
            found = ledger.execute(
                "UPDATE tokens SET revoked = ? WHERE id = ? AND revoked IS NULL", (now.isoformat(), id)
            )
            if not found.rowcount:
                raise NotFound(f"no token {id} is in force", hint="kg token list shows them")
            (known,) = _tokens(ledger.execute(f"{_COLUMNS} WHERE id = ?", (id,)).fetchall())
            note_right(ledger, ("revoked", _told_as(known)), self._author, now)

    def close(self) -> None:
        """Let go of the ledger."""
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._open = None

    def _read(self, query: str, values: tuple[object, ...]) -> Sequence[tuple[str, ...]]:
        with self._lock, told_by_ledger(self._ledger):
            if self._open is None:
                mode = _mode(self._ledger)
                where = f"{self._ledger.absolute().as_uri()}?mode={mode}"
                self._open = sqlite3.connect(where, uri=True, timeout=_PATIENCE, check_same_thread=False)
            try:
                return self._open.execute(query, values).fetchall()
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return ()
                raise

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with told_by_ledger(self._ledger):
            self._ledger.parent.mkdir(parents=True, exist_ok=True)
            # The ledger also holds private texts: nobody else's eyes, from its first moment.
            os.close(os.open(self._ledger, os.O_CREAT | os.O_RDWR, 0o600))
            ledger = sqlite3.connect(self._ledger, timeout=_PATIENCE)
            try:
                ledger.execute("PRAGMA journal_mode = WAL")
                ledger.execute("PRAGMA synchronous = FULL")
                with ledger:
                    ledger.execute(_TABLE)
                    yield ledger
            finally:
                ledger.close()


def _tokens(rows: Sequence[tuple[str, ...]]) -> tuple[Token, ...]:
    return tuple(
        Token(i, Scope(scope), note, _time(made), _time(gone) if gone else None) for i, scope, note, made, gone in rows
    )


def _told_as(token: Token) -> str:
    """Return how the audit log tells of a token: what stands before the bracket is its name."""
    return f"token {token.id} ({token.scope}{f', {token.note}' if token.note else ''})"


def _mode(ledger: Path) -> str:
    """Return how the ledger is opened: a folder that takes no writes has no place for the index of a log."""
    log = ledger.with_name(f"{ledger.name}-wal")
    if os.access(ledger.parent, os.W_OK):
        return "rw"
    return "ro" if log.exists() and log.stat().st_size else "ro&immutable=1"


def _hash(token: str) -> str:
    # The token is 256 random bits: a plain hash cannot be searched backwards, and needs no salt.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _scope(word: Scope | str) -> Scope:
    try:
        return Scope(word)
    except ValueError:
        raise UsageError(f"there is no scope {word!r}", hint="scopes: " + ", ".join(Scope)) from None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


@contextmanager
def told_by_ledger(ledger: Path) -> Iterator[None]:
    """Turn the file system's and the database's refusals into ours."""
    try:
        yield
    except OSError as error:
        raise StoreReadOnly(f"{error.filename or ledger}: {(error.strerror or str(error)).lower()}") from error
    except sqlite3.OperationalError as error:
        words = str(error)
        if "locked" in words or "busy" in words:
            raise StoreBusy(f"{ledger} is locked by another process", hint="try again in a moment") from error
        if "readonly" in words or "unable to open" in words:
            raise StoreReadOnly(f"{ledger} takes no writes: {words}") from error
        raise StoreError(f"{ledger}: {words}") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{ledger} is no ledger: {error}") from error
