"""An article read from end to end, by the rules that are built in and those that others attach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from kg.authority import Authority
from kg.document import Document
from kg.errors import BrokenPlugin
from kg.facts.agreements import agreements
from kg.facts.assembling import actors_of, assembled, proven_parts, spans_of
from kg.facts.cast import Cast
from kg.facts.meetings import meetings
from kg.facts.model import Agreement, Evidence, Fact, Meeting, Position, Reading, Statement
from kg.facts.parties import Parties
from kg.facts.positions import positions
from kg.facts.rulebook import PART_RULES, RULES
from kg.facts.sites import Desk
from kg.facts.statements import statements
from kg.mentions import BUILT_IN as BUILT_IN_FINDERS
from kg.mentions import Actor, Finder, all_mentions, resolve, scan_of
from kg.plugins import Family, Plugin, attached

Rule = Callable[..., Iterable[Fact | Actor]]
"""Reads (document, actors); a parameter `authority` is given the authority. New actors are yielded beside the facts."""


def find_facts(document: Document, actors: tuple[Actor, ...], authority: Authority) -> Iterator[Fact | Actor]:
    """Yield what the built-in rules read, and the actors that only words no finder knows stand for."""
    scan = scan_of(document, authority)
    cast = Cast(scan, actors)
    parties = Parties(scan, cast)
    held = meetings(scan, cast, parties)
    said = statements(Desk(scan, cast, parties))
    found: tuple[Fact, ...] = (*positions(scan, cast), *held, *said, *agreements(scan, cast, parties, said))
    yield from cast.actors()[len(actors) :]
    yield from (proven_parts(fact, PART_RULES) for fact in found)


reader = Family(find_facts, RULES)
BUILT_IN: Plugin[Rule] = attached("reader", reader, "isnad")


@dataclass(frozen=True, slots=True)
class Craft:
    """Who reads: the finders of mentions and the rules of facts, in their order."""

    finders: tuple[Plugin[Finder], ...] = (BUILT_IN_FINDERS,)
    rules: tuple[Plugin[Rule], ...] = (BUILT_IN,)


def read(document: Document, authority: Authority, craft: Craft | None = None) -> Reading:
    """Return what *document* says: its actors and the facts they stand in; raises BrokenPlugin."""
    return assembled(document, *gathered(document, authority, craft or Craft()))


def gathered(document: Document, authority: Authority, craft: Craft) -> tuple[tuple[Actor, ...], list[Fact]]:
    """Return every actor of *document*, those whom no fact names too, and what all rules read; raises BrokenPlugin."""
    actors = resolve(document, all_mentions(document, authority, craft.finders), authority)
    facts: list[Fact] = []
    for number, rule in enumerate(craft.rules):
        with rule.blamed():
            found = list(rule.given(authority=authority).call(document, actors))
        added, renamed = _introduced(actors, [one for one in found if isinstance(one, Actor)])
        actors = (*actors, *added)
        known = {actor.id for actor in actors}
        for one in found:
            if not isinstance(one, Actor):
                facts.append(_sound(rule, document, known, _owned(rule, str(number), _renamed(one, renamed))))
    return actors, facts


def _introduced(known: tuple[Actor, ...], new: list[Actor]) -> tuple[tuple[Actor, ...], dict[str, str]]:
    """Return the actors a rule adds under ids of this reading, and the rule's own ids for them."""
    renamed = {actor.id: f"a{n}" for n, actor in enumerate(new, _last(known) + 1)}
    return tuple(replace(a, id=renamed[a.id], on_behalf_of=_of(a.on_behalf_of, renamed)) for a in new), renamed


def _last(actors: tuple[Actor, ...]) -> int:
    """Return the highest number an actor's id has."""
    return max((int(actor.id[1:]) for actor in actors), default=0)


def _of(id_: str | None, renamed: dict[str, str]) -> str | None:
    return renamed.get(id_, id_) if id_ is not None else None


def _renamed(fact: Fact, renamed: dict[str, str]) -> Fact:
    """Return *fact* with the reading's ids of actors in place of the rule's own."""

    def of(*ids: str) -> tuple[str, ...]:
        return tuple(renamed.get(id_, id_) for id_ in ids)

    match fact:
        case Position():
            return replace(fact, holder=of(fact.holder)[0], of=_of(fact.of, renamed))
        case Meeting():
            return replace(fact, participants=of(*fact.participants), forum=_of(fact.forum, renamed))
        case Statement():
            return replace(fact, speakers=of(*fact.speakers), via=of(*fact.via))
        case Agreement():
            return replace(fact, parties=of(*fact.parties))


def _owned(rule: Plugin[Any], number: str, fact: Fact) -> Fact:
    """Return *fact* with the rule's id in its evidence, and ids that are no other rule's."""
    evidence = tuple(Evidence(e.span, rule.id_of(e.rule), e.part, e.confidence) for e in fact.evidence)
    match fact:
        case Position():
            return replace(fact, evidence=evidence)
        case Statement():
            same = f"{number}/{fact.same_as}" if fact.same_as else None
            return replace(fact, id=f"{number}/{fact.id}", same_as=same, evidence=evidence)
        case Agreement():
            statement = f"{number}/{fact.statement}" if fact.statement else None
            return replace(fact, id=f"{number}/{fact.id}", statement=statement, evidence=evidence)
        case Meeting():
            return replace(fact, id=f"{number}/{fact.id}", evidence=evidence)


def _sound(rule: Plugin[Any], document: Document, known: set[str], fact: Fact) -> Fact:
    """Return *fact* if it is one of this text: proven, of actors there are, within the text; raises BrokenPlugin."""
    strangers = sorted(set(actors_of(fact)) - known)
    outside = [span for span in spans_of(fact) if span.stop > len(document.text) or not len(span)]
    wrong = (
        f"names {strangers[0]!r}, who is no actor of it"
        if strangers
        else f"points to [{outside[0].start}, {outside[0].stop}), where the text has no words"
        if outside
        else "has no evidence"
        if not any(not e.part for e in fact.evidence)
        else ""
    )
    if wrong:
        kind = type(fact).__name__.lower()
        raise BrokenPlugin(f"the plug-in {rule.name!r} of {rule.origin} read a {kind} that {wrong}")
    return fact
