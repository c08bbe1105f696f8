"""Times as the text names them: a Wednesday stays a Wednesday until text or metadata fix the day."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode, Triple

from kg.facts import When
from kg.triples.frame import Frame, Triples
from kg.triples.literals import date, plain
from kg.triples.spans import quoted
from kg.triples.vocabulary import DATE, LABEL, MENTION, TIME_REFERENCE, TIME_STATUS, TIMEX, A, concept, term

_DAY_OF_WEEK = re.compile(r"[\dX]{4}-W[\dX]{2}-([1-7])")
_MONTH = re.compile(r"[\dX]{4}-(0[1-9]|1[0-2])(?!\d)")
# ISO 8601 counts the days of the week from Monday.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def time_triples(frame: Frame, meeting: NamedNode, when: When) -> Triples:
    """Yield the time of *meeting*: its words, its TIMEX3 value, what is known of it, and its date only if resolved."""
    node = frame.inside("time", when.span)
    yield Triple(meeting, term("sem:hasTime"), node)
    yield Triple(node, A, TIME_REFERENCE)
    yield Triple(node, A, term("time:GeneralDateTimeDescription"))
    yield Triple(node, LABEL, frame.label(when.span))
    yield Triple(node, TIMEX, plain(when.timex))
    yield Triple(node, TIME_STATUS, concept("time", "unresolved" if when.value is None else "resolved"))
    yield from quoted(frame, node, MENTION, when.span)
    day, month = _DAY_OF_WEEK.match(when.timex), _MONTH.match(when.timex)
    if day:
        yield Triple(node, term("time:dayOfWeek"), term(f"time:{_DAYS[int(day[1]) - 1]}"))
    if month:
        yield Triple(node, term("time:monthOfYear"), term(f"greg:{_MONTHS[int(month[1]) - 1]}"))
    if when.value is not None:
        yield Triple(node, DATE, date(when.value))
