"""The geometry of a picture of a network: where each actor and each tie stands, in numbers; templates draw it.

The one in the middle is who it is about. Around stand, step by step, those tied to it, half of them on either side,
each with its name beside it on a line of its own: nothing overlaps, however many there are, and the same network is
drawn alike each time. Pure, and in time that grows with the number of ties: no forces are simulated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2, sqrt
from typing import Final

_STEP: Final = 30.0
_FIRST: Final = 230.0
_FURTHER: Final = 250.0
_LABEL: Final = 190.0
_LONGEST: Final = 26


@dataclass(frozen=True, slots=True)
class Tied:
    """A tie between two of the network's actors: how often, and of which relation."""

    source: str
    target: str
    relation: str
    count: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an actor stands; `side` is -1 for the left, 1 for the right, 0 for the middle, `step` how far from it."""

    actor: str
    x: float
    y: float
    size: float
    side: int
    step: int


@dataclass(frozen=True, slots=True)
class Line:
    """A tie as the path of an SVG, the end of which is at the target; `width` tells how often."""

    tie: Tied
    path: str
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A network ready to be drawn in a box of `width` by `height`."""

    width: float
    height: float
    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]


def picture(middle: str, ties: Sequence[Tied]) -> Picture:
    """Return the picture of the network that *ties* make, around *middle*.

    Actors that no ties lead to from there stand outermost.
    """
    weights: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for tie in ties:
        weights[tie.source][tie.target] += tie.count
        weights[tie.target][tie.source] += tie.count
    sides = _sides(middle, weights)
    lengths = [len(actors) for actors in sides.values()]
    height = max(max(lengths, default=1) + 1, 5) * _STEP
    steps = max((step for step, _ in sides), default=0)
    width = 2 * (_FIRST + _FURTHER * max(steps - 1, 0) + _LABEL) if steps else 2 * _LABEL
    spots = [Spot(middle, width / 2, height / 2, 13, 0, 0)]
    for (step, side), actors in sides.items():
        spots += _column(step, side, actors, (width, height), weights)
    return Picture(width, height, tuple(spots), tuple(_lines(ties, {spot.actor: spot for spot in spots})))


def shortened(label: str) -> str:
    """Return a label as it stands in a picture; the whole one is in its title and in the table beside."""
    return label if len(label) <= _LONGEST else label[: _LONGEST - 1].rstrip() + "…"


def _sides(middle: str, weights: Mapping[str, Mapping[str, int]]) -> dict[tuple[int, int], list[str]]:
    """Return who stands where: by step and side, in order from the top."""
    placed, sides = {middle: 0}, {}
    rank = _by_weight(weights.get(middle, {}))
    ring = {1: rank[0::2], -1: rank[1::2]}
    step = 1
    while any(ring.values()):
        for side, actors in ring.items():
            placed |= dict.fromkeys(actors, side)
            if actors:
                sides[step, side] = actors
        ring = {side: _beyond(actors, weights, placed) for side, actors in ring.items()}
        # Who is tied to both sides stands on the one that comes first.
        ring[-1] = [actor for actor in ring[-1] if actor not in ring[1]]
        step += 1
    apart = sorted(weights.keys() - placed.keys())
    for side, actors in ((1, apart[0::2]), (-1, apart[1::2])):
        if actors:
            sides[step, side] = actors
    return sides


def _by_weight(tied: Mapping[str, int]) -> list[str]:
    return sorted(tied, key=lambda actor: (-tied[actor], actor))


def _beyond(actors: Sequence[str], weights: Mapping[str, Mapping[str, int]], placed: Mapping[str, int]) -> list[str]:
    """Return who is tied to *actors* and stands nowhere yet, beside whom they are tied to."""
    found: dict[str, None] = {}
    for actor in actors:
        found |= dict.fromkeys(other for other in _by_weight(weights[actor]) if other not in placed)
    return list(found)


def _column(
    step: int, side: int, actors: Sequence[str], box: tuple[float, float], weights: Mapping[str, Mapping[str, int]]
) -> Iterable[Spot]:
    width, height = box
    for number, actor in enumerate(actors):
        y = height / 2 + (number - (len(actors) - 1) / 2) * _STEP
        # The nearest stand on an arc, so that no tie of the middle runs through a neighbour.
        bend = sqrt(max(0.0, 1 - ((y - height / 2) / (height / 2)) ** 2))
        out = _FIRST * (0.45 + 0.55 * bend) + _FURTHER * (step - 1)
        size = min(10.0, 5 + log2(max(1, sum(weights[actor].values()))))
        yield Spot(actor, round(width / 2 + side * out, 1), round(y, 1), round(size, 1), side, step)


def _lines(ties: Sequence[Tied], spots: Mapping[str, Spot]) -> Iterable[Line]:
    before: dict[frozenset[str], int] = defaultdict(int)
    for tie in ties:
        pair = frozenset((tie.source, tie.target))
        start, end = spots[tie.source], spots[tie.target]
        # Ties of the same two lie beside one another; neighbours in a column are tied by a bow towards the middle.
        bow = 14.0 * before[pair] * (1 if tie.source < tie.target else -1)
        before[pair] += 1
        x, y = (start.x + end.x) / 2, (start.y + end.y) / 2 + bow
        if start.side and start.side == end.side and start.step == end.step:
            x -= start.side * (30 + abs(start.y - end.y) * 0.25)
        path = f"M{start.x:g} {start.y:g}Q{x:g} {y:g} {end.x:g} {end.y:g}"
        yield Line(tie, path, round(min(6.0, 1 + log2(tie.count) * 0.8), 1))
