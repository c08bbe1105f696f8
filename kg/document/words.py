"""Words: runs of letters and digits with their marks."""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.document.model import Sentence, Word
from kg.lang import Letters
from kg.text import Span

# Marks and joiners ride on a word; scripts do not mix within one ("RT" written before an Arabic name are two words).
_MARKS = (
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u200c-\u200f\u202a-\u202e\u2066-\u2069\u0300-\u036f\ufe20-\ufe2f"
)
_ARABIC = (
    "\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u0870-\u08c9\ufb50-\ufdff\ufe70-\ufefc"
)
_WORD = re.compile(rf"[{_ARABIC}][{_ARABIC}{_MARKS}]*|(?:(?![{_ARABIC}])[^\W_])(?:(?![{_ARABIC}])[^\W_]|[{_MARKS}])*")


def words_in(text: str, spans: tuple[Span, ...], letters: Letters) -> tuple[Word, ...]:
    """Return the words inside *spans*, in the order of the text."""
    found = []
    for span in spans:
        for match in _WORD.finditer(text, span.start, span.stop):
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
