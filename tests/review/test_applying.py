"""Decisions hold for the text whatever reads it: what is rejected stays out, what is accepted in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.decisions import FACTS, Decision, Standing
from kg.errors import UsageError
from kg.facts import Reading, Statement, assembled
from kg.facts.assembling import spans_of
from kg.review import HUMAN, Decided, apply, completed, learned
from kg.review.decided import facts_of
from kg.text import Span
from kg.triples import Names, Run, to_graph
from tests.triples.readings import AUTHORITY, PACK, TEXT, Place, reading

AT = Place(TEXT)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
READ = reading()


class Desk:
    """An editor at work on the reading made by hand."""

    def __init__(self, read: Reading = READ) -> None:
        self.read = read
        self.known: list[Decision] = []

    @property
    def now(self) -> Decided:
        return apply(self.read, self.known, AUTHORITY)

    def decide(self, kind: str, words: str | Span, action: str, n: int = 1, **change: Any) -> Decision:
        span = AT(words, n) if isinstance(words, str) else words
        return self.want(kind, span, action, change)

    def want(self, kind: str, span: Span | None, action: str, change: Any) -> Decision:
        text_hash = self.read.document.article.text_hash
        wanted = Decision(0, text_hash, kind, span, action, change, "سلمى", NOW)  # type: ignore[arg-type]
        made = replace(completed(wanted, self.now, self.known, AUTHORITY), number=len(self.known) + 1)
        self.known.append(made)
        return made

    def undo(self, number: int) -> None:
        self.want("article", None, "undo", {"number": number})

    def read_by(self, *, without: Sequence[str] = (), shift: int = 0) -> Decided:
        """Return the decisions applied to what a reader reads whose rules *without* are switched off."""
        actors, kept = self.read.actors, []
        for fact in (*self.read.positions, *self.read.meetings, *self.read.statements, *self.read.agreements):
            if not any(one.rule in without for one in fact.evidence):
                moved = isinstance(fact, Statement) and shift
                content = Span(fact.content.start, fact.content.stop - shift) if moved else None  # type: ignore[union-attr]
                kept.append(replace(fact, content=content) if content else fact)  # type: ignore[arg-type,call-arg]
        return apply(assembled(self.read.document, actors, kept), self.known, AUTHORITY, actors)


def contents(decided: Decided) -> list[str]:
    return [one.content.of(TEXT) for one in decided.reading.statements]


def standing(decided: Decided, words: str) -> Standing:
    (found,) = [s for id_, s in decided.states.items() if s.anchor.kind != "actor" and s.anchor.span == AT(words)]
    return found


def ref(words: str, kind: str = "Person", n: int = 1) -> dict[str, Any]:
    span = AT(words, n)
    return {"type": kind, "span": [span.start, span.stop]}


def pair(words: str) -> list[int]:
    return [AT(words).start, AT(words).stop]


def test_without_decisions_it_is_the_reading_itself() -> None:
    assert Desk().now.reading is READ
    assert {one.state for one in Desk().now.states.values()} == {"machine"}


def test_accepting_changes_nothing_but_how_a_fact_stands() -> None:
    desk = Desk()
    for kind, words in (("statement", "سنار تدعم الخطة"), ("meeting", "اجتماع سابق"), ("position", "وزيرة الخارجية")):
        desk.decide(kind, words, "accept")
    assert desk.now.reading == READ
    assert standing(desk.now, "اجتماع سابق").state == "accepted"
    assert standing(desk.now, "سنار تدعم الخطة").decisions == (1,)


def test_what_is_rejected_is_out_and_those_that_pointed_to_it_stand_alone() -> None:
    desk = Desk()
    desk.decide("statement", "خطة بديلة", "reject")
    assert "خطة بديلة" not in contents(desk.now)
    assert all(one.same_as is None for one in desk.now.reading.statements)
    (gone,) = desk.now.rejected
    assert (gone.anchor.span, gone.fields["kind"]) == (AT("خطة بديلة"), "indirect")
    desk.decide("statement", "خطة بديلة", "accept")
    assert desk.now.reading == READ


def test_an_edit_changes_the_fields_it_names_and_keeps_its_proofs() -> None:
    desk = Desk()
    desk.decide("statement", "سنار تدعم الخطة", "edit", speaker=[ref("سلمى الراوي")], medium=None)
    (said,) = [one for one in desk.now.reading.statements if one.content == AT("سنار تدعم الخطة")]
    assert (said.speakers, said.medium, said.mode) == (("a1",), None, "direct")
    assert {one.rule for one in said.evidence} == {"speech.verb", HUMAN}
    assert standing(desk.now, "سنار تدعم الخطة").state == "edited"


def test_an_edited_content_is_found_by_its_old_anchor_and_by_where_it_is_now() -> None:
    desk = Desk()
    desk.decide("statement", "سنار تدعم الخطة", "edit", content=pair("تدعم الخطة"))
    assert "تدعم الخطة" in contents(desk.now)
    assert desk.decide("statement", "تدعم الخطة", "edit", medium=None).span == AT("سنار تدعم الخطة")
    desk.decide("statement", "سنار تدعم الخطة", "reject")
    assert not {"تدعم الخطة", "سنار تدعم الخطة"} & set(contents(desk.now))


def test_an_added_fact_is_proven_by_its_sentence_and_by_a_person() -> None:
    desk = Desk()
    place = pair("وزارة الإعلام")
    change = {
        "participants": [ref("سلمى الراوي"), ref("إيران", "Country")],
        "date": {"text": pair("ديسمبر"), "value": "2021-12"},
    }
    desk.decide("meeting", "المحادثات", "add", place=place, topics=[pair("ملف المياه")], **change)
    (held,) = [one for one in desk.now.reading.meetings if one.cue == AT("المحادثات")]
    assert held.evidence[0].rule == HUMAN
    assert AT("المحادثات").within(held.evidence[0].span)
    assert {(one.part, one.span) for one in held.evidence[1:]} == {
        ("time", AT("ديسمبر")),
        ("place", AT("وزارة الإعلام")),
        ("topic", AT("ملف المياه")),
    }
    (iran,) = [one for one in desk.now.reading.actors if one.id == held.participants[1]]
    assert (iran.type, iran.names, iran.mentions[0].rule) == ("Country", ("إيران",), HUMAN)
    with pytest.raises(UsageError, match="stands at"):
        desk.decide("meeting", "المحادثات", "add", participants=change["participants"])


def test_actors_are_merged_split_and_linked() -> None:
    desk = Desk()
    desk.decide("actor", "متحدث لم يكشف عن اسمه", "add", type="Person")
    desk.decide("actor", "سلمى الراوي", "merge", other=ref("كمال النجار"))
    (both,) = [one for one in desk.now.cast if AT("سلمى الراوي") in [m.span for m in one.mentions]]
    assert (both.id, both.link and both.link.key) == ("a2", "person-najjar")
    assert {"سلمى الراوي", "كمال النجار"} <= set(both.names)
    assert all("a1" not in one.speakers for one in desk.now.reading.statements)
    desk.decide("actor", "سلمى الراوي", "link", key=None)
    assert all(one.link is None for one in desk.now.cast if one.id == "a2")
    second = AT("كمال النجار", 2)
    desk.decide("actor", "سلمى الراوي", "split", mentions=[[second.start, second.stop]])
    (apart,) = [one for one in desk.now.cast if second in [m.span for m in one.mentions]]
    assert (apart.names, apart.link) == (("كمال النجار",), None)
    for number in range(4, 0, -1):
        desk.undo(number)
    assert desk.now.reading == READ


def test_what_is_accepted_edited_or_added_stands_though_no_reader_finds_it() -> None:
    desk = Desk()
    desk.decide("statement", "سنار تدعم الخطة", "accept")
    desk.decide("meeting", "اجتماع سابق", "edit", status="planned")
    off = desk.read_by(without=["speech.verb", "meeting.earlier"])
    (said,) = [one for one in off.reading.statements if one.content == AT("سنار تدعم الخطة")]
    assert {one.rule for one in said.evidence} == {HUMAN}
    assert [one.status for one in off.reading.meetings if one.cue == AT("اجتماع سابق")] == ["planned"]
    assert (standing(off, "سنار تدعم الخطة").state, off.stale) == ("accepted", ())


def test_a_rejection_holds_for_what_a_reader_finds_nearly_there() -> None:
    desk = Desk()
    desk.decide("statement", "سنار تدعم الخطة", "reject")
    near = desk.read_by(shift=3)
    assert not any(one.startswith("سنار") for one in contents(near))
    gone = desk.read_by(without=["speech.verb"])
    assert [one.number for one in gone.stale] == [1]


def test_an_added_fact_that_a_reader_learns_to_find_is_one_fact() -> None:
    desk = Desk(replace(READ, statements=READ.statements[:3]))
    desk.decide("statement", "سنار تدعم الخطة", "add", speaker=[ref("كمال النجار")])
    later = apply(READ, desk.known, AUTHORITY)
    (said,) = [one for one in later.reading.statements if one.content == AT("سنار تدعم الخطة")]
    assert said.speakers == ("a2",)
    assert standing(later, "سنار تدعم الخطة").state == "added"


def test_facts_that_share_a_place_are_told_apart() -> None:
    two = replace(READ.positions[0], holder="a2", of=None)
    desk = Desk(replace(READ, positions=(*READ.positions, two)))
    anchors = [one.anchor for id_, one in desk.now.states.items() if id_ in ("p1", "p2")]
    assert len({one.who for one in anchors}) == 2
    desk.want("position", anchors[1].span, "reject", {"who": [ref("كمال النجار")]})
    assert [one.holder for one in desk.now.reading.positions] == ["a1"]


def test_decisions_about_another_text_are_refused() -> None:
    wanted = Decision(0, "0" * 64, "statement", AT("خطة بديلة"), "accept", {}, "سلمى", NOW)
    with pytest.raises(UsageError, match="text_hash"):
        completed(wanted, Desk().now, (), AUTHORITY)


# What may come in from elsewhere: anything that is JSON.
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 500)
    | st.text(max_size=4)
    | st.sampled_from(["person-najjar", "Person"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["span", "key", "type", "name", "text", "value", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = (
    *("speaker", "content", "cue", "kind", "via", "participants", "date", "topics", "holder", "title", "of", "parties"),
    *("statement", "sameAs", "other", "mentions", "key", "names", "was", "language", "who", "number", "type", "x"),
)
IMPORTED = st.builds(
    lambda number, kind, span, action, change: Decision(
        number, READ.document.article.text_hash, kind, Span(span[0], span[0] + span[1]), action, change, "س", NOW
    ),
    st.integers(1, 9),
    st.sampled_from([*FACTS, "actor"]),
    st.tuples(st.integers(0, 480), st.integers(1, 40)) | st.sampled_from([(0, 11), (161, 11), (47, 14), (375, 14)]),
    st.sampled_from(["accept", "reject", "edit", "add", "merge", "split", "link"]),
    st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=5),
)

PLACES = sorted({(s.anchor.kind, s.anchor.span) for s in Desk().now.states.values() if s.anchor.span}, key=repr)
EDITS = {
    "statement": [{"medium": "tweet"}, {"speaker": [ref("كمال النجار")]}, {"content": pair("بلادها أعدت")}],
    "meeting": [{"status": "cancelled"}, {"participants": [ref("وزارة الإعلام", "Organization")]}],
    "position": [{"of": None}, {"holder": ref("كمال النجار")}],
    "agreement": [{"parties": [ref("كمال النجار")]}],
}
ACTOR = [
    ("link", {"key": "country-sn"}),
    ("link", {"key": None}),
    ("merge", {"other": ref("كمال النجار")}),
    ("merge", {"other": ref("مجموعة الواحة", "Forum")}),
    ("split", {"mentions": [[AT("كمال النجار", 2).start, AT("كمال النجار", 2).stop]]}),
    ("edit", {"type": "Organization"}),
]


def drawn(data: st.DataObject) -> Desk:
    """Return a desk at which an editor decided this and that, and undid some of it."""
    desk = Desk()
    for _ in range(data.draw(st.integers(0, 8))):
        kind, span = data.draw(st.sampled_from(PLACES))
        if kind == "actor":
            action, change = data.draw(st.sampled_from(ACTOR))
        else:
            action = data.draw(st.sampled_from(["accept", "reject", "edit"]))
            change = data.draw(st.sampled_from(EDITS[kind])) if action == "edit" else {}
        if desk.known and data.draw(st.integers(0, 4)) == 0:
            kind, span, action, change = "article", None, "undo", {"number": data.draw(st.integers(1, len(desk.known)))}
        try:
            desk.want(kind, span, action, change)
        except UsageError:
            # What is said no of is not kept: an actor merged with himself, a fact that is not there any more.
            continue
    return desk


LONG = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@LONG
@given(st.data())
def test_undoing_every_decision_gives_the_machines_reading_back(data: st.DataObject) -> None:
    desk = drawn(data)
    while force := desk.now.force:
        desk.undo(force[-1].number)
    assert desk.now.reading is READ or desk.now.reading == READ
    assert {one.state for one in desk.now.states.values()} == {"machine"}


@pytest.mark.served
@LONG
@given(st.data())
def test_whatever_is_decided_is_a_sound_reading_and_the_same_each_time(data: st.DataObject) -> None:
    desk = drawn(data)
    once, twice = desk.now, apply(READ, reversed(desk.known), AUTHORITY)
    assert once == twice
    known = {actor.id for actor in once.reading.actors}
    for said in once.reading.statements:
        assert {*said.speakers, *said.via} <= known
        assert any(not one.part for one in said.evidence)
    graphs = [to_graph(one.reading, Names(), AUTHORITY, Run("1"), one.reviewed) for one in (once, twice)]
    assert graphs[0] == graphs[1]
    assert len({actor.id for actor in once.cast}) == len(once.cast)


@pytest.mark.served
@settings(max_examples=200, deadline=None)
@given(st.lists(IMPORTED, max_size=5))
def test_whatever_comes_from_another_store_leaves_a_sound_reading(known: list[Decision]) -> None:
    once = apply(READ, known, AUTHORITY)
    to_graph(once.reading, Names(), AUTHORITY, Run("1"), once.reviewed)
    for span in (span for _, fact in facts_of(once.reading) for span in spans_of(fact)):
        assert span.stop <= len(TEXT)
    learned(AUTHORITY, known, lambda code: PACK)
