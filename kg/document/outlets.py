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

# What parts two names on a line of signatures, beside the marks of the language.
_PARTING = "\n/\\|+&\u2022\u00b7*"
_HYPHEN = "-"
_CLASSES = ("comma", "semicolon", "colon", "open_bracket", "close_bracket", "opening", "closing", "quote", "dash")
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
        parting = _PARTING + pack.marks.of(*_CLASSES).replace(_HYPHEN, "")
        # A hyphen parts a city from an agency in a script of its own; in Latin letters it joins a name.
        own = pack.letters.script
        inner = rf"|(?<=[{own}]{{2}})-(?=[{own}]{{2}})" if own else ""
        self._separator = re.compile(rf"[{re.escape(parting)}]+|(?<!\w)-|-(?!\w){inner}")
        # A name in one script written straight after one in another: two names that lost the mark between them.
        glued = rf"[A-Za-z](?:[^{own}]*[^\s{own}])?(?=[{own}])|" if own else ""
        self._name_of_one_script = re.compile(glued + r"\S.*", re.DOTALL)
        self._stretch = pack.marks.of("stretch")
        self._kinds = {keys_of(row[0], pack): row[1] for row in pack.table("outlets")}
        self._media = frozenset(pack.letters.key(row[0]) for row in pack.table("media_words"))

    @cached_property
    def _name(self) -> re.Pattern[str]:
        longest_first = sorted(self._kinds, key=len, reverse=True)
        names = (re.escape(key).replace(r"\ ", rf"[\s.{self._stretch}]*") for key in longest_first)
        joined = "|".join(re.escape(self._pack.letters.key(row[0])) for row in self._pack.table("conjunctions"))
        return re.compile(rf"(?:{joined})?(" + "|".join(names) + ")" if longest_first else r"(?!)()")

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
        for chunk in self._chunks(text, span):
            known = self._known(text, chunk)
            if known:
                yield from known
            else:
                yield from (
                    Signature(Span(*m.span()), "")
                    for m in self._name_of_one_script.finditer(text, chunk.start, chunk.stop)
                )

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
        bare = re.sub(rf"[\W_{self._stretch}]", "", name)
        return next((kind for key, kind in self._kinds.items() if key.replace(" ", "") == bare), "")

    def _chunks(self, text: str, span: Span) -> Iterator[Span]:
        start = span.start
        for match in self._separator.finditer(text, span.start, span.stop):
            chunk = trimmed(text, Span(start, match.start())) if match.start() > start else None
            if chunk:
                yield chunk
            start = match.end()
        last = trimmed(text, Span(start, span.stop)) if start < span.stop else None
        if last:
            yield last
