"""The order graphs are written in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from kg.triples.vocabulary import A

_DIGITS = re.compile(r"(\d+)")


def in_order(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """Return *triples*, each once: by subject with its numbers counted, types first."""
    return tuple(sorted(set(triples), key=_place))


def _place(triple: Triple) -> tuple[object, ...]:
    subject, object_ = str(triple.subject), str(triple.object)
    named = isinstance(triple.object, NamedNode)
    return (
        _counted(subject),
        triple.predicate != A,
        str(triple.predicate),
        _counted(object_) if named else ((2, 0, object_),),
    )


def _counted(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key by which statement-9 comes before statement-10."""
    parts = _DIGITS.split(text)
    pairs = [(1, len(p.lstrip("0")), p.lstrip("0")) if i % 2 else (0, 0, p) for i, p in enumerate(parts)]
    # "007" and "7" count alike: the text itself decides last, so that the order is total.
    return (*pairs, (2, 0, text))
