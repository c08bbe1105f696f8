"""What the reader makes of any sentence may be published: the gate refuses no article for the reader's own doing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.article import Given
from kg.pipeline import Toolkit, prepare
from kg.wiring import toolkit_for

CASES = Path(__file__).parents[1] / "cases" / "ar"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SESSIONS = (
    "عقد مجلس جامعة الدول العربية اجتماعا طارئا في القاهرة يوم الأحد، لبحث ملف المياه المشتركة.",
    "عقدت اللجنة العليا المشتركة بين الأردن ومصر اجتماعا في عمان يوم الأحد، لبحث ملف المياه المشتركة.",
    "اقترح الوزير سالم المنصوري في اجتماع للأمم المتحدة حول المناخ تأسيس صندوق جديد.",
)


@pytest.fixture(scope="module")
def toolkit() -> Toolkit:
    return toolkit_for("http://localhost:8000/")


def told(text: str, toolkit: Toolkit) -> list[str]:
    report = prepare(text.encode(), Given(), toolkit, NOW).report
    return [f"{one['message']['en']}: {one.get('sentence')}" for one in report["findings"]]


@pytest.mark.parametrize("sentence", SESSIONS)
def test_a_body_whose_session_it_was_is_what_a_meeting_was_held_within(sentence: str, toolkit: Toolkit) -> None:
    prepared = prepare(f"جلسة اليوم\n\n{sentence}\n".encode(), Given(), toolkit, NOW)
    assert prepared.publication is not None, prepared.report
    assert b"ontology#heldWithin" in prepared.publication.quads


@pytest.mark.served
@pytest.mark.parametrize("name", ["meetings", "positions", "statements"])
def test_no_case_of_the_reader_is_refused(name: str, toolkit: Toolkit) -> None:
    lines = (CASES / f"{name}.txt").read_text("utf-8").splitlines()
    sentences = [line.replace("{", "").replace("}", "") for line in lines if line and not line.startswith("#")]
    refused = []
    for first in range(0, len(sentences), 12):
        text = "\n\n".join(("خبر", *sentences[first : first + 12])) + "\n"
        refused += told(text, toolkit)
    assert refused == []
