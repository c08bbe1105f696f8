"""What is told of a meeting: topics, whether it took place, how, when, where, and who came."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("facts_reader", Path(__file__).with_name("reader.py"))
assert _spec is not None
assert _spec.loader is not None
reader = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reader)

MET = "التقى الوزير الكندي جون مارتن نظيره النرويجي لارس هانسن في أوسلو. "


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (
            MET + "وجرى خلال اللقاء استعراض علاقات البلدين، كما ناقش الجانبان تطوير التجارة، إضافة إلى"
            " مناقشة فرص الاستثمار، وبحث أمن الملاحة.",
            ["علاقات البلدين", "تطوير التجارة", "فرص الاستثمار", "أمن الملاحة"],
        ),
        (
            MET + "وتناول اللقاء سبل نقل الغاز، وعددا من القضايا الإقليمية.",
            ["سبل نقل الغاز", "عددا من القضايا الإقليمية"],
        ),
        (MET + "وركزت المحادثات على ملف الصيد.", ["ملف الصيد"]),
        (MET + "وقال هانسن إن اللقاء كان مثمرا وتطرق لسبل نقل الغاز.", ["سبل نقل الغاز"]),
        (MET + "وبحث معه ملف الصيد.", ["ملف الصيد"]),
        (MET + "وتناول اللقاء ملف الصيد، وأكد الوزير حول ذلك أن بلاده ملتزمة.", ["ملف الصيد"]),
        (MET + "كما ناقش الوزيران ملف الصيد مع الحكومة المحلية.", ["ملف الصيد مع الحكومة المحلية"]),
        (
            "تلقى الوزير الكندي جون مارتن اتصالا من نظيره النرويجي لارس هانسن، "
            "بحثا خلاله ملف الصيد، وأكدا فيه أهمية الحوار.",
            ["ملف الصيد"],
        ),
    ],
)
def test_topics_of_one_meeting(text: str, topics: list[str]) -> None:
    (meeting,) = reader.reading(text).meetings
    assert [topic.of(text) for topic in meeting.topics] == topics


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("أعلن الرئيس الكيني جون كاماو إرجاء الاجتماع مع نظيره الأوغندي بيتر أوكيلو.", "cancelled"),
        ("علق الرئيس الكيني جون كاماو على لقائه مع نظيره الأوغندي بيتر أوكيلو.", "held"),
        ("كان لقاء الرئيس الكيني جون كاماو مع نظيره الأوغندي بيتر أوكيلو الذي ألغي مهما.", "cancelled"),
        ("كشف مصدر عن ترتيبات لعقد اجتماع مع الرئيس الأوغندي بيتر أوكيلو بحضور الرئيس الكيني جون كاماو.", "planned"),
        ("صرح الوزير بعد عقد اجتماع بين الرئيس الكيني جون كاماو والرئيس الأوغندي بيتر أوكيلو.", "held"),
        ("عقد الرئيس الكيني جون كاماو اجتماعا مع نظيره الأوغندي بيتر أوكيلو بعدما أعلن أن القمة ستعقد قريبا.", "held"),
        ("يعقد الرئيس الكيني جون كاماو، مساء اليوم الإثنين، لقاء مع نظيره الأوغندي بيتر أوكيلو.", "planned"),
    ],
)
def test_whether_it_took_place(text: str, status: str) -> None:
    assert [m.status for m in reader.reading(text).meetings][:1] == [status]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        (
            "أجرى الوزير الكندي جون مارتن مشاورات فنية عبر تقنية الفيديو كونفرنس، مع نظيره النرويجي لارس هانسن.",
            "virtual",
        ),
        ("ناقش الوزير الكندي جون مارتن، هاتفيا مع نظيره النرويجي لارس هانسن، ملف الصيد.", "phone"),
        ("أجرى الوزير الكندي جون مارتن مشاورات مع نظيره النرويجي لارس هانسن نشر عنها مقطع فيديو.", None),
        ("سيلتقي الوزير الكندي جون مارتن نظيره النرويجي لارس هانسن غدا.", None),
        ("التقى الوزير الكندي جون مارتن نظيره النرويجي لارس هانسن أمس.", "inPerson"),
    ],
)
def test_how_they_met(text: str, mode: str | None) -> None:
    assert [m.mode for m in reader.reading(text).meetings] == [mode]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("أعلن الرئيس الكيني جون كاماو الثلاثاء إلغاء قمة مع نظيره الأوغندي بيتر أوكيلو.", None),
        ("عقد الرئيس الكيني جون كاماو الثلاثاء قمة مع نظيره الأوغندي بيتر أوكيلو.", "الثلاثاء"),
    ],
)
def test_the_day_of_telling_is_not_the_meetings(text: str, when: str | None) -> None:
    assert [m.when.span.of(text) if m.when else None for m in reader.reading(text).meetings] == [when]


def test_today_is_the_day_the_text_states() -> None:
    text = (
        "نيروبي 11 أغسطس 2015 م\n\nالتقى الرئيس الكيني جون كاماو اليوم نظيره الأوغندي بيتر أوكيلو في القصر الرئاسي.\n\n"
        "وتناول اللقاء ملف الحدود بين البلدين وسبل التعاون في مجال الأمن والتجارة."
    )
    (meeting,) = reader.reading(text).meetings
    assert meeting.when is not None
    assert meeting.when.value == ("2015-08-11" if reader.document(text).published else None)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("استقبل الرئيس الكيني جون كاماو نظيره الأوغندي بيتر أوكيلو في قصر الشعب بنيروبي.", "قصر الشعب بنيروبي"),
        ("استقبل الوزير الكندي جون مارتن نظيره النرويجي لارس هانسن في مكتبه اليوم.", "مكتبه"),
        ("التقى الوزير الكندي جون مارتن نظيره النرويجي لارس هانسن على هامش الدورة الأخيرة للأمم المتحدة.", None),
        ("قال المصدر إن وفدا من الإقليم سيزور العاصمة يوم غد.", "العاصمة"),
        (
            "تستضيف تونس في مارس جولة مشاورات بين الوزير الكندي جون مارتن والوزير النرويجي لارس هانسن.",
            "تونس",
        ),
        (
            "عقد الوزير الكندي جون مارتن لقاء احتضنته بنغازي مع نظيره النرويجي لارس هانسن حول ملف الصيد.",
            "بنغازي",
        ),
        ("استضافت الحكومة التونسية لقاء بين الوزير الكندي جون مارتن والوزير النرويجي لارس هانسن.", None),
        (MET.replace(" في أوسلو", "") + "وبحث الوزيران الأوضاع في ليبيا.", None),
    ],
)
def test_where_they_met(text: str, place: str | None) -> None:
    assert [m.place.of(text) if m.place else None for m in reader.reading(text).meetings] == [place]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "يعقد الرئيس الكيني جون كاماو مع نظيره الأوغندي بيتر أوكيلو جلسة مباحثات موسعة غدا.",
            ["جون كاماو", "بيتر أوكيلو"],
        ),
        (
            "قالت المتحدثة سارة ميلر إنه من المقرر أن يعقد الرئيس الكيني جون كاماو محادثات مع الأمين العام بيتر لوند.",
            ["جون كاماو", "بيتر لوند"],
        ),
        (
            "عقد مجلس الوزراء اجتماعه الأسبوعي اليوم برئاسة رئيس الوزراء سمير خليل.",
            ["سمير خليل"],
        ),
        (
            "أقام الرئيس الكيني جون كاماو مأدبة عشاء على شرف نظيره الأوغندي بيتر أوكيلو.",
            ["جون كاماو", "بيتر أوكيلو"],
        ),
        (
            "ذكرت الوكالة أن اجتماعا يضم مسؤولين من روسيا وتركيا سيعقد غدا.",
            ["مسؤولين من روسيا", "تركيا"],
        ),
        (
            MET + "حضر اللقاء من الجانب الكندي بيتر هول، ومن الجانب النرويجي آنا ليند.",
            ["جون مارتن", "لارس هانسن", "بيتر هول", "آنا ليند"],
        ),
        (MET + "رحب مارتن في مستهل اللقاء بالوفد الضيف.", ["جون مارتن", "لارس هانسن"]),
        (
            "كشف الرئيس الكيني جون كاماو عن اتصال هاتفي جمعه الأسبوع الماضي بنظيره الأوغندي بيتر أوكيلو.",
            ["جون كاماو", "بيتر أوكيلو"],
        ),
        (
            "وصل الرئيس الكيني جون كاماو، وكان في استقباله بالمطار الرئيس الأوغندي بيتر أوكيلو.",
            ["جون كاماو", "بيتر أوكيلو"],
        ),
        (
            "جمع الرئيس الكيني جون كاماو والرئيس الأوغندي بيتر أوكيلو لقاء قصير في نيروبي.",
            ["جون كاماو", "بيتر أوكيلو"],
        ),
        ("دعت الجزائر والصين مجلس الأمن إلى عقد جلسة فورية لمناقشة الوضع.", ["الجزائر", "الصين", "مجلس الأمن"]),
        (
            "قال الوزير الكندي جون مارتن خلال اجتماع في أوسلو حول المناخ إن بلاده ملتزمة بما وقعته.",
            ["جون مارتن"],
        ),
        (
            "أمر الرئيس الكيني جون كاماو خلال ترؤسه اجتماعا لمجلس الأمن القومي صباح اليوم بالحفاظ على الجاهزية.",
            ["جون كاماو", "مجلس الأمن القومي"],
        ),
        (
            "صرح الوزير الكندي جون مارتن مع نظيره النرويجي لارس هانسن للصحفيين عقب محادثات بينهما في أوسلو.",
            ["جون مارتن", "لارس هانسن"],
        ),
    ],
)
def test_who_takes_part(text: str, people: list[str]) -> None:
    meeting, *_ = reader.reading(text).meetings
    assert [reader.named(text, i) for i in meeting.participants] == people


def test_a_guests_visit_is_not_the_hosts() -> None:
    text = "استقبل الرئيس الكيني جون كاماو نظيره الأوغندي بيتر أوكيلو خلال زيارته الرسمية إلى كينيا."
    received, visit = reader.reading(text).meetings
    assert [reader.named(text, i) for i in visit.participants] == ["بيتر أوكيلو"]
    assert len(received.participants) == 2


def test_what_was_told_happened_at_this_meeting() -> None:
    text = MET.replace("التقى", "بحث").replace("نظيره", "مع نظيره").replace(" في أوسلو", " ملف الصيد")
    (meeting,) = reader.reading(text + "جاء ذلك خلال لقاء في مدينة جنيف.").meetings
    assert meeting.place is not None
    assert meeting.place.of(text + "جاء ذلك خلال لقاء في مدينة جنيف.") == "جنيف"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (MET + "كما ناقش الوزيران ملف الصيد.", ["meeting"]),
        (MET + "وناقش الوزير الكندي بيتر هول مع نظيره الدنماركي أولا هولم ملف الصيد.", ["meeting", "talks"]),
        ("ستعقد جولة ثانية من الحوار بين تركيا واليونان في جنيف. وستبحث الجولة ملف الحدود.", ["talks"]),
        ("قام الوزير الكندي جون مارتن بجولة في السوق القديم وتحدث مع الباعة عن الأسعار.", []),
        ("اختتم المبعوث الأممي كارل مولر، اليوم السبت، زيارة إلى طبرق استمرت ثلاثة أيام.", ["visit"]),
        ("رفض المجلس العسكري في النيجر، الثلاثاء، استقبال الوزير الكندي جون مارتن، وفق ما قاله مصدر.", []),
        ("رفض الوزير الكندي جون مارتن المقترح بعد لقاء مع نظيره النرويجي لارس هانسن في أوسلو.", ["meeting"]),
        ("ناقش الوزير الكندي جون مارتن الملف مع نظيره النرويجي لارس هانسن في اتصال هاتفي مساء أمس.", ["call"]),
        ("اختتم المبعوث الأممي كارل مولر كلمته بالقول إن السلام ممكن إذا صدقت النوايا.", []),
    ],
)
def test_how_many_meetings_are_told(text: str, kinds: list[str]) -> None:
    assert [m.kind for m in reader.reading(text).meetings] == kinds


def test_a_meeting_still_to_come_is_not_the_one_that_was_held() -> None:
    text = (
        "التقى الوزير الكندي جون مارتن نظيره النرويجي لارس هانسن. "
        "وأشار مارتن إلى أن الاجتماع الذي كان مقررا الأسبوع الحالي في موسكو تأجل."
    )
    (meeting,) = reader.reading(text).meetings
    assert (meeting.status, meeting.place) == ("held", None)


def test_an_event_is_called_by_the_noun_that_names_it() -> None:
    text = "بحث الوزير الكندي جون مارتن مع نظيره النرويجي لارس هانسن، في لقاء قصير في أوسلو، ملف الصيد."
    (meeting,) = reader.reading(text).meetings
    assert (meeting.kind, meeting.cue.of(text)) == ("meeting", "لقاء")


def test_a_time_before_a_relative_clause_is_the_main_clauses() -> None:
    text = "استقبل الرئيس الكيني جون كاماو ظهر الأحد نظيره الأوغندي بيتر أوكيلو الذي يزور نيروبي حاليا."
    received, visit = reader.reading(text).meetings
    assert received.when is not None
    assert visit.when is None


def test_whom_somebody_discusses_with_is_no_topic() -> None:
    text = "ناقش الوزير الكندي جون مارتن ملف الصيد مع نظيره النرويجي لارس هانسن في أوسلو."
    (meeting,) = reader.reading(text).meetings
    assert [topic.of(text) for topic in meeting.topics] == ["ملف الصيد"]
