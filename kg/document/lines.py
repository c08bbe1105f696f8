"""Lines of a text, without the blanks around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.text import Span

_LINE = re.compile(r"[^\n\r\u2028\u2029\u0085\x0b\x0c]+")
# A byte order mark and the invisible controls of writing direction are no part of what a line says.
BLANK = " \t\u00a0\u2000-\u200f\u202a-\u202f\u205f-\u2064\u2066-\u2069\u3000\ufeff"
_INK = re.compile(rf"[^{BLANK}](?:.*[^{BLANK}])?", re.DOTALL)


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
        ink = _INK.search(text, match.start(), match.end())
        if ink:
            gap = text[last : ink.start()]
            found.append(Line(Span(ink.start(), ink.end()), bool(found) and gap.replace("\r\n", "\n").count("\n") > 1))
            last = ink.end()
    return tuple(found)
