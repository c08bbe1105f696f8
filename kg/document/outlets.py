"""Names of news agencies and media, as they sign articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.document.lines import trimmed
from kg.document.model import Word
from kg.document.phrases import keys_of
from kg.lang import LanguagePack
from kg.text import Span

_SEPARATOR = re.compile(
    r"[\n/\\|,+&;:()\[\]\u060c\u061b\u00ab\u00bb\u201c\u201d\"\u2013\u2014\u2022\u00b7*]+|(?<!\w)-|-(?!\w)"
)
# A name in one script that is written straight after one in another: two names that lost the mark between them.
_SCRIPT = re.compile(r"[A-Za-z](?:[^\u0600-\u06ff]*[^\s\u0600-\u06ff])?(?=[\u0600-\u06ff])|\S.*", re.DOTALL)
LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Signature:
    """A name under an article: its place, and what it names: agency, outlet, agencies, or "" for a name not known."""

    span: Span
    kind: str


class Outlets:
    """The outlets a language pack knows, found in signatures also where they are written together."""

    def __init__(self, pack: LanguagePack) -> None:
        self._pack = pack
        self._kinds = {keys_of(row[0], pack): row[1] for row in pack.table("outlets")}
        self._media = frozenset(pack.letters.key(row[0]) for row in pack.table("media_words"))

    @cached_property
    def _name(self) -> re.Pattern[str]:
        longest_first = sorted(self._kinds, key=len, reverse=True)
        names = (re.escape(key).replace(r"\ ", r"[\s.\u0640]*") for key in longest_first)
        return re.compile(r"(?:\u0648?)(" + "|".join(names) + ")" if longest_first else r"(?!)()")

    def kind_of(self, name: str) -> str:
        """Return what *name* is: agency, outlet, agencies, or "" when it is not known."""
        return self._kinds.get(keys_of(name, self._pack), "")

    def sounds_like_media(self, name: str) -> bool:
        """Tell whether *name* is a known outlet or has a word that only media have in their names."""
        return bool(self.kind_of(name)) or bool(self._media & set(keys_of(name, self._pack).split()))

    def at(self, words: tuple[Word, ...], index: int) -> tuple[int, str] | None:
        """Return where the longest known name that begins at a word ends, and its kind."""
        for stop in range(min(len(words), index + LONGEST_NAME), index, -1):
            kind = self._kinds.get(" ".join(word.key for word in words[index:stop]))
            if kind:
                return stop, kind
        return None

    def signatures(self, text: str, span: Span) -> tuple[Signature, ...]:
        """Return the names a line of signatures holds: known ones, glued together or not, and short unknown ones."""
        return tuple(self._signatures(text, span))

    def signs(self, text: str, span: Span) -> bool:
        """Tell whether nothing but known outlets stands in *span*."""
        found = self.signatures(text, span)
        return bool(found) and all(signature.kind for signature in found)

    def _signatures(self, text: str, span: Span) -> Iterator[Signature]:
        for chunk in _chunks(text, span):
            known = self._known(text, chunk)
            if known:
                yield from known
            else:
                yield from (Signature(Span(*m.span()), "") for m in _SCRIPT.finditer(text, chunk.start, chunk.stop))

    def _known(self, text: str, chunk: Span) -> list[Signature]:
        """Return the outlets that make up the whole of *chunk*, or none."""
        folded = self._pack.letters.fold(text[chunk.start : chunk.stop])
        found, place = [], 0
        while place < len(folded):
            match = self._name.match(folded, place)
            if match is None:
                return []
            start, stop = match.span(1)
            name = Span(chunk.start + start, chunk.start + stop)
            kind = self._kinds.get(keys_of(match[1], self._pack)) or self._spelt(match[1])
            found.append(Signature(name, kind))
            place = stop
            while place < len(folded) and not folded[place].isalnum():
                place += 1
        return found

    def _spelt(self, name: str) -> str:
        bare = re.sub(r"[\W_\u0640]", "", name)
        return next((kind for key, kind in self._kinds.items() if key.replace(" ", "") == bare), "")


def _chunks(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in _SEPARATOR.finditer(text, span.start, span.stop):
        chunk = trimmed(text, Span(start, match.start())) if match.start() > start else None
        if chunk:
            yield chunk
        start = match.end()
    last = trimmed(text, Span(start, span.stop)) if start < span.stop else None
    if last:
        yield last
