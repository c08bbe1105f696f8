"""The first look decides what is plain, the reference all else; where they do not agree the reference's word holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import SH

from kg.validation import Arbitrated, Dissent, Result
from kg.validation.arbiter import MOST_SAMPLED

FAULT = Result(rdflib.URIRef("urn:a"), None, None, rdflib.URIRef("urn:s"), SH.NodeConstraintComponent, SH.Violation)


def graph(number: int, size: int = 1) -> list[Triple]:
    subject, predicate = NamedNode("urn:test:a"), NamedNode("urn:test:p")
    return [Triple(subject, predicate, Literal(f"{number} {part}")) for part in range(size)]


@dataclass
class First:
    """A first look that says one thing of all graphs."""

    says: bool

    def faultless(self, triples: Sequence[Triple], written: bytes) -> bool:
        assert written.count(b"\n") == len(triples)
        return self.says


@dataclass
class Reference:
    """A reference that counts what it is asked."""

    says: list[Result]
    asked: int = 0

    def results(self, triples: Sequence[Triple]) -> list[Result]:
        self.asked += 1
        return self.says


@dataclass
class Court:
    """Both, and what they did not agree on."""

    first: First
    reference: Reference
    dissents: list[Dissent] = field(default_factory=list)

    def judge(self, triples: list[Triple], sample: float = 0.0) -> list[Result]:
        return Arbitrated("fast", self.first, self.reference, self.dissents.append, sample).results(triples)


def test_what_has_no_fault_is_not_looked_at_twice() -> None:
    court = Court(First(True), Reference([FAULT]))
    assert court.judge(graph(1)) == []
    assert court.reference.asked == 0


def test_every_fault_is_told_by_the_reference() -> None:
    court = Court(First(False), Reference([FAULT]))
    assert court.judge(graph(1)) == [FAULT]
    assert court.dissents == []


@pytest.mark.parametrize(("first", "results"), [(False, []), (True, [FAULT])])
def test_the_reference_s_word_holds_and_dissent_is_told_with_its_graph(first: bool, results: list[Result]) -> None:
    court = Court(First(first), Reference(results))
    assert court.judge(graph(7), sample=1.0) == results
    (dissent,) = court.dissents
    assert b'"7 0"' in dissent.graph
    assert dissent.results == tuple(results)


def test_one_graph_in_a_hundred_is_looked_at_twice_and_always_the_same_one() -> None:
    def sampled() -> set[int]:
        found = set()
        for number in range(3000):
            court = Court(First(True), Reference([]))
            court.judge(graph(number), sample=0.01)
            found |= {number} if court.reference.asked else set()
        return found

    first = sampled()
    assert 10 < len(first) < 60
    assert sampled() == first


def test_a_graph_that_the_reference_would_take_minutes_for_is_no_sample() -> None:
    court = Court(First(True), Reference([]))
    court.judge(graph(1, MOST_SAMPLED + 1), sample=1.0)
    assert court.reference.asked == 0
