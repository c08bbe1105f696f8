"""What lies in a store's folder, opened."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.access import Tokens
    from kg.store import OxigraphStore
    from kg.wiring.settings import Settings


def now() -> datetime:
    """Return the time; the one clock of the program."""
    return datetime.now(UTC)


def ourselves() -> str:
    """Return how the audit log names this process."""
    return f"local (pid {os.getpid()}, uid {os.getuid()})"


def open_tokens(settings: Settings) -> Tokens:
    """Return the tokens of the store's folder, which need not be there yet."""
    from kg.access import Tokens
    from kg.store import Folder

    return Tokens(Folder(settings.location).ledger, ourselves())


def open_local_store(settings: Settings, *, create: bool = False) -> OxigraphStore:
    """Return the store, open in this process; raises StoreBusy, StoreMismatch, NotFound.

    Only a base and a kind that somebody chose are held against the store: it knows its own. So it does its scratch
    graphs, until somebody chooses others.
    """
    from kg.store import open_store

    chosen = settings.model_fields_set
    store = open_store(
        settings.location,
        base=settings.base if "base" in chosen else None,
        kind=settings.dataset if "dataset" in chosen else None,
        create=create,
    )
    if "scratch" in chosen:
        try:
            store.declare(settings.scratch, now())
        except BaseException:
            store.close()
            raise
    return store
