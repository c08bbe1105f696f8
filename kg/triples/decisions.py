"""What people decided about an article's facts: how each fact stands, and who decided what, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC

from pyoxigraph import Literal, NamedNode, Triple

from kg.decisions import Decision, Reviewed, State, public_name
from kg.text import visible
from kg.triples.frame import Frame, Triples
from kg.triples.literals import plain
from kg.triples.positions import position_node
from kg.triples.spans import quoted
from kg.triples.vocabulary import DECISION, LABEL, TEXT_HASH, A, concept, term

# Of the mentions of one statement, which share a name, the one that was changed most says how it stands.
_STRENGTH: tuple[State, ...] = ("machine", "accepted", "added", "edited")


def states_of(frame: Frame, reviewed: Reviewed) -> Mapping[NamedNode, State]:
    """Return the review states of the facts that people decided about."""
    found: dict[NamedNode, State] = {}
    nodes = dict(_nodes(frame))
    for id_, standing in reviewed.standings.items():
        node = nodes.get(id_)
        if node is not None and standing.state != "machine":
            before: State = found.get(node, "machine")
            found[node] = max(before, standing.state, key=_STRENGTH.index)
    return found


def _nodes(frame: Frame) -> Iterator[tuple[str, NamedNode]]:
    """Yield the name of every fact by its local id; an actor's fact is the link."""
    yield from frame.facts.items()
    for number, position in enumerate(frame.reading.positions, 1):
        yield f"p{number}", position_node(frame, position)
    for actor in frame.reading.actors:
        if actor.link is not None:
            yield actor.id, frame.inside("link", frame.anchors[actor.id])


def decision_triples(frame: Frame, reviewed: Reviewed) -> Triples:
    """Yield every decision in force: its hand, its time, its words, and what it is about.

    What was rejected is in no graph: its decision points to the place alone.
    """
    nodes = dict(_nodes(frame))
    for decision in reviewed.force:
        about = (nodes[id_] for id_ in reviewed.about.get(decision.number, ()) if id_ in nodes)
        yield from _decision(frame, decision, about)


def _decision(frame: Frame, decision: Decision, about: Iterable[NamedNode]) -> Triples:
    node = frame.inside(f"decision-{decision.digest[:16]}")
    name = visible(public_name(decision.by)) or "an editor"
    editor = frame.names.editor(name)
    yield Triple(node, A, DECISION)
    yield Triple(node, A, term("prov:Activity"))
    yield Triple(node, term("dcterms:type"), concept("decision", decision.action))
    yield Triple(node, TEXT_HASH, plain(decision.text_hash))
    yield Triple(node, term("prov:wasAssociatedWith"), editor)
    yield Triple(node, term("prov:endedAtTime"), _moment(decision))
    if why := visible(decision.why):
        yield Triple(node, term("rdfs:comment"), plain(why))
    if decision.span is None or decision.span.stop > len(frame.text):
        yield Triple(node, term("prov:used"), frame.article)
    else:
        yield from quoted(frame, node, term("prov:used"), decision.span)
    yield from (Triple(node, term("prov:influenced"), fact) for fact in about)
    yield Triple(editor, A, term("prov:Agent"))
    yield Triple(editor, LABEL, plain(name))


def _moment(decision: Decision) -> Literal:
    """Return when it was decided, as an xsd:dateTime in UTC."""
    return Literal(f"{decision.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", datatype=term("xsd:dateTime"))
