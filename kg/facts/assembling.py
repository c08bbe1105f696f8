"""Facts from several readers brought into one reading: each once, in the order of the text, numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from kg.document import Document
from kg.facts.model import Agreement, Evidence, Fact, Meeting, Position, Reading, Statement
from kg.mentions import Actor
from kg.text import Span

_Kind = TypeVar("_Kind", bound=Fact)
_WithId = TypeVar("_WithId", Meeting, Statement, Agreement)


def assembled(document: Document, actors: Iterable[Actor], facts: Iterable[Fact]) -> Reading:
    """Return the reading of *facts*, whose ids are unique; what two rules found alike is one fact with both proofs."""
    found = list(facts)
    offices = _once((f for f in found if isinstance(f, Position)), {})
    held, _ = _numbered(_once((f for f in found if isinstance(f, Meeting)), {}), "m", {})
    renamed: dict[str, str] = {}
    said, numbers = _numbered(_once((f for f in found if isinstance(f, Statement)), renamed), "s", renamed)
    agreed, _ = _numbered(_once((f for f in found if isinstance(f, Agreement)), {}), "g", {})
    said = [replace(s, same_as=_earlier(numbers.get(s.same_as or ""), s.id)) for s in said]
    agreed = [replace(a, statement=numbers.get(a.statement or "")) for a in agreed]
    acting = _acting(tuple(actors), [*offices, *held, *said, *agreed])
    return Reading(document, acting, tuple(offices), tuple(held), tuple(said), tuple(agreed))


def spans_of(fact: Fact) -> tuple[Span, ...]:
    """Return every place of the text that a fact points to."""
    proofs = tuple(item.span for item in fact.evidence)
    match fact:
        case Position():
            return (fact.title, *proofs)
        case Meeting():
            return (fact.cue, *_given(fact.when.span if fact.when else None, fact.place), *fact.topics, *proofs)
        case Statement():
            return (fact.content, *_given(fact.cue, fact.condition), *proofs)
        case Agreement():
            return (fact.content, *proofs)


def actors_of(fact: Fact) -> tuple[str, ...]:
    """Return the ids of every actor that a fact names."""
    match fact:
        case Position():
            return tuple(filter(None, (fact.holder, fact.of)))
        case Meeting():
            return tuple(filter(None, (*fact.participants, fact.forum)))
        case Statement():
            return (*fact.speakers, *fact.via)
        case Agreement():
            return fact.parties


def _given(*spans: Span | None) -> tuple[Span, ...]:
    return tuple(span for span in spans if span is not None)


def place_of(fact: Fact) -> tuple[object, ...]:
    """Return where a fact stands among its kind; two of one place are one fact."""
    match fact:
        case Position():
            return (fact.title, fact.holder)
        case Meeting():
            # A meeting is told of from its first mention on, though another names its parties best.
            return (min((e.span.start for e in fact.evidence if not e.part), default=0), fact.cue, fact.participants)
        case Statement():
            return (fact.content,)
        case Agreement():
            return (fact.content, fact.parties)


def _once(facts: Iterator[_Kind], renamed: dict[str, str]) -> list[_Kind]:
    """Return the facts in the order of the text; *renamed* learns which id stands for one that was found again."""
    kept: dict[tuple[object, ...], _Kind] = {}
    for fact in facts:
        place = place_of(fact)
        if place not in kept:
            kept[place] = fact
            continue
        first = kept[place]
        kept[place] = replace(first, evidence=tuple(dict.fromkeys((*first.evidence, *fact.evidence))))
        renamed[_id(fact)] = _id(first)
    return [kept[place] for place in sorted(kept)]


def _numbered(facts: list[_WithId], letter: str, renamed: dict[str, str]) -> tuple[list[_WithId], dict[str, str]]:
    """Return the facts with new ids, and the new id of every old one."""
    numbers = {fact.id: f"{letter}{n}" for n, fact in enumerate(facts, 1)}
    numbers |= {id_: numbers[first] for id_, first in renamed.items()}
    return [replace(fact, id=numbers[fact.id]) for fact in facts], numbers


def _id(fact: Fact) -> str:
    return "" if isinstance(fact, Position) else fact.id


def _earlier(same: str | None, own: str) -> str | None:
    return None if same == own else same


def _acting(actors: tuple[Actor, ...], facts: Iterable[Fact]) -> tuple[Actor, ...]:
    """Return the actors that some fact names, and those they act for."""
    named = {actor for fact in facts for actor in actors_of(fact)}
    kept = [actor for actor in actors if actor.id in named]
    ids = {actor.id for actor in kept}
    return tuple(a if a.on_behalf_of in ids else replace(a, on_behalf_of=None) for a in kept)


def proven_parts(fact: Fact, rules: dict[str, str]) -> Fact:
    """Return *fact* with a proof for each part that has none yet; *rules* names the rule of each part."""
    have = {(item.part, item.span) for item in fact.evidence}
    parts = [
        Evidence(span, rules[part], part) for part, span in _parts(fact) if part in rules and (part, span) not in have
    ]
    return replace(fact, evidence=(*fact.evidence, *parts)) if parts else fact


def _parts(fact: Fact) -> Iterator[tuple[str, Span]]:
    if isinstance(fact, Meeting):
        yield from (("time", fact.when.span),) if fact.when else ()
        yield from (("place", fact.place),) if fact.place else ()
        yield from (("topic", topic) for topic in fact.topics)
    elif isinstance(fact, Statement) and fact.condition:
        yield "condition", fact.condition
