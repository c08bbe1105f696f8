"""The index as SPARQL asks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.search.answers import class_named
from kg.search.asking import Sought
from kg.search.index import TextIndex
from kg.sparql import Finder, Keep, Lookup, Match


def finder(index: Callable[[], TextIndex]) -> Finder:
    """Return what `text:query` asks; the index is opened when it is first asked."""

    def find(lookup: Lookup, keep: Keep) -> Sequence[Match]:
        opened = index()
        sought = Sought(
            lookup.words,
            tuple(class_named(kind, opened) for kind in lookup.kinds),
            lookup.languages,
            lookup.properties,
            lookup.resource,
            limit=lookup.limit,
            strictest=True,
            literals=lookup.literals,
        )
        found = opened.find(sought, lambda one: keep(one.resource, one.predicate, one.literal))
        return [
            Match(hit.document.resource, hit.document.predicate, hit.document.literal, hit.score) for hit in found.hits
        ]

    return find
