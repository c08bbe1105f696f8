"""Who appears in an article, as the article names them."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode, Triple

from kg.facts import Evidence
from kg.mentions import Actor, Link
from kg.text import visible
from kg.triples.frame import Frame, Triples
from kg.triples.literals import decimal, label, plain
from kg.triples.spans import proven, quoted, read_by
from kg.triples.vocabulary import (
    ABOUT_ACTOR,
    ACTOR,
    CONFIDENCE,
    FORUM,
    LABEL,
    LINK,
    MENTION,
    METONYM_FOR,
    ON_BEHALF_OF,
    UNNAMED_GROUP,
    UNRESOLVED_ACTOR,
    A,
    term,
)

# What an actor of each type is, in our own and in public terms.
TYPES: Mapping[str, tuple[NamedNode, ...]] = {
    "Person": (ACTOR, term("foaf:Person"), term("schema:Person")),
    "Organization": (ACTOR, term("org:Organization"), term("schema:Organization")),
    "Forum": (ACTOR, FORUM, term("org:OrganizationalCollaboration")),
    "Country": (ACTOR, term("schema:Country")),
    "Group": (ACTOR, UNNAMED_GROUP, term("foaf:Group")),
    "Place": (ACTOR, term("schema:Place")),
}


def actor_triples(frame: Frame) -> Triples:
    """Yield every actor with its names as written, its mentions, and why it is taken for a known one."""
    for actor in frame.reading.actors:
        node = frame.actors[actor.id]
        yield from (Triple(node, A, kind) for kind in TYPES[actor.type])
        yield from _names(frame, node, actor)
        for mention in actor.mentions:
            yield from quoted(frame, node, MENTION, mention.span)
            yield read_by(frame, mention.span, mention.rule)
            if mention.metonym:
                yield Triple(frame.inside("span", mention.span), METONYM_FOR, node)
        if actor.on_behalf_of is not None:
            yield Triple(node, ON_BEHALF_OF, frame.actors[actor.on_behalf_of])
        if actor.link is not None:
            yield from _link(frame, node, actor, actor.link)


def _names(frame: Frame, node: NamedNode, actor: Actor) -> Triples:
    names = [label(name, frame.language) for name in actor.names]
    yield from (Triple(node, term("schema:alternateName"), name) for name in names)
    if not actor.resolved:
        yield Triple(node, A, UNRESOLVED_ACTOR)
    # A known actor has its label from the authority; one more from each article would make every question answer twice.
    if actor.link is None:
        yield Triple(node, LABEL, names[0] if names else frame.label(frame.anchors[actor.id]))


def _link(frame: Frame, node: NamedNode, actor: Actor, link: Link) -> Triples:
    anchor = frame.anchors[actor.id]
    fact = frame.inside("link", anchor)
    yield Triple(fact, A, LINK)
    yield Triple(fact, ABOUT_ACTOR, node)
    yield Triple(fact, CONFIDENCE, decimal(link.score))
    yield Triple(fact, term("skos:note"), plain(visible(link.evidence)))
    rules = sorted({mention.rule for mention in actor.mentions if mention.span == anchor})
    yield from proven(frame, fact, [Evidence(anchor, rule) for rule in rules])
    if link.wikidata is not None:
        yield Triple(node, term("skos:exactMatch"), frame.names.wikidata(link.wikidata))
