"""What is asked for: words, phrases, beginnings, and what must not be there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from kg.errors import UsageError
from kg.search.folding import Folding

LONGEST: Final = 1000
"""Code points of what is asked."""
MOST_WORDS: Final = 32
MOST: Final = 1000
"""Results that one search gives at most."""
_PART = re.compile(r'(?P<without>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')

Strictness = Literal["all", "similar", "some"]
"""Which words must be there: all of them, all or the like of them, some or the like."""


@dataclass(frozen=True, slots=True)
class Term:
    """One part of what is asked: the keys of its words, a phrase when there are more, or one that a word begins with.

    `written` are the words as asked, in small letters; `like` lets a letter differ.
    """

    keys: tuple[str, ...]
    written: tuple[str, ...]
    phrase: bool = False
    beginning: bool = False
    like: bool = False
    without: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """A search: the words, of which classes, in which languages and under which properties (none given: any).

    `strictest` False lets similar words, and then some of the words, do where all words find nothing. `beginning`
    takes the last word for the beginning of one. `literals` asks for each literal, not for each resource. `loosest`
    lets some of the words do from the start: it finds what is like a text, the text itself among it.
    """

    words: str
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    resource: str | None = None
    limit: int = 20
    offset: int = 0
    strictest: bool = False
    beginning: bool = False
    literals: bool = False
    loosest: bool = False


def terms_of(sought: Sought, folding: Folding) -> tuple[Term, ...]:
    """Return the parts of what is asked; raises UsageError where there is nothing to look for, or too much."""
    if len(sought.words) > LONGEST:
        raise UsageError(
            f"the words are {len(sought.words)} characters long, and {LONGEST} are looked for at most",
            hint="ask for the words that matter",
        )
    terms = [term for part in _PART.finditer(sought.words) for term in _terms(part, folding)]
    if not any(not term.without for term in terms):
        what = "only words that must not be there" if terms else "no word to look for"
        raise UsageError(f"there is {what} in what was asked", hint="write letters or digits")
    if sum(len(term.keys) for term in terms) > MOST_WORDS:
        raise UsageError(f"more than {MOST_WORDS} words were asked for", hint="ask for the words that matter")
    if sought.beginning and not terms[-1].phrase and not terms[-1].without:
        last = terms[-1]
        terms[-1] = Term(last.keys, last.written, beginning=True)
    return tuple(terms)


def _terms(part: re.Match[str], folding: Folding) -> list[Term]:
    without = bool(part["without"])
    phrase, said = part["phrase"] is not None, part["phrase"] or part["word"] or ""
    text = said.rstrip("*~")
    words = list(folding.words(text))
    written = tuple(as_written(text[word.start : word.stop]) for word in words)
    keys = tuple(word.key for word in words)
    if phrase or without:
        return [Term(keys, written, phrase=len(keys) > 1, without=without)] if keys else []
    mark = said[len(text) :]
    terms = [Term((key,), (word,), like="~" in mark) for key, word in zip(keys, written, strict=True)]
    if terms and "*" in mark:
        terms[-1] = Term(terms[-1].keys, terms[-1].written, beginning=True)
    return terms


def as_written(word: str) -> str:
    """Return a word as it is held against another when both have one key."""
    return word.casefold()
