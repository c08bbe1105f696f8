"""Any bytes and any text: no crash, no hang, offsets inside the text, and nothing invisible in a name."""

from __future__ import annotations

import json
import os
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.article import Article, Given, read_article
from kg.document import segment
from kg.errors import KGError, NotAnArticle
from kg.facts import Reading, read, to_exchange
from kg.lang.ar import pack
from kg.text import Span
from kg.triples import Names, Run, to_graph
from tests.facts.reader import authority

EXAMPLES = int(os.environ.get("KG_EXAMPLES", "60"))
SENTENCES = (
    "قال وزير الخارجية سالم المنصوري إن الجسر سيفتح يوم الأربعاء 26 يناير 2022.",
    "وأضاف: «لن ننتظر أحدا»، مشيرا إلى أن الطرفين اتفقا على كل شيء.",
    "التقى الرئيس أحمد العبدالله نظيره الفرنسي إيمانويل ماكرون في باريس أمس السبت وبحثا الملف النووي.",
    'وأعلن المتحدث باسم الخارجية الأميركية نيد برايس، في تغريدة، أن بلاده "ملتزمة" بالحوار إذا رُفعت العقوبات.',
    "واتفق الجانبان على عقد جولة ثانية من المحادثات الشهر المقبل في جنيف.",
    "نقلت وكالة رويترز عن مسؤول قوله إن واشنطن وطهران تدرسان المقترح.",
    "ودعا الأمين العام للأمم المتحدة إلى وقف إطلاق النار، محذرا من كارثة.",
)
_MARKS = "«»“”„\"'‘’()[]،؛؟!…:-–—ـ \n\t"
_HIDDEN = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200c\u200d\ufeff\u00ad\u0640\u064b"
_MIXED = "ab漢字かなעבраб😀👩‍👩‍👧\U0001f1f8\U0001f1e6é\u0301\u1e9b\u0323ﷺﻻ١٢۳0"


@st.composite
def disturbed(draw: st.DrawFn) -> str:
    """Draw sentences of news with marks, hidden controls and foreign letters put between any two characters."""
    text = "\n".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5)))
    for _ in range(draw(st.integers(0, 12))):
        place = draw(st.integers(0, len(text)))
        put = draw(st.text(_MARKS + _HIDDEN + _MIXED, min_size=1, max_size=3))
        text = text[:place] + put + text[place + draw(st.integers(0, 2)) :]
    return text


TEXTS = st.one_of(
    disturbed(),
    st.text(max_size=300),
    st.text(_MARKS + _HIDDEN + _MIXED + "قالإنوهعليمنفي", max_size=300),
    st.lists(st.sampled_from(" ".join(SENTENCES).split()), max_size=80).map(" ".join),
)


def spans_of(value: object) -> Iterator[list[int]]:
    """Yield every span of an exchange form, wherever it stands."""
    if isinstance(value, list) and len(value) == 2 and all(type(part) is int for part in value):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from spans_of(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from spans_of(part)


def names_of(form: dict[str, Any]) -> list[str]:
    """Return every name that the exchange form shows to a reader."""
    shown = [name for actor in form["actors"] for name in actor["names"]]
    return [*shown, *form["sources"], *([form["publisher"]] if form["publisher"] else [])]


def hidden_in(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) in ("Cf", "Cc", "Cs"))


def holds(reading: Reading) -> None:
    """Assert what is true of the reading of any text."""
    text, form = reading.document.text, to_exchange(reading)
    for start, stop in spans_of(form):
        assert 0 <= start < stop <= len(text), (start, stop)
        assert text[start:stop].strip(), (start, stop)
        assert Span(start, stop).of(text) == text[start:stop]
    body = form["body"]
    for statement in form["statements"]:
        title = form["title"] or [0, 0]
        start, stop = statement["content"]
        assert (body[0] <= start and stop <= body[1]) or (title[0] <= start and stop <= title[1])
    for actor in reading.actors:
        assert all(mention.span.stop <= len(text) for mention in actor.mentions)
    assert [hidden_in(name) for name in names_of(form) if hidden_in(name)] == []
    known = {actor["id"] for actor in form["actors"]}
    named = [i for s in form["statements"] for i in [*s["speaker"], *(s["via"] or [])]]
    named += [i for m in form["meetings"] for i in m["participants"]] + [p["holder"] for p in form["positions"]]
    assert set(named) <= known
    json.loads(json.dumps(form, ensure_ascii=False))


def understood(text: str) -> Reading | None:
    """Return the reading of a text, or None when it is no article."""
    try:
        return read(segment(Article(text, "ar"), pack()), authority())
    except NotAnArticle:
        return None


@settings(max_examples=EXAMPLES, deadline=None)
@given(TEXTS)
def test_any_text_gives_spans_inside_it_and_names_that_can_be_seen(text: str) -> None:
    reading = understood(text)
    if reading is not None:
        holds(reading)


@settings(max_examples=EXAMPLES // 3, deadline=None)
@given(disturbed())
def test_no_invisible_control_reaches_a_label(text: str) -> None:
    reading = understood(text)
    if reading is None:
        return
    graph = to_graph(reading, Names(), authority(), Run("1"))
    labels = [str(t.object.value) for t in graph.triples if str(t.predicate.value).endswith(("#label", "#prefLabel"))]
    assert [label for label in labels if hidden_in(label)] == []


BYTES = st.one_of(
    st.binary(max_size=400),
    TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.tuples(disturbed(), st.sampled_from(["utf-16", "utf-16-le", "cp1256", "iso8859-6", "utf-8-sig", "utf-32"])).map(
        lambda drawn: drawn[0].encode(drawn[1], "replace")
    ),
    st.tuples(disturbed(), st.binary(min_size=1, max_size=4), st.integers(0, 400)).map(
        lambda drawn: drawn[0].encode()[: drawn[2]] + drawn[1] + drawn[0].encode()[drawn[2] :]
    ),
    disturbed().map(lambda text: f"<html><body><h1>خبر</h1><p>{text}</p></body></html>".encode("utf-8", "ignore")),
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(BYTES)
def test_any_bytes_are_read_or_refused_with_a_reason(raw: bytes) -> None:
    reading = None
    with suppress(KGError):
        reading = read(segment(read_article(raw, Given(), language="ar"), pack()), authority())
    if reading is not None:
        holds(reading)


def test_lone_surrogates_are_refused() -> None:
    with pytest.raises(KGError):
        read_article(("\ud800" + SENTENCES[0]).encode("utf-8", "surrogatepass"), Given(), language="ar")


# Words that hold sentences together stand in most of them: without any, a text is a list and is refused at once.
NASTY = {
    "one sentence": "قال الوزير سالم المنصوري إن الجسر سيفتح وإن الطرفين اتفقا ",
    "one word without a blank": "كلمة",
    "quotation marks": '"',
    "opening quotation marks": "«",
    "quoted words": "«كلمة» في ",
    "opening brackets": "( ",
    "a name": "سالم المنصوري في ",
    "a known name": "إيمانويل ماكرون في ",
    "names with a conjunction": "من سالم المنصوري وأحمد العبدالله ",
    "speech verbs": "قال في ",
    "speech verbs and that": "قال إن ",
    "speech verbs, that and a comma": "قال إن، ",
    "joined verbs": "وأضاف أن ",
    "commas": "، ",
    "commas and words": "في، ",
    "digits": "1",
    "digits apart": "12 في ",
    "conjunctions": "و في ",
    "full stops": ". ",
    "short sentences": "قال إن. ",
    "prepositions": "في ",
    "offices": "وزير خارجية في ",
    "weekdays": "الأربعاء في ",
    "dates": "26 يناير 2022 في ",
    "meetings": "لقاء بين الرئيسين ",
    "meetings with names": "التقى سالم المنصوري في ",
    "colons": "الوزير في: ",
    "agencies": "نقلت وكالة رويترز عن ",
    "conditions": "إذا ",
    "agreements": "اتفق الجانبان على ",
    "hidden controls": "\u202e\u200f",
    "marks on a letter": "ا\u064b\u0301",
    "foreign words": "word في ",
    "speeches in lines": "كلمة قال الوزير إن\n\n",
    "headlines": "الوزير يلتقي نظيره في العاصمة\n",
}


@pytest.mark.parametrize("unit", NASTY.values(), ids=NASTY.keys())
def test_time_grows_with_any_shape_and_not_faster(unit: str) -> None:
    """A text eight times as long takes no more than about twelve times as long, whatever is repeated in it."""

    def seconds(size: int) -> float:
        text = SENTENCES[0] + "\n" + (unit * (size // len(unit) + 1))[:size] + "\n" + SENTENCES[1]
        start = time.process_time()
        understood(text)
        return time.process_time() - start

    # Time of this process alone; a pause for memory slows one run and not all three.
    small = min(seconds(2_500) for _ in range(2))
    large = next((taken for taken in (seconds(20_000) for _ in range(3)) if taken < 12 * small + 0.1), None)
    assert large is not None
