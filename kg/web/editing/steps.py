"""One editor's steps back and forth: what undoing would undo, and what doing again would do again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Steps:
    """The decision that a step back undoes, and the undoing that a step forth undoes; None where there is none."""

    back: Mapping[str, Any] | None = None
    forth: Mapping[str, Any] | None = None


def steps_of(decisions: Iterable[Mapping[str, Any]], by: str) -> Steps:
    """Return the steps that whoever the log calls *by* may take; another's decisions are none of theirs."""
    back: list[Mapping[str, Any]] = []
    forth: list[Mapping[str, Any]] = []
    for one in sorted(decisions, key=lambda decision: int(decision["number"])):
        if one["by"] != by:
            continue
        if one["action"] != "undo":
            back.append(one)
            # Whoever goes on from an earlier place has left the way they came.
            forth.clear()
            continue
        undone = one["change"].get("number")
        if any(known["number"] == undone for known in back):
            back = [known for known in back if known["number"] != undone]
            forth.append(one)
        elif again := next((known for known in forth if known["number"] == undone), None):
            forth.remove(again)
            back.append({**again, "number": one["number"]})
    return Steps(back[-1] if back else None, forth[-1] if forth else None)
