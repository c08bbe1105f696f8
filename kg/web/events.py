"""Statements, meetings and agreements as rows of pages: who, what, when, where, and the sentences that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.questions import MOST_TOLD, Place, Proof, Told, ask_things, ask_values, read_things, short
from kg.text import Span
from kg.web.inquiry import Inquiry, by
from kg.web.quoting import Quoted, quoted
from kg.web.terms import Term
from kg.web.views import Value, Viewer

_ACTORS: Final = ("isnad:speaker", "isnad:relayer", "isnad:participant", "isnad:party", "isnad:heldWithin")
_LABELLED: Final = ("sem:hasTime", "schema:location", "schema:about")
_FEW: Final = 3
"""Sentences that a row shows as its proof; the page of the fact has all."""


@dataclass(frozen=True, slots=True)
class Source:
    """The article that a fact is from, with what is known of it."""

    article: Value
    publisher: Value | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """A fact as a row shows it; which parts it has depends on its `kind`.

    `words` are what was said or agreed on, or what the meeting is called. `who` are speakers, participants or parties;
    `traits` tell its mode, medium, kind or status by short names, in `named` they are said in the page's language.
    """

    kind: str
    iri: str
    href: str | None
    words: Term
    who: tuple[Value, ...]
    relayers: tuple[Value, ...]
    traits: Mapping[str, tuple[str, ...]]
    named: Mapping[str, tuple[Value, ...]]
    conditional: bool
    topics: tuple[Value, ...]
    time: When | None
    place: Value | None
    forum: Value | None
    source: Source
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class When:
    """A time as the text names it: its `words`, and the day, month or year where text or metadata fix it."""

    iri: str
    href: str | None
    words: Term
    timex: str | None
    date: str | None
    resolved: bool
    precision: str

    @property
    def dated(self) -> bool:
        """Tell whether anything of the calendar is known."""
        return self.date is not None


async def told_of(inquiry: Inquiry, things: Iterable[str]) -> dict[str, Told]:
    """Return all that is said of *things*, by IRI."""
    found: dict[str, Told] = {}
    for some in by(MOST_TOLD, dict.fromkeys(things)):
        found |= read_things(await inquiry.rows(ask_things(some)))
    return found


# What a row tells of times and articles; all that an article mentions would be as long as the article.
_AROUND: Final = (
    *("schema:publisher", "schema:datePublished", "rdfs:label"),
    *("isnad:timex", "isnad:date", "isnad:timeStatus", "time:dayOfWeek", "time:monthOfYear"),
)


async def events_of(inquiry: Inquiry, facts: Sequence[str]) -> tuple[Event, ...]:
    """Return statements, meetings and agreements as rows, in the order of *facts*; what is none is left out."""
    told = await told_of(inquiry, facts)
    linked = {value for one in told.values() for name in _LABELLED for value in one.all(name)}
    articles = {value for one in told.values() for value in one.all("isnad:reportedIn")}
    around: dict[str, Told] = {}
    for some in by(MOST_TOLD, sorted(linked | articles)):
        around |= read_things(await inquiry.rows(ask_values(some, _AROUND)))
    named = {value for one in told.values() for name in (*_ACTORS, *_LABELLED) for value in one.all(name)}
    named |= articles | {value for one in around.values() for value in one.all("schema:publisher")}
    rows = _Rows(inquiry.viewer, around, await inquiry.values(named))
    return tuple(rows.event(told[fact]) for fact in facts if fact in told and rows.kind(told[fact]))


_KINDS: Final = {"isnad:Statement": "statement", "isnad:Meeting": "meeting", "isnad:Agreement": "agreement"}
_CONCEPTS: Final = {
    "quoteMode": "isnad:quoteMode",
    "medium": "isnad:medium",
    "kind": "dcterms:type",
    "status": "isnad:status",
    "mode": "schema:eventAttendanceMode",
}


@dataclass(frozen=True, slots=True)
class _Rows:
    viewer: Viewer
    around: Mapping[str, Told]
    values: Mapping[str, Value]

    def kind(self, told: Told) -> str:
        """Return which kind of event it is; "" for none."""
        classes = {one.replace("https://w3id.org/isnad/ontology#", "isnad:") for one in told.all("rdf:type")}
        return next((kind for name, kind in _KINDS.items() if name in classes), "")

    def event(self, told: Told) -> Event:
        kind = self.kind(told)
        source = self.source(told)
        places = sentences_of(told)
        who = {"statement": "isnad:speaker", "meeting": "isnad:participant", "agreement": "isnad:party"}[kind]
        words = told.one("schema:text") or told.one("rdfs:label") or ""
        times = self._listed(told, "sem:hasTime")
        return Event(
            kind=kind,
            iri=told.iri,
            href=self.viewer.href(told.iri),
            words=Term("literal", words),
            who=self._listed(told, who),
            relayers=self._listed(told, "isnad:relayer"),
            traits={name: tuple(filter(None, map(short, told.all(of)))) for name, of in _CONCEPTS.items()},
            named={
                name: tuple(self.viewer.value(Term("iri", one), {}) for one in told.all(of))
                for name, of in _CONCEPTS.items()
            },
            conditional=bool(told.all("isnad:condition")),
            topics=self._listed(told, "schema:about"),
            time=when_of(self.around.get(times[0].term.value), self.viewer) if times else None,
            place=next(iter(self._listed(told, "schema:location")), None),
            forum=next(iter(self._listed(told, "isnad:heldWithin")), None),
            source=source,
            quotes=tuple(quote_of(place, source, self.viewer) for place in places[:_FEW]),
        )

    def _listed(self, told: Told, property_: str) -> tuple[Value, ...]:
        return tuple(self.values[one] for one in told.all(property_))

    def source(self, told: Told) -> Source:
        article = told.one("isnad:reportedIn") or ""
        known = self.around.get(article, Told(article))
        publisher = known.one("schema:publisher")
        return Source(
            self.values.get(article) or self.viewer.value(Term("iri", article), {}),
            self.values.get(publisher) if publisher else None,
            known.one("schema:datePublished"),
        )


async def rows_source(told: Told, inquiry: Inquiry, places: Sequence[Place] = ()) -> Source | None:
    """Return the article that a thing is from, or that its first place is in; None for what no article says."""
    article = told.one("isnad:reportedIn") or next((place.article for place in (*places, *told.places)), None)
    if article is None:
        return None
    around = await told_of(inquiry, [article])
    publisher = around[article].one("schema:publisher") if article in around else None
    values = await inquiry.values({article, *filter(None, [publisher])})
    dated = around[article].one("schema:datePublished") if article in around else None
    return Source(values[article], values[publisher] if publisher else None, dated)


def when_of(told: Told | None, viewer: Viewer) -> When | None:
    """Return a time as pages show it."""
    if told is None:
        return None
    date = told.one("isnad:date")
    precision = {4: "year", 7: "month", 10: "day"}.get(len(date or ""), "")
    if not precision:
        precision = "weekday" if told.all("time:dayOfWeek") else "month" if told.all("time:monthOfYear") else ""
    words = Term("literal", told.one("rdfs:label") or "")
    resolved = short(told.one("isnad:timeStatus")) == "resolved"
    return When(told.iri, viewer.href(told.iri), words, told.one("isnad:timex"), date, resolved, precision)


def sentences_of(told: Told) -> tuple[Place, ...]:
    """Return the sentences that prove a fact, marked where its words stand in them: what was said, else the cue."""
    evidence, content = told.at("isnad:evidence"), told.at("isnad:content")
    if not content:
        return narrowed(evidence, told.at("isnad:cue"))
    around = [next((one for one in evidence if place.span.within(one.span)), None) for place in content]
    return tuple(
        place if whole is None else _narrowed(whole, (place,)) for place, whole in zip(content, around, strict=True)
    )


def narrowed(places: Sequence[Place], marks: Sequence[Place]) -> tuple[Place, ...]:
    """Return the sentences of *places*, with the words of the first of *marks* that stands in each for its own."""
    return tuple(_narrowed(place, marks) for place in places)


def _narrowed(place: Place, marks: Sequence[Place]) -> Place:
    mark = next((one for one in marks if one.span.within(place.span)), None)
    if mark is None:
        return place
    return Place(place.property, place.iri, place.article, mark.words, mark.span, place.words, place.span)


def quote_of(place: Place, source: Source, viewer: Viewer) -> Quoted:
    """Return a place as pages quote it."""
    headline = source.article.label.value if source.article.label.kind == "literal" else None
    publisher = source.publisher.label.value if source.publisher else None
    proof = Proof(
        fact=place.iri,
        article=place.article,
        words=place.words,
        span=place.span,
        sentence=place.sentence,
        sentence_span=place.sentence_span,
        headline=headline,
        publisher=publisher,
        published=source.published,
    )
    return quoted(proof, viewer)


def pieces(whole: Place, marks: Iterable[Place]) -> tuple[tuple[bool, str], ...]:
    """Return the words of a place in pieces, each with whether it is of one of *marks*, which may not overlap."""
    found, at = [], whole.span.start
    for mark in sorted(marks, key=lambda one: one.span.start):
        if mark.span.within(whole.span) and mark.span.start >= at:
            found += [(False, _cut(whole, at, mark.span.start)), (True, _cut(whole, mark.span.start, mark.span.stop))]
            at = mark.span.stop
    return tuple((marked, text) for marked, text in (*found, (False, _cut(whole, at, whole.span.stop))) if text)


def _cut(place: Place, start: int, stop: int) -> str:
    return Span(start - place.span.start, stop - place.span.start).of(place.words) if stop > start else ""
