"""Time expressions in English news, as TIMEX3: weekdays, dates, months, and the words of the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from kg.lang.en.letters import LETTERS
from kg.lang.model import Row, TimeExpression
from kg.text import Span

_ANCHORS = {"last": "<", "next": ">", "this": "0W"}
_YEAR = r"(?:1[89]|20)\d\d(?!\d)"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?(?!\d)"


class Calendar:
    """Finds the time expressions of a stretch of text."""

    def __init__(self, tables: Mapping[str, tuple[Row, ...]]) -> None:
        self._months = {LETTERS.key(row[0]): int(row[1]) for row in tables["months"]}
        self._weekdays = {LETTERS.key(row[0]): int(row[1]) for row in tables["weekdays"]}
        self._phrases = {LETTERS.key(row[0]): row[1:] for row in tables["time_phrases"]}
        before = rf"(?:{_any(self._weekdays)}\s*,?\s+)?"
        month_day = rf"{_any(self._months, 'month')}\s+(?P<day>{_DAY})"
        day_month = rf"(?P<first>{_DAY})\s+{_any(self._months, 'second')}"
        kinds = (
            rf"(?P<iso>{_YEAR}-\d\d-\d\d)",
            rf"{before}(?:{month_day}|{day_month})(?:\s*,?\s+(?P<year>{_YEAR}))?",
            rf"(?:(?P<relation>{'|'.join(_ANCHORS)})\s+)?{_any(self._weekdays, 'weekday')}",
            rf"{_any(self._months, 'whole')}\s+(?P<of>{_YEAR})",
            _any(self._phrases, "phrase"),
        )
        self._pattern = re.compile(rf"\b(?:{'|'.join(kinds)})(?![^\W_])")

    def times(self, text: str, span: Span) -> tuple[TimeExpression, ...]:
        """Return the time expressions inside *span*, in the order of the text."""
        folded = LETTERS.fold(text[span.start : span.stop])
        found = []
        for match in self._pattern.finditer(folded):
            meant = self._meant(match)
            if meant:
                place = Span(span.start + match.start(), span.start + match.end())
                found.append(TimeExpression(place, *meant))
        return tuple(found)

    def _meant(self, match: re.Match[str]) -> tuple[str, str, str] | None:
        """Return the value, kind and anchor of an expression; None for a day that no calendar has."""
        if match["phrase"]:
            value, kind, anchor = (*self._phrases[" ".join(match["phrase"].split())], "")[:3]
            return value, kind, anchor
        if match["weekday"]:
            return f"XXXX-WXX-{self._weekdays[match['weekday']]}", "date", _ANCHORS.get(match["relation"] or "", "")
        if match["whole"]:
            return f"{match['of']}-{self._months[match['whole']]:02}", "date", ""
        value = match["iso"] or self._date(match)
        return (value, "date", "") if _possible(value) else None

    def _date(self, match: re.Match[str]) -> str:
        month = self._months[match["month"] or match["second"]]
        day = int(re.sub(r"\D", "", match["day"] or match["first"]))
        return f"{match['year'] or 'XXXX'}-{month:02}-{day:02}"


def _any(words: Iterable[str], group: str = "") -> str:
    """Return an expression, as a named group if *group* is given, for any of *words*, the longest first."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    choices = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return f"(?P<{group}>{choices})" if group else f"(?:{choices})"


def _possible(value: str) -> bool:
    try:
        # Without a year, the 29th of February may be.
        date.fromisoformat(value.replace("XXXX", "2000"))
    except ValueError:
        return False
    return True
