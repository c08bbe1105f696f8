"""Facts as a change tells of them: the exchange form's fields, with actors and other facts named by their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.facts import Agreement, Fact, Meeting, Position, Reading, Statement
from kg.mentions import Actor
from kg.review.roll import actor_to_ref
from kg.text import Span

Fields = dict[str, Any]


def fact_to_change(fact: Fact, actors: Mapping[str, Actor], reading: Reading) -> Fields:
    """Return the fields of a fact; *actors* are by id, *reading* holds the facts it points to."""

    def refs(ids: Iterable[str]) -> list[Fields]:
        return [actor_to_ref(actors[id_]) for id_ in ids]

    match fact:
        case Statement():
            return {
                "speaker": refs(fact.speakers),
                "cue": pair(fact.cue),
                "content": pair(fact.content),
                "kind": fact.mode,
                "medium": fact.medium,
                "via": refs(fact.via) or None,
                "condition": pair(fact.condition),
                "sameAs": pair(_content(fact.same_as, reading)),
            }
        case Meeting():
            when = fact.when
            return {
                "kind": fact.kind,
                "cue": pair(fact.cue),
                "participants": refs(fact.participants),
                "forum": actor_to_ref(actors[fact.forum]) if fact.forum else None,
                "mode": fact.mode,
                "date": {"text": pair(when.span), "timex": when.timex, "value": when.value} if when else None,
                "place": pair(fact.place),
                "status": fact.status,
                "topics": [pair(topic) for topic in fact.topics],
            }
        case Position():
            of = actor_to_ref(actors[fact.of]) if fact.of else None
            return {"holder": actor_to_ref(actors[fact.holder]), "title": pair(fact.title), "of": of}
        case Agreement():
            statement = pair(_content(fact.statement, reading))
            return {"parties": refs(fact.parties), "content": pair(fact.content), "statement": statement}


def pair(span: Span | None) -> list[int] | None:
    """Return a span as [start, end]."""
    return None if span is None else [span.start, span.stop]


def _content(statement: str | None, reading: Reading) -> Span | None:
    return next((one.content for one in reading.statements if one.id == statement), None)
