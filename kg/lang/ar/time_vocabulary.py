"""The words of time in Arabic news, out of the tables, and how a set of them becomes an expression."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.lang.ar.letters import LETTERS
from kg.lang.model import Row

Tables = Mapping[str, tuple[Row, ...]]

ARTICLE = "\u0627\u0644"
LAM = "\u0644"
GAP = r"\s+"
YEAR = r"(?:1[89]|2[01])\d\d(?!\d)"


class Words:
    """The tables of time as alternations, and what each word of them means."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.months = {key(row[0]): int(row[1]) for row in tables["months"]}
        self.shy = {key(row[0]) for row in tables["months"] if len(row) > 2}
        # A surname too, so that not even a preposition shows the month.
        self.surnames = {key(row[0]) for row in tables["months"] if row[2:] == ("name",)}
        self.weekdays = {key(row[0]): int(row[1]) for row in tables["weekdays"]}
        self.parts = {key(row[0]): row[1] for row in tables["dayparts"]}
        self.halves = {key(row[2]): int(row[3]) for row in tables["dayparts"] if row[2] != "-"}
        # "Eight of Sunday's evening": the part of the day after an hour tells which half of it.
        self.later = {key(row[0]): int(row[3]) for row in tables["dayparts"]}
        self.phrases = {key(row[0]): (row[1], row[2], row[3] if len(row) > 3 else "") for row in tables["time_phrases"]}
        self.relations = {key(row[0]): row[1] for row in tables["time_relations"]}
        self.counts = {key(row[1]): int(row[0]) for row in tables["numerals"] if row[1] != "-"}
        self.ordinals = {key(row[2]): int(row[0]) for row in tables["numerals"] if row[2] != "-"}
        self.hours = {key(row[3]): int(row[0]) for row in tables["numerals"] if row[3] != "-"}
        self.units = {key(row[1]): row[0] for row in tables["time_units"]}
        self.singles = {key(row[2]): row[0] for row in tables["time_units"]}
        self.duals = {key(cell): row[0] for row in tables["time_units"] for cell in row[3:5]}
        self.plurals = {key(row[5]): row[0] for row in tables["time_units"]}

        self.definite_plurals = {key(ARTICLE + unit): sign for unit, sign in self.plurals.items()}
        self.definite_duals = {key(ARTICLE + unit): sign for unit, sign in self.duals.items()}
        self.bare_weekdays = {key(name.removeprefix(ARTICLE)): number for name, number in self.weekdays.items()}
        self.seasons = {key(row[0]): row[1] for row in tables["seasons"]}
        self.parts_of_year = {key(row[0]): row[1] for row in tables["parts_of_year"]}

    def small(self, role: str) -> tuple[str, ...]:
        """Return the small words of one role."""
        return tuple(row[1] for row in self._tables["time_words"] if row[0] == role)

    def hijri(self) -> tuple[str, ...]:
        """Return the months of the Hijri calendar."""
        return tuple(row[0] for row in self._tables["hijri_months"])


def key(phrase: str) -> str:
    """Return a phrase as the grammar compares it."""
    return LETTERS.key(" ".join(phrase.split()))


def any_of(phrases: Iterable[str]) -> str:
    """Return an expression that matches any of *phrases*, the longest first, with the article also as it joins."""
    ordered = sorted({key(phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(_spelt(phrase) for phrase in ordered) + ")"


def _spelt(phrase: str) -> str:
    words = [re.escape(word) for word in phrase.split()]
    if phrase.startswith(ARTICLE) and len(words[0]) > 3:
        # Joined to "li", the article loses its alef.
        words[0] = f"(?:{ARTICLE}|(?<={LAM}){LAM}){words[0][2:]}"
    return GAP.join(words)


def key_of(written: str) -> str:
    """Return the key of a definite word, whose article has lost its alef after "li"."""
    found = key(written)
    return found if not found.startswith(LAM) else ARTICLE[0] + found
