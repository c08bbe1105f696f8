"""Time expressions in Arabic news, as TIMEX3."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from kg.lang.ar.letters import FILLER, LETTERS
from kg.lang.ar.periods import NO_YEAR, Found, Periods
from kg.lang.ar.time_grammar import DIGITS, Openings, narrowed, patterns
from kg.lang.ar.time_names import NamedLikeTimes
from kg.lang.ar.time_vocabulary import LAM, Tables, Words, any_of, key, key_of
from kg.lang.model import TimeExpression
from kg.text import Span

_ANCHORS = {"-1": "<", "+1": ">", "0": "0Y"}


class Calendar:
    """Finds the time expressions of a stretch of text."""

    def __init__(self, tables: Tables) -> None:
        self.words = Words(tables)
        self._periods = Periods(self.words)
        built = [(name, self._builder(name), pattern) for name, pattern in patterns(self.words)]
        self._all = tuple((build, pattern) for _, build, pattern in built)
        self._of_digits = tuple((build, pattern) for name, build, pattern in built if name in DIGITS)
        self._of_words = {
            word: tuple((build, pattern) for name, build, pattern in built if name in names)
            for word, names in narrowed(self.words).items()
        }
        self._openings = Openings(self.words)
        of = any_of(self.words.small("of"))
        self._part_follows = re.compile(rf"\s+(?:{of}\s+)?({any_of(self.words.parts)})(?![^\W_])")
        between = rf"\s*(?:{any_of(self.words.small('to'))}|-)\s*$"
        self._month_before = re.compile(rf"(?<![^\W_]){any_of(self.words.months)}{between}")
        self._names = NamedLikeTimes(self.words)

    def _builder(self, name: str) -> Callable[[re.Match[str]], Found | None]:
        build: Callable[[re.Match[str]], Found | None] = getattr(self, f"_{name}", None) or getattr(self._periods, name)
        return build

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
        for start, first in self._openings.places(bare):
            if start < place:
                continue
            for build, pattern in self._of_words.get(first, self._all) if first else self._of_digits:
                match = pattern.match(bare, start)
                hit: Found | None = build(match) if match else None
                if match and hit:
                    yield _with_article(match), hit
                    place = hit.stop
                    break

    def _hijri(self, match: re.Match[str]) -> Found | None:
        if match["month"]:
            return self._date(match)
        weekday = match["hijri_weekday"]
        # A Hijri day is not turned into a Gregorian one: sightings of the moon differ by a day.
        return Found(match.end(), f"XXXX-WXX-{self._weekday_number(weekday)}" if weekday else "XXXX-XX-XX")

    def _date(self, match: re.Match[str]) -> Found | None:
        day, month = self._day_number(match["day"]), self._month_number(match["month"])
        if not _possible(match["year"], month, day) or self._names.is_name(match, fixed=self._fixed(match)):
            return None
        stop, year, anchor = self._after_month(match)
        return self._timed(match, Found(stop, f"{year}-{month:02}-{day:02}", "date", anchor))

    def _range(self, match: re.Match[str]) -> Found | None:
        whole = self._date(match)
        first = self._day_number(match["first"])
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
        first, second, year = int(match["day"]), int(match["number"]), match["year"]
        # Day or month first? Both are written; 10/01 names no day unless both numbers are one, or the weekday tells.
        readings = {(day, month) for day, month in ((first, second), (second, first)) if _possible(year, month, day)}
        weekday = self._weekday_number(match["weekday"]) if match["weekday"] else 0
        told = {(d, m) for d, m in readings if date(int(year), m, d).isoweekday() == weekday} if weekday else set()
        if len(told or readings) == 1:
            day, month = next(iter(told or readings))
            return Found(match.end(), f"{year}-{month:02}-{day:02}")
        return Found(match.end(), f"{year}-XX-XX") if readings else None

    def _month(self, match: re.Match[str]) -> Found | None:
        month = self._month_number(match["month"])
        stop, year, anchor = self._after_month(match)
        shown = match["twin"] or match["year"] or match["relation"] or match["this_year"]
        shown = shown or match.start("month") > match.start("core")
        shown = shown or self._month_before.search(match.string, max(0, match.start() - 24), match.start("core"))
        name = key(match["month"])
        if name in self.words.shy and not shown and (name in self.words.surnames or not self._periods.cued(match)):
            return None
        if self._names.is_name(match, fixed=self._fixed(match)):
            return None
        return Found(stop, f"{year}-{month:02}", "date", anchor)

    def _weekday(self, match: re.Match[str]) -> Found | None:
        if self._names.is_no_day(match):
            return None
        written = match["relation"] or match["shared"] or ""
        relation = self.words.relations.get(key(written), "")
        anchor = "0W" if relation == "0" else _ANCHORS.get(relation, "")
        return self._timed(
            match, Found(match.end(), f"XXXX-WXX-{self._weekday_number(match['weekday'])}", "date", anchor)
        )

    def _phrase(self, match: re.Match[str]) -> Found | None:
        timex, kind, anchor = self._phrase_named(match["phrase"])
        if self._names.is_no_phrase(match):
            return None
        today = timex == "XXXX-XX-XX"
        if match["weekday"]:
            # Only a day has a weekday.
            if not today:
                return Found(match.end("phrase"), timex, kind, anchor)
            timex = f"XXXX-WXX-{self._weekday_number(match['weekday'])}"
        elif anchor == "0D" and self._names.is_another_day(match):
            return None
        return self._timed(match, Found(match.end(), timex, kind, anchor))

    def _fixed(self, match: re.Match[str]) -> bool:
        """Tell whether a year, a weekday or a word such as "last" shows that a time is meant and not a name."""
        groups = match.groupdict()
        return any(groups.get(name) for name in ("year", "weekday", "relation", "this_year", "part"))

    def _phrase_named(self, written: str) -> tuple[str, ...]:
        """Return the row of a phrase, as it stands or with the article that "li" swallowed."""
        return self.words.phrases.get(key(written)) or self.words.phrases[key_of(written)]

    def _hour(self, match: re.Match[str]) -> Found | None:
        hour, minute = (int(part) for part in re.split(r"[:.,\u060c]", match["clock"]))
        # A full stop between two numbers is a decimal point unless a word of time stands beside them.
        told = match["half"] or match["zone"] or match.start("clock") > match.start("core")
        return self._clock(match, hour, minute) if told or ":" in match["clock"] else None

    def _hour_at(self, match: re.Match[str]) -> Found | None:
        """A number after "at" is an hour only with a part of the day or a zone after it."""
        return self._spoken_hour(match) if match["half"] or match["zone"] else None

    def _spoken_hour(self, match: re.Match[str]) -> Found | None:
        spoken = match["spoken"]
        hour = int(spoken) if spoken.isdigit() else self.words.hours[key_of(spoken)]
        more = key(match["more"] or "")
        minute = next((m for role, m in (("half", 30), ("quarter", 15), ("third", 20)) if more in self._keys(role)), 0)
        if more in self._keys("short_to"):
            hour, minute = hour - 1, 45
        return self._clock(match, hour, minute)

    def _clock(self, match: re.Match[str], hour: int, minute: int) -> Found | None:
        half = key(match["half"] or "")
        part = None if half else self._part_follows.match(match.string, match.end())
        later = self.words.halves.get(half, 12 if half in self._keys("pm") else 0)
        later = self.words.later[key(part[1])] if part else later
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
        anchor = _ANCHORS.get(self.words.relations[key(relation)], "") if relation else ""
        anchor = f"{self.words.relations[key(this_year)]}Y" if this_year else anchor
        return match.end(), match["year"] or NO_YEAR, anchor

    def _timed(self, match: re.Match[str], found: Found) -> Found:
        """Return *found* with the part of the day that stands before it."""
        part = self.words.parts.get(key(match["part"] or ""))
        if part is None or "T" in found.timex or "_" in found.timex:
            return found
        return Found(found.stop, found.timex + part, "time", found.anchor)

    def _weekday_number(self, written: str) -> int:
        return self.words.weekdays[key_of(written)]

    def _month_number(self, written: str) -> int:
        return self.words.months[key(written)]

    def _day_number(self, written: str) -> int:
        digits = "".join(char for char in written if char.isdigit())
        return int(digits) if digits else self.words.ordinals[key_of(written)]


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
