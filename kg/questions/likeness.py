"""How alike the words of two statements are, and the names of two speakers: a score for people, never a fact."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from kg.search import folding

LEAST: Final = 0.5
"""Below this, statements are not even possibly the same."""
_MOST_WORDS: Final = 24


@lru_cache(1 << 12)
def _weighty(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that say something by themselves."""
    folded = folding()
    return frozenset(folded.stems(key)[-1] for key in folded.keys(text) if not folded.light(key))


def likeness(one: str, other: str) -> float:
    """Return how alike the words of two texts are: Dice's coefficient of their stems, from 0 to 1."""
    first, second = _weighty(one), _weighty(other)
    return round(2 * len(first & second) / (len(first) + len(second)), 2) if first and second else 0.0


def alike_names(some: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether one of *some* names may be one of *others*: all of its words, or all of the other's, are in both."""
    keys = [frozenset(folding().keys(name)) for name in some]
    others_keys = [frozenset(folding().keys(name)) for name in others]
    return any(one and two and (one <= two or two <= one) for one in keys for two in others_keys)


def telling_words(text: str) -> str:
    """Return the words of a text that a search for ones like it asks for, without what has a meaning in a search."""
    folded = folding()
    return " ".join(list(dict.fromkeys(key for key in folded.keys(text) if not folded.light(key)))[:_MOST_WORDS])
