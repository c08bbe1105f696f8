"""The geometry of a timeline: where each thing that happened stands, in numbers; templates/timeline.html draws it.

Pure: no request, no graph, no words. Whoever has things with days can have them drawn:

    drawn = timeline((Happening("meeting", "2026-03-01", href="…", words="…"),), rtl=True)

A day is what a text tells: YYYY-MM-DD, or YYYY-MM, or YYYY, which stand as a stretch as long as they are unsure. What
has no day of that form is not drawn: it is in `Timeline.undated`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log2
from typing import Final

WIDTH: Final = 960
_EDGE: Final = 34
_LANE: Final = 58
_HEAD: Final = 10
_AXIS: Final = 34
_NEAR: Final = 22.0
_MOST_TICKS: Final = 8
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_STEPS: Final = (
    *(("day", step) for step in (1, 2, 5, 10)),
    *(("month", step) for step in (1, 2, 3, 6)),
    *(("year", step) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)),
)


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened: its kind as `data-kind` has it, its day as far as it is told, how many such things that day.

    `own` tells that the text itself gives the day; else it is that of the article. `words` are for undated ones: the
    time as the text has it.
    """

    kind: str
    day: str
    count: int = 1
    href: str = ""
    own: bool = True
    words: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One sign on a lane, for one thing or for several that stand too close to be told apart.

    `reach` is half the length of the stretch that it covers; `first` and `last` are days as they are told.
    """

    kind: str
    x: float
    y: float
    size: float
    reach: float
    count: int
    first: str
    last: str
    own: bool
    href: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis: what it is the beginning of. `month` and `day` are 0 where the tick is of no such thing."""

    x: float
    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Lane:
    """The line of one kind, at the height `y`."""

    kind: str
    y: float
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline ready to be drawn in a box of `width` by `height`; what has no day stands apart in `undated`."""

    width: int
    height: int
    axis: float
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    undated: tuple[Happening, ...]


Address = Callable[[str, str, str], str]
"""From kind, first and last day to the address of the list of what happened between."""


def timeline(happenings: Iterable[Happening], *, rtl: bool, address: Address | None = None) -> Timeline:
    """Return the timeline of *happenings*; *address* gives the link of marks that stand for several.

    With *rtl* time runs from right to left: an Arabic reader's eye begins at the right, and Arabic newspapers draw
    their timelines so, the oldest at the right. Digits stay Latin, and left to right within a date: dates are data.
    """
    dated: dict[str, list[tuple[date, date, Happening]]] = defaultdict(list)
    undated = []
    for one in happenings:
        stretch = days_of(one.day)
        if stretch is None:
            undated.append(one)
        else:
            dated[one.kind].append((*stretch, one))
    if not dated:
        return Timeline(WIDTH, 0, 0, (), (), (), tuple(undated))
    stretches = [(first, last) for kind in dated.values() for first, last, _ in kind]
    scale = _Scale(min(first for first, _ in stretches), max(last for _, last in stretches), rtl)
    lanes = tuple(
        Lane(kind, _HEAD + _LANE * (number + 0.62), sum(one.count for _, _, one in dated[kind]))
        for number, kind in enumerate(dated)
    )
    axis = _HEAD + _LANE * len(lanes) + 6
    marks = tuple(mark for lane in lanes for mark in _marks(lane, dated[lane.kind], scale, address))
    return Timeline(WIDTH, axis + _AXIS, axis, lanes, marks, tuple(_ticks(scale)), tuple(undated))


def days_of(day: str) -> tuple[date, date] | None:
    """Return the first and the last day of what YYYY, YYYY-MM or YYYY-MM-DD names; None for what is none of them."""
    match = _DAY.fullmatch(day)
    if match is None:
        return None
    year, month, number = (int(part or 0) for part in match.groups())
    try:
        if number:
            return (date(year, month, number),) * 2
        first = date(year, month or 1, 1)
        return first, _following(first, 0 if month else 1, 1 if month else 0) - timedelta(1)
    except (ValueError, OverflowError):
        return None


def _following(first: date, years: int, months: int) -> date:
    """Return the day that is so many years and months after the first day of a month."""
    number = first.month - 1 + months
    return date(first.year + years + number // 12, number % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date
    rtl: bool

    def x(self, day: date) -> float:
        """Return where *day* stands; a single day stands in the middle."""
        days = (self.last - self.first).days
        share = (day - self.first).days / days if days else 0.5
        along = _EDGE + share * (WIDTH - 2 * _EDGE)
        return round(WIDTH - along if self.rtl else along, 1)


def _marks(
    lane: Lane, found: Sequence[tuple[date, date, Happening]], scale: _Scale, address: Address | None
) -> Iterator[Mark]:
    """Yield the marks of a lane: what stands nearer than a mark's breadth becomes one."""
    group: list[tuple[float, float, Happening]] = []
    for first, last, one in sorted(found, key=lambda item: (item[0], item[1], item[2].href)):
        left, right = sorted((scale.x(first), scale.x(last)))
        middle, reach = (left + right) / 2, (right - left) / 2
        if group and abs(middle - group[0][0]) > _NEAR:
            yield _mark(lane, group, address)
            group = []
        group.append((middle, reach, one))
    yield _mark(lane, group, address)


def _mark(lane: Lane, group: Sequence[tuple[float, float, Happening]], address: Address | None) -> Mark:
    count = sum(one.count for _, _, one in group)
    first, last = group[0][2], group[-1][2]
    href = first.href
    if count > 1 and address is not None:
        href = address(lane.kind, first.day, max(last.day, first.day))
    x = sum(middle for middle, _, _ in group) / len(group)
    size = 7 if count == 1 else min(15.0, 9 + log2(count))
    own = all(one.own for _, _, one in group)
    reach = max(reach for _, reach, _ in group)
    return Mark(lane.kind, round(x, 1), lane.y, round(size, 1), round(reach, 1), count, first.day, last.day, own, href)


def _ticks(scale: _Scale) -> Iterator[Tick]:
    """Yield the ticks of the finest step that leaves room for their words."""
    for unit, step in _STEPS:
        days = list(_starts(scale, unit, step))
        if len(days) <= _MOST_TICKS:
            # A stretch within one month or year has its beginning as the only tick.
            for day in days or [scale.first]:
                fine = unit == "day" or not days
                yield Tick(scale.x(day), day.year, day.month if fine or unit == "month" else 0, day.day if fine else 0)
            return


def _starts(scale: _Scale, unit: str, step: int) -> Iterator[date]:
    """Yield the days within the scale at which a unit begins, at most one more than there is room for."""
    found = 0
    if unit == "day":
        day = scale.first
        while day <= scale.last and found <= _MOST_TICKS:
            yield day
            found, day = found + 1, day + timedelta(step)
        return
    year, month = scale.first.year, 1
    if unit == "year":
        year -= year % step
    while year <= min(scale.last.year, 9999) and found <= _MOST_TICKS:
        if year >= 1 and scale.first <= (day := date(year, month, 1)) <= scale.last:
            yield day
            found += 1
        months = (year * 12 + month - 1) + (step if unit == "month" else step * 12)
        year, month = months // 12, months % 12 + 1
