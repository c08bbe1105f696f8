"""Who published an article and whom it credits, as written."""

from __future__ import annotations

import pytest

from kg.article import Article, Given
from kg.document import segment
from tests.document.texts import BODY, PACK, TITLE, article, read, sources_of

CREDITED = {
    "one source": ("المصدر: رويترز", ["رويترز"]),
    "a space before the colon": ("المصدر : الجزيرة + وكالات", ["الجزيرة", "وكالات"]),
    "a label on its own line": ("المصدر\nسبوتنيك", ["سبوتنيك"]),
    "glued, in two scripts": ("المصدر\nRTالجزيرة", ["RT", "الجزيرة"]),
    "glued, in one script": ("المصدر\nرويترزالجزيرة", ["رويترز", "الجزيرة"]),
    "glued, several words": ("المصدر: سكاي نيوز عربيةرويترز", ["سكاي نيوز عربية", "رويترز"]),
    "glued, the first unknown": ("المصدر\nCBCالجزيرة", ["CBC", "الجزيرة"]),
    "joined by a conjunction": ("المصدر: رويترز والأناضول", ["رويترز", "الأناضول"]),
    "unknown names after a label": ("المصدر: صحيفة الجسر الدولية، وكالات", ["صحيفة الجسر الدولية", "وكالات"]),
    "slashes without a label": ("فرانس 24/ أ ف ب/ رويترز", ["فرانس 24", "أ ف ب", "رويترز"]),
    "brackets": ("(أ ف ب، رويترز)", ["أ ف ب", "رويترز"]),
    "dots between letters": ("(د.ب.أ)", ["د.ب.أ"]),
    "initials of the desk": ("ع.ص/ أ.ح (أ ف ب، د ب أ)", ["أ ف ب", "د ب أ"]),
    "agencies without a name": ("وكالات", ["وكالات"]),
    "each named once": ("المصدر: رويترز\n(رويترز)", ["رويترز"]),
    "several lines": ("المصادر:\nرويترز\nالأناضول", ["رويترز", "الأناضول"]),
    "nothing": ("تابعونا على تويتر", []),
}


@pytest.mark.parametrize(("after", "names"), CREDITED.values(), ids=CREDITED.keys())
def test_sources_after_the_body(after: str, names: list[str]) -> None:
    assert sources_of(read(article(after=after))) == names


@pytest.mark.parametrize(
    ("between", "names"),
    [("واشنطن - وكالات", ["وكالات"]), ("القاهرة (رويترز)", ["رويترز"]), ("المصدر: الأناضول", ["الأناضول"])],
)
def test_sources_above_the_body(between: str, names: list[str]) -> None:
    assert sources_of(read(article(between=between))) == names


@pytest.mark.parametrize(
    ("tail", "names"),
    [
        (" المصدر: رويترز", ["رويترز"]),
        (" (رويترز)", ["رويترز"]),
        (" (أ ف ب، الأناضول).", ["أ ف ب", "الأناضول"]),
        ("", []),
    ],
)
def test_a_credit_on_the_last_line_is_no_part_of_the_body(tail: str, names: list[str]) -> None:
    document = read(article() + tail)
    assert (sources_of(document), document.body.of(document.text)) == (names, "\n".join(BODY))


FRONT = {
    "القاهرة - أ ش أ:": (None, ["أ ش أ"]),
    "عواصم - وكالات:": (None, ["وكالات"]),
    "واشنطن (رويترز) -": (None, ["رويترز"]),
    "غزة/ الأناضول/": (None, ["الأناضول"]),
    "بيروت، لبنان (CNN) --": ("CNN", []),
    "القاهرة ـ «القدس العربي»:": ("القدس العربي", []),
    "جسر نيوز:": ("جسر نيوز", []),
    "صحيفة الجسر -": ("صحيفة الجسر", []),
    "الوزير:": (None, []),
    "القاهرة -": (None, []),
}


@pytest.mark.parametrize(("front", "found"), FRONT.items(), ids=FRONT.keys())
def test_a_medium_in_front_of_the_lead(front: str, found: tuple[str | None, list[str]]) -> None:
    document = read("\n".join([TITLE + "\n", f"{front} {BODY[0]}", *BODY[1:]]))
    assert (document.publisher, sources_of(document)) == found
    assert document.body.of(document.text).startswith(front)


@pytest.mark.parametrize(
    ("before", "between", "after", "publisher"),
    [
        ("", "", "تابع جسر نيوز على التلغرام telegram", "جسر نيوز"),
        ("", "", "اشترك في قناة الجسر الدولية على تلغرام", "الجسر الدولية"),
        ("", "", "جميع الحقوق محفوظة لـ جسر نيوز", "جسر نيوز"),
        ("", "", "© 2022 جسر نيوز. جميع الحقوق محفوظة", "جسر نيوز"),
        ("", "", "جميع الحقوق محفوظة", None),
        ("", "عدن 26 شوال 1436 هـ الموافق 11 أغسطس 2015 م واس", "", "واس"),
        ("", "", "فرانس 24/ أ ف ب", "فرانس 24"),
        ("", "", "المصدر: رويترز", None),
    ],
)
def test_the_publisher_as_the_text_names_it(before: str, between: str, after: str, publisher: str | None) -> None:
    assert read(article(before, after, between)).publisher == publisher


def test_a_given_publisher_goes_before_the_texts_own() -> None:
    given = Article(article(after="تابع جسر نيوز على تويتر"), "ar", Given(publisher="نيوز أخرى"))
    assert segment(given, PACK).publisher == "نيوز أخرى"


LEADS = {
    "ذكرت وكالة الأنباء السعودية (واس) أن الوزيرين اجتمعا.": ["وكالة الأنباء السعودية (واس)"],
    "ذكرت وكالة الأنباء الكورية الشمالية الأربعاء أن الزعيم عاد.": ["وكالة الأنباء الكورية الشمالية"],
    'اجتمعا وفقا لما نقلته الوكالة الرسمية "سانا" مساء.': ["سانا"],
    "ونقلت وكالة «سبأ» عن مسؤول أن الاجتماع تأجل.": ["وكالة «سبأ»"],
    "ونقلت رويترز عن مسؤول أن الاجتماع تأجل.": ["رويترز"],
    "ذكرت صحيفة «الجسر الدولي» أن الوزيرين اجتمعا.": ["الجسر الدولي"],
    "اجتمع الوزيران، وفقا لما ذكرته قناة روسيا اليوم مساء.": ["روسيا اليوم"],
    'أعلن موعد اللقاء، بحسب موقع "أكسيوس" الأميركي.': ["أكسيوس"],
    'قال الوزير في مقابلة مع قناة "الجسر" إن اللقاء تأجل.': [],
    "زار الوزيران موقع الجسر صباحا.": [],
    "ذكرت صحيفة معارضة أن اللقاء تأجل.": [],
    "قالت وزارة الخارجية الفرنسية إن الاجتماع تأجل.": [],
    "زار الوزير مقر وكالة الأنباء السعودية في العاصمة.": [],
    "التقى الوزيران معا في العاصمة بحسب بيان.": [],
}


@pytest.mark.parametrize(("lead", "names"), LEADS.items(), ids=LEADS.keys())
def test_an_agency_that_the_lead_has_its_news_from_is_credited(lead: str, names: list[str]) -> None:
    assert sources_of(read("\n".join([TITLE + "\n", lead, *BODY[1:]]))) == names


def test_an_agency_named_far_down_tells_of_one_sentence_only() -> None:
    after = "\n".join([*BODY[1:], "ونقلت رويترز عن مسؤول أن الاجتماع القادم تأجل."])
    assert sources_of(read(article(after=after))) == []
