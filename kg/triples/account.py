"""One fact as a person checks it: its words, its rules, who takes part and how they were named."""

from __future__ import annotations

from dataclasses import dataclass

from kg.text import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the article, where they stand, and the rules that read them."""

    span: Span
    words: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkTold:
    """Why an actor is taken for a known one: its row, the score (0 to 1), the reason, and the row's Wikidata item."""

    row: str
    score: str
    reason: str
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class ActorTold:
    """Somebody with every mention that was taken for them, in the order of the text."""

    iri: str
    type: str
    names: tuple[str, ...]
    mentions: tuple[Passage, ...]
    link: LinkTold | None
    resolved: bool
    on_behalf_of: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """One fact, or one mention of a statement: its id, its rules, its words, its parts and who takes part.

    `id` is the one of the exchange form. `parts` are what the rules saw, by name: cue, content, condition, time, place,
    topic. `traits` are mode, kind, status, medium, TIMEX3 value.
    """

    id: str
    iri: str
    kind: str
    article: str
    rules: tuple[str, ...]
    reader: str
    confidence: str | None
    sentences: tuple[Passage, ...]
    evidence: tuple[Passage, ...]
    parts: tuple[tuple[str, Passage], ...]
    actors: tuple[tuple[str, ActorTold], ...]
    traits: tuple[tuple[str, str], ...]

    @property
    def end(self) -> str:
        """Return the last part of the fact's IRI."""
        return self.iri.rpartition("/")[2]

    def part(self, name: str) -> Passage | None:
        """Return the first part of that name."""
        return next((passage for part, passage in self.parts if part == name), None)
