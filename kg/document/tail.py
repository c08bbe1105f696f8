"""Signatures at the end of an article's last line, after its last sentence."""

from __future__ import annotations

import re

from kg.document.guide import Guide
from kg.document.lines import trimmed
from kg.text import Span

_LONGEST = 120
# "(End) j k / l": a desk's initials after the mark that ends an article.
_END_MARK = re.compile(r"\(([^()]{2,20})\)\W*(?:\w{1,3}\W+){0,8}\w{0,3}\W*$")


_CREDIT = 60
_FEET = frozenset({"end", "rights", "related", "tags", "teaser", "follow", "invitation", "button"})
# How far from the end of a page that comes as one line its foot can begin.
_FOOT = 600


def without_tail(text: str, paragraph: Span, guide: Guide) -> tuple[Span, Span | None]:
    """Return *paragraph* without the credit after its last sentence, and the words of that credit.

    Where a whole page comes as one line, its foot stands on that line too.
    """
    return _without_credit(text, _without_foot(text, paragraph, guide), guide)


def _without_foot(text: str, paragraph: Span, guide: Guide) -> Span:
    """Return *paragraph* without the comment form, the links and the buttons after its last sentence."""
    start = max(paragraph.start, paragraph.stop - _FOOT)
    folded = guide.pack.letters.fold(text[start : paragraph.stop])
    ends = [start + match.end() for match in guide.endings.sentence.finditer(text[start : paragraph.stop])]
    for head in guide.heads.finditer(folded):
        at = start + head.start()
        if guide.kind_of(text, Span(at, paragraph.stop)).kind in _FEET:
            last = max((end for end in ends if end <= at), default=None)
            stop = _foot_start(text, last, at, guide) if last is not None else None
            body = trimmed(text, Span(paragraph.start, stop)) if stop is not None else None
            if body:
                return body
    return paragraph


def _foot_start(text: str, last: int, at: int, guide: Guide) -> int | None:
    """Return where the foot begins: at its phrase, or at the other furniture between the last sentence and it."""
    between = trimmed(text, Span(last, at)) if last < at else None
    if between is None:
        return at
    if len(between) <= _CREDIT and guide.label.match(text, between.start):
        return at
    return last if guide.kind_of(text, between).kind in _FEET else None


def _without_credit(text: str, paragraph: Span, guide: Guide) -> tuple[Span, Span | None]:
    start = max(paragraph.start, paragraph.stop - _LONGEST)
    labelled = guide.label.search(text, start, paragraph.stop)
    if labelled and guide.endings.before_label.search(text[start : labelled.start()]):
        body = trimmed(text, Span(paragraph.start, labelled.start()))
        rest = guide.pack.letters.fold(text[labelled.end() : paragraph.stop])
        head = guide.heads.search(rest)
        names = Span(labelled.end(), labelled.end() + (head.start() if head else len(rest)))
        return (body, trimmed(text, names)) if body else (paragraph, None)
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
