"""An article under review as its pages show it, read from the values that the service gives."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from kg.errors import NotFound
from kg.text import Span

Fields = Mapping[str, Any]
FACTS: Final = ("statement", "meeting", "position", "agreement")
"""The kinds of facts, in the order in which two at one place are shown."""
UNDECIDED: Final = "machine"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the gate says of a fact: how grave, of which field of the form ("" for the whole), and in which words."""

    severity: str
    field: str
    messages: Mapping[str, str]
    mends: Mapping[str, str]
    anchor: tuple[str, Span | None] | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody known, whom an actor may be: the row's key, names by language, the id at Wikidata, how likely."""

    key: str
    names: Mapping[str, str]
    wikidata: str | None = None
    score: float | None = None
    description: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody the text names, with every place where it does."""

    type: str
    names: tuple[str, ...]
    mentions: tuple[Span, ...]
    anchor: Span | None
    link: Candidate | None
    candidates: tuple[Candidate, ...]
    state: str
    decisions: tuple[int, ...]
    acting: bool = True
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """Return the name that pages have for the actor."""
        return slug("actor", self.anchor)

    @property
    def standing(self) -> str:
        """Return how the actor stands."""
        return self.state

    @property
    def path(self) -> str:
        """Return the last parts of the address of the actor's own page; "" for one whom no place names."""
        return f"actor/{self.anchor.start}-{self.anchor.stop}" if self.anchor else ""

    @property
    def name(self) -> str:
        """Return how the text names the actor, most fully."""
        return self.names[0] if self.names else ""

    @property
    def ref(self) -> dict[str, Any]:
        """Return the actor as a decision names one."""
        if self.anchor is not None:
            return {"type": self.type, "span": [self.anchor.start, self.anchor.stop]}
        return {"type": self.type, "name": self.name}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its fields as a decision gives them, what proves it, and how it stands."""

    kind: str
    span: Span
    who: tuple[Any, ...]
    fields: Fields
    evidence: tuple[Span, ...]
    sentence: Span | None
    state: str
    decisions: tuple[int, ...]
    confidence: float | None
    rule: str
    rejected: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def standing(self) -> str:
        """Return how the fact stands."""
        return "rejected" if self.rejected else self.state

    @property
    def who_words(self) -> str:
        """Return what tells the fact from others at its place, as a form carries it."""
        return json.dumps(self.who, ensure_ascii=False, sort_keys=True) if self.who else ""

    @property
    def id(self) -> str:
        """Return the name that pages have for the fact."""
        return slug(self.kind, self.span, self.who)

    @property
    def decided(self) -> bool:
        """Tell whether somebody decided on it."""
        return self.rejected or self.state != UNDECIDED

    def marks(self) -> Iterator[Span]:
        """Yield the places of the text that it stands at."""
        yield self.span
        for value in self.fields.values():
            yield from (Span(*one) for one in _spans(value))


@dataclass(frozen=True)
class Draft:
    """One article under review; facts in the order of the text, those that are rejected among them."""

    key: str
    article: str
    text: str
    text_hash: str
    language: str
    direction: str
    title: Span | None
    state: str
    done: bool
    facts: tuple[Fact, ...]
    actors: tuple[Actor, ...]
    findings: tuple[Finding, ...]
    decisions: tuple[Fields, ...]

    @property
    def headline(self) -> str:
        """Return the article's title, or its first words."""
        words = self.title.of(self.text) if self.title else self.text[:200].strip().partition("\n")[0]
        return " ".join(words.split())

    @property
    def published(self) -> bool:
        """Tell whether it is published, be it as it was before."""
        return self.state == "published"

    @property
    def seen(self) -> int:
        """Return the number of the last decision that this draft knows of."""
        return max((int(one["number"]) for one in self.decisions), default=0)

    @property
    def undecided(self) -> int:
        """Return how many facts nobody decided on yet."""
        return sum(not fact.decided for fact in self.facts)

    @cached_property
    def _facts(self) -> Mapping[str, Fact]:
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def _actors(self) -> Mapping[str, Actor]:
        return {actor.id: actor for actor in self.actors}

    def fact(self, id_: str) -> Fact:
        """Return a fact by its name on pages; raises NotFound for one that stands there no more."""
        if id_ not in self._facts:
            raise NotFound(f"{id_[:80]} is not among the facts of this article any more", hint="open the review again")
        return self._facts[id_]

    def actor(self, id_: str) -> Actor:
        """Return an actor by the name on pages; raises NotFound."""
        if id_ not in self._actors:
            raise NotFound(f"{id_[:80]} is not among the actors of this article any more", hint="open it again")
        return self._actors[id_]

    def named(self, ref: Any) -> Actor | None:
        """Return whom a decision's words name, None for nobody that the draft has."""
        if not isinstance(ref, Mapping):
            return None
        if "span" in ref:
            span = _place(ref["span"])
            exact = next((one for one in self.actors if one.anchor == span and one.type == ref.get("type")), None)
            return exact or next((one for one in self.actors if span in (one.anchor, *one.mentions)), None)
        if "key" in ref:
            return next((one for one in self.actors if one.link and one.link.key == ref["key"]), None)
        return next((one for one in self.actors if ref.get("name") in one.names), None)

    def words(self, span: Any) -> str:
        """Return the words at a span, given as one or as [start, stop]."""
        found = span if isinstance(span, Span) else Span(*span) if span else None
        return found.of(self.text) if found else ""

    def decision(self, number: int) -> Fields | None:
        """Return a decision by its number."""
        return next((one for one in self.decisions if one["number"] == number), None)

    def done_again(self, decision: Fields) -> bool:
        """Tell whether a decision undoes an undoing."""
        undone = self.decision(decision["change"].get("number", 0)) if decision["action"] == "undo" else None
        return undone is not None and undone["action"] == "undo"

    def about(self, decision: Fields) -> str:
        """Return the name on pages of what a decision is about; "" for the article and for what is gone."""
        span = _place(decision["span"])
        if decision["kind"] == "actor":
            return next((one.id for one in self.actors if one.anchor == span and span), "")
        return next((one.id for one in self.facts if (one.kind, one.span) == (decision["kind"], span)), "")


def slug(kind: str, span: Span | None, who: Sequence[Any] = ()) -> str:
    """Return the name under which pages know what stands at a place."""
    place = f"{kind}-{span.start}-{span.stop}" if span else kind
    return f"{place}-{hashlib.sha256(json.dumps(who, sort_keys=True).encode()).hexdigest()[:8]}" if who else place


def _place(value: Any) -> Span | None:
    """Return the span that somebody's words name, None for what is none."""
    whole = isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value)
    return Span(*value) if whole and 0 <= value[0] <= value[1] else None


def _spans(value: Any) -> Iterator[Sequence[int]]:
    """Yield the spans of the text that a field holds, itself or in a list; those by which actors are named are none."""
    if isinstance(value, Mapping):
        yield from _spans(value.get("text"))
    elif isinstance(value, list | tuple):
        if len(value) == 2 and all(type(one) is int for one in value):
            yield value
        else:
            for one in value:
                if not isinstance(one, Mapping):
                    yield from _spans(one)
