"""Graphs changed at random, a little: what an article's graph may look like when a program or a hand has erred."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.triples import Graph, term

NAMED = NamedNode("urn:test:other")
WRONG = (
    Literal("غير ذلك", language="ar"),
    Literal("x", language="zz-Latn"),
    Literal("x"),
    Literal(""),
    Literal("-1", datatype=term("xsd:integer")),
    Literal("007", datatype=term("xsd:integer")),
    Literal("seven", datatype=term("xsd:integer")),
    Literal("0.30", datatype=term("xsd:decimal")),
    Literal("1e2", datatype=term("xsd:double")),
    Literal("NaN", datatype=term("xsd:double")),
    Literal("true", datatype=term("xsd:boolean")),
    Literal("2026-02-30", datatype=term("xsd:date")),
    Literal("2026-02-03", datatype=term("xsd:date")),
    Literal("2026-02-03T00:00:00", datatype=term("xsd:dateTime")),
    Literal("2026", datatype=term("xsd:gYear")),
    Literal("سا\u200fمر", language="ar"),
    Literal("x", datatype=NamedNode("urn:test:kind")),
    NAMED,
    BlankNode("b"),
)
Chance = random.Random
Change = Callable[[list[Triple], Chance], None]


def _drop(triples: list[Triple], chance: Chance) -> None:
    triples.pop(chance.randrange(len(triples)))


def _other_object(triples: list[Triple], chance: Chance) -> None:
    at = chance.randrange(len(triples))
    triples[at] = Triple(triples[at].subject, triples[at].predicate, _value(triples, chance))


def _one_more(triples: list[Triple], chance: Chance) -> None:
    like = chance.choice(triples)
    triples.append(Triple(like.subject, like.predicate, _value(triples, chance)))


def _other_predicate(triples: list[Triple], chance: Chance) -> None:
    at = chance.randrange(len(triples))
    triples[at] = Triple(triples[at].subject, chance.choice(triples).predicate, triples[at].object)


def _other_subject(triples: list[Triple], chance: Chance) -> None:
    at = chance.randrange(len(triples))
    triples[at] = Triple(chance.choice(triples).subject, triples[at].predicate, triples[at].object)


def _forget_a_node(triples: list[Triple], chance: Chance) -> None:
    gone = chance.choice(triples).subject
    triples[:] = [triple for triple in triples if triple.subject != gone]


def _other_language(triples: list[Triple], chance: Chance) -> None:
    texts = [at for at, triple in enumerate(triples) if isinstance(triple.object, Literal) and triple.object.language]
    if texts:
        at = chance.choice(texts)
        words = Literal(triples[at].object.value, language=chance.choice(("en", "fr", "ar-EG")))
        triples[at] = Triple(triples[at].subject, triples[at].predicate, words)


def _value(triples: list[Triple], chance: Chance) -> NamedNode | BlankNode | Literal | Triple:
    return chance.choice(WRONG) if chance.random() < 0.5 else chance.choice(triples).object


CHANGES: Sequence[Change] = (
    _drop,
    _other_object,
    _one_more,
    _other_predicate,
    _other_subject,
    _forget_a_node,
    _other_language,
)


def mutated(graph: Graph, seed: int) -> Graph:
    """Return *graph* with up to three changes; the same for the same seed."""
    chance = random.Random(seed)
    triples = list(graph.triples)
    for _ in range(chance.randint(0, 3)):
        chance.choice(CHANGES)(triples, chance)
    return Graph(graph.name, tuple(dict.fromkeys(triples)))
