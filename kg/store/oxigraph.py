"""A store in a folder on disk, embedded in this process."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Literal

from pyoxigraph import Store

from kg.errors import StoreError, StoreMismatch, StoreReadOnly
from kg.store.books import Books
from kg.store.folder import Folder, identify, is_settled, said_by_disk, take, told, write_identity
from kg.store.ledger import Ledger
from kg.store.quads import Identity, Kind
from kg.store.statistics import write_statistics
from kg.store.texts import Texts
from kg.store.ungated import covers, declared


class OxigraphStore(Books):
    """A Reader and a Writer over a folder, which it holds until it is closed; made by `open_store`."""

    def __init__(self, folder: Folder, identity: Identity, lock: IO[str] | None, *, later: bool = False) -> None:
        self.folder = folder
        self._later = later
        self._lock = lock
        self._failed = False
        with told(folder):
            store = _opened(folder, Store if lock else Store.read_only)
        super().__init__(store, Ledger(folder.ledger, read_only=not lock), identity, Texts(folder.search, later=later))

    def reconcile(self) -> None:
        """Bring dataset and ledger together, unless nothing may be written."""
        if self._lock:
            super().reconcile()
            if not is_settled(self.folder):
                self._retract()
        else:
            self._revision, self._quads = self.ledger.position

    def sync(self) -> None:
        """Bring the dataset's log to the disk."""
        self.dataset.store.flush()

    @contextmanager
    def scratch(self) -> Iterator[Store]:
        """Lend a copy of the dataset that may be written to; unchanged files are shared by hard links."""
        with told(self.folder):
            self.folder.scratch.mkdir(exist_ok=True)
            place = Path(mkdtemp(dir=self.folder.scratch))
        try:
            self.dataset.store.backup(str(place / "copy"))
            yield Store(str(place / "copy"))
        finally:
            shutil.rmtree(place, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Surround each write: after a failure of the disk the engine takes writes again only when opened anew."""
        if not self._lock:
            raise StoreReadOnly(f"{self.folder.path} is open for reading only", hint="check who owns the folder")
        self.ready()
        try:
            yield
        except OSError as error:
            self._failed = True
            raise said_by_disk(self.folder, error) from error
        except StoreError:
            self._failed = True
            raise

    def ready(self) -> None:
        """Open the engine anew after a failure, which makes good what was written down."""
        if self._failed and self._lock:
            self._reopen()

    def _reopen(self) -> None:
        # The engine's lock on its files goes with its last reference.
        self.texts.close()
        self.dataset = self.dataset.over(Store())
        gc.collect()
        try:
            self.dataset = self.dataset.over(Store(str(self.folder.dataset)))
            self.texts = Texts(self.folder.search, later=self._later)
            self.reconcile()
        except OSError as error:
            self.dataset = self.dataset.over(Store.read_only(str(self.folder.dataset)))
            raise said_by_disk(self.folder, error) from error
        self._failed = False

    def checkpoint(self) -> Path:
        """Return a read-only copy of this revision, made of hard links; it is whole once it is there.

        A store that takes no writes is its own copy.
        """
        if not self._lock:
            return self.folder.dataset
        place = self.folder.checkpoints / str(self.revision)
        if not place.exists():
            # It writes out what the engine has in memory: an engine that could not is opened anew for the next try.
            with self.writing():
                self.folder.checkpoints.mkdir(exist_ok=True)
                partial = place.with_name(f"{place.name}.{os.getpid()}.partial")
                shutil.rmtree(partial, ignore_errors=True)
                self.dataset.store.backup(str(partial))
                write_statistics(partial, *self.ledger.tallies())
                self.texts.copy(partial / self.folder.search.name)
                partial.rename(place)
        return place

    def tend(self) -> None:
        """Put an index that was made in the background in its place, in the newest checkpoint too."""
        if self.texts.tend(self.source, self._revision):
            with self.writing():
                place = self.checkpoint() / self.folder.search.name
                partial = place.with_name(f"{place.name}.partial")
                self.texts.copy(partial)
                shutil.rmtree(place, ignore_errors=True)
                partial.rename(place)

    def copy(self, place: Path | None = None) -> Path:
        """Return a folder with a copy of this revision, dataset (by hard links) and ledger, for the caller to remove.

        It is made in *place*, by default in the store's own folder, where the next opening removes what was left.
        """
        home = place or self.folder.copies
        self.settle()
        with told(self.folder):
            home.mkdir(exist_ok=True, mode=0o700)
            copy = Path(mkdtemp(prefix=f"{self.revision}-", dir=home))
        try:
            # What could not be written out leaves an engine behind that is to be opened anew.
            with self.writing() if self._lock else told(self.folder):
                self.dataset.store.backup(str(copy / self.folder.dataset.name))
                self.texts.copy(copy / self.folder.search.name)
            self.ledger.copy(copy / self.folder.ledger.name)
        except BaseException:
            shutil.rmtree(copy, ignore_errors=True)
            raise
        return copy

    def declare(self, scratch: tuple[str, ...], now: datetime) -> None:
        """Make *scratch* the scratch graphs (`covers`), from which nothing enters a merged default graph.

        Raises StoreMismatch where an ordinary graph would come of one that holds something, which no gate has seen.
        """
        identity = replace(self.identity, scratch=declared(scratch, self.identity.base))
        if not self._lock or identity == self.identity:
            return
        for graph in self.dataset.store.named_graphs():
            if self.dataset.is_scratch(graph) and not covers(identity.scratch, graph.value):
                raise StoreMismatch(
                    f"the scratch graph <{graph.value}> is there, and its triples were held to no shapes",
                    hint="drop it first, or leave it among the scratch graphs (KG_SCRATCH)",
                )
        # Killed in between, it is found not settled by whoever opens the store next.
        write_identity(self.folder, identity, settled=False)
        self.identity = identity
        self.dataset = replace(self.dataset, scratch=identity.scratch)
        self._retract()
        self.mark("scratch graphs", now)

    def _retract(self) -> None:
        """Let the default graph follow what the folder says of scratch graphs."""
        with self.writing():
            if self.identity.kind == "merged":
                self.dataset.retract_scratch()
                self.recount()
            self.sync()
            self.texts.make_anew(self.source, self._revision)
            write_identity(self.folder, self.identity)

    def close(self) -> None:
        """Let go of the store and of its folder."""
        super().close()
        self.dataset = self.dataset.over(Store())
        gc.collect()
        if self._lock:
            self._lock.close()


def open_store(
    folder: Path,
    *,
    base: str | None = None,
    kind: Kind | None = None,
    create: bool = False,
    served: Literal["first", "again"] | None = None,
) -> OxigraphStore:
    """Open the store in *folder*, made there when *create*; what is not given is as the store says.

    *served* are a server's writers: what a killed process left is removed, but copies only by the first of them, since
    others of its server may be using them; and a text index that must be made anew is made in the background. A folder
    that takes no writes is opened for reading. Raises StoreBusy, StoreMismatch, NotFound.
    """
    places = Folder(folder)
    try:
        lock = take(places, create=create)
    except StoreReadOnly:
        if not places.meta.exists():
            raise
        return OxigraphStore(places, identify(places, base, kind, create=False), None)
    try:
        store = OxigraphStore(places, identify(places, base, kind, create=create), lock, later=served is not None)
    except BaseException:
        lock.close()
        raise
    # Checkpoints stay: query workers may still be looking at them.
    for leftover in (
        *((places.scratch, places.copies) if served != "again" else ()),
        *places.checkpoints.glob("*.partial"),
    ):
        shutil.rmtree(leftover, ignore_errors=True)
    return store


def _opened(folder: Folder, way: Callable[[str], Store]) -> Store:
    try:
        return way(str(folder.dataset))
    except RuntimeError as error:
        hint = "restore the folder from a backup with `kg restore`"
        raise StoreError(f"the dataset in {folder.dataset} is damaged: {error}", hint=hint) from error


def clone(checkpoint: Path, place: Path) -> Store:
    """Open a copy of a checkpoint that may be written to; its tables, which never change, are shared."""
    place.mkdir(parents=True)
    for file in checkpoint.iterdir():
        if file.suffix == ".sst":
            os.link(file, place / file.name)
        elif file.name != "LOCK" and file.is_file():
            shutil.copyfile(file, place / file.name)
    return Store(str(place))
