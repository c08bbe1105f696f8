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
_LONGEST_SENTENCE = 2000
_BLANK = re.compile(r"\s+")


def sentences_in(text: str, paragraph: Span, quotes: tuple[Quote, ...], guide: Guide) -> tuple[Span, ...]:
    """Return the sentences of one paragraph; none ends inside a pair of quotation marks or at an abbreviation."""
    found: list[Span] = []
    start = paragraph.start
    for stop in _ends(text, paragraph, quotes, guide.endings):
        if not _abbreviates(text, Span(start, stop), guide):
            found += _shortened(text, Span(start, stop), guide.endings)
            start = stop
    if start < paragraph.stop:
        found += _shortened(text, Span(start, paragraph.stop), guide.endings)
    return tuple(found)


def _shortened(text: str, sentence: Span, endings: Endings) -> Iterator[Span]:
    """Yield a sentence as it is, or in parts when it is longer than any that people write.

    What reads a sentence may look from each of its words at all the others.
    """
    start = sentence.start
    while sentence.stop - start > _LONGEST_SENTENCE:
        window = (start + _LONGEST_SENTENCE // 2, start + _LONGEST_SENTENCE)
        pauses = (list(pause.finditer(text, *window)) for pause in endings.pauses)
        last = next((found[-1].end() for found in pauses if found), None)
        blank = None if last else _BLANK.search(text, window[1], sentence.stop)
        stop = last or (blank.end() if blank else sentence.stop)
        part = trimmed(text, Span(start, stop))
        if part:
            yield part
        start = stop
    rest = trimmed(text, Span(start, sentence.stop)) if start < sentence.stop else None
    if rest:
        yield rest


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
