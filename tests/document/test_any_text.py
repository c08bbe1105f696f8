"""Whatever the text: parts in order inside it, and time that grows no faster than the text."""

from __future__ import annotations

import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import NotAnArticle
from tests.document.texts import BODY, THIRD, read

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt"))
_AROUND = """المصدر
المصدر: رويترز
اقرأ أيضا
مقالات ذات صلة
رويترز
سالم
الأربعاء 26 يناير 2022
«
…
اترك تعليقا
الرئيسية | سياسة | رياضة
يذكر أن البلدين وقعا اتفاقا.
( (
16 + 2 =
قال: “نعم. لا
"""
_LINES = (*BODY, *_AROUND.splitlines(), "", "\ufeff")
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(_LINES), max_size=14).map("\n".join),
    st.text('ا .\n"«»:', max_size=80),
)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_parts_stand_in_order_inside_the_text(text: str) -> None:
    try:
        document = read(text)
    except NotAnArticle:
        return
    sentences = [s.span for s in document.sentences]
    for spans in (document.paragraphs, sentences, [w.span for w in document.words]):
        assert all(a.stop <= b.start for a, b in pairwise(spans))
        assert all(0 <= s.start < s.stop <= len(text) for s in spans)
    assert (document.body.start, document.body.stop) == (document.paragraphs[0].start, document.paragraphs[-1].stop)
    assert document.title is None or document.title.stop <= document.body.start
    assert all(any(s.within(p) for p in (*document.paragraphs, document.title) if p) for s in sentences)
    assert all(q.inner.within(q.outer) for q in document.quotes)
    assert all(s.of(text).strip() for s in document.sources)


HARD = {
    "lines": f"{THIRD}\n",
    "one line": f"{THIRD} ",
    "words": "كلمة\n",
    "marks": '" كلمة ',
    "boxes": f"المزيد\n{THIRD}\n",
    "names": f"{THIRD}\nأحمد علي\n",
    "agencies": "ذكرت وكالة الأنباء ",
    "signatures": "رويترز/",
    "dates": "26 يناير 2022\n",
}


@pytest.mark.parametrize("unit", HARD.values(), ids=HARD.keys())
def test_time_grows_with_the_text_and_not_faster(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.perf_counter()
        with suppress(NotAnArticle):
            read(text)
        return time.perf_counter() - start

    small = min(seconds(3_000) for _ in range(3))
    large = min(seconds(24_000) for _ in range(2))
    assert large < 8 * 3 * small + 0.05


def test_the_seed_is_cut_quickly() -> None:
    text = SEED.read_bytes().decode("utf-8")
    read(text)
    start = time.perf_counter()
    for _ in range(5):
        read(text)
    assert (time.perf_counter() - start) / 5 < 0.03
