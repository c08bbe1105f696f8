"""The values an article's reading is made of: plain data, no RDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.document import Document
from kg.mentions import Actor
from kg.text import Span

MeetingKind = Literal["meeting", "call", "visit", "talks", "summit"]
Mode = Literal["virtual", "phone", "inPerson"]
Status = Literal["held", "planned", "cancelled", "called-for"]
QuoteMode = Literal["direct", "indirect", "mixed"]
Medium = Literal["tweet", "statement", "press-conference", "interview", "meeting", "phone"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that prove a fact, and the id of the rule that read them.

    `part` names the part of the fact that the words prove ("time", "place", "topic", "condition"), "" the fact itself.
    `confidence` (0 to 1) is what a reader that only guesses says of its guess; rules say nothing.
    """

    span: Span
    rule: str
    part: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A time as the text names it: its words, its TIMEX3 value, and the ISO date only where text or metadata fix it."""

    span: Span
    timex: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """An office somebody is called by in this article; `holder` and `of` are actor ids."""

    holder: str
    title: Span
    of: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One event at which parties met or talked, or will; `participants` and `forum` are actor ids."""

    id: str
    kind: MeetingKind
    cue: Span
    participants: tuple[str, ...]
    forum: str | None
    mode: Mode | None
    when: When | None
    place: Span | None
    status: Status
    topics: tuple[Span, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One mention of an utterance; `speakers` and `via` are actor ids, `same_as` an earlier statement's id."""

    id: str
    speakers: tuple[str, ...]
    cue: Span | None
    content: Span
    mode: QuoteMode
    medium: Medium | None
    via: tuple[str, ...]
    condition: Span | None
    same_as: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What parties agreed on; `statement` is the id of the statement that reports it."""

    id: str
    parties: tuple[str, ...]
    content: Span
    statement: str | None
    evidence: tuple[Evidence, ...]


Fact = Position | Meeting | Statement | Agreement


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one article says, in the order of the text."""

    document: Document
    actors: tuple[Actor, ...]
    positions: tuple[Position, ...]
    meetings: tuple[Meeting, ...]
    statements: tuple[Statement, ...]
    agreements: tuple[Agreement, ...]
