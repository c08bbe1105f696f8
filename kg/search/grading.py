"""How well a text says what was asked: a share between 0 and 1 that means the same in every search.

A word that stands as asked counts 1; in other spelling (hamza, ya, accents) 0.98; with something joined to it, or
without what the asked word has joined, 0.9; in another spelling of news 0.85; both with something joined 0.8; begun by
the word asked for 0.6 to 0.9; with one letter otherwise 0.7. Words that hold a sentence together count a quarter. The
mean of that is the quality; 70 % of the score are that, and 30 % how much of the text was asked for, so that a name
that was asked for as a whole comes before one that only holds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.search.asking import Term, as_written
from kg.search.fields import LONGEST
from kg.search.folding import Folding, Word
from kg.text import Span

AS_WRITTEN, SPELLED, JOINED, VARIANT, BOTH_JOINED, LIKE = 1.0, 0.98, 0.9, 0.85, 0.8, 0.7
_LEAST_BEGUN, _MOST_BEGUN = 0.6, 0.9
_LIGHT = 0.25
_OF_TEXT = 0.3


@dataclass(frozen=True, slots=True)
class Grade:
    """How well a text matches (0 to 1), and which of its words do."""

    share: float
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Grader:
    """Holds texts to what was asked."""

    folding: Folding
    terms: tuple[Term, ...]
    like: bool
    _known: dict[tuple[Term, str], float] = field(default_factory=dict)
    """How alike a word asked for and a word of a text are: texts say the same words again and again."""

    def grade(self, text: str) -> Grade:
        """Return how well *text* matches."""
        text = text[:LONGEST]
        words = list(self.folding.words(text))
        found: dict[int, float] = {}
        earned = possible = 0.0
        for term in self.terms:
            if term.without:
                continue
            best: dict[int, float] = {}
            for place, grade in self._matches(term, words, text):
                best[place] = max(grade, best.get(place, 0.0))
            weight = sum(self._weight(key) for key in term.keys)
            possible += weight
            earned += weight * max(best.values(), default=0.0)
            for place, grade in best.items():
                found[place] = max(grade, found.get(place, 0.0))
        total = sum(self._weight(word.key) for word in words)
        covered = sum(self._weight(words[place].key) for place in found) / total if total else 0.0
        share = earned / possible * (1 - _OF_TEXT + _OF_TEXT * covered) if possible else 0.0
        return Grade(share, tuple(Span(words[i].start, words[i].stop) for i in sorted(found)))

    def _weight(self, key: str) -> float:
        return _LIGHT if self.folding.light(key) else 1.0

    def _matches(self, term: Term, words: list[Word], text: str) -> Iterable[tuple[int, float]]:
        if term.phrase:
            size = len(term.keys)
            for start in range(len(words) - size + 1):
                if all(words[start + i].key == term.keys[i] for i in range(size)):
                    yield from ((start + i, AS_WRITTEN) for i in range(size))
            return
        for place, word in enumerate(words):
            grade = self._known.get((term, word.key))
            if grade is None:
                grade = self._known[term, word.key] = self._alike(term, word.key)
            if grade == AS_WRITTEN and as_written(text[word.start : word.stop]) != term.written[0]:
                grade = SPELLED
            if grade:
                yield place, grade

    def _alike(self, term: Term, key: str) -> float:
        asked = term.keys[0]
        if key == asked:
            return AS_WRITTEN
        if term.beginning and key.startswith(asked):
            return _LEAST_BEGUN + (_MOST_BEGUN - _LEAST_BEGUN) * len(asked) / len(key)
        there = self.folding.alternatives(key)
        if joined := self._joined(asked, key, there):
            return joined
        return LIKE if (self.like or term.like) and any(one_apart(asked, one) for one in (key, *there)) else 0.0

    def _joined(self, asked: str, key: str, there: tuple[str, ...]) -> float:
        """Return how alike two words are when what may be joined to them is set aside."""
        if asked in there or key in self.folding.alternatives(asked):
            return JOINED
        stem, *without = self.folding.stems(key)
        wanted, *wanted_without = self.folding.stems(asked)
        if stem == wanted or stem in wanted_without or wanted in without:
            return VARIANT
        return BOTH_JOINED if any(one in wanted_without for one in without) else 0.0


def one_apart(one: str, other: str) -> bool:
    """Tell whether one letter put in, left out, changed, or two changed about make the one word of the other."""
    if not -2 < len(one) - len(other) < 2 or len(one) < SHORTEST_LIKE or len(other) < SHORTEST_LIKE:
        return False
    if one[0] != other[0] and one[-1] != other[-1]:
        # One change leaves at least one of the ends as it was.
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    changed = rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:]
    return changed or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])


SHORTEST_LIKE = 4
"""Letters of a word that may be written otherwise."""
