"""The page of a forum: what it is called, its sessions in order of time, who took part, what it says and is told of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.datastructures import QueryParams

from kg.questions import LISTS, ask_members, ask_sessions, ask_twins, read_sessions
from kg.triples import ISNAD
from kg.web.events import Source, events_of, quote_of, told_of
from kg.web.inquiry import Inquiry
from kg.web.terms import Term
from kg.web.views import Value

_SHOWN: Final = 50
_FEW: Final = 5


class ForumFace:
    """A frame in which its parties meet again and again."""

    classes = (f"{ISNAD}Forum",)
    template = "forum.html"

    async def told(self, iri: str, inquiry: Inquiry, asked: QueryParams) -> Mapping[str, Any]:
        """Return what the page of a forum shows."""
        told = (await told_of(inquiry, [iri]))[iri]
        values = await inquiry.values([iri, *told.all("isnad:onBehalfOf"), *told.all("skos:exactMatch")])
        twins = [row["twin"] for row in await inquiry.rows(ask_twins(iri))] or [iri]
        sessions = read_sessions(await inquiry.rows(ask_sessions(iri), "behind-sessions"))
        members = await inquiry.rows(ask_members(twins), "behind-members")
        statements = LISTS["statements"].ask_facts({"speaker": [iri]}, "newest", _FEW, 0)
        said = [row["fact"] for row in await inquiry.rows(statements, "behind-said-by")]
        who = await inquiry.values([row["who"] for row in members])
        names = {*told.all("schema:alternateName"), *told.all("skos:altLabel"), *told.all("rdfs:label")}
        return {
            "title": values[iri].label,
            "names": sorted(names - {values[iri].label.value}),
            "same": [values[one] for one in told.all("skos:exactMatch")],
            "sessions": await events_of(inquiry, [one.meeting for one in sessions[:_SHOWN]]),
            "held": len(sessions),
            "members": [(who[row["who"]], int(row["count"])) for row in members],
            "said": await events_of(inquiry, said[:_FEW]),
            "quotes": await mentions_of(told.iri, inquiry),
        }


async def mentions_of(thing: str, inquiry: Inquiry) -> list[Any]:
    """Return some of the places where articles name a thing, as pages quote them."""
    told = (await told_of(inquiry, [thing]))[thing]
    places = told.at("isnad:mention")[:_FEW]
    articles = await told_of(inquiry, {place.article for place in places})
    published = {iri: one.one("schema:publisher") for iri, one in articles.items()}
    values = await inquiry.values({place.article for place in places} | set(filter(None, published.values())))
    sources: dict[str, Source] = {}
    for place in places:
        publisher = published.get(place.article)
        dated = articles[place.article].one("schema:datePublished") if place.article in articles else None
        sources[place.article] = Source(values[place.article], values[publisher] if publisher else None, dated)
    return [quote_of(place, sources[place.article], inquiry.viewer) for place in places]


def called(iri: str, words: str, inquiry: Inquiry) -> Value:
    """Return a thing that has no label of its own, called by *words*."""
    return Value(Term("iri", iri), inquiry.viewer.href(iri), Term("literal", words))
