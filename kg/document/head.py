"""The headline, and where the body begins under it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from kg.article import Article
from kg.document.endings import Endings
from kg.document.guide import PROSE
from kg.document.pieces import Piece

_LONGEST_HEADLINE = 45
_KICKER = 2
_NAME = 3
_SIGNATURE = 6
# A line with a full stop is a sentence of the body when it has so many words.
_SENTENCE = 8
# How far from the top a page still repeats its headline, and how far below it its captions and stamps can stand.
_TOP = 40
_UNDER = 12


def headline(article: Article, pieces: Sequence[Piece], endings: Endings) -> int | None:
    """Return which line is the headline: the one the page names or repeats, else the first that looks like one."""
    if article.headline:
        for index, piece in enumerate(pieces):
            if article.text[piece.span.start : piece.span.stop] == article.headline:
                return index
    again = _repeated(article.text, pieces)
    if again is not None:
        return again
    for index, piece in enumerate(pieces):
        if piece.kind != PROSE or piece.listed:
            continue
        if _heads(article.text, pieces, index, endings):
            return index
        # A section's name or a kicker may stand above the headline; a paragraph may not.
        if piece.length > _KICKER or piece.stopped:
            return None
    return None


def body_start(text: str, pieces: Sequence[Piece], title: int | None, endings: Endings) -> int:
    """Return where the body begins: after stamps, signatures, captions and names under the headline."""
    first = 0 if title is None else title + 1
    named, start = False, first
    head = pieces[title].span if title is not None else None
    under = _under(pieces, first) if head else 0
    for index in range(first, len(pieces)):
        piece = pieces[index]
        again = head is not None and len(piece.span) == len(head) and _same(text, piece, pieces[title or 0])
        if _is_furniture(text, piece, endings, again=again, named=named):
            start = index + 1
        elif index >= under:
            break
        named = piece.kind == "source" and not piece.names
    return start


def _under(pieces: Sequence[Piece], first: int) -> int:
    """Return where the first line stands that can only be a paragraph: captions may stand before it."""
    near = range(first, min(len(pieces), first + _UNDER))
    return next((index for index in near if pieces[index].real), first)


def _is_furniture(text: str, piece: Piece, endings: Endings, *, again: bool, named: bool) -> bool:
    """Tell whether a line under the headline is none of the body's: boilerplate, a name, a signature."""
    if piece.kind != PROSE or again:
        return True
    if not piece.bare:
        return False
    if piece.length <= (_SIGNATURE if named else _NAME):
        return True
    return piece.length <= _SIGNATURE and bool(endings.parted.search(text, piece.span.start, piece.span.stop))


def _repeated(text: str, pieces: Sequence[Piece]) -> int | None:
    """Return the first line near the top that is written twice before the first paragraph, as headlines are."""
    seen: dict[str, int] = {}
    for index, piece in enumerate(islice(pieces, _TOP)):
        if piece.kind != PROSE or not _KICKER < piece.length <= _LONGEST_HEADLINE:
            continue
        written = text[piece.span.start : piece.span.stop]
        if written in seen:
            return seen[written]
        if piece.stopped and not piece.cut_off and piece.length >= _SENTENCE:
            return None
        seen[written] = index
    return None


def _heads(text: str, pieces: Sequence[Piece], index: int, endings: Endings) -> bool:
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


def _same(text: str, one: Piece, other: Piece) -> bool:
    return text[one.span.start : one.span.stop] == text[other.span.start : other.span.stop]
