"""Quotation marks and what stands between them."""

from __future__ import annotations

import re

from kg.document.model import Quote
from kg.text import Span

_PAIRS = {"\u201c": "\u201d", "\u00ab": "\u00bb", "\u2039": "\u203a", "\u201e": "\u201c", '"': '"'}
_MARK = re.compile('["\u00ab\u00bb\u201c-\u201e\u2039\u203a]')


def quotes_in(text: str, paragraph: Span) -> tuple[Quote, ...]:
    """Return the quotes of one paragraph, in the order they open."""
    found: list[Quote] = []
    stack: list[tuple[str, int]] = []
    for match in _MARK.finditer(text, paragraph.start, paragraph.stop):
        mark, place = match[0], match.start()
        if stack and mark == _PAIRS[stack[-1][0]]:
            start = stack.pop()[1]
            found.append(Quote(Span(start + 1, place), Span(start, place + 1)))
        elif mark in _PAIRS:
            stack.append((mark, place))
    return tuple(sorted(found, key=lambda quote: (quote.outer.start, -quote.outer.stop)))
