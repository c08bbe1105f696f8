"""Who published an article, and whom it credits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from kg.document.agencies import agencies_in
from kg.document.dateline import in_front
from kg.document.guide import Guide
from kg.document.layout import Layout
from kg.document.outlets import Signature
from kg.document.pieces import Piece
from kg.text import Span

_NAME_WORDS = 6
_LETTERS = re.compile(r"[^\W\d_]")
_AGENCIES = ("agency", "agencies")
# How far into the body a news agency counts as the source of the article rather than of one of its sentences.
_LEAD_SENTENCES = 5


def publisher_of(text: str, layout: Layout, guide: Guide) -> Span | None:
    """Return the name of the publisher as the text gives it: in front of the lead, under the article, or above it."""
    lead = layout.paragraphs[0] if layout.paragraphs else None
    after = (span for piece in layout.after if piece.kind in ("follow", "rights") for span in piece.names[:1])
    followed = [span for span in map(partial(_without_year, text), after) if span]
    signed = in_front(text, lead, guide) if lead else None
    if signed and signed.kind not in _AGENCIES:
        return signed.span
    if followed:
        return followed[0]
    # An agency dates its own articles; on a line without a date it is whom a paper has them from.
    dated = tuple(piece for piece in layout.before if piece.kind == "dated")
    above = [s for s in _signatures(text, dated, guide) if s.kind]
    above += [s for s in _signatures(text, layout.before, guide) if s.kind == "outlet"]
    below = [s for s in _signatures(text, layout.after, guide) if s.kind == "outlet"][:1]
    return next((signature.span for signature in [*above, *below]), None)


def sources_of(
    text: str, layout: Layout, sentences: tuple[Span, ...], publisher: Span | None, guide: Guide
) -> tuple[Span, ...]:
    """Return the credited sources as written, each once, in the order of the text."""
    found = [*_labelled(text, layout, guide), *(s.span for s in _signatures(text, layout.after, guide))]
    found += _names(text, (layout.credit,), guide) if layout.credit else ()
    lead = in_front(text, layout.paragraphs[0], guide) if layout.paragraphs else None
    # An agency in front of the lead is whom the paper has the article from.
    found += [lead.span] if lead and lead.kind in _AGENCIES else []
    key = guide.pack.letters.key(text[publisher.start : publisher.stop]) if publisher else ""
    above = (s.span for s in _signatures(text, layout.before, guide))
    found += [span for span in above if guide.pack.letters.key(text[span.start : span.stop]) != key]
    named = guide.outlets.kind_of(text[publisher.start : publisher.stop]) if publisher else ""
    if not found and named != "agency":
        found = [span for s in sentences[:_LEAD_SENTENCES] for span in agencies_in(text, s, guide)]
    once: dict[str, Span] = {}
    for span in sorted(found):
        once.setdefault(guide.pack.letters.key(text[span.start : span.stop]), span)
    return tuple(once.values())


def _without_year(text: str, span: Span) -> Span | None:
    """Return a name without the year of its copyright; None when it is too long for a name."""
    words = _LETTERS.search(text, span.start, span.stop)
    short = words and len(text[words.start() : span.stop].split()) <= _NAME_WORDS
    return Span(words.start(), span.stop) if words and short else None


def _signatures(text: str, pieces: tuple[Piece, ...], guide: Guide) -> Iterator[Signature]:
    """Yield the signatures on lines outside the body: alone, after a date, or under a caption."""
    for piece in pieces:
        if piece.kind == "signed":
            yield from (s for span in piece.names for s in guide.outlets.signatures(text, span))
        elif piece.kind == "dated":
            known = (s for span in piece.names for s in guide.outlets.signatures(text, span))
            yield from (s for s in known if s.kind)


def _labelled(text: str, layout: Layout, guide: Guide) -> Iterator[Span]:
    """Yield the names after a source label: on its line, or on the next when it stands alone."""
    for pieces in (layout.before, layout.after):
        waiting = False
        for piece in pieces:
            if piece.kind == "source":
                waiting = not piece.names
                yield from _names(text, piece.names, guide)
            elif waiting and piece.kind in ("prose", "signed"):
                waiting = False
                yield from _names(text, (piece.span,), guide) if piece.length <= 2 * _NAME_WORDS else ()


def _names(text: str, spans: tuple[Span, ...], guide: Guide) -> Iterator[Span]:
    for span in spans:
        for signature in guide.outlets.signatures(text, span):
            if len(text[signature.span.start : signature.span.stop].split()) <= _NAME_WORDS:
                yield signature.span
