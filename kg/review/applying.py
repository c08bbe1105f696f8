"""Decisions brought to bear on a reading: who is who first, and then the facts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from kg.authority import Authority
from kg.decisions import FACTS, Anchor, Decision, Line, Standing, State, lines_of
from kg.errors import UsageError
from kg.facts import Agreement, Fact, Meeting, Position, Reading, Statement, assembled
from kg.mentions import Actor
from kg.review.checks import checked_fields
from kg.review.decided import Decided, Rejected, facts_of, kind_of, parties_of, place_of
from kg.review.fields import fact_to_change
from kg.review.making import Maker
from kg.review.matching import Held, claims
from kg.review.people import People
from kg.review.roll import Roll, actor_to_ref
from kg.text import Span


def apply(reading: Reading, decisions: Iterable[Decision], authority: Authority, cast: Sequence[Actor] = ()) -> Decided:
    """Return *reading* as the *decisions* of its text leave it; *cast* is everybody the text names.

    Where no decision holds, it is the reading itself. A rejection holds for whatever stands at its anchor, or shares
    half of what both cover. What was accepted, edited or added stands although no reader finds it any more.
    """
    everybody = {actor.id: actor for actor in (*cast, *reading.actors)}
    lines = lines_of(decisions)
    return _Applying(reading, Roll(reading.document, everybody.values(), authority)).done(lines)


class _Applying:
    """One reading at hand."""

    def __init__(self, reading: Reading, roll: Roll) -> None:
        self._reading = reading
        self._roll = roll
        self._maker = Maker(reading.document, roll)
        self._people = People(roll)
        self._facts: list[Fact] = []
        self._points: dict[str, Span] = {}
        self._lines: dict[tuple[object, ...], Line] = {}
        self._rejected: list[Rejected] = []
        self._stale: list[Decision] = []

    def done(self, lines: Sequence[Line]) -> Decided:
        """Return what comes of it."""
        self._stale += [line.last for line in lines if line.anchor.kind == "actor" and not self._people.heed(line)]
        about = [line for line in lines if line.anchor.kind in FACTS and self._sound(line)]
        touched = bool(about) or self._people.touched
        if touched:
            held = [Held(id_, self._moved(fact)) for id_, fact in facts_of(self._reading)]
            taken = claims(about, held, self._roll)
            gone = {one.id for ones in taken for one in ones}
            for line, ones in zip(about, taken, strict=True):
                self._heed(line, ones)
            self._facts += [one.fact for one in held if one.id not in gone]
            facts = [self._pointed(fact) for fact in self._facts]
            reading = assembled(self._reading.document, self._roll.actors, facts)
        else:
            reading = self._reading
        force = tuple(line.last for line in lines)
        stale = tuple(sorted(self._stale, key=lambda one: one.number))
        states = self._states(reading)
        return Decided(reading, self._roll.actors, states, tuple(self._rejected), stale, force)

    def _sound(self, line: Line) -> bool:
        """Tell whether a line says what can be made sense of; what came from elsewhere was not checked on its way."""
        try:
            checked_fields(line.anchor.kind, line.last.change, self._reading.document.text)
        except UsageError:
            self._stale.append(line.last)
            return False
        return True

    def _moved(self, fact: Fact) -> Fact:
        """Return a fact of those whom its actors were merged into."""

        def of(ids: Iterable[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(map(self._roll.id_of, ids)))

        match fact:
            case Position():
                return replace(fact, holder=self._roll.id_of(fact.holder), of=next(iter(of(_one(fact.of))), None))
            case Meeting():
                forum = next(iter(of(_one(fact.forum))), None)
                return replace(fact, participants=of(fact.participants), forum=forum)
            case Statement():
                return replace(fact, speakers=of(fact.speakers), via=of(fact.via))
            case Agreement():
                return replace(fact, parties=of(fact.parties))

    def _heed(self, line: Line, ones: Sequence[Held]) -> None:
        """Let a line have its way with the facts that it is about."""
        last = line.last
        said = {name: value for name, value in last.change.items() if name != "who"}
        read = self._fields(ones[0].fact) if ones else {}
        if last.action == "reject":
            numbers = tuple(one.number for one in line.decisions)
            self._rejected.append(Rejected(line.anchor, {**read, **said}, numbers))
            self._stale += [] if ones else [last]
            return
        old = ones[0].fact if ones else None
        try:
            made = self._maker.fact(last.kind, ones[0].id if ones else f"h{last.number}", {**read, **said}, old)
        except UsageError:
            self._stale.append(last)
            self._facts += [one.fact for one in ones]
            return
        if old is not None and last.action == "accept" and _same(made, old):
            made = old
        else:
            pointed = said.get("sameAs" if last.kind == "statement" else "statement")
            if pointed:
                self._points[f"{kind_of(made)} {place_of(made)}"] = Span(*pointed)
        self._facts.append(made)
        self._lines[_key(made)] = line

    def _fields(self, fact: Fact) -> dict[str, Any]:
        return fact_to_change(fact, {actor.id: actor for actor in self._roll.actors}, self._reading)

    def _pointed(self, fact: Fact) -> Fact:
        """Return a fact that points to the statement whose content it names."""
        wanted = self._points.get(f"{kind_of(fact)} {place_of(fact)}")
        if wanted is None or not isinstance(fact, Statement | Agreement):
            return fact
        said = (one for one in self._facts if isinstance(one, Statement) and one.content == wanted)
        id_ = next((one.id for one in said), None)
        return replace(fact, same_as=id_) if isinstance(fact, Statement) else replace(fact, statement=id_)

    def _states(self, reading: Reading) -> dict[str, Standing]:
        actors = {actor.id: actor for actor in self._roll.actors}
        shared = Counter((kind_of(fact), place_of(fact)) for _, fact in facts_of(reading))
        found: dict[str, Standing] = {}
        for id_, fact in facts_of(reading):
            kind, span = kind_of(fact), place_of(fact)
            line = self._lines.get(_key(fact))
            if line is not None:
                numbers = tuple(one.number for one in line.decisions)
                found[id_] = Standing(line.anchor, _state(line), numbers)
                continue
            who = [actor_to_ref(actors[one]) for one in parties_of(fact)] if shared[kind, span] > 1 else None
            told = json.dumps(who, ensure_ascii=False, sort_keys=True) if who else ""
            found[id_] = Standing(Anchor(kind, span, told))
        return found | self._people.states()


def _one(id_: str | None) -> tuple[str, ...]:
    return () if id_ is None else (id_,)


def _key(fact: Fact) -> tuple[object, ...]:
    """Return what is the same of a fact before and after all facts are put in order."""
    return (kind_of(fact), place_of(fact), parties_of(fact))


def _same(made: Fact, old: Fact) -> bool:
    """Tell whether two facts say the same, however they are proven and whatever else they point to."""
    match made, old:
        case Statement(), Statement():
            return replace(made, evidence=old.evidence, same_as=old.same_as) == old
        case Agreement(), Agreement():
            return replace(made, evidence=old.evidence, statement=old.statement) == old
        case Meeting(), Meeting():
            return replace(made, evidence=old.evidence) == old
        case Position(), Position():
            return replace(made, evidence=old.evidence) == old
    return False


def _state(line: Line) -> State:
    """Return what became of a fact: added by somebody, else edited, else accepted as it was read."""
    actions = {one.action for one in line.decisions}
    return "added" if "add" in actions else "edited" if "edit" in actions else "accepted"
