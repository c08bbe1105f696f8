"""What applying decisions gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.decisions import Anchor, Decision, Kind, Reviewed, Standing
from kg.facts import Agreement, Fact, Meeting, Position, Reading, Statement
from kg.mentions import Actor
from kg.text import Span


@dataclass(frozen=True, slots=True)
class Rejected:
    """A fact that is rejected: where it stands, its fields as a change has them, and by which decisions."""

    anchor: Anchor
    fields: Mapping[str, object]
    decisions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A reading after decisions: `cast` is everybody the text names, also those in no fact.

    `states` says how each fact stands, by local id ("s1", "m1", "p1", "g1", and "a1" for the actors). `stale` are
    decisions in force that changed nothing, since nothing stands any more where they look.
    """

    reading: Reading
    cast: tuple[Actor, ...]
    states: Mapping[str, Standing] = field(default_factory=dict)
    rejected: tuple[Rejected, ...] = ()
    stale: tuple[Decision, ...] = ()
    force: tuple[Decision, ...] = ()

    @property
    def reviewed(self) -> Reviewed:
        """Return how the facts stand, as a graph tells it."""
        about: dict[int, list[str]] = {}
        for id_, standing in self.states.items():
            for number in standing.decisions:
                about.setdefault(number, []).append(id_)
        return Reviewed(self.states, self.force, {number: tuple(ids) for number, ids in about.items()})


def kind_of(fact: Fact) -> Kind:
    """Return the kind of a fact."""
    match fact:
        case Statement():
            return "statement"
        case Meeting():
            return "meeting"
        case Position():
            return "position"
        case Agreement():
            return "agreement"


def place_of(fact: Fact) -> Span:
    """Return the span that a fact is found by."""
    match fact:
        case Statement() | Agreement():
            return fact.content
        case Meeting():
            return fact.cue
        case Position():
            return fact.title


def parties_of(fact: Fact) -> tuple[str, ...]:
    """Return the ids of those whose fact it is, which tell apart what stands at one place; a statement's do not."""
    match fact:
        case Statement():
            return ()
        case Meeting():
            return fact.participants
        case Position():
            return (fact.holder,)
        case Agreement():
            return fact.parties


def facts_of(reading: Reading) -> Iterator[tuple[str, Fact]]:
    """Yield every fact of a reading with its local id."""
    yield from ((statement.id, statement) for statement in reading.statements)
    yield from ((meeting.id, meeting) for meeting in reading.meetings)
    yield from ((f"p{n}", position) for n, position in enumerate(reading.positions, 1))
    yield from ((agreement.id, agreement) for agreement in reading.agreements)
