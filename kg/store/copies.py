"""Backups: a copy of one revision carried elsewhere with the hash of each file, and brought back."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pyoxigraph import Store

from kg.errors import NotFound, StoreError, StoreMismatch
from kg.store.folder import BACKUP, Folder, said_by_disk, write_identity
from kg.store.ledger import Ledger
from kg.store.quads import Identity, Kind

FORMAT = 1
_PIECE = 1 << 20
_TRIES, _PAUSE = 5, 0.05

Tell = Callable[[str, int, int], None]
"""Hears how far long work has come: what is done, how much of it, of how much."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file of a backup: its size and the SHA-256 of its bytes."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    identity: Identity
    revision: int
    quads: int
    made: datetime
    program: str
    files: dict[str, Sealed]

    def encode(self) -> str:
        """Return it as JSON."""
        said = {"format": FORMAT, "base": self.identity.base, "dataset": self.identity.kind}
        said["scratch"] = list(self.identity.scratch)
        said |= {"revision": self.revision, "quads": self.quads, "made": self.made.isoformat(), "program": self.program}
        said["files"] = {name: asdict(sealed) for name, sealed in self.files.items()}
        return json.dumps(said, indent=2) + "\n"


def read_manifest(backup: Path) -> Manifest:
    """Return what a backup says of itself; raises NotFound, StoreError, StoreMismatch."""
    place = backup / BACKUP
    if not backup.exists():
        raise NotFound(f"there is no backup at {backup}")
    if not place.is_file():
        raise StoreError(
            f"{backup} is no backup: it has no {BACKUP}",
            hint="a backup that was not finished has none either; kg backup makes one",
        )
    try:
        said = json.loads(place.read_text("utf-8"))
        if said["format"] != FORMAT:
            raise StoreMismatch(
                f"the backup {backup} has format {said['format']}, and this program reads format {FORMAT}",
                hint="restore it with the program that made it",
            )
        kind: Kind = "plain" if said["dataset"] == "plain" else "merged"
        files = {str(name): Sealed(int(one["size"]), str(one["sha256"])) for name, one in said["files"].items()}
        made = datetime.fromisoformat(said["made"])
        identity = Identity(str(said["base"]), kind, tuple(map(str, said.get("scratch", ()))))
        return Manifest(identity, int(said["revision"]), int(said["quads"]), made, str(said["program"]), files)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{place} cannot be read: {error}", hint="the backup is damaged; use another") from None


@dataclass(frozen=True, slots=True)
class Copy:
    """A store's dataset and ledger at one revision, in a folder; nobody writes to it."""

    path: Path
    identity: Identity

    @contextmanager
    def opened(self) -> Iterator[tuple[Store, Ledger]]:
        """Lend its two halves for reading; raises StoreError for a copy that cannot be read."""
        place = Folder(self.path)
        ledger = Ledger(place.ledger, read_only=True)
        try:
            yield Store.read_only(str(place.dataset)), ledger
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.path} cannot be read: {error}", hint="restore it from a backup") from error
        finally:
            ledger.close()


def back_up(copy: Copy, target: Path, made: datetime, program: str, tell: Tell) -> Manifest:
    """Carry *copy* to the new folder *target*, file by file; raises StoreError when something is there."""
    _be_new(target)
    with copy.opened() as (_, ledger):
        revision, quads = ledger.position
    with _all_or_nothing(target):
        files = _carry(copy.path, target, sorted(_files(copy.path)), tell)
        manifest = Manifest(copy.identity, revision, quads, made, program, files)
        write_durably(target / BACKUP, manifest.encode())
    return manifest


def restore(backup: Path, manifest: Manifest, folder: Path, tell: Tell) -> None:
    """Make a store in the new folder *folder* of a backup, every file held to its hash; raises StoreError."""
    _be_new(folder)
    with _all_or_nothing(folder):
        found = _carry(backup, folder, sorted(manifest.files), tell)
        for name, sealed in manifest.files.items():
            if found[name] != sealed:
                raise StoreError(f"the backup is damaged: {backup / name}", hint="use another backup")
        write_identity(Folder(folder), manifest.identity)


def damaged_files(backup: Path, manifest: Manifest, tell: Tell) -> Iterator[str]:
    """Yield the files of a backup that are gone, or are not what they were when it was made."""
    for number, (name, sealed) in enumerate(sorted(manifest.files.items())):
        tell("files", number, len(manifest.files))
        try:
            digest, size = hashlib.sha256(), 0
            for piece in _pieces(backup / name):
                digest.update(piece)
                size += len(piece)
        except OSError as error:
            yield f"{name}: {error.strerror or error}"
            continue
        if Sealed(size, digest.hexdigest()) != sealed:
            yield f"{name}: not the bytes that were backed up"


def _be_new(place: Path) -> None:
    try:
        taken = place.is_symlink() or (place.exists() and (not place.is_dir() or any(place.iterdir())))
    except OSError as error:
        raise said_by_disk(Folder(place), error) from error
    if taken:
        raise StoreError(f"{place} exists already", hint="name a folder that is not there, or is empty")


def remove(copy: Path) -> None:
    """Remove a copy's folder with all that is in it; raises OSError.

    A text index that was opened in it just now is looked at once more by a thread of its library, whose lock file comes
    and goes while the folder is emptied: then it is emptied again.
    """
    for left in reversed(range(_TRIES)):
        try:
            shutil.rmtree(copy)
            return
        except OSError as error:
            if not left or error.errno not in (errno.ENOTEMPTY, errno.ENOENT) or not copy.exists():
                raise
            time.sleep(_PAUSE)


@contextmanager
def _all_or_nothing(place: Path) -> Iterator[None]:
    """Make the folder, for its owner alone, and take out again what was put there when that is not finished."""
    there = place.exists()
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        yield
    except BaseException as error:
        with_content = list(place.iterdir()) if place.is_dir() else []
        for one in with_content:
            shutil.rmtree(one, ignore_errors=True) if one.is_dir() else one.unlink(missing_ok=True)
        if not there:
            shutil.rmtree(place, ignore_errors=True)
        if isinstance(error, OSError):
            raise said_by_disk(Folder(place), error) from error
        raise


def _files(place: Path) -> Iterator[str]:
    for path in place.rglob("*"):
        if path.is_file() and path.name != "LOCK":
            yield path.relative_to(place).as_posix()


def _carry(source: Path, target: Path, names: list[str], tell: Tell) -> dict[str, Sealed]:
    carried = {}
    for number, name in enumerate(names):
        tell("files", number, len(names))
        (target / name).parent.mkdir(exist_ok=True, mode=0o700)
        carried[name] = _carry_one(source / name, target / name)
    for folder in {target, *((target / name).parent for name in names)}:
        _sync(folder)
    tell("files", len(names), len(names))
    return carried


def _carry_one(source: Path, target: Path) -> Sealed:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        for piece in _pieces(source):
            digest.update(piece)
            size += file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return Sealed(size, digest.hexdigest())


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def write_durably(path: Path, text: str) -> None:
    """Write a file that is there whole, and on the disk, or as it was before."""
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
