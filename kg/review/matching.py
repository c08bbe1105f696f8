"""Which facts of a reading a decision is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.decisions import Kind, Line, alike, likeness
from kg.errors import UsageError
from kg.facts import Fact
from kg.review.decided import kind_of, parties_of, place_of
from kg.review.roll import Roll
from kg.text import Span

_PARTIES: dict[Kind, tuple[str, ...]] = {
    "meeting": ("participants",),
    "position": ("holder",),
    "agreement": ("parties",),
}


@dataclass(frozen=True, slots=True)
class Held:
    """One fact of a reading: its local id, its kind, and where it stands."""

    id: str
    fact: Fact

    @property
    def kind(self) -> Kind:
        """Return its kind."""
        return kind_of(self.fact)

    @property
    def span(self) -> Span:
        """Return where it stands."""
        return place_of(self.fact)


def claims(lines: Sequence[Line], held: Iterable[Held], roll: Roll) -> list[list[Held]]:
    """Return for each line the facts that it is about, each fact for one line at most.

    Those at the very span come first. Only where none stands there, one whose span shares half of both is taken; a line
    that rejects takes all such.
    """
    free: dict[Kind, dict[str, Held]] = defaultdict(dict)
    for one in held:
        free[one.kind][one.id] = one
    found: list[list[Held]] = [[] for _ in lines]
    for number, line in enumerate(lines):
        there = [one for one in free[line.anchor.kind].values() if one.span == line.anchor.span]
        found[number] = _meant(line, there, roll)
        for one in found[number]:
            del free[one.kind][one.id]
    for number, line in enumerate(lines):
        if not found[number]:
            found[number] = _near(line, free[line.anchor.kind].values())
            for one in found[number]:
                del free[one.kind][one.id]
    return found


def _near(line: Line, free: Iterable[Held]) -> list[Held]:
    span = line.anchor.span
    near = [one for one in free if span is not None and alike(one.span, span)]
    near.sort(key=lambda one: -likeness(one.span, span) if span else 0.0)
    return near if line.last.action == "reject" else near[:1]


def _meant(line: Line, there: list[Held], roll: Roll) -> list[Held]:
    """Return which of several facts at one span a line is about: those of the parties it names."""
    if len(there) < 2 and not line.anchor.who:
        return there
    named = line.last.change.get("who")
    who = named if isinstance(named, list) else list(_parties(line.last.kind, line.last.change))
    ids = set(_ids(who, roll))
    same = [one for one in there if ids and ids == {roll.id_of(id_) for id_ in parties_of(one.fact)}]
    if same or line.anchor.who:
        return same
    return there if line.last.action == "reject" else there[:1]


def _parties(kind: Kind, change: Any) -> Iterator[Any]:
    for name in _PARTIES.get(kind, ()):
        value = change.get(name)
        yield from value if isinstance(value, list) else [value] if value else ()


def _ids(refs: Iterable[Any], roll: Roll) -> Iterator[str]:
    for ref in refs:
        try:
            found = roll.find(ref, "who")
        except UsageError:
            continue
        if found is not None:
            yield found.id
