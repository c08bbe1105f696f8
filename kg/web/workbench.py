"""What the editor at /sparql asks for besides answers: the store's vocabulary, and what becomes of a query."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from kg.errors import MalformedQuery
from kg.questions import is_iri
from kg.sparql import Query as Sparql
from kg.store import Profile
from kg.web.caching import NEVER, unchanged, version_of
from kg.web.completing import Completion, Json
from kg.web.exchange import attended, body_of
from kg.web.gatekeeper import client_of
from kg.web.inquiry import Inquiry
from kg.web.iris import prefix_of
from kg.web.offering import Offering
from kg.web.pages import Language
from kg.web.problems import Refused, problem_of
from kg.web.protocol import FORM, QUERY, Sent, read_request
from kg.web.routing import add_reading
from kg.web.settings import WebSettings
from kg.web.views import Viewer
from kg.web.vocabulary import labels
from kg.workers import Service

_QUICK: Final = 2.0
_MOST_PROOFS: Final = 20
_ROOM: Final = 64 * 1024
_GROWTH: Final = 3
_BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {
        QUERY: {"schema": {"type": "string", "description": "A SPARQL query."}},
        FORM: {"schema": {"type": "object", "properties": {"query": {"type": "string"}}}},
    }}
}  # fmt: skip
Quick = Annotated[bool, Query(description="Only tell whether it parses: the store is not looked at.")]


class AboutIn(BaseModel):
    """Things of which names and proofs are asked, by IRI."""

    things: list[Annotated[str, Field(max_length=2000)]] = Field(max_length=200)
    lang: Language = "ar"


@dataclass(frozen=True, slots=True)
class Workbench:
    """The helpers of one store's query editor."""

    service: Service
    settings: WebSettings
    offering: Offering

    def routes(self) -> APIRouter:
        """Return the routes below /sparql."""
        router = APIRouter(tags=["sparql"])
        add_reading(router, "/sparql/vocabulary.json", self.vocabulary, response_class=JSONResponse)
        add_reading(router, "/sparql/explain", self.explain, response_class=JSONResponse)
        router.add_api_route("/sparql/explain", self.explain, methods=["POST"], openapi_extra=_BODY)
        router.add_api_route("/sparql/about", self.about, methods=["POST"])
        return router

    async def about(self, request: Request, asked: AboutIn) -> JSONResponse:
        """Tell of things in an answer what they are called, and what proves them; what has neither is left out."""
        wanted = [iri for iri in dict.fromkeys(asked.things) if is_iri(iri)]
        viewer = Viewer(self.settings.base, prefix_of(self.settings.base), asked.lang, labels())
        inquiry = Inquiry(self.service, viewer, client_of(request.scope))
        return JSONResponse(await attended(request.receive, _about(inquiry, wanted)), headers={"cache-control": NEVER})

    async def vocabulary(self, request: Request) -> Response:
        """Return the classes and properties in use with counts and labels, what applies to what, and prefixes."""
        version = await version_of(self.service)
        if held := unchanged(request, version, "vocabulary"):
            return held
        offered, counted = await self.offering.newest(request), await self.service.statistics()
        told = Completion(counted.default, offered.prefixes).as_json(counted.revision)
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        return Response(body, headers=version.headers(counted.revision, "vocabulary"), media_type="application/json")

    async def explain(self, request: Request, quick: Quick = False) -> Response:
        """Tell of a query, without its answer, whether it parses, its parts with counts, and what the engine is asked.

        A query that does not parse is answered too: `valid` is false, and `problem` says where and how to mend it.
        """
        return JSONResponse(
            await attended(request.receive, self._told(request, quick)), headers={"cache-control": NEVER}
        )

    async def _told(self, request: Request, quick: bool) -> Json:
        most = self.settings.query_text
        posted = request.method == "POST"
        body = await body_of(request, most * _GROWTH + _ROOM) if posted else b""
        sent = Sent(request.method, request.headers.get("content-type"), request.scope["query_string"], body)
        asked = read_request(sent, most).operation
        if not isinstance(asked, Sparql):
            raise Refused("there is no query to be explained", hint="send query=...; an update is not explained")
        limits = self.settings.limits
        if quick:
            limits = replace(limits, seconds=min(_QUICK, limits.seconds))
        try:
            told = await self.service.explain(asked, limits, client_of(request.scope), rewritten=not quick)
        except MalformedQuery as error:
            return {"valid": False, "problem": problem_of(error).as_json()}
        counted = (await self.service.statistics()).default
        steps = [{**step, **_expected(step, counted)} for step in told.pop("steps")]  # type: ignore[attr-defined]
        return {
            "valid": True,
            **told,
            "steps": steps,
            "limits": asdict(self.settings.limits),
            "lanes": self._lanes(),
            "revision": self.service.revision,
        }

    def _lanes(self) -> Json:
        """Return how many queries run at this moment, how many wait, and how many workers stand by."""
        figures = self.service.figures()
        running = {lane: count for (kind, lane), count in figures.running.items() if kind == "engine"}
        return {"running": running, "waiting": figures.waiting.get("engine", 0), "idle": figures.idle.get("engine", 0)}


async def _about(inquiry: Inquiry, wanted: list[str]) -> Json:
    called, proofs = await inquiry.names(wanted), await inquiry.proofs(wanted)
    known = {**inquiry.viewer.terms, **called}
    told: dict[str, Json] = {}
    for iri in wanted:
        if iri in known:
            name = inquiry.viewer.name(iri, called)
            told[iri] = {"name": name.value, "lang": name.language}
        if iri in proofs:
            told.setdefault(iri, {})["proofs"] = [asdict(quote) for quote in proofs[iri][:_MOST_PROOFS]]
    return {"things": told}


def _expected(step: Json, counted: Profile) -> Json:
    """Return how many triples one pattern alone would match, where the counts of the store tell."""
    if step["of"]:
        used = counted.classes.get(step["of"])
        return {"expected": used.entities if used else 0}
    if step["property"]:
        use = counted.properties.get(step["property"])
        return {"expected": use.triples if use else 0}
    return {}
