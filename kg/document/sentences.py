"""Where sentences end."""

from __future__ import annotations

import re

from kg.document.model import Quote
from kg.lang import LanguagePack
from kg.text import Span

_END = re.compile("[.!?\u061f\u06d4]+[\u00bb\u201d\u203a\u2019\"')\\]]*(?=\\s|$)")
_BEFORE = re.compile(r"[\w.]+$")


def sentences_in(text: str, paragraph: Span, quotes: tuple[Quote, ...], pack: LanguagePack) -> tuple[Span, ...]:
    """Return the sentences of one paragraph; none ends inside a pair of quotation marks."""
    short = {pack.letters.key(row[0]) for row in pack.table("abbreviations")}
    inside = _covered(quotes)
    found, start = [], paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.stop):
        stop = match.end()
        if any(a < stop < b for a, b in inside) or match[0].startswith(".."):
            continue
        before = _BEFORE.search(text, max(start, match.start() - 20), match.start())
        if match[0] == "." and before and pack.letters.key(before[0]) in short:
            continue
        found.append(Span(start, stop))
        start = stop
        while start < paragraph.stop and text[start].isspace():
            start += 1
    if start < paragraph.stop:
        found.append(Span(start, paragraph.stop))
    return tuple(found)


def _covered(quotes: tuple[Quote, ...]) -> list[tuple[int, int]]:
    return [(quote.outer.start, quote.outer.stop) for quote in quotes]
