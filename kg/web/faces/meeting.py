"""The page of a meeting: who met whom, as what, when, where and about what, and what else tells of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import QueryParams

from kg.questions import (
    Party,
    Session,
    ask_parties,
    ask_same_parties,
    ask_sessions,
    ask_spoken_at,
    read_parties,
    read_sessions,
)
from kg.triples import ISNAD
from kg.web.events import Event, events_of, quote_of, sentences_of, told_of
from kg.web.faces.statement import quotes_of, reading_of
from kg.web.inquiry import Inquiry
from kg.web.terms import Term
from kg.web.views import Value

_SHOWN: Final = 8
_THERE: Final = (f"{ISNAD}medium-meeting", f"{ISNAD}medium-phone")


@dataclass(frozen=True, slots=True)
class Attending:
    """A party as the page shows it: who, in which capacities there, and on whose behalf."""

    who: Value
    offices: tuple[Value, ...]
    sides: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Likely:
    """Another meeting that may be the same: a score from 0 to 1, and why ("parties", "kind", "time", "place")."""

    score: float
    shared: int
    reasons: tuple[str, ...]
    event: Event


class MeetingFace:
    """An event at which parties met."""

    classes = (f"{ISNAD}Meeting",)
    template = "meeting.html"

    async def told(self, iri: str, inquiry: Inquiry, asked: QueryParams) -> Mapping[str, Any]:
        """Return what the page of a meeting shows."""
        told = (await told_of(inquiry, [iri]))[iri]
        event = (await events_of(inquiry, [iri]))[0]
        parties = read_parties(await inquiry.rows(ask_parties([iri]), "behind-parties")).get(iri, ())
        spoken = await inquiry.rows(ask_spoken_at(iri), "behind-spoken")
        rows = await inquiry.rows(ask_same_parties(iri), "behind-same")
        shared = {row["other"]: int(row["shared"]) for row in rows}
        there = {row["fact"]: row.get("medium") in _THERE for row in spoken}
        others = {one.iri: one for one in await events_of(inquiry, [*there, *shared])}
        likely, same = _likely(event, shared, others)
        sessions = await self._sessions(event, inquiry)
        values = await inquiry.values(_named(parties) | set(told.all("isnad:reviewState")))
        return {
            "title": _title(event),
            "event": event,
            "parties": [_attending(party, values, inquiry) for party in parties],
            "cues": quotes_of(told, "isnad:cue", event.source, inquiry),
            "evidence": [quote_of(place, event.source, inquiry.viewer) for place in sentences_of(told)],
            "said_there": [others[fact] for fact, at_it in there.items() if at_it and fact in others],
            "said_about": [others[fact] for fact, at_it in there.items() if not at_it and fact in others],
            "likely": likely,
            "same": same,
            "sessions": sessions,
            "reading": reading_of(told, values),
        }

    async def _sessions(self, event: Event, inquiry: Inquiry) -> tuple[tuple[str, Event], ...]:
        """Return the sessions of its forum beside this one: "previous", "next" where both are dated, else "other"."""
        if event.forum is None:
            return ()
        found = read_sessions(await inquiry.rows(ask_sessions(event.forum.term.value), "behind-sessions"))
        own = next((one for one in found if one.meeting == event.iri), None)
        placed = _beside(own, [one for one in found if one.meeting != event.iri])
        shown = {one.iri: one for one in await events_of(inquiry, [meeting for _, meeting in placed])}
        return tuple((how, shown[meeting]) for how, meeting in placed if meeting in shown)


def _beside(own: Session | None, others: Sequence[Session]) -> list[tuple[str, str]]:
    date = own.date if own else None
    dated = [one for one in others if one.date] if date else []
    before = max((one for one in dated if (one.date or "") < (date or "")), key=lambda one: one.order, default=None)
    after = min((one for one in dated if (one.date or "") > (date or "")), key=lambda one: one.order, default=None)
    named = [("previous", before), ("next", after)]
    placed = [(how, one.meeting) for how, one in named if one]
    left = [("other", one.meeting) for one in others if one.meeting not in {meeting for _, meeting in placed}]
    return placed + left[:_SHOWN]


def _title(event: Event) -> Term:
    """Return what the page is called: the kind, and the first of those who met."""
    kind = event.named["kind"][0].label.value if event.named["kind"] else event.words.value
    who = [value.label.value for value in event.who[:3]] or ([event.forum.label.value] if event.forum else [])
    return Term("literal", f"{kind}: {' · '.join(who)}" if who else kind)


def _named(parties: Sequence[Party]) -> set[str]:
    offices = {office for party in parties for office, _ in party.offices}
    return offices | {one for party in parties for one in (party.actor, *party.sides)}


def _attending(party: Party, values: Mapping[str, Value], inquiry: Inquiry) -> Attending:
    offices = tuple(
        Value(Term("iri", office), inquiry.viewer.href(office), Term("literal", words))
        for office, words in party.offices
    )
    return Attending(values[party.actor], offices, tuple(values[side] for side in party.sides))


def _likely(
    event: Event, shared: Mapping[str, int], others: Mapping[str, Event]
) -> tuple[tuple[Likely, ...], tuple[Event, ...]]:
    """Return meetings of other articles that may be the same, and the others of the same parties."""
    likely, rest = [], []
    for iri, count in shared.items():
        other = others.get(iri)
        if other is None:
            continue
        scored = _score(event, other, count)
        elsewhere = other.source.article.term != event.source.article.term
        if elsewhere and scored.score >= 0.5:
            likely.append(scored)
        else:
            rest.append(other)
    likely.sort(key=lambda one: (-one.score, one.event.iri))
    return tuple(likely[:_SHOWN]), tuple(rest[:_SHOWN])


def _score(event: Event, other: Event, shared: int) -> Likely:
    """Return how likely two meetings are one: half for their parties, the rest for time, kind, place and status."""
    most = max(len(event.who), len(other.who), 1)
    parts = [("parties", 0.5 * min(shared, most) / most)]
    if event.time and other.time and event.time.timex == other.time.timex and event.time.date == other.time.date:
        parts.append(("time", 0.25 if event.time.resolved else 0.1))
    if event.traits["kind"] == other.traits["kind"]:
        parts.append(("kind", 0.1))
    if event.place and other.place and event.place.label.value == other.place.label.value:
        parts.append(("place", 0.1))
    if event.source.published and event.source.published == other.source.published:
        parts.append(("published", 0.15))
    # Whoever meets twice in a year does not meet once.
    if event.time and other.time and event.time.date and other.time.date and event.time.date != other.time.date:
        parts.append(("apart", -0.4))
    score = round(max(0.0, min(1.0, sum(part for _, part in parts))), 2)
    return Likely(score, shared, tuple(name for name, part in parts if part > 0), other)
