"""Offices people are called by in an article, with no date that nobody stated."""

from __future__ import annotations

from pyoxigraph import NamedNode, Triple

from kg.facts import Position
from kg.triples.frame import Frame, Triples
from kg.triples.spans import proven
from kg.triples.vocabulary import LABEL, POSITION, A, term


def position_node(frame: Frame, position: Position) -> NamedNode:
    """Return the name of a position: its title's place and its holder's."""
    return frame.inside("position", position.title, frame.anchors[position.holder])


def position_triples(frame: Frame) -> Triples:
    """Yield every position: who, called what, of which body or country."""
    for position in frame.reading.positions:
        node = position_node(frame, position)
        yield Triple(node, A, POSITION)
        yield Triple(node, A, term("org:Membership"))
        yield Triple(node, LABEL, frame.label(position.title))
        yield Triple(node, term("org:member"), frame.actors[position.holder])
        if position.of is not None:
            yield Triple(node, term("org:organization"), frame.actors[position.of])
        yield from proven(frame, node, position.evidence)
