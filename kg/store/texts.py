"""The text index kept in step with the dataset: what a change touches is read anew, and committed with it."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import KGError, Overloaded, StoreError
from kg.search import Document, Source, TextIndex, touched
from kg.sparql import Delta
from kg.store.making import Making

Tell = Callable[[str, int, int], None]
_TOLD_EVERY = 10_000


class Texts:
    """The index of a store, in *folder* or in memory; in memory it is brought up to date when it is asked.

    An index that is missing, damaged, of another version or of another revision is made anew: at once, or, with
    *later*, in the background, while the old one stays as it is; `tend` puts the new one in its place.
    """

    def __init__(self, folder: Path | None, *, later: bool = False) -> None:
        self.folder = folder
        self._later = later
        self._touched: set[str] = set()
        self._making: Making | None = None
        self._index = TextIndex(None) if folder is None else TextIndex.opened(folder)

    @property
    def making(self) -> bool:
        """Tell whether a new index is being made in the background, or waits to be put in its place."""
        return self._making is not None

    def close(self) -> None:
        """Let go of the files."""
        if self._making is not None:
            self._making.stop()
            self._making = None
        if self._index is not None:
            self._index.close()

    def note(self, delta: Delta) -> None:
        """Hear of a change that the dataset has taken."""
        self._touched |= touched(delta.out) | touched(delta.into)

    def settle(self, source: Source, revision: int) -> None:
        """Make the index that of *revision*, durably; one that is being made anew follows when it is there."""
        if self.folder is not None and not self.tend(source, revision) and self._making is None:
            self._bring_up(source, revision)

    @contextmanager
    def settling(self, source: Source, revision: int) -> Iterator[None]:
        """Settle beside what is done in this context; at its end both are durable, or what went wrong is raised."""
        if self.folder is None:
            yield
            return
        failures: list[BaseException] = []

        def run() -> None:
            try:
                self.settle(source, revision)
            except (OSError, RuntimeError, KGError) as error:
                failures.append(error)

        beside = threading.Thread(target=run, name="text index")
        beside.start()
        try:
            yield
        finally:
            beside.join()
        if failures:
            raise failures[0]

    def tend(self, source: Source, revision: int) -> bool:
        """Put the index that was made in the background in its place, at *revision*; tell whether there was one."""
        making = self._making
        if making is None or making.going_on:
            return False
        self._making = None
        if making.failure is not None:
            self._set_aside()
            return False
        self._take(making.place)
        self._bring_up(source, revision)
        return True

    def index(self, source: Source, revision: int) -> TextIndex:
        """Return the index at *revision*; raises StoreError where there is none, Overloaded where one is being made."""
        if self.folder is None and self._index is not None and self._index.revision != revision:
            self._bring_up(source, revision)
        if self._making is not None:
            raise being_made()
        if self._index is None or self._index.revision != revision:
            raise StoreError(
                "the text index of this store is not up to date, and nothing may be written here",
                hint="open the store once where it can be written to",
            )
        return self._index

    def _bring_up(self, source: Source, revision: int) -> None:
        if self._index is None:
            return
        try:
            resources = sorted(self._touched)
            self._index.renew(resources, (one for resource in resources for one in source.of(resource)))
            self._index.commit(revision)
        except StoreError:
            # An index that cannot be written to for another reason than the disk is made anew at the next opening.
            self._set_aside()
            raise
        self._touched.clear()

    def _set_aside(self) -> None:
        self.close()
        self._index = None
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def catch_up(self, source: Source, since: int, revision: int) -> None:
        """Make the index that of *revision*; what was noted is all that changed after *since*."""
        if self._index is not None and since <= self._index.revision <= revision:
            if self._touched or self._index.revision != revision:
                self.settle(source, revision)
        else:
            self.make_anew(source, revision)

    def make_anew(self, source: Source, revision: int) -> None:
        """Make the index of the whole dataset, now or in the background."""
        if self.folder is None:
            self._touched |= {document.resource for document in source.all()}
            return
        if self._making is not None:
            self._making.stop()
        self._touched.clear()
        making = Making(self.folder.with_name(f"{self.folder.name}.new"), source, revision)
        if self._later and source.count():
            self._making = making
            making.start()
        else:
            making.make()
            self._take(making.place)

    def _take(self, place: Path) -> None:
        assert self.folder is not None
        if self._index is not None:
            self._index.close()
        old = self.folder.with_name(f"{self.folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        with suppress(FileNotFoundError):
            self.folder.rename(old)
        place.rename(self.folder)
        shutil.rmtree(old, ignore_errors=True)
        self._index = TextIndex(self.folder)

    def copy(self, place: Path) -> None:
        """Make a copy in the new folder *place*, by hard links; none where there is no index."""
        if self._index is not None:
            self._index.copy(place)


def being_made() -> Overloaded:
    """Return the error of who asks while there is no index yet."""
    return Overloaded("the text index is being made; the log says how far it is", yours=False, seconds=10)


def index_beside(place: Path) -> Path:
    """Return where the index of a dataset in *place* is: in the checkpoint, or beside the dataset of a folder."""
    inside = place / "search"
    return inside if inside.is_dir() else place.with_name("search")


def complaints_of(folder: Path, source: Source, revision: int, tell: Tell) -> Iterator[str]:
    """Yield what the index in *folder* says otherwise than the dataset, which is at *revision*."""
    index = TextIndex.opened(folder)
    if index is None:
        yield "it cannot be read"
        return
    if index.revision != revision:
        yield f"it is at revision {index.revision}, and the dataset at {revision}"
    held = {_digest(document) for document in index.documents()}
    total, lacking = source.count(), 0
    for number, document in enumerate(source.all()):
        if number % _TOLD_EVERY == 0:
            tell("texts", number, total)
        digest = _digest(document)
        if digest not in held:
            lacking += 1
        held.discard(digest)
    if lacking:
        yield f"it lacks {lacking} texts that the dataset holds"
    if held:
        yield f"it holds {len(held)} texts that the dataset does not"


def _digest(document: Document) -> bytes:
    return hashlib.blake2b(repr(document).encode("utf-8", "surrogatepass"), digest_size=16).digest()
