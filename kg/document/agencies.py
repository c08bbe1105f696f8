"""News agencies that a sentence names as where the article has its news from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.document.guide import Guide
from kg.document.model import Word
from kg.document.words import words_in
from kg.text import Span

AGENCY = "agency"
# An agency's full name and its short one in brackets stand within so many words of the verb.
_REACH = 8
# A short name without quotation marks may be an everyday word.
_LONG_ENOUGH = 5
_SHORT_NAME = re.compile(r"\s*\([^()\s]{2,12}\)")
_NAME_WORDS = 4
_CLOSING = frozenset(")\"'\u00bb\u201d\u2019")
_OPENING = frozenset("(\"'\u00ab\u201c\u2018\u201e")


def agencies_in(text: str, sentence: Span, guide: Guide) -> Iterator[Span]:
    """Yield the agencies and media a sentence credits, each by its full name or by the short one in brackets."""
    words = words_in(text, (sentence,), guide.pack.letters)
    index = 0
    while index < len(words):
        found = _credited(text, words, index + 1, guide) if guide.relays(words[index].key) else None
        if found:
            yield _with_short_name(text, Span(words[found[0]].span.start, words[found[1] - 1].span.stop))
            index = found[1]
        else:
            index += 1


def _credited(text: str, words: tuple[Word, ...], start: int, guide: Guide) -> tuple[int, int] | None:
    """Return the range of words that name the agency after a relaying word."""
    named = guide.outlets.at(words, start)
    if named and named[1] == AGENCY and len(words[start].key) >= _LONG_ENOUGH:
        return start, named[0]
    for index in range(start, min(start + _REACH, len(words))):
        known = guide.outlets.at(words, index)
        if known and known[1] == AGENCY and text[words[index].span.start - 1] in _OPENING:
            return index, known[0]
    return _full_name(text, words, start, guide) or _medium(text, words, start, guide)


def _full_name(text: str, words: tuple[Word, ...], start: int, guide: Guide) -> tuple[int, int] | None:
    """Return the words of "agency of news" and the adjectives after them."""
    for index in range(start, min(start + 2, len(words) - 1)):
        if words[index].key in guide.agency_heads and words[index + 1].key in guide.agency_objects:
            stop = index + 2
            while stop < len(words) and _describes(text, words[stop - 1], words[stop], guide):
                stop += 1
            return index, stop
    return None


def _medium(text: str, words: tuple[Word, ...], start: int, guide: Guide) -> tuple[int, int] | None:
    """Return the words of a medium's name after what it is: known, or in quotation marks."""
    if start + 1 >= len(words) or words[start].key not in guide.media_heads:
        return None
    known = guide.outlets.at(words, start + 1)
    if known:
        return start + 1, known[0]
    if text[words[start + 1].span.start - 1] not in _OPENING:
        return None
    for index in range(start + 1, min(start + 1 + _NAME_WORDS, len(words))):
        if text[words[index].span.stop : words[index].span.stop + 1] in _CLOSING:
            return start + 1, index + 1
    return None


def _describes(text: str, left: Word, right: Word, guide: Guide) -> bool:
    """Tell whether a word goes on with the name before it: definite, with no mark between, and no day of the week."""
    adjoin = text[left.span.stop : right.span.start].isspace()
    return adjoin and guide.definite(right.key) and not guide.pack.times(text, right.span)


def _with_short_name(text: str, span: Span) -> Span:
    inside = span.of(text)
    # A mark that opens inside a name closes with it: Agency «Name».
    if set(inside) & _OPENING and text[span.stop : span.stop + 1] in _CLOSING and inside[-1] not in _CLOSING:
        span = Span(span.start, span.stop + 1)
    short = _SHORT_NAME.match(text, span.stop)
    return Span(span.start, short.end()) if short else span
