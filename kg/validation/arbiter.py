"""A fast engine first, the reference as arbiter: what the two do not agree on is told, and the reference's word holds.

Every graph that the first look finds fault with, and a sample of those it finds none with, goes to the reference. The
sample is chosen by the graph's own bytes: the same graph is in it each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import RdfFormat, Triple, serialize

from kg.validation.model import Result, Validator

SAMPLE = 0.01
MOST_SAMPLED = 20_000
"""Triples. The reference takes minutes for an article of a megabyte, which would fail by its deadline."""
_STEPS = 1 << 32


class FirstLook(Protocol):
    """Tells of many graphs a second which are without fault."""

    def faultless(self, triples: Sequence[Triple], written: bytes) -> bool:
        """Tell whether no shape has anything to say against *triples*, *written* as N-Triples."""
        ...


@dataclass(frozen=True, slots=True)
class Dissent:
    """A graph, as N-Triples, that one of two engines finds fault with; `results` are the reference's."""

    graph: bytes
    digest: str
    engine: str
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Arbitrated:
    """A validator that asks `reference` only where `first` found a fault, and of every `sample`th graph without one."""

    engine: str
    first: FirstLook
    reference: Validator
    dissented: Callable[[Dissent], None]
    sample: float = SAMPLE

    def results(self, triples: Sequence[Triple]) -> list[Result]:
        """Return what the shapes say against *triples*."""
        graph = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
        faultless = self.first.faultless(triples, graph)
        digest = hashlib.blake2b(graph, digest_size=16).hexdigest()
        if faultless and not (len(triples) <= MOST_SAMPLED and int(digest[:8], 16) < self.sample * _STEPS):
            return []
        results = self.reference.results(triples)
        if faultless == bool(results):
            self.dissented(Dissent(graph, digest, self.engine, tuple(results)))
        return results
