"""Graphs of our own making, ontology and descriptions, in the format a client takes."""

from __future__ import annotations

import io
from collections.abc import Iterable

from pyoxigraph import Quad
from starlette.responses import Response

from kg.sparql import Format
from kg.triples import Names, write_quads
from kg.web.negotiate import content_type


def graph_response(quads: Iterable[Quad], form: Format, base: str, media_type: str | None = None) -> Response:
    """Return *quads* written as *form*, called *media_type* where the client knows the format by another name."""
    sink = io.BytesIO()
    write_quads(quads, form.name, Names(base), sink)
    return Response(sink.getvalue(), headers={"vary": "Accept"}, media_type=content_type(media_type or form.media_type))
