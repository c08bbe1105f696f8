"""A problem told as the client reads: JSON, plain words, or a page."""

from __future__ import annotations

import json
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from kg.triples import escaped
from kg.web.negotiate import HTML, content_type, named_type, ranked
from kg.web.pages import PREFIX, page
from kg.web.problems import PLAIN, PROBLEM, Problem
from kg.workers import request_id


def answer(problem: Problem, request: Request) -> Response:
    """Return the response for *problem*; a client that takes none of our forms gets JSON all the same.

    An error is no reason for another one.
    """
    if number := request_id():
        problem = replace(problem, members={**problem.members, "request": number})
    accept = request.headers.get("accept")
    form = next(iter(ranked(accept, (PROBLEM, PLAIN, HTML))), None)
    headers = {"vary": "Accept", "cache-control": "no-store", **problem.headers}
    if form is HTML:
        prefix = str(request.scope.get(PREFIX, "/"))
        response = page(request, "problem.html", prefix, status=problem.status, problem=problem)
        response.headers.update(headers)
        return response
    if form is PLAIN:
        text, media_type = problem.as_text(), PLAIN.media_type
    else:
        text = escaped(json.dumps(problem.as_json(), ensure_ascii=False), "json")
        media_type = named_type(accept, PROBLEM) if form is PROBLEM else PROBLEM.media_type
    return Response(text.encode("utf-8", "replace"), problem.status, headers, content_type(media_type))
