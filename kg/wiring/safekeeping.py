"""Backups made, brought back, and held to what they say; stores too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreBusy, StoreMismatch, UsageError
from kg.wiring.opening import open_session
from kg.wiring.stores import now, open_local_store

if TYPE_CHECKING:
    from kg.store import Copy, Inspection, Manifest, Tell
    from kg.wiring.settings import Settings


def back_up(settings: Settings, target: Path, tell: Tell) -> Manifest:
    """Carry a copy of the store at its newest revision to the new folder *target*, and hold it to its ledger there.

    A server that holds the store goes on meanwhile. Raises StoreError when something is at *target*.
    """
    from kg import __version__
    from kg.store import Copy, inspect
    from kg.store import back_up as carry

    if target.absolute().is_relative_to(settings.location.absolute()):
        raise UsageError(f"{target} is in the store's own folder", hint="back up to another place, best another disk")
    with open_session(settings) as session, session.copied() as copy:
        manifest = carry(copy, target, now(), __version__, tell)
    found = inspect(Copy(target, manifest.identity), tell)
    if not found.sound:
        first = found.faults[0]
        raise StoreMismatch(
            f"the copy at {target} is not sound: {first.check} {first.subject}: {first.message}",
            hint="kg verify tells whether the store itself is",
        )
    return manifest


def restore(settings: Settings, backup: Path, tell: Tell) -> Manifest:
    """Make the store at the location of a backup; raises StoreError, StoreMismatch, NotFound."""
    from kg.access import door
    from kg.store import read_manifest
    from kg.store import restore as bring_back

    manifest, chosen = read_manifest(backup), settings.model_fields_set
    if "base" in chosen and settings.base != manifest.identity.base:
        raise StoreMismatch(
            f"the backup {backup} is of a store under {manifest.identity.base}, not {settings.base}",
            hint=f"set KG_BASE={manifest.identity.base}, or leave it out",
        )
    if door.answers(settings.location / door.NAME):
        raise StoreBusy(f"a server holds the store in {settings.location}", hint="restore to another folder")
    bring_back(backup, manifest, settings.location, tell)
    with_meta = settings.model_copy(update={"base": manifest.identity.base, "dataset": manifest.identity.kind})
    store = open_local_store(with_meta)
    try:
        if (store.revision, store.quads) != (manifest.revision, manifest.quads):
            raise StoreMismatch(
                f"{settings.location} is at revision {store.revision}, the backup at {manifest.revision}"
            )
    finally:
        store.close()
    return manifest


def verify(
    settings: Settings, backup: Path | None, tell: Tell, *, shapes: bool = True, thorough: bool = False
) -> Inspection:
    """Hold the store, or a backup, to its own checksums, texts and quotes, and to the shapes; raises StoreError."""
    if backup is None:
        with open_session(settings) as session, session.copied() as copy:
            return _inspected(copy, tell, shapes=shapes, thorough=thorough)
    from kg.store import Copy, Fault, damaged_files, read_manifest

    manifest = read_manifest(backup)
    damaged = tuple(Fault("file", line.partition(":")[0], line) for line in damaged_files(backup, manifest, tell))
    if damaged:
        # What the engine makes of damaged files says nothing more.
        from kg.store import Inspection

        return Inspection(manifest.revision, manifest.quads, faults=damaged)
    found = _inspected(Copy(backup, manifest.identity), tell, shapes=shapes, thorough=thorough)
    if (found.revision, found.quads) != (manifest.revision, manifest.quads):
        odd = Fault("manifest", "", f"it tells of revision {manifest.revision}, and the ledger of {found.revision}")
        return replace(found, faults=(*found.faults, odd))
    return found


def _inspected(copy: Copy, tell: Tell, *, shapes: bool, thorough: bool) -> Inspection:
    from kg.store import inspect
    from kg.wiring.trades import Checking

    return inspect(copy, tell, Checking(copy.identity.base) if shapes else None, thorough=thorough)
