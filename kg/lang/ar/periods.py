"""Years, seasons, parts of a year, durations and what lies so long ago: times that are no day and no month."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.lang.ar.time_vocabulary import ARTICLE, YEAR, Words, any_of, key, key_of

NO_YEAR = "XXXX"
_UNIT_VALUES = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": NO_YEAR, "X": "XXX", "C": "XX",
}  # fmt: skip
# Decades and centuries have no unit of their own in a duration.
_DURATIONS = {"X": ("Y", 10), "C": ("Y", 100)}
_NO_ANCHOR = "?"
_SUNDAY = 7


@dataclass(frozen=True, slots=True)
class Found:
    """A time expression in bare text: where it ends, what it means, and from where when not from its first letter."""

    stop: int
    timex: str
    kind: str = "date"
    anchor: str = ""


class Periods:
    """Builds what the patterns of periods match; a builder returns None for what only looks like a time."""

    def __init__(self, words: Words) -> None:
        self.words = words
        cue = any_of([*words.small("cue"), *words.small("ago")])
        self._cue = re.compile(rf"(?<![^\W_]){cue}\s+(?:\()?$")
        between = rf"\s*(?:{any_of(words.small('to'))}|[-\u2013])\s*"
        opens = any_of([*words.small("cue"), *words.small("from"), *words.small("pair")])
        self._opens_years = re.compile(rf"(?<![^\W_]){opens}\s+$")
        self._second_year = re.compile(rf"(?<![^\W_]){opens}\s+{YEAR}{between}$")
        self._unit_follows = re.compile(rf"\s+{any_of([*words.plurals, *words.singles])}(?![^\W_])")
        # "The general secretary": the word for year is an adjective too.
        self._general = re.compile(rf"(?<![^\W_])(?:[^\W\d_]{{0,2}})?{any_of(words.small('general'))}\s+$")

    def cued(self, match: re.Match[str]) -> bool:
        """Tell whether a word such as "in" or "since" stands before an expression."""
        return bool(self._cue.search(match.string, max(0, match.start() - 12), match.start()))

    def unit(self, match: re.Match[str]) -> Found | None:
        """Return "the last week", "the coming year"."""
        unit, relation = self.words.units[key_of(match["unit"])], self.words.relations[key(match["relation"])]
        if unit == "Y" and self._general.search(match.string, max(0, match.start() - 14), match.start()):
            return None
        anchor = f"{relation}{unit}" if unit in "DWMY" and relation != _NO_ANCHOR else ""
        return Found(match.end(), _UNIT_VALUES[unit], "date", anchor) if unit in _UNIT_VALUES else None

    def this(self, match: re.Match[str]) -> Found | None:
        """Return "this month"."""
        unit = self.words.units[key_of(match["unit"])]
        return Found(match.end(), _UNIT_VALUES[unit], "date", f"0{unit}") if unit in "DWMY" else None

    def stage_of(self, match: re.Match[str]) -> Found | None:
        """Return "the end of the year", whichever year that is."""
        unit = self.words.units[key_of(match["unit"])]
        return Found(match.end(), _UNIT_VALUES[unit]) if unit in "WMY" else None

    def day_of_this(self, match: re.Match[str]) -> Found | None:
        """Return "the 15th of the current"."""
        return self.day_of_month(match)

    def day_of_month(self, match: re.Match[str]) -> Found | None:
        """Return "the 15th of this month": a day of a month that only the day of publication tells."""
        digits = "".join(char for char in match["day"] if char.isdigit())
        day = int(digits) if digits else self.words.ordinals[key_of(match["day"])]
        relation = self.words.relations[key(match["relation"])]
        if not 0 < day <= 31 or relation == _NO_ANCHOR:
            return None
        return Found(match.end(), f"XXXX-XX-{day:02}", "date", f"{relation}M")

    def hijri_month(self, match: re.Match[str]) -> Found | None:
        """Return a month of the Hijri calendar, which is no month of the Gregorian one; most are given names too."""
        shown = match.start("hijri") > match.start("core") or match["relation"] or match["hijri_year"]
        return Found(match.end(), "XXXX-XX") if shown else None

    def year(self, match: re.Match[str]) -> Found | None:
        """Return "the year 2015"."""
        return Found(match.end(), match["year"])

    def years(self, match: re.Match[str]) -> Found | None:
        """Return the first of two years that one word of time introduces; the second is found on its own."""
        opened = self._opens_years.search(match.string, max(0, match.start() - 12), match.start())
        return Found(match.end("year"), match["year"]) if opened and match["year"] < match["last"] else None

    def bare_year(self, match: re.Match[str]) -> Found | None:
        """Return a number that a word of time shows to be a year, and that counts nothing."""
        counts = self._unit_follows.match(match.string, match.end())
        # Round numbers count things more often than they name a year.
        plain = not counts and not match["year"].endswith("00")
        second = self._second_year.search(match.string, max(0, match.start() - 24), match.start("core"))
        return Found(match.end(), match["year"]) if plain and (second or self.cued(match)) else None

    def part_of_year(self, match: re.Match[str]) -> Found | None:
        """Return a quarter or a half of a year."""
        part = self.words.parts_of_year[key_of(match["part_of_year"])]
        return self._in_year(match, part)

    def season(self, match: re.Match[str]) -> Found | None:
        """Return a season of a year."""
        return self._in_year(match, self.words.seasons[key_of(match["season"])])

    def _in_year(self, match: re.Match[str], part: str) -> Found | None:
        relation = self.words.relations[key(match["relation"])] if match["relation"] else "0" if match["now"] else ""
        # The last summer may be this year's: a season beside the day of publication fixes no year.
        of_year = relation and relation != _NO_ANCHOR and (match["of_year"] or match["now"])
        return Found(match.end(), f"{match['year'] or NO_YEAR}-{part}", "date", f"{relation}Y" if of_year else "")

    def century(self, match: re.Match[str]) -> Found | None:
        """Return "the twentieth century"."""
        return Found(match.end(), f"{self.words.ordinals[key_of(match['century'])] - 1:02}")

    def every(self, match: re.Match[str]) -> Found | None:
        """Return "every Tuesday"; "every one" is no Sunday."""
        number = self.words.bare_weekdays[key(match["every_day"])]
        one = number == _SUNDAY and not match["day_word"]
        return None if one else Found(match.end(), f"XXXX-WXX-{number}", "set")

    def about_ago(self, match: re.Match[str]) -> Found | None:
        """Return "about three months ago": no day, month or year can be counted from it."""
        return Found(match.end(), "PAST_REF")

    def ago(self, match: re.Match[str]) -> Found | None:
        """Return "three weeks ago"."""
        unit, count = self._counted(match)
        if unit not in "DWMY":
            return Found(match.end(), "PAST_REF")
        return Found(match.end(), _UNIT_VALUES[unit], "date", f"-{count}{unit}")

    def duration(self, match: re.Match[str]) -> Found | None:
        """Return "three weeks"."""
        return self._lasting(match, *self._counted(match))

    def lately(self, match: re.Match[str]) -> Found | None:
        """Return "the last six months", "the coming two weeks"."""
        if match["definite_dual"]:
            return self._lasting(match, self.words.definite_duals[key_of(match["definite_dual"])], 2)
        number = match["count"] or match["counted"]
        digits = "".join(char for char in number if char.isdigit())
        counted = key(number).removeprefix(ARTICLE)
        plural = match["definite_plural"]
        unit = self.words.definite_plurals[key_of(plural)] if plural else self.words.singles[key(match["single"])]
        return self._lasting(match, unit, int(digits) if digits else self.words.counts[counted])

    def _lasting(self, match: re.Match[str], unit: str, count: int) -> Found:
        unit, times = _DURATIONS.get(unit, (unit, 1))
        sign = {"H": "PT", "N": "PT"}.get(unit, "P")
        return Found(match.end(), f"{sign}{count * times}{'M' if unit == 'N' else unit}", "duration")

    def _counted(self, match: re.Match[str]) -> tuple[str, int]:
        """Return the unit and the number of it that an expression counts."""
        groups = match.groupdict()
        if groups.get("dual"):
            return self.words.duals[key(match["dual"])], 2
        if groups.get("single"):
            return self.words.singles[key(match["single"])], 1
        if groups.get("only"):
            return self.words.singles[key(match["only"])], 1
        unit, count = key(match["unit"]), match["count"]
        number = int(count) if count.isdigit() else self.words.counts[key(count)]
        return self.words.plurals.get(unit) or self.words.singles[unit], number
