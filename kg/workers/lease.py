"""A worker while one job has it: frames in and out, a deadline, and what became of it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol

from kg.errors import KGError, Overloaded, Overrun, StoreError
from kg.workers.staff import Gone, Hand
from kg.workers.wire import END, ERROR, Values, unpack, unpack_error

_log = logging.getLogger("kg.workers")
Reason = Literal["deadline", "eviction", "hang-up", "closing", "operator"]


@dataclass(frozen=True, slots=True)
class Shape:
    """How many may run and wait: see WorkerSettings."""

    fast: int
    slow: int
    spares: int
    queue: int
    waiting: int
    running: int
    budget: float
    patience: float
    haste: float


class Lost(Exception):
    """The worker was killed from outside, by nobody here: the job may be given to another."""


class Keeper(Protocol):
    """Who lends workers: the lanes."""

    shape: Shape

    def begun(self) -> None:
        """Note that a turn has become a lease."""

    def grow_old(self, lease: Lease, *, late: bool) -> None:
        """Note that a job takes long."""

    def end(self, lease: Lease, *, reusable: bool) -> None:
        """Take a worker back."""

    def note(self, reason: str) -> None:
        """Count a worker that ended within a job, and why."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker was given to do: the job's name, the first words of its text, and for which request."""

    job: str = ""
    text: str = ""
    request: str = ""


class Lease:
    """A worker while one job has it."""

    def __init__(self, lanes: Keeper, hand: Hand, client: str, number: int = 0) -> None:
        self.hand = hand
        self.client = client
        self.number = number
        self.task = Task()
        self.begun = datetime.now(UTC)
        self.used = 0.0
        """Processor seconds that the worker had used before this job."""
        self.slow = self.late = False
        self.since = asyncio.get_running_loop().time()
        self._lanes = lanes
        self._reason: Reason | None = None
        self._seconds = 0.0
        self._over = False
        self._timers: list[asyncio.TimerHandle] = []
        lanes.begun()

    def watch(self, seconds: float) -> None:
        """Hold the job to *seconds*, and to the lanes' patience."""
        loop = asyncio.get_running_loop()
        self._seconds = seconds
        self._timers = [
            loop.call_later(seconds, self.stop, "deadline"),
            loop.call_later(self._lanes.shape.haste, lambda: self._lanes.grow_old(self, late=False)),
            loop.call_later(self._lanes.shape.patience, lambda: self._lanes.grow_old(self, late=True)),
        ]

    def age(self) -> float:
        """Return for how many seconds the job has had its worker."""
        return asyncio.get_running_loop().time() - self.since

    async def send(self, head: Values, body: bytes) -> None:
        """Give the worker its job; raises what became of the worker."""
        try:
            await self.hand.send(head, body)
        except Gone:
            raise await self._failure() from None
        except BaseException:
            self.stop("hang-up")
            raise

    async def frame(self) -> tuple[bytes, bytes]:
        """Return the next frame of the answer; after END the worker is back. Raises the worker's error, or its end."""
        try:
            kind, payload = await self.hand.receive()
        except Gone:
            raise await self._failure() from None
        except BaseException:
            self.stop("hang-up")
            raise
        if kind == END:
            said, _ = unpack(payload)
            self._finish(reusable=not said["tired"])
        elif kind == ERROR:
            said, _ = unpack(payload)
            if trace := said.get("trace"):
                _log.error("a worker failed: %s", trace)
            self._finish(reusable=not trace)
            raise unpack_error(said)
        return kind, payload

    def stop(self, reason: Reason) -> None:
        """Kill the worker."""
        if not self._over:
            self._reason = reason
            self._lanes.note(reason)
            self._finish(reusable=False)
            if reason != "closing":
                task = self.task
                _log.info("worker %d stopped: %s (%s %r)", self.hand.number, reason, task.job, task.text)

    def _finish(self, *, reusable: bool) -> None:
        if not self._over:
            self._over = True
            for timer in self._timers:
                timer.cancel()
            self._lanes.end(self, reusable=reusable)

    async def _failure(self) -> KGError | Lost:
        """Return why the worker is gone."""
        self._finish(reusable=False)
        match self._reason:
            case "deadline":
                hint = "ask for less: LIMIT, a more selective pattern; or allow more time"
                return Overrun(f"stopped after {self._seconds:g} seconds", limit="deadline", hint=hint)
            case "eviction":
                return Overloaded("stopped, since it took long and others wait", yours=False, seconds=10)
            case "operator":
                return Overrun("stopped by the operator of this server", limit="operator")
            case "hang-up" | "closing":
                return Overloaded("the server is closing", yours=False, seconds=5)
        with_status = asyncio.wait_for(self.hand.ended.wait(), 1.0)
        try:
            await with_status
        except TimeoutError:
            return Lost()
        status = self.hand.status or 0
        died_of = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        self._lanes.note(_DIED.get(died_of, "crash"))
        return _cause(status, died_of)


_DIED: dict[int, str] = {
    signal.SIGABRT: "memory",
    signal.SIGSEGV: "nesting",
    signal.SIGBUS: "nesting",
    signal.SIGKILL: "outside",
}


def _cause(status: int, died_of: int) -> KGError | Lost:
    """Return what a worker that nobody here killed died of."""
    _log.warning("a worker ended with status %s", status)
    if died_of == signal.SIGABRT:
        hint = "ask for less: LIMIT, a more selective pattern, fewer OPTIONALs"
        return Overrun("stopped: it needed more memory than one request may have", limit="memory", hint=hint)
    if died_of in (signal.SIGSEGV, signal.SIGBUS):
        return Overrun("stopped: it is nested too deep", limit="memory", hint="nest fewer groups")
    return Lost() if died_of == signal.SIGKILL else StoreError("a worker ended unexpectedly", hint="try again")
