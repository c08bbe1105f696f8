"""A mark in the store's folder while a server runs on it: one found there tells of a server that did not close."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NAME = "served.json"


@contextmanager
def marked(folder: Path, since: str) -> Iterator[int]:
    """Leave the mark while the context lasts; yield how many servers in a row before this one did not close.

    A mark left under the same *since* is of this server: it was begun anew, which is told elsewhere.
    """
    mark = folder / NAME
    unclosed = _count(mark, since)
    # What takes no writes keeps no mark; such a folder is served all the same.
    with suppress(OSError):
        mark.write_text(json.dumps({"since": since, "unclosed": unclosed}) + "\n", "utf-8")
    try:
        yield unclosed
    finally:
        with suppress(OSError):
            mark.unlink(missing_ok=True)


def _count(mark: Path, since: str) -> int:
    try:
        said = mark.read_text("utf-8")
    except FileNotFoundError:
        return 0
    except OSError:
        return 1
    try:
        left = json.loads(said)
        return int(left["unclosed"]) + int(left.get("since") != since)
    except (ValueError, KeyError, TypeError, AttributeError):
        # Killed while it was written.
        return 1
