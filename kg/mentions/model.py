"""The values that name who appears in an article."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kg.text import Span

ActorType = Literal["Person", "Organization", "Forum", "Country", "Group", "Place"]


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the authority that an actor was matched to: its key, the score (0 to 1) and the words of why."""

    key: str
    score: float
    evidence: str
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class Features:
    """What a mention's words tell beside the name.

    `extent` is the whole phrase with courtesies and offices; `offices` the offices in it.
    `head` is the plain word of the office, body or group; `nation` the key of the country an adjective or name in it
    says, `nations` those of all holders where a dual or plural has several, `body` the key of an international body.
    `named` is False for a mention by role ("the minister"), whose words name nobody.
    """

    extent: Span | None = None
    offices: tuple[Span, ...] = ()
    head: str = ""
    nation: str | None = None
    nations: tuple[str, ...] = ()
    body: str = ""
    gender: str = ""
    number: str = "s"
    named: bool = True
    definite: bool = False
    counterpart: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the text names somebody; `key` is the authority row when the name is known."""

    span: Span
    type: ActorType
    rule: str
    key: str | None = None
    metonym: bool = False
    features: Features = field(default=Features())

    @property
    def extent(self) -> Span:
        """Return the whole phrase: the name with its courtesies and offices."""
        return self.features.extent or self.span


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who speaks, meets or holds an office, with every mention that was resolved to them.

    `id` is local to the reading ("a1", in order of first mention). `names` are distinct surface forms, the fullest
    first. `resolved` is False for a speaker the text does not let us name: then `names` holds the words as written.
    `on_behalf_of` is the id of the actor a delegation or unnamed group stands for.
    """

    id: str
    type: ActorType
    names: tuple[str, ...]
    mentions: tuple[Mention, ...]
    link: Link | None = None
    resolved: bool = True
    on_behalf_of: str | None = None
