"""The article itself: headline, publisher, credited sources, and which text of it was read."""

from __future__ import annotations

from pyoxigraph import NamedNode, Triple

from kg.text import Span
from kg.triples.actors import TYPES
from kg.triples.attribution import step
from kg.triples.frame import Frame, Triples
from kg.triples.literals import date, label, plain
from kg.triples.names import checked_iri
from kg.triples.spans import quoted
from kg.triples.vocabulary import ACTOR, ARTICLE, CREDITED_SOURCE, LABEL, MENTION, TEXT_HASH, A, term


def article_triples(frame: Frame) -> Triples:
    """Yield what the article is, who published it, and the sources it credits as a whole."""
    document, article = frame.reading.document, frame.reading.document.article
    node = frame.article
    yield Triple(node, A, ARTICLE)
    yield Triple(node, A, term("schema:NewsArticle"))
    yield Triple(node, term("schema:inLanguage"), plain(article.language))
    yield Triple(node, TEXT_HASH, plain(article.text_hash))
    headline = article.headline if document.title is None else document.title.of(document.text)
    if headline is not None:
        yield Triple(node, term("schema:headline"), label(headline, frame.language))
        yield Triple(node, LABEL, label(headline, frame.language))
    if article.given.source_url is not None:
        yield Triple(node, term("schema:url"), NamedNode(checked_iri(article.given.source_url)))
    if article.given.published is not None:
        yield Triple(node, term("schema:datePublished"), date(article.given.published.isoformat()))
    if document.publisher is not None:
        yield from _publisher(frame, document.publisher)
    for span in document.sources:
        yield from _source(frame, span)


def _publisher(frame: Frame, name: str) -> Triples:
    node = frame.inside("publisher")
    link = frame.inside("attribution-publisher")
    yield Triple(frame.article, term("schema:publisher"), node)
    yield Triple(node, A, ACTOR)
    yield Triple(node, A, term("schema:NewsMediaOrganization"))
    yield Triple(node, LABEL, label(name, frame.language))
    yield from step(frame, frame.article, link, "publisher")
    yield Triple(link, term("prov:agent"), node)


def _source(frame: Frame, span: Span) -> Triples:
    node = _actor_at(frame, span) or frame.inside("source", span)
    link = frame.inside("attribution-source", span)
    yield Triple(frame.article, CREDITED_SOURCE, node)
    if node == frame.inside("source", span):
        yield from (Triple(node, A, kind) for kind in TYPES["Organization"])
        yield Triple(node, LABEL, frame.label(span))
    yield from quoted(frame, node, MENTION, span)
    yield from step(frame, frame.article, link, "source")
    yield Triple(link, term("prov:agent"), node)


def _actor_at(frame: Frame, span: Span) -> NamedNode | None:
    """Return the actor whom the very words of *span* mention."""
    for actor in frame.reading.actors:
        if any(mention.span == span for mention in actor.mentions):
            return frame.actors[actor.id]
    return None
