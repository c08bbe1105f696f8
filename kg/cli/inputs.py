"""The documents a command was given: files, folders, globs, standard input and web addresses."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, NetworkError, NotText, TooLarge

STDIN = "-"
ARTICLE_ENDINGS = (".txt", ".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class Room:
    """How much may come in, and how long a web address may take."""

    size: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of one document, and the web address they came from when they did."""

    raw: bytes
    url: str | None = None


def is_url(source: str) -> bool:
    """Tell whether *source* is a web address."""
    return source.startswith(("http://", "https://"))


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
    import httpx

    body = bytearray()
    headers = {"User-Agent": "isnad", "Accept": "text/html, text/plain;q=0.9, */*;q=0.1"}
    try:
        with httpx.stream("GET", url, headers=headers, timeout=room.seconds, follow_redirects=True) as response:
            if response.is_error:
                raise NetworkError(f"{url} answered {response.status_code} {response.reason_phrase}".rstrip())
            for chunk in response.iter_bytes():
                body += chunk
                _fits(len(body), url, room)
            charset, final = response.charset_encoding, str(response.url)
    except httpx.TimeoutException as error:
        raise NetworkError(f"{url} did not answer within {room.seconds:g} seconds") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NetworkError(f"{url} could not be fetched: {str(error) or type(error).__name__}") from error
    return Document(_utf8(bytes(body), charset, url), final)


def _utf8(body: bytes, charset: str | None, url: str) -> bytes:
    """Return *body* in UTF-8; the charset of the HTTP header wins over the page's own (RFC 9110 8.3.2)."""
    if charset is None or charset.lower().replace("-", "") in ("utf8", "usascii"):
        return body
    try:
        return body.decode(charset).encode("utf-8")
    except (LookupError, UnicodeDecodeError) as error:
        raise NotText(f"{url} says it is {charset}, and is not") from error


def _capped(raw: bytes, name: str, room: Room) -> bytes:
    _fits(len(raw), name, room)
    return raw


def _fits(size: int, name: str, room: Room) -> None:
    if size > room.size:
        raise TooLarge(f"{name} is longer than {room.size} bytes", hint="KG_BODY sets the limit")
