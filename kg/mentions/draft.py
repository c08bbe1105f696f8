"""Actors while they are being put together, and whether two mentions can name one of them."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field

from kg.mentions.lexicon import Lexicon
from kg.mentions.model import ActorType, Mention

Words = tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """An actor in the making: its mentions so far, the words of its names, the offices it was called by."""

    type: ActorType
    mentions: list[Mention] = field(default_factory=list)
    names: list[Words] = field(default_factory=list)
    offices: set[tuple[str, str | None]] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    gender: str = ""
    resolved: bool = True
    _starts: list[int] = field(default_factory=list)

    def take(self, mention: Mention, words: Words = ()) -> None:
        """Add a mention and what it tells."""
        self.mentions.append(mention)
        insort(self._starts, mention.extent.start)
        if words:
            self.names.append(words)
        features = mention.features
        if features.head:
            self.offices.add((features.head, features.nation))
        elif features.nation and mention.type == "Person":
            self.offices.add(("", features.nation))
        if features.body:
            self.bodies.add(features.body)
        self.gender = self.gender or features.gender

    def distance(self, position: int) -> int:
        """Return how far before *position* this actor was last mentioned; those only met later come last."""
        before = self.told_before(position)
        return position - self._starts[before - 1] if before else 1_000_000 + self._starts[0]

    def told_before(self, position: int) -> int:
        """Return how often this actor is mentioned before *position*."""
        return bisect_left(self._starts, position)


def bare_words(lexicon: Lexicon, phrase: str) -> Words:
    """Return the keys of a phrase's words without their articles."""
    result = []
    for key in lexicon.keys(phrase):
        stems = [split.stem for split in lexicon.splits(key) if split.definite and not split.joined]
        result.append(stems[0] if stems else key)
    return tuple(result)


def same_person(lexicon: Lexicon, longer: Words, shorter: Words) -> bool:
    """Tell whether two names can be one man's: the shorter's words stand in the longer, allowing for transcription."""
    if not shorter or not longer:
        return False
    if _part_of(shorter, longer):
        return True
    if len(shorter) != len(longer) or len(shorter) < 2:
        return False
    alike = [a == b or lexicon.skeleton(a) == lexicon.skeleton(b) for a, b in zip(longer, shorter, strict=True)]
    return all(alike)


def same_surname(lexicon: Lexicon, longer: Words, word: Words) -> bool:
    """Tell whether one word is another transcription of the name's last word."""
    return len(word) == 1 and len(longer) > 1 and lexicon.skeleton(longer[-1]) == lexicon.skeleton(word[0])


def _part_of(part: Words, whole: Words) -> bool:
    if len(part) > len(whole):
        return False
    if any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1)):
        return True
    # A middle name may be left out, the first and last words may not.
    return 1 < len(part) < len(whole) and part[0] == whole[0] and part[-1] == whole[-1]


def office_matches(have: set[tuple[str, str | None]], head: str, nation: str | None) -> int:
    """Return how well an office fits those an actor is called by: 3 the same, 2 by nation, 1 by head alone, 0 not."""
    best = 0
    for known_head, known_nation in have:
        if not known_head or not (known_head == head or known_head.split()[0] == head or not head):
            continue
        if nation and known_nation and nation != known_nation and known_head == head:
            # The president of one country is not the president of another.
            return 0
        exact = known_head == head
        if nation == known_nation:
            best = max(best, 3 if exact else 2 if nation else 1)
        elif nation is None or known_nation is None:
            best = max(best, 2 if exact else 1)
    return best
