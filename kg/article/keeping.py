"""An article kept: its text, and beside it in JSON all that was known of it when it was read."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from kg.article.language import language_of
from kg.article.model import Article, Given


def told_of(article: Article) -> str:
    """Return what is known beside an article's text, as JSON text."""
    given = asdict(article.given)
    published = article.given.published
    told = {"language": article.language, "headline": article.headline, **given}
    return json.dumps(told | {"published": published.isoformat() if published else None}, ensure_ascii=False)


def article_of(text: str, told: str, iri: str | None = None) -> Article:
    """Return the article that `told_of` told of; of one that nobody wrote anything down for, what its text tells.

    *iri* names it where it was given no name.
    """
    said = json.loads(told) if told else {}
    published = said.get("published")
    given = Given(
        said.get("iri") or (iri if not told else None),
        said.get("source_url"),
        date.fromisoformat(published) if published else None,
        said.get("publisher"),
    )
    return Article(text, said.get("language") or language_of(text), given, said.get("headline"))
