"""Patterns of whole lines, out of a language pack's tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.document.words import words_in
from kg.lang import LanguagePack
from kg.text import Span

ANY = "*"
COLON = ":"
# A longer line is told as prose, whatever words it begins with.
LONGEST_LINE = 300
_COLON = re.compile(r"\s*[:\uff1a\ufe13]")


@dataclass(frozen=True, slots=True)
class Match:
    """A line that a pattern fits: the pattern's kind, and the words that its stars stand for."""

    kind: str
    stars: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """Line patterns by their first word, each a kind and an expression over the keys of a line's words."""

    pack: LanguagePack
    by_first: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]

    def match(self, text: str, line: Span) -> Match | None:
        """Return the first pattern that fits a whole line."""
        tokens = tuple(_tokens(text, line, self.pack))
        if not tokens:
            return None
        keys = " ".join(key for key, _ in tokens)
        for candidates in (self.by_first.get(tokens[0][0], ()), self.by_first.get(ANY, ())):
            for kind, expression in candidates:
                found = expression.fullmatch(keys)
                if found:
                    places = (found.span(i) for i in range(1, found.re.groups + 1) if found[i])
                    return Match(kind, tuple(_span_at(tokens, found.string, place) for place in places))
        return None


def compiled(rows: Iterable[tuple[str, ...]], pack: LanguagePack) -> Patterns:
    """Return the patterns of a table whose rows are a kind and the words of a line, `*` for any words."""
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for kind, phrase in rows:
        first = phrase.split()[0]
        key = ANY if first == ANY else keys_of(first, pack)
        found.setdefault(key, []).append((kind, re.compile(_expression(phrase, pack))))
    return Patterns(pack, {key: tuple(patterns) for key, patterns in found.items()})


def keys_of(phrase: str, pack: LanguagePack) -> str:
    """Return the keys of a phrase's words, with single spaces between them."""
    return " ".join(word.key for word in words_in(phrase, (Span(0, len(phrase)),), pack.letters))


def _expression(phrase: str, pack: LanguagePack) -> str:
    pieces = phrase.split()
    parts: list[str] = []
    for before, piece in zip(["", *pieces], pieces, strict=False):
        # A colon counts only where the pattern asks for one, and what a last star stands for may be missing.
        gap = "" if not parts else " " if COLON in (before, piece) else f" (?:{COLON} )?"
        if piece == ANY:
            parts.append(f"(?:{gap}((?!{COLON}$).+))?" if len(parts) == len(pieces) - 1 > 0 else f"{gap}(.+?)")
        else:
            parts.append(gap + (COLON if piece == COLON else re.escape(keys_of(piece, pack))))
    return "".join(parts) + f"(?: {COLON})?"


def _tokens(text: str, line: Span, pack: LanguagePack) -> Iterator[tuple[str, Span]]:
    for word in words_in(text, (line,), pack.letters):
        yield word.key, word.span
        colon = _COLON.match(text, word.span.stop, line.stop)
        if colon:
            yield COLON, Span(colon.end() - 1, colon.end())


def _span_at(tokens: tuple[tuple[str, Span], ...], keys: str, place: tuple[int, int]) -> Span:
    first, last = keys.count(" ", 0, place[0]), keys.count(" ", 0, place[1])
    return Span(tokens[first][1].start, tokens[last][1].stop)
