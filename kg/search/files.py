"""The index's files: never changed once they are written, so that a copy of a revision is made of links."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError

_META, _KNOWN = "meta.json", ".managed.json"
_TRIES = 20


@contextmanager
def told() -> Iterator[None]:
    """Turn what the engine says of the disk into what the system says of it, and the rest into StoreError."""
    try:
        yield
    except ValueError as error:
        # The engine has one kind of error for all; what the disk said stands in its words.
        if code := re.search(r"\(os error (\d+)\)|code: (\d+)", str(error)):
            number = int(code[1] or code[2])
            raise OSError(number, os.strerror(number)) from error
        if "No space" in str(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise StoreError(f"the text index failed: {error}") from error


def copy_index(folder: Path, place: Path) -> None:
    """Copy the newest commit in *folder* to the new folder *place*; raises StoreError when it changes too fast."""
    for _ in range(_TRIES):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        before = (folder / _META).read_bytes()
        try:
            names = _link_segments(folder, place, before)
        except FileNotFoundError:
            continue
        # A merge may take files away meanwhile; while the commit is the same one, it has all of its files.
        if (folder / _META).read_bytes() == before:
            (place / _META).write_bytes(before)
            (place / _KNOWN).write_text(json.dumps([_META, *names]), "utf-8")
            return
    raise StoreError(f"the text index in {folder} changes faster than it can be copied")


def _link_segments(folder: Path, place: Path, meta: bytes) -> list[str]:
    segments = {str(one["segment_id"]).replace("-", "") for one in json.loads(meta)["segments"]}
    names = [file.name for file in folder.iterdir() if file.name.partition(".")[0] in segments]
    for name in names:
        try:
            os.link(folder / name, place / name)
        except OSError as error:
            if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
                raise
            shutil.copyfile(folder / name, place / name)
    return names
