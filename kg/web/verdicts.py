"""What the shapes say of what is published, in the words of the page: beside a sentence, and all together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.store import Found
from kg.text import Span
from kg.web.marking import anchor
from kg.web.quoting import asking
from kg.web.terms import Term
from kg.web.views import Viewer

_MOST_VALUE = 300
"""How long a value may be that a report repeats: a longer one may be a text that is private."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One finding: what it is about, how grave, what is wrong and what mends it, and where that stands.

    `shape` is the page of the shape that says so, `place` that of the sentence, None where the thing has none.
    """

    id: str
    about: str
    severity: str
    message: str
    mend: str
    words: str
    shape_name: str
    shape: str | None
    key: str
    place: str | None
    span: Span | None = None


def verdict_of(found: Found, viewer: Viewer, number: int = 0) -> Verdict:
    """Return a finding as pages in the viewer's language show it; *number* tells it from others on its page."""
    told = found.told
    sides = told.get("sentence")
    span = Span(*sides) if sides else None
    home = f"{viewer.prefix}page/article/{found.key}.html"
    return Verdict(
        id=f"w-{number}",
        about=str(told["focus"]),
        severity=str(told["severity"]),
        message=_said(told["messages"], viewer),
        mend=_said(told["mends"], viewer),
        words=str(told.get("words") or ""),
        shape_name=viewer.name(str(told["shape"]), {}).value,
        shape=viewer.href(str(told["shape"])),
        key=found.key,
        place=home if span is None else f"{home}?{asking(span)}#{anchor(span)}",
        span=span,
    )


def public(found: Iterable[Found]) -> list[dict[str, Any]]:
    """Return findings as they were made, without the values that may hold an article's text."""
    return [one.told | {"value": _short(one.told["value"])} for one in found]


def _short(value: str | None) -> str | None:
    return value if value is not None and len(value) <= _MOST_VALUE else None


def _said(words: Mapping[str, str], viewer: Viewer) -> str:
    return words.get(viewer.language) or next(iter(words.values()), "")


def shape_of(iri: str, viewer: Viewer) -> Term:
    """Return what a shape is called."""
    return viewer.name(iri, {})
