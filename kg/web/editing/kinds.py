"""What each kind of fact has for fields, and by which control a page asks for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Control = Literal["words", "several", "actors", "actor", "choice", "time", "statement"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the exchange form; `choices` are the words that a choice is among."""

    name: str
    control: Control
    choices: tuple[str, ...] = ()
    needed: bool = False


ACTOR_TYPES: Final = ("Person", "Organization", "Country", "Forum", "Group", "Place")
FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    "statement": (
        Field("content", "words", needed=True),
        Field("speaker", "actors", needed=True),
        Field("cue", "words"),
        Field("kind", "choice", ("direct", "indirect", "mixed"), needed=True),
        Field("medium", "choice", ("tweet", "statement", "press-conference", "interview", "meeting", "phone")),
        Field("via", "actors"),
        Field("condition", "words"),
        Field("sameAs", "statement"),
    ),
    "meeting": (
        Field("cue", "words", needed=True),
        Field("kind", "choice", ("meeting", "call", "visit", "talks", "summit"), needed=True),
        Field("participants", "actors"),
        Field("forum", "actor"),
        Field("status", "choice", ("held", "planned", "cancelled", "called-for"), needed=True),
        Field("mode", "choice", ("inPerson", "virtual", "phone")),
        Field("date", "time"),
        Field("place", "words"),
        Field("topics", "several"),
    ),
    "position": (
        Field("title", "words", needed=True),
        Field("holder", "actor", needed=True),
        Field("of", "actor"),
    ),
    "agreement": (
        Field("content", "words", needed=True),
        Field("parties", "actors", needed=True),
        Field("statement", "statement"),
    ),
    "actor": (
        Field("type", "choice", ACTOR_TYPES, needed=True),
        Field("mentions", "several", needed=True),
    ),
}
"""The fields of each kind, in the order in which a form asks for them."""
PLACE: Final[Mapping[str, str]] = {
    "statement": "content",
    "meeting": "cue",
    "position": "title",
    "agreement": "content",
    "actor": "mentions",
}
"""The field by which a fact of each kind is found in the text."""
EMPTY: Final[Mapping[str, object]] = {
    "statement": {"kind": "indirect"},
    "meeting": {"kind": "meeting", "status": "held"},
    "position": {},
    "agreement": {},
    "actor": {"type": "Person"},
}
"""What a new fact of each kind begins with."""
