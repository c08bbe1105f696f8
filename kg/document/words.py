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
        folded = letters.fold(text[span.start : span.stop])
        for match in letters.word.finditer(text, span.start, span.stop):
            start, stop = match.span()
            same = folded[start - span.start : stop - span.start]
            found.append(Word(Span(start, stop), same, letters.key(match[0])))
    return tuple(found)


def sentences_of(spans: tuple[Span, ...], words: tuple[Word, ...], headline: Span | None) -> tuple[Sentence, ...]:
    """Return each of *spans* that has words as a sentence that knows them."""
    starts = [word.span.start for word in words]
    places = ((span, bisect_left(starts, span.start), bisect_left(starts, span.stop)) for span in spans)
    return tuple(
        Sentence(span, first, stop, headline=span == headline)
        for span, first, stop in places
        if first < stop or span == headline
    )
