"""Quotation marks of every style, and those that lack their other half."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.document.quotes import quotes_in
from kg.lang import pack_for
from kg.text import Span

MARKS = pack_for("ar").marks


def inner(text: str) -> list[str]:
    return [quote.inner.of(text) for quote in quotes_in(text, Span(0, len(text)), MARKS)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('قال "نعم" ثم "لا".', ["نعم", "لا"]),
        ("قال “نعم” و«لا» و‹ربما›", ["نعم", "لا", "ربما"]),
        ("قال ”نعم“ ثم ”لا“", ["نعم", "لا"]),
        ("قال »نعم« ثم »لا«", ["نعم", "لا"]),
        ("قال „نعم“ هنا", ["نعم"]),
        ("قال ''نعم'' هنا", ["نعم"]),
        ("قال 'نعم' هنا", ["نعم"]),
        ("قال ‘نعم’ هنا", ["نعم"]),
        ("قال <<نعم>> و((لا))", ["نعم", "لا"]),
        ('قال “نعم" هنا', ["نعم"]),
        ('وصفها بـ"المغلوطة" هنا', ["المغلوطة"]),
        ('جائزة ل"أفضل" فيلم و"أطول" فيلم', ["أفضل", "أطول"]),
        ('قال " نعم " هنا', ["نعم"]),
        ('قال"نعم"هنا', ["نعم"]),
        ("“خارج «داخل» خارج”", ["خارج «داخل» خارج", "داخل"]),
        ("«خارج «داخل» خارج»", ["خارج «داخل» خارج", "داخل"]),
        ('كلمة" يتيمة ثم "نعم" هنا', ["نعم"]),
        ("“يتيمة ثم «نعم» هنا", ["يتيمة ثم «نعم» هنا", "نعم"]),
        ("قالوا “يتيمة ثم «نعم» هنا", ["نعم"]),
        ('وقال: "نحن هنا ولن نرحل.', ["نحن هنا ولن نرحل."]),
        ("«متقاطع “جدا» هنا”", ["متقاطع “جدا"]),
        ("don't say it's o'clock", []),
        ('طوله 15" فقط', []),
        ('""', []),
        ("«»", []),
        ("بلا علامات", []),
    ],
)
def test_what_stands_between_marks(text: str, found: list[str]) -> None:
    assert inner(text) == found


def test_the_outer_span_has_the_marks_and_the_inner_none_of_them() -> None:
    text = "قال « نعم » هنا"
    (quote,) = quotes_in(text, Span(0, len(text)), MARKS)
    assert (quote.outer.of(text), quote.inner.of(text)) == ("« نعم »", "نعم")


def test_only_the_paragraph_that_is_asked_for_is_read() -> None:
    text = '"أول"\n"ثان"'
    assert [q.inner.of(text) for q in quotes_in(text, Span(6, len(text)), MARKS)] == ["ثان"]


@settings(max_examples=300, deadline=None)
@given(st.text("ab \"'«»“”„‹›()<>.:ـل،", max_size=40))
def test_quotes_never_cross_and_hold_something(text: str) -> None:
    found = quotes_in(text, Span(0, len(text)), MARKS)
    assert list(found) == sorted(found, key=lambda q: (q.outer.start, -q.outer.stop))
    for quote in found:
        assert quote.inner.within(quote.outer)
        assert quote.inner.of(text).strip() == quote.inner.of(text) != ""
        for other in found:
            nested = other.outer.within(quote.outer) or quote.outer.within(other.outer)
            assert nested or not quote.outer.overlaps(other.outer)
