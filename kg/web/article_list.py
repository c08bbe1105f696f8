"""The list of articles for people: newest first, narrowed by publisher, month and actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import Overrun
from kg.questions import (
    ARTICLES,
    SORTS,
    Headed,
    ask_first_words,
    ask_heads,
    ask_told,
    read_first_words,
    read_heads,
)
from kg.triples import ISNAD
from kg.web.caching import unchanged, version_of
from kg.web.exchange import attended
from kg.web.inquiry import Inquiry, drawn
from kg.web.narrowing import EACH, MOST, Asked, Bar, Counts, address, asked_of, named_in, number_of, sort_of
from kg.web.pages import ON_LANGUAGE, look_of, page
from kg.web.terms import Term
from kg.web.views import Value, kind_of
from kg.workers import Service

_TOLD: Final = ("Statement", "Meeting", "Agreement", "Position")
"""The classes whose facts are counted of each article, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in the list: its address, what it is called, and how much it tells, by kind."""

    href: str | None
    title: Term
    titled: bool
    publisher: str | None
    published: str | None
    told: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ArticleList:
    """The list of one service."""

    service: Service
    base: str
    prefix: str

    async def show(self, request: Request) -> Response:
        """Return a page of the list."""
        return await attended(request.receive, self._show(request))

    async def _show(self, request: Request) -> Response:
        version, parts = await version_of(self.service), ("articles", *look_of(request))
        if held := unchanged(request, version, *parts, also=ON_LANGUAGE):
            return held
        inquiry = Inquiry.of(request, self.service, self.base, self.prefix)
        items = request.query_params.multi_items()
        asked = asked_of(items, ARTICLES, self.base)
        number, sort = number_of(request), sort_of(request)
        rows = await inquiry.rows(ARTICLES.ask_facts(asked, sort, EACH, (number - 1) * EACH), "behind-list")
        total, counts = await _counted(asked, inquiry)
        bar = Bar(asked, counts, await named_in(inquiry, ARTICLES, asked, counts), items, inquiry.viewer)
        more = len(rows) > EACH and number * EACH < MOST
        response = page(
            request,
            "articles.html",
            self.prefix,
            articles=await _listed([row["fact"] for row in rows[:EACH]], inquiry),
            total=total,
            first=(number - 1) * EACH + 1,
            number=number,
            previous=address(items, page=str(number - 1)) if number > 1 else None,
            following=address(items, page=str(number + 1)) if more else None,
            narrowings=[bar.narrowing(facet) for facet in ARTICLES.facets],
            sorts=[(one, address(items, sort=one), one == sort) for one in SORTS],
            behind=drawn(inquiry.behind, self.prefix),
        )
        response.headers.update(inquiry.validators(version, *parts))
        return response


async def _counted(asked: Asked, inquiry: Inquiry) -> tuple[int | None, Counts]:
    """Return how many articles there are, and the facets; nothing where there are too many to count in time."""
    try:
        return ARTICLES.read_counts(await inquiry.rows(ARTICLES.ask_counts(asked), "behind-facets"))
    except Overrun:
        return None, {}


async def _listed(articles: Sequence[str], inquiry: Inquiry) -> list[Listed]:
    if not articles:
        return []
    heads = read_heads(articles, await inquiry.rows(ask_heads(articles)), await inquiry.rows(ask_told(articles)))
    bare = [head.article for head in heads if not head.labels]
    first = read_first_words(await inquiry.rows(ask_first_words(bare))) if bare else {}
    values = await inquiry.values(articles)
    return [_one(head, values[head.article], first.get(head.article)) for head in heads]


def _one(head: Headed, value: Value, first: str | None) -> Listed:
    title = value.label if head.labels else Term("literal", first or "…")
    told = tuple((kind_of((ISNAD + name,)), head.told[name]) for name in _TOLD if head.told.get(name))
    return Listed(value.href, title, bool(head.labels), head.publisher, head.published, told)
