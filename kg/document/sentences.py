"""Where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.document.endings import Endings
from kg.document.guide import Guide
from kg.document.lines import trimmed
from kg.document.model import Quote
from kg.text import Span

_WORD_BEFORE = re.compile(r"[^\s()\[\]\"\u00ab\u201c]+$")
# Longer quotes are more likely two marks that do not belong together.
_LONGEST_QUOTE = 1500


def sentences_in(text: str, paragraph: Span, quotes: tuple[Quote, ...], guide: Guide) -> tuple[Span, ...]:
    """Return the sentences of one paragraph; none ends inside a pair of quotation marks or at an abbreviation."""
    found, start = [], paragraph.start
    for stop in _ends(text, paragraph, quotes, guide.endings):
        if not _abbreviates(text, Span(start, stop), guide):
            sentence = trimmed(text, Span(start, stop))
            found += [sentence] if sentence else []
            start = stop
    rest = trimmed(text, Span(start, paragraph.stop)) if start < paragraph.stop else None
    return tuple([*found, rest] if rest else found)


def _ends(text: str, paragraph: Span, quotes: tuple[Quote, ...], endings: Endings) -> Iterator[int]:
    """Yield where a sentence may end: at a full stop outside quotes that is no ellipsis."""
    around = [quote.outer for quote in quotes if len(quote.outer) <= _LONGEST_QUOTE]
    at, until = 0, paragraph.start
    for match in endings.sentence.finditer(text, paragraph.start, paragraph.stop):
        stop = match.end()
        while at < len(around) and around[at].start < stop:
            until = max(until, around[at].stop)
            at += 1
        # A quoted question may stand in the middle of a sentence; a quoted full stop ends it.
        asks = stop == until and match[0][-1] not in endings.stops and set(match[0]) & endings.asking
        if stop >= until and not endings.wavering.fullmatch(match[0]) and (not asks or stop == paragraph.stop):
            yield stop


def _abbreviates(text: str, sentence: Span, guide: Guide) -> bool:
    """Tell whether the full stop at the end of *sentence* belongs to an abbreviation, an initial or a list's number."""
    if text[sentence.stop - 1] != ".":
        return False
    word = _WORD_BEFORE.search(text, max(sentence.start, sentence.stop - 24), sentence.stop - 1)
    if word is None:
        return False
    letters = guide.pack.letters
    key = letters.key(word[0])
    only = not text[sentence.start : word.start()].strip()
    initials = all(len(letter) == 1 and letter.isalpha() for letter in map(letters.key, word[0].split(".")))
    return key in guide.short or initials or (only and key.isdigit())
