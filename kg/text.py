"""Places in a text, and words without what cannot be seen.

In: nothing
Out: Span, visible
Touches: nothing
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points of the text as published."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.stop:
            raise ValueError(f"not a span: [{self.start}, {self.stop})")

    def __len__(self) -> int:
        return self.stop - self.start

    def of(self, text: str) -> str:
        """Return the words this span covers."""
        return text[self.start : self.stop]

    def within(self, other: Span) -> bool:
        """Tell whether every code point of this span lies in *other*."""
        return other.start <= self.start and self.stop <= other.stop

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a code point."""
        return self.start < other.stop and other.start < self.stop

    def cover(self, other: Span) -> Span:
        """Return the smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.stop, other.stop))


def visible(text: str) -> str:
    """Return *text* as one line without characters that cannot be seen: controls, bidi marks, joiners."""
    kept = (
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text if unicodedata.category(c) != "Cf"
    )
    return " ".join("".join(kept).split())
