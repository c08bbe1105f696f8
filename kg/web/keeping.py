"""What an operator asks of a store: who changed what, and copies of a revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from kg import access
from kg.errors import Denied
from kg.store import Wanted
from kg.web.gatekeeper import Gatekeeper, is_local
from kg.web.models import AuditIn, CopyOut, DeedsOut
from kg.web.routing import add_reading
from kg.web.wire import deed_to_json
from kg.workers import Service

_FRESH = {"cache-control": "no-store"}
_NAME = r"^[0-9]+-[A-Za-z0-9_]+$"


@dataclass(frozen=True, slots=True)
class Keeping:
    """The keeping of one service's store; all of it needs a token of scope admin."""

    service: Service
    gatekeeper: Gatekeeper

    def routes(self) -> APIRouter:
        """Return the routes /audit and /copies."""
        router = APIRouter(tags=["operation"])
        add_reading(router, "/audit", self.audit, response_model=DeedsOut)
        router.add_api_route("/copies", self.copy, methods=["POST"], status_code=201, response_model=CopyOut)
        router.add_api_route("/copies/{name}", self.discard, methods=["DELETE"], status_code=204)
        return router

    async def audit(self, request: Request, asked: Annotated[AuditIn, Query()]) -> JSONResponse:
        """List the changes of the store with who made them, newest first."""
        self.gatekeeper.require(request.scope, access.Scope.ADMIN)
        found = await self.service.deeds(Wanted(**dict(asked)))
        more = len(found) == asked.limit and found[-1].before > 0
        on = asked.model_dump(mode="json", exclude_none=True) | {"below": found[-1].revision} if more else {}
        following = f"/audit?{urlencode(on)}" if more else None
        return JSONResponse({"changes": list(map(deed_to_json, found)), "next": following}, headers=_FRESH)

    async def copy(self, request: Request) -> JSONResponse:
        """Copy the store as it is now, beside it, for whoever has its folder at hand: the owner, at their door."""
        self._for_owner(request)
        name, revision = await self.service.copy()
        return JSONResponse({"name": name, "revision": revision}, 201, {"location": f"/copies/{name}"})

    async def discard(self, request: Request, name: Annotated[str, Path(pattern=_NAME)]) -> Response:
        """Remove a copy."""
        self._for_owner(request)
        await self.service.discard(name)
        return Response(status_code=204)

    def _for_owner(self, request: Request) -> None:
        self.gatekeeper.require(request.scope, access.Scope.ADMIN)
        if not is_local(request.scope):
            raise Denied("copies are made at the owner's door only", known=True, hint="run kg backup on the server")
