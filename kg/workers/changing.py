"""Writes: weighed in a worker, held to the shapes, applied by the writer unless the revision has moved on meanwhile."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from kg.errors import DoesNotConform, Overloaded, Overrun
from kg.sparql import Limits
from kg.store import Change
from kg.workers.acting import Moved, must_rest_on
from kg.workers.asking import Engines
from kg.workers.scribe import Scribe
from kg.workers.wire import Values

_PATIENCE = 1.0
"""Seconds a change is weighed alone."""

_APART = ("replace", "merge", "add", "drop")
"""Kinds of changes that look at nothing but the graphs they change."""

CheckGraph = Callable[[str, bytes, Limits], Awaitable[Values]]
"""Holds a graph, given by name and N-Triples, to the shapes and returns the report."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where copies may be made that one change is weighed on, and the `schemes` of names for graphs; none: any."""

    scratch: Path
    schemes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One change that is asked for: what to weigh, for whom, and `due`, when all of it must be done."""

    values: Values
    body: bytes
    client: str
    most: Limits
    due: float

    def left(self) -> float:
        """Return how many seconds are left."""
        return self.due - asyncio.get_running_loop().time()

    def limits(self) -> Limits:
        """Return what the next step may use; raises Overrun when no time is left."""
        if self.left() <= 0:
            raise self.late()
        return replace(self.most, seconds=max(0.1, round(self.left(), 1)))

    def late(self) -> Overrun:
        """Return the error of a change that was not made in time."""
        told = f"it could not be done in {self.most.seconds:g} seconds; nothing was changed"
        return Overrun(told, limit="deadline", hint="send less at once, or allow more time")


class Turns:
    """Lets many writes pass at once, or one alone."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()
        self._passing = 0
        self._empty = asyncio.Event()
        self._empty.set()
        self._alone = asyncio.Lock()

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        """Pass beside others."""
        while not self._open.is_set():
            await self._open.wait()
        self._passing += 1
        self._empty.clear()
        try:
            yield
        finally:
            self._passing -= 1
            if not self._passing:
                self._empty.set()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Pass when nobody else does."""
        async with self._alone:
            self._open.clear()
            try:
                await self._empty.wait()
                yield
            finally:
                self._open.set()


class Changes:
    """Makes changes; `check` holds a graph to the shapes and returns the report, None when there is no gate."""

    def __init__(self, engines: Engines, scribe: Scribe, bench: Bench, check: CheckGraph | None) -> None:
        self._engines = engines
        self._scribe = scribe
        self._bench = bench
        self._check = check
        self._numbers = count(1)
        self._turn = asyncio.Lock()
        self.turns = Turns()

    async def make(self, values: Values, body: bytes, limits: Limits, client: str = "") -> tuple[Change, bool]:
        """Make a change, and tell whether its graph is new; raises DoesNotConform and what weighing it raises.

        All of it, waiting and a second try too, has the seconds of *limits* and no more.
        """
        asked = Asked(values, body, client, limits, asyncio.get_running_loop().time() + limits.seconds)
        # One at a time: two that are weighed on the same revision would only undo each other's work. But what takes
        # long may never end, and lets others pass.
        async with self._weighing(_PATIENCE, asked):
            begun = asked.left()
            done = await self._attempt(asked)
        took = begun - asked.left()
        if done is None and took > asked.left():
            # Others would wait for what cannot be done in time.
            raise Overloaded("other changes came between, and no time is left for another try", yours=False)
        if done is None:
            # Something came between. This time nothing does.
            async with self._weighing(None, asked), self.turns.alone():
                done = await self._attempt(asked)
        if done is None:
            raise Overloaded("other changes came between, again and again", yours=False)
        return done

    @asynccontextmanager
    async def _weighing(self, seconds: float | None, asked: Asked) -> AsyncIterator[None]:
        """Have the turn to weigh; after *seconds* another may have it too."""
        try:
            async with asyncio.timeout_at(asked.due):
                await self._turn.acquire()
        except TimeoutError:
            raise asked.late() from None
        stack = ExitStack()
        stack.callback(self._turn.release)
        timer = asyncio.get_running_loop().call_later(seconds, stack.close) if seconds is not None else None
        try:
            yield
        finally:
            if timer is not None:
                timer.cancel()
            stack.close()

    async def _attempt(self, asked: Asked) -> tuple[Change, bool] | None:
        scratch = self._bench.scratch / f"change-{next(self._numbers)}"
        told_of: Values = {"scratch": str(scratch), "schemes": list(self._bench.schemes)}
        job = asked.values | told_of | {"job": "change", "states": self._check is not None}
        try:
            said, data, seen = await self._engines.whole(job, asked.body, asked.limits(), asked.client)
        finally:
            # Left only by a worker that was killed.
            if scratch.exists():
                await asyncio.to_thread(shutil.rmtree, scratch, ignore_errors=True)
        if must_rest_on() not in (None, seen.revision):
            raise Moved
        if said["empty"]:
            return Change("unchanged", seen.revision), bool(said["new"])
        size = int(str(said["delta"]))
        await self._hold(said, memoryview(data)[size:], asked)
        apart = asked.values["kind"] in _APART and must_rest_on() is None
        expected = {"expected": seen.revision, "apart": apart, "due": asked.due, "now": datetime.now(UTC).isoformat()}
        answered = await self._scribe.call("apply", expected, data[:size])
        return None if answered.get("conflict") else (told(answered), bool(said["new"]))

    async def _hold(self, said: Values, states: memoryview, asked: Asked) -> None:
        """Hold every touched graph to the shapes as it would be."""
        graphs = said["graphs"]
        assert isinstance(graphs, list)
        start = 0
        for graph in graphs:
            stop = start + int(graph["size"])
            if self._check is not None:
                report = await self._check(str(graph["name"]), bytes(states[start:stop]), asked.limits())
                if not report.get("conforms", True):
                    name = f"the graph <{graph['name']}>" if graph["name"] else "the default graph"
                    raise DoesNotConform(f"{name} would break the shapes; nothing was changed", report)
            start = stop


def told(answered: Values) -> Change:
    """Return the change that the writer tells of."""
    return Change(answered["action"], int(str(answered["revision"])))  # type: ignore[arg-type]
