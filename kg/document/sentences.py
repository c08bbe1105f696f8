"""Where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.document.lines import trimmed
from kg.document.model import Quote
from kg.lang import Letters
from kg.text import Span

_CLOSING = "[\u00bb\u201d\u203a\u2019\"')\\]}]*"
# A full stop ends a sentence before a blank, and between two long words that nobody parted.
_END = re.compile(f"[.!?\u061f\u06d4\u2026]+{_CLOSING}(?=\\s|$)|(?<=[^\\W\\d_]{{3}})[.\u06d4](?=[^\\W\\d_]{{3}})")
_STOPS = frozenset(".!?\u061f\u06d4\u2026")
_ASKING = frozenset("!?\u061f")
_WORD_BEFORE = re.compile(r"[^\s()\[\]\"\u00ab\u201c]+$")
_WAVERS = re.compile(f"(?:\\.{{2,}}|\u2026){_CLOSING}")
# Longer quotes are more likely two marks that do not belong together.
_LONGEST_QUOTE = 1500


def sentences_in(
    text: str, paragraph: Span, quotes: tuple[Quote, ...], short: frozenset[str], letters: Letters
) -> tuple[Span, ...]:
    """Return the sentences of one paragraph; none ends inside a pair of quotation marks.

    *short* are the keys of abbreviations, after which a full stop ends nothing.
    """
    found, start = [], paragraph.start
    for stop in _ends(text, paragraph, quotes):
        if not _abbreviates(text, Span(start, stop), short, letters):
            sentence = trimmed(text, Span(start, stop))
            found += [sentence] if sentence else []
            start = stop
    rest = trimmed(text, Span(start, paragraph.stop)) if start < paragraph.stop else None
    return tuple([*found, rest] if rest else found)


def _ends(text: str, paragraph: Span, quotes: tuple[Quote, ...]) -> Iterator[int]:
    """Yield where a sentence may end: at a full stop outside quotes that is no ellipsis."""
    around = [quote.outer for quote in quotes if len(quote.outer) <= _LONGEST_QUOTE]
    at, until = 0, paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.stop):
        stop = match.end()
        while at < len(around) and around[at].start < stop:
            until = max(until, around[at].stop)
            at += 1
        # A quoted question may stand in the middle of a sentence; a quoted full stop ends it.
        asks = stop == until and match[0][-1] not in _STOPS and set(match[0]) & _ASKING
        if stop >= until and not _WAVERS.fullmatch(match[0]) and (not asks or stop == paragraph.stop):
            yield stop


def _abbreviates(text: str, sentence: Span, short: frozenset[str], letters: Letters) -> bool:
    """Tell whether the full stop at the end of *sentence* belongs to an abbreviation, an initial or a list's number."""
    if text[sentence.stop - 1] != ".":
        return False
    word = _WORD_BEFORE.search(text, max(sentence.start, sentence.stop - 24), sentence.stop - 1)
    if word is None:
        return False
    key = letters.key(word[0])
    only = not text[sentence.start : word.start()].strip()
    initials = all(len(letter) == 1 and letter.isalpha() for letter in key.split("."))
    return key in short or initials or (only and key.isdigit())
