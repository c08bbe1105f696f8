"""The text index kept in step with the dataset: what a change touches is read anew, and committed with it."""

from __future__ import annotations

import hashlib
import logging
import shutil
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from kg.errors import StoreError
from kg.search import Document, Source, TextIndex, touched
from kg.sparql import Delta

_log = logging.getLogger("kg.search")
_AT_ONCE = 10_000
_TOLD_EVERY = 5.0
Tell = Callable[[str, int, int], None]


class Texts:
    """The index of a store, in *folder* or in memory; in memory it is brought up to date when it is asked."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._touched: set[str] = set()
        self._index = TextIndex(None) if folder is None else TextIndex.opened(folder)

    @property
    def revision(self) -> int:
        """Return the revision of the dataset that the index is at; -1 when there is none."""
        return -1 if self._index is None else self._index.revision

    def close(self) -> None:
        """Let go of the files."""
        if self._index is not None:
            self._index.close()

    def note(self, delta: Delta) -> None:
        """Hear of a change that the dataset has taken."""
        self._touched |= touched(delta.out) | touched(delta.into)

    def settle(self, source: Source, revision: int) -> None:
        """Make the index that of *revision*, durably."""
        if self.folder is not None:
            self._bring_up(source, revision)

    def index(self, source: Source, revision: int) -> TextIndex:
        """Return the index at *revision*; raises StoreError where there is none."""
        if self.folder is None and self._index is not None and self._index.revision != revision:
            self._bring_up(source, revision)
        if self._index is None or self._index.revision != revision:
            raise StoreError(
                "the text index of this store is not up to date, and nothing may be written here",
                hint="open the store once where it can be written to",
            )
        return self._index

    def _bring_up(self, source: Source, revision: int) -> None:
        assert self._index is not None
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
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def catch_up(self, source: Source, since: int, revision: int) -> None:
        """Make the index that of *revision*; what was noted is all that changed after *since*."""
        if self._index is not None and since <= self._index.revision <= revision:
            if self._touched or self._index.revision != revision:
                self.settle(source, revision)
        elif self.folder is not None:
            self._make_anew(source, revision)

    def _make_anew(self, source: Source, revision: int) -> None:
        """Make the index of the whole dataset beside the old one, and put it in its place."""
        assert self.folder is not None
        new = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        self.close()
        made = TextIndex(new)
        fill(made, source, revision)
        made.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        new.rename(self.folder)
        self._index = TextIndex(self.folder)
        self._touched.clear()

    def copy(self, place: Path) -> None:
        """Make a copy in the new folder *place*, by hard links; none where there is no index."""
        if self._index is not None:
            self._index.copy(place)


def fill(index: TextIndex, source: Source, revision: int) -> None:
    """Put the whole of a dataset into a new index, and say in the log how far that is."""
    total = source.count()
    if total:
        _log.warning("making the text index: %d texts", total)
    documents, done, told = source.all(), 0, time.monotonic()
    while batch := list(islice(documents, _AT_ONCE)):
        index.renew((), batch)
        done += len(batch)
        if time.monotonic() - told > _TOLD_EVERY:
            told = time.monotonic()
            _log.warning("making the text index: %d of %d texts", done, total)
    index.commit(revision)
    if total:
        _log.warning("the text index is made: %d texts, revision %d", done, revision)


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
        if number % _AT_ONCE == 0:
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
