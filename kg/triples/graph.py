"""A reading as one named graph, by part."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.authority import Authority
from kg.decisions import Reviewed
from kg.facts import Reading
from kg.triples.actors import actor_triples
from kg.triples.agreements import agreement_triples
from kg.triples.article import article_triples
from kg.triples.decisions import decision_triples, states_of
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


def to_graph(reading: Reading, names: Names, authority: Authority, run: Run, reviewed: Reviewed | None = None) -> Graph:
    """Return the article's one graph: the same reading, names, authority, reader and decisions give the same triples.

    *reviewed* tells how the facts of the reading stand, and by which decisions.
    """
    frame = frame_of(reading, names, run.reader, authority.revision)
    if reviewed is not None and reviewed.force:
        frame = replace(frame, states=states_of(frame, reviewed))
    triples = [triple for part in PARTS for triple in part(frame)]
    triples += run_triples(frame, run.reader, authority.revision)
    triples += decision_triples(frame, reviewed) if reviewed else ()
    return Graph(names.graph(frame.key).value, in_order(triples))
