"""What the Reconciliation Service API 0.2 speaks of: queries, candidates, types, properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Strictness = Literal["any", "should", "all"]
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Named:
    """A type or a property: its identifier, and what it is called in each language."""

    id: str
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        """Return what it is called in *language*, else in any."""
        return self.names.get(language) or next(iter(self.names.values()), self.id)

    def to_json(self, language: str) -> Json:
        """Return it as the API writes a type or a property."""
        return {"id": self.id, "name": self.name(language)}


@dataclass(frozen=True, slots=True)
class Clue:
    """A property that the entity should have, and the values that would do: words, or identifiers of entities."""

    property: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReconciliationQuery:
    """One reconciliation query (3.1): words or an identifier, wanted types, clues."""

    words: str | None
    types: tuple[str, ...] = ()
    strictness: Strictness = "should"
    limit: int = 5
    clues: tuple[Clue, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one entity: its names with their language and rank (1 the best), classes, how often it is named.

    `kind` says in a word or two what it is ("head of government"), `country` is the identifier of its country.
    """

    iri: str
    names: tuple[tuple[str, str, float], ...] = ()
    classes: frozenset[str] = frozenset()
    kind: str | None = None
    country: str | None = None
    known: bool = False
    mentions: int = 0

    def name(self, language: str) -> str | None:
        """Return what it is best called in *language*, else in any; None when it has no name."""
        ranked = sorted(self.names, key=lambda named: (named[1] != language, -named[2], named[0]))
        return ranked[0][0] if ranked else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity proposed for a query: `score` is 0 to 100, `features` are what it is made of, `match` is a decision."""

    record: Record
    score: float
    features: Mapping[str, float | bool] = field(default_factory=dict)
    match: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """A data extension query (6.3): entities, and the properties to fetch with the most values of each."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, int], ...]
