"""An article as a notebook has it: words, bytes or a path, and what is known beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypeAlias

from kg.article import Given
from kg.errors import InputError, UsageError

Source: TypeAlias = "str | bytes | Path"
"""Words are the article itself, a `Path` is a file with it; text and HTML are told apart by their content."""

_LONGEST_NAME = 1024


def read_source(source: Source) -> bytes:
    """Return the bytes of an article; raises UsageError for words that name a file or an address, InputError."""
    if isinstance(source, Path):
        try:
            return source.read_bytes()
        except OSError as error:
            raise InputError(f"{source}: {(error.strerror or str(error)).lower()}") from error
    if isinstance(source, bytes):
        return source
    if not isinstance(source, str):
        raise UsageError(f"an article is str, bytes or a Path, not {type(source).__name__}")
    if len(source) < _LONGEST_NAME and not any(letter.isspace() for letter in source.strip()):
        _refuse_a_name(source.strip())
    return source.encode("utf-8", "surrogatepass")


def _refuse_a_name(word: str) -> None:
    """Refuse one word that is no article but names one: nobody wants a file's name to be read as news."""
    if word.startswith(("http://", "https://")):
        raise UsageError("that is an address, not an article", hint="fetch the page yourself, or use kg ingest URL")
    if word and "\0" not in word and Path(word).is_file():
        raise UsageError(f"{word!r} is a file's name, not an article", hint=f"pass pathlib.Path({word!r})")


def given(id: str | None, source_url: str | None, published: date | str | None, publisher: str | None) -> Given:
    """Return what is known beside a text; raises UsageError for a day that is none."""
    if isinstance(published, str):
        try:
            published = date.fromisoformat(published)
        except ValueError:
            raise UsageError(f"{published!r} is no day", hint="write it like 2022-01-26") from None
    return Given(id, source_url, published, publisher)
