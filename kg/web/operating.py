"""What an operator looks at: figures for a monitoring system, and what runs, to be stopped if need be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse, Response

from kg import access
from kg.web.gatekeeper import Gatekeeper
from kg.web.metrics import MEDIA_TYPE, Metrics
from kg.web.models import QueriesOut
from kg.web.routing import add_reading
from kg.web.wire import running_to_json
from kg.workers import Service

_FRESH = {"cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class Operating:
    """The operation of one service; all but the figures needs a token of scope admin."""

    service: Service
    gatekeeper: Gatekeeper
    metrics: Metrics

    def routes(self) -> APIRouter:
        """Return the routes /metrics and /queries."""
        router = APIRouter(tags=["operation"])
        add_reading(router, "/metrics", self.figures, response_class=Response)
        add_reading(router, "/queries", self.queries, response_model=QueriesOut)
        router.add_api_route("/queries/{id}", self.cancel, methods=["DELETE"], status_code=204)
        return router

    async def figures(self) -> Response:
        """Tell the figures of this moment, as Prometheus reads them."""
        return Response(self.metrics.page(), headers=_FRESH, media_type=MEDIA_TYPE)

    async def queries(self, request: Request) -> JSONResponse:
        """List what the workers are at, the oldest first, with the beginning of each query."""
        self.gatekeeper.require(request.scope, access.Scope.ADMIN)
        told = [running_to_json(one) for one in self.service.running()]
        return JSONResponse({"queries": told}, headers=_FRESH)

    async def cancel(self, request: Request, id: Annotated[str, Path(max_length=64)]) -> Response:
        """Stop one of them; whoever asked is told so."""
        self.gatekeeper.require(request.scope, access.Scope.ADMIN)
        self.service.cancel(id)
        return Response(status_code=204)
