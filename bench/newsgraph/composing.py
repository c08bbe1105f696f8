"""Articles that nobody wrote: deterministic Arabic news about the authority's actors, of the forms that news has."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from kg.article import Article, Given, read_article
from kg.authority import Authority, AuthorityRow

_HERE: Final = Path(__file__).parent
_SLOT: Final = re.compile(r"\{(\w+)(?::(\w+))?\}")
_THE: Final = "ال"
_FIRST_DAY: Final = date(2019, 1, 1)
_DAYS: Final = 2500
_STRANGERS: Final = 0.15
"""How many of those who speak are known to nobody."""
_COURSE: Final = ("frame", "said", "said", "told", "condition", "said", "deal", "said", "past", "told", "said")
"""The sentences behind the lead, of which an article has some."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody of the news: the name, the office with its country as news calls it, and the country."""

    name: str
    office: str
    country: str

    @property
    def called(self) -> str:
        """Return office and name."""
        return f"{self.office} {self.name}"

    @property
    def last(self) -> str:
        """Return the last name, which is what an article goes on with."""
        return self.name.split()[-1]


class Composer:
    """Composes articles by number; the same number and seed give the same article."""

    def __init__(self, authority: Authority, seed: int = 7) -> None:
        self._seed = seed
        self._sentences, self._parts = _table("sentences.tsv"), _table("parts.tsv")
        self._figures = _figures(authority)
        self._forums = [_arabic(row) for row in authority.rows() if row.type == "Forum"]
        countries = (row for row in authority.rows() if row.type == "Country")
        self._cities = [name for row in countries for language, name in row.capitals if language == "ar"]
        # A few are in the news every day, most now and then.
        self._weights = [1 / (rank + 1) for rank in range(len(self._figures))]

    def article(self, number: int) -> Article:
        """Return article *number*."""
        chance = random.Random(f"{self._seed}/{number}")
        cast = dict(zip("ABC", self._cast(chance), strict=True))
        course = ["lead", *(kind for kind in _COURSE if chance.random() < 0.75)]
        title = self._filled(chance.choice(self._sentences["title"]), cast, chance)
        body = [self._filled(chance.choice(self._sentences[kind]), cast, chance) for kind in course]
        text = "\n\n".join((title, *body)) + "\n"
        published = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
        given = Given(None, f"https://news.example/{number}", published, chance.choice(self._parts["publisher"]))
        return read_article(text.encode(), given)

    def _cast(self, chance: random.Random) -> list[Figure]:
        known: dict[Figure, None] = {}
        while len(known) < 3:
            known[chance.choices(self._figures, self._weights)[0]] = None
        first, second, third = known
        if chance.random() < _STRANGERS * 3:
            third = Figure(chance.choice(self._parts["stranger"]), chance.choice(self._parts["rank"]), third.country)
        return [first, second, third]

    def _filled(self, sentence: str, cast: Mapping[str, Figure], chance: random.Random) -> str:
        def word(match: re.Match[str]) -> str:
            name, how = match[1], match[2]
            if name in "ABC":
                return _named(cast[name], how)
            if name in "abc":
                return cast[name.upper()].last
            return self._word(name.rstrip("2"), chance)

        return _SLOT.sub(word, sentence)

    def _word(self, slot: str, chance: random.Random) -> str:
        if slot in ("forum", "city"):
            return chance.choice(self._forums if slot == "forum" else self._cities)
        if slot in ("n", "number"):
            return str(chance.randrange(3, 11 if slot == "number" else 900))
        return _SLOT.sub(lambda match: self._word(match[1], chance), chance.choice(self._parts[slot]))


def _named(figure: Figure, how: str | None) -> str:
    if how == "c":
        return figure.country
    return f"نظيره {figure.called}" if how == "his" else figure.called


def _figures(authority: Authority) -> list[Figure]:
    """Return the known people who hold an office of a country, in the order of their keys' hashes."""
    found = []
    for row in authority.rows():
        if row.type == "Person" and row.country and row.positions:
            office, country = authority.row(row.positions[0]), authority.row(row.country)
            found.append(Figure(_arabic(row), _called(_arabic(office), country), _arabic(country)))
    random.Random(1).shuffle(found)
    return found


def _called(office: str, country: AuthorityRow) -> str:
    """Return an office of a country as news calls it, by the country's adjective where it has one."""
    if " " not in office and not office.startswith(_THE):
        office = _THE + office
    adjective = next((name for language, name in country.adjectives if language == "ar"), None)
    return f"{office} {_THE}{adjective}" if adjective else f"{office} في {_arabic(country)}"


def _arabic(row: AuthorityRow) -> str:
    return _first(row.names)


def _first(names: Sequence[tuple[str, str]]) -> str:
    return next(name for language, name in names if language == "ar")


@cache
def _table(name: str) -> Mapping[str, list[str]]:
    rows: dict[str, list[str]] = defaultdict(list)
    for line in (_HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, words = line.split("\t")
            rows[kind].append(words)
    return dict(rows)
