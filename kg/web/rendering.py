"""Graphs of our own making, ontology and descriptions, in the format a client takes."""

from __future__ import annotations

import io
from collections.abc import Iterable

from pyoxigraph import Quad
from starlette.responses import Response

from kg.sparql import FRAMED, Format
from kg.triples import Names, write_quads, write_tree
from kg.web.negotiate import content_type


def graph_response(
    quads: Iterable[Quad], form: Format, base: str | Names, media_type: str | None = None, root: str = ""
) -> Response:
    """Return *quads* written as *form*, called *media_type* where the client knows the format by another name.

    *base* may be the names that prefixes are taken from. What is framed is a tree that begins with *root*.
    """
    sink, names = io.BytesIO(), Names(base) if isinstance(base, str) else base
    if form is FRAMED:
        write_tree((quad.triple for quad in quads), root, names, sink)
    else:
        write_quads(quads, form.name, names, sink)
    return Response(sink.getvalue(), headers={"vary": "Accept"}, media_type=content_type(media_type or form.media_type))
