"""Queries in a browser: the form, and answers as a page; scripts make a workbench of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import KGError, Overloaded, Overrun
from kg.questions import is_iri
from kg.sparql import GRAPHS, SOLUTIONS, TSV, TURTLE, Format, Limits, Query
from kg.web.asset_files import vendored
from kg.web.caching import NEVER, known, parts_of, unchanged, version_of
from kg.web.exchange import text_of
from kg.web.gatekeeper import client_of
from kg.web.inquiry import Inquiry
from kg.web.negotiate import HTML, ranked
from kg.web.offering import Offering
from kg.web.pages import ON_LANGUAGE, language_of, look_of, page, with_parameter, words
from kg.web.problems import Problem, problem_of
from kg.web.quoting import Quoted
from kg.web.settings import WebSettings
from kg.web.terms import term
from kg.web.views import Value, Viewer
from kg.web.vocabulary import labels
from kg.workers import Accept, Reply, Service

_MOST_ROWS: Final = 1000
_ROWS: Final = 50
_MOST: Final = 1 << 20
_WORDS: Final = "bench-"
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class QueryPages:
    """The query page, with and without an answer on it."""

    service: Service
    settings: WebSettings
    prefix: str
    offering: Offering

    async def form(self, request: Request) -> Response:
        """Return the page on which a query is written."""
        return await self._page(request, "")

    async def answer(self, request: Request, query: Query, limits: Limits) -> Response | None:
        """Return the answer as a page, or None when the client would rather have it as data."""
        wants = request.query_params.get("format") == "html"
        if not wants and ranked(request.headers.get("accept"), (*SOLUTIONS, *GRAPHS, HTML))[:1] != (HTML,):
            return None
        version, parts = await version_of(self.service), (*parts_of(query), *look_of(request))
        if held := unchanged(request, version, *parts, also=ON_LANGUAGE):
            return held
        began = monotonic()
        try:
            reply = await self.service.query(query, Accept((TSV,), (TURTLE,)), limits, client_of(request.scope))
            text, whole = await text_of(reply, _MOST)
        except KGError as error:
            return await self._refused(request, query, problem_of(error))
        answer = self._table(request, reply, text, whole) | {"seconds": monotonic() - began}
        if answer["kind"] == "solutions":
            answer |= await self._told(request, answer["rows"])
        downloads = [(form.name, self._download(query, form)) for form in _forms(reply)]
        response = await self._page(request, query.text, answer=answer, downloads=downloads)
        response.headers.update(known(reply, version, *parts))
        return response

    async def _refused(self, request: Request, query: Query, problem: Problem) -> Response:
        """Return the page with what is wrong with the query, which stays where it was written."""
        response = await self._page(request, query.text, status=problem.status, trouble=_trouble(query.text, problem))
        response.headers.update({"cache-control": NEVER, **problem.headers})
        return response

    async def _page(self, request: Request, query: str, *, status: int = 200, **values: object) -> Response:
        offered = await self.offering.newest(request)
        shown: dict[str, Any] = {"answer": None, "trouble": None, "downloads": [], **values}
        return page(
            request,
            "query.html",
            self.prefix,
            status=status,
            query=query,
            bench=json.dumps(self._bench(request), ensure_ascii=False),
            questions=offered.questions,
            **shown,
        )

    def _bench(self, request: Request) -> Mapping[str, object]:
        """Return what the scripts are told: addresses, what our names begin with, and what they say."""
        said = words(language_of(request)).items()
        return {
            "prefix": self.prefix,
            "base": self.settings.base,
            "vendor": {name: vendored(f"{name}.js") for name in ("yasqe", "cytoscape")},
            "words": {key.removeprefix(_WORDS): word for key, word in said if key.startswith(_WORDS)},
        }

    def _table(self, request: Request, reply: Reply, text: str, whole: bool) -> Answer:
        if reply.kind != "solutions":
            return {"kind": reply.kind, "text": text.strip(), "whole": whole}
        head, *lines = text.rstrip("\n").split("\n")
        if not whole:
            lines = lines[:-1]  # The last one is cut off somewhere.
        variables = head.split("\t") if head else []
        lines, whole = lines[:_MOST_ROWS] if variables else [], whole and len(lines) <= _MOST_ROWS
        number = _page_number(request)
        begin = (number - 1) * _ROWS
        viewer = Viewer(self.settings.base, self.prefix, language_of(request), labels())
        rows = [list(cells(line, viewer)) for line in lines[begin : begin + _ROWS]]
        before = with_parameter(request, "page", str(number - 1)) if number > 1 else None
        after = with_parameter(request, "page", str(number + 1)) if begin + _ROWS < len(lines) else None
        found = {"kind": "solutions", "variables": variables, "rows": rows, "whole": whole, "count": len(lines)}
        return found | {"begin": begin, "number": number, "previous": before, "following": after, "proofs": []}

    async def _told(self, request: Request, rows: list[list[Value | None]]) -> Answer:
        """Return the rows with what things in them are called, and for each the sentences that prove the facts in it.

        Neither, where that would take too long.
        """
        terms = {cell.term.value: cell.term for row in rows for cell in row if cell and cell.term.kind == "iri"}
        own = sorted(filter(self._is_own, terms))
        inquiry = Inquiry.of(request, self.service, self.settings.base, self.prefix)
        found: Mapping[str, tuple[Quoted, ...]] = {}
        try:
            called = await inquiry.names(sorted(filter(is_iri, terms)))
            found = await inquiry.proofs(own) if own else {}
        except (Overrun, Overloaded):
            return {}
        named = [[cell and inquiry.viewer.value(cell.term, called) for cell in row] for row in rows]
        proofs = [[q for cell in row if cell for q in found.get(cell.term.value, ())] for row in rows]
        return {"rows": named, "proofs": proofs if any(proofs) else []}

    def _is_own(self, iri: str) -> bool:
        return iri.startswith(f"{self.settings.base}id/article/") and is_iri(iri)

    def _download(self, query: Query, form: Format) -> str:
        graphs = [("default-graph-uri", iri) for iri in query.default_graphs]
        graphs += [("named-graph-uri", iri) for iri in query.named_graphs]
        return f"{self.prefix}sparql?{urlencode([('query', query.text), ('format', form.name), *graphs])}"


def cells(line: str, viewer: Viewer) -> Iterator[Value | None]:
    """Yield what stands in a row of TSV results; None where a variable is unbound."""
    for said in line.split("\t"):
        yield viewer.value(term(said), {}) if said else None


def _trouble(query: str, problem: Problem) -> dict[str, object]:
    """Return what the page tells of a query that was refused: the problem, and the line it is in, if it has one."""
    line, column = problem.members.get("line"), problem.members.get("column")
    lines = query.split("\n")
    if not isinstance(line, int) or not isinstance(column, int) or not 1 <= line <= len(lines):
        return {"problem": problem, "line": None}
    text = lines[line - 1].rstrip("\r")
    place = max(0, min(column - 1, len(text)))
    return {
        "problem": problem,
        "line": line,
        "before": text[:place],
        "at": text[place : place + 1],
        "after": text[place + 1 :],
    }


def _page_number(request: Request) -> int:
    asked = request.query_params.get("page", "")
    return min(int(asked), _MOST_ROWS) if asked.isascii() and asked.isdecimal() and int(asked) > 0 else 1


def _forms(reply: Reply) -> Iterable[Format]:
    return GRAPHS if reply.kind == "graph" else SOLUTIONS
