"""The grammar of Arabic time expressions as regular expressions over folded text, built from the tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from kg.lang.ar.letters import LETTERS
from kg.lang.model import Row

Tables = Mapping[str, tuple[Row, ...]]

# After these a letter belongs to another word; marks and tatweel are taken out before matching.
LEFT = r"(?<![^\W_])"
RIGHT = r"(?![^\W_])"
JOINED = "(?:[\u0648\u0641]?[\u0628\u0644\u0643]?)"
ARTICLE = "\u0627\u0644"
LAM = "\u0644"
GAP = r"\s+"
LOOSE = "[\\s\u060c,(/-]{0,3}"
YEAR = r"(?:1[89]|2[01])\d\d(?!\d)"


class Words:
    """The tables of time as alternations, and what each word of them means."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.months = {key(row[0]): int(row[1]) for row in tables["months"]}
        self.shy = {key(row[0]) for row in tables["months"] if len(row) > 2}
        self.weekdays = {key(row[0]): int(row[1]) for row in tables["weekdays"]}
        self.parts = {key(row[0]): row[1] for row in tables["dayparts"]}
        self.halves = {key(row[2]): int(row[3]) for row in tables["dayparts"] if row[2] != "-"}
        self.phrases = {key(row[0]): (row[1], row[2], row[3] if len(row) > 3 else "") for row in tables["time_phrases"]}
        self.relations = {key(row[0]): row[1] for row in tables["time_relations"]}
        self.counts = {key(row[1]): int(row[0]) for row in tables["numerals"] if row[1] != "-"}
        self.ordinals = {key(row[2]): int(row[0]) for row in tables["numerals"] if row[2] != "-"}
        self.hours = {key(row[3]): int(row[0]) for row in tables["numerals"] if row[3] != "-"}
        self.units = {key(row[1]): row[0] for row in tables["time_units"]}
        self.singles = {key(row[2]): row[0] for row in tables["time_units"]}
        self.duals = {key(cell): row[0] for row in tables["time_units"] for cell in row[3:5]}
        self.plurals = {key(row[5]): row[0] for row in tables["time_units"]}

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


def patterns(words: Words) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield each kind of expression with its pattern, the most specific first."""
    for name, build in _KINDS.items():
        yield name, re.compile(f"{LEFT}{JOINED}(?P<core>{build(words)}){RIGHT}")


def _day(words: Words, group: str = "day") -> str:
    return f"(?P<{group}>(?:{ARTICLE})?[0-3]?\\d(?!\\d)|{any_of(words.ordinals)})"


def _month(words: Words) -> str:
    names = any_of(words.months)
    return rf"(?:{any_of(words.small('month'))}{GAP})?(?P<month>{names})(?:\s*[/(-]?\s*(?P<twin>{names}))?\)?"


def _relation(words: Words) -> str:
    return f"(?P<relation>{any_of(words.relations)})"


def _year_or_relation(words: Words) -> str:
    of = f"(?:{any_of(words.small('of'))}{GAP})?"
    year = f"(?:{any_of(words.small('year'))}{GAP})?"
    sign = rf"(?:\s*{any_of(words.small('gregorian'))}{RIGHT})?"
    of_year = f"{any_of(words.small('of'))}{GAP}{any_of(words.small('year'))}{GAP}"
    this = f"(?:{of_year}(?P<this_year>{any_of(words.relations)}))"
    return rf"(?:{LOOSE}{of}{year}(?P<year>{YEAR}){sign}|\s*/?\s*{this}|\s*/?\s*{_relation(words)})"


def _weekday(words: Words) -> str:
    return rf"(?:{any_of(words.small('day'))}{GAP})?(?P<weekday>{any_of(words.weekdays)})"


def _part(words: Words) -> str:
    return f"(?:(?P<part>{any_of(words.parts)}){GAP})?"


def _stage(words: Words) -> str:
    return f"(?:{any_of(words.small('stage'))}{GAP})?"


def _date(words: Words) -> str:
    of = f"(?:{any_of(words.small('of'))}{GAP})?"
    weekday = f"(?:{_weekday(words)}{LOOSE})?"
    return f"{_part(words)}{weekday}{_day(words)}\\s*{of}{_month(words)}(?:{_year_or_relation(words)})?"


def _hijri(words: Words) -> str:
    of = f"(?:{any_of(words.small('of'))}{GAP})?(?:{any_of(words.small('month'))}{GAP})?"
    year = rf"(?:{LOOSE}(?:{any_of(words.small('year'))}{GAP})?1[34]\d\d(?!\d))?"
    sign = rf"(?:\s*{any_of(words.small('hijri'))}{RIGHT})?"
    equals = rf"(?:{LOOSE}(?:{any_of(words.small('corresponding'))})?\s*{_date(words)})?"
    day = _day(words, "hijri_day")
    weekday = rf"(?:(?:{any_of(words.small('day'))}{GAP})?(?P<hijri_weekday>{any_of(words.weekdays)}){LOOSE})?"
    return f"{weekday}{day}{GAP}{of}{any_of(words.hijri())}{year}{sign}{equals}"


def _hour(words: Words) -> str:
    half = f"{any_of(words.halves)}|{any_of(words.small('am'))}|{any_of(words.small('pm'))}"
    clock = r"(?P<clock>[0-2]?\d[:.][0-5]\d(?!\d)(?!\.\d))"
    hour = f"(?:{any_of(words.small('hour'))}{GAP})?"
    return rf"{hour}{clock}(?:\s*(?P<half>{half}){RIGHT})?(?:\s*\(?{_zone(words)})?"


def _spoken_hour(words: Words) -> str:
    hour = f"{any_of(words.small('hour'))}{GAP}(?P<spoken>{any_of(words.hours)}|[01]?\\d(?!\\d))"
    roles = ("half", "quarter", "third", "short_to")
    more = f"(?:{GAP}(?P<more>{any_of(word for role in roles for word in words.small(role))}))?"
    return f"{hour}{more}(?:{GAP}(?P<half>{any_of(words.halves)}))?(?:{GAP}{_zone(words)})?"


def _zone(words: Words) -> str:
    return f"(?P<zone>{any_of(words.small('zone'))}|{any_of(words.small('utc'))})"


def _counted(words: Words) -> str:
    number, unit = rf"\d{{1,4}}|{any_of(words.counts)}", any_of([*words.plurals, *words.singles])
    return f"(?:(?P<count>{number}){GAP}(?P<unit>{unit})|(?P<dual>{any_of(words.duals)}))"


_KINDS: dict[str, Callable[[Words], str]] = {
    "hijri": _hijri,
    "iso": lambda w: rf"(?P<year>{YEAR})(?P<sep>[-/.])(?P<number>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",
    "numeric": lambda w: rf"(?P<day>\d{{1,2}})(?P<sep>[-/.])(?P<number>\d{{1,2}})(?P=sep)(?P<year>{YEAR})",
    "range": lambda w: rf"(?P<first>\d{{1,2}})(?=\s*(?:-|\u2013|{any_of(w.small('to'))})\s*(?P<whole>{_date(w)}))",
    "date": _date,
    "american": lambda w: rf"{_month(w)}{GAP}(?P<day>\d{{1,2}})[\s\u060c,]+(?P<year>{YEAR})",
    "hour": _hour,
    "spoken_hour": _spoken_hour,
    "phrase": lambda w: (
        rf"{_part(w)}(?:{any_of(w.small('day'))}{GAP})?(?P<phrase>{any_of(w.phrases)})"
        rf"(?:[\s\u060c,(]{{1,2}}{_weekday(w)})?"
    ),
    "weekday": lambda w: rf"{_part(w)}{_weekday(w)}(?:{GAP}{_relation(w)})?",
    "month": lambda w: rf"{_stage(w)}{_month(w)}(?:{_year_or_relation(w)})?",
    "unit": lambda w: rf"{_stage(w)}(?P<unit>{any_of(w.units)}){GAP}{_relation(w)}",
    "this": lambda w: rf"{_stage(w)}{any_of(w.small('this'))}{GAP}(?P<unit>{any_of(w.units)})",
    "hijri_month": lambda w: rf"{_stage(w)}{any_of(w.small('month'))}{GAP}{any_of(w.hijri())}",
    "year": lambda w: (
        rf"{_stage(w)}{any_of(w.small('year'))}{GAP}(?P<year>{YEAR})(?:\s*{any_of(w.small('gregorian'))}{RIGHT})?"
    ),
    "bare_year": lambda w: rf"(?P<year>{YEAR})",
    "ago": lambda w: rf"{any_of(w.small('ago'))}{GAP}(?:{_counted(w)}|(?P<single>{any_of(w.singles)})(?!\s+{YEAR}))",
    "duration": _counted,
}


_OPENING = ("day", "month", "year", "this", "stage", "hour", "ago")


def trigger(words: Words) -> re.Pattern[str]:
    """Return the pattern of the places where an expression can begin: a cheap test before the dear ones."""
    opening = [
        *words.months, *words.weekdays, *words.parts, *words.phrases, *words.ordinals, *words.counts, *words.units,
        *words.duals,
        *(word for role in _OPENING for word in words.small(role)),
    ]  # fmt: skip
    first = {key(phrase).split()[0] for phrase in opening}
    return re.compile(f"{LEFT}{JOINED}(?:(?:{ARTICLE})?\\d|{any_of(first)}{RIGHT})")
