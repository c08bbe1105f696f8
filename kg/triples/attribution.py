"""The chain of attribution: speaker, relayer, medium, publisher, credited source."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from kg.facts import Evidence
from kg.triples.frame import Frame, Triples
from kg.triples.literals import integer
from kg.triples.positions import position_node
from kg.triples.vocabulary import ATTRIBUTION_STEP, IN_CAPACITY, LEVEL, A, concept, term

# How far each link of the chain stands from the mouth that spoke.
ROLES = ("speaker", "relayer", "medium", "publisher", "source")


def step(frame: Frame, said: NamedNode, link: NamedNode, role: str) -> Triples:
    """Yield one link of the chain through which *said* came."""
    yield Triple(said, term("prov:qualifiedAttribution"), link)
    yield Triple(link, A, ATTRIBUTION_STEP)
    yield Triple(link, A, term("prov:Attribution"))
    yield Triple(link, LEVEL, integer(ROLES.index(role) + 1))
    yield Triple(link, term("dcterms:type"), concept("role", role))


def capacities(frame: Frame, node: NamedNode, actor: str, evidence: Iterable[Evidence]) -> Triples:
    """Yield the offices that the sentences of *evidence* call *actor* by: one named elsewhere is not carried over."""
    sentences = [s.span for item in evidence for s in frame.sentences(item.span)]
    for position in frame.reading.positions:
        if position.holder == actor and any(position.title.within(span) for span in sentences):
            yield Triple(node, IN_CAPACITY, position_node(frame, position))
