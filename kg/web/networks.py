"""The network of actors, for programs that draw."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from kg import sparql
from kg.errors import NotFound, Overrun
from kg.questions import ASK_NETWORK, NETWORK_FORMS, read_network, read_rows, write_network
from kg.sparql import JSON, Format, Limits
from kg.web.exchange import attended, bytes_of
from kg.web.gatekeeper import client_of
from kg.web.negotiate import chosen
from kg.web.routing import add_reading
from kg.workers import Accept, Service

# What is told of the actors of some thousand articles; drawing more is work for a machine of one's own.
_MOST: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Networks:
    """Files of the whole network, made once a revision."""

    service: Service
    limits: Limits
    _made: dict[Format, tuple[int, bytes]] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def routes(self) -> APIRouter:
        """Return the routes /network and /network.{ending}."""
        router = APIRouter(tags=["data"])
        add_reading(router, "/network", self.negotiated, response_class=Response)
        add_reading(router, "/network.{ending}", self.ending, response_class=Response)
        return router

    async def negotiated(
        self, request: Request, format: Annotated[str | None, Query(description="gexf, graphml or json.")] = None
    ) -> Response:
        """Return who met whom and who spoke of whom, in the form that is asked for."""
        form = chosen(format, request.headers.get("accept"), NETWORK_FORMS)[0]
        return await self._file(request, form, {"vary": "Accept"})

    async def ending(self, request: Request, ending: str) -> Response:
        """Return the same as a file: /network.gexf, /network.graphml, /network.json."""
        form = next((form for form in NETWORK_FORMS if form.extension == ending), None)
        if form is None:
            endings = ", ".join(f"/network.{form.extension}" for form in NETWORK_FORMS)
            raise NotFound("there is no such file of the network", hint=f"there is {endings}")
        return await self._file(request, form, {})

    async def _file(self, request: Request, form: Format, headers: dict[str, str]) -> Response:
        body = await attended(request.receive, self._body(form, client_of(request.scope)))
        named = {"content-disposition": f'inline; filename="isnad-network.{form.extension}"'}
        return Response(body, media_type=form.media_type, headers=headers | named)

    async def _body(self, form: Format, client: str) -> bytes:
        # One at a time: it is the front's own processor that draws.
        async with self._turn:
            revision, body = self._made.get(form, (-1, b""))
            if revision != self.service.revision:
                revision, answer = await self._asked(client)
                body = await asyncio.to_thread(_drawn, answer, form.name)
                self._made[form] = (revision, body)
            return body

    async def _asked(self, client: str) -> tuple[int, bytes]:
        reply = await self.service.query(sparql.Query(ASK_NETWORK), Accept((JSON,), ()), self.limits, client)
        body, whole = await bytes_of(reply, _MOST)
        if not whole:
            raise Overrun(
                "the network is too large to be drawn here",
                limit="network",
                hint="kg network writes it on the store's machine; or ask for a part of it in SPARQL",
            )
        return reply.revision, body


def _drawn(answer: bytes, form: str) -> bytes:
    return write_network(read_network(read_rows([answer])), form)
