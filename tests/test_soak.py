"""What `bench/soak.py` judges: a leak is told from peaks, and what is left behind from what was there."""

from __future__ import annotations

import random

import pytest

from bench.soak import BOUNDS, Sample, complaints, judged, slope
from bench.soak_client import Tally


def sample(at: float, extra: float = 0.0, **more: int) -> Sample:
    memory = dict.fromkeys(BOUNDS, 100.0) | {"kg front": 100.0 + extra, "kg writer": 100.0 + more.get("writer", 0)}
    memory["all"] = sum(memory.values())
    return Sample(at, memory, {"kg front": 1, "kg engine": 3}, more.get("files", 100), more.get("checkpoints", 1), 10.0)


def run(rise: float, **after: int) -> list[str]:
    """Return the names of what does not hold after ten minutes in which the front grows by *rise* MiB a minute."""
    dice = random.Random(1)
    during = [sample(at, rise * at / 60 + dice.uniform(-3, 3) + 300 * (at % 85 == 0)) for at in range(0, 600, 5)]
    tally = Tally()
    tally.counts["small"] = 1000
    return [one.name for one in judged(sample(0), during, sample(620, **after), tally) if not one.holds]


def test_a_slope_is_not_drawn_by_peaks() -> None:
    assert slope([(60.0 * n, 2.0 * n + (500 if n == 4 else 0)) for n in range(10)]) == pytest.approx(2.0)
    assert slope([]) == slope([(1.0, 5.0)]) == 0.0


def test_what_grows_and_what_is_left_is_found() -> None:
    assert run(0.0) == []
    assert run(3.0) == ["memory of kg front, MiB a minute once warm"]
    assert run(0.0, files=500, checkpoints=9) == ["open files left after the load", "checkpoints left after the load"]


def test_the_writer_may_fill_its_engines_caches_and_no_more() -> None:
    tally = Tally()
    tally.counts["small"] = 1000
    for gained, failed in ((150, []), (300, ["memory the writer gained beside its engine's caches, MiB"])):
        during = [sample(float(at), writer=gained * at // 100) for at in range(0, 101, 5)]
        verdicts = judged(sample(0), during, sample(120), tally)
        assert [one.name for one in verdicts if not one.holds] == failed


def test_wrong_and_refused_answers_count() -> None:
    tally = Tally()
    tally.counts["small"], tally.busy["small"] = 100, 1
    tally.fault("small", "no")
    during = [sample(at) for at in (0.0, 5.0, 10.0)]
    failed = [one.name for one in judged(during[0], during, during[-1], tally) if not one.holds]
    assert failed == ["wrong answers", "refused for want of room, of all"]


def test_the_log_is_held_to_what_a_monster_causes() -> None:
    known = "t WARNING kg.web [a] an answer was broken off: stopped after 1 seconds"
    assert complaints(f"{known}\nt INFO x\nt ERROR kg.workers [-] a worker failed: Traceback") == [
        "t ERROR kg.workers [-] a worker failed: Traceback"
    ]
