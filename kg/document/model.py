"""A text cut into the parts a reader works on; every offset points into the article's text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.article import Article
from kg.lang import LanguagePack
from kg.text import Span


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters or digits with its marks: where it stands, its folded form (same length) and its key."""

    span: Span
    folded: str
    key: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span and the range of words (indices into Document.words) it holds; the headline is one too."""

    span: Span
    first: int
    last: int
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks: `inner` without the marks, `outer` with them."""

    inner: Span
    outer: Span


@dataclass(frozen=True, slots=True)
class Document:
    """An article's layout and units.

    `title` is the headline's span when the text has one; `body` the article's own text, without boilerplate before and
    after it. `publisher` is a name (from the text, or given); `sources` the credited sources as written. `paragraphs`
    cover the body but for links to other articles inside it; `sentences` the title and the paragraphs; `words` all
    words of both, in order. `published` is the day of publication: given, or the one the text states above its body.
    """

    article: Article
    pack: LanguagePack
    title: Span | None
    body: Span
    publisher: str | None
    sources: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]
    words: tuple[Word, ...]
    published: date | None = None

    @property
    def text(self) -> str:
        """Return the article's text as published."""
        return self.article.text

    def words_of(self, sentence: Sentence) -> tuple[Word, ...]:
        """Return the words of one of this document's sentences."""
        return self.words[sentence.first : sentence.last]
