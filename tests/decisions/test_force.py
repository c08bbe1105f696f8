"""Which decisions hold: undone ones do not, undoing an undoing brings them back, and the last of several speaks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.decisions import (
    Decision,
    alike,
    conflict_with,
    decision_from_json,
    decision_to_json,
    in_force,
    public_name,
    read_lines,
    write_lines,
)
from kg.errors import UsageError
from kg.text import Span

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HASH = "a" * 64


def decision(
    number: int, action: str, /, span: tuple[int, int] = (0, 10), by: str = "سلمى", **change: object
) -> Decision:
    return Decision(number, HASH, "statement", Span(*span), action, change, by, NOW)  # type: ignore[arg-type]


def numbers(*known: Decision) -> list[int]:
    return [one.number for one in in_force(known)]


def test_the_last_decision_on_a_fact_holds_and_others_beside_it() -> None:
    known = (decision(1, "accept"), decision(2, "accept", (20, 30)), decision(3, "reject"))
    assert numbers(*known) == [2, 3]


def test_undoing_brings_back_what_was_before_and_undoing_that_redoes() -> None:
    known = (decision(1, "accept"), decision(2, "reject"), decision(3, "undo", number=2))
    assert numbers(*known) == [1]
    assert numbers(*known, decision(4, "undo", number=3)) == [2]
    assert numbers(*known, decision(4, "undo", number=3), decision(5, "undo", number=4)) == [1]


def test_nothing_undoes_what_comes_after_it() -> None:
    assert numbers(decision(1, "undo", number=2), decision(2, "reject")) == [2]
    assert numbers(decision(1, "undo", number=1), decision(2, "undo", number="x")) == []


@given(st.lists(st.sampled_from(["accept", "reject", "undo"]), max_size=12), st.data())
def test_undoing_everything_leaves_nothing_in_force(actions: list[str], data: st.DataObject) -> None:
    known: list[Decision] = []
    for number, action in enumerate(actions, 1):
        target = {"number": data.draw(st.integers(1, number - 1))} if action == "undo" and number > 1 else {}
        known.append(decision(number, action if target or action != "undo" else "accept", **target))
    for number in range(len(known), 0, -1):
        # What stands when its turn comes is undone; what is undone stays so.
        if any(one.number == number for one in in_force(known)):
            known.append(decision(len(known) + 1, "undo", number=number))
    while standing := in_force(known):
        known.append(decision(len(known) + 1, "undo", number=standing[-1].number))
    assert in_force(known) == ()


def test_one_anchor_is_the_same_span_or_half_of_both() -> None:
    assert alike(Span(0, 10), Span(0, 10))
    assert alike(Span(0, 10), Span(0, 20))
    assert not alike(Span(0, 10), Span(0, 21))
    assert not alike(Span(0, 10), Span(10, 20))
    assert alike(None, None)
    assert not alike(None, Span(0, 1))


def test_a_conflict_is_another_hand_on_the_same_thing_since_it_was_seen() -> None:
    mine = decision(0, "accept", by="كمال")
    assert conflict_with(mine, [decision(1, "reject")], 0) == decision(1, "reject")
    assert conflict_with(mine, [decision(1, "reject")], 1) is None
    assert conflict_with(mine, [decision(1, "reject", by="كمال")], 0) is None
    assert conflict_with(mine, [decision(1, "reject", (30, 40))], 0) is None
    assert conflict_with(mine, [decision(1, "reject", (0, 12))], 0) is not None
    gone = [decision(1, "reject"), decision(2, "undo", number=1)]
    assert conflict_with(mine, gone, 0) is None
    assert conflict_with(mine, gone, 1) == gone[1]


_WORDS = st.text(max_size=12)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _WORDS, lambda v: st.lists(v, max_size=3), max_leaves=6
)


@given(
    st.integers(0, 10**6),
    st.tuples(st.integers(0, 1000), st.integers(1, 1000)),
    st.dictionaries(_WORDS, _VALUES, max_size=4),
    _WORDS,
)
def test_decisions_survive_the_way_out_and_in(
    number: int, place: tuple[int, int], change: dict[str, object], why: str
) -> None:
    span = Span(place[0], place[0] + place[1])
    one = Decision(number, HASH, "meeting", span, "edit", change, "token 1 (س)", NOW + timedelta(hours=3), why)
    assert decision_from_json(json.loads(json.dumps(decision_to_json(one)))) == one
    assert list(read_lines(write_lines([one]).encode())) == [one]
    assert replace(one, number=7).digest == one.digest
    assert replace(one, why=why + "x").digest != one.digest


def test_an_undoing_is_the_same_whatever_number_it_undoes_elsewhere() -> None:
    here, there = (decision(5, "undo", number=n, digest="d") for n in (1, 4))
    assert here.digest == there.digest
    assert decision(5, "undo", number=1, digest="e").digest != here.digest


@pytest.mark.parametrize(
    ("off", "says"),
    [
        ({"kind": "x"}, "kind"),
        ({"action": None}, "action"),
        ({"kind": "actor", "action": "reject"}, "action"),
        ({"span": [1, True]}, "span"),
        ({"span": [-1, 2]}, "span"),
        ({"change": [1]}, "change"),
        ({"why": "x" * 3000}, "why"),
        ({"text_hash": "A" * 64}, "text_hash"),
        ({"at": "2026-03-01T12:00:00"}, "at"),
        ({"at": "soon"}, "at"),
        ({"number": True}, "number"),
        ({"number": 1 << 70}, "number"),
        ({"span": [0, 1 << 70]}, "span"),
        ({"why": "\ud800"}, "why"),
        ({"by": ["x"]}, "by"),
        ({"change": {"x": float("nan")}}, "change"),
        ({"change": {"x": "\udfff"}}, "change"),
        ({"change": {"x": "x" * 300_000}}, "change"),
        ({"at": "0001-01-01T00:00:00+23:00"}, "at"),
    ],
)
def test_what_is_no_decision_is_refused_by_the_field_at_fault(off: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError, match=f"^{says}: ") as caught:
        decision_from_json(decision_to_json(decision(1, "accept")) | off)
    assert caught.value.hint


def test_a_published_name_tells_no_token_and_no_process() -> None:
    assert public_name("token 3 (سلمى  الراوي)") == "سلمى الراوي"
    assert public_name("token 3") == public_name("local (pid 7, uid 0)") == public_name("") == "an editor"
    assert public_name("كمال") == "كمال"
