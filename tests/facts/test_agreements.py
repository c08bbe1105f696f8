"""Agreements: what parties are said to have agreed on, and what they signed."""

from __future__ import annotations

import pytest

from tests.facts.reader import named, reading


@pytest.mark.parametrize(
    ("text", "parties", "content"),
    [
        (
            "وقع الوزير الكندي جون مارتن ونظيره النرويجي لارس هانسن مذكرة تفاهم في مجال الصيد، بعد مباحثات في أوسلو.",
            ["جون مارتن", "لارس هانسن"],
            "مذكرة تفاهم في مجال الصيد",
        ),
        (
            "وقعت مصر وقطر أمس اتفاقية للتعاون في مجال الغاز خلال حفل رسمي حضره عدد من المسؤولين في القاهرة.",
            ["مصر", "قطر"],
            "اتفاقية للتعاون في مجال الغاز",
        ),
        (
            "أبرم الوزير الكندي جون مارتن مع نظيره النرويجي لارس هانسن اتفاقا بشأن الملاحة. ورحبت به الصحف في البلدين.",
            ["جون مارتن", "لارس هانسن"],
            "اتفاقا بشأن الملاحة",
        ),
    ],
)
def test_what_two_signed(text: str, parties: list[str], content: str) -> None:
    (agreement,) = reading(text).agreements
    assert [named(text, party) for party in agreement.parties] == parties
    assert agreement.content.of(text) == content
    assert agreement.statement is None
    assert [proof.rule.split("/")[-1] for proof in agreement.evidence] == ["signed-document"]


@pytest.mark.parametrize(
    "text",
    [
        "لم توقع مصر وقطر اتفاقية جديدة هذا العام رغم المباحثات التي جرت بين البلدين في الدوحة.",
        "لم وقعت مصر وقطر اتفاقية جديدة هذا العام رغم المباحثات التي جرت بين البلدين في الدوحة.",
        "وقعت مصر اتفاقية جديدة هذا العام بعد مباحثات طويلة كما قالت الصحف التي صدرت اليوم.",
        "وقع الوزير الكندي جون مارتن ونظيره النرويجي لارس هانسن في خلاف كبير حول حصص الصيد هذا العام.",
    ],
)
def test_no_agreement_is_told(text: str) -> None:
    assert reading(text).agreements == ()
