"""Two hands at one fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.decisions.force import undone_of
from kg.decisions.model import Decision, alike
from kg.decisions.values import read_span
from kg.text import Span


def conflict_with(decision: Decision, known: Iterable[Decision], seen: int) -> Decision | None:
    """Return the newest decision that another made, after *seen*, on what *decision* is about; None for none.

    *known* are those of its text. One that was undone meanwhile is in nobody's way.
    """
    ordered = sorted(known, key=lambda one: -one.number)
    touched, undone = list(_touched(decision)), undone_of(ordered)
    for other in ordered:
        if other.number <= seen or other.by == decision.by or other.kind != decision.kind or other.number in undone:
            continue
        if other.action == "undo" and int(other.change.get("number", 0)) > seen:
            continue
        if any(alike(one, another) for one in touched for another in _touched(other)):
            return other
    return None


def _touched(decision: Decision) -> Iterator[Span | None]:
    """Yield the anchors that a decision touches: a merger touches both actors."""
    yield decision.span
    other = decision.change.get("other")
    if decision.action == "merge" and isinstance(other, Mapping) and other.get("span"):
        yield read_span(other["span"], "change.other.span")
