"""The medium that stands in front of an article's first sentence: "City, Country (NAME) -", "City - NAME:", "NAME:"."""

from __future__ import annotations

import re

from kg.document.endings import Endings
from kg.document.guide import Guide
from kg.document.lines import trimmed
from kg.document.outlets import Signature
from kg.document.words import words_in
from kg.text import Span

_LONGEST = 80
_PART_WORDS = 4
# A part with a date in it is longer: "City on 26 January 2022".
_DATED_WORDS = 7
_BRACKETED_WORDS = 3
_LEADING_DIGITS = re.compile(r"(?:\d+\s+)*")


def in_front(text: str, lead: Span, guide: Guide) -> Signature | None:
    """Return the medium in front of the first sentence, or None."""
    start, found, opened = lead.start, None, False
    endings = guide.endings
    for match in endings.dateline.finditer(text, lead.start, min(lead.stop, lead.start + _LONGEST)):
        part = trimmed(text, Span(start, match.start()))
        start, mark = match.end(), match[0]
        weak = set(mark) <= endings.weak
        if part is None:
            found = found if weak or found is None else (found[0], True)
            opened = "(" in mark
            continue
        if _is_too_long(text, part) or _tells(text, part, guide):
            break
        signature = _signature(text, part, guide) or (_bracketed(text, part, mark, endings) if opened else None)
        opened = "(" in mark
        if signature:
            found = (signature, not weak)
        elif "." in mark and not _slashed(text, start, mark):
            break
        elif found and not weak:
            found = (found[0], True)
    return found[0] if found and found[1] else None


def _is_too_long(text: str, part: Span) -> bool:
    written = text[part.start : part.stop]
    longest = _DATED_WORDS if any(char.isdigit() for char in written) else _PART_WORDS
    return len(written.split()) > longest


def _slashed(text: str, start: int, mark: str) -> bool:
    return "/" in mark or text.startswith("/", start)


def _bracketed(text: str, part: Span, mark: str, endings: Endings) -> Signature | None:
    """Return a name not known that stands in brackets, with a dash or a colon after them."""
    few = len(text[part.start : part.stop].split()) <= _BRACKETED_WORDS
    return Signature(part, "outlet") if few and mark.strip().startswith(")") and set(mark) & endings.links else None


def _signature(text: str, part: Span, guide: Guide) -> Signature | None:
    digits = _LEADING_DIGITS.match(text, part.start, part.stop)
    part = Span(digits.end(), part.stop) if digits and digits.end() < part.stop else part
    written = text[part.start : part.stop]
    kind = guide.outlets.kind_of(written)
    if kind or guide.outlets.sounds_like_media(written):
        return Signature(part, kind)
    # "City 26-1-2022 NAME": the name is what follows the date.
    dated = re.search(r"\d\s+(\D+)$", written)
    if dated and guide.outlets.kind_of(dated[1]):
        return Signature(Span(part.start + dated.start(1), part.stop), guide.outlets.kind_of(dated[1]))
    capitals = written.isascii() and written.isupper() and len(written) > 1
    return Signature(part, "outlet") if capitals else None


def _tells(text: str, part: Span, guide: Guide) -> bool:
    """Tell whether a verb or preposition before an agency's name makes it a part of the sentence."""
    return any(guide.relays(word.key) for word in words_in(text, (part,), guide.pack.letters))
