"""Facts and actors of an article as its page shows them beside the text: cards, in the order of the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kg.questions import Described, Use
from kg.text import Span
from kg.triples import term
from kg.web.chains import Ring
from kg.web.excerpts import Excerpt
from kg.web.marking import Mark
from kg.web.terms import Term
from kg.web.views import Value

FACTS: Final = {"Statement": "statement", "Meeting": "meeting", "Agreement": "agreement", "Position": "position"}
"""The classes of facts that have a card, by local name, with their kind."""
_PARTIES: Final = ("isnad:speaker", "isnad:participant", "isnad:party", "org:member")
_ROWS: Final = (
    ("isnad:relayer", "role-relayer"),
    ("isnad:quoteMode", "card-mode"),
    ("isnad:medium", "role-medium"),
    ("dcterms:type", "card-type"),
    ("isnad:status", "card-status"),
    ("schema:eventAttendanceMode", "card-attendance"),
    ("isnad:heldWithin", "card-forum"),
    ("sem:hasTime", "card-time"),
    ("schema:location", "card-place"),
    ("schema:about", "card-topics"),
    ("org:organization", "card-organization"),
    ("prov:wasDerivedFrom", "card-derived"),
)
"""What a card lists below its head, with the key of the word it does so by."""
_BESIDE: Final = {"sem:hasTime": "time", "schema:location": "place", "schema:about": "topic"}
"""What a fact points to that has words of its own in the text, with its kind."""
Links: TypeAlias = Mapping[tuple[str, Span], Described]
_MARKED: Final = frozenset({"content", "cue", "condition", "evidence"})


@dataclass(frozen=True, slots=True)
class Card:
    """One fact: who it is about, its own words, its other parts, how sure it is, and where it stands.

    `id` is its own on the page. `words` are what was said or agreed, or what an office is called. `conditions` are
    words. `confidence` is between 0 and 1, None where the rules are not asked for one.
    """

    id: str
    iri: str
    href: str | None
    kind: str
    parties: tuple[Value, ...]
    words: str
    rows: tuple[tuple[str, tuple[Value, ...]], ...]
    spans: tuple[Span, ...]
    conditions: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    confidence: float | None = None
    review: Value | None = None
    chain: tuple[Ring, ...] = ()
    about: frozenset[str] = frozenset()

    @property
    def span(self) -> Span:
        """Return where it stands first."""
        return self.spans[0]


@dataclass(frozen=True, slots=True)
class Naming:
    """One actor as the article names it: the words, the places, how sure the link to a known one is."""

    id: str
    value: Value
    kind: str
    names: tuple[str, ...]
    spans: tuple[Span, ...]
    same: tuple[Value, ...] = ()
    behalf: tuple[Value, ...] = ()
    confidence: float | None = None
    notes: tuple[str, ...] = ()
    count: int = field(default=0)


def wanted(told: Mapping[str, Described]) -> set[str]:
    """Return the IRIs that cards name, and whose words are therefore needed."""
    properties = [*_PARTIES, *(curie for curie, _ in _ROWS), "isnad:reviewState", "isnad:onBehalfOf", "skos:exactMatch"]
    found = {value for each in told.values() for curie in properties for value in each.all(curie)}
    return {value for value in found if "://" in value} | set(told)


@dataclass(frozen=True, slots=True)
class Album:
    """What the cards of one page are made of."""

    told: Mapping[str, Described]
    places: Sequence[Use]
    values: Mapping[str, Value]
    chains: Mapping[str, tuple[Ring, ...]]
    excerpt: Excerpt

    def cards(self) -> tuple[Card, ...]:
        """Return the cards of the facts, in the order of the text."""
        by_fact = _by_thing(place for place in self.places if place.part in _MARKED)
        cards = [self._card(iri, kind, by_fact[iri]) for iri, kind in self._facts() if by_fact.get(iri)]
        return tuple(sorted(cards, key=lambda card: (card.span, card.id)))

    def namings(self) -> tuple[Naming, ...]:
        """Return the actors that are named, in the order of the text."""
        by_actor = _by_thing(place for place in self.places if place.part == "mention")
        links = self._links()
        found = [self._naming(told, by_actor[iri], links) for iri, told in self.told.items() if iri in by_actor]
        return tuple(sorted((one for one in found if one), key=lambda naming: (naming.spans[0], naming.id)))

    def marks(self, cards: Iterable[Card], namings: Iterable[Naming]) -> tuple[Mark, ...]:
        """Return what is marked in the text for those cards and actors."""
        shown = {card.iri: card for card in cards}
        beside = self._beside(shown)
        actors = {str(one.value.term.value): one for one in namings}
        sentences = {around for place in self.places for around in place.sentences}
        found = []
        for place in self.places:
            if place.part == "evidence" and place.span in sentences:
                continue
            if card := shown.get(place.thing):
                found.append(Mark(place.span, card.id, card.kind, place.part))
            elif place.part == "mention" and (naming := actors.get(place.thing)):
                found.append(Mark(place.span, naming.id, naming.kind, place.part))
            else:
                found += [Mark(place.span, fact, kind, place.part) for fact, kind in beside.get(place.thing, ())]
        return tuple(found)

    def signs(self, marks: Iterable[Mark], cards: Iterable[Card]) -> dict[Mark, Card]:
        """Return the marks that bear their fact's sign, a link to its card: one for each place of its own words."""
        shown = {card.id: card for card in cards}
        first: dict[tuple[str, Span], Mark] = {}
        for mark in marks:
            if mark.fact in shown and mark.span in shown[mark.fact].spans:
                first.setdefault((mark.fact, mark.span), mark)
        return {mark: shown[mark.fact] for mark in first.values()}

    def _facts(self) -> Iterable[tuple[str, str]]:
        for iri, told in self.told.items():
            kind = next((kind for name, kind in FACTS.items() if told.is_a(name)), None)
            if kind:
                yield iri, kind

    def _card(self, iri: str, kind: str, places: Sequence[Use]) -> Card:
        told = self.told[iri]
        principal = _principal(kind, places)
        confidence = told.one("isnad:confidence")
        return Card(
            id=f"f-{_ending(iri)}",
            iri=iri,
            href=self.values[iri].href,
            kind=kind,
            parties=tuple(v for curie in _PARTIES for v in self._values(told, curie)),
            words=told.one("schema:text") or told.one("rdfs:label") or "",
            rows=tuple((word, found) for curie, word in _ROWS if (found := self._values(told, curie))),
            spans=principal,
            conditions=tuple(
                dict.fromkeys(filter(None, (self.excerpt.words(p.span) for p in places if p.part == "condition")))
            ),
            rules=told.all("isnad:rule"),
            confidence=_number(confidence),
            review=next(iter(self._values(told, "isnad:reviewState")), None),
            chain=self.chains.get(iri, ()),
            about=frozenset(words.value for values in told.values.values() for words in values),
        )

    def _values(self, told: Described, curie: str) -> tuple[Value, ...]:
        return tuple(
            self.values[words.value] if words.value in self.values else _literal(words.value, words.language)
            for words in told.values.get(term(curie).value, ())
        )

    def _naming(
        self, told: Described, places: Sequence[Use], links: Mapping[tuple[str, Span], Described]
    ) -> Naming | None:
        if not told.is_a("Actor"):
            return None
        iri = told.iri
        spans = tuple(place.span for place in places)
        linked = [links[iri, span] for span in spans if (iri, span) in links]
        sure = [number for link in linked if (number := _number(link.one("isnad:confidence"))) is not None]
        return Naming(
            id=f"a-{_ending(iri)}",
            value=self.values[iri],
            kind="forum" if told.is_a("Forum") else "actor",
            names=told.all("schema:alternateName"),
            spans=spans,
            same=self._values(told, "skos:exactMatch"),
            behalf=self._values(told, "isnad:onBehalfOf"),
            confidence=max(sure, default=None),
            notes=tuple(dict.fromkeys(note for link in linked for note in link.all("skos:note"))),
            count=len(spans),
        )

    def _links(self) -> Links:
        """Return the links of mentions to known actors, by actor and place."""
        found: dict[tuple[str, Span], Described] = {}
        for place in self.places:
            told = self.told.get(place.thing)
            if place.part == "evidence" and told is not None and told.is_a("Link"):
                found.update({(actor, place.span): told for actor in told.all("isnad:actor")})
        return found

    def _beside(self, shown: Mapping[str, Card]) -> dict[str, list[tuple[str, str]]]:
        """Return for each time, place and topic the cards it belongs to, with its kind."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for iri, card in shown.items():
            for curie, kind in _BESIDE.items():
                for thing in self.told[iri].all(curie):
                    found[thing].append((card.id, kind))
        return found


def _by_thing(places: Iterable[Use]) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = defaultdict(list)
    for place in places:
        found[place.thing].append(place)
    return found


def _principal(kind: str, places: Sequence[Use]) -> tuple[Span, ...]:
    """Return where a fact's own words are: what was said, what names a meeting; else its evidence."""
    best = "cue" if kind == "meeting" else "content"
    spans = {place.span for place in places if place.part == best} or {p.span for p in places if p.part == "evidence"}
    return tuple(sorted(spans or {place.span for place in places}))


def _ending(iri: str) -> str:
    """Return the end of a name, as the id of an element can have it."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in iri.rpartition("/")[2])[:120]


def _literal(value: str, language: str) -> Value:
    words = Term("literal", value, language or None)
    return Value(words, None, words)


def _number(words: str | None) -> float | None:
    try:
        return None if words is None else float(words)
    except ValueError:
        return None
