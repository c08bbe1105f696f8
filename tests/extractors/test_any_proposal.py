"""Whatever an extractor says, the reading stays one of the text."""

from __future__ import annotations

import json
import typing

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extractors import Named, Proposal, Proposals, Quote, Ready, glean
from kg.extractors.answers import proposals_in
from kg.extractors.model import ProposedAgreement, ProposedMeeting, ProposedPosition, ProposedStatement
from kg.facts import MeetingKind, Mode, QuoteMode, Reading, Status
from kg.facts.assembling import actors_of, spans_of
from kg.mentions import ActorType
from tests.extractors.articles import DINNER, ENVOY, TEXT, TOLD, answer, read

PLACES = st.tuples(st.integers(0, len(TEXT)), st.integers(0, 60)).map(lambda at: TEXT[at[0] : at[0] + at[1]])
QUOTES = st.builds(
    Quote,
    PLACES | st.text(max_size=12),
    st.none() | st.integers(-3, 5),
    st.none() | PLACES,
)
NAMES = st.builds(Named, QUOTES, st.sampled_from(typing.get_args(ActorType)))
SEVERAL = st.lists(NAMES, max_size=3).map(tuple)
SURE = st.none() | st.floats(0, 1)
ITEMS: st.SearchStrategy[Proposal] = st.one_of(
    st.builds(
        ProposedStatement,
        QUOTES,
        SEVERAL,
        st.none() | QUOTES,
        st.sampled_from(typing.get_args(QuoteMode)),
        st.none(),
        SEVERAL,
        SURE,
    ),
    st.builds(
        ProposedMeeting,
        QUOTES,
        SEVERAL,
        st.sampled_from(typing.get_args(MeetingKind)),
        st.sampled_from(typing.get_args(Status)),
        st.none() | NAMES,
        st.none() | st.sampled_from(typing.get_args(Mode)),
        st.none() | QUOTES,
        st.none() | QUOTES,
        st.lists(QUOTES, max_size=2).map(tuple),
        SURE,
    ),
    st.builds(ProposedPosition, QUOTES, NAMES, st.none() | NAMES, SURE),
    st.builds(ProposedAgreement, QUOTES, SEVERAL, SURE),
)


@given(st.lists(ITEMS, max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_proposals_leave_a_reading_of_the_text(items: list[Proposal]) -> None:
    before, actors = read()
    reading, (counts,) = glean(before, actors, [Ready("any", "1", lambda _: Proposals(tuple(items)))])
    assert counts.proposed == len(items) == counts.added + counts.known + sum(counts.dropped.values())
    known = {actor.id for actor in reading.actors}
    for fact in facts_of(reading):
        assert set(actors_of(fact)) <= known
        for span in spans_of(fact):
            assert 0 <= span.start < span.stop <= len(TEXT)
    rules = [e for f in facts_of(before) for e in f.evidence]
    kept = [e for f in facts_of(reading) for e in f.evidence if e.rule != "any"]
    assert sorted(kept, key=repr) == sorted(rules, key=repr)
    assert all(a.link is None for a in reading.actors if all(m.rule == "any" for m in a.mentions))


def facts_of(reading: Reading) -> list[typing.Any]:
    return [*reading.positions, *reading.meetings, *reading.statements, *reading.agreements]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.text(max_size=40) | JSON.map(json.dumps))
@settings(max_examples=200, deadline=None)
def test_any_answer_is_read_or_told_of(words: str) -> None:
    found = proposals_in(words)
    assert found.trouble or not found.items


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_good_answer_with_anything_in_it_is_read_without_a_failure(data: st.DataObject) -> None:
    said = json.loads(answer([TOLD], [DINNER], [ENVOY]))
    kind = data.draw(st.sampled_from(["statements", "meetings", "positions"]))
    field = data.draw(st.sampled_from(sorted(said[kind][0])))
    said[kind][0][field] = data.draw(JSON)
    found = proposals_in(json.dumps(said))
    assert len(found.items) + found.malformed == 3
