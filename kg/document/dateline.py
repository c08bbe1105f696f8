"""The medium that stands in front of an article's first sentence: "City, Country (NAME) -", "City - NAME:", "NAME:"."""

from __future__ import annotations

from kg.document.guide import Guide
from kg.document.lines import trimmed
from kg.document.outlets import Signature
from kg.document.words import words_in
from kg.text import Span

_LONGEST = 80
_PART_WORDS = 4


def in_front(text: str, lead: Span, guide: Guide) -> Signature | None:
    """Return the medium in front of the first sentence, or None."""
    start, found = lead.start, None
    endings = guide.endings
    for match in endings.dateline.finditer(text, lead.start, min(lead.stop, lead.start + _LONGEST)):
        part = trimmed(text, Span(start, match.start()))
        start = match.end()
        if part is None:
            found = found if set(match[0]) <= endings.weak or found is None else (found[0], True)
            continue
        if len(text[part.start : part.stop].split()) > _PART_WORDS or _tells(text, part, guide):
            break
        signature = _signature(text, part, guide)
        ends = not set(match[0]) <= endings.weak
        if signature:
            found = (signature, ends)
        elif found and ends:
            found = (found[0], True)
    return found[0] if found and found[1] else None


def _signature(text: str, part: Span, guide: Guide) -> Signature | None:
    written = text[part.start : part.stop]
    kind = guide.outlets.kind_of(written)
    if kind or guide.outlets.sounds_like_media(written):
        return Signature(part, kind)
    capitals = written.isascii() and written.isupper() and len(written) > 1
    return Signature(part, "outlet") if capitals else None


def _tells(text: str, part: Span, guide: Guide) -> bool:
    """Tell whether a verb or preposition before an agency's name makes it a part of the sentence."""
    return any(guide.relays(word.key) for word in words_in(text, (part,), guide.pack.letters))
