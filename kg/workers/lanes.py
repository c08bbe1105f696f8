"""Who runs, who waits, who is stopped: a fast lane, a slow lane for what takes long, and spares standing by.

A job that is older than a second moves to the slow lane and a spare takes its place, so that small jobs pass; when the
slow lane is full, a late job gives way to one that waits. One client's jobs run one after another.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from kg.errors import KGError, Overloaded, Overrun, StoreError
from kg.workers.staff import Gone, Hand, Nursery
from kg.workers.wire import END, ERROR, Values, unpack, unpack_error

_log = logging.getLogger("kg.workers")
Reason = Literal["deadline", "eviction", "hang-up", "closing"]


@dataclass(frozen=True, slots=True)
class Shape:
    """How many may run and wait: see WorkerSettings."""

    fast: int
    slow: int
    spares: int
    queue: int
    waiting: int
    running: int
    patience: float


class Lost(Exception):
    """The worker was killed from outside, by nobody here: the job may be given to another."""


@dataclass(frozen=True, slots=True)
class _Waiter:
    client: str
    turn: asyncio.Future[Hand]


class Lanes:
    """The lanes of one nursery's workers."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self._nursery: Nursery | None = None
        self._idle: list[Hand] = []
        self._queue: list[_Waiter] = []
        self._leases: set[Lease] = set()
        self._running: Counter[str] = Counter()
        self._spawning: set[asyncio.Task[None]] = set()
        self._closed = False

    def open(self, nursery: Nursery) -> None:
        """Begin work with *nursery*, which is launched."""
        self._nursery = nursery
        self._replenish()

    async def lease(self, client: str, seconds: float) -> Lease:
        """Return a worker of one's own for *seconds*; "" is no client in particular. Raises Overloaded."""
        if client and sum(w.client == client for w in self._queue) >= self.shape.waiting:
            raise Overloaded("you have too many requests waiting", yours=True, seconds=2)
        if len(self._queue) >= self.shape.queue or self._closed:
            raise Overloaded("too many requests wait", yours=False, seconds=5)
        waiter = _Waiter(client, asyncio.get_running_loop().create_future())
        self._queue.append(waiter)
        self._dispatch()
        try:
            async with asyncio.timeout(seconds):
                hand = await waiter.turn
        except (TimeoutError, asyncio.CancelledError) as error:
            if waiter.turn.done() and not waiter.turn.cancelled():
                # The turn came in the same moment as the hang-up.
                self._return(waiter.turn.result(), client)
            if isinstance(error, asyncio.CancelledError) and not self._closed:
                raise
            raise Overloaded("no worker was free in time", yours=False, seconds=5) from None
        finally:
            if waiter in self._queue:
                self._queue.remove(waiter)
        lease = Lease(self, hand, client)
        self._leases.add(lease)
        lease.watch(seconds)
        return lease

    def _return(self, hand: Hand, client: str) -> None:
        self._granted -= 1
        self._running[client] -= 1
        self._idle.append(hand)
        self._dispatch()

    _granted = 0
    """Turns given whose lease has not begun."""

    def _fast(self) -> int:
        return self._granted + sum(not lease.slow for lease in self._leases)

    def _slow(self) -> int:
        return sum(lease.slow for lease in self._leases)

    def _dispatch(self) -> None:
        """Give turns to those who wait, in order, each client its share."""
        for waiter in list(self._queue):
            if waiter.turn.done() or (waiter.client and self._running[waiter.client] >= self.shape.running):
                continue
            if self._fast() >= self.shape.fast and not self._give_way():
                break
            if waiter.turn.done():
                # Giving way has dispatched already.
                continue
            while self._idle and self._idle[-1].ended.is_set():
                self._idle.pop()
            if not self._idle:
                break
            self._queue.remove(waiter)
            self._running[waiter.client] += 1
            self._granted += 1
            waiter.turn.set_result(self._idle.pop())
        self._replenish()

    def _give_way(self) -> bool:
        """Stop the oldest late job of the fast lane; tell whether there was one."""
        late = [lease for lease in self._leases if lease.late and not lease.slow]
        if not late:
            return False
        min(late, key=lambda lease: lease.since).stop("eviction")
        return True

    def grow_late(self, lease: Lease) -> None:
        """Move a job that takes long into the slow lane, if there is room."""
        lease.late = True
        if self._slow() < self.shape.slow:
            lease.slow = True
            lease.hand.slow_down()
        self._dispatch()

    def begun(self) -> None:
        """Note that a turn has become a lease."""
        self._granted -= 1

    def end(self, lease: Lease, *, reusable: bool) -> None:
        """Take a worker back; one that is not reusable is killed."""
        self._leases.discard(lease)
        self._running[lease.client] -= 1
        if not self._running[lease.client]:
            del self._running[lease.client]
        if reusable and not lease.slow and not self._closed:
            self._idle.append(lease.hand)
        elif self._nursery:
            self._nursery.kill(lease.hand)
        for late in [one for one in self._leases if one.late and not one.slow]:
            if self._slow() < self.shape.slow:
                self.grow_late(late)
        self._dispatch()

    def mourn(self, hand: Hand) -> None:
        """Take a worker that died off the list of those who stand by."""
        if hand in self._idle:
            self._idle.remove(hand)
            hand.close()
            _log.warning("an idle worker ended with status %s", hand.status)
        self._replenish()

    def _replenish(self) -> None:
        wanted = max(0, self.shape.fast - self._fast()) + self.shape.spares
        while self._nursery and not self._closed and len(self._idle) + len(self._spawning) < wanted:
            # The loop keeps no reference to a task; one that nobody keeps may vanish.
            task = asyncio.ensure_future(self._spawn(self._nursery))
            self._spawning.add(task)
            task.add_done_callback(self._spawned)

    async def _spawn(self, nursery: Nursery) -> None:
        try:
            self._idle.append(await nursery.spawn())
        except Gone:
            await asyncio.sleep(0.05)

    def _spawned(self, task: asyncio.Task[None]) -> None:
        self._spawning.discard(task)
        if not task.cancelled():
            task.result()
            self._dispatch()

    def close(self) -> None:
        """Stop everything."""
        self._closed = True
        for lease in list(self._leases):
            lease.stop("closing")
        for waiter in self._queue:
            waiter.turn.cancel()
        for task in self._spawning:
            task.cancel()


class Lease:
    """A worker while one job has it."""

    def __init__(self, lanes: Lanes, hand: Hand, client: str) -> None:
        self.hand = hand
        self.client = client
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
            loop.call_later(self._lanes.shape.patience, self._lanes.grow_late, self),
        ]

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
            self._finish(reusable=False)
            if reason != "closing":
                _log.info("worker %d stopped: %s", self.hand.number, reason)

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
            case "hang-up" | "closing":
                return Overloaded("the server is closing", yours=False, seconds=5)
        with_status = asyncio.wait_for(self.hand.ended.wait(), 1.0)
        try:
            await with_status
        except TimeoutError:
            return Lost()
        return _cause(self.hand.status or 0)


def _cause(status: int) -> KGError | Lost:
    """Return what a worker that nobody here killed died of."""
    died_of = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    _log.warning("a worker ended with status %s", status)
    if died_of == signal.SIGABRT:
        hint = "ask for less: LIMIT, a more selective pattern, fewer OPTIONALs"
        return Overrun("stopped: it needed more memory than one request may have", limit="memory", hint=hint)
    if died_of in (signal.SIGSEGV, signal.SIGBUS):
        return Overrun("stopped: it is nested too deep", limit="memory", hint="nest fewer groups")
    return Lost() if died_of == signal.SIGKILL else StoreError("a worker ended unexpectedly", hint="try again")
