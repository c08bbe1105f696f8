"""The lines of a text, each told as prose or as a kind of boilerplate."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.document.guide import PROSE, Guide
from kg.document.lines import lines_of
from kg.text import Span

# A list mark before a line: in lists of links, and in lists of an article's own.
_LISTED = re.compile(r"\s*[-\u2013\u2022*\u25aa\u25cf\u25a0]\s+\w")
_CUT_OFF = re.compile(r"(?:\.{2,}|\u2026)\s*$")
# A bare line of so many words may be a caption, a label or a name; a longer one is a paragraph without its full stop.
_CAPTION = 14


@dataclass(frozen=True, slots=True)
class Piece:
    """A line and what it is: "prose" or a kind of boilerplate, with the places that tell of names in it."""

    span: Span
    apart: bool
    kind: str
    names: tuple[Span, ...]
    length: int
    stopped: bool
    listed: bool = False
    cut_off: bool = False

    @property
    def bare(self) -> bool:
        """Tell whether this is prose that does not end like a sentence."""
        return self.kind == PROSE and not self.stopped

    @property
    def real(self) -> bool:
        """Tell whether this can only be a paragraph: it ends like a sentence, or is too long for anything else."""
        return self.kind == PROSE and (self.stopped or self.length > _CAPTION)

    def as_teaser(self) -> Piece:
        """Return the same line as a link to another article."""
        return replace(self, kind="teaser", names=())


def pieces_of(text: str, guide: Guide) -> list[Piece]:
    """Return the lines of *text* that say something, with what each is."""
    found = []
    for line in lines_of(text):
        match = guide.kind_of(text, line.span)
        written = text[line.span.start : line.span.stop]
        length, end = written.count(" ") + 1, written[-20:]
        listed, cut_off = bool(_LISTED.match(written[:8])), bool(_CUT_OFF.search(end))
        found.append(Piece(line.span, line.apart, match.kind, match.stars, length, guide.stopped(end), listed, cut_off))
    return found
