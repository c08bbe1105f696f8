"""How much of an article's text a page shows: all, a page at a time, or only the sentences that evidence quotes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.text import Span

PAGE: Final = 20_000
"""How many code points one page shows, about."""
_LITTLE: Final = PAGE // 4
_ENDS: Final = ("\n\n", "\n", ". ", "، ", " ")
"""Where a page may end, best first."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters as they stand in the text from `start` on; `left_out` are those not shown between it and the last."""

    start: int
    text: str
    left_out: int = 0

    @property
    def span(self) -> Span:
        """Return where it stands."""
        return Span(self.start, self.start + len(self.text))


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What one page shows; `window` is the stretch of the text that it is about, `left_out` what follows the pieces."""

    pieces: tuple[Piece, ...]
    window: Span
    left_out: int = 0

    def words(self, span: Span) -> str | None:
        """Return the words of a place that is shown whole; None for any other."""
        for piece in self.pieces:
            if span.within(piece.span):
                return piece.text[span.start - piece.start : span.stop - piece.start]
        return None


def windows(text: str) -> tuple[Span, ...]:
    """Return the pages of a text, each ending where a paragraph, a sentence or at least a word does."""
    found, start = [], 0
    while len(text) - start > PAGE + _LITTLE:
        stop = _end(text, start)
        found.append(Span(start, stop))
        start = stop
    return (*found, Span(start, len(text)))


def even_windows(length: int) -> tuple[Span, ...]:
    """Return the pages of a text that nobody may read: cut by number, which tells nothing of what is in it."""
    starts = [at for at in range(0, max(length, 1), PAGE) if at == 0 or length - at > _LITTLE]
    return tuple(Span(start, stop) for start, stop in zip(starts, [*starts[1:], length], strict=True))


def page_of(pages: Sequence[Span], at: int) -> int:
    """Return the number, from 1, of the page that the character *at* is on; the last for what is beyond."""
    return max(1, bisect_right([page.start for page in pages], at))


def whole(text: str, window: Span) -> Excerpt:
    """Return a page of the text itself."""
    return Excerpt((Piece(window.start, window.of(text)),), window)


def quoted_only(sentences: Mapping[Span, str], window: Span) -> Excerpt:
    """Return a page made of *sentences* alone, with what lies between them in *window* counted."""
    pieces, end = [], window.start
    for start, words in _joined(sentences):
        pieces.append(Piece(start, words, max(0, start - end)))
        end = max(end, start + len(words))
    return Excerpt(tuple(pieces), window, max(0, window.stop - end))


def _joined(sentences: Mapping[Span, str]) -> Iterator[tuple[int, str]]:
    """Yield runs of sentences that touch or overlap."""
    begin, words = -1, ""
    for span, said in sorted(sentences.items()):
        end = begin + len(words)
        if begin >= 0 and span.start <= end:
            words += said[end - span.start :]
            continue
        if begin >= 0:
            yield begin, words
        begin, words = span.start, said
    if begin >= 0:
        yield begin, words


def _end(text: str, start: int) -> int:
    least, most = start + PAGE // 2, start + PAGE
    for end in _ENDS:
        at = text.rfind(end, least, most)
        if at >= 0:
            return at + len(end)
    return most
