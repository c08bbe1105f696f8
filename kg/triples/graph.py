"""A reading as one named graph, by part."""

from __future__ import annotations

from dataclasses import dataclass

from kg.authority import Authority
from kg.facts import Reading
from kg.triples.actors import actor_triples
from kg.triples.agreements import agreement_triples
from kg.triples.article import article_triples
from kg.triples.frame import frame_of
from kg.triples.meetings import meeting_triples
from kg.triples.model import Graph
from kg.triples.names import Names
from kg.triples.order import in_order
from kg.triples.positions import position_triples
from kg.triples.provenance import run_triples
from kg.triples.statements import statement_triples

PARTS = (article_triples, actor_triples, position_triples, meeting_triples, statement_triples, agreement_triples)


@dataclass(frozen=True, slots=True)
class Run:
    """Who reads: the version of the reader. What it knew and what it read are in the authority and the reading."""

    reader: str


def to_graph(reading: Reading, names: Names, authority: Authority, run: Run) -> Graph:
    """Return the article's one graph: the same reading, names, authority and reader give the same triples."""
    frame = frame_of(reading, names, run.reader, authority.revision)
    triples = [triple for part in PARTS for triple in part(frame)]
    triples += run_triples(frame, run.reader, authority.revision)
    return Graph(names.graph(frame.key).value, in_order(triples))
