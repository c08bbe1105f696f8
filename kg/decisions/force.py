"""Which decisions hold: what was undone holds no more, and of several on one thing the last does."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from kg.decisions.model import Anchor, Decision


@dataclass(frozen=True, slots=True)
class Line:
    """All decisions in force or overtaken, but not undone, on one aspect of one thing, oldest first."""

    anchor: Anchor
    decisions: tuple[Decision, ...]

    @property
    def last(self) -> Decision:
        """Return the one that holds."""
        return self.decisions[-1]


def lines_of(decisions: Iterable[Decision]) -> tuple[Line, ...]:
    """Return what holds of one text's *decisions*, in the order of the decisions that hold."""
    found: dict[tuple[Anchor, str], list[Decision]] = {}
    for decision in standing(decisions):
        found.setdefault((decision.anchor, _aspect(decision)), []).append(decision)
    lines = (Line(anchor, tuple(held)) for (anchor, _), held in found.items())
    return tuple(sorted(lines, key=lambda line: line.last.number))


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return those of one text's *decisions* that hold, by number."""
    return tuple(line.last for line in lines_of(decisions))


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that nothing undoes, by number, without those that only undo."""
    ordered = sorted(decisions, key=lambda decision: decision.number)
    undone = undone_of(ordered)
    return [one for one in ordered if one.action != "undo" and one.number not in undone]


def undone_of(decisions: Iterable[Decision]) -> set[int]:
    """Return the numbers of the decisions that are undone, those among them that undid something.

    One that undoes names an older one: so the newest is never undone, and decides the older ones in turn.
    """
    undone: set[int] = set()
    for decision in sorted(decisions, key=lambda one: -one.number):
        number = decision.change.get("number")
        if decision.action == "undo" and decision.number not in undone and isinstance(number, int):
            undone |= {number} if number < decision.number else set()
    return undone


def _aspect(decision: Decision) -> str:
    """Return what of its thing a decision is on: mergers and splits do not overtake one another, nor a link them."""
    if decision.action in ("merge", "split"):
        told = {name: value for name, value in decision.change.items() if name in ("other", "mentions")}
        return f"{decision.action} {json.dumps(told, sort_keys=True)}"
    if decision.kind == "actor":
        return "link" if decision.action in ("link", "accept") else "actor"
    return "fact"
