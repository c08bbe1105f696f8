"""A text cut into its parts."""

from __future__ import annotations

from kg.article import Article
from kg.document.lines import lines_of
from kg.document.model import Document
from kg.document.quotes import quotes_in
from kg.document.sentences import sentences_in
from kg.document.words import sentences_of, words_in
from kg.errors import NotAnArticle
from kg.lang import LanguagePack
from kg.text import Span


def segment(article: Article, pack: LanguagePack) -> Document:
    """Return *article* cut into headline, body, paragraphs, sentences, quotes and words."""
    lines = [line.span for line in lines_of(article.text)]
    if not lines:
        raise NotAnArticle("the document has no body")
    title = lines[0] if len(lines) > 1 and not article.text[: lines[0].stop].endswith(".") else None
    paragraphs = tuple(lines[1:] if title else lines)
    body = Span(paragraphs[0].start, paragraphs[-1].stop)
    parts = ((title,) if title else ()) + paragraphs
    quotes = tuple(quote for part in parts for quote in quotes_in(article.text, part))
    cuts: list[Span] = [title] if title else []
    for paragraph in paragraphs:
        own = tuple(quote for quote in quotes if quote.outer.within(paragraph))
        cuts += sentences_in(article.text, paragraph, own, pack)
    words = words_in(article.text, parts, pack.letters)
    sentences = sentences_of(tuple(cuts), words, title)
    return Document(article, pack, title, body, article.given.publisher, (), paragraphs, sentences, quotes, words)
