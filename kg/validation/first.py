"""The first look: a fast engine that tells whether a graph is without any fault, and nothing more.

The engine is no part of every installation: whoever imports this module goes on without it where that fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pyoxigraph import Literal, Triple
from pyshacl_turbo import CompiledShapes
from pyshacl_turbo.rdf import Input

from kg.validation.shapes import Shapes
from kg.validation.terms import to_rdflib

ENGINE = "pyshacl-turbo"


class Turbo:
    """pyshacl-turbo (Rust), its shapes compiled once."""

    def __init__(self, shapes: Shapes) -> None:
        """Compile *shapes*."""
        self._shapes = CompiledShapes(shapes.bare)  # type: ignore[no-untyped-call]

    def faultless(self, triples: Sequence[Triple], written: bytes) -> bool:
        """Tell whether no shape has anything to say; what this engine cannot look at is not without fault."""
        if not all(_readable(triple.object) for triple in triples if not _plain(triple)):
            return False
        data = Input(written.decode("utf-8"), "nt", None, {}, preserve_ids=True)
        try:
            # Warnings and advice count as faults here: whoever reports them is to see the graph.
            conforms, _, _ = self._shapes.validate(data, abort_on_first=True)  # type: ignore[no-untyped-call]
        except (RuntimeError, ValueError):
            return False
        return bool(conforms)


def _plain(triple: Triple) -> bool:
    """Tell whether a triple's object is no literal whose form could be wrong."""
    value = triple.object
    return not isinstance(value, Literal | Triple)


@lru_cache(maxsize=1 << 14)
def _readable(value: Literal | Triple) -> bool:
    """Tell whether a literal's form fits its datatype, which the reference holds every literal to."""
    if isinstance(value, Literal) and (value.language is not None or value.datatype.value.endswith("#string")):
        return True
    try:
        to_rdflib(value)
    except ValueError:
        return False
    return True
