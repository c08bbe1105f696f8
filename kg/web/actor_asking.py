"""What may be asked of the lists of actors and of their facts, and the choices that their pages offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from kg.errors import UsageError
from kg.questions import Between, is_iri
from kg.questions.actor_facts import Chosen
from kg.web.terms import Term
from kg.web.views import Value

FACTS: Final = 20
"""How many facts a page of a list holds."""
_FURTHEST: Final = 500
Part = Literal[
    "statements",
    "about",
    "meetings",
    "within",
    "offices",
    "holders",
    "relayed",
    "relays",
    "agreements",
    "links",
]
"""The lists there are: `kg.questions.PARTS`."""
_DAY: Final = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_NAME: Final = r"^[a-z-]{1,40}$"


class ActorsIn(BaseModel):
    """Which actors are listed."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    q: str = Field(default="", max_length=1000)
    """Words of a name, as in /search."""
    type: Literal["", "person", "organization", "country", "forum", "group", "place"] = ""
    """Of which type."""
    country: str = Field(default="", max_length=2000)
    """The IRI of the country that they are known to belong to."""
    publisher: str = Field(default="", max_length=500)
    """Whom the articles are published by that speak of them."""
    letter: str = Field(default="", max_length=2)
    """The first letter of their names, the article left out."""
    known: Literal["", "yes", "no"] = ""
    """yes: the authority knows them; no: they are known from one article only."""
    order: Literal["", "name"] = ""
    """By how many articles name them, or by name."""
    page: int = Field(default=1, ge=1, le=_FURTHEST)
    """Which page of the list."""
    lang: str = ""
    """The language of the page: ar or en."""


class FactsIn(BaseModel):
    """Which facts of an actor are listed."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    of: str = Field(max_length=2000)
    """The actor's IRI."""
    part: Part = "statements"
    """Which list."""
    other: str = Field(default="", max_length=2000)
    """The IRI of another actor: met, named, speaking, relaying, relayed, or whose office it is."""
    forum: str = Field(default="", max_length=2000)
    """The IRI of the forum that meetings are under."""
    medium: str = Field(default="", pattern=f"^$|{_NAME}")
    """The medium of statements: tweet, interview."""
    mode: str = Field(default="", pattern=f"^$|{_NAME}")
    """direct, indirect or mixed."""
    status: str = Field(default="", pattern=f"^$|{_NAME}")
    """The status of meetings: held, planned."""
    called: str = Field(default="", max_length=1000)
    """The words of an office, or why names are taken for the actor."""
    article: str = Field(default="", max_length=2000)
    """The IRI of the article that says it."""
    month: str = Field(default="", pattern=r"^$|^\d{4}(-\d{2}(-\d{2})?)?$|^undated$")
    """The month, year or day; undated for what has none."""
    since: str = Field(default="", pattern=f"^$|{_DAY}")
    """The first day."""
    until: str = Field(default="", pattern=f"^$|{_DAY}")
    """The last day."""
    page: int = Field(default=1, ge=1, le=_FURTHEST)
    """Which page of the list."""
    lang: str = ""
    """The language of the page: ar or en."""

    @property
    def chosen(self) -> Chosen:
        """Return what narrows the list; raises UsageError for what is no IRI."""
        for name in ("of", "other", "forum", "article"):
            value = getattr(self, name)
            if value and not is_iri(value):
                raise UsageError(f"{name} is no IRI: {value[:100]!r}", hint="write it in full")
        return Chosen(
            other=self.other or None,
            medium=self.medium or None,
            mode=self.mode or None,
            status=self.status or None,
            called=self.called or None,
            article=self.article or None,
            month=self.month or None,
            forum=self.forum or None,
        )

    @property
    def between(self) -> Between:
        """Return the stretch of days and the page."""
        return Between(self.since or None, self.until or None, FACTS, (self.page - 1) * FACTS)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: what it is called, how many, the address that chooses it, or lifts it where it is."""

    label: Value
    count: int
    href: str
    chosen: bool


def choice_of(request: Request, name: str, value: str, count: int, shown: Value | None) -> Choice:
    """Return one value of the facet *name* as a choice; *shown* are its words, None for the value itself."""
    chosen = request.query_params.get(name) == value
    label = shown or Value(Term("literal", value), None, Term("literal", value))
    return Choice(label, count, turned(request, name, "" if chosen else value), chosen)


def turned(request: Request, name: str, value: str) -> str:
    """Return the reference to the first page of the same list with another value of one parameter."""
    kept = [(key, said) for key, said in request.query_params.multi_items() if key not in (name, "page")]
    return "?" + urlencode([*kept, (name, value)] if value else kept, errors="replace")
