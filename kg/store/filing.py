"""How the ledger's file is opened for reading, and what SQLite says of it turned into our errors."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError, StoreFull, StoreReadOnly


def reading(path: Path) -> str:
    """Return the mode in which the ledger is read: it has a log beside it, whose index is a file too.

    A folder that takes no writes has no place for one that is not there; "immutable" needs none, and sees no log.
    """
    log = path.with_name(f"{path.name}-wal")
    logged = log.exists() and log.stat().st_size > 0
    return "ro" if logged or os.access(path.parent, os.W_OK) else "ro&immutable=1"


@contextmanager
def told() -> Iterator[None]:
    """Turn what SQLite says into our errors."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "readonly" in str(error):
            raise StoreReadOnly("the ledger cannot be written to", hint="check who owns the folder") from error
        if "full" in str(error):
            hint = "make room; the store takes writes again by itself"
            raise StoreFull("the ledger cannot be written to: the disk is full", hint=hint) from error
        raise StoreError(f"the ledger could not do it: {error}", hint="is the disk full?") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(f"the ledger is damaged: {error}", hint="restore the folder from a backup") from error
