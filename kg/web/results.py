"""Queries in a browser: the form, and answers as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kg.sparql import GRAPHS, SOLUTIONS, TSV, TURTLE, Format, Limits, Query
from kg.web.caching import known, parts_of, unchanged, version_of
from kg.web.exchange import text_of
from kg.web.gatekeeper import client_of
from kg.web.negotiate import HTML, ranked
from kg.web.pages import ON_LANGUAGE, language_of, look_of, page
from kg.web.settings import WebSettings
from kg.web.terms import term
from kg.web.views import Value, Viewer
from kg.web.vocabulary import examples, labels
from kg.workers import Accept, Reply, Service

_MOST_ROWS: Final = 1000
_MOST: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class QueryPages:
    """The query page, with and without an answer on it."""

    service: Service
    settings: WebSettings
    prefix: str

    async def form(self, request: Request) -> Response:
        """Return the page on which a query is written."""
        return page(request, "query.html", self.prefix, query="", answer=None, examples=examples(), downloads=[])

    async def answer(self, request: Request, query: Query, limits: Limits) -> Response | None:
        """Return the answer as a page, or None when the client would rather have it as data."""
        wants = request.query_params.get("format") == "html"
        if not wants and ranked(request.headers.get("accept"), (*SOLUTIONS, *GRAPHS, HTML))[:1] != (HTML,):
            return None
        version, parts = await version_of(self.service), (*parts_of(query), *look_of(request))
        if held := unchanged(request, version, *parts, also=ON_LANGUAGE):
            return held
        reply = await self.service.query(query, Accept((TSV,), (TURTLE,)), limits, client_of(request.scope))
        text, whole = await text_of(reply, _MOST)
        response = page(
            request,
            "query.html",
            self.prefix,
            query=query.text,
            answer=self._table(request, reply, text, whole),
            examples=examples(),
            downloads=[(form.name, self._download(query, form)) for form in _forms(reply)],
        )
        response.headers.update(known(reply, version, *parts))
        return response

    def _table(self, request: Request, reply: Reply, text: str, whole: bool) -> dict[str, object]:
        if reply.kind != "solutions":
            return {"kind": reply.kind, "text": text.strip(), "whole": whole}
        head, *lines = text.rstrip("\n").split("\n")
        if not whole:
            lines = lines[:-1]  # The last one is cut off somewhere.
        variables = head.split("\t") if head else []
        viewer = Viewer(self.settings.base, self.prefix, language_of(request), labels())
        rows = [list(cells(line, viewer)) for line in lines[:_MOST_ROWS]] if variables else []
        whole = whole and len(lines) <= _MOST_ROWS
        return {"kind": "solutions", "variables": variables, "rows": rows, "whole": whole}

    def _download(self, query: Query, form: Format) -> str:
        graphs = [("default-graph-uri", iri) for iri in query.default_graphs]
        graphs += [("named-graph-uri", iri) for iri in query.named_graphs]
        return f"{self.prefix}sparql?{urlencode([('query', query.text), ('format', form.name), *graphs])}"


def cells(line: str, viewer: Viewer) -> Iterator[Value | None]:
    """Yield what stands in a row of TSV results; None where a variable is unbound."""
    for words in line.split("\t"):
        yield viewer.value(term(words), {}) if words else None


def _forms(reply: Reply) -> Iterable[Format]:
    return GRAPHS if reply.kind == "graph" else SOLUTIONS
