"""Arabic letters: what is one word in two spellings, and that offsets survive."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lang import pack_for

LETTERS = pack_for("ar").letters


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أمريكا", "امريكا"),
        ("إسرائيل", "اسرائيل"),
        ("آذار", "اذار"),
        ("ٱلله", "الله"),
        ("على", "علي"),
        ("وزارة", "وزاره"),
        ("شؤون", "شوون"),
        ("رئيس", "رييس"),
        ("محمَّد", "محمد"),
        ("الإٍسرائيلية", "الإسرائيلية"),
        ("ســـلام", "سلام"),
        ("سلا\u200fم", "سلام"),
        ("\u2067سلام\u2069", "سلام"),
        ("\ufeffسلام", "سلام"),
        ("ا\u0654مر", "أمر"),
        ("ﺍﻟﻌﺮﺏ", "العرب"),
        ("گانتس", "كانتس"),
        ("پوتین", "بوتين"),
        ("چو", "جو"),
        ("٢٠٢٢", "2022"),
        ("۲۰۲۲", "2022"),
        ("Élysée", "elysee"),
        ("RT", "rt"),
    ],
)
def test_two_spellings_of_one_word_share_a_key(one: str, other: str) -> None:
    assert LETTERS.key(one) == LETTERS.key(other)


@pytest.mark.parametrize(("one", "other"), [("علم", "عمل"), ("سأل", "سل"), ("ماء", "ما"), ("صين", "سين"), ("1", "١٠")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert LETTERS.key(one) != LETTERS.key(other)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    folded = LETTERS.fold(text)
    assert len(folded) == len(text)
    assert LETTERS.fold(folded) == folded
    assert len(LETTERS.key(text)) <= len(text)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_a_key_is_the_folded_text_without_what_has_no_width(text: str) -> None:
    key = LETTERS.key(text)
    assert key == LETTERS.key(key)
    assert not [c for c in key if unicodedata.category(c) in ("Mn", "Me", "Cf")]
    assert "\u0640" not in key
