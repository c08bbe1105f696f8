"""Time expressions in Arabic news, as TIMEX3."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kg.lang.ar.letters import FILLER, LETTERS
from kg.lang.ar.time_grammar import ARTICLE, JOINED, LAM, Tables, Words, any_of, key, patterns, trigger
from kg.lang.model import TimeExpression
from kg.text import Span

NO_YEAR = "XXXX"
_ANCHORS = {"-1": "<", "+1": ">", "0": "0Y"}
_UNIT_VALUES = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": NO_YEAR, "X": "XXX", "C": "XX",
}  # fmt: skip
# Decades and centuries have no unit of their own in a duration.
_DURATIONS = {"X": ("Y", 10), "C": ("Y", 100)}


@dataclass(frozen=True, slots=True)
class Found:
    """A time expression in bare text: where it ends, what it means, and from where when not from its first letter."""

    stop: int
    timex: str
    kind: str = "date"
    anchor: str = ""


class Calendar:
    """Finds the time expressions of a stretch of text."""

    def __init__(self, tables: Tables) -> None:
        self.words = Words(tables)
        self._patterns = tuple((getattr(self, f"_{name}"), pattern) for name, pattern in patterns(self.words))
        self._trigger = trigger(self.words)
        cue = any_of([*self.words.small("cue"), *self.words.small("ago")])
        self._cue = re.compile(rf"(?<![^\W_]){cue}\s+(?:\()?$")
        self._not_a_day = re.compile(rf"(?<![^\W_]){JOINED}{any_of(self.words.small('not_a_day'))}\s+$")
        self._that = re.compile(rf"(?<![^\W_]){any_of(self.words.small('that'))}\s+$")
        self._not_today = re.compile(rf"\s+{any_of(self.words.small('not_today'))}(?![^\W_])")
        self._unit_follows = re.compile(rf"\s+{any_of([*self.words.plurals, *self.words.singles])}(?![^\W_])")

    def times(self, text: str, span: Span) -> tuple[TimeExpression, ...]:
        """Return the time expressions inside *span*, in the order of the text."""
        folded = LETTERS.fold(text[span.start : span.stop])
        places = [i for i, c in enumerate(folded) if c != FILLER] + [len(folded)] if FILLER in folded else None
        bare = folded.replace(FILLER, "") if places else folded
        found = []
        for start, hit in self._scan(bare):
            stop = _with_bracket(bare, start, hit.stop)
            # Marks after the last letter belong to it.
            first, end = (places[start], places[stop]) if places else (start, stop)
            whole = Span(span.start + first, span.start + len(folded[:end].rstrip()))
            found.append(TimeExpression(whole, hit.timex, hit.kind, hit.anchor))
        return tuple(found)

    def _scan(self, bare: str) -> Iterator[tuple[int, Found]]:
        place = 0
        while True:
            at = self._trigger.search(bare, place)
            if at is None:
                return
            place = at.start() + 1
            for build, pattern in self._patterns:
                match = pattern.match(bare, at.start())
                hit: Found | None = build(match) if match else None
                if match and hit:
                    yield _with_article(match), hit
                    place = max(hit.stop, place)
                    break

    def _hijri(self, match: re.Match[str]) -> Found | None:
        if match["month"]:
            return self._date(match)
        weekday = match["hijri_weekday"]
        # A Hijri day is not turned into a Gregorian one: sightings of the moon differ by a day.
        return Found(match.end(), f"XXXX-WXX-{self._weekday_number(weekday)}" if weekday else "XXXX-XX-XX")

    def _date(self, match: re.Match[str]) -> Found | None:
        day, month = self._day_number(match["day"]), self._month_number(match["month"])
        if not _possible(match["year"], month, day):
            return None
        stop, year, anchor = self._after_month(match)
        return self._timed(match, Found(stop, f"{year}-{month:02}-{day:02}", "date", anchor))

    def _range(self, match: re.Match[str]) -> Found | None:
        whole = self._date(match)
        first = int(match["first"])
        if whole is None or not 0 < first < int(whole.timex[8:10]):
            return None
        return Found(match.end("first"), f"{whole.timex[:8]}{first:02}", "date", whole.anchor)

    def _american(self, match: re.Match[str]) -> Found | None:
        month, day = self._month_number(match["month"]), int(match["day"])
        ok = _possible(match["year"], month, day)
        return Found(match.end(), f"{match['year']}-{month:02}-{day:02}") if ok else None

    def _iso(self, match: re.Match[str]) -> Found | None:
        month, day = int(match["number"]), int(match["day"])
        ok = _possible(match["year"], month, day)
        return Found(match.end(), f"{match['year']}-{month:02}-{day:02}") if ok else None

    def _numeric(self, match: re.Match[str]) -> Found | None:
        day, month, year = int(match["day"]), int(match["number"]), match["year"]
        if day > 12 and _possible(year, month, day):
            return Found(match.end(), f"{year}-{month:02}-{day:02}")
        # Day or month first? Both are written; 10/01 names no day unless both numbers are one.
        if day == month and _possible(year, month, day):
            return Found(match.end(), f"{year}-{month:02}-{day:02}")
        return Found(match.end(), f"{year}-XX-XX") if 0 < day <= 31 and 0 < month <= 31 else None

    def _month(self, match: re.Match[str]) -> Found | None:
        month = self._month_number(match["month"])
        stop, year, anchor = self._after_month(match)
        shown = match["twin"] or match["year"] or match["relation"] or match["this_year"]
        shown = shown or match.start("month") > match.start("core") or self._cued(match)
        if key(match["month"]) in self.words.shy and not shown:
            return None
        return Found(stop, f"{year}-{month:02}", "date", anchor)

    def _weekday(self, match: re.Match[str]) -> Found | None:
        if self._not_a_day.search(match.string, max(0, match.start() - 12), match.start()):
            return None
        relation = self.words.relations.get(key(match["relation"] or ""), "")
        anchor = "0W" if relation == "0" else _ANCHORS.get(relation, "")
        return self._timed(
            match, Found(match.end(), f"XXXX-WXX-{self._weekday_number(match['weekday'])}", "date", anchor)
        )

    def _phrase(self, match: re.Match[str]) -> Found | None:
        timex, kind, anchor = self._phrase_named(match["phrase"])
        today = timex == "XXXX-XX-XX"
        if match["weekday"]:
            # Only a day has a weekday.
            if not today:
                return Found(match.end("phrase"), timex, kind, anchor)
            timex = f"XXXX-WXX-{self._weekday_number(match['weekday'])}"
        elif anchor == "0D" and self._another_day(match):
            return None
        return self._timed(match, Found(match.end(), timex, kind, anchor))

    def _another_day(self, match: re.Match[str]) -> bool:
        before = self._that.search(match.string, max(0, match.start() - 8), match.start())
        return bool(before or self._not_today.match(match.string, match.end("phrase")))

    def _unit(self, match: re.Match[str]) -> Found | None:
        unit, relation = self.words.units[_key_of(match["unit"])], self.words.relations[key(match["relation"])]
        anchor = f"{relation}{unit}" if unit in "DWMY" else ""
        return Found(match.end(), _UNIT_VALUES[unit], "date", anchor) if unit in _UNIT_VALUES else None

    def _this(self, match: re.Match[str]) -> Found | None:
        unit = self.words.units[_key_of(match["unit"])]
        return Found(match.end(), _UNIT_VALUES[unit], "date", f"0{unit}") if unit in "DWMY" else None

    def _phrase_named(self, written: str) -> tuple[str, ...]:
        """Return the row of a phrase, as it stands or with the article that "li" swallowed."""
        return self.words.phrases.get(key(written)) or self.words.phrases[_key_of(written)]

    def _hijri_month(self, match: re.Match[str]) -> Found | None:
        return Found(match.end(), "XXXX-XX")

    def _year(self, match: re.Match[str]) -> Found | None:
        return Found(match.end(), match["year"])

    def _bare_year(self, match: re.Match[str]) -> Found | None:
        """A number is a year only after a word of time, and not when it counts something."""
        counts = self._unit_follows.match(match.string, match.end())
        # Round numbers count things more often than they name a year.
        plain = not counts and not match["year"].endswith("00")
        return Found(match.end(), match["year"]) if plain and self._cued(match) else None

    def _cued(self, match: re.Match[str]) -> bool:
        """Tell whether a word such as "in" or "since" stands before an expression."""
        return bool(self._cue.search(match.string, max(0, match.start() - 12), match.start()))

    def _ago(self, match: re.Match[str]) -> Found | None:
        unit, count = self._counted(match)
        if unit not in "DWMY":
            return Found(match.end(), "PAST_REF")
        return Found(match.end(), _UNIT_VALUES[unit], "date", f"-{count}{unit}")

    def _duration(self, match: re.Match[str]) -> Found | None:
        unit, count = self._counted(match)
        unit, times = _DURATIONS.get(unit, (unit, 1))
        sign = {"H": "PT", "N": "PT"}.get(unit, "P")
        return Found(match.end(), f"{sign}{count * times}{'M' if unit == 'N' else unit}", "duration")

    def _hour(self, match: re.Match[str]) -> Found | None:
        hour, minute = (int(part) for part in re.split(r"[:.]", match["clock"]))
        # A full stop between two numbers is a decimal point unless a word of time stands beside them.
        if "." in match["clock"] and not match["half"] and match.start("clock") == match.start("core"):
            return None
        return self._clock(match, hour, minute)

    def _spoken_hour(self, match: re.Match[str]) -> Found | None:
        spoken = match["spoken"]
        hour = int(spoken) if spoken.isdigit() else self.words.hours[_key_of(spoken)]
        more = key(match["more"] or "")
        minute = next((m for role, m in (("half", 30), ("quarter", 15), ("third", 20)) if more in self._keys(role)), 0)
        if more in self._keys("short_to"):
            hour, minute = hour - 1, 45
        return self._clock(match, hour, minute)

    def _clock(self, match: re.Match[str], hour: int, minute: int) -> Found | None:
        half = key(match["half"] or "")
        later = self.words.halves.get(half, 12 if half in self._keys("pm") else 0)
        hour = hour + 12 if later and hour < 12 else hour
        utc = "Z" if key(match["zone"] or "") in self._keys("utc") and match["zone"] else ""
        return Found(match.end(), f"XXXX-XX-XXT{hour:02}:{minute:02}{utc}", "time") if hour < 24 else None

    def _keys(self, role: str) -> set[str]:
        return {key(word) for word in self.words.small(role)}

    def _after_month(self, match: re.Match[str]) -> tuple[int, str, str]:
        """Return where the expression ends, its year and its anchor, from what stands after the month's name."""
        if match["twin"] and self._month_number(match["twin"]) != self._month_number(match["month"]):
            return match.end("month"), NO_YEAR, ""
        relation, this_year = match["relation"], match["this_year"]
        anchor = _ANCHORS[self.words.relations[key(relation)]] if relation else ""
        anchor = f"{self.words.relations[key(this_year)]}Y" if this_year else anchor
        return match.end(), match["year"] or NO_YEAR, anchor

    def _timed(self, match: re.Match[str], found: Found) -> Found:
        """Return *found* with the part of the day that stands before it."""
        part = self.words.parts.get(key(match["part"] or ""))
        if part is None or "T" in found.timex or "_" in found.timex:
            return found
        return Found(found.stop, found.timex + part, "time", found.anchor)

    def _counted(self, match: re.Match[str]) -> tuple[str, int]:
        """Return the unit and the number of it that an expression counts."""
        groups = match.groupdict()
        if groups.get("dual"):
            return self.words.duals[key(match["dual"])], 2
        if groups.get("single"):
            return self.words.singles[key(match["single"])], 1
        unit, count = key(match["unit"]), match["count"]
        number = int(count) if count.isdigit() else self.words.counts[key(count)]
        return self.words.plurals.get(unit) or self.words.singles[unit], number

    def _weekday_number(self, written: str) -> int:
        return self.words.weekdays[_key_of(written)]

    def _month_number(self, written: str) -> int:
        return self.words.months[key(written)]

    def _day_number(self, written: str) -> int:
        digits = "".join(char for char in written if char.isdigit())
        return int(digits) if digits else self.words.ordinals[_key_of(written)]


def _key_of(written: str) -> str:
    """Return the key of a definite word, whose article has lost its alef after "li"."""
    found = key(written)
    return found if not found.startswith(LAM) else ARTICLE[0] + found


def _with_article(match: re.Match[str]) -> int:
    """Return where an expression begins: "li" and the article are one letter twice, and stay together."""
    start = match.start("core")
    return start - 1 if match.string[start - 1 : start + 1] == LAM + LAM else start


def _with_bracket(bare: str, start: int, stop: int) -> int:
    """Return where an expression ends, with the bracket that closes one inside it."""
    opened = bare.count("(", start, stop) > bare.count(")", start, stop)
    return stop + 1 if opened and bare.startswith(")", stop) else stop


def _possible(year: str | None, month: int, day: int) -> bool:
    try:
        # Without a year, the 29th of February may be.
        date(int(year or 2000), month, day)
    except ValueError:
        return False
    return True
