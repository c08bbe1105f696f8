"""One decision, and how facts stand after all of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from kg.text import Span

Kind = Literal["statement", "meeting", "position", "agreement", "actor", "article"]
Action = Literal["accept", "reject", "edit", "add", "merge", "split", "link", "undo", "done"]
State = Literal["machine", "accepted", "edited", "added"]

KINDS: tuple[Kind, ...] = get_args(Kind)
ACTIONS: tuple[Action, ...] = get_args(Action)
FACTS: tuple[Kind, ...] = ("statement", "meeting", "position", "agreement")
"""The kinds whose facts are accepted, rejected, edited and added."""

_ALIKE = 0.5
_SIGNED = re.compile(r"token \d+(?: \((?P<note>.+)\))?\Z", re.DOTALL)
_PROCESS = re.compile(r"local\b")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a decision is about: a kind, and the span the fact stands at (half-open code points of the text).

    A statement's and an agreement's anchor is its content, a meeting's its cue, a position's its title, an actor's its
    first mention. An article has none. `who` tells facts apart that share kind and span: their parties, as actors are
    named in `Decision.change`, in JSON text; "" where nothing shares it.
    """

    kind: Kind
    span: Span | None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that somebody decided; `number` counts all decisions of a store, 0 before it is kept.

    `change` holds JSON values. For accept, edit and add: the fields of the exchange form (the fact whole, once it is
    kept), in which actors are named {"type": T, "span": [s, e]} by a mention or {"key": K} by their row of the
    authority, and `sameAs` and an agreement's `statement` by the content's span. For merge {"other": actor}, for split
    {"mentions": [[s, e], …]}, for link {"key": K} or {"key": null} (known to none), for undo {"number": n} with the
    "digest" of what is undone. `who`, in any of them, tells apart what shares an anchor. `at` is in UTC, to the second.
    """

    number: int
    text_hash: str
    kind: Kind
    span: Span | None
    action: Action
    change: Mapping[str, Any]
    by: str
    at: datetime
    why: str = ""

    @property
    def anchor(self) -> Anchor:
        """Return what it is about."""
        who = self.change.get("who")
        return Anchor(self.kind, self.span, json.dumps(who, ensure_ascii=False, sort_keys=True) if who else "")

    @property
    def digest(self) -> str:
        """Return the SHA-256 of all it says but its number, in hex: the same in every store."""
        span = [self.span.start, self.span.stop] if self.span else None
        # What an undoing undoes has another number in another store, and the same digest.
        change = {name: value for name, value in self.change.items() if self.action != "undo" or name != "number"}
        told = [self.text_hash, self.kind, span, self.action, change, self.by, stamp(self.at), self.why]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a fact stands: where decisions find it, what became of it, and by which decisions, oldest first."""

    anchor: Anchor
    state: State = "machine"
    decisions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What decisions made of a reading: how its facts stand, by local id, and the decisions in force.

    Positions, which have no id of their own, are "p1", "p2", … in the order of the text. `about` names the facts that
    each decision in force is about, by its number.
    """

    standings: Mapping[str, Standing] = field(default_factory=dict)
    force: tuple[Decision, ...] = ()
    about: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def alike(one: Span | None, other: Span | None) -> bool:
    """Tell whether two anchors of one kind are one: the same span, or spans that share half of what both cover."""
    if one == other:
        return True
    if one is None or other is None:
        return False
    return likeness(one, other) >= _ALIKE


def likeness(one: Span, other: Span) -> float:
    """Return intersection over union of two spans, 0 to 1."""
    shared = min(one.stop, other.stop) - max(one.start, other.start)
    return shared / (len(one) + len(other) - shared) if shared > 0 else 0.0


def stamp(at: datetime) -> str:
    """Return a time as it is written down: UTC, to the second."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat()


def public_name(by: str) -> str:
    """Return how somebody is named in a published graph: a token by its note alone, a process not at all."""
    signed = _SIGNED.match(by)
    if signed:
        return " ".join((signed["note"] or "").split()) or "an editor"
    return "an editor" if _PROCESS.match(by) else " ".join(by.split()) or "an editor"
