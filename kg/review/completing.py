"""What somebody wants decided, made whole before it is kept: it then holds whatever a later reader finds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.authority import Authority
from kg.decisions import FACTS, Anchor, Decision, alike, likeness, undone_of
from kg.errors import NotFound, UsageError
from kg.facts import Fact
from kg.mentions import Actor
from kg.review.checks import WHERE, apart, checked_fields, span_of, whole
from kg.review.decided import Decided, Rejected, facts_of, kind_of, place_of
from kg.review.fields import fact_to_change
from kg.review.making import Maker
from kg.review.roll import Roll, actor_to_ref, within
from kg.text import Span


def completed(wanted: Decision, decided: Decided, known: Sequence[Decision], authority: Authority) -> Decision:
    """Return *wanted* with its anchor and its whole change; *known* are the decisions of its text so far.

    Raises UsageError that names the field at fault and the mend.
    """
    if wanted.text_hash != decided.reading.document.article.text_hash:
        raise UsageError("text_hash: this is another text", hint="load the draft again")
    if wanted.span is not None:
        within(wanted.span, "span", len(decided.reading.document.text))
    if wanted.action == "undo":
        return _undo(wanted, known)
    if wanted.action == "done":
        return replace(wanted, change={})
    about = _About(wanted, decided, authority)
    if wanted.kind in FACTS:
        return about.added() if wanted.action == "add" else about.judged()
    return about.somebody()


def _undo(wanted: Decision, known: Sequence[Decision]) -> Decision:
    """Return the undoing of the decision it names, by default of the newest of the same hand that holds."""
    undone = undone_of(known)
    number = wanted.change.get("number")
    if number is None:
        own = [one.number for one in known if one.by == wanted.by and one.number not in undone and one.action != "undo"]
        if not own:
            raise UsageError("change.number: there is nothing of yours to undo", hint="name the decision's number")
        number = max(own)
    other = next((one for one in known if one.number == number), None)
    if other is None:
        raise UsageError(f"change.number: this text has no decision {str(number)[:20]}", hint="take it from the draft")
    if other.number in undone:
        raise UsageError(f"change.number: decision {number} is undone", hint="undo what undid it, to have it back")
    return replace(wanted, kind=other.kind, span=other.span, change={"number": other.number, "digest": other.digest})


@dataclass(frozen=True, slots=True)
class _About:
    """A decision that is wanted, and the reading it looks at."""

    wanted: Decision
    decided: Decided
    authority: Authority

    @property
    def _text(self) -> str:
        return self.decided.reading.document.text

    def _roll(self) -> Roll:
        return Roll(self.decided.reading.document, self.decided.cast, self.authority)

    def _fields(self, fact: Fact) -> dict[str, Any]:
        return fact_to_change(fact, {actor.id: actor for actor in self.decided.cast}, self.decided.reading)

    def judged(self) -> Decision:
        """Return an acceptance, a rejection or an edit of the fact that stands there."""
        wanted = self.wanted
        anchor, read = self._target()
        fields = dict(read)
        if wanted.action == "edit":
            changed = checked_fields(wanted.kind, wanted.change, self._text)
            changed.pop("who", None)
            if not changed:
                raise UsageError("change: an edit changes something", hint="give the fields that are other than read")
            fields |= changed
            if wanted.kind == "statement" and {"cue", "content"} & set(changed):
                apart(fields)
            self._try(fields)
        return self._made(anchor, fields)

    def _try(self, fields: Mapping[str, Any]) -> None:
        """Raise UsageError if no fact can be made of *fields*."""
        Maker(self.decided.reading.document, self._roll()).fact(self.wanted.kind, "new", fields)

    def _made(self, anchor: Anchor, fields: Mapping[str, Any]) -> Decision:
        who = {"who": json.loads(anchor.who)} if anchor.who else {}
        return replace(self.wanted, span=anchor.span, change=dict(fields) | who)

    def _target(self) -> tuple[Anchor, Mapping[str, Any]]:
        """Return the anchor and the fields of the fact that is meant, a rejected one too."""
        found: list[tuple[float, Anchor, Fact | Rejected]] = []
        facts = dict(facts_of(self.decided.reading))
        for id_, standing in self.decided.states.items():
            fact = facts.get(id_)
            if fact is not None and standing.anchor.kind == self.wanted.kind:
                found.append((self._near(standing.anchor, place_of(fact)), standing.anchor, fact))
        for one in self.decided.rejected:
            if one.anchor.kind == self.wanted.kind:
                found.append((self._near(one.anchor, None), one.anchor, one))
        best = max(found, key=lambda item: item[0], default=None)
        if best is None or best[0] <= 0:
            raise UsageError(f"span: no {self.wanted.kind} stands there", hint='"add" adds one; the draft lists all')
        if self.wanted.anchor.who and best[1].who != self.wanted.anchor.who:
            raise UsageError("who: no such fact stands there", hint="take the anchor from the draft")
        fields = best[2].fields if isinstance(best[2], Rejected) else self._fields(best[2])
        return best[1], fields

    def _near(self, anchor: Anchor, place: Span | None) -> float:
        """Return how well an anchor, or where its fact stands by now, fits what is wanted: 3 for the very anchor."""
        span = self.wanted.span
        if anchor.span == span:
            return 3.0 if anchor.who == self.wanted.anchor.who else 2.0
        if place == span:
            return 1.5
        near = [likeness(one, span) for one in (anchor.span, place) if one and span and alike(one, span)]
        return max(near, default=0.0)

    def added(self) -> Decision:
        """Return the addition of a fact that nobody read."""
        wanted = self.wanted
        where = WHERE[wanted.kind]
        change = {where: [wanted.span.start, wanted.span.stop]} if wanted.span else {}
        fields = whole(wanted.kind, checked_fields(wanted.kind, {**change, **wanted.change}, self._text))
        span = Span(*fields[where])
        for _, fact in facts_of(self.decided.reading):
            if kind_of(fact) == wanted.kind and alike(place_of(fact), span) and self._same(fact, fields):
                place = place_of(fact)
                raise UsageError(
                    f"{where}: a {wanted.kind} stands at [{place.start}, {place.stop}] already",
                    hint='"edit" changes it',
                )
        if wanted.kind == "statement":
            apart(fields)
        self._try(fields)
        beside = [fact for _, fact in facts_of(self.decided.reading) if place_of(fact) == span]
        who = self._who(fields) if any(kind_of(fact) == wanted.kind for fact in beside) else []
        return replace(wanted, span=span, change=dict(fields) | ({"who": who} if who else {}))

    def _same(self, fact: Fact, fields: Mapping[str, Any]) -> bool:
        """Tell whether a fact and the *fields* of another of its kind, at one place, are of the same parties."""
        roll = self._roll()
        mine = [roll.find(ref, "who") for ref in self._who(fields)]
        theirs = [roll.find(ref, "who") for ref in self._who(self._fields(fact))]
        return {one.id if one else None for one in mine} == {one.id if one else None for one in theirs}

    def _who(self, fields: Mapping[str, Any]) -> list[Any]:
        named = {"meeting": "participants", "position": "holder", "agreement": "parties"}.get(self.wanted.kind)
        value = fields.get(named) if named else []
        return value if isinstance(value, list) else [value]

    def somebody(self) -> Decision:
        """Return a decision on who somebody is."""
        wanted, roll = self.wanted, self._roll()
        assert wanted.span is not None, "only an article has no anchor"
        actor = roll.at(wanted.span, wanted.change.get("type"))
        if wanted.action == "add":
            fields = checked_fields("actor", wanted.change, self._text)
            span = Span(*span_of([wanted.span.start, wanted.span.stop], "span", self._text))
            if actor is not None and any(mention.span == span for mention in actor.mentions):
                raise UsageError("span: these words name an actor already", hint='"edit" or "link" changes it')
            return replace(wanted, span=span, change={"type": "Person"} | fields)
        if actor is None:
            raise UsageError("span: no actor is named there", hint='"add" adds one; the draft lists all')
        anchor = self._anchor(actor)
        change = self._change(actor, roll)
        return replace(wanted, span=anchor.span or wanted.span, change=change)

    def _anchor(self, actor: Actor) -> Anchor:
        standing = self.decided.states.get(actor.id)
        return standing.anchor if standing else Anchor("actor", self.wanted.span)

    def _change(self, actor: Actor, roll: Roll) -> dict[str, Any]:
        change = self.wanted.change
        match self.wanted.action:
            case "edit":
                fields = checked_fields("actor", change, self._text)
                if not fields:
                    raise UsageError("change: an edit changes something", hint='give "type", or "mentions"')
                return fields
            case "merge":
                other = roll.find(change.get("other"), "change.other")
                if other is None or other.id == actor.id:
                    raise UsageError("change.other: no other actor is named there", hint="take it from the draft")
                return {"other": actor_to_ref(other)}
            case "split":
                spans = checked_fields("actor", {"mentions": change.get("mentions")}, self._text)["mentions"]
                have = [[m.span.start, m.span.stop] for m in actor.mentions]
                if not spans or not all(one in have for one in spans) or len(spans) >= len(have):
                    raise UsageError(
                        "change.mentions: they are not some of the actor's mentions", hint="leave at least one"
                    )
                return {"mentions": spans}
            case _:
                return self._linked(actor)

    def _linked(self, actor: Actor) -> dict[str, Any]:
        """Return a link to a row, with what a learned alias needs to know; to accept is to link to what is linked."""
        was = actor.link.key if actor.link else None
        if self.wanted.action == "accept":
            return {"key": was}
        if "key" not in self.wanted.change:
            raise UsageError("change.key: a link needs it", hint="a row of the authority, or null for none")
        key = self.wanted.change["key"]
        if key is not None:
            try:
                self.authority.row(str(key))
            except NotFound:
                raise UsageError(
                    f"change.key: the authority has no {str(key)[:60]!r}", hint="choose a candidate"
                ) from None
        self._roll().link(actor.id, key, "change.key")
        text = self._text
        called = [m.span.of(text) for m in actor.mentions if m.features.named and not m.metonym and actor.resolved]
        names = sorted(set(called)) if key is not None else []
        return {"key": key, "was": was, "names": names, "language": self.decided.reading.document.pack.code}
