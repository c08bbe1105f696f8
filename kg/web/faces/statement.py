"""The page of a statement: its words, who said them, the way they came, and where else they may be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import QueryParams

from kg.errors import UsageError
from kg.questions import (
    LEAST,
    Place,
    Told,
    alike_names,
    ask_agreements_in,
    ask_around,
    ask_named,
    ask_speakers,
    likeness,
    telling_words,
)
from kg.search import Sought
from kg.triples import ISNAD, NAMESPACES
from kg.web.chains import chains_of
from kg.web.events import Event, Source, events_of, pieces, quote_of, sentences_of, told_of
from kg.web.inquiry import Inquiry
from kg.web.quoting import Quoted
from kg.web.terms import Term
from kg.web.views import Value

_LIKE: Final = 60
_SHOWN: Final = 8
_BETWEEN: Final = 8
"""Characters that may stand between a headline and the text below it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an article says it: "headline", "lead" or "body", and the sentence."""

    where: str
    quote: Quoted


@dataclass(frozen=True, slots=True)
class Likely:
    """A statement elsewhere that may be the same: how alike the words are, from 0 to 1. Nothing asserts it."""

    score: float
    event: Event


class StatementFace:
    """What somebody said."""

    classes = (f"{ISNAD}Statement",)
    template = "statement.html"

    async def told(self, iri: str, inquiry: Inquiry, asked: QueryParams) -> Mapping[str, Any]:
        """Return what the page of a statement shows."""
        told = (await told_of(inquiry, [iri]))[iri]
        event = (await events_of(inquiry, [iri]))[0]
        headline = event.source.article.label.value
        around = [row["other"] for row in await inquiry.rows(ask_around(iri), "behind-around")]
        at = around.index(iri) if iri in around else 0
        named = [row["who"] for row in await inquiry.rows(ask_named([iri]), "behind-named")]
        reported = [row["fact"] for row in await inquiry.rows(ask_agreements_in(iri), "behind-agreements")]
        neighbours = await events_of(inquiry, [*around[max(0, at - 1) : at], *around[at + 1 : at + 2], *reported])
        by_iri = {one.iri: one for one in neighbours}
        values = await inquiry.values({*named, *told.all("isnad:reviewState")})
        return {
            "title": shortened(event.words),
            "event": event,
            "utterance": _uttered(told),
            "rings": (await chains_of([iri], inquiry)).get(iri, ()),
            "mentions": _mentions(sentences_of(told), event.source, headline, inquiry),
            "conditions": quotes_of(told, "isnad:condition", event.source, inquiry),
            "cues": quotes_of(told, "isnad:cue", event.source, inquiry),
            "named": _sorted(values[one] for one in named if one not in told.all("isnad:speaker")),
            "before": by_iri.get(around[at - 1]) if at else None,
            "after": by_iri.get(around[at + 1]) if at + 1 < len(around) else None,
            "of_speaker": len(around),
            "agreements": [by_iri[one] for one in reported if one in by_iri],
            "likely": await _likely(event, inquiry),
            "reading": reading_of(told, values),
        }


def shortened(words: Term, most: int = 90) -> Term:
    """Return words as a title has them: cut between words where they are many."""
    text = words.value
    if len(text) > most:
        text = text[:most].rpartition(" ")[0] + " …"
    return Term("literal", text, words.language)


def quotes_of(told: Told, property_: str, source: Source, inquiry: Inquiry) -> tuple[Quoted, ...]:
    """Return the places that a property points to as pages quote them."""
    return tuple(quote_of(place, source, inquiry.viewer) for place in told.at(property_))


def reading_of(told: Told, values: Mapping[str, Value]) -> Mapping[str, Sequence[Any]]:
    """Return how a fact was read: by which rules, how surely, and what people decided about it."""
    return {
        "rules": told.all("isnad:rule"),
        "confidence": told.all("isnad:confidence"),
        "reviewed": [values[one] for one in told.all("isnad:reviewState")],
    }


def _uttered(told: Told) -> tuple[tuple[bool, str], ...]:
    """Return what was said in pieces, those marked that make it conditional; the longest where it stands more often."""
    text = told.one("schema:text")
    places = told.at("isnad:content")
    whole = next((place for place in places if place.words == text), None)
    return pieces(whole, told.at("isnad:condition")) if whole else ((False, text or ""),)


def _mentions(places: Sequence[Place], source: Source, headline: str, inquiry: Inquiry) -> tuple[Mention, ...]:
    # What is called a headline is where the text begins; the sentence after it is the lead.
    end = len(headline)
    found = []
    for place in places:
        start = place.sentence_span.start
        where = (
            "headline"
            if start < end and place.sentence[:20] == headline[:20]
            else "lead"
            if start < end + 8
            else "body"
        )
        found.append(Mention(where, quote_of(place, source, inquiry.viewer)))
    return tuple(found)


def _sorted(values: Any) -> list[Value]:
    return sorted(values, key=lambda value: value.label.value)


async def _likely(event: Event, inquiry: Inquiry) -> tuple[Likely, ...]:
    """Return statements of other articles that may be the same: of speakers called alike, in words much alike."""
    words = telling_words(event.words.value)
    if not words:
        return ()
    try:
        found = await inquiry.service.search(
            Sought(words, (f"{ISNAD}Statement",), limit=_LIKE, loosest=True), inquiry.client
        )
    except UsageError:
        return ()
    texts: dict[str, str] = {
        one["iri"]: one["match"]["text"]
        for one in found["results"]  # type: ignore[attr-defined]
        if one["match"]["property"] == f"{NAMESPACES['schema']}text"
    }
    scored = {iri: likeness(event.words.value, text) for iri, text in texts.items() if iri != event.iri}
    close = sorted((iri for iri, score in scored.items() if score >= LEAST), key=lambda iri: (-scored[iri], iri))
    if not close:
        return ()
    rows = await inquiry.rows(ask_speakers([event.iri, *close]), "behind-speakers")
    names: dict[str, set[str]] = {iri: set() for iri in (event.iri, *close)}
    for row in rows:
        names[row["fact"]] |= {row["who"], row.get("name", "")}
    own = names[event.iri]
    same = [iri for iri in close if names[iri] & own - {""} or alike_names(_said(names[iri]), _said(own))]
    shown = [one for one in await events_of(inquiry, same[: _SHOWN * 2]) if one.source.article != event.source.article]
    return tuple(Likely(scored[one.iri], one) for one in shown[:_SHOWN])


def _said(names: set[str]) -> list[str]:
    return [name for name in names if name and not name.startswith("http")]
