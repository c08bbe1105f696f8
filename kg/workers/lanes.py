"""Who runs, who waits, who is stopped: a fast lane, a slow lane for what takes long, and spares standing by.

A job that takes long moves to the slow lane and a spare takes its place, so that small jobs pass; when the slow lane
is full, a late job gives way to one that waits. One client's jobs run one after another; those that come from this
machine, where a proxy or many programs share one address, do so only while others wait.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Final

from kg.errors import Overloaded, Overrun
from kg.workers.budget import Budget, computed
from kg.workers.lease import Lease, Reason, Shape, Task
from kg.workers.staff import Gone, Hand, Nursery

_log = logging.getLogger("kg.workers")
LOCAL: Final = "local"
"""How a client is called that came by the owner's door."""


@dataclass(frozen=True, slots=True)
class Waiter:
    """Who waits for a worker, with what, and since when; its number will not be that of its work."""

    client: str
    task: Task
    number: int
    turn: asyncio.Future[Hand]
    begun: datetime = field(default_factory=lambda: datetime.now(UTC))

    def cancel(self) -> None:
        """Let it wait no longer; whoever asked is told so."""
        if not self.turn.done():
            self.turn.set_exception(Overrun("stopped by the operator of this server", limit="operator"))


def _shared(client: str) -> bool:
    """Tell whether this is no client in particular: a proxy or any program on this machine."""
    try:
        return ip_address(client).is_loopback
    except ValueError:
        return client == LOCAL


class Lanes:
    """The lanes of one nursery's workers."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self._nursery: Nursery | None = None
        self._letter = b""
        self._idle: list[Hand] = []
        self._queue: list[Waiter] = []
        self._leases: set[Lease] = set()
        self._running: Counter[str] = Counter()
        self._numbers = itertools.count(1)
        self.stopped: Counter[str] = Counter()
        self._budget = Budget(shape.budget)
        self._spawning: set[asyncio.Task[None]] = set()
        self._closed = False

    def open(self, nursery: Nursery, letter: bytes) -> None:
        """Begin work with *nursery*, which is launched, and whose workers of this letter these are."""
        self._nursery, self._letter = nursery, letter
        self._replenish()

    async def lease(self, client: str, seconds: float, task: Task) -> Lease:
        """Return a worker of one's own for *seconds*; "" is no client in particular. Raises Overloaded, Overrun."""
        if client and sum(w.client == client for w in self._queue) >= self.shape.waiting:
            raise Overloaded("you have too many requests waiting", yours=True, seconds=2)
        if owed := self._budget.wait(client, asyncio.get_running_loop().time()):
            told = f"you have used your {self.shape.budget:g} seconds of computing for this minute"
            raise Overloaded(told, yours=True, seconds=math.ceil(owed))
        if len(self._queue) >= self.shape.queue or self._closed:
            raise Overloaded("too many requests wait", yours=False, seconds=5)
        waiter = Waiter(client, task, next(self._numbers), asyncio.get_running_loop().create_future())
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
            yours = bool(client) and self._running[client] >= self.shape.running
            what = "your other requests took too long" if yours else "no worker was free in time"
            raise Overloaded(what, yours=yours, seconds=5) from None
        finally:
            if waiter in self._queue:
                self._queue.remove(waiter)
        lease = Lease(self, hand, client, next(self._numbers))
        lease.task = task
        if self.shape.budget:
            lease.used = computed(hand.pid)
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
        for waiter in self._in_order():
            if waiter.turn.done():
                continue
            if self._fast() >= self.shape.fast and not self._give_way(waiter.client):
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

    def _in_order(self) -> list[Waiter]:
        """Return those who may have a turn: first who has nothing running, then who shares an address."""
        first = [w for w in self._queue if not w.client or self._running[w.client] < self.shape.running]
        return first + [w for w in self._queue if w not in first and _shared(w.client)]

    def _give_way(self, client: str) -> bool:
        """Free a place in the fast lane for one who waits; tell whether that went."""
        fast = sorted((lease for lease in self._leases if not lease.slow), key=lambda lease: lease.since)
        old = [lease for lease in fast if lease.age() >= self.shape.haste]
        if old and self._slow() < self.shape.slow:
            self._move(old[0])
            return True
        # Who has something running already may end what is its own, not what is another's.
        modest = not client or self._running[client] < self.shape.running
        late = [lease for lease in fast if lease.late and (modest or lease.client == client)]
        if late:
            late[0].stop("eviction")
        return bool(late)

    def grow_old(self, lease: Lease, *, late: bool) -> None:
        """Note that a job takes long; one that is late moves, if there is room, though nobody waits."""
        lease.late = late
        if late and not lease.slow and self._slow() < self.shape.slow:
            self._move(lease)
        self._dispatch()

    def _move(self, lease: Lease) -> None:
        lease.slow = True
        lease.hand.slow_down()

    def begun(self) -> None:
        """Note that a turn has become a lease."""
        self._granted -= 1

    def end(self, lease: Lease, *, reusable: bool) -> None:
        """Take a worker back; one that is not reusable is killed."""
        self._leases.discard(lease)
        if self.shape.budget:
            used = computed(lease.hand.pid) - lease.used
            # The owner of the store has no budget.
            self._budget.charge("" if lease.client == LOCAL else lease.client, used, asyncio.get_running_loop().time())
        self._running[lease.client] -= 1
        if not self._running[lease.client]:
            del self._running[lease.client]
        if reusable and not lease.slow and not self._closed:
            self._idle.append(lease.hand)
        elif self._nursery:
            self._nursery.kill(lease.hand)
        for late in [one for one in self._leases if one.late and not one.slow]:
            if self._slow() < self.shape.slow:
                self._move(late)
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
            self._idle.append(await nursery.spawn(self._letter))
        except Gone:
            await asyncio.sleep(0.05)

    def _spawned(self, task: asyncio.Task[None]) -> None:
        self._spawning.discard(task)
        if not task.cancelled():
            task.result()
            self._dispatch()

    def note(self, reason: str) -> None:
        """Count a worker that ended within a job, and why."""
        self.stopped[reason] += 1

    def leases(self) -> list[Lease]:
        """Return what runs, the oldest first."""
        return sorted(self._leases, key=lambda lease: lease.number)

    def waiters(self) -> list[Waiter]:
        """Return who waits, the oldest first."""
        return [one for one in self._queue if not one.turn.done()]

    @property
    def waiting(self) -> int:
        """Return how many wait for a worker."""
        return len(self._queue)

    @property
    def idle(self) -> int:
        """Return how many workers stand by."""
        return len(self._idle)

    def stop(self, reason: Reason) -> None:
        """Stop what runs."""
        for lease in self.leases():
            lease.stop(reason)

    def close(self) -> None:
        """Stop everything."""
        self._closed = True
        self.stop("closing")
        for waiter in self._queue:
            waiter.turn.cancel()
        for task in self._spawning:
            task.cancel()
