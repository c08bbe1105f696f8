"""Lists of names: forums, topics and places, each with how many meetings have it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg.questions import ASK_FORUMS, ASK_PLACES, ASK_TOPICS, Group, folded, read_groups
from kg.web.caching import unchanged, version_of
from kg.web.exchange import attended
from kg.web.inquiry import Inquiry, drawn
from kg.web.narrowing import address, number_of
from kg.web.pages import ON_LANGUAGE, look_of, page
from kg.web.routing import add_reading, parameters
from kg.workers import Service

_EACH: Final = 50
_ASKED: Final = {"forums": ("forum", ASK_FORUMS), "topics": ("topic", ASK_TOPICS), "places": ("place", ASK_PLACES)}


@dataclass(frozen=True, slots=True)
class Groups:
    """The lists of names of one service."""

    service: Service
    base: str
    prefix: str

    def routes(self) -> APIRouter:
        """Return a route for each list."""
        router = APIRouter(tags=["pages"])
        for name in _ASKED:
            add_reading(
                router,
                f"/{name}",
                # By place: what is bound by name would be a parameter of the address.
                partial(self.show, name),
                name=name,
                summary=f"List {name} by how many meetings have them",
                response_class=Response,
                openapi_extra=parameters("q", "page"),
            )
        return router

    async def show(self, name: str, request: Request) -> Response:
        """Return a page of a list."""
        version, parts = await version_of(self.service), (name, *look_of(request))
        if held := unchanged(request, version, *parts, also=ON_LANGUAGE):
            return held
        inquiry = Inquiry.of(request, self.service, self.base, self.prefix)
        response = await attended(request.receive, self._shown(request, name, inquiry))
        response.headers.update(inquiry.validators(version, *parts))
        return response

    async def _shown(self, request: Request, name: str, inquiry: Inquiry) -> Response:
        kind, query = _ASKED[name]
        words = " ".join(request.query_params.get("q", "").split())[:500]
        found = read_groups(await inquiry.rows(query, "behind-list"))
        if key := folded(words):
            found = tuple(group for group in found if key in group.key)
        number, items = number_of(request), request.query_params.multi_items()
        first = (number - 1) * _EACH
        return page(
            request,
            "groups.html",
            self.prefix,
            listed=name,
            kind=kind,
            words=words,
            total=len(found),
            groups=[(one, *self._addresses(one, kind, inquiry)) for one in found[first : first + _EACH]],
            number=number,
            previous=address(items, page=str(number - 1)) if number > 1 else None,
            following=address(items, page=str(number + 1)) if len(found) > first + _EACH else None,
            behind=drawn(inquiry.behind, self.prefix),
        )

    def _addresses(self, group: Group, kind: str, inquiry: Inquiry) -> tuple[str, str]:
        """Return where a group has its page, and where the meetings are listed that it counts."""
        href = inquiry.viewer.href(group.things[0]) or ""
        # A forum is itself in its list; topics and places are what is called so.
        several = kind == "forum" and len(group.things) > 1
        value = group.things[0] if kind == "forum" else group.label
        return href, href if several else f"{self.prefix}meetings?{urlencode({kind: value})}"
