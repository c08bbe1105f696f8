"""Everybody a text names, as decisions leave them: found by an anchor, merged, split, linked, added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, get_args

from kg.authority import Authority
from kg.decisions import likeness, read_span
from kg.document import Document
from kg.errors import NotFound, UsageError
from kg.mentions import Actor, ActorType, Link, Mention
from kg.text import Span

HUMAN: Final = "human"
"""The rule that stands with what a person read."""
TYPES: Final[tuple[ActorType, ...]] = get_args(ActorType)
_CLOSE: Final = 0.5
_REF = frozenset({"type", "span", "key", "name"})


def actor_to_ref(actor: Actor) -> dict[str, Any]:
    """Return an actor as a change names one: by type and first mention, or by name where the text has no place."""
    if actor.mentions:
        span = first_mention(actor)
        return {"type": actor.type, "span": [span.start, span.stop]}
    return {"type": actor.type, "name": actor.names[0] if actor.names else ""}


def first_mention(actor: Actor) -> Span:
    """Return where the text first names an actor."""
    return min(mention.span for mention in actor.mentions)


class Roll:
    """The actors of one text; each call changes them."""

    def __init__(self, document: Document, actors: Iterable[Actor], authority: Authority) -> None:
        self._document = document
        self._authority = authority
        self._actors: dict[str, Actor] = {actor.id: actor for actor in actors}
        self._merged: dict[str, str] = {}
        self._next = max((int(id_[1:]) for id_ in self._actors if id_[1:].isdigit()), default=0) + 1

    @property
    def text(self) -> str:
        """Return the text whose actors these are."""
        return self._document.text

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Return everybody, whoever was merged into another left out."""
        return tuple(self._actors.values())

    def actor(self, id_: str) -> Actor:
        """Return an actor by id, or whom he was merged into."""
        return self._actors[self.id_of(id_)]

    def id_of(self, id_: str) -> str:
        """Return the id under which an actor stands now."""
        while id_ in self._merged:
            id_ = self._merged[id_]
        return id_

    def at(self, span: Span, kind: str | None = None) -> Actor | None:
        """Return the actor with a mention at *span*, exactly or nearly, best of the type *kind*."""
        best: tuple[tuple[float, bool, int], Actor] | None = None
        for actor in self._actors.values():
            for mention in actor.mentions:
                close = max(likeness(mention.span, span), likeness(mention.extent, span) - 0.01)
                rank = (close, kind in (None, actor.type), -mention.span.start)
                if close >= _CLOSE and (best is None or rank > best[0]):
                    best = (rank, actor)
        return best[1] if best else None

    def find(self, ref: object, field: str) -> Actor | None:
        """Return whom *ref* names, None for words that nobody is known by; raises UsageError."""
        said = checked_ref(ref, field, len(self._document.text))
        if "span" in said:
            return self.at(Span(*said["span"]), said.get("type"))
        if "key" in said:
            known = (a for a in self._actors.values() if a.link and a.link.key == said["key"])
            return next(known, None)
        named = (a for a in self._actors.values() if said["name"] in a.names)
        return next(named, None)

    def resolve(self, ref: object, field: str) -> str:
        """Return the id of whom *ref* names, added where its words named nobody yet; raises UsageError."""
        found = self.find(ref, field)
        said = checked_ref(ref, field, len(self._document.text))
        if found is None:
            if "span" not in said:
                raise UsageError(
                    f"{field}: nobody in this text is {said.get('key') or said.get('name')!r}",
                    hint='select the words that name them: {"type": "Person", "span": [start, end]}',
                )
            found = self.add(Span(*said["span"]), said.get("type") or "Person")
        if said.get("key") and (found.link is None or found.link.key != said["key"]):
            self.link(found.id, said["key"], f"{field}.key")
        return found.id

    def add(self, span: Span, kind: ActorType, more: Sequence[Span] = ()) -> Actor:
        """Return a new actor whom the words at *span*, and at *more*, name."""
        mentions = tuple(Mention(one, kind, HUMAN) for one in dict.fromkeys((span, *more)))
        actor = Actor(f"a{self._next}", kind, self._names(mentions), mentions)
        self._next += 1
        self._actors[actor.id] = actor
        return actor

    def _names(self, mentions: Iterable[Mention]) -> tuple[str, ...]:
        forms = dict.fromkeys(mention.span.of(self._document.text) for mention in mentions)
        return tuple(sorted(forms, key=lambda form: -len(form.split())))

    def merge(self, one: str, other: str) -> None:
        """Make two actors one: the one that is linked, else the first, under all names and mentions."""
        first, second = (self.actor(one), self.actor(other))
        if first.id == second.id:
            return
        kept, gone = (second, first) if second.link and not first.link else (first, second)
        names = tuple(dict.fromkeys((*kept.names, *gone.names)))
        mentions = tuple(sorted({*kept.mentions, *gone.mentions}, key=lambda m: (m.extent.start, -m.extent.stop)))
        link, behalf = kept.link or gone.link, kept.on_behalf_of or gone.on_behalf_of
        whole = replace(kept, names=names, mentions=mentions, link=link, resolved=kept.resolved or gone.resolved)
        self._actors[kept.id] = replace(whole, on_behalf_of=None if behalf in (kept.id, gone.id) else behalf)
        del self._actors[gone.id]
        self._merged[gone.id] = kept.id
        for actor in self.actors:
            if actor.on_behalf_of == gone.id:
                self._actors[actor.id] = replace(actor, on_behalf_of=kept.id if actor.id != kept.id else None)

    def split(self, id_: str, spans: Sequence[Span]) -> Actor | None:
        """Return the actor that the mentions at *spans* name from now on; None where that would leave nobody."""
        actor = self.actor(id_)
        taken = tuple(m for m in actor.mentions if m.span in spans)
        left = tuple(m for m in actor.mentions if m.span not in spans)
        if not taken or not left:
            return None
        text = self._document.text
        names = tuple(n for n in actor.names if any(m.span.of(text) == n for m in left)) or self._names(left)
        self._actors[actor.id] = replace(actor, mentions=left, names=names)
        new = Actor(f"a{self._next}", actor.type, self._names(taken), taken, resolved=actor.resolved)
        self._next += 1
        self._actors[new.id] = new
        return new

    def link(self, id_: str, key: str | None, field: str = "key") -> None:
        """Take an actor for a row of the authority, or for nobody it knows; raises UsageError."""
        actor = self.actor(id_)
        if key is None:
            self._actors[actor.id] = replace(actor, link=None)
            return
        if actor.link and actor.link.key == key:
            return
        try:
            row = self._authority.row(str(key))
        except NotFound:
            raise UsageError(f"{field}: the authority has no {str(key)[:60]!r}", hint="choose a candidate") from None
        if row.type == "Office":
            raise UsageError(f"{field}: {key!r} is an office, and no actor", hint="choose who holds it")
        same = next((a for a in self.actors if a.link and a.link.key == key and a.id != actor.id), None)
        self._actors[actor.id] = replace(actor, type=row.type, link=Link(key, 1.0, "a person says so", row.wikidata))
        if same is not None:
            # What is known under one name in the graph is one actor in the reading too.
            self.merge(actor.id, same.id)

    def change(self, id_: str, fields: Mapping[str, Any]) -> None:
        """Give an actor another type, or further mentions."""
        actor = self.actor(id_)
        kind = fields.get("type") or actor.type
        spans = [Span(*one) for one in fields.get("mentions") or ()]
        new = [Mention(span, kind, HUMAN) for span in spans if all(m.span != span for m in actor.mentions)]
        mentions = tuple(sorted((*actor.mentions, *new), key=lambda m: (m.extent.start, -m.extent.stop)))
        names = tuple(dict.fromkeys((*actor.names, *self._names(new))))
        self._actors[actor.id] = replace(actor, type=kind, mentions=mentions, names=names)


def checked_ref(ref: object, field: str, length: int) -> Mapping[str, Any]:
    """Return how a change names an actor, if it does so soundly; raises UsageError."""
    hint = 'name an actor as {"type": "Person", "span": [start, end]} or {"key": "country-ir"}'
    if not isinstance(ref, Mapping) or not ref or not set(ref) <= _REF or not {"span", "key", "name"} & set(ref):
        raise UsageError(f"{field}: {str(ref)[:60]} names no actor", hint=hint)
    if "span" in ref:
        within(read_span(ref["span"], f"{field}.span"), f"{field}.span", length)
    if ref.get("type") is not None and ref["type"] not in TYPES:
        raise UsageError(f"{field}.type: {str(ref['type'])[:40]!r} is none", hint="one of: " + ", ".join(TYPES))
    if not isinstance(ref.get("key", ""), str) or not isinstance(ref.get("name", ""), str):
        raise UsageError(f"{field}: {str(ref)[:60]} names no actor", hint=hint)
    return ref


def within(span: Span, field: str, length: int) -> Span:
    """Return *span* if it lies in a text of *length* code points; raises UsageError."""
    if span.stop > length:
        raise UsageError(f"{field}: [{span.start}, {span.stop}] ends behind the text", hint=f"it has {length} places")
    return span
