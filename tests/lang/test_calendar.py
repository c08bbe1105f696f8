"""Times in Arabic news: what is found, what it means, and what is never made up."""

from __future__ import annotations

import re
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lang import TimeExpression, pack_for, resolve
from kg.text import Span

PACK = pack_for("ar")
COUNTRIES = tuple("AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE".split())  # noqa: SIM905
CASES = Path(__file__).parent.parent / "cases" / "ar" / "times.txt"
_MARK = re.compile(r"\{\S+ ([^{}]*)\}")


def cases() -> list[tuple[str, str]]:
    lines = [line for line in CASES.read_text("utf-8").splitlines() if line]
    return [(name.removeprefix("# "), line) for name, line in zip(lines[::2], lines[1::2], strict=True)]


def times(text: str) -> tuple[TimeExpression, ...]:
    return PACK.times(text, Span(0, len(text)))


def marked(text: str) -> str:
    """Return *text* with each time found in braces, after its value and anchor."""
    parts, place = [], 0
    for found in times(text):
        value = found.timex + (f"@{found.anchor}" if found.anchor else "")
        parts += [text[place : found.span.start], "{", value, " ", found.span.of(text), "}"]
        place = found.span.stop
    return "".join([*parts, text[place:]])


def test_there_are_enough_cases_each_with_its_name() -> None:
    assert len(cases()) >= 180
    assert len({name for name, _ in cases()}) == len(cases())


@pytest.mark.parametrize(("name", "line"), cases(), ids=[name for name, _ in cases()])
def test_the_times_of_a_sentence(name: str, line: str) -> None:
    assert marked(_MARK.sub(r"\1", line)) == line


@pytest.mark.parametrize(
    ("words", "kind"),
    [("يوم الأربعاء", "date"), ("صباح الأربعاء", "time"), ("ثلاث سنوات", "duration"), ("كل أسبوع", "set")],
)
def test_kinds(words: str, kind: str) -> None:
    assert [t.kind for t in times(words)] == [kind]


def test_only_the_stretch_that_is_asked_for_is_read() -> None:
    text = "الأربعاء الخميس الجمعة"
    start = text.index("الخميس")
    assert [t.span.of(text) for t in PACK.times(text, Span(start, start + 6))] == ["الخميس"]


def test_every_month_of_cldr_is_known_in_every_arab_country() -> None:
    babel = pytest.importorskip("babel", reason="babel is a development dependency")
    known = {PACK.letters.key(row[0]): int(row[1]) for row in PACK.table("months")}
    for country in COUNTRIES:
        for number, name in babel.Locale("ar", country).months["format"]["wide"].items():
            assert known.get(PACK.letters.key(name)) == number, (country, name)


def test_every_weekday_is_that_of_cldr() -> None:
    babel = pytest.importorskip("babel", reason="babel is a development dependency")
    for number, name in babel.Locale("ar").days["format"]["wide"].items():
        assert [t.timex for t in times(f"يوم {name}")] == [f"XXXX-WXX-{number + 1}"]


def first(words: str) -> TimeExpression:
    return times(words)[0]


WEDNESDAY = date(2022, 1, 26)


@pytest.mark.parametrize(
    ("words", "published", "value"),
    [
        ("26 يناير 2022", None, "2022-01-26"),
        ("صباح 26 يناير 2022", None, "2022-01-26"),
        ("أكتوبر 2015", None, "2015-10"),
        ("عام 2015", None, "2015"),
        ("يوم الأربعاء", None, None),
        ("يوم الأربعاء", WEDNESDAY, None),
        ("الأربعاء الماضي", WEDNESDAY, "2022-01-19"),
        ("الثلاثاء الماضي", WEDNESDAY, "2022-01-25"),
        ("الأربعاء المقبل", WEDNESDAY, "2022-02-02"),
        ("الخميس المقبل", WEDNESDAY, "2022-01-27"),
        ("أمس", WEDNESDAY, "2022-01-25"),
        ("أمس", None, None),
        ("أمس الثلاثاء", WEDNESDAY, "2022-01-25"),
        ("أمس السبت", WEDNESDAY, None),
        ("اليوم الأربعاء", WEDNESDAY, "2022-01-26"),
        ("مساء غد", WEDNESDAY, "2022-01-27"),
        ("قبل يومين", WEDNESDAY, "2022-01-24"),
        ("الأسبوع الماضي", WEDNESDAY, None),
        ("الشهر الماضي", WEDNESDAY, "2021-12"),
        ("الشهر المقبل", WEDNESDAY, "2022-02"),
        ("العام الماضي", WEDNESDAY, "2021"),
        ("في ديسمبر", WEDNESDAY, None),
        ("ديسمبر الماضي", WEDNESDAY, "2021-12"),
        ("يناير الماضي", WEDNESDAY, "2021-01"),
        ("مايو المقبل", WEDNESDAY, "2022-05"),
        ("12 يونيو المقبل", WEDNESDAY, "2022-06-12"),
        ("20 مارس من العام الجاري", WEDNESDAY, "2022-03-20"),
        ("29 فبراير من العام الجاري", WEDNESDAY, None),
        ("10/01/2016", WEDNESDAY, None),
        ("26 شوال 1436 هـ", WEDNESDAY, None),
        ("مؤخرا", WEDNESDAY, None),
        ("14 الجاري", WEDNESDAY, "2022-01-14"),
        ("14 الجاري", None, None),
        ("الـ15 من الشهر الماضي", WEDNESDAY, "2021-12-15"),
        ("30 من الشهر المقبل", WEDNESDAY, None),
        ("الاثنين 5/6/2023", None, "2023-06-05"),
        ("الخميس 5/6/2023", WEDNESDAY, None),
        ("الشهر قبل الماضي", WEDNESDAY, "2021-11"),
        ("العام قبل الماضي", WEDNESDAY, "2020"),
        ("الشهر الأخير", WEDNESDAY, None),
        ("الثلاثاء قبل الماضي", WEDNESDAY, None),
        ("نهاية العام", WEDNESDAY, None),
        ("الربع الأول من العام المقبل", WEDNESDAY, "2023"),
        ("الصيف الماضي", WEDNESDAY, None),
        ("قبل نحو شهر", WEDNESDAY, None),
        ("ثلاث سنوات", WEDNESDAY, None),
        ("السبعينيات", WEDNESDAY, None),
        ("الساعة 02:00", WEDNESDAY, None),
        ("أمس", date.min, None),
        ("العام المقبل", date.max, None),
    ],
)
def test_only_what_text_or_publication_fixes_is_resolved(words: str, published: date | None, value: str | None) -> None:
    assert resolve(first(words), published) == value


@pytest.mark.parametrize(
    ("words", "value"), [("الأربعاء", "2022-01-26"), ("الخميس", "2022-01-20"), ("ديسمبر", None), ("12 يونيو", None)]
)
def test_a_bare_weekday_told_as_past_is_the_last_one(words: str, value: str | None) -> None:
    assert resolve(first(words), WEDNESDAY, told_as_past=True) == value


_WORDS = (
    "يوم الأربعاء 26 يناير 2022 الماضي / ( ) ، و لل ـ هـ شوال الساعة 10:30 صباحا "
    "قبل ثلاثة أيام 99 ٣١ فبراير - . \u064e \u200f"
)
ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(_WORDS.split(" ")), max_size=14).map(" ".join),
    st.text("0123456789/.-:", max_size=20),
)


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT, st.one_of(st.none(), st.dates()))
def test_any_text_gives_ordered_times_inside_it_and_dates_that_exist(text: str, published: date | None) -> None:
    found = times(text)
    assert all(0 <= t.span.start < t.span.stop <= len(text) for t in found)
    assert all(a.span.stop <= b.span.start for a, b in pairwise(found))
    assert all(re.fullmatch(r"[0-9A-Z_:+-]+", t.timex) for t in found)
    for value in filter(None, (resolve(t, published, told_as_past=True) for t in found)):
        date.fromisoformat((value + "-01-01")[:10])


def test_time_to_read_grows_with_the_text_and_not_faster() -> None:
    def seconds(text: str) -> float:
        start = time.perf_counter()
        times(text)
        return time.perf_counter() - start

    for unit in ("يوم الأربعاء 26 يناير 2022 قال ", "26 ", "يوم ", "من ", "2022-", "١/"):
        small, large = (min(seconds(unit * n) for _ in range(3)) for n in (1000, 4000))
        assert large < 12 * small + 0.05, unit
