"""Bytes in: plain text stays as it is, and what is no article gets one clear sentence."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.article import Article, Given, read_article
from kg.article.reading import LONGEST_TEXT
from kg.errors import InputError, NotAnArticle, NotText, TooLarge, UnknownLanguage
from kg.lang import load_packs, pack_for

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt"))
TITLE = "وزيرا خارجية البلدين يبحثان مشروع الجسر وعودة الرحلات"
LEAD = "بحث وزيرا خارجية البلدين مشروع الجسر المشترك وعودة الرحلات الجوية بين العاصمتين بعد توقف دام عامين."
SECOND = "وقال الوزير إن المشروع سيبدأ في الربيع، وإن كلفته لن تتجاوز ما اتفق عليه الطرفان في جولتهما السابقة."
TEXT = f"{TITLE}\n\n{LEAD}\n{SECOND}\n"


def read(raw: bytes | str) -> Article:
    return read_article(raw.encode("utf-8") if isinstance(raw, str) else raw, Given())


def test_the_seed_is_read_byte_for_byte() -> None:
    raw = SEED.read_bytes()
    article = read(raw)
    assert article.text.encode("utf-8") == raw
    assert (article.language, article.headline, article.given) == ("ar", None, Given())


@pytest.mark.parametrize(
    "text", [TEXT, TEXT.replace("\n", "\r\n"), f"\ufeff{TEXT}", f"  {TEXT}\n\n \t", TEXT + "\u200f\x1b"]
)
def test_plain_text_is_not_touched(text: str) -> None:
    assert read(text).text == text


def test_what_is_given_stays() -> None:
    given = Given("urn:a", "https://example.org/a", date(2022, 1, 26), "نيوز")
    assert read_article(TEXT.encode("utf-8"), given).given == given


def test_the_language_can_be_given() -> None:
    assert read_article(TEXT.encode("utf-8"), Given(), language="ar-LB").language == "ar-LB"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "the document is empty"),
        (b" \r\n\t", "the document is empty"),
        (b"\xef\xbb\xbf\n", "the document is empty"),
        (b"abc\x00def", "the document is binary: a zero byte at offset 3"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "the document is binary: a zero byte at offset 8"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", "the document is not UTF-8: byte 0xe2 at offset 10"),
        (TEXT.encode("cp1256"), "the document is not UTF-8: byte 0xe6 at offset 0"),
        (TEXT.encode("utf-8")[:-2] + b"\xd9", "the document is not UTF-8: byte 0xd9 at offset 465"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "the document is UTF-16, not UTF-8"),
        ("قال\x01 الوزير".encode(), "the document is binary: a control byte 0x01 at offset 6"),
        (b"\xed\xa0\x80", "the document is not UTF-8: byte 0xed at offset 0"),
    ],
)
def test_what_is_no_text_says_where(raw: bytes, sentence: str) -> None:
    with pytest.raises(NotText) as caught:
        read(raw)
    assert str(caught.value).startswith(sentence)


WORDS = "جسر نهر مدينة قمر سيارة كتاب شجرة جبل وردة طائر بحر نافذة قلم مدرسة سماء حصان"
DISHES = "دجاج لحم سمك خبز أرز حساء سلطة عصير"
NO_ARTICLES = {
    "too short": "خبر قصير جدا",
    "a word list": "\n".join(WORDS.split()),
    "a menu": "\n".join(f"{dish} مشوي {n} ريال" for n, dish in enumerate(DISHES.split(), 10)),
    "one word again and again": "كلمة " * 500,
    "JSON": json.dumps({"title": TITLE, "body": [LEAD, SECOND]}, ensure_ascii=False),
    "a JSON list": json.dumps([LEAD, SECOND], ensure_ascii=False),
    "code": "def read(x):\n    return x[0] + y['k'] if x else {}\n" * 20,
    "a log": "2022-01-26 10:00:00,123 INFO [main] server started on port 8000 pid=12 rc=0\n" * 20,
    "numbers": "\n".join(f"{n}; {n * n}; {n**3}; اسم" for n in range(200)),
    "marks": "***---***\n" * 50,
    "a feed": f'<?xml version="1.0"?><rss><channel><item><title>{TITLE}</title></item></channel></rss>',
    "a feed without a declaration": f"<rss version='2.0'><channel><title>{LEAD}{SECOND}</title></channel></rss>",
}


@pytest.mark.parametrize("text", NO_ARTICLES.values(), ids=NO_ARTICLES.keys())
def test_what_is_no_article_is_refused(text: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        read(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [f"{TITLE}\n\n{LEAD}", LEAD, " ".join([LEAD, SECOND] * 20), "\n".join([LEAD, *["نعم", "لا"] * 5, SECOND])],
    ids=["a headline and a sentence", "a sentence", "one long line", "short lines among long ones"],
)
def test_a_short_or_plain_article_is_one(text: str) -> None:
    assert read(text).text == text


OTHERS = {
    "fa": "وزیر امور خارجه ایران روز چهارشنبه گفت که مذاکرات وین به نقطه حساسی رسیده است و کشورش آماده است.",
    "ur": "وزیر خارجہ نے کہا ہے کہ پاکستان خطے میں امن کے لیے اپنا کردار ادا کرتا رہے گا اور مذاکرات ہوں گے۔",
    "ckb": "وەزیری دەرەوەی عێراق ڕایگەیاند کە گفتوگۆکان بەردەوامن و هەموو لایەنەکان ڕازین لەسەر ڕێککەوتنەکە لە بەغدا.",
    "ps": "د بهرنیو چارو وزیر وویل چې د سولې خبرې به دوام ومومي او ټول اړخونه باید په دې بهیر کې برخه واخلي.",
    "ug": "تاشقى ئىشلار مىنىستىرى سۆزلىدى ۋە مۇنداق دېدى بىز ھەممە دۆلەتلەر بىلەن تىنچلىق ئۈچۈن ئىشلەيمىز دېدى ئۇ.",
    "en": "The foreign minister said on Wednesday that the talks would go on, and that a deal was close at hand.",
    "he": "שר החוץ אמר ביום רביעי כי השיחות יימשכו וכי ההסכם קרוב מאוד לחתימה בין שתי המדינות השכנות.",
    "ru": "Министр иностранных дел заявил в среду, что переговоры продолжатся и что соглашение уже близко.",
}


@pytest.mark.parametrize(("code", "text"), OTHERS.items(), ids=OTHERS.keys())
def test_other_languages_are_told_from_arabic(code: str, text: str) -> None:
    article = read(text)
    assert article.language == code


@pytest.mark.parametrize("code", sorted(OTHERS.keys() - load_packs().keys()))
def test_a_language_without_a_pack_is_refused_by_name(code: str) -> None:
    with pytest.raises(UnknownLanguage, match=code):
        pack_for(read(OTHERS[code]).language)


def test_a_foreign_heading_or_form_does_not_decide() -> None:
    foreign = "Share this article on Facebook and Twitter. Leave a reply. Your email address will not be published."
    assert read(f"{foreign}\n{TITLE}\n\n{LEAD}\n{SECOND}\n{LEAD}\n{foreign}").language == "ar"


def test_vowel_marks_do_not_change_the_language() -> None:
    marked = "".join(c + "\u064e" if c.isalpha() else c for c in TEXT)
    assert read(marked).language == "ar"


def test_the_limit_is_in_bytes() -> None:
    unit = f"{LEAD}\n"
    fits = unit * (LONGEST_TEXT // len(unit.encode("utf-8")))
    assert read(fits).text == fits
    with pytest.raises(TooLarge):
        read(fits + unit)


_PARTS = (
    *(b"<p>", b"</p>", b"<html>", b"<div ", b"\xff", b"\x00", b"\r\n", b"{", b"\xef\xbb\xbf", b"<!--", b"<script>"),
    *(b"&#x0;", b"<title>", b"<meta charset=windows-1256>"),
    *(LEAD.encode(), TITLE.encode(), "قال".encode("cp1256")),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(_PARTS), max_size=12).map(b"".join)))
def test_any_bytes_give_an_article_or_an_input_error(raw: bytes) -> None:
    with suppress(InputError):
        assert read(raw).text.strip()
