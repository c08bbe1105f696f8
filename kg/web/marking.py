"""A text cut where marks begin and end, so that those which overlap can be drawn: segments in sentences in lines.

All places are half-open ranges of code points of the whole text; what is cut is a piece of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from kg.text import Span

_MOST_LAYERS: Final = 3
_MOST_MARKS: Final = 40
"""How many marks of one segment are told of; a graph may claim thousands for the same words."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that belong to a fact: `fact` is the id of its card, `kind` its colour, `part` what the words are in it."""

    span: Span
    fact: str
    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters that the same marks cover, from the outermost to the innermost.

    `begins` are those of which this is the first; `id` is the anchor of exactly these characters, `anchors` are those
    of places that begin here and end elsewhere. `lit` tells that the reader came for it.
    """

    start: int
    text: str
    marks: tuple[Mark, ...] = ()
    begins: tuple[Mark, ...] = ()
    id: str | None = None
    anchors: tuple[str, ...] = ()
    lit: bool = False

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the ids of the facts it belongs to, each once."""
        return tuple(dict.fromkeys(mark.fact for mark in self.marks))

    @property
    def layers(self) -> tuple[Mark, ...]:
        """Return the marks that are drawn, the outermost first: the innermost of each kind, not too many."""
        last = {mark.kind: mark for mark in self.marks}
        drawn = [mark for mark in self.marks if last[mark.kind] is mark]
        return tuple(drawn[-_MOST_LAYERS:])


@dataclass(frozen=True, slots=True)
class Stretch:
    """Segments of one sentence, whose anchor is `id`; or what stands between sentences."""

    segments: tuple[Segment, ...]
    id: str | None = None
    sentence: Span | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text, without the character that ends it."""

    start: int
    stretches: tuple[Stretch, ...]

    @property
    def text(self) -> str:
        """Return its characters."""
        return "".join(segment.text for stretch in self.stretches for segment in stretch.segments)

    @property
    def shown(self) -> bool:
        """Tell whether there is anything to draw."""
        return bool(self.text.strip()) or any(s.anchors or s.id for one in self.stretches for s in one.segments)


@dataclass(frozen=True, slots=True)
class Places:
    """What a text is cut by: marks, places that have an anchor, sentences; and the one place a reader came for."""

    marks: Sequence[Mark] = ()
    anchored: Collection[Span] = ()
    sentences: Collection[Span] = ()
    lit: Span | None = None


def anchor(span: Span) -> str:
    """Return the fragment that names a place on an article's page."""
    return f"c{span.start}-{span.stop}"


def cut(text: str, start: int, places: Places) -> tuple[Line, ...]:
    """Return the lines of a piece of the text that begins at *start*.

    Joined by newlines their texts are the piece. Each anchored place that begins in it has its anchor once.
    """
    piece = _Piece(text, Span(start, start + len(text)), places)
    lines = [Line(at, tuple(piece.stretches(segments))) for at, segments in piece.lines()]
    return tuple(piece.with_last(lines))


@dataclass(slots=True)
class _Piece:
    text: str
    window: Span
    places: Places
    waiting: list[str] = field(default_factory=list)
    _sentences: list[Span] = field(init=False)
    _anchored: dict[int, list[Span]] = field(init=False)
    _given: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._sentences = list(_apart(span for span in self.places.sentences if span.overlaps(self.window)))
        by_start: dict[int, list[Span]] = defaultdict(list)
        for span in sorted(set(self.places.anchored)):
            if self.window.start <= span.start <= self.window.stop:
                by_start[span.start].append(span)
        self._anchored = by_start

    def lines(self) -> Iterator[tuple[int, list[Segment]]]:
        """Yield where each line begins, and its segments."""
        begin = self.window.start
        segments: list[Segment] = []
        for segment in self._segments():
            if segment.text == "\n":
                yield begin, segments
                begin, segments = segment.start + 1, []
            else:
                segments.append(segment)
        yield begin, segments

    def stretches(self, segments: Iterable[Segment]) -> Iterator[Stretch]:
        """Yield the segments of one line by the sentences they are of."""
        found: list[tuple[Span | None, list[Segment]]] = []
        for segment in segments:
            sentence = self._sentence(segment.start)
            if not found or found[-1][0] != sentence:
                found.append((sentence, []))
            found[-1][1].append(segment)
        for sentence, some in found:
            yield self._named(sentence, tuple(some))

    def with_last(self, lines: list[Line]) -> list[Line]:
        """Return the lines, anchors of places that begin at the very end with them."""
        left = [*self.waiting, *(anchor(span) for span in self._anchored.get(self.window.stop, ()))]
        kept = tuple(name for name in left if name not in self._given)
        if kept:
            last = lines[-1]
            end = Stretch((Segment(self.window.stop, "", anchors=kept),))
            lines[-1] = Line(last.start, (*last.stretches, end))
        return lines

    def _segments(self) -> Iterator[Segment]:
        bounds = self._bounds()
        marks = sorted(self.places.marks, key=lambda mark: (mark.span.start, -mark.span.stop, mark.fact, mark.part))
        active: list[Mark] = []
        following = 0
        for start, stop in pairwise(bounds):
            active = [mark for mark in active if mark.span.stop > start]
            while following < len(marks) and marks[following].span.start <= start:
                mark = marks[following]
                following += 1
                if mark.span.stop > start:
                    active.append(mark)
            words = self.text[start - self.window.start : stop - self.window.start]
            yield self._segment(Span(start, stop), words, active)

    def _segment(self, span: Span, words: str, active: Sequence[Mark]) -> Segment:
        here = [anchor(each) for each in self._anchored.get(span.start, ()) if each != span]
        if words == "\n":
            # What ends a line is not drawn: its anchors stand before what comes next.
            self.waiting += here + [anchor(span)] * (span in self._anchored.get(span.start, ()))
            return Segment(span.start, words)
        anchors, self.waiting = (*self.waiting, *here), []
        marks = tuple(active[-_MOST_MARKS:])
        begins = tuple(mark for mark in marks if max(mark.span.start, self.window.start) == span.start)
        lit = self.places.lit is not None and span.within(self.places.lit)
        own = anchor(span) if span in self._anchored.get(span.start, ()) else None
        return Segment(span.start, words, marks, begins, own, anchors, lit)

    def _named(self, sentence: Span | None, segments: tuple[Segment, ...]) -> Stretch:
        """Return a stretch; one that is its whole sentence takes over the sentence's anchor."""
        whole = segments[0].start, segments[-1].start + len(segments[-1].text)
        name = None if sentence is None else anchor(sentence)
        if sentence is None or name in self._given or whole != (sentence.start, sentence.stop):
            return Stretch(segments, None, sentence)
        first = segments[0]
        if name not in (*first.anchors, first.id):
            return Stretch(segments, None, sentence)
        self._given.add(str(name))
        others = tuple(each for each in first.anchors if each != name)
        bare = replace(first, id=None if first.id == name else first.id, anchors=others)
        return Stretch((bare, *segments[1:]), name, sentence)

    def _bounds(self) -> list[int]:
        found = {self.window.start, self.window.stop}
        spans = [*(mark.span for mark in self.places.marks), *self.places.anchored, *self._sentences]
        for span in [*spans, self.places.lit] if self.places.lit else spans:
            found.update(at for at in (span.start, span.stop) if self.window.start < at < self.window.stop)
        at = self.text.find("\n")
        while at >= 0:
            found.update((self.window.start + at, min(self.window.start + at + 1, self.window.stop)))
            at = self.text.find("\n", at + 1)
        return sorted(found)

    def _sentence(self, at: int) -> Span | None:
        place = bisect_left(self._sentences, at + 1, key=lambda span: span.start) - 1
        return self._sentences[place] if place >= 0 and at < self._sentences[place].stop else None


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield those of *spans*, in order, that share nothing with one before."""
    end = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.stop)):
        if span.start >= end and len(span) > 0:
            yield span
            end = span.stop
