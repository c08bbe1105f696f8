"""Who published an article, and whom it credits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.document.agencies import agencies_in
from kg.document.guide import Guide
from kg.document.layout import Layout, Piece
from kg.document.lines import trimmed
from kg.document.outlets import Signature
from kg.text import Span

# "City, Country (NAME) -" or "City - NAME:" before the first sentence; "NAME:" alone is a name in front of it.
_BRACKETED = re.compile("[^.()\u061f!]{0,60}\\(([^()]{2,40})\\)\\s*[-\u2013\u2014\u0640:]")
_DASHED = re.compile("([^.()\u061f!:]{2,60}?)\\s*(?::|\\s[-\u2013\u2014\u0640]{1,3}\\s)")
_NAME_WORDS = 6
# How far into the body a news agency counts as the source of the article rather than of one of its sentences.
_LEAD_SENTENCES = 3


def publisher_of(text: str, layout: Layout, guide: Guide) -> Span | None:
    """Return the name of the publisher as the text gives it: in front of the lead, under the article, or above it."""
    lead = layout.paragraphs[0] if layout.paragraphs else None
    after = (span for piece in layout.after if piece.kind in ("follow", "rights") for span in piece.names[:1])
    followed = [span for span in after if span and len(text[span.start : span.stop].split()) <= _NAME_WORDS]
    in_front = _in_front(text, lead, guide) if lead else None
    if in_front:
        return in_front.span
    if followed:
        return followed[0]
    above = [s for s in _signatures(text, layout.before, guide) if s.kind]
    below = [s for s in _signatures(text, layout.after, guide) if s.kind == "outlet"][:1]
    signed = [*above, *below]
    return signed[0].span if signed else None


def sources_of(
    text: str, layout: Layout, sentences: tuple[Span, ...], publisher: Span | None, guide: Guide
) -> tuple[Span, ...]:
    """Return the credited sources as written, each once, in the order of the text."""
    found = [*_labelled(text, layout, guide), *(s.span for s in _signatures(text, layout.after, guide))]
    found += [s.span for s in _signatures(text, layout.before, guide) if s.span != publisher]
    named = guide.outlets.kind_of(text[publisher.start : publisher.stop]) if publisher else ""
    if not found and named != "agency":
        found = [span for s in sentences[:_LEAD_SENTENCES] for span in agencies_in(text, s, guide)]
    once: dict[str, Span] = {}
    for span in sorted(found):
        once.setdefault(guide.pack.letters.key(text[span.start : span.stop]), span)
    return tuple(once.values())


def _in_front(text: str, lead: Span, guide: Guide) -> Signature | None:
    """Return the medium that stands in front of the first sentence."""
    bracketed = _BRACKETED.match(text, lead.start, lead.stop)
    if bracketed:
        found = guide.outlets.signatures(text, Span(*bracketed.span(1)))
        return found[0] if found and (found[0].kind or _latin(text, found[0].span)) else None
    dashed = _DASHED.match(text, lead.start, lead.stop)
    if dashed is None or len(dashed[1].split()) > _NAME_WORDS:
        return None
    whole = trimmed(text, Span(*dashed.span(1)))
    if whole and guide.outlets.sounds_like_media(text[whole.start : whole.stop]):
        return Signature(whole, guide.outlets.kind_of(text[whole.start : whole.stop]))
    known = [s for s in guide.outlets.signatures(text, Span(*dashed.span(1))) if s.kind]
    return known[-1] if known else None


def _latin(text: str, span: Span) -> bool:
    written = text[span.start : span.stop]
    return written.isascii() and written.upper() == written


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
