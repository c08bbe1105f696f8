"""Which of the forms we write a client takes best (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import UnknownFormat
from kg.sparql import Format, format_named

HTML = Format("html", "text/html", "html", "graph", aliases=("application/xhtml+xml",))
"""A page for people; it stands among the formats where one can be asked for."""

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*((?:;[^,]*)?)\Z", re.ASCII)
_WEIGHT = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|\Z)", re.IGNORECASE)
_ANY_WEIGHT = re.compile(r";\s*q\s*=", re.IGNORECASE)
# A quote that is never closed goes to the end: looking for the end of each anew would take for ever.
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)', re.DOTALL)
_MOST_RANGES = 200


@dataclass(frozen=True, slots=True)
class _Range:
    type: str
    subtype: str
    weight: float
    place: int

    def specificity(self, media_type: str) -> int:
        """Return 3 for the type itself, 2 for type/*, 1 for */*, 0 for no match."""
        main, _, sub = media_type.partition("/")
        if self.type == "*":
            return 1 if self.subtype == "*" else 0
        if self.type != main:
            return 0
        if self.subtype == "*":
            return 2
        return 3 if self.subtype == sub else 0


def ranked(accept: str | None, offered: Sequence[Format]) -> tuple[Format, ...]:
    """Return the offered formats that *accept* takes, best first; among equals the one it names first, then our order.

    No header, or one that says nothing, takes everything.
    """
    ranges = _ranges(accept)
    if not ranges:
        return tuple(offered)
    judged = []
    for order, form in enumerate(offered):
        weight, specificity, place, _ = _verdict(form, ranges)
        if weight > 0:
            judged.append((-weight, -specificity, place, order, form))
    return tuple(form for *_, form in sorted(judged, key=lambda verdict: verdict[:4]))


def named_type(accept: str | None, form: Format) -> str:
    """Return the media type to call *form* by: its own, unless only an alias of it is what the client takes."""
    ranges = _ranges(accept)
    return _verdict(form, ranges)[3] if ranges else form.media_type


def chosen(word: str | None, accept: str | None, offered: Sequence[Format]) -> tuple[Format, ...]:
    """Return the formats a request takes: the one `?format=` names, else those of *accept*; raises UnknownFormat."""
    if word is not None:
        try:
            return (format_named(word, tuple(offered)),)
        except UnknownFormat as error:
            raise UnknownFormat(str(error), tuple(f.media_type for f in offered)) from None
    forms = ranked(accept, offered)
    if not forms:
        raise UnknownFormat("none of the formats you accept is written here", tuple(f.media_type for f in offered))
    return forms


def content_type(media_type: str) -> str:
    """Return *media_type* as a Content-Type header says it: text comes in UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _ranges(accept: str | None) -> list[_Range]:
    if not accept:
        return []
    found: list[_Range] = []
    for place, part in enumerate(_QUOTED.sub('""', accept).split(",")):
        if len(found) == _MOST_RANGES:
            break
        match = _RANGE.match(part)
        if not match:
            continue
        weight = _WEIGHT.search(match[3])
        if weight is None and _ANY_WEIGHT.search(match[3]):
            continue  # A weight that is no number makes the range say nothing.
        found.append(_Range(match[1].lower(), match[2].lower(), float(weight[1]) if weight else 1.0, place))
    return found


def _verdict(form: Format, ranges: Sequence[_Range]) -> tuple[float, int, int, str]:
    """Return weight, specificity, place and name: the most specific range speaks for each name, the best name wins."""
    best = (0.0, 0, 0, form.media_type)
    for media_type in (form.media_type, *form.aliases):
        specificity, weight, place = 0, 0.0, 0
        for candidate in ranges:
            match = candidate.specificity(media_type)
            if match and (match, candidate.weight) > (specificity, weight):
                specificity, weight, place = match, candidate.weight, candidate.place
        # An alias is no reason to take a format by wildcard: text/* is not a wish for N-Triples called text/plain.
        if media_type != form.media_type and specificity < 3:
            continue
        if (weight, specificity) > best[:2]:
            best = (weight, specificity, place, media_type)
    return best
