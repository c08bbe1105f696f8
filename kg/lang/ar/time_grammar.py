"""The grammar of Arabic time expressions as regular expressions over folded text, built from the tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from kg.lang.ar.time_vocabulary import ARTICLE, GAP, LAM, YEAR, Words, any_of, key

# After these a letter belongs to another word; marks and tatweel are taken out before matching.
LEFT = r"(?<![^\W_])"
RIGHT = r"(?![^\W_])"
JOINED = "(?:[\u0648\u0641]?[\u0628\u0644\u0643]?)"
LOOSE = "[\\s\u060c,(/-]{0,3}"


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


def _corresponding(words: Words) -> str:
    return rf"{LOOSE}(?:{any_of(words.small('corresponding'))}\s*)?"


def _between(words: Words) -> str:
    return rf"\s*(?:-|\u2013|{any_of(words.small('to'))})\s*"


def _range(words: Words) -> str:
    """Return the first of several days of one month: those between it and the last have no month of their own."""
    day, between = rf"(?:{ARTICLE})?\d{{1,2}}|{any_of(words.ordinals)}", _between(words)
    return rf"(?P<first>(?>{day}))(?=(?:{between}(?:{day})(?!\d)){{0,3}}{between}(?P<whole>{_date(words)}))"


def _in_digits(words: Words, digits: str) -> str:
    sign = rf"(?:\s*{any_of(words.small('gregorian'))})?"
    return f"(?:{_weekday(words)}{_corresponding(words)})?{digits}{sign}"


def _in_year(words: Words, name: str, phrases: Iterable[str]) -> str:
    of = f"(?:{any_of(words.small('of'))}{GAP})?"
    year = f"(?:(?P<of_year>{any_of(words.small('year'))}){GAP})?(?:(?P<year>{YEAR})|{_relation(words)})"
    now = f"(?P<now>{any_of(words.small('this'))}{GAP}{any_of(words.small('year'))})"
    return f"{_stage(words)}(?P<{name}>{any_of(phrases)}){GAP}{of}(?:{year}|{now})"


def _units(words: Words, signs: str) -> str:
    return any_of(unit for unit, sign in words.units.items() if sign in signs)


def _lately(words: Words) -> str:
    count = rf"(?P<count>(?:{ARTICLE})?\d{{1,3}}|{any_of(ARTICLE + number for number in words.counts)})"
    plural = f"(?P<definite_plural>{any_of(words.definite_plurals)}){GAP}{count}"
    single = rf"(?P<counted>{ARTICLE}\d{{1,3}}){GAP}(?P<single>{any_of(words.singles)})"
    return f"(?:(?P<definite_dual>{any_of(words.definite_duals)})|{plural}|{single}){GAP}{_relation(words)}"


def _weekdays(words: Words) -> str:
    """Return a weekday, a night between two of them, or one with what is said of it and of the one after it."""
    night = rf"(?(part)(?:[\s/-]{{1,3}}{any_of(words.weekdays)})?)"
    second = f"{_between(words)}(?:{any_of(words.small('day'))}{GAP})?{any_of(words.weekdays)}{GAP}"
    shared = f"(?={second}(?P<shared>{any_of(words.small('both'))}))"
    return f"{_part(words)}{_weekday(words)}{night}(?:{GAP}{_relation(words)}|{shared})?"


def _hijri_month(words: Words) -> str:
    month = f"(?:{any_of(words.small('month'))}{GAP})?(?P<hijri>{any_of(words.hijri())})"
    year = rf"(?:{GAP}(?P<hijri_year>1[34]\d\d)(?!\d)(?:\s*{any_of(words.small('hijri'))})?)?"
    return f"{_stage(words)}{month}(?:{GAP}{_relation(words)})?{year}"


def _date(words: Words) -> str:
    of = f"(?:{any_of(words.small('of'))}{GAP})?"
    weekday = f"(?:{_weekday(words)}{_corresponding(words)})?"
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
    clock = r"(?P<clock>[0-2]?\d[:.,\u060c][0-5]\d(?!\d)(?!\.\d))"
    hour = f"(?:{any_of(words.small('hour'))}{GAP})?"
    return rf"{hour}{clock}(?:\s*(?P<half>{half}){RIGHT})?(?:\s*\(?{_zone(words)})?"


def _spoken_hour(words: Words, opening: str) -> str:
    hour = f"{opening}{GAP}(?P<spoken>{any_of(words.hours)}|[01]?\\d(?!\\d))"
    roles = ("half", "quarter", "third", "short_to")
    more = f"(?:{GAP}(?P<more>{any_of(word for role in roles for word in words.small(role))}))?"
    return f"{hour}{more}(?:{GAP}(?P<half>{any_of(words.halves)}))?(?:{GAP}{_zone(words)})?"


def _zone(words: Words) -> str:
    return f"(?P<zone>{any_of(words.small('zone'))}|{any_of(words.small('utc'))})"


def _counted(words: Words) -> str:
    number, unit = rf"\d{{1,4}}|{any_of(words.counts)}", any_of([*words.plurals, *words.singles])
    only = f"(?P<only>{any_of(words.singles)}){GAP}{any_of(words.small('only'))}"
    return f"(?:(?P<count>{number}){GAP}(?P<unit>{unit})|(?P<dual>{any_of(words.duals)})|{only})"


_KINDS: dict[str, Callable[[Words], str]] = {
    "hijri": _hijri,
    "iso": lambda w: _in_digits(
        w, rf"(?P<year>{YEAR})(?P<sep>[-/.])(?P<number>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)"
    ),
    "numeric": lambda w: _in_digits(
        w, rf"(?P<day>\d{{1,2}})(?P<sep>[-/.])(?P<number>\d{{1,2}})(?P=sep)(?P<year>{YEAR})"
    ),
    "range": _range,
    "date": _date,
    "american": lambda w: rf"{_month(w)}{GAP}(?P<day>\d{{1,2}})[\s\u060c,]+(?P<year>{YEAR})",
    "day_of_month": lambda w: (
        f"{_day(w)}{GAP}(?:{any_of(w.small('of'))}{GAP})?(?P<unit>{_units(w, 'M')}){GAP}{_relation(w)}"
    ),
    "day_of_this": lambda w: f"{_day(w)}{GAP}(?P<relation>{any_of(w.small('current'))})",
    "hour": _hour,
    "spoken_hour": lambda w: _spoken_hour(w, any_of(w.small("hour"))),
    "hour_at": lambda w: _spoken_hour(w, any_of(w.small("at"))),
    "every": lambda w: (
        f"{any_of(w.small('every'))}{GAP}(?:(?P<day_word>{any_of(w.small('day'))}){GAP})?"
        f"(?P<every_day>{any_of(w.bare_weekdays)})"
    ),
    "phrase": lambda w: (
        rf"{_part(w)}(?:{any_of(w.small('day'))}{GAP})?(?P<phrase>{any_of(w.phrases)})"
        rf"(?:[\s\u060c,(]{{1,2}}{_weekday(w)})?"
    ),
    "weekday": _weekdays,
    "month": lambda w: rf"{_stage(w)}{_month(w)}(?:{_year_or_relation(w)})?",
    "part_of_year": lambda w: _in_year(w, "part_of_year", w.parts_of_year),
    "season": lambda w: _in_year(w, "season", w.seasons),
    "lately": _lately,
    "unit": lambda w: rf"{_stage(w)}(?P<unit>{any_of(w.units)}){GAP}{_relation(w)}",
    "this": lambda w: rf"{_stage(w)}{any_of(w.small('this'))}{GAP}(?P<unit>{any_of(w.units)})",
    "hijri_month": _hijri_month,
    "year": lambda w: (
        rf"{_stage(w)}{any_of(w.small('year'))}{GAP}(?P<year>{YEAR})(?:\s*{any_of(w.small('gregorian'))}{RIGHT})?"
    ),
    "stage_of": lambda w: f"{any_of(w.small('stage'))}{GAP}(?P<unit>{_units(w, 'WMY')})",
    "century": lambda w: f"{_units(w, 'C')}{GAP}(?P<century>{any_of(w.ordinals)})",
    "years": lambda w: rf"(?P<year>{YEAR})(?={_between(w)}(?P<last>{YEAR}))",
    "bare_year": lambda w: rf"(?P<year>{YEAR})",
    "about_ago": lambda w: (
        f"{any_of(w.small('ago'))}{GAP}(?:{any_of(w.small('about'))}{GAP})+"
        f"(?:{_counted(w)}|{any_of([*w.singles, *w.plurals])})"
    ),
    "ago": lambda w: rf"{any_of(w.small('ago'))}{GAP}(?:{_counted(w)}|(?P<single>{any_of(w.singles)})(?!\s+{YEAR}))",
    "duration": _counted,
}


_OPENING = ("day", "month", "year", "this", "stage", "hour", "ago", "at", "every")


_TOKEN = re.compile(r"[^\W_]+")
_NUMBER = re.compile(rf"{JOINED}(?:{ARTICLE})?\d")
_PREFIXES = ("", "\u0648", "\u0641")
_SECOND = ("", "\u0628", "\u0644", "\u0643")


class Openings:
    """The places where an expression can begin: a cheap look at each word before the dear patterns."""

    def __init__(self, words: Words) -> None:
        opening = [
            *words.months, *words.weekdays, *words.parts, *words.phrases, *words.ordinals, *words.counts, *words.units,
            *words.duals, *words.singles, *words.definite_duals, *words.definite_plurals, *words.seasons,
            *words.parts_of_year, *words.hijri(),
            *(word for role in _OPENING for word in words.small(role)),
        ]  # fmt: skip
        self._first: dict[str, str] = {}
        for first in {key(phrase).split()[0] for phrase in opening}:
            for joined in (one + two for one in _PREFIXES for two in _SECOND):
                self._first.setdefault(joined + first, first)
                # Joined to "li", the article loses its alef.
                if joined.endswith(LAM) and first.startswith(ARTICLE):
                    self._first.setdefault(joined + first[1:], first)
        for first in {key(phrase).split()[0] for phrase in opening}:
            self._first[first] = first

    def places(self, bare: str) -> Iterator[tuple[int, str]]:
        """Yield where an expression can begin, with the word that may begin it, empty for a number."""
        for token in _TOKEN.finditer(bare):
            word = token[0]
            if word in self._first:
                yield token.start(), self._first[word]
            elif (word[0].isdigit() or word[-1].isdigit()) and _NUMBER.match(word):
                yield token.start(), ""


# What can begin with a digit; and what alone can begin with words that are common and seldom begin a time.
DIGITS = frozenset({
    "hijri", "iso", "numeric", "range", "date", "day_of_month", "day_of_this", "hour", "lately", "years", "bare_year",
    "duration",
})  # fmt: skip
_SELDOM = {
    "at": ("phrase", "hour", "spoken_hour", "hour_at"),
    "every": ("phrase", "every"),
    "this": ("phrase", "this"),
    "ago": ("phrase", "ago", "about_ago"),
}


def narrowed(words: Words) -> dict[str, frozenset[str]]:
    """Return the kinds that can begin with each of the words that begin few, by the word."""
    parts = {key(part).split()[0] for part in (*words.parts, *words.months, *words.counts, *words.ordinals)}
    found: dict[str, set[str]] = {}
    for role, names in _SELDOM.items():
        for word in words.small(role):
            found.setdefault(key(word).split()[0], set()).update(names)
    hours = {key(word).split()[0] for word in words.small("hour")}
    return {word: frozenset(names) for word, names in found.items() if word not in parts and word not in hours}
