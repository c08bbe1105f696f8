"""Names and turns of phrase that are written like times and are none."""

from __future__ import annotations

import re

from kg.lang.ar.time_grammar import JOINED
from kg.lang.ar.time_vocabulary import Words, any_of

_REACH = 24
_CLOSING = frozenset("\"\u00bb\u201d'\u2019")
_OPENED = re.compile("[\"\u00ab\u201c'\u2018]\\s*[^\\W\\d_]+(?:\\s[^\\W\\d_]+)?\\s+$")


class NamedLikeTimes:
    """Tells a street, a movement, a newspaper or a verb from the time it is written like."""

    def __init__(self, words: Words) -> None:
        before = rf"(?<![^\W_]){JOINED}"
        self._not_a_day = re.compile(f"{before}{any_of(words.small('not_a_day'))}\\s+$")
        self._named_after = re.compile(rf"{before}{any_of(words.small('named_after'))}\s+(?:\d{{1,2}}\s+)?$")
        self._medium = re.compile(rf"{before}{any_of(words.small('medium'))}\s+(?:[^\W\d_]+\s+)?$")
        self._that = re.compile(rf"(?<![^\W_]){any_of(words.small('that'))}\s+$")
        self._verbal = re.compile(rf"(?<![^\W_]){any_of(words.small('verbal'))}\s+$")
        self._not_today = re.compile(rf"\s+{any_of(words.small('not_today'))}(?![^\W_])")
        self._not_after = re.compile(rf"\s+{any_of(words.small('not_after'))}(?![^\W_])")

    def is_no_day(self, match: re.Match[str]) -> bool:
        """Tell whether a weekday's name is that of a prayer, a market, a saint."""
        return bool(_before(self._not_a_day, match))

    def is_name(self, match: re.Match[str], *, fixed: bool) -> bool:
        """Tell whether a day or a month is what a street, a bridge or a movement is called after."""
        return not fixed and bool(_before(self._named_after, match))

    def is_no_phrase(self, match: re.Match[str]) -> bool:
        """Tell whether "yesterday" is "most urgent", "tomorrow" is "became", or "today" ends a newspaper's name."""
        stop = match.end("phrase")
        if self._not_after.match(match.string, stop) or _before(self._verbal, match):
            return True
        closed = match.string[stop : stop + 1] in _CLOSING and stop < len(match.string)
        return bool(_before(self._medium, match) or (closed and _before(_OPENED, match)))

    def is_another_day(self, match: re.Match[str]) -> bool:
        """Tell whether "the day" is that day, the next day or the first day, and not today."""
        return bool(_before(self._that, match) or self._not_today.match(match.string, match.end("phrase")))


def _before(pattern: re.Pattern[str], match: re.Match[str]) -> re.Match[str] | None:
    return pattern.search(match.string, max(0, match.start() - _REACH), match.start())
