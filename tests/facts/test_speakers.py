"""Who is given each statement, and who is said to have passed it on."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("facts_reader", Path(__file__).with_name("reader.py"))
assert _spec is not None
assert _spec.loader is not None
reader = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reader)

# Name of the test, the text, and for each statement its speakers and who passed it on.
CASES = [
    (
        "the headline's first name speaks, not the paper it speaks to",
        'أردوغان لـ"النهار": كفى وعودا فارغة\n\nأكد الرئيس التركي رجب طيب أردوغان أن بلاده تنتظر الأفعال.',
        [("رجب طيب أردوغان", ""), ("رجب طيب أردوغان", "")],
    ),
    (
        "a name before from and a place speaks",
        "عطاف من نيويورك: العدالة لا تتجزأ\n\nقال الوزير الجزائري أحمد عطاف إن بلاده لن تغير موقفها.",
        [("أحمد عطاف", ""), ("أحمد عطاف", "")],
    ),
    (
        "whom a verb of calling addresses does not speak",
        "قالت الوزيرة النرويجية آني هولم إن الوقت ضيق. وحثت المجتمع الدولي على التحرك.",
        [("آني هولم", ""), ("آني هولم", "")],
    ),
    (
        "a country does not accuse with a verb of the other gender",
        "قال الرئيس البولندي أندريه نوفاك إن الحدود مغلقة. واتهم روسيا بالتصعيد.",
        [("أندريه نوفاك", ""), ("أندريه نوفاك", "")],
    ),
    (
        "the source of before goes on, not the paper that asked it",
        "نقلت صحيفة الرأي عن مصدر حكومي أن الإضراب قائم. وأضاف المصدر أن المطالب لم تتغير.",
        [("مصدر حكومي", "صحيفة الرأي"), ("مصدر حكومي", "")],
    ),
    (
        "who is quoted by an agency speaks and the agency passes it on",
        "أفادت صحيفة الرأي نقلا عن مصدر حكومي بأن الإضراب قائم.",
        [("مصدر حكومي", "صحيفة الرأي")],
    ),
    (
        "what an agency's phrase parts is passed on by it",
        "شدد الوزير التونسي، بحسب وكالة تاس، على ضرورة الحوار.",
        [("الوزير التونسي", "وكالة تاس")],
    ),
    (
        "a woman whose office has a masculine form",
        "رحب الوزير الأردني بالوفد. ودعت عضو اللجنة المالية النائبة هدى العامري إلى ترشيد الإنفاق.",
        [("الوزير الأردني", ""), ("هدى العامري", "")],
    ),
    (
        "an unnamed spokesman told by his army",
        "في المقابل نفى متحدث عسكري تشادي مسؤولية الجيش عن الحادث.",
        [("متحدث عسكري تشادي", "")],
    ),
    (
        "a man told of in a paper's words goes on himself",
        "ذكرت الصحيفة أن الوزير الهندي غادر القاعة، محذرا من انهيار المحادثات.",
        [("الصحيفة", ""), ("الوزير الهندي", "الصحيفة")],
    ),
    (
        "a headline of two speakers",
        "كينيا ترحب بالهدنة والسودان يرفض المقترح\n\nعقدت الأطراف جلسة مغلقة في نيروبي أمس لبحث الهدنة.",
        [("كينيا", ""), ("السودان", "")],
    ),
    (
        "a headline whose second speaker has a colon",
        'كينيا تلوح بالانسحاب والسودان: "لا عودة إلى الوراء أبدا"\n\nعقدت الأطراف جلسة مغلقة في نيروبي أمس.',
        [("كينيا", ""), ("السودان", "")],
    ),
    (
        "whom the sentence before tells of goes on to speak",
        "قالت وزيرة الصحة النرويجية آني هولم إن الوباء تراجع. "
        "واستقبل وزير الخارجية الكيني جون كامو السفير أمس. وأكد أن بلاده مستعدة.",
        [("آني هولم", ""), ("جون كامو", "")],
    ),
    (
        "quoting a source that no finder knows",
        'ذكرت إذاعة "صوت الجبل" نقلا عن مقرب من العائلة أن الطائرة هبطت بسلام.',
        [("مقرب من العائلة", 'إذاعة "صوت الجبل"')],
    ),
    (
        "two who hid their names, then their verb",
        "لكن دبلوماسيين اثنين من كينيا، طلبا عدم نشر اسميهما، قالا إن المحادثات تعثرت.",
        [("دبلوماسيين", "")],
    ),
    (
        "the statement is its issuer's",
        "وشدد وزير الطاقة الكيني جون كامو على الحوار، وفق بيان صادر عن وزارة الخارجية. وأضاف البيان أن الزيارة ناجحة.",
        [("جون كامو", "وزارة الخارجية"), ("وزارة الخارجية", "")],
    ),
    (
        "a headline goes on with whom it begins with",
        "رئيسة البرلمان تستقبل السفير الهندي وتؤكد أهمية التعاون\n\nاستقبلت رئيسة البرلمان آني هولم السفير الهندي أمس.",
        [("آني هولم", "")],
    ),
    (
        "a headline's verb before its colon goes on too",
        "كامو يلتقي نظيرته الأوغندية.. ويشدد: لا تراجع عن الاتفاق\n\nالتقى الوزير الكيني جون كامو نظيرته أمس.",
        [("جون كامو", "")],
    ),
    (
        "whom a headline accuses does not accuse",
        "كامو يبحث الهدنة ويتهم المتمردين بالتصعيد\n\nبحث الوزير الكيني جون كامو الهدنة أمس.",
        [("جون كامو", "")],
    ),
    (
        "whom a woman calls on after a comma does not call",
        "ومن أوسلو، أعربت الوزيرة النرويجية آني هولم عن قلقها من القرار، وطالبت أنقرة باحترام النتائج.",
        [("آني هولم", ""), ("آني هولم", "")],
    ),
    (
        "whom an office tells of goes on in its report",
        "وأفاد المكتب الإعلامي للمجلس الأعلى بأن الوزير الكيني جون كامو طالب البعثة بالحياد، ورفض أي تأجيل.",
        [
            ("المكتب الإعلامي للمجلس الأعلى", ""),
            ("جون كامو", "المكتب الإعلامي للمجلس الأعلى"),
            ("جون كامو", "المكتب الإعلامي للمجلس الأعلى"),
        ],
    ),
    (
        "what a speech says of its own country is one statement",
        "وقال المتحدث باسم الخارجية الكينية جون كامو إن كينيا ترحب بالقرار.",
        [("جون كامو", "")],
    ),
    (
        "an agency carries a statement",
        "وفي بيان نشرته وكالة الأنباء الرسمية، هددت آني هولم بالانسحاب.",
        [("آني هولم", "وكالة الأنباء الرسمية")],
    ),
    (
        "a name after a word of relation",
        "وقال الرئيس الكيني جون كامو إن الوضع خطير، فيما دعا نائبه كيبور روتيتش إلى الهدوء.",
        [("جون كامو", ""), ("نائبه كيبور روتيتش", "")],
    ),
    (
        "a statement carries what its participle goes on with",
        "وشدد الملك الأردني على ضرورة الحوار، لافتا إلى أن الإصلاح مستمر، بحسب بيان الديوان الملكي.",
        [("الملك الأردني", "الديوان الملكي"), ("الملك الأردني", "الديوان الملكي")],
    ),
    (
        "a title after the name of a party in quotation marks",
        "رفض الأمين العام لـ«حزب السنابل» الشيخ سعيد نوري أي حوار.",
        [("سعيد نوري", "")],
    ),
    (
        "an agency's quoted report tells of two speakers",
        'وأفادت وكالة الأنباء الكينية بأن "جون كامو دعا إلى التهدئة في الإقليم وكوفي منساه قال إنه سيزور نيروبي".',
        [
            ("وكالة الأنباء الكينية", ""),
            ("جون كامو", "وكالة الأنباء الكينية"),
            ("كوفي منساه", "وكالة الأنباء الكينية"),
        ],
    ),
    (
        "what a man quotes in his own words stays one",
        'وقال الوزير الكيني جون كامو: "كوفي منساه قال إنه سيزور نيروبي".',
        [("جون كامو", "")],
    ),
    (
        "the ministry is the one named by what it is in charge of",
        "من جهتها قالت الخارجية الكينية إن نيروبي سترد. وأضافت الوزارة أن القرار نهائي.",
        [("الخارجية الكينية", ""), ("الخارجية الكينية", "")],
    ),
    (
        "a person told of in a body's report calls on his counterpart",
        "وقال المكتب الرئاسي إن الوزير الكيني جون كامو أعرب عن قلقه من الهجمات، وحث نظيره على التهدئة.",
        [("المكتب الرئاسي", ""), ("جون كامو", "المكتب الرئاسي"), ("جون كامو", "المكتب الرئاسي")],
    ),
    (
        "several who ask something of somebody named after them",
        "قال السفير الكيني إن الوقت ضيق. وطالب أعضاء مجلس الشيوخ، في بيان مشترك، حكومة تشاد بإجراء تحقيق.",
        [("السفير الكيني", ""), ("أعضاء مجلس الشيوخ", "")],
    ),
    (
        "a headline's verb of other meaning begins no second speaker",
        "مسؤول كيني: الوضع يتدهور والأزمة تلوح في الأفق\n\nقال مسؤول كيني إن الوضع يتدهور.",
        [("مسؤول كيني", ""), ("مسؤول كيني", "")],
    ),
    (
        "a capital and who reports from there say nothing",
        "السفير الكيني يصل إلى بيروت\n\nبيروت: مراسل المنبر\n\nقال السفير الكيني إن الزيارة قصيرة.",
        [("السفير الكيني", "")],
    ),
    (
        "who speaks by an envoy's mouth leaves the word to him",
        "وهددت غانا على لسان سفيرها كوفي منساه بفرض قيود على التأشيرات.",
        [("كوفي منساه", "")],
    ),
    (
        "the subject stands behind an adverbial",
        "ورحب في مستهلها الوزير الكيني جون كامو بالوزير الغاني كوفي منساه.",
        [("جون كامو", "")],
    ),
    (
        "who tells stands between that and the verb, whom he tells after it",
        "ووفقا لما أورده موقع المنبر عن مسؤولين كينيين، فإن كاموري أبلغ كوفي منساه بأنه سيمضي في الخطة.",
        [("كاموري", "موقع المنبر + مسؤولين كينيين")],
    ),
    (
        "who tells stands after the verb where no clause opens before it",
        "وأبلغ الوزير الكيني جون كامو نظيره الغاني بأن القمة مؤجلة.",
        [("جون كامو", "")],
    ),
    (
        "the paper passes on what the first speaker goes on with, and no more",
        "وبحسب وكالة تاس، قال الوزير الكيني جون كامو إن الحدود آمنة، مشيرا إلى أن الجيش منتشر.",
        [("جون كامو", "وكالة تاس"), ("جون كامو", "وكالة تاس")],
    ),
    (
        "a headline's first actor goes on after a verb that no table knows",
        "كامو يترأس اجتماع المجلس الوطني للأمن ويوجه بتأمين الحدود\n\nترأس الوزير الكيني جون كامو الاجتماع في نيروبي.",
        [("جون كامو", "")],
    ),
    (
        "the same with a verb in no table at all",
        "كامو يتفقد معرض الكتاب ويدعو إلى دعم الناشرين\n\nوصل الوزير الكيني جون كامو إلى المعرض في نيروبي.",
        [("جون كامو", "")],
    ),
    (
        "the clause opens after more words on its source",
        "وبحسب الوزير الكيني جون كامو المقيم في غانا، فإن الحدود آمنة تماما.",
        [("جون كامو", "")],
    ),
]

MEDIA = [
    ("a speech on television is no meeting", "وقال الوزير الكيني جون كامو في كلمة متلفزة إن الحدود آمنة.", "statement"),
    ("a medium before the verb", "وفي تغريدة أخرى، قال الوزير الكيني جون كامو إن الحدود آمنة.", "tweet"),
    ("a year before the verb is no medium", "وفي هذا العام، قال الوزير الكيني جون كامو إن الحدود آمنة.", None),
]


@pytest.mark.parametrize(("name", "text", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_speakers(name: str, text: str, wanted: list[tuple[str, str]]) -> None:
    said = reader.reading(text).statements

    def names(ids: tuple[str, ...]) -> str:
        return " + ".join(reader.named(text, actor) for actor in ids)

    assert [(names(s.speakers), names(s.via)) for s in said] == wanted


@pytest.mark.parametrize(("name", "text", "medium"), MEDIA, ids=[case[0] for case in MEDIA])
def test_medium(name: str, text: str, medium: str | None) -> None:
    assert [s.medium for s in reader.reading(text).statements] == [medium]
