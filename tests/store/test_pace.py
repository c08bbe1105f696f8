"""What would be done too late is refused before it is written down; how long it takes is learned."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kg.errors import Overrun
from kg.store import pace
from kg.store.pace import Pace


@dataclass
class Clock:
    now: float = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(pace, "time", made)
    return made


def _slow(known: Pace, clock: Clock, quads: int) -> None:
    began, size = known.begin(quads, None)
    clock.now += quads * 100e-6
    known.go_on(began, size, None)
    clock.now += quads * 100e-6
    known.end(began, size)


def test_what_nothing_is_due_for_is_never_refused(clock: Clock) -> None:
    known = Pace()
    _slow(known, clock, 10_000_000)
    known.begin(10_000_000, None)


def test_a_slow_change_teaches_what_the_next_will_take(clock: Clock) -> None:
    known = Pace()
    assert known.begin(100_000, clock.now + 5) == (clock.now, 100_000)
    _slow(known, clock, 100_000)
    # 10 s to work out, 10 s to apply, 5 s to bring to the disk.
    known.begin(100_000, clock.now + 25.1)
    with pytest.raises(Overrun, match="nothing was changed"):
        known.begin(100_000, clock.now + 24.9)


def test_a_small_change_teaches_nothing_and_passes(clock: Clock) -> None:
    known = Pace()
    _slow(known, clock, 9_000)
    known.begin(100_000, clock.now + 5)
    known.begin(1, clock.now + 0.01)


def test_what_took_long_to_work_out_is_not_written_down(clock: Clock) -> None:
    known = Pace()
    began, size = known.begin(100_000, clock.now + 5)
    clock.now += 4.9
    with pytest.raises(Overrun):
        known.go_on(began, size, began + 5)


def test_the_door_opens_again_by_itself(clock: Clock) -> None:
    known = Pace()
    _slow(known, clock, 200_000)
    refusals = 0
    while refusals < 20:
        try:
            known.begin(200_000, clock.now + 30)
        except Overrun:
            refusals += 1
        else:
            break
    assert 0 < refusals < 20
