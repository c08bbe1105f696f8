"""What a text's lines are: headline, body, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.article import Article
from kg.document.foot import body_end, without_teasers
from kg.document.guide import PROSE, Guide
from kg.document.head import body_start, headline
from kg.document.pieces import Piece, pieces_of
from kg.document.tail import without_tail
from kg.document.teasers import teasers_at_end
from kg.text import Span


@dataclass(frozen=True, slots=True)
class Layout:
    """The headline, the paragraphs of the body, the lines outside it, and the credit on its last line."""

    title: Span | None
    paragraphs: tuple[Span, ...]
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    credit: Span | None = None


def lay_out(article: Article, guide: Guide) -> Layout:
    """Return what is headline, body and neither in *article*."""
    text = article.text
    pieces = pieces_of(text, guide)
    title = headline(article, pieces, guide.endings)
    first = body_start(text, pieces, title, guide.endings)
    inside = without_teasers(pieces[first : body_end(pieces, first)])
    paragraphs = [piece.span for piece in inside if piece.kind == PROSE]
    del paragraphs[len(paragraphs) - teasers_at_end(text, tuple(paragraphs), guide) :]
    credit = None
    if paragraphs:
        paragraphs[-1], credit = without_tail(text, paragraphs[-1], guide)
    before = tuple(piece for i, piece in enumerate(pieces[:first]) if i != title)
    after = tuple(pieces[first + len(inside) :])
    return Layout(pieces[title].span if title is not None else None, tuple(paragraphs), before, after, credit)
