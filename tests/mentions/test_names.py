"""Where a name begins and ends, and what only looks like one."""

from __future__ import annotations

from functools import cache

import pytest

from kg.article import Article
from kg.authority import Authority, load_authority
from kg.document import segment
from kg.facts import read
from kg.lang.ar import pack


@cache
def authority() -> Authority:
    return load_authority()


def names(text: str, *kinds: str) -> list[str]:
    """Return the first name of each actor that some fact of *text* names."""
    actors = read(segment(Article(text, "ar"), pack()), authority()).actors
    return sorted(actor.names[0] for actor in actors if actor.type in kinds)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("رأى رئيس الوزراء محمد كاظم السوداني أن الأمن تحسن.", ["محمد كاظم السوداني"]),
        ("رأى رئيس الوزراء السوداني كمال آدم أن الأمن تحسن.", ["كمال آدم"]),
        ("أكد رئيس الهيئة سعد الدين بنيونس أن التقرير جاهز.", ["سعد الدين بنيونس"]),
        (
            "اجتمع وزير الدفاع الصيني ليو يي مع نظيره الياباني تارو ناكامورا علي هامش المنتدى.",
            ["تارو ناكامورا", "ليو يي"],
        ),
        ("قال وزير الدفاع محمد علي الحسيني إن الحدود آمنة.", ["محمد علي الحسيني"]),
        ("قال المتحدث العسكري يحيى سريع إن القوات تقدمت.", ["يحيى سريع"]),
        ("وأوضح الرئيس الكونغولي جوزيف تشيلومبو أن الجيش سيرد.", ["جوزيف تشيلومبو"]),
        ("قال الرئيس الغزواني إن الحكومة ستعمل.", ["الغزواني"]),
        ("ورد وزير النقل مراد العسلي سريعا وقال إن الخطة ألغيت.", ["مراد العسلي"]),
        ("قال ولي العهد الأمير الحسين بن عبد الله إن الشباب هم الأمل.", ["الحسين بن عبد الله"]),
        ("قال المبعوث الخاص غير بيدرسن إن الحل سياسي.", ["غير بيدرسن"]),
        ("ثمنت رئيسة الحزب نادية بن شريف مواقف النواب في خطابها.", ["نادية بن شريف"]),
        ("اتهم رئيس المحكمة عمران خان وحزبه بالتحريض، وقال إن الأدلة قوية.", ["عمران خان"]),
        ("قال الفريق بحري عثمان الطاهر بمكتبه أمس إن الهدنة صامدة.", ["بحري عثمان الطاهر"]),
        ("وعرض المدير رافاييل غروسي تقريرا مفصلا وقال إن التعاون محدود.", ["رافاييل غروسي"]),
        ("قال مصدر غير مخول بالتصريح إن الحل سياسي.", ["مصدر"]),
        ("أعلنت وزيرة الخارجية النرويجية سيغريد هاوغن أن الاتفاق قريب.", ["سيغريد هاوغن"]),
        ("وزار الجنرال ستيوارت كافيل مسقط، وقال كافيل إن التدريب مستمر.", ["ستيوارت كافيل"]),
        ("أجرى الرئيسان المصري حسن الديب والفرنسي لوران مارشان محادثات في القاهرة.", ["حسن الديب", "لوران مارشان"]),
        ("أجرى الرئيسان، الروسي إيغور بيلوف والتركي كمال أوزدمير، محادثات في سوتشي.", ["إيغور بيلوف", "كمال أوزدمير"]),
        ("عقد وزيرا خارجية الأردن سامي عباس وإيطاليا لوكا فيراري اجتماعا في روما.", ["سامي عباس", "لوكا فيراري"]),
    ],
)
def test_a_name_ends_where_it_ends(text: str, wanted: list[str]) -> None:
    assert names(text, "Person") == wanted


@pytest.mark.parametrize(
    "text",
    [
        "أجرى الجانبان محادثات دبلوماسية مطولة في جنيف.",
        "ووصلت الطائرة إلى مطار حمد الدولي مساء أمس وقالت الشركة إن الرحلة هادئة.",
        "وعلى خط مواز، أعلنت النقابة أن الإضراب مستمر.",
        "أما البرنامج فأعلن تعليق عملياته مؤقتا، وذكر أن ثلاثة أصيبوا.",
        "وأعلن الوزيران تطابق وجهات النظر حول الملف.",
        "وتساءل المجلس: «أين الأرقام؟ وكيف ننفق؟»، وقال إن المال نفد.",
        "أكدت الشركات الرئيسة أن الأسعار ثابتة هذا العام.",
        "وصل خطاب عن جمال الطبيعة في الجنوب إلى القراء أمس.",
    ],
)
def test_what_only_looks_like_a_name_is_nobody(text: str) -> None:
    assert names(text, "Person") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("وذكر المجلس الأعلى للدولة أنه يرفض القرار.", ["المجلس الأعلى للدولة"]),
        ("وأعلنت المفوضية الوطنية العليا للاقتراع أن الموعد ثابت.", ["المفوضية الوطنية العليا للاقتراع"]),
        ("أعلنت الحكومة المصرية للمواطنين أن الدعم باق.", ["الحكومة المصرية"]),
        ("قال المتحدث باسم القوات المشتركة مراد العسلي إن الهجوم فشل.", ["القوات المشتركة"]),
        ("قالت القوات إن الهجوم على البلدة فشل تماما.", []),
        ("وأعلنت حركة تحرير الوادي أنها انسحبت من الحوار.", ["حركة تحرير الوادي"]),
        ("وقال رئيس دائرة الإعلام والمعلومات كريم بدوي إن البيان مزور.", ["دائرة الإعلام والمعلومات"]),
    ],
)
def test_a_body_is_named_with_what_it_is_for(text: str, wanted: list[str]) -> None:
    assert names(text, "Organization") == wanted


def test_two_councils_that_begin_alike_are_two() -> None:
    text = "وذكر المجلس الأعلى للدولة أنه يرفض القرار. وأعلن المجلس الأعلى للقضاء أنه يؤيده."
    assert names(text, "Organization") == ["المجلس الأعلى للدولة", "المجلس الأعلى للقضاء"]


def test_the_council_that_an_office_names_is_a_body() -> None:
    text = "قال النائب الثاني لرئيس مجلس الوزراء فهد المطيري إن الخطة جاهزة."
    assert names(text, "Organization") == ["مجلس الوزراء"]


def test_a_feminine_role_is_no_mans() -> None:
    text = "قال النائب كاظم الصيادي إن البرلمان سيصوت. وأضافت النائبة أن الكتلة ترفض."
    assert names(text, "Person") == ["النائبة", "كاظم الصيادي"]


def test_the_mayor_of_a_capital_is_of_a_city() -> None:
    text = "قال رئيس بلدية القاهرة سامي عباس إن الطرق جاهزة."
    assert names(text, "Country") == []


def test_a_capital_that_acts_stands_for_its_government() -> None:
    assert names("قالت القاهرة إن الطرق جاهزة والمعابر مفتوحة.", "Country") == ["القاهرة"]


def test_a_role_of_one_word_is_his_who_has_it_exactly() -> None:
    told = "قال رئيس البلدية سامي نجم إن الطرق جاهزة. وقال رئيس الوزراء مراد العسلي إن المال جاهز."
    text = f"{told} وأضاف رئيس البلدية أن العمل بدأ."
    assert names(text, "Person") == ["سامي نجم", "مراد العسلي"]


def test_the_secretary_of_one_body_is_not_the_secretary_of_another() -> None:
    told = "قال الأمين العام لمجلس التعاون لدول الخليج العربية كريم هاشم إن الموقف ثابت."
    text = f"{told} وأكد الأمين العام للأمم المتحدة أن الحل سياسي."
    assert names(text, "Person") == ["الأمين العام للأمم المتحدة", "كريم هاشم"]


def test_the_secretary_is_he_who_was_named_with_his_body() -> None:
    told = "قال الأمين العام للأمم المتحدة كريم هاشم إن الموقف ثابت."
    assert names(f"{told} وأكد الأمين العام للأمم المتحدة أن الحل سياسي.", "Person") == ["كريم هاشم"]


def test_a_ministers_masculine_role_is_no_womans() -> None:
    text = (
        "قال وزير الري سامي نجم إن السد آمن. وقالت وزيرة العدل ريم مراد إن القانون جاهز. وأضاف الوزير أن المياه تكفي."
    )
    assert names(text, "Person") == ["ريم مراد", "سامي نجم"]


def test_a_minister_on_arrival_is_accredited_nowhere() -> None:
    assert names("وأكد الوزير لدى وصوله إلى المطار أن الشراكة ثابتة.", "Person") == ["الوزير"]


def test_whom_an_envoy_tells_is_no_part_of_his_office() -> None:
    assert names("قال المبعوث الأميركي للصحفيين إن الاتفاق قريب.", "Person") == ["المبعوث الأميركي"]


def test_the_minister_of_one_thing_is_not_the_minister_of_another() -> None:
    told = "قال وزير العدل كريم هاشم إن القانون جاهز."
    assert names(f"{told} وأضاف وزير النقل أن الطرق آمنة.", "Person") == ["كريم هاشم", "وزير النقل"]
    assert names(f"{told} وأضاف الوزير أن الطرق آمنة.", "Person") == ["كريم هاشم"]
    assert names(f"{told} وأضاف وزير العدل أن الطرق آمنة.", "Person") == ["كريم هاشم"]


def test_a_leader_known_by_his_whole_name_needs_no_office() -> None:
    assert names("ورأى تساي إنغ ون أن الوضع صعب في المضيق.", "Person") == ["تساي إنغ ون"]


def test_a_parliament_has_two_names_and_one_president() -> None:
    text = "قال رئيس البرلمان كريم هاشم إن القانون جاهز. وأضاف رئيس مجلس النواب أن الطرق آمنة."
    assert names(text, "Person") == ["كريم هاشم"]
