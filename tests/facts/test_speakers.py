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
]


@pytest.mark.parametrize(("name", "text", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_speakers(name: str, text: str, wanted: list[tuple[str, str]]) -> None:
    said = reader.reading(text).statements

    def names(ids: tuple[str, ...]) -> str:
        return " + ".join(reader.named(text, actor) for actor in ids)

    assert [(names(s.speakers), names(s.via)) for s in said] == wanted
