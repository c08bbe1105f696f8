"""Writes: weighed in a worker, held to the shapes, applied by the writer unless the revision has moved on meanwhile."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from kg.errors import DoesNotConform, Overloaded
from kg.sparql import Limits
from kg.store import Change
from kg.workers.acting import Moved, must_rest_on
from kg.workers.asking import Engines
from kg.workers.scribe import Scribe
from kg.workers.wire import Values

_PATIENCE = 1.0
"""Seconds a change is weighed alone."""

CheckGraph = Callable[[str, bytes], Awaitable[Values]]
"""Holds a graph, given by name and N-Triples, to the shapes and returns the report."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where copies may be made that one change is weighed on, and the `schemes` of names for graphs; none: any."""

    scratch: Path
    schemes: tuple[str, ...] = ()


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
        """Make a change, and tell whether its graph is new; raises DoesNotConform and what weighing it raises."""
        # One at a time: two that are weighed on the same revision would only undo each other's work. But what takes
        # long may never end, and lets others pass.
        async with self._weighing(_PATIENCE):
            done = await self._attempt(values, body, limits, client)
        if done is None:
            # Something came between. This time nothing does.
            async with self._weighing(None), self.turns.alone():
                done = await self._attempt(values, body, limits, client)
        if done is None:
            raise Overloaded("other changes came between, again and again", yours=False)
        return done

    @asynccontextmanager
    async def _weighing(self, seconds: float | None) -> AsyncIterator[None]:
        """Have the turn to weigh; after *seconds* another may have it too."""
        await self._turn.acquire()
        stack = ExitStack()
        stack.callback(self._turn.release)
        timer = asyncio.get_running_loop().call_later(seconds, stack.close) if seconds is not None else None
        try:
            yield
        finally:
            if timer is not None:
                timer.cancel()
            stack.close()

    async def _attempt(self, values: Values, body: bytes, limits: Limits, client: str) -> tuple[Change, bool] | None:
        scratch = self._bench.scratch / f"change-{next(self._numbers)}"
        told_of: Values = {"scratch": str(scratch), "schemes": list(self._bench.schemes)}
        job = values | told_of | {"job": "change", "states": self._check is not None}
        try:
            said, data, seen = await self._engines.whole(job, body, limits, client)
        finally:
            # Left only by a worker that was killed.
            if scratch.exists():
                await asyncio.to_thread(shutil.rmtree, scratch, ignore_errors=True)
        if must_rest_on() not in (None, seen.revision):
            raise Moved
        if said["empty"]:
            return Change("unchanged", seen.revision), bool(said["new"])
        size = int(str(said["delta"]))
        await self._hold(said, memoryview(data)[size:])
        expected = {"expected": seen.revision, "now": datetime.now(UTC).isoformat()}
        answered = await self._scribe.call("apply", expected, data[:size])
        return None if answered.get("conflict") else (told(answered), bool(said["new"]))

    async def _hold(self, said: Values, states: memoryview) -> None:
        """Hold every touched graph to the shapes as it would be."""
        graphs = said["graphs"]
        assert isinstance(graphs, list)
        start = 0
        for graph in graphs:
            stop = start + int(graph["size"])
            if self._check is not None:
                report = await self._check(str(graph["name"]), bytes(states[start:stop]))
                if not report.get("conforms", True):
                    name = f"the graph <{graph['name']}>" if graph["name"] else "the default graph"
                    raise DoesNotConform(f"{name} would break the shapes; nothing was changed", report)
            start = stop


def told(answered: Values) -> Change:
    """Return the change that the writer tells of."""
    return Change(answered["action"], int(str(answered["revision"])))  # type: ignore[arg-type]
