"""What the reading workers do, as values that another process can be told of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.wiring.stores import now
from kg.wiring.toolkit import Asked, toolkit_for

if TYPE_CHECKING:
    from kg.article import Given
    from kg.pipeline import Prepared, Toolkit
    from kg.workers import Trades


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads and checks one article, under the base of a store; `asked` are the extractors beside the rules."""

    base: str
    gate: bool
    asked: Asked | None = None

    def __call__(self, raw: bytes, given: Given) -> Prepared:
        """Return the article read and checked."""
        from kg.pipeline import prepare

        return prepare(raw, given, _toolkit(self.base, self.gate, self.asked), now())

    def warm_up(self) -> None:
        """Load what reading needs, before the workers fork."""
        _toolkit(self.base, self.gate, self.asked)


@dataclass(frozen=True, slots=True)
class Checking:
    """Checks one graph against the shapes."""

    base: str

    def __call__(self, name: str | None, triples: bytes, text: str | None) -> dict[str, object]:
        """Return the report as JSON values."""
        from kg.triples import Graph, read_rdf
        from kg.validation import check, to_json

        toolkit = _toolkit(self.base, gate=True)
        graph = Graph(name or "", tuple(quad.triple for quad in read_rdf(triples, "ntriples")))
        return to_json(check(graph, text, toolkit.shared, toolkit.shapes))


def compare(shapes: bytes, triples: bytes, form: str) -> bytes:
    """Return the validation report on *triples* against *shapes*, both as N-Triples, in the format named."""
    from pyoxigraph import serialize

    from kg.sparql import GRAPHS, KNOWN_PREFIXES, RDF, TRIG, TURTLE, format_named
    from kg.triples import read_rdf
    from kg.validation import check_against

    asked, data = ((quad.triple for quad in read_rdf(graph, "ntriples")) for graph in (shapes, triples))
    chosen = format_named(form, GRAPHS)
    prefixes = KNOWN_PREFIXES if chosen in (TURTLE, TRIG) else None
    return serialize(check_against(asked, data), format=RDF[chosen], prefixes=prefixes) or b""


@cache
def _toolkit(base: str, gate: bool, asked: Asked | None = None) -> Toolkit:
    return toolkit_for(base, gate=gate, asked=asked)


def trades_of(base: str, *, gate: bool, asked: Asked | None = None) -> Trades:
    """Return what the reading workers of a store do; without a gate, any RDF may be written."""
    from kg.workers import Trades

    checking = Checking(base)
    reading = Reading(base, gate, asked)
    waits = asked[1].seconds if asked else 0.0
    return Trades(reading, checking if gate else None, checking, reading.warm_up, compare, waits)
