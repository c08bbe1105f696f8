"""Lines of a text, without the blanks around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.text import Span

_LINE = re.compile(r"[^\n\r\u2028\u2029\u0085\x0b\x0c]+")
# A byte order mark and the invisible controls of writing direction are no part of what a line says.
_BLANK = " \t\u00a0\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f-\u206f\u3000\ufeff"
_INK = re.compile(rf"[^{_BLANK}]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line with ink on it: where it stands, and whether a blank line comes before it."""

    span: Span
    apart: bool


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of *text* that say something."""
    found: list[Line] = []
    last = 0
    for match in _LINE.finditer(text):
        ink = trimmed(text, Span(match.start(), match.end()))
        if ink:
            between = text[last : ink.start].replace("\r\n", "\n")
            found.append(Line(ink, bool(found) and between.count("\n") + between.count("\r") > 1))
            last = ink.stop
    return tuple(found)


def trimmed(text: str, span: Span) -> Span | None:
    """Return *span* without the blanks at its ends; None when nothing is left."""
    first = _INK.search(text, span.start, span.stop) if span.start < span.stop else None
    if first is None:
        return None
    stop = span.stop
    while not _INK.match(text, stop - 1):
        stop -= 1
    return Span(first.start(), stop)
