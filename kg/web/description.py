"""The service's description of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from string import Template

from pyoxigraph import NamedNode, Quad
from starlette.requests import Request
from starlette.responses import Response

from kg.sparql import GRAPHS
from kg.triples import read_rdf
from kg.web.iris import asked_at
from kg.web.negotiate import HTML, chosen, named_type
from kg.web.rendering import graph_response
from kg.web.settings import WebSettings

_SD = "http://www.w3.org/ns/sparql-service-description#"
_TEMPLATE = Template(Path(__file__).with_name("assets").joinpath("description.ttl").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Description:
    """Answers a request at the endpoint that asks nothing: RDF for programs, the page with a form for people."""

    settings: WebSettings
    form: Callable[[Request], Awaitable[Response]]

    async def __call__(self, request: Request, word: str | None) -> Response:
        """Return the description as the client takes it."""
        accept = request.headers.get("accept")
        form = chosen(word, accept, (*GRAPHS, HTML))[0]
        if form is HTML:
            return await self.form(request)
        media_type = form.media_type if word is not None else named_type(accept, form)
        quads = self.quads(asked_at(request.scope, self.settings.base) + "/sparql")
        response = graph_response(quads, form, self.settings.base, media_type)
        # It names the endpoint as the client did: no cache may give one client's word to another.
        response.headers["cache-control"] = "no-store"
        return response

    def quads(self, endpoint: str) -> list[Quad]:
        """Return the description of the service at *endpoint*."""
        quads = read_rdf(_TEMPLATE.substitute(endpoint=endpoint).encode("utf-8"), "turtle")
        if self.settings.dataset == "merged":
            union = NamedNode(_SD + "UnionDefaultGraph")
            quads.append(Quad(NamedNode(endpoint), NamedNode(_SD + "feature"), union))
        return quads
