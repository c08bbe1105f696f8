"""What an operator asks of a store: who changed what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from kg import access
from kg.store import Wanted
from kg.web.gatekeeper import Gatekeeper
from kg.web.models import AuditIn, DeedsOut
from kg.web.routing import add_reading
from kg.web.wire import deed_to_json
from kg.workers import Service

_FRESH = {"cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class Keeping:
    """The keeping of one service's store; all of it needs a token of scope admin."""

    service: Service
    gatekeeper: Gatekeeper

    def routes(self) -> APIRouter:
        """Return the route /audit."""
        router = APIRouter(tags=["operation"])
        add_reading(router, "/audit", self.audit, response_model=DeedsOut)
        return router

    async def audit(self, request: Request, asked: Annotated[AuditIn, Query()]) -> JSONResponse:
        """List the changes of the store with who made them, newest first."""
        self.gatekeeper.require(request.scope, access.Scope.ADMIN)
        found = await self.service.deeds(Wanted(**dict(asked)))
        more = len(found) == asked.limit and found[-1].before > 0
        on = asked.model_dump(mode="json", exclude_none=True) | {"below": found[-1].revision} if more else {}
        following = f"/audit?{urlencode(on)}" if more else None
        return JSONResponse({"changes": list(map(deed_to_json, found)), "next": following}, headers=_FRESH)
