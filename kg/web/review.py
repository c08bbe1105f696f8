"""What an editor sees: the articles the gate refused, and the shapes checked again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from kg import access
from kg.errors import NotFound
from kg.web.articles import Key
from kg.web.exchange import attended
from kg.web.gatekeeper import Gatekeeper
from kg.web.models import RejectionOut
from kg.web.routing import add_reading
from kg.web.wire import rejection_to_json
from kg.workers import Service


@dataclass(frozen=True, slots=True)
class Review:
    """The gate's verdicts of one service; all of it needs a token of scope review."""

    service: Service
    gatekeeper: Gatekeeper

    def routes(self) -> APIRouter:
        """Return the routes /report, /articles/{key}/report and those below /rejected."""
        router = APIRouter(tags=["review"])
        add_reading(router, "/report", self.check_all, response_model=dict[str, Any])
        add_reading(router, "/articles/{key}/report", self.check, response_model=dict[str, Any])
        add_reading(router, "/rejected", self.list_all, response_model=list[RejectionOut])
        add_reading(router, "/rejected/{key}", self.show, response_model=RejectionOut)
        return router

    async def check_all(self, request: Request) -> JSONResponse:
        """Check every article against the shapes again and return the report."""
        self.gatekeeper.require(request.scope, access.Scope.REVIEW)
        return JSONResponse(await attended(request.receive, self.service.validate(None)))

    async def check(self, request: Request, key: Key) -> JSONResponse:
        """Check one article against the shapes again and return the report."""
        self.gatekeeper.require(request.scope, access.Scope.REVIEW)
        return JSONResponse(await attended(request.receive, self.service.validate(key)))

    async def list_all(self, request: Request) -> JSONResponse:
        """List the articles the gate refused, newest first."""
        self.gatekeeper.require(request.scope, access.Scope.REVIEW)
        return JSONResponse([rejection_to_json(rejection) for rejection in await self.service.rejections()])

    async def show(self, request: Request, key: Key) -> JSONResponse:
        """Return one article the gate refused, with its findings and its text."""
        self.gatekeeper.require(request.scope, access.Scope.REVIEW)
        rejection = next((r for r in await self.service.rejections() if r.key == key), None)
        if rejection is None:
            raise NotFound(f"no rejected article {key}", hint="/rejected lists them")
        return JSONResponse(rejection_to_json(rejection))
