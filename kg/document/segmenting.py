"""A text cut into its parts."""

from __future__ import annotations

import re
from datetime import date

from kg.article import Article
from kg.document.credits import publisher_of, sources_of
from kg.document.guide import guide_to
from kg.document.layout import Layout, lay_out
from kg.document.model import Document, Quote
from kg.document.quotes import quotes_in
from kg.document.sentences import sentences_in
from kg.document.words import sentences_of, words_in
from kg.errors import NotAnArticle
from kg.lang import LanguagePack, resolve
from kg.text import Span

_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def segment(article: Article, pack: LanguagePack) -> Document:
    """Return *article* cut into its parts; raises NotAnArticle when nothing of it is an article's text."""
    text, guide = article.text, guide_to(pack)
    layout = lay_out(article, guide)
    if not layout.paragraphs:
        raise NotAnArticle("the document has no paragraph of an article")
    title = layout.title
    parts = ((title,) if title else ()) + layout.paragraphs
    quotes: list[Quote] = []
    cuts: list[Span] = [title] if title else []
    for part in parts:
        own = quotes_in(text, part, pack.marks)
        quotes += own
        if part is not title:
            cuts += sentences_in(text, part, own, guide)
    words = words_in(text, parts, pack.letters)
    if not guide.reads_as_prose(words):
        raise NotAnArticle("the document is no news article: it is a list of words, not sentences")
    publisher = publisher_of(text, layout, guide)
    return Document(
        article=article,
        pack=pack,
        title=title,
        body=Span(layout.paragraphs[0].start, layout.paragraphs[-1].stop),
        publisher=article.given.publisher or (text[publisher.start : publisher.stop] if publisher else None),
        sources=sources_of(text, layout, tuple(cuts[1:] if title else cuts), publisher, guide),
        paragraphs=layout.paragraphs,
        sentences=sentences_of(tuple(cuts), words, title),
        quotes=tuple(quotes),
        words=words,
        published=article.given.published or _day_stated(text, layout, pack),
    )


def _day_stated(text: str, layout: Layout, pack: LanguagePack) -> date | None:
    """Return the full date that a stamp or dateline above the body gives."""
    for piece in layout.before:
        if piece.kind in ("dated", "stamp"):
            for time in pack.times(text, piece.span):
                value = resolve(time, None)
                if value and _FULL_DATE.fullmatch(value):
                    return date.fromisoformat(value)
    return None
