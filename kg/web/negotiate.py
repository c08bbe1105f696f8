"""Which of the forms we write a client takes best (RFC 9110, 12.5.1), and in which profile (RFC 6906)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import UnknownFormat
from kg.sparql import COMPACTED, EXPANDED, FLATTENED, FRAMED, JSON_LD, Format, format_named

HTML = Format("html", "text/html", "html", "graph", aliases=("application/xhtml+xml",))
"""A page for people; it stands among the formats where one can be asked for."""

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*((?:;[^,]*)?)\Z", re.ASCII)
_WEIGHT = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|\Z)", re.IGNORECASE)
_ANY_WEIGHT = re.compile(r";\s*q\s*=", re.IGNORECASE)
# A quote that is never closed goes to the end: looking for the end of each anew would take for ever.
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)', re.DOTALL)
_PROFILE = re.compile(r';\s*profile\s*=\s*(?:"(\d+)"|([^;\s"]+))', re.IGNORECASE)
_MOST_RANGES = 200
# What a form of JSON-LD is beside what its own profile says.
_ALSO = {FLATTENED: EXPANDED.profile, COMPACTED: FLATTENED.profile, FRAMED: COMPACTED.profile}


@dataclass(frozen=True, slots=True)
class _Range:
    type: str
    subtype: str
    weight: float
    place: int
    profiles: frozenset[str] | None = None

    def match(self, form: Format, media_type: str) -> int:
        """Return how closely this range fits *form* under one of its names; forms of JSON-LD are told by profile."""
        closeness = self.specificity(media_type)
        if form.media_type.partition(";")[0] != JSON_LD.media_type:
            return closeness
        if self.profiles is None or closeness < 3:
            return 0 if form.profile else closeness
        wanted = form.profile in self.profiles and self.profiles <= {form.profile, _ALSO.get(form)}
        return 4 if wanted else 0

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


def called(form: Format, word: str | None, accept: str | None) -> str:
    """Return the media type of an answer in *form*: its own where `?format=` named it, else as *accept* knows it."""
    return form.media_type if word is not None else named_type(accept, form)


def chosen(word: str | None, accept: str | None, offered: Sequence[Format]) -> tuple[Format, ...]:
    """Return the formats a request takes: the one `?format=` names, else those of *accept*; raises UnknownFormat."""
    if word is not None:
        try:
            return (format_named(word, tuple(offered)),)
        except UnknownFormat as error:
            raise UnknownFormat(str(error), tuple(f.media_type for f in offered)) from None
    forms = ranked(accept, offered)
    if not forms:
        asked = sorted({profile for each in _ranges(accept) for profile in each.profiles or ()})
        profiles = f", in the profile {' '.join(asked)[:200]}" if asked else ""
        raise UnknownFormat(
            f"none of the formats you accept is written here{profiles}", tuple(f.media_type for f in offered)
        )
    return forms


def in_profile(form: Format, word: str | None, accept: str | None, offered: Sequence[Format]) -> Format:
    """Return the form of JSON-LD that `?profile=` names, else the one *accept* prefers; raises UnknownFormat.

    *form* is what was chosen without regard to profiles; only JSON-LD has any.
    """
    known = [each for each in offered if each.profile]
    if word is None:
        return next(iter(ranked(accept, (form, *known))), form) if form is JSON_LD else form
    if form is JSON_LD or form.profile:
        for each in known:
            if word in (each.profile, each.profile.partition("#")[2]):
                return each
    what = f"there is no profile {word[:200]!r}" if form is JSON_LD else f"{form.media_type} has no profiles"
    raise UnknownFormat(f"{what} here", tuple(each.media_type for each in known))


def content_type(media_type: str) -> str:
    """Return *media_type* as a Content-Type header says it: text comes in UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _ranges(accept: str | None) -> list[_Range]:
    if not accept:
        return []
    quoted: list[str] = []

    def keep(match: re.Match[str]) -> str:
        quoted.append(match[0].strip('"'))
        return f'"{len(quoted) - 1}"'

    found: list[_Range] = []
    for place, part in enumerate(_QUOTED.sub(keep, accept).split(",")):
        if len(found) == _MOST_RANGES:
            break
        match = _RANGE.match(part)
        if not match:
            continue
        weight = _WEIGHT.search(match[3])
        if weight is None and _ANY_WEIGHT.search(match[3]):
            continue  # A weight that is no number makes the range say nothing.
        profile = _PROFILE.search(match[3])
        profiles = frozenset((quoted[int(profile[1])] if profile[1] else profile[2]).split()) if profile else None
        found.append(_Range(match[1].lower(), match[2].lower(), float(weight[1]) if weight else 1.0, place, profiles))
    return found


def _verdict(form: Format, ranges: Sequence[_Range]) -> tuple[float, int, int, str]:
    """Return weight, specificity, place and name: the most specific range speaks for each name, the best name wins."""
    best = (0.0, 0, 0, form.media_type)
    own, semicolon, parameters = form.media_type.partition(";")
    for media_type in (own, *form.aliases):
        specificity, weight, place = 0, 0.0, 0
        for candidate in ranges:
            match = candidate.match(form, media_type)
            if match and (match, candidate.weight) > (specificity, weight):
                specificity, weight, place = match, candidate.weight, candidate.place
        # An alias is no reason to take a format by wildcard: text/* is not a wish for N-Triples called text/plain.
        if media_type != own and specificity < 3:
            continue
        if (weight, specificity) > best[:2]:
            best = (weight, specificity, place, media_type + semicolon + parameters)
    return best
