"""Who somebody is, who said what, and who met whom."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.questions import (
    Between,
    ask_entities,
    ask_facts_of,
    ask_meetings,
    ask_parts,
    ask_statements,
    read_entities,
    read_parts,
)
from tests.questions.graphs import AT, asked

SAFADI, EGYPT = f"{AT}actor/safadi", f"{AT}actor/egypt"
SHOUKRY = [f"{AT}article/one/shoukry", f"{AT}article/two/shoukry"]
ANY = Between()


def ends(question: str) -> list[str]:
    return [row["fact"].removeprefix(f"{AT}article/") for row in asked(question)]


def test_an_entity_has_names_counts_and_its_item() -> None:
    found = read_entities(asked(ask_entities([SAFADI, EGYPT, f"{AT}nobody"])))
    assert set(found) == {SAFADI, EGYPT}
    safadi = found[SAFADI]
    assert (safadi.node.labels["en"], safadi.node.kind) == ("Ayman Safadi", "Person")
    assert (safadi.statements, safadi.meetings) == (1, 4)
    assert (found[EGYPT].node.wikidata, found[EGYPT].statements) == (None, 0)


def test_some_facts_name_each_actor() -> None:
    found = asked(ask_facts_of([SAFADI, EGYPT], 1))
    assert [row["a"] for row in found] == [SAFADI], "Egypt is named by facts without evidence"


@pytest.mark.parametrize(
    ("speakers", "topics", "found", "between", "facts"),
    [
        ([], [], [], ANY, ["one/said"]),
        ([SAFADI], [EGYPT], [], ANY, ["one/said"]),
        ([EGYPT], [], [], ANY, []),
        ([SAFADI], [SAFADI], [], ANY, []),
        ([SAFADI], [SAFADI], [f"{AT}article/one/said"], ANY, ["one/said"]),
        ([], [], [f"{AT}article/one/meeting"], ANY, []),
        ([], [], [], Between("2026-03-02", "2026-03-02"), ["one/said"]),
        ([], [], [], Between("2026-03-03"), []),
        ([], [], [], Between(None, "2026-03-01"), []),
        ([], [], [], Between(offset=1), []),
    ],
)
def test_statements_are_found_by_who_and_of_what(
    speakers: list[str], topics: list[str], found: list[str], between: Between, facts: list[str]
) -> None:
    assert ends(ask_statements(speakers, topics, found, between)) == facts


@pytest.mark.parametrize(
    ("parties", "kind", "status", "between", "facts"),
    [
        ([[SAFADI]], None, None, ANY, ["one/meeting", "two/again", "two/meeting", "two/third"]),
        ([[SAFADI], [EGYPT]], None, None, ANY, ["two/meeting"]),
        ([[SAFADI], SHOUKRY], "call", "held", ANY, ["two/again", "two/third"]),
        ([], "visit", None, ANY, ["one/meeting"]),
        ([], None, "planned", ANY, ["two/meeting"]),
        ([], None, None, Between("2026-03-01", "2026-03-01"), ["one/meeting"]),
        ([], None, None, Between("2026-03-02"), []),
        ([], None, None, Between(limit=1), ["one/meeting", "two/again"]),
    ],
)  # fmt: skip
def test_meetings_are_found_by_who_and_when(
    parties: list[list[str]], kind: str | None, status: str | None, between: Between, facts: list[str]
) -> None:
    assert ends(ask_meetings(parties, kind, status, between)) == facts


def test_a_fact_is_told_with_its_parts() -> None:
    found = read_parts(asked(ask_parts([f"{AT}article/one/said", f"{AT}article/one/meeting"])))
    said, meeting = found[f"{AT}article/one/said"], found[f"{AT}article/one/meeting"]
    assert (said.one("speaker"), said.labels[SAFADI]) == (SAFADI, "أيمن الصفدي")
    assert said.one("relayer") == f"{AT}article/one/spokesman"
    assert (meeting.one("kind"), meeting.one("status"), meeting.one("date")) == ("visit", "held", "2026-03-01")
    assert len(meeting.parts["participant"]) == 2
    assert meeting.one("place") is None


@pytest.mark.parametrize("hostile", ["x> } } DELETE", 'http://x/"', "held> ;"])
def test_nothing_from_outside_changes_a_question(hostile: str) -> None:
    for ask in (
        lambda: ask_entities([hostile]),
        lambda: ask_statements([hostile], [], [], ANY),
        lambda: ask_meetings([], hostile, None, ANY),
        lambda: ask_facts_of([hostile], 1),
    ):
        with pytest.raises(UsageError):
            ask()
    assert ends(ask_statements([], [], [], Between(until='") || true #'))) == []
