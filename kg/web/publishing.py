"""The graph as a whole: dumps, counts, and whether the service is well."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from kg import sparql
from kg.errors import Overloaded
from kg.sparql import GRAPHS, JSON
from kg.web.caching import NEVER, Version, unchanged, version_of
from kg.web.exchange import Streamed
from kg.web.negotiate import called, chosen
from kg.web.routing import add_reading
from kg.workers import Accept, Service

_PATIENCE = 5.0
_FRESH = {"cache-control": NEVER}


@dataclass(frozen=True, slots=True)
class Publishing:
    """The graph of one service."""

    service: Service

    def routes(self) -> APIRouter:
        """Return the routes /export, /stats, /health and /ready."""
        router = APIRouter(tags=["data"])
        add_reading(router, "/export", self.export, response_class=Response)
        add_reading(router, "/stats", self.stats, response_model=dict[str, Any])
        add_reading(router, "/health", self.health, response_model=dict[str, Any])
        add_reading(router, "/ready", self.ready, response_model=dict[str, Any])
        return router

    async def export(
        self,
        request: Request,
        format: Annotated[
            str | None, Query(description="turtle, trig, ntriples, nquads, jsonld, rdfxml or n3.")
        ] = None,
        article: Annotated[str | None, Query(description="One article's graph only, by key.")] = None,
    ) -> Response:
        """Return the published graph, or one article's."""
        accept = request.headers.get("accept")
        form = chosen(format, accept, GRAPHS)[0]
        media_type = called(form, format, accept)
        version = await self._version(article)
        if held := unchanged(request, version, media_type, article or ""):
            return held
        reply = await self.service.export(form, article)
        # The name is built from our own words only: a key from the request has no business in a header.
        name = f'inline; filename="isnad.{form.extension}"'
        known = version.headers(reply.revision, media_type, article or "")
        return Streamed(reply, media_type, {"vary": "Accept", "content-disposition": name, **known})

    async def _version(self, article: str | None) -> Version:
        """Return the version of the whole graph, or of one article's."""
        entries = await self.service.entries() if article is not None else []
        graph = next((entry.graph for entry in entries if entry.key == article), None)
        return await version_of(self.service, graph, whole=graph is None)

    async def stats(self) -> JSONResponse:
        """Count what the store holds."""
        return JSONResponse(await self.service.stats())

    async def health(self) -> JSONResponse:
        """Tell that the server is alive, the revision that the next query will see, and what was begun anew and why."""
        told = {"status": "ok", "revision": self.service.revision, **self.service.health()}
        return JSONResponse(told, headers=_FRESH)

    async def ready(self) -> JSONResponse:
        """Tell whether queries are answered, by asking one."""
        try:
            async with asyncio.timeout(_PATIENCE):
                limits = sparql.Limits(seconds=_PATIENCE)
                reply = await self.service.query(sparql.Query("ASK {}"), Accept((JSON,), ()), limits, "ready")
                # Read to its end: what is closed early costs a worker.
                async for _ in reply.chunks:
                    pass
        except TimeoutError:
            raise Overloaded("no query was answered in time", yours=False) from None
        return JSONResponse({"status": "ok", "revision": reply.revision}, headers=_FRESH)
