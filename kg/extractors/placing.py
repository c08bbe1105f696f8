"""Proposals made facts of: every quote at its place, every actor one whom words of the article name."""

from __future__ import annotations

from dataclasses import replace

from kg.extractors.locating import Dropped, Places
from kg.extractors.model import (
    Named,
    Proposal,
    ProposedAgreement,
    ProposedMeeting,
    ProposedPosition,
    ProposedStatement,
    Quote,
)
from kg.facts import Agreement, Evidence, Fact, Meeting, Position, Reading, Statement, When
from kg.lang import resolve
from kg.mentions import Actor, Mention
from kg.text import Span

# A name has at most this many words; what is longer describes somebody.
_LONGEST_NAME = 12
_SHORTEST_NAME = 2
# Words of the language that name nobody, by the tables they stand in.
_NO_NAMES = ("subject_pronouns", "courtesy_pronouns", "function_words", "complementizers", "joiners")


class Placing:
    """Places the proposals of one extractor; `new` are the actors it brings in, `parts` what was dropped of facts."""

    def __init__(self, reading: Reading, actors: tuple[Actor, ...], rule: str) -> None:
        self._reading = reading
        self._document = reading.document
        self._places = Places(reading.document)
        self._rule = rule
        self._mentions = [(mention, actor) for actor in actors for mention in actor.mentions]
        self._next = max((int(actor.id[1:]) for actor in actors), default=0) + 1
        pack = reading.document.pack
        self._no_names = {pack.letters.key(row[0]) for name in _NO_NAMES for row in pack.table(name)}
        self.new: dict[str, Actor] = {}
        self.parts = 0

    def fact(self, proposal: Proposal, number: int) -> Fact:
        """Return the fact that a proposal tells of; raises Dropped."""
        match proposal:
            case ProposedStatement():
                return self._statement(proposal, f"x{number}")
            case ProposedMeeting():
                return self._meeting(proposal, f"x{number}")
            case ProposedPosition():
                return self._position(proposal)
            case ProposedAgreement():
                return self._agreement(proposal, f"x{number}")

    def _statement(self, said: ProposedStatement, id_: str) -> Statement:
        content = self._places.of(said.content)
        cue = self._part(said.cue, content)
        if cue is not None and cue.overlaps(content):
            cue, self.parts = None, self.parts + 1
        speakers = self._all(said.speakers, content)
        if not speakers:
            raise Dropped("no actor named")
        via = tuple(actor for actor in self._some(said.via, content) if actor not in speakers)
        evidence = self._evidence(content, said.confidence)
        return Statement(id_, speakers, cue, content, said.mode, said.medium, via, None, None, evidence)

    def _meeting(self, held: ProposedMeeting, id_: str) -> Meeting:
        cue = self._places.of(held.cue)
        participants = self._all(held.participants, cue)
        forum = self._actor(held.forum, cue) if held.forum else None
        if not participants and forum is None:
            raise Dropped("no actor named")
        place = self._part(held.place, cue)
        when = self._when(self._part(held.time, cue), past=held.status == "held")
        topics = tuple(dict.fromkeys(span for topic in held.topics if (span := self._part(topic, cue))))
        parts = [("time", when.span)] if when else []
        parts += [("place", place)] if place else []
        evidence = self._evidence(cue, held.confidence, (*parts, *(("topic", topic) for topic in topics)))
        return Meeting(id_, held.kind, cue, participants, forum, held.mode, when, place, held.status, topics, evidence)

    def _position(self, held: ProposedPosition) -> Position:
        title = self._places.of(held.title)
        holder = self._actor(held.holder, title)
        of = self._some((held.of,), title) if held.of else ()
        return Position(holder, title, of[0] if of else None, self._evidence(title, held.confidence))

    def _agreement(self, agreed: ProposedAgreement, id_: str) -> Agreement:
        content = self._places.of(agreed.content)
        parties = self._all(agreed.parties, content)
        if not parties:
            raise Dropped("no actor named")
        return Agreement(id_, parties, content, None, self._evidence(content, agreed.confidence))

    def _evidence(
        self, span: Span, confidence: float | None, parts: tuple[tuple[str, Span], ...] = ()
    ) -> tuple[Evidence, ...]:
        """Return the sentence that a fact's words begin in, or the words themselves where there is none."""
        sentences = (s.span for s in self._document.sentences if s.span.start <= span.start < s.span.stop)
        whole = Evidence(next(sentences, span), self._rule, "", confidence)
        return (whole, *(Evidence(place, self._rule, part) for part, place in parts))

    def _part(self, quote: Quote | None, near: Span) -> Span | None:
        """Return where a part stands; one that the text does not have is left out and counted."""
        if quote is None:
            return None
        try:
            return self._places.of(quote, near)
        except Dropped:
            self.parts += 1
            return None

    def _when(self, span: Span | None, *, past: bool) -> When | None:
        """Return the time that the words of *span* name in the language's own grammar; other words are no time."""
        if span is None:
            return None
        around = next((s.span for s in self._document.sentences if s.span.overlaps(span)), span)
        for time in self._document.pack.times(self._document.text, around):
            if time.span.overlaps(span) and time.kind not in ("duration", "set"):
                published = self._document.published
                return When(time.span, time.timex, resolve(time, published, told_as_past=past))
        self.parts += 1
        return None

    def _all(self, named: tuple[Named, ...], near: Span) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._actor(one, near) for one in named))

    def _some(self, named: tuple[Named, ...], near: Span) -> tuple[str, ...]:
        """Return those actors that the text names; the others are left out and counted."""
        found: list[str] = []
        for one in named:
            try:
                found.append(self._actor(one, near))
            except Dropped:
                self.parts += 1
        return tuple(dict.fromkeys(found))

    def _actor(self, named: Named, near: Span) -> str:
        """Return the id of who is named: an actor the rules know by these words, else a new one; raises Dropped."""
        span = self._places.of(named.quote, near)
        known = [(m, a) for m, a in self._mentions if m.type != "Place" and m.extent.overlaps(span)]
        if known:
            return max(known, key=lambda pair: (_shared(pair[0].extent, span), pair[0].span))[1].id
        words = span.of(self._document.text)
        if not self._names(words):
            raise Dropped("no actor named")
        mention = Mention(span, named.type, self._rule)
        actor = self.new.get(words) or Actor(f"a{self._next + len(self.new)}", named.type, (words,), ())
        if mention not in actor.mentions:
            actor = replace(actor, mentions=(*actor.mentions, mention))
        self.new[words] = actor
        return actor.id

    def _names(self, words: str) -> bool:
        """Tell whether words can be a name: letters, not too many, and not only pronouns and particles."""
        parts = words.split()
        if not any(c.isalpha() for c in words) or len(words) < _SHORTEST_NAME or len(parts) > _LONGEST_NAME:
            return False
        return not all(self._document.pack.letters.key(part) in self._no_names for part in parts)


def _shared(one: Span, other: Span) -> int:
    return min(one.stop, other.stop) - max(one.start, other.start)
