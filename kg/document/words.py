"""Words: runs of letters and digits with their marks."""

from __future__ import annotations

from bisect import bisect_left

from kg.document.model import Sentence, Word
from kg.lang import Letters
from kg.text import Span


def words_in(text: str, spans: tuple[Span, ...], letters: Letters) -> tuple[Word, ...]:
    """Return the words inside *spans*, in the order of the text."""
    found = []
    for span in spans:
        for match in letters.word.finditer(text, span.start, span.stop):
            written = match[0]
            found.append(Word(Span(match.start(), match.end()), letters.fold(written), letters.key(written)))
    return tuple(found)


def sentences_of(spans: tuple[Span, ...], words: tuple[Word, ...], headline: Span | None) -> tuple[Sentence, ...]:
    """Return each of *spans* as a sentence that knows its words."""
    starts = [word.span.start for word in words]
    return tuple(
        Sentence(span, bisect_left(starts, span.start), bisect_left(starts, span.stop), headline=span == headline)
        for span in spans
    )
