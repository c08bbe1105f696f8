"""Lists of statements, meetings and agreements, narrowed by facets in the address; numbers of pages lead here."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from kg.errors import Overrun
from kg.questions import LISTS, SORTS, Listing, Row, phrase, sorted_facts
from kg.web.caching import Version, issue_of, unchanged, version_of
from kg.web.events import events_of
from kg.web.exchange import attended
from kg.web.faces.topic import called_alike
from kg.web.inquiry import Behind, Inquiry, drawn
from kg.web.listing import KINDS
from kg.web.narrowing import EACH, MOST, Asked, Bar, address, asked_of, named_in, number_of, sort_of
from kg.web.pages import ON_LANGUAGE, address_of_query, look_of, page
from kg.web.routing import add_reading, parameters
from kg.workers import Service

_MOST_KEPT: Final = 256
_TABLES: Final = frozenset({"csv", "tsv", "json", "xml"})


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one service."""

    service: Service
    base: str
    prefix: str
    _kept: OrderedDict[tuple[str, str], list[Row]] = field(default_factory=OrderedDict)
    """Answers by edition of the store and query: counting is most of the work, and the same lists are asked again."""

    def routes(self) -> APIRouter:
        """Return a route for each list."""
        router = APIRouter(tags=["pages"])
        for name, listing in LISTS.items():
            add_reading(
                router,
                f"/{name}",
                # By place: what is bound by name would be a parameter of the address.
                partial(self.show, name, listing),
                name=name,
                summary=f"List {name}, narrowed by facets",
                response_class=Response,
                openapi_extra=parameters(*_names(listing), "sort", "page"),
            )
        return router

    async def show(self, name: str, listing: Listing, request: Request) -> Response:
        """Return a page of a list."""
        version, parts = await version_of(self.service), (name, *look_of(request))
        if held := unchanged(request, version, *parts, also=ON_LANGUAGE):
            return held
        return await attended(request.receive, self._shown(request, (name, listing), version, parts))

    async def _shown(
        self, request: Request, of: tuple[str, Listing], version: Version, parts: tuple[str, ...]
    ) -> Response:
        name, listing = of
        inquiry = Inquiry.of(request, self.service, self.base, self.prefix)
        items = request.query_params.multi_items()
        asked = asked_of(items, listing, self.base)
        chosen = await _chosen(listing, asked, inquiry)
        if (form := request.query_params.get("format")) in _TABLES:
            table = address_of_query(self.prefix, listing.ask_table(chosen))
            return RedirectResponse(f"{table}&format={form}", 303, {"cache-control": "no-store"})
        response = page(
            request,
            "list.html",
            self.prefix,
            listed=name,
            kind=KINDS[name],
            **await self._told(request, listing, asked, (inquiry, chosen, version)),
            behind=drawn(inquiry.behind, self.prefix),
        )
        response.headers.update(inquiry.validators(version, *parts))
        return response

    async def _told(
        self, request: Request, listing: Listing, asked: Asked, found: tuple[Inquiry, Asked, Version]
    ) -> dict[str, Any]:
        """Return what the page of a list is told: the facts on it, how many there are, and what narrows them."""
        inquiry, chosen, version = found
        items = request.query_params.multi_items()
        number, sort = number_of(request), sort_of(request)
        first, counts_asked = (number - 1) * EACH, listing.ask_counts(chosen)
        if listing.once(chosen):
            counted = await self._rows(inquiry, version, counts_asked, "behind-list")
            rows = sorted_facts(counted, sort, EACH, first)
        else:
            rows, counted = await asyncio.gather(
                self._rows(inquiry, version, listing.ask_facts(chosen, sort, EACH, first), "behind-list"),
                self._counts(inquiry, version, counts_asked),
            )
        total, counts = listing.read_counts(counted)
        bar = Bar(asked, counts, await named_in(inquiry, listing, asked, counts), items, inquiry.viewer)
        more = len(rows) > EACH and number * EACH < MOST
        return {
            "events": await events_of(inquiry, [row["fact"] for row in rows[:EACH]]),
            "total": total if counted else None,
            "number": number,
            "previous": address(items, page=str(number - 1)) if number > 1 else None,
            "following": address(items, page=str(number + 1)) if more else None,
            "narrowings": [bar.narrowing(facet) for facet in listing.facets],
            "words": asked.get("q", ("",))[0],
            "kept": [(key, value) for key, value in items if key not in ("q", "page")],
            "sorts": [(one, address(items, sort=one), one == sort) for one in SORTS],
            "tables": [(one, address([*items, ("format", one)])) for one in ("csv", "json")],
        }

    async def _counts(self, inquiry: Inquiry, version: Version, query: str) -> list[Row]:
        """Return the rows of counts; none where they take longer than a page may: a list is worth showing without."""
        try:
            return await self._rows(inquiry, version, query, "behind-facets")
        except Overrun:
            inquiry.revisions.add(-1)
            return []

    async def _rows(self, inquiry: Inquiry, version: Version, query: str, said: str) -> list[Row]:
        """Return the rows of a question, from what is kept where this edition was asked the same before."""
        key = (issue_of(version.edition), query)
        if key in self._kept:
            inquiry.behind.append(Behind(said, query))
            inquiry.revisions.add(version.seen)
            self._kept.move_to_end(key)
            return self._kept[key]
        before = set(inquiry.revisions)
        rows = await inquiry.rows(query, said)
        if inquiry.revisions | before == {version.seen}:
            self._kept[key] = rows
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return rows


async def _chosen(listing: Listing, asked: Asked, inquiry: Inquiry) -> Asked:
    """Return the values that are looked for: of a topic the words side by side, or all that is called so."""
    chosen = dict(asked)
    topic = next((facet for facet in listing.facets if facet.name == "topic"), None)
    if topic and (words := asked.get("topic")):
        found = phrase(words[0]) if topic.values == "search" else await topics_called(words[0], inquiry)
        chosen["topic"] = (found,)
    return chosen


async def topics_called(words: str, inquiry: Inquiry) -> str:
    """Return the topics of meetings that are called *words*, in any spelling: IRIs between blanks."""
    return " ".join(await called_alike(words, "schema:about", inquiry))


def _names(listing: Listing) -> Iterable[str]:
    return (facet.name for facet in listing.facets)
