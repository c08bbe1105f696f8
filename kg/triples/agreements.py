"""What parties agreed on."""

from __future__ import annotations

from pyoxigraph import Triple

from kg.triples.frame import Frame, Triples
from kg.triples.spans import proven, quoted
from kg.triples.vocabulary import AGREEMENT, CONTENT, PARTY, A, term


def agreement_triples(frame: Frame) -> Triples:
    """Yield every agreement: its parties, its words, and the statement that reports it."""
    for agreement in frame.reading.agreements:
        node = frame.facts[agreement.id]
        yield Triple(node, A, AGREEMENT)
        yield Triple(node, A, term("schema:AgreeAction"))
        yield from (Triple(node, PARTY, frame.actors[party]) for party in agreement.parties)
        yield Triple(node, term("schema:text"), frame.words(agreement.content))
        yield from quoted(frame, node, CONTENT, agreement.content)
        if agreement.statement is not None:
            yield Triple(node, term("prov:wasDerivedFrom"), frame.facts[agreement.statement])
        yield from proven(frame, node, agreement.evidence)
