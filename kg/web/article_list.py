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
from kg.web.caching import unchanged, version_of
from kg.web.exchange import attended
from kg.web.inquiry import Inquiry
from kg.web.narrowing import Asked, Bar, Counts, address, asked_of, named_in
from kg.web.pages import ON_LANGUAGE, address_of_query, look_of, page
from kg.web.terms import Term
from kg.web.views import Value
from kg.workers import Service

EACH: Final = 25
MOST: Final = 10_000
"""Articles that can be leafed through; the query behind has all of them."""
_KINDS: Final = {"Statement": "statement", "Meeting": "meeting", "Agreement": "agreement", "Position": "position"}


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
        number, sort = _number(request), _sort(request)
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
            behind=[(one.said, one.query, address_of_query(self.prefix, one.query)) for one in inquiry.behind],
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
    title = value.label if head.labels else Term("literal", first or "…", "ar")
    told = tuple((kind, head.told[name]) for name, kind in _KINDS.items() if head.told.get(name))
    return Listed(value.href, title, bool(head.labels), head.publisher, head.published, told)


def _number(request: Request) -> int:
    said = request.query_params.get("page", "1")
    return min(max(int(said), 1), MOST // EACH) if said.isascii() and said.isdecimal() and len(said) < 9 else 1


def _sort(request: Request) -> str:
    said = request.query_params.get("sort", "")
    return said if said in SORTS else next(iter(SORTS))
