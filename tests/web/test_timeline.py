"""Where things stand on a timeline."""

from __future__ import annotations

from datetime import date

import pytest

from kg.web.timeline import WIDTH, Happening, days_of, timeline


@pytest.mark.parametrize(
    ("day", "stretch"),
    [
        ("2026-03-01", (date(2026, 3, 1), date(2026, 3, 1))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2025-12", (date(2025, 12, 1), date(2025, 12, 31))),
        ("2026", (date(2026, 1, 1), date(2026, 12, 31))),
        ("2026-02-30", None),
        ("XXXX-WXX-3", None),
        ("0000", None),
        ("9999", None),
        ("", None),
    ],
)
def test_a_day_is_as_long_as_it_is_unsure(day: str, stretch: tuple[date, date] | None) -> None:
    assert days_of(day) == stretch


def test_time_runs_from_right_to_left_where_readers_do() -> None:
    happenings = (Happening("meeting", "2020-01-01"), Happening("meeting", "2026-01-01"))
    early, late = timeline(happenings, rtl=True).marks
    assert (early.first, early.x > late.x) == ("2020-01-01", True)
    mirrored = timeline(happenings, rtl=False).marks
    assert [round(WIDTH - mark.x, 1) for mark in mirrored] == [early.x, late.x]


def test_what_has_no_day_stands_apart() -> None:
    drawn = timeline((Happening("meeting", "", words="يوم الأربعاء"), Happening("statement", "2026-01-01")), rtl=True)
    assert [one.words for one in drawn.undated] == ["يوم الأربعاء"]
    assert [mark.kind for mark in drawn.marks] == ["statement"]
    assert timeline((Happening("meeting", "soon"),), rtl=True).marks == ()


def test_what_stands_too_near_is_one_mark_that_leads_to_all_of_it() -> None:
    near = (Happening("statement", f"2026-01-0{day}", count=2, href="one") for day in (1, 2))
    far = Happening("statement", "2036-01-01", href="far")
    drawn = timeline((*near, far), rtl=False, address=lambda *asked: " ".join(asked))
    assert [(mark.count, mark.href) for mark in drawn.marks] == [(4, "statement 2026-01-01 2026-01-02"), (1, "far")]


def test_an_unsure_day_reaches_over_its_stretch() -> None:
    drawn = timeline((Happening("meeting", "2026"), Happening("meeting", "2022-01-01")), rtl=False)
    assert max(mark.reach for mark in drawn.marks) > 50


@pytest.mark.parametrize("last", ["2026-01-02", "2026-03-01", "2031-01-01", "2999-01-01"])
def test_the_axis_has_few_ticks_within_the_box(last: str) -> None:
    drawn = timeline((Happening("meeting", "2026-01-01"), Happening("meeting", last)), rtl=True)
    assert 1 <= len(drawn.ticks) <= 8
    assert all(0 < tick.x < WIDTH for tick in drawn.ticks)
    assert all(0 < mark.x < WIDTH and mark.y < drawn.height for mark in drawn.marks)
