"""What is headline, what is body, and what only stands around them."""

from __future__ import annotations

from datetime import date

import pytest

from kg.errors import NotAnArticle
from tests.document.texts import BODY, LEAD, SECOND, THIRD, TITLE, article, body_of, read, title_of

OWN = "\n".join(BODY)

AFTER = {
    "comment form": "اترك تعليقاً\n\nلن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *\n\nالاسم *",
    "captcha": "16 + ثمانية =",
    "captcha before the form": "7 × = 21\nاترك رد",
    "back to top": "زر الذهاب إلى الأعلى",
    "related": "مقالات ذات صلة\nالملك يستقبل رئيس الوزراء\nانطلاق أعمال المؤتمر السنوي في العاصمة",
    "related with leads": "أخبار ذات صلة\nقال وزير المالية إن الميزانية أقرت أمس بعد نقاش طويل في البرلمان.",
    "read also on one line": "اقرأ أيضا: الملك يستقبل رئيس الوزراء",
    "read also, then headlines": "اقرأ أيضاً\nالملك يستقبل رئيس الوزراء\nانطلاق أعمال المؤتمر السنوي",
    "hamza in read also": "إقرأ أيضًا: الملك يستقبل رئيس الوزراء",
    "share": "شارك الخبر\nفيسبوك\nتويتر\nواتساب",
    "follow": "تابعونا على تويتر",
    "tags": "الوسوم: الجسر، الطيران، الخارجية",
    "hashtags": "#الجسر #الطيران",
    "keywords": "كلمات مفتاحية\nالجسر\nالطيران",
    "source": "المصدر: رويترز",
    "source on two lines": "المصدر\nرويترز",
    "agencies": "وكالات",
    "rights": "جميع الحقوق محفوظة لموقع الجسر © 2022",
    "end mark": "// انتهى //\n18:12 ت م",
    "to be continued": "// يتبع //",
    "address": "https://example.org/news/1",
    "mail": "news@example.org",
    "line of marks": "* * *",
    "photo credit": "صورة أرشيفية",
    "initials of the desk": "ع.ص/ أ.ح (رويترز)",
    "most read": "الأكثر قراءة\n1. الملك يستقبل رئيس الوزراء\n2. انطلاق أعمال المؤتمر",
    "the end in brackets and initials": "(النهاية) س م / ف ل",
    "a name in slashes": "/الجسر/\nس ف م",
    "what subscribers get": "الأخبار المنشورة على الصفحة الرسمية لوكالة الجسر، هي اختصار لجزء من الأخبار.",
    "more news": "لمزيد من أخبار العاصمة تابعوا بوابة «الجسر» على فيسبوك",
    "read also with a colon, then a headline": "اقرأ أيضا:\nمجلس الوزراء يوافق على سبعة قرارات جديدة",
    "english buttons": "Share on Facebook\nTweet\nPrint",
}


@pytest.mark.parametrize("after", AFTER.values(), ids=AFTER.keys())
def test_what_stands_after_the_body_is_no_part_of_it(after: str) -> None:
    document = read(article(after=after))
    assert body_of(document) == OWN
    assert title_of(document) == TITLE


@pytest.mark.parametrize("after", AFTER.values(), ids=AFTER.keys())
def test_nor_does_it_hide_when_all_of_it_comes_together(after: str) -> None:
    everything = "\n\n".join([after, *AFTER.values()])
    assert body_of(read(article(after=everything))) == OWN


BEFORE = {
    "menu": "الرئيسية | سياسة | اقتصاد | رياضة",
    "menu of lines": "الرئيسية\nأخبار\nتقنية\nرياضة",
    "section": "عربي ودولي",
    "kicker": "عاجل",
    "date": "الأربعاء 26 يناير 2022",
    "stamp": "نشر في: 26 يناير 2022 - 14:30",
    "byte order mark": "\ufeff",
    "share": "شارك",
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE.keys())
def test_what_stands_before_the_headline_is_neither_headline_nor_body(before: str) -> None:
    document = read(article(before=before))
    assert (title_of(document), body_of(document)) == (TITLE, OWN)


BETWEEN = {
    "date": "2022-01-26 14:30",
    "stamp": "آخر تحديث: الأربعاء 26 يناير 2022 الساعة 14:30",
    "author": "كتب: سالم المنصوري",
    "author without a label": "سالم المنصوري",
    "by": "بقلم سالم المنصوري",
    "dateline of an agency": "عدن 26 شوال 1436 هـ الموافق 11 أغسطس 2015 م واس",
    "agency": "رويترز",
    "city and agency": "القاهرة (رويترز)",
    "photo": "الوزيران خلال لقائهما أمس (رويترز)",
    "reading time": "وقت القراءة: 3 دقائق",
    "the headline again": TITLE,
    "share": "مشاركة عبر فيسبوك",
    "source above": "المصدر: وكالات",
}


@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN.keys())
def test_what_stands_between_headline_and_body_is_outside(between: str) -> None:
    document = read(article(between=between))
    assert (title_of(document), body_of(document)) == (TITLE, OWN)


INSIDE = {
    "read also": "اقرأ أيضا: الملك يستقبل رئيس الوزراء",
    "related box": "مقالات ذات صلة",
    "caption": "الوزير خلال المؤتمر الصحفي (رويترز)",
    "advertisement": "إعلان",
    "video": "شاهد الفيديو",
}


@pytest.mark.parametrize("line", INSIDE.values(), ids=INSIDE.keys())
def test_the_body_goes_on_after_a_line_that_is_not_its_own(line: str) -> None:
    document = read("\n".join([TITLE + "\n", LEAD, line, SECOND, THIRD]))
    assert body_of(document) == "\n".join([LEAD, line, SECOND, THIRD])
    assert [p.of(document.text) for p in document.paragraphs] == [LEAD, SECOND, THIRD]
    assert line not in [s.span.of(document.text) for s in document.sentences]


PROSE = {
    "a verb like a button": "شارك في اللقاء وزيرا المالية والنقل ومسؤولون آخرون من البلدين.",
    "a verb like a byline": "كتب الوزير في تغريدة أن المشروع سيغير وجه المنطقة كلها.",
    "a verb like a link": "تابع الرئيس من مكتبه على الهواء مراسم التوقيع في العاصمة.",
    "a noun like a source": "المصدر قال إن الطرفين اتفقا على كل البنود.",
    "a noun like a section": "بحث الوزيران بعد ذلك ملف الطيران في جلسة مغلقة.",
    "a verb like an end": "انتهى اللقاء ببيان مشترك يؤكد عمق العلاقات.",
    "background that closes": "يذكر أن البلدين وقعا اتفاق الجسر قبل ثلاثة أعوام.",
    "a question": "ماذا بقي من الاتفاق القديم بعد هذه السنوات؟",
    "a quotation": "وختم بالقول: «سنبني هذا الجسر معا».",
    "a verb of passing": "تخطى البلدان خلافاتهما القديمة في الجلسة الأخيرة.",
    "more of something": "لمزيد من الضمانات، سيوقع الطرفان ملحقا بالاتفاق.",
    "about a site": "حول الموقع المختار للجسر، قال الوزير إن الخبراء أقروه.",
    "a short list of words": "وشكر الجميع.",
    "a date in it": "وقع الاتفاق الأول في 26 يناير 2019 في العاصمة.",
}


@pytest.mark.parametrize("line", PROSE.values(), ids=PROSE.keys())
def test_prose_that_begins_like_boilerplate_stays(line: str) -> None:
    assert body_of(read(article(after=line))) == f"{OWN}\n{line}"


LEADS = (
    "أعلن وزير المالية في دولة أخرى أن الميزانية أقرت بعد نقاش طويل",
    "وصل الرئيس إلى المطار أمس في زيارة تستمر يومين للقاء المستثمرين.",
    "تصدرت الشركة الوطنية قائمة أكبر المصدرين في المنطقة هذا العام.",
)


def test_leads_of_other_articles_after_the_closing_background_are_outside() -> None:
    closing = PROSE["background that closes"]
    assert body_of(read(article(after="\n".join([closing, *LEADS])))) == f"{OWN}\n{closing}"


def test_leads_of_other_articles_are_outside_when_the_last_is_cut_off() -> None:
    assert body_of(read(article(after="\n".join([LEADS[1], LEADS[2], LEADS[0]])))) == OWN


def test_paragraphs_that_begin_anew_stay_when_nothing_tells_that_they_are_others() -> None:
    assert body_of(read(article(after="\n".join(LEADS[1:])))).endswith(LEADS[2])


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        "الوزير: سنبني الجسر معا",
        'الوزير يصف الاتفاق بـ"التاريخي"',
        "بالصور.. وزيرا الخارجية يتفقدان موقع الجسر",
        "هل يعود الطيران بين البلدين؟ الوزير يجيب",
        "سياسي / معالي الوزير يلتقي نظيره في العاصمة",
        "الوزير: كلفة الجسر 2.5 مليار دولار",
        "المدير العام للمنظمة يحذر من انهيار الجسر",
        "تعليق الرحلات الجوية بين البلدين حتى الربيع",
        "تعيين مبعوث دولي خاص",
        "قراءة في خطاب الملك أمام البرلمان",
        "دلالات زيارة الملك إلى العاصمة الصديقة",
        "نص اتفاق الجسر بين البلدين",
        "تبرع الحكومة بمليون دولار لبناء الجسر",
        "التعليقات على القرار تتوالى في العواصم",
        "المزيد من الجنود يصلون إلى الجسر",
        "هيئة الجسر تعلن موعد الافتتاح - صور",
    ],
)
def test_headlines(title: str) -> None:
    assert title_of(read(article(title=title))) == title


def test_a_headline_may_stand_right_above_the_body() -> None:
    assert title_of(read("\n".join([TITLE, *BODY]))) == TITLE


def test_a_text_of_paragraphs_alone_has_no_headline() -> None:
    document = read("\n\n".join(BODY))
    assert (title_of(document), body_of(document)) == (None, "\n\n".join(BODY))


def test_one_long_paragraph_is_a_body() -> None:
    document = read(" ".join(BODY))
    assert (title_of(document), len(document.paragraphs), len(document.sentences)) == (None, 1, 3)


FEET = {
    "read also": "اقرأ أيضا: الملك يستقبل رئيس الوزراء",
    "share": "شارك الخبر فيسبوك تويتر واتساب",
    "tags": "كلمات مفتاحية: الجسر، الطيران",
    "comment form": "اترك تعليقاً لن يتم نشر عنوان بريدك الإلكتروني.",
    "rights": "جميع الحقوق محفوظة © 2024",
    "related": "مقالات ذات صلة الملك يستقبل رئيس الوزراء",
    "newsletter": "اشترك في نشرتنا البريدية ليصلك كل جديد",
    "two of them": "شارك الخبر فيسبوك اقرأ أيضا: الملك يستقبل رئيس الوزراء",
}


@pytest.mark.parametrize("foot", FEET.values(), ids=FEET.keys())
def test_the_foot_of_a_page_that_comes_as_one_line_is_outside(foot: str) -> None:
    assert body_of(read(" ".join([*BODY, foot]))) == " ".join(BODY)
    credited = read(" ".join([*BODY, "المصدر: رويترز", foot]))
    assert body_of(credited) == " ".join(BODY)
    assert [span.of(credited.text) for span in credited.sources] == ["رويترز"]


@pytest.mark.parametrize(
    "last",
    [
        "شارك في اللقاء وزيرا المالية والنقل من البلدين.",
        "وقال: اشترك في البناء ألف عامل.",
        "وكتب على الجدار: جميع الحقوق محفوظة للشعب الذي بنى هذا الجسر بيديه وسهر عليه أعواما طويلة بلا كلل ولا ملل.",
    ],
)
def test_prose_on_one_line_stays(last: str) -> None:
    assert body_of(read(" ".join([*BODY, last]))) == " ".join([*BODY, last])


def test_the_headline_a_page_names_is_the_headline() -> None:
    document = read(f"خبر\n{TITLE}.\n{OWN}", headline=f"{TITLE}.")
    assert (title_of(document), body_of(document)) == (f"{TITLE}.", OWN)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028", "\n\n\n"])
def test_any_line_ending_parts_paragraphs(ending: str) -> None:
    document = read(ending.join([TITLE, "", *BODY]))
    assert [p.of(document.text) for p in document.paragraphs] == list(BODY)
    assert title_of(document) == TITLE


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("عدن 26 شوال 1436 هـ الموافق 11 أغسطس 2015 م واس", date(2015, 8, 11)),
        ("نشر في: الأربعاء 26 يناير 2022", date(2022, 1, 26)),
        ("الأربعاء", None),
    ],
)
def test_the_day_that_a_dateline_states_is_that_of_publication(line: str, day: date | None) -> None:
    assert read(article(between=line)).published == day


def test_a_given_day_of_publication_goes_before_a_stated_one() -> None:
    given = date(2022, 2, 1)
    assert read(article(between="نشر في: 26 يناير 2022"), published=given).published == given


def test_boilerplate_alone_is_no_article() -> None:
    with pytest.raises(NotAnArticle):
        read("\n".join([*BEFORE.values(), *AFTER.values()][:4]))


WORDS = "جسر نهر مدينة قمر سيارة كتاب شجرة جبل وردة طائر بحر نافذة قلم مدرسة سماء حصان مطر ريح ملعب"


@pytest.mark.parametrize("parted", [" ", "، ", "\n"])
def test_a_list_of_words_is_no_article(parted: str) -> None:
    with pytest.raises(NotAnArticle):
        read(parted.join(WORDS.split()))
