"""The list of articles for people: newest first, narrowed by publisher, month and actor."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import Overrun
from kg.questions import ARTICLES, SORTS
from kg.web.caching import unchanged, version_of
from kg.web.exchange import attended
from kg.web.heads import heads_of
from kg.web.inquiry import Inquiry, drawn
from kg.web.narrowing import EACH, MOST, Asked, Bar, Counts, address, asked_of, named_in, number_of, sort_of
from kg.web.pages import ON_LANGUAGE, look_of, page
from kg.workers import Service


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
            articles=[
                (head, head.title(inquiry.viewer), inquiry.viewer.href(head.said.article))
                for head in await heads_of(inquiry, [row["fact"] for row in rows[:EACH]])
            ],
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
