"""What runs behind a service, what has become of what ran, and how it is stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from kg.errors import NotFound
from kg.store import Folder, Quarantine
from kg.workers.lanes import Lanes, Waiter
from kg.workers.lease import Lease
from kg.workers.remembering import Answers
from kg.workers.service import Figures, Running
from kg.workers.shelf import Shelf


class Overview(Shelf):
    """The part of a Service that its operator looks at."""

    _engine_lanes: Lanes
    _reading_lanes: Lanes
    _answers: Answers

    def __init__(self, folder: Folder) -> None:
        super().__init__(folder)
        self._gated: Counter[tuple[str, str]] = Counter()

    @property
    def _lanes(self) -> dict[str, Lanes]:
        return {"engine": self._engine_lanes, "reader": self._reading_lanes}

    def judged(self, what: str, *, passed: bool) -> None:
        """Count what the gate said."""
        self._gated[what, "passed" if passed else "refused"] += 1

    def figures(self) -> Figures:
        """Return the figures of this moment."""
        lanes = self._lanes
        running = {(kind, lane): 0 for kind in lanes for lane in ("fast", "slow")}
        for one in self._at_work():
            running[one.id.partition("-")[0], one.lane] += 1
        return Figures(
            revision=self._seen.revision,
            quads=self._seen.quads,
            writer=self._scribe.present,
            waiting={kind: of.waiting for kind, of in lanes.items()},
            running=running,
            idle={kind: of.idle for kind, of in lanes.items()},
            stopped={(kind, why): times for kind, of in lanes.items() for why, times in of.stopped.items()},
            restarts=self.restarts.counts(),
            gate=dict(self._gated),
            answers={("remembered",): self._answers.found, ("worked out",): self._answers.sought},
            quarantined=Quarantine(self._folder.quarantine).count(),
        )

    def running(self) -> list[Running]:
        """Return what the workers are at and what waits for one, the oldest first."""
        return sorted([*self._at_work(), *self._waiting()], key=lambda one: one.begun)

    def _at_work(self) -> Iterator[Running]:
        for kind, lanes in self._lanes.items():
            for lease in lanes.leases():
                known = _known(f"{kind}-{lease.number}", lease)
                yield replace(known, lane="slow" if lease.slow else "fast", seconds=round(lease.age(), 3))

    def _waiting(self) -> Iterator[Running]:
        for kind, lanes in self._lanes.items():
            for waiter in lanes.waiters():
                yield _known(f"{kind}-{waiter.number}", waiter)

    def cancel(self, id: str) -> None:
        """Stop one job that runs or waits; whoever asked is told so. Raises NotFound."""
        for kind, lanes in self._lanes.items():
            for lease in lanes.leases():
                if id == f"{kind}-{lease.number}":
                    lease.stop("operator")
                    return
            for waiter in lanes.waiters():
                if id == f"{kind}-{waiter.number}":
                    waiter.cancel()
                    return
        raise NotFound(f"nothing runs under the id {id[:40]}", hint="kg queries, or GET /queries, lists what runs")

    def stop(self) -> None:
        """Stop all that runs, since the server is closing; whoever asked is told so."""
        for lanes in self._lanes.values():
            lanes.stop("closing")


def _known(id: str, one: Lease | Waiter) -> Running:
    """Return what is told of a job, as if it waited."""
    task, age = one.task, (datetime.now(UTC) - one.begun).total_seconds()
    return Running(id, task.job, task.text, task.request, one.client, "waiting", one.begun, round(age, 3))
