"""A store's folder: what lies where in it, who it was made by, and who holds it.

store.json      the layout's version, the base of all IRIs, the kind of dataset, its scratch graphs
dataset/        the engine's files
search/         the text index, at the revision of the dataset
ledger.sqlite   texts, entries, refusals, tokens, the log of changes
sessions.sqlite who is signed in, by hash; no backup takes it along
checkpoints/    read-only copies of revisions (hard links) with their statistics, for the query workers
copies/         whole copies of revisions, ledger included, while they are carried away or looked at
scratch/        copies that one update may write to
quarantine/     graphs that the gate's engines do not agree on, with what was said of them
lock            held by the process that has the store open
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.errors import NotFound, StoreBusy, StoreError, StoreFull, StoreMismatch, StoreReadOnly
from kg.store.quads import Identity

VERSION = 1
BACKUP = "backup.json"
"""What a backup says of itself; a folder with it is no store."""
PATIENCE = 1.0
"""Seconds to wait for another process to let go: two commands one after the other must not meet."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The places in a store's folder."""

    path: Path

    @property
    def meta(self) -> Path:
        """Return where the store says what it is."""
        return self.path / "store.json"

    @property
    def dataset(self) -> Path:
        """Return where the engine's files are."""
        return self.path / "dataset"

    @property
    def search(self) -> Path:
        """Return where the text index is."""
        return self.path / "search"

    @property
    def ledger(self) -> Path:
        """Return where the ledger is."""
        return self.path / "ledger.sqlite"

    @property
    def sessions(self) -> Path:
        """Return where it is noted who is signed in."""
        return self.path / "sessions.sqlite"

    @property
    def checkpoints(self) -> Path:
        """Return where copies of revisions are."""
        return self.path / "checkpoints"

    @property
    def copies(self) -> Path:
        """Return where copies of revisions are that are being looked at or carried away."""
        return self.path / "copies"

    @property
    def quarantine(self) -> Path:
        """Return where graphs are that the gate's engines do not agree on."""
        return self.path / "quarantine"

    @property
    def scratch(self) -> Path:
        """Return where copies are that may be written to."""
        return self.path / "scratch"


def identify(folder: Folder, base: str | None, kind: str | None, *, create: bool) -> Identity:
    """Return what the store is, having made its folder if there was none; raises StoreMismatch, NotFound."""
    if not folder.meta.exists():
        if not create:
            raise no_store(folder)
        return _make(folder, Identity(base or "http://localhost:8000/", "plain" if kind == "plain" else "merged"))
    try:
        said = json.loads(folder.meta.read_text("utf-8"))
        version = said["version"]
        known = Identity(said["base"], said["dataset"], tuple(map(str, said.get("scratch", ()))))
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder.meta} cannot be read: {error}", hint="restore the folder from a backup") from None
    if version != VERSION:
        raise StoreMismatch(
            f"the store in {folder.path} has layout {version}, and this program writes layout {VERSION}",
            hint="export it with the program that made it, and ingest again here",
        )
    if base and base != known.base:
        raise StoreMismatch(
            f"the store in {folder.path} was made with the base {known.base}, not {base}",
            hint=f"set KG_BASE={known.base}, or use another folder",
        )
    if kind and kind != known.kind:
        raise StoreMismatch(
            f"the store in {folder.path} is a {known.kind} dataset, not a {kind} one",
            hint=f"use --dataset {known.kind}, or another folder",
        )
    return known


def _make(folder: Folder, identity: Identity) -> Identity:
    if folder.dataset.exists():
        raise StoreError(f"{folder.path} holds a dataset but no store.json", hint="use another folder")
    write_identity(folder, identity)
    return identity


def write_identity(folder: Folder, identity: Identity, *, settled: bool = True) -> None:
    """Let the folder say what its store is; from then on it is one. It is not `settled` while scratch graphs change."""
    said: dict[str, object] = {"version": VERSION, "base": identity.base, "dataset": identity.kind}
    said |= {"scratch": list(identity.scratch)} if identity.scratch else {}
    said |= {} if settled else {"settled": False}
    partial = folder.meta.with_suffix(".partial")
    with told(folder):
        partial.write_text(json.dumps(said, indent=2) + "\n", "utf-8")
        partial.replace(folder.meta)


def is_settled(folder: Folder) -> bool:
    """Tell whether the dataset is what the folder says of its scratch graphs."""
    return bool(json.loads(folder.meta.read_text("utf-8")).get("settled", True))


def take(folder: Folder, *, create: bool) -> IO[str]:
    """Return the folder's lock, held; raises StoreBusy, StoreReadOnly, NotFound."""
    if create:
        with told(folder):
            folder.path.mkdir(parents=True, exist_ok=True)
    elif not folder.meta.exists():
        raise no_store(folder)
    with told(folder):
        lock = (folder.path / "lock").open("a+", encoding="utf-8")
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except OSError:
            if time.monotonic() > until:
                lock.close()
                raise StoreBusy(
                    f"another process holds the store in {folder.path}",
                    hint="wait for it to end; while kg serve holds a store, only a second kg serve is refused",
                ) from None
            time.sleep(0.02)
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def no_store(folder: Folder) -> NotFound:
    """Return the error for a folder without a store, be it a backup."""
    if (folder.path / BACKUP).exists():
        return NotFound(
            f"{folder.path} is a backup", hint=f"kg restore {folder.path} --location DIR makes a store of it"
        )
    return NotFound(f"there is no store in {folder.path}", hint="kg ingest FILE --location DIR makes one")


class told:  # noqa: N801 - reads as a clause
    """Turns what the disk says into our errors."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise said_by_disk(self._folder, error) from error


def said_by_disk(folder: Folder, error: OSError) -> StoreError:
    """Return the clear error behind what the disk said."""
    text = str(error)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM) or "Read-only" in text or "Permission denied" in text:
        return StoreReadOnly(f"{folder.path} cannot be written to", hint="check the disk and who owns the folder")
    if error.errno in (errno.ENOSPC, errno.EDQUOT) or "No space" in text:
        return StoreFull(f"the disk of {folder.path} is full", hint="make room; the store takes writes again by itself")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return StoreError(f"{folder.path} is no folder", hint="give a folder as --location")
    return StoreError(f"the store in {folder.path} failed: {text}")
