"""Signatures at the end of an article's last line, after its last sentence."""

from __future__ import annotations

import re

from kg.document.guide import Guide
from kg.document.lines import trimmed
from kg.text import Span

_LONGEST = 120
# "(End) j k / l": a desk's initials after the mark that ends an article.
_END_MARK = re.compile(r"\(([^()]{2,20})\)\W*(?:\w{1,3}\W+){0,8}\w{0,3}\W*$")


def without_tail(text: str, paragraph: Span, guide: Guide) -> tuple[Span, Span | None]:
    """Return *paragraph* without the credit after its last sentence, and the words of that credit."""
    start = max(paragraph.start, paragraph.stop - _LONGEST)
    labelled = guide.label.search(text, start, paragraph.stop)
    if labelled and guide.endings.before_label.search(text[start : labelled.start()]):
        body = trimmed(text, Span(paragraph.start, labelled.start()))
        return (body, trimmed(text, Span(labelled.end(), paragraph.stop))) if body else (paragraph, None)
    ended = _END_MARK.search(text, start, paragraph.stop)
    if ended and guide.kind_of(text, Span(*ended.span(1))).kind == "end":
        return trimmed(text, Span(paragraph.start, ended.start())) or paragraph, None
    bracketed = guide.endings.bracketed.search(text[start : paragraph.stop])
    if bracketed:
        names = Span(start + bracketed.start(1), start + bracketed.end(1))
        body = trimmed(text, Span(paragraph.start, start + bracketed.start()))
        if body and guide.outlets.signs(text, names):
            return body, names
    return paragraph, None
