"""Decisions about who is who: links, mergers, splits, and actors that no finder found."""

from __future__ import annotations

from collections import defaultdict

from kg.decisions import Anchor, Line, Standing, State
from kg.errors import UsageError
from kg.mentions import Actor
from kg.review.checks import checked_fields
from kg.review.roll import Roll, first_mention
from kg.text import Span


class People:
    """Heeds the lines about actors, and remembers which."""

    def __init__(self, roll: Roll) -> None:
        self._roll = roll
        self._read = {actor.id: actor.link.key if actor.link else None for actor in roll.actors}
        self._lines: dict[str, list[Line]] = defaultdict(list)
        self._states: dict[str, State] = {}

    @property
    def touched(self) -> bool:
        """Tell whether any line changed anything."""
        return bool(self._lines)

    def heed(self, line: Line) -> bool:
        """Let a line have its way; tell whether it found whom it is about."""
        last, span = line.last, line.anchor.span
        assert span is not None, "only an article has no anchor"
        actor = self._roll.at(span, last.change.get("type") if last.action == "add" else None)
        try:
            found = self._added(line, span, actor) if last.action in ("add", "edit") else self._heeded(line, actor)
        except UsageError:
            return False
        if found is not None:
            self._lines[self._roll.id_of(found)].append(line)
        return found is not None

    def _added(self, line: Line, span: Span, actor: Actor | None) -> str | None:
        change = checked_fields("actor", line.last.change, self._roll.text)
        added = any(one.action == "add" for one in line.decisions)
        if actor is None and not added:
            return None
        found = actor or self._roll.add(span, change.get("type") or "Person")
        self._roll.change(found.id, change)
        self._states[found.id] = "added" if added else "edited"
        return found.id

    def _heeded(self, line: Line, actor: Actor | None) -> str | None:
        change, action = line.last.change, line.last.action
        if actor is None:
            return None
        if action == "merge":
            other = self._roll.find(change.get("other"), "other")
            if other is None or other.id == actor.id:
                return None
            self._roll.merge(actor.id, other.id)
            self._states[self._roll.id_of(actor.id)] = "edited"
        elif action == "split":
            mentions = checked_fields("actor", {"mentions": change.get("mentions")}, self._roll.text)["mentions"]
            new = self._roll.split(actor.id, [Span(*one) for one in mentions])
            if new is None:
                return None
            self._states |= {actor.id: "edited", new.id: "edited"}
            self._lines[new.id].append(line)
        else:
            key, read = change.get("key"), self._read.get(actor.id)
            self._roll.link(actor.id, key)
            self._states[self._roll.id_of(actor.id)] = (
                "accepted" if key == read else "added" if read is None else "edited"
            )
        return actor.id

    def states(self) -> dict[str, Standing]:
        """Return how each actor stands, by id."""
        heeded: dict[str, list[Line]] = defaultdict(list)
        for id_, lines in self._lines.items():
            heeded[self._roll.id_of(id_)] += lines
        found: dict[str, Standing] = {}
        for actor in self._roll.actors:
            lines = sorted(heeded[actor.id], key=lambda line: line.last.number)
            numbers = tuple(sorted({one.number for line in lines for one in line.decisions}))
            # What is decided next about a link finds the place at which the last one was.
            linking = [line for line in lines if line.last.action in ("link", "accept")]
            place = first_mention(actor) if actor.mentions else None
            anchor = linking[-1].anchor if linking else Anchor("actor", place)
            found[actor.id] = Standing(anchor, self._states.get(actor.id, "machine"), numbers)
        return found
