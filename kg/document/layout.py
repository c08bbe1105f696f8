"""What a text's lines are: headline, body, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from kg.article import Article
from kg.document.endings import Endings
from kg.document.guide import PROSE, Guide
from kg.document.lines import lines_of
from kg.document.tail import without_tail
from kg.document.teasers import teasers_at_end
from kg.text import Span

# Kinds of lines after which nothing is the article's own.
_FINAL = frozenset({"end", "rights"})
# Kinds that begin a box of other articles: the rest of the text, unless most of the article is still to come.
_BOXES = frozenset({"related", "tags"})
_LONGEST_HEADLINE = 45
_KICKER = 2
_NAME = 3
_TEASER = 20
_SIGNATURE = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A line and what it is: "prose" or a kind of boilerplate, with the places that tell of names in it."""

    span: Span
    apart: bool
    kind: str
    names: tuple[Span, ...]
    length: int
    stopped: bool

    @property
    def bare(self) -> bool:
        """Tell whether this is prose that does not end like a sentence."""
        return self.kind == PROSE and not self.stopped


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
    pieces = _pieces(text, guide)
    title = _headline(article, pieces, guide.endings)
    first = _body_start(text, pieces, title)
    inside = _without_teasers(pieces[first : _body_end(pieces, first)])
    paragraphs = [piece.span for piece in inside if piece.kind == PROSE]
    del paragraphs[len(paragraphs) - teasers_at_end(text, tuple(paragraphs), guide) :]
    credit = None
    if paragraphs:
        paragraphs[-1], credit = without_tail(text, paragraphs[-1], guide)
    before = tuple(piece for i, piece in enumerate(pieces[:first]) if i != title)
    after = tuple(pieces[first + len(inside) :])
    return Layout(pieces[title].span if title is not None else None, tuple(paragraphs), before, after, credit)


def _pieces(text: str, guide: Guide) -> list[Piece]:
    found = []
    for line in lines_of(text):
        match = guide.kind_of(text, line.span)
        written = text[line.span.start : line.span.stop]
        length = written.count(" ") + 1
        found.append(Piece(line.span, line.apart, match.kind, match.stars, length, guide.stopped(written[-20:])))
    return found


def _headline(article: Article, pieces: list[Piece], endings: Endings) -> int | None:
    """Return which line is the headline: the one the page names, else the first that looks like one."""
    if article.headline:
        for index, piece in enumerate(pieces):
            if article.text[piece.span.start : piece.span.stop] == article.headline:
                return index
    for index, piece in enumerate(pieces):
        if piece.kind != PROSE:
            continue
        if _heads(article.text, pieces, index, endings):
            return index
        # A section's name or a kicker may stand above the headline; a paragraph may not.
        if piece.length > _KICKER or piece.stopped:
            return None
    return None


def _heads(text: str, pieces: list[Piece], index: int, endings: Endings) -> bool:
    """Tell whether a line can be a headline: no full stop, no second sentence, and prose comes after it."""
    piece = pieces[index]
    if not _KICKER < piece.length <= _LONGEST_HEADLINE:
        return False
    following = list(islice((p for p in islice(pieces, index + 1, None) if p.kind == PROSE), 3))
    if not following:
        return False
    written = text[piece.span.start : piece.span.stop]
    if written.endswith(endings.full_stops) and not written.endswith(".."):
        return False
    if endings.in_headline.search(written):
        return False
    return pieces[index + 1].apart or max(len(p.span) for p in following) > len(piece.span)


def _body_start(text: str, pieces: list[Piece], title: int | None) -> int:
    """Return where the body begins: after stamps, signatures and names under the headline."""
    named = False
    headline = "" if title is None else text[pieces[title].span.start : pieces[title].span.stop]
    for index in range(0 if title is None else title + 1, len(pieces)):
        piece = pieces[index]
        is_name = piece.bare and piece.length <= (_SIGNATURE if named else _NAME)
        again = len(piece.span) == len(headline) and text[piece.span.start : piece.span.stop] == headline
        if piece.kind == PROSE and not is_name and not again:
            return index
        named = piece.kind == "source" and not piece.names
    return len(pieces)


def _body_end(pieces: list[Piece], start: int) -> int:
    """Return where the body ends: before comments, boxes of other articles, and the signatures above them."""
    stop = next((i for i in range(start, len(pieces)) if pieces[i].kind in _FINAL), len(pieces))
    told, whole = 0, sum(piece.length for piece in pieces[start:stop] if piece.kind == PROSE)
    for index in range(start, stop):
        if pieces[index].kind in _BOXES and 2 * told >= whole:
            stop = index
            break
        told += pieces[index].length if pieces[index].kind == PROSE else 0
    while stop > start and (pieces[stop - 1].kind != PROSE or _signs_off(pieces, start, stop - 1)):
        stop -= 1
    return stop


def _signs_off(pieces: list[Piece], start: int, index: int) -> bool:
    """Tell whether a short last line is a name under the article rather than its last sentence."""
    last = pieces[index]
    if index == start or not last.bare or last.length > _SIGNATURE:
        return False
    return pieces[index - 1].kind != PROSE or pieces[index - 1].stopped


def _without_teasers(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces of the body; links to other articles at its end are left out, and so is what they head."""
    kept, in_box = [], False
    for piece in pieces:
        in_box = (piece.kind == "teaser" and not piece.names) or (in_box and piece.bare and piece.length <= _TEASER)
        kept.append(piece if not (in_box and piece.kind == PROSE) else _as_teaser(piece))
    while kept and kept[-1].kind != PROSE:
        kept.pop()
    return kept


def _as_teaser(piece: Piece) -> Piece:
    return Piece(piece.span, piece.apart, "teaser", (), piece.length, piece.stopped)
