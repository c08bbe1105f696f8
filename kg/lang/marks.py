"""Punctuation as a language pack's table gives it: each mark and its class."""

from __future__ import annotations

import re
from collections.abc import Iterable

OTHER = "other"


class Marks:
    """The marks of a language by class: comma, semicolon, stop, question, colon, dash, quote, opening, closing ..."""

    def __init__(self, rows: Iterable[tuple[str, ...]]) -> None:
        self._marks = {row[0]: "".join(row[1].split()) for row in rows}
        self._class = {mark: name for name, marks in self._marks.items() for mark in marks}
        self._read: dict[str, tuple[str, ...]] = {}

    def of(self, *classes: str) -> str:
        """Return the marks of some classes."""
        return "".join(self._marks.get(name, "") for name in classes)

    def any_of(self, *classes: str) -> str:
        """Return an expression for one mark of some classes; it matches nothing when there is none."""
        marks = self.of(*classes)
        return f"[{re.escape(marks)}]" if marks else "(?!)"

    def read(self, gap: str) -> tuple[str, ...]:
        """Return the classes of the marks in what stands between two words, blanks left out."""
        found = self._read.get(gap)
        if found is None:
            found = tuple(self._class.get(char, OTHER) for char in gap if not char.isspace())
            # What stands between two words can be anything; what stands there often is short.
            if len(gap) < 8 and len(self._read) < 10_000:
                self._read[gap] = found
        return found
