"""What a language pack is: letters, tables, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kg.lang.marks import Marks
from kg.text import Span

Row = tuple[str, ...]


class Letters(Protocol):
    """How a language's letters are compared, and what one word of them is.

    `word` matches one word as written. `script` are the letters of the language's own script, as ranges of a regular
    expression; it is empty where that is the Latin one, in which names stand in texts of every language.
    """

    @property
    def word(self) -> re.Pattern[str]:
        """Return the expression of one word."""

    @property
    def script(self) -> str:
        """Return the ranges of the language's own script."""

    def proper(self, written: str) -> bool:
        """Tell whether a word as written can be a name; where names have no capitals, every word can."""

    def fold(self, text: str) -> str:
        """Return *text* with spelling variants made one, code point for code point: the length never changes."""

    def key(self, word: str) -> str:
        """Return what two spellings of one word share: folded, without marks and tatweel, so shorter or equal."""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time the text names: its words, its TIMEX3 value ("XXXX-WXX-3", "2022-01-26", "XXXX-12"), what kind it is.

    `kind` is date, time, duration or set. `anchor` is what the words say of its place beside the day of publication:
    "-1D" (yesterday), "0W" (this week), "+1Y" (next year), "<" (the last such before it), ">" (the next such), or "".
    """

    span: Span
    timex: str
    kind: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """One language: its code (BCP 47), its direction, its letters, its tables by name, and its calendar.

    A table is the rows of one data file of the pack's folder, comments and blank lines left out, columns split at tabs.
    `times` finds the time expressions in a stretch of text; `marks` is the punctuation, out of the table of that name.
    """

    code: str
    direction: str
    letters: Letters
    tables: Mapping[str, tuple[Row, ...]]
    times: Callable[[str, Span], tuple[TimeExpression, ...]]
    marks: Marks = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "marks", Marks(self.table("marks")))

    def has(self, trait: str) -> bool:
        """Tell whether the table of traits holds *trait* (docs/how-to/add-a-language.md lists them)."""
        return any(row[0] == trait for row in self.table("traits"))

    def table(self, name: str) -> tuple[Row, ...]:
        """Return the rows of the table *name*; a language that has none of it has an empty one."""
        return self.tables.get(name, ())
