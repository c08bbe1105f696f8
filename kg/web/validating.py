"""Any graph of the dataset held to shapes that the client brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from kg import access
from kg.sparql import GRAPHS
from kg.web.exchange import Streamed, attended, body_of, media_type_of
from kg.web.gatekeeper import Gatekeeper
from kg.web.graphs import form_of
from kg.web.iris import absolute, asked_at
from kg.web.negotiate import called, chosen
from kg.web.problems import Refused
from kg.web.settings import WebSettings
from kg.workers import Service

_DEFAULT: Final = "default"


@dataclass(frozen=True, slots=True)
class Validation:
    """A SHACL processor for one service; it needs a token of scope review, since shapes may ask for much work."""

    service: Service
    gatekeeper: Gatekeeper
    settings: WebSettings

    def routes(self) -> APIRouter:
        """Return the route /validate."""
        router = APIRouter(tags=["review"])
        router.add_api_route("/validate", self.compare, methods=["POST"], response_class=Response)
        return router

    async def compare(self, request: Request, graph: str = _DEFAULT, format: str | None = None) -> Response:
        """Hold one graph of the dataset to the shapes in the body and return the validation report as a graph.

        `graph` is "default" or the IRI of a named graph; the shapes come in any RDF format.
        """
        self.gatekeeper.require(request.scope, access.Scope.REVIEW)
        given = form_of(media_type_of(request))
        accept = request.headers.get("accept")
        form = chosen(format, accept, GRAPHS)[0]
        shapes = await body_of(request, self.settings.body)
        if not shapes.strip():
            raise Refused("the body is empty, and shapes were wanted", hint="POST a shapes graph, in Turtle say")
        name = None if graph == _DEFAULT else absolute(graph, "graph")
        base = f"{asked_at(request.scope, self.settings.base)}/validate"
        work = self.service.compare(shapes, given, name, form, base=base)
        reply = await attended(request.receive, work)
        return Streamed(reply, called(form, format, accept), {"vary": "Accept"})
