"""Whole readings: who speaks, through whom, and what the exchange form says."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import NotAnArticle
from kg.facts import Reading, to_exchange

_spec = importlib.util.spec_from_file_location("facts_reader", Path(__file__).with_name("reader.py"))
assert _spec is not None
assert _spec.loader is not None
reader = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reader)


def speakers(text: str) -> list[list[str]]:
    """Return the names of each statement's speakers, in the order of the text."""
    found = reader.reading(text)
    names = {actor.id: actor.names[0] for actor in found.actors}
    return [[names[i] for i in statement.speakers] for statement in found.statements]


def test_a_left_out_subject_is_the_last_speaker_of_that_gender() -> None:
    text = (
        "قالت وزيرة الصحة الأردنية ليلى مراد إن اللقاح متوفر. وقال وزير المالية الأردني سمير نجم إن الميزانية كافية. "
        "وأضافت أن التوزيع يبدأ قريبا."
    )
    assert speakers(text) == [["ليلى مراد"], ["سمير نجم"], ["ليلى مراد"]]


def test_speech_told_inside_speech_names_its_relayer() -> None:
    text = "قال الرئيس القبرصي نيكوس لازارو إن تركيا أكدت أن سفنها ستنسحب."
    found = reader.reading(text)
    names = {actor.id: actor.names[0] for actor in found.actors}
    inner = found.statements[1]
    assert ([names[i] for i in inner.speakers], [names[i] for i in inner.via]) == (["تركيا"], ["نيكوس لازارو"])


def test_a_source_before_its_clause_is_its_speaker() -> None:
    text = "وبحسب وكالة الأناضول، وصل الوفد إلى المدينة صباحا."
    assert speakers(text) == [["وكالة الأناضول"]]


def test_an_agreement_is_a_statement_of_both_parties() -> None:
    text = "التقى الرئيس المصري حسن كامل نظيره السوداني عمر الطيب. واتفق الجانبان على فتح المعابر أمام التجارة."
    found = reader.reading(text)
    assert found.agreements[0].content.of(text) == "فتح المعابر أمام التجارة"
    assert speakers(text)[-1] == ["حسن كامل", "عمر الطيب"]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ('قال الرئيس العراقي إن الأزمة "انتهت تماما" ولا حاجة للقلق.', "mixed"),
        ('قال الرئيس العراقي: "الأزمة انتهت تماما ولا حاجة للقلق".', "direct"),
        ("قال الرئيس العراقي إن الأزمة انتهت تماما ولا حاجة للقلق.", "indirect"),
    ],
)
def test_how_speech_is_quoted(text: str, mode: str) -> None:
    assert [statement.mode for statement in reader.reading(text).statements] == [mode]


def test_a_condition_is_told_from_its_claim() -> None:
    text = "قال الرئيس الفنلندي إن بلاده ستنضم إلى الحلف في حال موافقة البرلمان."
    (statement,) = reader.reading(text).statements
    assert statement.condition is not None
    assert statement.condition.of(text) == "في حال موافقة البرلمان"


def test_a_repeated_statement_points_to_the_first() -> None:
    text = (
        "قال وزير النفط الكويتي إن الإنتاج سيرتفع تدريجيا العام المقبل.\n"
        "وأكد وزير النفط الكويتي أن الإنتاج سيرتفع تدريجيا العام المقبل."
    )
    assert [statement.same_as for statement in reader.reading(text).statements] == [None, "s1"]


def test_meeting_mentions_of_one_event_are_one_meeting() -> None:
    text = "التقى ملك الأردن حمزة طلال الرئيس الصربي ميلان يوفيتش في عمان. وجرى خلال اللقاء بحث العلاقات الثنائية."
    (meeting,) = reader.reading(text).meetings
    assert len(meeting.participants) == 2
    assert [topic.of(text) for topic in meeting.topics] == ["العلاقات الثنائية"]


def test_every_id_of_the_exchange_form_names_an_actor_that_is_in_it() -> None:
    text = "التقى الرئيس الصيني نظيره الروسي ديمتري فولكوف. وقال الرئيس الروسي إن المحادثات مثمرة، بحسب وكالة تاس."
    facts = to_exchange(reader.reading(text))
    known = {actor["id"] for actor in facts["actors"]}
    used = {i for s in facts["statements"] for i in s["speaker"] + (s["via"] or [])}
    used |= {i for m in facts["meetings"] for i in m["participants"]} | {p["holder"] for p in facts["positions"]}
    assert used
    assert used <= known
    assert json.loads(json.dumps(facts)) == facts


def spans_of(reading: Reading) -> list[tuple[int, int]]:
    """Return every span a reading holds."""
    found = [m.span for a in reading.actors for m in a.mentions]
    found += [p.title for p in reading.positions] + [s.content for s in reading.statements]
    found += [s.cue for s in reading.statements if s.cue] + [m.cue for m in reading.meetings]
    found += [e.span for f in (*reading.statements, *reading.meetings, *reading.positions) for e in f.evidence]
    return [(span.start, span.stop) for span in found]


_NEWS = """
قال وأكد إن أن الرئيس وزير الخارجية الأمريكي جون بولتون التقى مع "«» “ ” : . ، ( ) - في واشنطن بحسب
وفق ما نقل عن لم بـ وأضاف مشيرا إلى بين و ال ل ـ خلال اجتماع نظيره الجانبان
"""
_WORDS = st.sampled_from([*_NEWS.split(), "\n", "\u200f", "\u202b", "\u0651"])
_BEGINNING = "وصل الوزير إلى المدينة.\nقال الرئيس المصري إن الأمر انتهى. "


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=60).map(" ".join))
def test_any_row_of_news_words_is_read_without_a_crash(text: str) -> None:
    try:
        found = reader.reading.__wrapped__(_BEGINNING + text)
    except NotAnArticle:
        return
    assert all(0 <= start < stop <= len(_BEGINNING + text) for start, stop in spans_of(found))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    try:
        found = reader.reading.__wrapped__(_BEGINNING + text)
    except NotAnArticle:
        return
    assert all(0 <= start <= stop <= len(_BEGINNING + text) for start, stop in spans_of(found))
