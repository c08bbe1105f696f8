"""Evidence: the words of the article that something rests on, by place and by letter."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import NamedNode, Triple

from kg.facts import Evidence
from kg.text import Span
from kg.triples.frame import Frame, Triples
from kg.triples.literals import decimal, integer, plain
from kg.triples.vocabulary import (
    CONFIDENCE,
    EVIDENCE,
    REPORTED_IN,
    REVIEW_STATE,
    RULE,
    SENTENCE,
    A,
    concept,
    term,
)


def quoted(frame: Frame, subject: NamedNode, predicate: NamedNode, span: Span) -> Triples:
    """Yield the link from *subject* to the words of *span*, and what those words are."""
    node = frame.inside("span", span)
    offsets, quote = frame.inside("offsets", span), frame.inside("quote", span)
    yield Triple(subject, predicate, node)
    yield Triple(node, A, term("oa:SpecificResource"))
    yield Triple(node, term("oa:hasSource"), frame.article)
    yield Triple(node, term("oa:hasSelector"), offsets)
    yield Triple(node, term("oa:hasSelector"), quote)
    yield Triple(offsets, A, term("oa:TextPositionSelector"))
    yield Triple(offsets, term("oa:start"), integer(span.start))
    yield Triple(offsets, term("oa:end"), integer(span.stop))
    yield Triple(quote, A, term("oa:TextQuoteSelector"))
    yield Triple(quote, term("oa:exact"), frame.words(span))


def read_by(frame: Frame, span: Span, rule: str) -> Triple:
    """Return which rule read the words of *span*, as a mention or as a part of a fact."""
    return Triple(frame.inside("span", span), RULE, plain(rule))


def proven(frame: Frame, fact: NamedNode, evidence: Sequence[Evidence]) -> Triples:
    """Yield what every fact carries: its evidence with the sentences around it, its rules, its article, its run."""
    for item in evidence:
        if item.part:
            # The words of a part have a link of their own from the fact.
            yield read_by(frame, item.span, item.rule)
            continue
        yield from quoted(frame, fact, EVIDENCE, item.span)
        yield Triple(fact, RULE, plain(item.rule))
        for sentence in frame.sentences(item.span):
            yield from quoted(frame, frame.inside("span", item.span), SENTENCE, sentence.span)
    guesses = [item.confidence for item in evidence if item.confidence is not None]
    if guesses:
        yield Triple(fact, CONFIDENCE, decimal(max(guesses)))
    yield Triple(fact, REPORTED_IN, frame.article)
    yield Triple(fact, REVIEW_STATE, concept("review", frame.states.get(fact, "unreviewed")))
    yield Triple(fact, term("prov:wasGeneratedBy"), frame.run)
