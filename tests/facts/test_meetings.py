"""Meetings: one event for all its mentions, and who, where, when, how and about what."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("facts_reader", Path(__file__).with_name("reader.py"))
assert _spec is not None
assert _spec.loader is not None
reader = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reader)

ADVISERS = (
    "مستشارا الأمن القومي لكندا والنرويج يبحثان ملف الطاقة\n\n"
    "قال مستشار الأمن القومي الكندي جون مارتن إن الملف معقد. "
    "وعقد مارتن اجتماعا مع مستشار الأمن القومي النرويجي لارس هانسن يوم الأربعاء."
)
CAPITALS = (
    "مدريد ولشبونة تبحثان أمن الحدود\n\n"
    "بحث وزير الدفاع الإسباني كارلوس رويز مع نظيره البرتغالي باولو نونيز أمن الحدود المشتركة."
)
OFFICIALS = (
    "عقد الوزير الكندي جون مارتن اجتماعا مع نظيره النرويجي لارس هانسن. "
    "كما ناقش المسؤولون التطورات الإقليمية منذ اللقاء الأخير."
)


def met(text: str) -> list[tuple[str, ...]]:
    """Return the first names of those who take part in each meeting."""
    return [tuple(reader.named(text, i) for i in meeting.participants) for meeting in reader.reading(text).meetings]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (ADVISERS, [("جون مارتن", "لارس هانسن")]),
        (CAPITALS, [("كارلوس رويز", "باولو نونيز")]),
        (OFFICIALS, [("جون مارتن", "لارس هانسن")]),
        ("أبدت كندا استعدادها للاجتماع مع النرويجيين في جنيف.", []),
        ("لم يلتق الرئيس التركي نظيره الكندي في نيويورك.", []),
        ("عقدت قمة مصرية أردنية في العقبة أمس.", [("مصري", "أردني")]),
        (
            "التقى الرئيس الكيني جون كاماو، أمس في مقر الرئاسة بمدينة رام الله، وزير خارجية النرويج إسبن بارت.",
            [("جون كاماو", "إسبن بارت")],
        ),
        (
            "التقى وزير الخارجية الكندي جون مارتن، أمس في العاصمة الإدارية الجديدة، المبعوث الأممي بيتر هول.",
            [("جون مارتن", "بيتر هول")],
        ),
        (
            "استقبل رئيس الحكومة سليم حداد سفير اليابان كينجي ساتو. والتقى ايضا النائب جورج فاخوري.",
            [("سليم حداد", "كينجي ساتو"), ("سليم حداد", "جورج فاخوري")],
        ),
        (
            "اجتمعت الوزيرة الفرنسية كلير مونييه مع رئيس البرلمان نبيل الصايغ ووزير الخارجية إيلي كرم كلا على حدة.",
            [("كلير مونييه", "نبيل الصايغ"), ("كلير مونييه", "إيلي كرم")],
        ),
        (
            "اجتمعت الوزيرة الفرنسية كلير مونييه مع رئيس البرلمان نبيل الصايغ ووزير الخارجية إيلي كرم.",
            [("كلير مونييه", "نبيل الصايغ", "إيلي كرم")],
        ),
        (
            "اختتمت في الدوحة المباحثات القطرية الكينية برئاسة وزير الخارجية القطري ناصر الكواري "
            "ونظيره الكيني بيتر أوكيلو.",
            [("ناصر الكواري", "بيتر أوكيلو")],
        ),
        (
            "انتقد الوزير المجري أتيلا ساكاش القرار. ويعقد قادة الدول قمة في بروكسل الخميس والجمعة للبحث في الملف.",
            [("قادة الدول",)],
        ),
        (
            "قال المتحدث طارق عمران إن الجانبين اتفقا على عقد اجتماع لوزراء الري في الدول الثلاث.",
            [("وزراء الري",)],
        ),
        (
            "هانسن يستقبل نظيرته الكندية\n\n"
            "استقبل لارس هانسن، وزير الخارجية، صباح اليوم، ماري مارتن، وزيرة الخارجية الكندية، بمقر الوزارة.",
            [("لارس هانسن", "ماري مارتن")],
        ),
        (
            "أجرى الوزير الكندي جون مارتن اتصالا هاتفيا مع نظيره النرويجي لارس هانسن. "
            'وغرد هانسن عقب الاتصال قائلا: "تنسيقنا مع كندا كامل".',
            [("جون مارتن", "لارس هانسن")],
        ),
        (
            "أجرى الوزير الكندي جون مارتن محادثات مع نظيره النرويجي لارس هانسن، بحضور الدكتور أنور بن محمد السالم "
            "المستشار الدبلوماسي، وسعادة فهد سعيد الكعبي السفير المتجول، وقال إن سالم قاسم غائب.",
            [("جون مارتن", "لارس هانسن", "أنور بن محمد السالم", "فهد سعيد الكعبي")],
        ),
    ],
)
def test_who_meets(text: str, parties: list[tuple[str, ...]]) -> None:
    found = [tuple(name.removeprefix("ال") for name in each) for each in met(text)]
    wanted = [tuple(name.removeprefix("ال") for name in each) for each in parties]
    assert [len(each) for each in found] == [len(each) for each in wanted]
    assert all(
        name.startswith(want)
        for one, two in zip(found, wanted, strict=True)
        for name, want in zip(one, two, strict=True)
    )


def test_two_named_later_are_the_headlines_two() -> None:
    (meeting,) = reader.reading(ADVISERS).meetings
    assert [topic.of(ADVISERS) for topic in meeting.topics] == ["ملف الطاقة"]
    assert meeting.when is not None
    assert meeting.when.span.of(ADVISERS) == "يوم الأربعاء"


def test_those_who_attend_take_part() -> None:
    text = "التقى الرئيس المصري حسن كامل رئيس وزراء الأردن سمير خليل بحضور وزير الخارجية المصري علي فهمي."
    assert met(text) == [("حسن كامل", "سمير خليل", "علي فهمي")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("وصل الرئيس الكيني جون كاماو إلى باريس حيث يلتقي نظيره الفرنسي.", "باريس"),
        ("زار وزير الخارجية الكندي جون مارتن اليابان في مارس الماضي.", "اليابان"),
        ("التقى الرئيس المصري حسن كامل سفير اليابان في القاهرة كينجي ساتو في الإسكندرية.", "الإسكندرية"),
        ("التقى الرئيس المصري حسن كامل نظيره الكيني جون كاماو في العاصمة الكينية نيروبي.", "نيروبي"),
    ],
)
def test_where(text: str, place: str) -> None:
    places = [m.place.of(text) for m in reader.reading(text).meetings if m.place]
    assert places == [place]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (
            "التقى الوزير الكندي جون مارتن نظيره النرويجي لارس هانسن لبحث الوضع في السودان وأهمية وقف القتال.",
            ["الوضع في السودان", "أهمية وقف القتال"],
        ),
        (
            "وبحث الوزير الكندي جون مارتن مع نظيره النرويجي لارس هانسن سبل تطوير وتعزيز العلاقات بين البلدين.",
            ["سبل تطوير وتعزيز العلاقات بين البلدين"],
        ),
        (
            "اجتمع الوزير الكندي جون مارتن مع نظيره النرويجي لارس هانسن لمناقشة أزمة الغاز، وفقا لوكالة الأنباء.",
            ["أزمة الغاز"],
        ),
    ],
)
def test_about_what(text: str, topics: list[str]) -> None:
    (meeting,) = reader.reading(text).meetings
    assert [topic.of(text) for topic in meeting.topics] == topics


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("عقد الوزير الكندي جون مارتن اجتماعا مع نظيره النرويجي لارس هانسن في أوسلو.", "inPerson"),
        ("عقد الوزير الكندي جون مارتن اجتماعا افتراضيا مع نظيره النرويجي لارس هانسن.", "virtual"),
        ("أجرى الوزير الكندي جون مارتن اتصالا هاتفيا مع نظيره النرويجي لارس هانسن.", "phone"),
        ("عقد الوزير الكندي جون مارتن اجتماعا مع نظيره النرويجي لارس هانسن.", None),
        ("عقد المبعوث بيتر هول في عمّان جولة مشاورات عبر الاتصال المرئي مع الوزير اليمني سالم باوزير.", "virtual"),
    ],
)
def test_how(text: str, mode: str | None) -> None:
    assert [m.mode for m in reader.reading(text).meetings] == [mode]


def test_now_and_before_are_no_days() -> None:
    text = "التقى الوزير الكندي جون مارتن نظيره النرويجي لارس هانسن في وقت سابق."
    assert [m.when for m in reader.reading(text).meetings] == [None]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("يبدأ الوزير الكندي جون مارتن غدا زيارة رسمية إلى طوكيو.", "planned"),
        ("بدأ الوزير الكندي جون مارتن أمس زيارة رسمية إلى طوكيو.", "held"),
        ("من المقرر أن يتوجه الوزير الكندي جون مارتن إلى طوكيو في زيارة تستمر يومين.", "planned"),
        ("أجرى الوزير الكندي جون مارتن محادثات مع نظيره النرويجي لارس هانسن تناولت التحضيرات لقمة أوسلو.", "held"),
        ("بدأ التحضير لاجتماع بين الوزير الكندي جون مارتن ونظيره النرويجي لارس هانسن.", "planned"),
    ],
)
def test_whether(text: str, status: str) -> None:
    assert [m.status for m in reader.reading(text).meetings] == [status]
