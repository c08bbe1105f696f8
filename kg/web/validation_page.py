"""What the shapes say of all that is published: by shape, by severity, by article; nothing is checked anew for it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg.sparql import TURTLE
from kg.store import Findings, Wish
from kg.triples import Names, validation_report, write_graphs
from kg.web.caching import ON_ACCEPT, Version, unchanged, version_of
from kg.web.exchange import attended
from kg.web.full_texts import FOR_ONE, FullTexts
from kg.web.inquiry import Inquiry
from kg.web.negotiate import HTML, called, chosen, content_type
from kg.web.pages import ON_LANGUAGE, look_of, page
from kg.web.routing import add_reading, parameters
from kg.web.verdicts import public, shape_of, verdict_of
from kg.web.wanted import Page, Word
from kg.workers import Service

EACH: Final = 50
_MOST: Final = 10_000
"""How many findings a file has; pages have all of them."""
_SEVERITIES: Final = ("violation", "warning", "info")
_LONGEST: Final = 2000
_WIDE, _HIGH = 600, 90


@dataclass(frozen=True, slots=True)
class ValidationPage:
    """The page of one service; `texts` tells who may review, and so may see what was refused."""

    service: Service
    base: str
    prefix: str
    texts: FullTexts

    def routes(self) -> APIRouter:
        """Return the route /validation."""
        router = APIRouter(tags=["pages"])
        asked = parameters("shape", "severity", "article")
        add_reading(router, "/validation", self.show, response_class=Response, openapi_extra=asked)
        return router

    async def show(self, request: Request, page: Page = 1, format: Word = None) -> Response:
        """Return what the shapes said of what is published, as a page or as a SHACL report in Turtle."""
        form = chosen(format, request.headers.get("accept"), (TURTLE, HTML))[0]
        wish = _wish(request, page)
        reviews = self.texts.reviews(request)
        also = ON_LANGUAGE if form is HTML else ON_ACCEPT
        version, parts = await version_of(self.service), ("validation", form.name, *look_of(request))
        if not reviews and (held := unchanged(request, version, *parts, also=also)):
            return held
        if form is not HTML:
            media_type = called(form, format, request.headers.get("accept"))
            return await self._report(wish, version, (content_type(media_type), *parts))
        response = await attended(request.receive, self._page(request, wish, page, reviews=reviews))
        response.headers.update(FOR_ONE if reviews else version.headers(self.service.revision, *parts))
        return response

    async def _report(self, wish: Wish, version: Version, parts: tuple[str, ...]) -> Response:
        """Return the findings as a SHACL validation report (SHACL 3.6)."""
        told = await self.service.findings(Wish(wish.shape, wish.severity, wish.key, 0, _MOST))
        sink = io.BytesIO()
        write_graphs([validation_report(public(told.found))], TURTLE.name, Names(self.base), sink)
        headers = {**ON_ACCEPT, **version.headers(self.service.revision, *parts[1:])}
        return Response(sink.getvalue(), headers=headers, media_type=parts[0])

    async def _page(self, request: Request, wish: Wish, number: int, *, reviews: bool) -> Response:
        inquiry = Inquiry.of(request, self.service, self.base, self.prefix)
        told = await self.service.findings(wish)
        viewer = inquiry.viewer
        keys = {one.key for one in told.found} | {key for key, _ in told.articles} | ({wish.key} if wish.key else set())
        articles = {entry.key: entry.article for entry in await self.service.entries() if entry.key in keys}
        values = await inquiry.values(articles.values())
        refused = await self.service.rejections()
        return page(
            request,
            "validation.html",
            self.prefix,
            told=told,
            verdicts=[verdict_of(one, viewer) for one in told.found],
            titles={key: values[iri] for key, iri in articles.items()},
            shapes=[(shape_of(iri, viewer), severity, n, _to(wish, shape=iri)) for iri, severity, n in told.shapes],
            severities=_by_severity(told, wish),
            articles=[(key, n, _to(wish, article=key)) for key, n in told.articles if key in articles],
            chosen=_chosen(wish, viewer.name(wish.shape, {}).value if wish.shape else ""),
            trend=_drawn(told.trend),
            points=told.trend,
            refused=refused if reviews else (),
            refusals=len(refused),
            reviews=reviews,
            report=_to(wish, format="turtle"),
            revision=self.service.revision,
            number=number,
            previous=_to(wish, page=str(number - 1)) if number > 1 else None,
            following=_to(wish, page=str(number + 1)) if wish.first + EACH < told.total else None,
        )


def _wish(request: Request, number: int) -> Wish:
    asked = request.query_params
    severity = asked.get("severity", "")
    shape, article = asked.get("shape", "")[:_LONGEST], asked.get("article", "")[:_LONGEST]
    return Wish(shape, severity if severity in _SEVERITIES else "", article, (number - 1) * EACH, EACH)


def _by_severity(told: Findings, wish: Wish) -> list[tuple[str, int, str]]:
    counts = {severity: sum(n for _, of, n in told.shapes if of == severity) for severity in _SEVERITIES}
    return [(severity, n, _to(wish, severity=severity)) for severity, n in counts.items() if n]


def _chosen(wish: Wish, shape: str) -> list[tuple[str, str, str]]:
    """Return what the list is narrowed by: the facet, its words, and the address without it."""
    said: Mapping[str, str] = {"shape": shape, "severity": wish.severity, "article": wish.key}
    return [(name, words, _to(wish, **{name: ""})) for name, words in said.items() if words]


def _to(wish: Wish, **changed: str) -> str:
    """Return the address of the same list with other values, on its first page where no other is told."""
    now = {"shape": wish.shape, "severity": wish.severity, "article": wish.key} | changed
    return "?" + urlencode([(name, value) for name, value in now.items() if value], errors="replace")


def _drawn(points: Sequence[tuple[int, datetime, int]]) -> dict[str, Any] | None:
    """Return a line through the trend, as the points of an SVG polyline; None where there is nothing to draw."""
    if len(points) < 2 or not any(count for *_, count in points):
        return None
    most = max(count for *_, count in points)
    first, last = points[0][0], points[-1][0]
    wide = max(last - first, 1)
    line = " ".join(
        f"{(revision - first) * _WIDE / wide:.1f},{_HIGH - count * (_HIGH - 6) / most:.1f}"
        for revision, _, count in points
    )
    return {"line": line, "width": _WIDE, "height": _HIGH, "most": most, "first": first, "last": last}
