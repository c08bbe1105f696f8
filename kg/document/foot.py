"""Where the body ends, and what inside it is none of its own."""

from __future__ import annotations

from collections.abc import Sequence

from kg.document.guide import PROSE
from kg.document.pieces import Piece

# Kinds of lines after which nothing is the article's own.
_FINAL = frozenset({"end", "rights"})
# Kinds that begin a box of other articles: the rest of the text, unless most of the article is still to come.
_BOXES = frozenset({"related", "tags"})
# Kinds of lines at a page's foot; a short bare line after one is no last paragraph.
_FOOT = frozenset(
    {
        "source",
        "follow",
        "tags",
        "button",
        "invitation",
        "stamp",
        "mark",
        "signed",
        "section",
        "byline",
        "writer",
        "hand",
    }
)
_TEASER = 20
_SIGNATURE = 6
_SIGNED_LINES = 3
_LABEL = 14
# So many headlines of other articles stand in one box inside a body, at most.
_MOST_IN_A_BOX = 5
_FEWEST_LISTED = 2


def body_end(pieces: Sequence[Piece], start: int) -> int:
    """Return where the body ends: before comments, boxes of other articles, and the signatures above them."""
    stop = next((i for i in range(start, len(pieces)) if pieces[i].kind in _FINAL), len(pieces))
    told, whole = 0, sum(piece.length for piece in pieces[start:stop] if piece.kind == PROSE)
    for index in range(start, stop):
        if pieces[index].kind in _BOXES and 2 * told >= whole and not _resumes(pieces, index):
            stop = index
            break
        told += pieces[index].length if pieces[index].kind == PROSE else 0
    while stop > start:
        first = stop - 1 if pieces[stop - 1].kind != PROSE else _sign_off(pieces, start, stop)
        if first == stop:
            break
        stop = first
    return _without_links(pieces, start, stop)


def _resumes(pieces: Sequence[Piece], index: int) -> bool:
    """Tell whether a box says where it ends, so that the body goes on after it."""
    return any(piece.kind == "resume" for piece in pieces[index + 1 : index + 2 + _MOST_IN_A_BOX])


def without_teasers(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of the body; links to other articles at its end are left out, and so is what they head."""
    kept: list[Piece] = []
    left = 0
    for piece in pieces:
        opens = piece.kind == "related" or (piece.kind == "teaser" and not piece.names)
        boxed = left > 0 and (piece.cut_off or (piece.bare and piece.length <= _TEASER))
        left = _MOST_IN_A_BOX if opens else left - 1 if boxed else 0
        kept.append(piece.as_teaser() if boxed and piece.kind == PROSE else piece)
    while kept and kept[-1].kind != PROSE:
        kept.pop()
    return kept


def _sign_off(pieces: Sequence[Piece], start: int, stop: int) -> int:
    """Return where short last lines begin that are names, initials or labels under the article; *stop* if none are."""
    first = stop
    while first - 1 > start and stop - first < _SIGNED_LINES and pieces[first - 1].bare:
        if pieces[first - 1].length > _SIGNATURE:
            break
        first -= 1
    if first < stop and (pieces[first - 1].kind != PROSE or pieces[first - 1].stopped):
        return first
    last = stop - 1
    label = last > start and pieces[last].bare and pieces[last].length <= _LABEL
    return last if label and pieces[last - 1].kind in _FOOT else stop


def _without_links(pieces: Sequence[Piece], start: int, stop: int) -> int:
    """Return where the body ends before a list of links: a list of its own comes after a sentence that announces it."""
    first = stop
    while first > start + 1 and pieces[first - 1].bare and pieces[first - 1].listed:
        first -= 1
    return first if stop - first >= _FEWEST_LISTED and pieces[first - 1].stopped else stop
