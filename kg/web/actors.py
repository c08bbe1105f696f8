"""The actors that articles speak of as a list, and lists of the facts that name one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from kg.errors import UsageError
from kg.questions import ask_entities, is_iri, read_entities
from kg.questions.actor_counts import Count, ask_facets, read_facets
from kg.questions.actor_facts import ask_listed
from kg.questions.actor_list import Listed, Register, Sides, Sifted, ask_actors, ask_sides, read_actors, read_sides
from kg.search import Sought
from kg.triples import ISNAD
from kg.web.actor_asking import FACTS, ActorsIn, Choice, FactsIn, choice_of, turned
from kg.web.caching import unchanged, version_of
from kg.web.exchange import attended
from kg.web.explore import Explore
from kg.web.gatekeeper import client_of
from kg.web.inquiry import Inquiry, drawn
from kg.web.listing import KINDS, items_of
from kg.web.pages import ON_LANGUAGE, Language, look_of, page, with_parameter, words
from kg.web.routing import add_reading
from kg.web.terms import Term
from kg.web.views import Value
from kg.workers import Service

_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Actors:
    """The lists of one service; *base* is that of its names."""

    service: Service
    base: str
    prefix: str

    def routes(self) -> APIRouter:
        """Return the routes /actors, /actors/facts and those of the network around an actor."""
        router = APIRouter(tags=["pages"])
        add_reading(router, "/actors", self.listed, response_class=Response)
        add_reading(router, "/actors/facts", self.facts, response_class=Response)
        router.include_router(Explore(self.service, self.base, self.prefix).routes())
        return router

    async def listed(self, request: Request, asked: Annotated[ActorsIn, Query()]) -> Response:
        """Return a page of the actors that articles speak of."""
        return await attended(request.receive, self._listed(request, asked))

    async def facts(self, request: Request, asked: Annotated[FactsIn, Query()]) -> Response:
        """Return a page of the facts that name an actor, each with the sentences that prove it."""
        return await attended(request.receive, self._facts(request, asked))

    async def _listed(self, request: Request, asked: ActorsIn) -> Response:
        version, parts = await version_of(self.service), ("actors", *look_of(request))
        if held := unchanged(request, version, *parts, also=ON_LANGUAGE):
            return held
        inquiry = Inquiry.of(request, self.service, self.base, self.prefix)
        sifted = await self._sifted(request, asked)
        found: tuple[Listed, ...] = ()
        sides = Sides()
        if sifted.found is None or sifted.found:
            register, first = _register(inquiry.viewer.language), (asked.page - 1) * _PAGE
            question = ask_actors(sifted, self.base, register, _PAGE + 1, first)
            found = read_actors(await inquiry.rows(question, "behind-actors"))
            sides = read_sides(await inquiry.rows(ask_sides(sifted, self.base), "behind-sides"))
        shown = found[:_PAGE]
        values = await inquiry.values({one.actor for one in shown} | {one.value for one in sides.countries})
        actors = [one.actor for one in shown]
        told = read_entities(await inquiry.rows(ask_entities(actors))) if actors else {}
        response = page(
            request,
            "actors.html",
            self.prefix,
            asked=asked,
            actors=[(values[one.actor], one, told.get(one.actor)) for one in shown],
            sides=sides,
            facets=_facets(request, asked, sides, values),
            letters=_letters(request, asked, inquiry.viewer.language),
            orders=[(name, turned(request, "order", name)) for name in ("", "name")],
            known=[(name, turned(request, "known", name)) for name in ("", "yes", "no")],
            country=values.get(asked.country),
            number=asked.page,
            previous=with_parameter(request, "page", str(asked.page - 1)) if asked.page > 1 else None,
            following=with_parameter(request, "page", str(asked.page + 1)) if len(found) > _PAGE else None,
            behind=drawn(inquiry.behind, self.prefix),
            cleared=f"{self.prefix}actors",
        )
        response.headers.update(inquiry.validators(version, *parts))
        return response

    async def _sifted(self, request: Request, asked: ActorsIn) -> Sifted:
        if asked.country and not is_iri(asked.country):
            raise UsageError(f"country is no IRI: {asked.country[:100]!r}", hint="write it in full")
        found = None
        if asked.q.strip():
            sought = Sought(asked.q, (f"{ISNAD}Actor",), limit=_PAGE * 4)
            results = (await self.service.search(sought, client_of(request.scope)))["results"]
            found = [one["iri"] for one in results]  # type: ignore[attr-defined]
        return Sifted(
            type=asked.type or None,
            country=asked.country or None,
            publisher=asked.publisher or None,
            letter=asked.letter or None,
            linked={"yes": True, "no": False}.get(asked.known),
            found=found,
            by_name=asked.order == "name",
        )

    async def _facts(self, request: Request, asked: FactsIn) -> Response:
        chosen = asked.chosen
        version, parts = await version_of(self.service), ("facts", *look_of(request))
        if held := unchanged(request, version, *parts, also=ON_LANGUAGE):
            return held
        inquiry = Inquiry.of(request, self.service, self.base, self.prefix)
        rows = await inquiry.rows(ask_listed(asked.part, asked.of, chosen, asked.between), "behind-these")
        items = await items_of(asked.part, rows[:FACTS], inquiry)
        counted = await self._counted(asked, inquiry)
        named = {iri for iri in (asked.of, asked.other, asked.forum, asked.article) if iri}
        values = await inquiry.values(named | {one.value for one in counted.get("article", ())})
        response = page(
            request,
            "actor_facts.html",
            self.prefix,
            asked=asked,
            actor=values[asked.of],
            kind=KINDS[asked.part],
            narrowed=self._narrowed(request, asked, values, inquiry),
            facets=_choices(request, counted, values, inquiry),
            items=items,
            number=asked.page,
            previous=with_parameter(request, "page", str(asked.page - 1)) if asked.page > 1 else None,
            following=with_parameter(request, "page", str(asked.page + 1)) if len(rows) > FACTS else None,
            behind=drawn(inquiry.behind, self.prefix),
        )
        response.headers.update(inquiry.validators(version, *parts))
        return response

    async def _counted(self, asked: FactsIn, inquiry: Inquiry) -> dict[str, tuple[Count, ...]]:
        """Return how many statements there are by each facet; other lists are short enough without."""
        if asked.part != "statements":
            return {}
        return read_facets(await inquiry.rows(ask_facets(asked.of, asked.chosen), "behind-sifting"))

    def _narrowed(
        self, request: Request, asked: FactsIn, values: dict[str, Value], inquiry: Inquiry
    ) -> list[tuple[str, Value, str]]:
        """Return what narrows the list: the word's key, the value, and the address without it."""
        found = []
        schemes = {"medium": "medium", "mode": "quote", "status": "status"}
        for name in ("other", "forum", "medium", "mode", "status", "called", "article", "month", "since", "until"):
            value = getattr(asked, name)
            if not value:
                continue
            if name in schemes:
                shown = inquiry.viewer.value(Term("iri", f"{ISNAD}{schemes[name]}-{value}"), {})
            else:
                shown = values.get(value) or Value(Term("literal", value), None, Term("literal", value))
            found.append((name, shown, turned(request, name, "")))
        return found


def _choices(
    request: Request, counted: Mapping[str, Sequence[Count]], values: Mapping[str, Value], inquiry: Inquiry
) -> list[tuple[str, list[Choice]]]:
    """Return the facets of a list of statements, concepts by their words."""
    schemes = {"medium": "medium", "mode": "quote"}
    return [
        (
            facet,
            [
                choice_of(
                    request,
                    facet,
                    one.value,
                    one.count,
                    inquiry.viewer.value(Term("iri", f"{ISNAD}{schemes[facet]}-{one.value}"), {})
                    if facet in schemes
                    else values.get(one.value),
                )
                for one in counts
            ],
        )
        for facet, counts in counted.items()
    ]


def _facets(
    request: Request, asked: ActorsIn, sides: Sides, values: dict[str, Value]
) -> list[tuple[str, list[Choice]]]:
    """Return the facets of the list: by type, country and publisher."""
    counted: tuple[tuple[str, Any], ...] = (
        ("type", sides.types),
        ("country", sides.countries),
        ("publisher", sides.publishers),
    )
    return [
        (name, [choice_of(request, name, one.value, one.count, values.get(one.value)) for one in counts])
        for name, counts in counted
    ]


def _letters(request: Request, asked: ActorsIn, language: Language) -> list[tuple[str, str, bool]]:
    """Return the letters of the page's alphabet with their addresses, and which is chosen."""
    chosen, alphabet = asked.letter, words(language)["letters"].split()
    return [
        (letter, turned(request, "letter", "" if letter == chosen else letter), letter == chosen) for letter in alphabet
    ]


def _register(language: Language) -> Register:
    said = words(language)
    return Register(language, said["register-article"], said["register-alike"], said["register-letter"])
