"""Quotation marks and what stands between them, in every style and with marks that lack their other half."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kg.document.lines import trimmed
from kg.document.model import Quote
from kg.lang import Marks
from kg.text import Span

Role = Literal["open", "close", ""]

# Marks of one family close each other; writers mix straight and curly ones. Two single marks or angle brackets are one.
_DOUBLE = {"\u201c": "open", "\u201d": "close", "\u201e": "open", "\u201f": "open", '"': "", "''": "", "\uff02": ""}
_ANGLE = {"\u00ab": "open", "\u00bb": "close", "<<": "open", ">>": "close"}
_SMALL = {"\u2039": "open", "\u203a": "close"}
_SINGLE = {"\u2018": "open", "\u2019": "close", "\u201a": "open", "\u201b": "open", "'": ""}
_BRACKETS = {"((": "open", "))": "close"}
_FAMILIES: tuple[dict[str, str], ...] = (_DOUBLE, _ANGLE, _SMALL, _SINGLE, _BRACKETS)
_FAMILY_OF = {mark: number for number, family in enumerate(_FAMILIES) for mark in family}
_MARK = re.compile("|".join(re.escape(mark) for mark in sorted(_FAMILY_OF, key=lambda mark: (-len(mark), mark))))
_SINGLES = _FAMILIES.index(_SINGLE)
# No quote opens straight after one of these.
_ENDING = ("stop", "comma", "question", "exclamation")
# A quote that is never closed runs to the end of its paragraph, when a colon or the paragraph's start opens it.
_LONGEST_UNCLOSED = 800


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark: where it stands, what its form tells, and what the letters around it tell."""

    span: Span
    form: Role
    place: Role

    @property
    def curled(self) -> bool:
        """Tell whether the mark's form has a direction."""
        return self.form != ""


def quotes_in(text: str, paragraph: Span, pack_marks: Marks) -> tuple[Quote, ...]:
    """Return the quotes of one paragraph, in the order they open; an outer one comes before those inside it."""
    ending, stretch = pack_marks.of(*_ENDING), pack_marks.of("stretch")
    families: dict[int, list[Mark]] = {}
    for match in _MARK.finditer(text, paragraph.start, paragraph.stop):
        family = _FAMILY_OF[match[0]]
        span = Span(match.start(), match.end())
        place = _place(text, span, paragraph, ending, stretch)
        # An apostrophe stands between letters, or after the last one with nothing opened before it.
        if family != _SINGLES or place:
            form: Role = _FAMILIES[family][match[0]]  # type: ignore[assignment]
            families.setdefault(family, []).append(Mark(span, form, place))
    found: list[Quote] = []
    for family, marks in families.items():
        found += _pairs(_straightened(marks), strict=family == _SINGLES)
        last = marks[-1]
        if family != _SINGLES and not any(last.span.within(quote.outer) for quote in found[-3:]):
            found += _unclosed(text, last, paragraph)
    return _nested(text, found)


def _place(text: str, mark: Span, paragraph: Span, ending: str, stretch: str) -> Role:
    """Return what the neighbours of a mark say: a blank before and a letter after open, the reverse closes."""
    before = text[mark.start - 1] if mark.start > paragraph.start else " "
    after = text[mark.stop] if mark.stop < paragraph.stop else " "
    joined = before in stretch or (before.isalpha() and not text[max(paragraph.start, mark.start - 2)].isalnum())
    starts = not before.isalnum() or joined or mark.start - 1 == paragraph.start
    ends = not after.isalnum()
    if starts and not ends and before not in ending:
        return "open"
    return "close" if ends and not before.isspace() and not joined else ""


def _straightened(marks: list[Mark]) -> list[Mark]:
    """Return the marks with their forms turned round where the writer used them the other way round."""
    curled = [mark for mark in marks if mark.curled and mark.place]
    wrong = sum(mark.form != mark.place for mark in curled)
    if wrong * 2 <= len(curled):
        return marks
    turned: dict[Role, Role] = {"open": "close", "close": "open", "": ""}
    return [Mark(mark.span, turned[mark.form], mark.place) for mark in marks]


def _pairs(marks: list[Mark], *, strict: bool) -> list[Quote]:
    found: list[Quote] = []
    stack: list[Mark] = []
    for index, mark in enumerate(marks):
        role = mark.place if strict else _role(mark, opened=bool(stack), left=len(marks) - index)
        if role == "close" and stack:
            start = stack.pop()
            found.append(Quote(Span(start.span.stop, mark.span.start), Span(start.span.start, mark.span.stop)))
        elif role == "open":
            # Two straight marks that both open: the first one lacks its other half.
            if stack and not stack[-1].curled and not mark.curled:
                stack.pop()
            stack.append(mark)
    return found


def _role(mark: Mark, *, opened: bool, left: int) -> Role:
    """Return whether a mark opens or closes; *left* counts the marks of its family from it to the paragraph's end."""
    # What closes by its place closes, whatever its form: the German low mark is closed by the English opening one.
    if opened and mark.place == "close":
        return "close"
    if mark.curled and mark.form == mark.place:
        return mark.form
    if mark.curled and (opened or mark.form == "open"):
        return mark.form
    if not opened:
        # A mark placed like a closing one opens only if it has a partner.
        return "open" if mark.place != "close" or left % 2 == 0 else ""
    return "open" if mark.place == "open" and left % 2 == 0 else "close"


def _unclosed(text: str, mark: Mark, paragraph: Span) -> Iterable[Quote]:
    if mark.place != "open" or mark.form == "close":
        return
    before = text[max(paragraph.start, mark.span.start - 4) : mark.span.start].rstrip()
    inner = trimmed(text, Span(mark.span.stop, paragraph.stop))
    opens = mark.span.start == paragraph.start or before.endswith(":")
    if opens and inner and len(inner) <= _LONGEST_UNCLOSED:
        yield Quote(inner, Span(mark.span.start, inner.stop))


def _nested(text: str, quotes: list[Quote]) -> tuple[Quote, ...]:
    """Return the quotes in order, without those that are empty or cross one that opened before them."""
    kept: list[Quote] = []
    around: list[Quote] = []
    for quote in sorted(quotes, key=lambda quote: (quote.outer.start, -quote.outer.stop)):
        while around and around[-1].outer.stop <= quote.outer.start:
            around.pop()
        inner = trimmed(text, quote.inner)
        if inner and (not around or quote.outer.stop <= around[-1].outer.stop):
            kept.append(Quote(inner, quote.outer))
            around.append(quote)
    return tuple(kept)
