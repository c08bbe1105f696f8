"""An article as search engines read it: schema.org JSON-LD with what is quoted and claimed in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from kg.questions import Described
from kg.web.cards import Card
from kg.web.statement import data_block
from kg.web.views import Value


def news_article(iri: str, article: Described, cards: Iterable[Card], values: Mapping[str, Value]) -> Markup:
    """Return the data block of an article's page, safe inside a script element."""
    told: dict[str, Any] = {"@context": "https://schema.org", "@type": "NewsArticle", "@id": iri}
    for name, curie in (("headline", "schema:headline"), ("inLanguage", "schema:inLanguage"), ("url", "schema:url")):
        if words := article.one(curie):
            told[name] = words
    if published := article.one("schema:datePublished"):
        told["datePublished"] = published
    if publishers := _named(article.all("schema:publisher"), values, "NewsMediaOrganization"):
        told["publisher"] = publishers[0]
    if sources := _named(article.all("isnad:creditedSource"), values, "Organization"):
        told["sourceOrganization"] = sources
    if parts := [_quoted(card) for card in cards if card.kind == "statement" and card.words]:
        told["hasPart"] = parts
    return data_block(told)


def _named(iris: Iterable[str], values: Mapping[str, Value], kind: str) -> list[dict[str, Any]]:
    return [{"@type": kind, "@id": iri, "name": values[iri].label.value} for iri in iris if iri in values]


def _quoted(card: Card) -> dict[str, Any]:
    modes = {value.term.value.rpartition("-")[2] for key, found in card.rows if key == "card-mode" for value in found}
    claimed = modes == {"indirect"}
    who = [{"@type": "Thing", "@id": value.term.value, "name": value.label.value} for value in card.parties]
    told: dict[str, Any] = {"@type": "Claim" if claimed else "Quotation", "@id": card.iri, "text": card.words}
    if who:
        # A claim is somebody's by `author`, a quotation by `creator` (schema.org).
        told["author" if claimed else "creator"] = who
    return told
