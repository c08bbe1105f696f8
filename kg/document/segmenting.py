"""A text cut into its parts."""

from __future__ import annotations

from kg.article import Article
from kg.document.credits import publisher_of, sources_of
from kg.document.guide import guide_to
from kg.document.layout import lay_out
from kg.document.model import Document, Quote
from kg.document.quotes import quotes_in
from kg.document.sentences import sentences_in
from kg.document.words import sentences_of, words_in
from kg.errors import NotAnArticle
from kg.lang import LanguagePack
from kg.text import Span


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
        own = quotes_in(text, part)
        quotes += own
        if part is not title:
            cuts += sentences_in(text, part, own, guide.short, pack.letters)
    words = words_in(text, parts, pack.letters)
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
    )
