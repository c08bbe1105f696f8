"""Facets in the address of a list: what is chosen, what there is to choose, and the addresses that do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request

from kg.questions import SORTS, Facet, Listing
from kg.triples import ISNAD
from kg.web.inquiry import Inquiry
from kg.web.terms import Term
from kg.web.views import Value, Viewer

EACH: Final = 25
"""Lines on a page of a list."""
MOST: Final = 10_000
"""Lines that can be leafed through; the query behind has all of them."""
_LONGEST: Final = 500
Asked = Mapping[str, tuple[str, ...]]
Counts = Mapping[str, Sequence[tuple[str, int]]]
Items = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet: its words, for how many facts it holds, and the address that chooses it, or takes it away."""

    label: Term
    count: int | None
    href: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One facet as a page shows it: what is chosen of it, and what there is to choose."""

    name: str
    chosen: tuple[Option, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """The facets of one list at one address; `items` are the parameters it has."""

    asked: Asked
    counts: Counts
    named: Mapping[str, Value]
    items: Items
    viewer: Viewer

    def narrowing(self, facet: Facet) -> Narrowing:
        """Return a facet with what is chosen of it and what there is to choose."""
        chosen = self.asked.get(facet.name, ())
        taken = [Option(self._words(facet, one), None, self._without(facet, one)) for one in chosen]
        options = [
            Option(self._words(facet, one), count, self._with(facet, one))
            for one, count in self.counts.get(facet.name, ())
            if one not in chosen
        ]
        return Narrowing(facet.name, tuple(taken), tuple(options))

    def _with(self, facet: Facet, value: str) -> str:
        kept = self.items if facet.several else [item for item in self.items if item[0] != facet.name]
        return address([*kept, (facet.name, value)])

    def _without(self, facet: Facet, value: str) -> str:
        """Return the address without one value, however it was written."""
        same = (value, value.partition("/id/")[2])
        left = [
            (name, said)
            for name, said in self.items
            if name != facet.name or (facet.several and " ".join(said.split()) not in same)
        ]
        return address(left)

    def _words(self, facet: Facet, value: str) -> Term:
        match facet.values:
            case "iri":
                return self.named[value].label
            case "concept":
                return self.viewer.name(f"{ISNAD}{facet.scheme}-{value}", {})
            case _:
                return Term("literal", value)


def asked_of(items: Items, listing: Listing, base: str) -> Asked:
    """Return the values that an address chooses, by facet; what it has of other names is not ours.

    A thing of ours may be named by the end of its IRI, from what follows "/id/" on.
    """
    facets = {facet.name: facet for facet in listing.facets}
    found: dict[str, list[str]] = {}
    for name, value in items:
        words = " ".join(value.split())[:_LONGEST]
        if (facet := facets.get(name)) and words:
            ours = facet.values == "iri" and ":" not in words.partition("/")[0]
            found.setdefault(name, []).append(f"{base}id/{words}" if ours else words)
    return {name: tuple(dict.fromkeys(of)) if facets[name].several else tuple(of[-1:]) for name, of in found.items()}


def number_of(request: Request) -> int:
    """Return the page of a list that is asked for, from 1."""
    said = request.query_params.get("page", "1")
    return min(max(int(said), 1), MOST // EACH) if said.isascii() and said.isdecimal() and len(said) < 9 else 1


def sort_of(request: Request) -> str:
    """Return the order of a list that is asked for, the first where none that is known is."""
    said = request.query_params.get("sort", "")
    return said if said in SORTS else next(iter(SORTS))


def address(items: Items, **values: str) -> str:
    """Return the address of the same list with other values, on its first page where no other is told."""
    kept = [(name, value) for name, value in items if name not in values and name != "page"]
    changed = [(name, value) for name, value in values.items() if (name, value) != ("page", "1")]
    return "?" + urlencode([*kept, *changed], errors="replace")


async def named_in(inquiry: Inquiry, listing: Listing, asked: Asked, counts: Counts) -> Mapping[str, Value]:
    """Return what the values of facets are called that are IRIs."""
    iris = {
        value
        for facet in listing.facets
        if facet.values == "iri"
        for value in (*asked.get(facet.name, ()), *(value for value, _ in counts.get(facet.name, ())))
    }
    return await inquiry.values(iris)
