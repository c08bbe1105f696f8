"""Where a command's words go: data on standard output or into a file, everything else on standard error."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

STDOUT = "-"
_SPAN = re.compile(r"\[\n\s+(\d+),\n\s+(\d+)\n\s+\]")


class ReaderGone(Exception):
    """Whoever read standard output has seen enough."""


@contextmanager
def sink(output: str) -> Iterator[BinaryIO]:
    """Open where data goes; a file is there whole or not at all."""
    if output == STDOUT:
        try:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise ReaderGone from None
        return
    target = Path(output)
    if target.exists() and not target.is_file():
        # A pipe or a device is written to as it is; a folder says so itself.
        with target.open("wb") as file:
            yield cast(BinaryIO, file)
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield cast(BinaryIO, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def say(*lines: str) -> None:
    """Print lines for the person at the terminal."""
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.stderr.flush()


def json_text(value: object) -> str:
    """Return *value* as JSON to be read by people too: Arabic as it is, two spaces deep, a span on one line."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    # A line break never stands inside a JSON string, so that this finds pairs of numbers only.
    return _SPAN.sub(r"[\1, \2]", text) + "\n"


def json_line(value: object) -> str:
    """Return *value* as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, default=str) + "\n"


def write_all(chunks: Iterable[bytes], output: str, *, closed: bool = True) -> None:
    """Write *chunks* to where the data goes, closing the last line if it is open, unless they are no text."""
    with sink(output) as file:
        last = b"\n"
        for chunk in chunks:
            file.write(chunk)
            last = chunk or last
        if closed and not last.endswith(b"\n"):
            file.write(b"\n")


def write_text(text: str, output: str = STDOUT) -> None:
    """Write *text* in UTF-8, whatever the locale says."""
    write_all([text.encode("utf-8")], output)
