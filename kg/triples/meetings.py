"""Who met whom, under which forum, when and where."""

from __future__ import annotations

from pyoxigraph import NamedNode, Triple

from kg.facts import Meeting
from kg.triples.attribution import capacities
from kg.triples.frame import Frame, Triples
from kg.triples.spans import proven, quoted
from kg.triples.times import time_triples
from kg.triples.vocabulary import (
    ABOUT_ACTOR,
    CUE,
    HELD_WITHIN,
    LABEL,
    MEETING,
    MENTION,
    PARTICIPANT,
    PARTICIPATION,
    STATUS,
    TAKES_PART,
    A,
    concept,
    term,
)


def meeting_triples(frame: Frame) -> Triples:
    """Yield every meeting the article's own voice tells of."""
    for meeting in frame.reading.meetings:
        node = frame.facts[meeting.id]
        yield Triple(node, A, MEETING)
        yield Triple(node, A, term("schema:Event"))
        yield Triple(node, LABEL, frame.label(meeting.cue))
        yield Triple(node, term("dcterms:type"), concept("kind", meeting.kind))
        yield Triple(node, STATUS, concept("status", meeting.status))
        if meeting.mode is not None:
            yield Triple(node, term("schema:eventAttendanceMode"), concept("mode", meeting.mode))
        if meeting.forum is not None:
            yield Triple(node, HELD_WITHIN, frame.actors[meeting.forum])
        yield from quoted(frame, node, CUE, meeting.cue)
        yield from _participants(frame, node, meeting)
        yield from _circumstances(frame, node, meeting)
        yield from proven(frame, node, meeting.evidence)


def _participants(frame: Frame, node: NamedNode, meeting: Meeting) -> Triples:
    places = node.value.rpartition("/meeting")[2]
    for actor in meeting.participants:
        part = frame.inside(f"participation{places}", frame.anchors[actor])
        yield Triple(node, PARTICIPANT, frame.actors[actor])
        yield Triple(node, TAKES_PART, part)
        yield Triple(part, A, PARTICIPATION)
        yield Triple(part, A, term("schema:Role"))
        yield Triple(part, ABOUT_ACTOR, frame.actors[actor])
        yield from capacities(frame, part, actor, meeting.evidence)


def _circumstances(frame: Frame, node: NamedNode, meeting: Meeting) -> Triples:
    if meeting.when is not None:
        yield from time_triples(frame, node, meeting.when)
    if meeting.place is not None:
        place = frame.inside("place", meeting.place)
        yield Triple(node, term("schema:location"), place)
        yield Triple(place, A, term("schema:Place"))
        yield Triple(place, LABEL, frame.label(meeting.place))
        yield from quoted(frame, place, MENTION, meeting.place)
    for span in meeting.topics:
        topic = frame.inside("topic", span)
        yield Triple(node, term("schema:about"), topic)
        yield Triple(topic, A, term("skos:Concept"))
        yield Triple(topic, LABEL, frame.label(span))
        yield from quoted(frame, topic, MENTION, span)
