"""A reading in the form that gold and predictions are exchanged in."""

from __future__ import annotations

from typing import Any

from kg.facts.model import Agreement, Fact, Meeting, Position, Reading, Statement
from kg.mentions import Actor
from kg.text import Span, visible


def to_exchange(reading: Reading) -> dict[str, Any]:
    """Return *reading* as JSON values: spans as [start, end] in code points, names without invisible characters."""
    document = reading.document
    unnamed = _unnamed(reading)
    return {
        "title": _span(document.title),
        "body": _span(document.body),
        "publisher": visible(document.publisher) if document.publisher else None,
        "sources": [visible(span.of(document.text)) for span in document.sources],
        "actors": [_actor(actor) for actor in reading.actors if actor.id not in unnamed],
        "positions": [_position(position, unnamed) for position in reading.positions],
        "meetings": [_meeting(meeting) for meeting in reading.meetings],
        "statements": [_statement(statement) for statement in reading.statements],
        "agreements": [_agreement(agreement) for agreement in reading.agreements],
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.stop]


def _rules(fact: Fact) -> list[str]:
    """Return the ids of the rules that read a fact, which the form allows and no measure looks at."""
    return sorted({item.rule for item in fact.evidence if not item.part})


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "type": actor.type,
        "names": list(dict.fromkeys(map(visible, actor.names))),
        "wikidata": actor.link.wikidata if actor.link else None,
    }


def _unnamed(reading: Reading) -> set[str]:
    """Return the countries that only adjectives of an office name: the exchange form holds what the text names."""
    acting = {i for m in reading.meetings for i in (*m.participants, m.forum)}
    acting |= {i for s in reading.statements for i in (*s.speakers, *s.via)}
    acting |= {i for a in reading.agreements for i in a.parties} | {a.on_behalf_of for a in reading.actors}
    return {
        actor.id
        for actor in reading.actors
        if actor.id not in acting and all(m.rule == "nation-adjective" for m in actor.mentions)
    }


def _position(position: Position, unnamed: set[str]) -> dict[str, Any]:
    of = None if position.of in unnamed else position.of
    return {"holder": position.holder, "title": _span(position.title), "of": of, "rules": _rules(position)}


def _meeting(meeting: Meeting) -> dict[str, Any]:
    when = meeting.when
    return {
        "id": meeting.id,
        "kind": meeting.kind,
        "cue": _span(meeting.cue),
        "participants": list(meeting.participants),
        "forum": meeting.forum,
        "mode": meeting.mode,
        "date": {"text": _span(when.span), "timex": when.timex, "value": when.value} if when else None,
        "place": _span(meeting.place),
        "status": meeting.status,
        "topics": [_span(topic) for topic in meeting.topics],
        "rules": _rules(meeting),
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "speaker": list(statement.speakers),
        "cue": _span(statement.cue),
        "content": _span(statement.content),
        "kind": statement.mode,
        "medium": statement.medium,
        "via": list(statement.via) or None,
        "condition": _span(statement.condition),
        "sameAs": statement.same_as,
        "rules": _rules(statement),
    }


def _agreement(agreement: Agreement) -> dict[str, Any]:
    return {
        "id": agreement.id,
        "parties": list(agreement.parties),
        "content": _span(agreement.content),
        "statement": agreement.statement,
        "rules": _rules(agreement),
    }
