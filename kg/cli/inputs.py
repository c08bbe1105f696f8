"""The documents a command was given: files, folders, globs, standard input and web addresses."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError, TooLarge

if TYPE_CHECKING:
    from kg.wiring import Settings

STDIN = "-"
ARTICLE_ENDINGS = (".txt", ".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class Room:
    """How much may come in, how long a web address may take, and which may lie in a private network."""

    size: int
    seconds: float
    allowed: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> Room:
        """Return what the settings give."""
        return cls(settings.body, settings.fetch_seconds, settings.allow_service)


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of one document, and the web address they came from when they did."""

    raw: bytes
    url: str | None = None


def is_url(source: str) -> bool:
    """Tell whether *source* is a web address."""
    return source.startswith(("http://", "https://"))


def is_document(subject: str) -> bool:
    """Tell whether *subject* is a document to read, rather than the name of a published article."""
    if subject == STDIN or Path(subject).exists():
        return True
    # A file that is not there shall be missed as a file: no key has a dot or a slash.
    return not is_url(subject) and not subject.startswith("urn:") and any(mark in subject for mark in "./")


def expand(sources: Iterable[str]) -> Iterator[str]:
    """Yield each document's name: folders give their articles, globs what they match, each once; raises InputError."""
    seen: set[str] = set()
    for source in sources:
        for name in _expanded(source):
            if name not in seen:
                seen.add(name)
                yield name


def load(source: str, room: Room) -> Document:
    """Return the bytes behind *source*: a file, standard input or a web address."""
    if source == STDIN:
        return Document(_capped(sys.stdin.buffer.read(room.size + 1), "standard input", room))
    if is_url(source):
        return _fetched(source, room)
    try:
        with Path(source).open("rb") as file:
            return Document(_capped(file.read(room.size + 1), source, room))
    except PermissionError as error:
        raise InputError(f"{source}: permission denied") from error


def _expanded(source: str) -> Iterator[str]:
    path = Path(source)
    if source == STDIN or is_url(source) or path.is_file():
        yield source
    elif path.is_dir():
        inside = sorted(str(p) for p in path.rglob("*") if p.suffix.lower() in ARTICLE_ENDINGS and p.is_file())
        if not inside:
            raise InputError(f"{source}: no articles in this folder", hint="looked for " + ", ".join(ARTICLE_ENDINGS))
        yield from inside
    elif glob.has_magic(source):
        # Path.glob takes no absolute pattern.
        matching = sorted(p for p in glob.glob(source, recursive=True) if Path(p).is_file())  # noqa: PTH207
        if not matching:
            raise InputError(f"{source}: matches no file")
        yield from matching
    else:
        # Reading it says why it cannot be read, in its turn; the others go on.
        yield source


def _fetched(url: str, room: Room) -> Document:
    from kg.article import fetch

    fetched = fetch(url, size=room.size, seconds=room.seconds, allowed=room.allowed)
    return Document(fetched.body, fetched.url)


def _capped(raw: bytes, name: str, room: Room) -> bytes:
    _fits(len(raw), name, room)
    return raw


def _fits(size: int, name: str, room: Room) -> None:
    if size > room.size:
        raise TooLarge(f"{name} is longer than {room.size} bytes", hint="KG_BODY sets the limit")
