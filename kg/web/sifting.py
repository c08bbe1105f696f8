"""Which of an article's facts a reader wants to see: by kind, by actor, by rule, by how sure they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import QueryParams

from kg.web.cards import Card, Naming

SURE: Final = ("0.5", "0.8", "0.9", "1")
"""How sure a fact can be asked to be; what rules read has no number, and is always kept."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from, with how many facts each would leave."""

    kinds: tuple[tuple[str, int], ...]
    actors: tuple[tuple[Naming, int], ...]
    rules: tuple[tuple[str, int], ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is wanted; what is empty wants all."""

    kinds: frozenset[str] = frozenset()
    actor: str = ""
    rule: str = ""
    sure: str = ""

    @classmethod
    def of(cls, asked: QueryParams) -> Sieve:
        """Return what the parameters `kind` (several), `actor`, `rule` and `sure` ask for."""
        kinds = frozenset(kind for kind in asked.getlist("kind") if kind)
        sure = asked.get("sure", "")
        return cls(kinds, asked.get("actor", ""), asked.get("rule", ""), sure if sure in SURE else "")

    def __bool__(self) -> bool:
        return bool(self.kinds or self.actor or self.rule or self.sure)

    def keeps(self, card: Card) -> bool:
        """Tell whether a fact is wanted."""
        return (
            (not self.kinds or card.kind in self.kinds)
            and (not self.actor or self.actor in card.about)
            and (not self.rule or self.rule in card.rules)
            and (not self.sure or card.confidence is None or card.confidence >= float(self.sure))
        )

    def named(self, namings: Iterable[Naming], kept: Collection[Card]) -> tuple[Naming, ...]:
        """Return the actors to mark: all, or where an actor, a rule or a number is asked, those in wanted facts."""
        if self.kinds and not self.kinds & {"actor", "forum"}:
            return ()
        if not (self.actor or self.rule or self.sure):
            return tuple(namings)
        about = {iri for card in kept for iri in card.about}
        return tuple(one for one in namings if one.value.term.value in about)

    def choices(self, cards: Collection[Card], namings: Collection[Naming]) -> Choices:
        """Return what there is to choose from."""
        kinds = Counter(card.kind for card in cards)
        rules = Counter(rule for card in cards for rule in card.rules)
        about = Counter(iri for card in cards for iri in card.about)
        actors = [(one, about[one.value.term.value]) for one in namings if about[one.value.term.value]]
        return Choices(
            (*sorted(kinds.items(), key=lambda one: _ORDER.index(one[0])), ("actor", len(namings))),
            tuple(sorted(actors, key=lambda one: (-one[1], one[0].id))),
            tuple(sorted(rules.items(), key=lambda one: (-one[1], one[0]))),
            any(card.confidence is not None for card in cards),
        )


_ORDER: Final = ("statement", "meeting", "agreement", "position")
