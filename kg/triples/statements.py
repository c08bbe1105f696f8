"""What was said, by whom, and through whom it came."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import NamedNode, Triple

from kg.facts import Statement
from kg.triples.attribution import capacities, step
from kg.triples.frame import Frame, Triples, root
from kg.triples.spans import proven, quoted, read_by
from kg.triples.vocabulary import (
    CONDITION,
    CONTENT,
    CUE,
    MEDIUM,
    QUOTE_MODE,
    RELAYER,
    SPEAKER,
    STATEMENT,
    A,
    concept,
    term,
)


def statement_triples(frame: Frame) -> Triples:
    """Yield every statement once, however often headline, lead and body repeat it."""
    together: dict[str, list[Statement]] = {}
    for statement in frame.reading.statements:
        together.setdefault(root(statement, frame.reading.statements), []).append(statement)
    for origin, mentions in together.items():
        yield from _statement(frame, frame.facts[origin], mentions)


def _statement(frame: Frame, node: NamedNode, mentions: Sequence[Statement]) -> Triples:
    yield Triple(node, A, STATEMENT)
    # The fullest mention's words stand for the statement; every mention is a span of its own besides.
    fullest = max(mentions, key=lambda mention: len(mention.content))
    yield Triple(node, term("schema:text"), frame.words(fullest.content))
    for mention in mentions:
        kind = "schema:Claim" if mention.mode == "indirect" else "schema:Quotation"
        yield Triple(node, A, term(kind))
        yield Triple(node, QUOTE_MODE, concept("quote", mention.mode))
        yield from quoted(frame, node, CONTENT, mention.content)
        # A statement that is repeated has a rule for each mention.
        yield from (read_by(frame, mention.content, item.rule) for item in mention.evidence if not item.part)
        if mention.cue is not None:
            yield from quoted(frame, node, CUE, mention.cue)
        if mention.condition is not None:
            yield from quoted(frame, node, CONDITION, mention.condition)
        yield from proven(frame, node, mention.evidence)
        yield from _chain(frame, node, mention, mentions[0])


def _chain(frame: Frame, node: NamedNode, mention: Statement, first: Statement) -> Triples:
    places = (*mention.evidence,)
    for property_, role, actors in ((SPEAKER, "speaker", mention.speakers), (RELAYER, "relayer", mention.via)):
        for actor in actors:
            link = frame.inside(f"attribution-{role}", first.content, frame.anchors[actor])
            yield Triple(node, property_, frame.actors[actor])
            yield from step(frame, node, link, role)
            yield Triple(link, term("prov:agent"), frame.actors[actor])
            yield from capacities(frame, link, actor, places)
    if mention.medium is not None:
        link = frame.inside(f"attribution-{mention.medium}", first.content)
        yield Triple(node, MEDIUM, concept("medium", mention.medium))
        yield from step(frame, node, link, "medium")
        yield Triple(link, MEDIUM, concept("medium", mention.medium))
