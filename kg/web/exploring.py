"""The part of the network that a reader asks for: grown step by step from one actor, bounded, and paths through it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.questions import Network, Node, Tie, ask_entities, read_entities
from kg.questions.ties import Bond, Within, ask_bonds, read_bonds
from kg.web.inquiry import Inquiry

MOST_NODES: Final = 300
"""How many actors are drawn at most."""
_FRONTIER: Final = 40
_EACH: Final = 150
_FARTHEST: Final = 6
_ASKED_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the network around `middle`; `cut` tells that there was more than may be drawn."""

    middle: str
    bonds: tuple[Bond, ...] = ()
    cut: bool = False

    @property
    def actors(self) -> tuple[str, ...]:
        """Return who is in it, sorted."""
        return tuple(sorted({self.middle} | {end for bond in self.bonds for end in (bond.source, bond.target)}))


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a part goes: steps from the middle, the least number of facts a tie has, and how many actors."""

    depth: int = 1
    least: int = 1
    most: int = 150


async def grown(middle: str, within: Within, reach: Reach, inquiry: Inquiry) -> Part:
    """Return the part of the network around *middle*: those nearest first, of equally near ones the strongest tied."""
    kept, frontier, found, cut = {middle}, [middle], dict[Bond, None](), False
    for step in range(reach.depth):
        asked = ask_bonds(frontier[:_FRONTIER], within, _EACH)
        told = read_bonds(await inquiry.rows(asked, None if step else "behind-bonds"))
        bonds = [bond for bond in told if bond.count >= reach.least]
        found |= dict.fromkeys(bonds)
        new = dict.fromkeys(end for bond in bonds for end in (bond.source, bond.target) if end not in kept)
        cut = cut or len(kept) + len(new) > reach.most or len(frontier) > _FRONTIER
        frontier = list(new)[: max(0, reach.most - len(kept))]
        kept |= set(frontier)
        if not frontier:
            break
    if frontier and kept - {middle}:
        near = sorted(kept - {middle})[:_ASKED_AT_ONCE]
        among = read_bonds(await inquiry.rows(ask_bonds(near, within, _EACH, among=True)))
        found |= dict.fromkeys(bond for bond in among if bond.count >= reach.least)
    drawn = _once(bond for bond in found if bond.source in kept and bond.target in kept)
    return Part(middle, drawn, cut)


def _once(bonds: Iterable[Bond]) -> tuple[Bond, ...]:
    """Return *bonds* without those found twice, with the higher of their numbers."""
    best: dict[tuple[str, str, str], Bond] = {}
    for bond in bonds:
        key = (bond.source, bond.target, bond.relation)
        if key not in best or best[key].count < bond.count:
            best[key] = bond
    return tuple(sorted(best.values(), key=lambda bond: (-bond.count, bond.source, bond.target, bond.relation)))


@dataclass(slots=True)
class _Side:
    """What one end of a path has reached: by which tie each actor was found."""

    came: dict[str, Bond | None]
    frontier: list[str] = field(default_factory=list)


async def path_between(start: str, end: str, within: Within, inquiry: Inquiry) -> tuple[Bond, ...] | None:
    """Return a shortest chain of ties from *start* to *end*, None where none is found within the steps that are tried.

    Both ends are grown in turn, up to 40 actors a step, so that the search is bounded in hubs too.
    """
    sides = (_Side({start: None}, [start]), _Side({end: None}, [end]))
    if start == end:
        return ()
    for _ in range(_FARTHEST):
        here, there = sorted(sides, key=lambda side: len(side.frontier))
        if not here.frontier:
            here, there = there, here
        if not here.frontier:
            return None
        asked = ask_bonds(here.frontier[:_FRONTIER], within, _EACH)
        bonds = read_bonds(await inquiry.rows(asked, "behind-path"))
        meeting = _advanced(here, bonds, there)
        if meeting:
            first, last = sides
            return (*reversed(_back(first, meeting)), *_back(last, meeting))
    return None


def _advanced(side: _Side, bonds: Sequence[Bond], other: _Side) -> str | None:
    """Take one step; return where the other side was met, if it was."""
    before = set(side.frontier)
    new: list[str] = []
    for bond in bonds:
        for known, found in ((bond.source, bond.target), (bond.target, bond.source)):
            if known in before and found not in side.came:
                side.came[found] = bond
                new.append(found)
    side.frontier = new
    return next((actor for actor in new if actor in other.came), None)


def _back(side: _Side, actor: str) -> list[Bond]:
    """Return the ties from *actor* back to where the side began."""
    found = []
    while bond := side.came[actor]:
        found.append(bond)
        actor = bond.source if bond.target == actor else bond.target
    return found


async def network_of(part: Part, inquiry: Inquiry) -> Network:
    """Return the part as a network that files are written of; each tie has its number, and one of its facts."""
    entities = read_entities(await inquiry.rows(ask_entities(part.actors)))
    nodes = tuple(entities[a].node if a in entities else Node(a, {}, "Actor", None) for a in part.actors)
    ties = tuple(
        Tie(bond.source, bond.target, bond.relation, (bond.fact,), (), counted=bond.count)
        for bond in sorted(part.bonds, key=lambda b: (b.source, b.target, b.relation))
    )
    return Network(nodes, ties)
