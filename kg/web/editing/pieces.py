"""A text in pieces, each in the same facts from end to end, so that marks may overlap and places be found again."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.text import Span

PAGE: Final = 20_000
"""Characters of a text on one page, about: it is cut where a line ends."""
_SLACK: Final = 4_000
# What a browser draws elsewhere than where it stands, or takes for something else when it reads a page: controls but
# tab and line feed, separators, embeddings, overrides and isolates (UAX #9).
_OPAQUE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a fact stands: its name on the page, its kind, its span."""

    fact: str
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text within the same marks; `opaque` where what is shown is not what stands there.

    `starts` are the facts whose place begins here, `kind` that of the innermost mark.
    """

    span: Span
    shown: str
    facts: tuple[str, ...] = ()
    kind: str = ""
    starts: tuple[tuple[str, str], ...] = ()
    opaque: bool = False
    title: bool = False


def pages_of(text: str) -> tuple[Span, ...]:
    """Return a text cut into pages, at the ends of lines where there are any."""
    found, start = [], 0
    while len(text) - start > PAGE + _SLACK:
        cut = text.rfind("\n", start + PAGE - _SLACK, start + PAGE + _SLACK) + 1
        stop = cut if cut > start else start + PAGE
        found.append(Span(start, stop))
        start = stop
    return (*found, Span(start, len(text)))


def pieces_of(text: str, page: Span, marks: Iterable[Mark], title: Span | None = None) -> tuple[Piece, ...]:
    """Return what stands on a page, piece by piece; the pieces together are the page, to the character."""
    here = sorted(
        (mark for mark in marks if mark.span.overlaps(page)), key=lambda mark: (mark.span.start, -mark.span.stop)
    )
    cuts = {page.start, page.stop}
    for span in (*(mark.span for mark in here), *([title] if title else [])):
        cuts |= {place for place in (span.start, span.stop) if page.start < place < page.stop}
    for found in _OPAQUE.finditer(text, page.start, page.stop):
        cuts |= {found.start(), found.end()}
    return tuple(_with_marks(text, sorted(cuts), here, title))


def _with_marks(text: str, places: Sequence[int], marks: Sequence[Mark], title: Span | None) -> Iterator[Piece]:
    waiting, active = list(reversed(marks)), list[Mark]()
    for start, stop in itertools.pairwise(places):
        span = Span(start, stop)
        active = [mark for mark in active if mark.span.stop > start]
        begun = []
        while waiting and waiting[-1].span.start <= start:
            mark = waiting.pop()
            active.append(mark)
            begun += [(mark.fact, mark.kind)] if mark.span.start == start else []
        innermost = min(active, key=lambda mark: len(mark.span), default=None)
        words = span.of(text)
        opaque = _OPAQUE.match(words) is not None
        yield Piece(
            span,
            _shown(text, start) if opaque else words,
            tuple(dict.fromkeys(mark.fact for mark in active)),
            innermost.kind if innermost else "",
            tuple(dict.fromkeys(begun)),
            opaque,
            bool(title and span.within(title)),
        )


def _shown(text: str, place: int) -> str:
    """Return what is shown in place of an opaque character."""
    if text[place] == "\r":
        # Browsers make one line's end of both; before a line feed there is nothing to show.
        return "" if text[place + 1 : place + 2] == "\n" else "\n"
    return f"[U+{ord(text[place]):04X}]"
