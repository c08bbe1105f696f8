"""Which day, month or year a time expression means, where the text or the day of publication fixes it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kg.lang.model import TimeExpression

_FIXED = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?=T|$)")
_WEEKDAY = re.compile(r"XXXX-WXX-([1-7])")
_MONTH = re.compile(r"XXXX-(\d{2})(?:-(\d{2}))?(?=T|$)")
_DAY_OF_MONTH = re.compile(r"XXXX-XX-(\d{2})")
_SHIFT = re.compile(r"([+-]?\d+)([DWMY])")
_WEEK = 7


def resolve(time: TimeExpression, published: date | None, *, told_as_past: bool = False) -> str | None:
    """Return the ISO date, month or year of *time*, or None when nothing fixes it.

    A bare weekday is fixed only for what is *told_as_past*: it is the one at or before the day of publication.
    """
    if time.kind not in ("date", "time"):
        return None
    fixed = _FIXED.match(time.timex)
    if fixed:
        return _checked(fixed[0])
    try:
        return _beside(time, published, told_as_past=told_as_past) if published else None
    except (ValueError, OverflowError):
        # Beyond the calendar: year 0, or year 10000.
        return None


def _beside(time: TimeExpression, published: date, *, told_as_past: bool) -> str | None:
    weekday, shift = _WEEKDAY.match(time.timex), _SHIFT.fullmatch(time.anchor)
    if shift:
        return _shifted(time, published, int(shift[1]), shift[2])
    if weekday:
        return _nearest_weekday(int(weekday[1]), published, time.anchor or ("<=" if told_as_past else ""))
    return _nearest_month(time, published)


def _shifted(time: TimeExpression, published: date, count: int, unit: str) -> str | None:
    weekday, month = _WEEKDAY.match(time.timex), _MONTH.match(time.timex)
    if unit == "D":
        day = published + timedelta(days=count)
        # "Today, Wednesday" in a text published on a Thursday fixes nothing.
        return None if weekday and day.isoweekday() != int(weekday[1]) else day.isoformat()
    if unit == "Y":
        year = _year(published.year + count)
        return _checked(f"{year}-" + "-".join(filter(None, month.groups()))) if month else year
    if unit == "M" and not weekday:
        months = published.year * 12 + published.month - 1 + count
        value, told = f"{_year(months // 12)}-{months % 12 + 1:02}", _DAY_OF_MONTH.match(time.timex)
        return _checked(f"{value}-{told[1]}") if told else value
    if weekday and unit == "W":
        monday = published - timedelta(days=published.weekday()) + timedelta(days=_WEEK * count)
        return (monday + timedelta(days=int(weekday[1]) - 1)).isoformat()
    # A week is no date of a precision that RDF has.
    return None


def _nearest_weekday(weekday: int, published: date, anchor: str) -> str | None:
    back = (published.isoweekday() - weekday) % _WEEK
    if anchor == "<=":
        return (published - timedelta(days=back)).isoformat()
    if anchor == "<":
        return (published - timedelta(days=back or _WEEK)).isoformat()
    if anchor == ">":
        return (published + timedelta(days=_WEEK - back)).isoformat()
    return None


def _nearest_month(time: TimeExpression, published: date) -> str | None:
    month = _MONTH.match(time.timex)
    if month is None or time.anchor not in ("<", ">"):
        return None
    own = f"{published.month:02}" + (f"-{published.day:02}" if month[2] else "")
    asked = "-".join(filter(None, month.groups()))
    year = published.year
    if time.anchor == "<" and asked >= own:
        year -= 1
    if time.anchor == ">" and asked <= own:
        year += 1
    return _checked(f"{_year(year)}-{asked}")


def _year(year: int) -> str:
    if not 1 <= year <= 9999:
        raise ValueError(year)
    return f"{year:04}"


def _checked(value: str) -> str | None:
    return value if _exists(value) else None


def _exists(value: str) -> bool:
    year, month, day = (int(part) for part in (value + "-01-01")[:10].split("-"))
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
