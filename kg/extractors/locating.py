"""Where quoted words stand in an article: exactly as written, or nowhere."""

from __future__ import annotations

from kg.document import Document
from kg.extractors.model import Quote
from kg.text import Span

# No quote has more places than this; what does is no quote but a common word.
_MOST_PLACES = 200
# What is longer than this, in code points, is no fact but half an article.
_LONGEST = 2_000


class Dropped(Exception):
    """An item, or a part of one, that the article does not bear out; its words are the reason it is counted under."""


class Places:
    """Finds quotes in an article's own text: its headline and its body, not what stands around them."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._own = tuple(span for span in (document.title, document.body) if span is not None)

    def of(self, quote: Quote, near: Span | None = None) -> Span:
        """Return where *quote* stands; raises Dropped.

        Of several places the one that its occurrence or its context names counts, else the one nearest to *near*.
        """
        words = quote.text.strip()
        if not words:
            raise Dropped("empty quote")
        if len(words) > _LONGEST:
            raise Dropped("quote too long")
        found = self._places(words)
        if not found:
            raise Dropped("quote not in the text")
        if quote.context and len(found) > 1:
            around = self._places(quote.context.strip())
            within = [span for span in found if any(span.within(context) for context in around)]
            found = within or found
        if len(found) == 1:
            return found[0]
        if quote.occurrence is not None:
            if not 1 <= quote.occurrence <= len(found):
                raise Dropped("quote not in the text that often")
            return found[quote.occurrence - 1]
        if near is None:
            raise Dropped("quote in several places")
        return min(found, key=lambda span: (_distance(span, near), span))

    def _places(self, words: str) -> list[Span]:
        found: list[Span] = []
        start = self._text.find(words) if words else -1
        while start >= 0 and len(found) < _MOST_PLACES:
            span = Span(start, start + len(words))
            if any(span.within(own) for own in self._own):
                found.append(span)
            start = self._text.find(words, start + 1)
        return found


def _distance(one: Span, other: Span) -> int:
    return 0 if one.overlaps(other) else max(one.start - other.stop, other.start - one.stop)
