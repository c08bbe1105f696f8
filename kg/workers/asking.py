"""Jobs of the engine's workers as the front sees them: a reply whose bytes come as they are made, or one whole."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Literal

from kg.errors import KGError, Overrun, StoreError
from kg.sparql import GRAPHS, PROFILED, SOLUTIONS, Format, Limits, format_named
from kg.workers.acting import request_id
from kg.workers.lanes import Lanes
from kg.workers.lease import Lease, Lost, Task
from kg.workers.scribe import Seen
from kg.workers.service import Reply
from kg.workers.wire import DATA, END, Values, unpack

_TRIES, _YOUNG = 8, 1.0
"""How often a job is given to another worker, and up to what age: one that ran for long may be what killed it."""
_SHOWN = 200
"""How many bytes of a query's text its operator is shown."""


class Chunks(AsyncIterator[bytes]):
    """The bytes of an answer; closing it before its end ends the work behind it."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._over = False

    def __aiter__(self) -> Chunks:
        return self

    async def __anext__(self) -> bytes:
        if self._over:
            raise StopAsyncIteration
        try:
            kind, payload = await self._lease.frame()
        except Lost:
            self._over = True
            raise StoreError("the worker behind this answer was ended", hint="ask again") from None
        except BaseException:
            self._over = True
            raise
        if kind == END:
            self._over = True
            raise StopAsyncIteration
        return payload

    async def aclose(self) -> None:
        """End the work, if it goes on."""
        self._over = True
        self._lease.stop("hang-up")

    def __del__(self) -> None:
        if not self._over:
            # Nobody will read on, and nobody said so.
            self._lease.stop("hang-up")


class Engines:
    """The engine's workers, asked on the newest revision that can be seen."""

    def __init__(self, lanes: Lanes, seen: Callable[[], Seen]) -> None:
        self._lanes = lanes
        self._seen = seen
        self.known: Values = {}
        """What every job is told beside its own words."""

    async def reply(self, values: Values, body: bytes, limits: Limits, client: str = "") -> Reply:
        """Return the answer to a job, its head known."""
        said, lease, seen = await self._begin(values | {"result": limits.result}, body, limits, client)
        kind: Literal["solutions", "truth", "graph"] = said["kind"]  # type: ignore[assignment]
        form: Format = format_named(str(said["form"]), (*GRAPHS, *PROFILED) if kind == "graph" else SOLUTIONS)
        steady, more = bool(said.get("steady", True)), bool(said.get("more"))
        return Reply(kind, form, seen.revision, Chunks(lease), steady=steady, more=more)

    async def whole(self, values: Values, body: bytes, limits: Limits, client: str = "") -> tuple[Values, bytes, Seen]:
        """Return a job's head and all its bytes, and the revision it was done on."""
        for left in range(_TRIES, 0, -1):
            said, lease, seen = await self._begin(values, body, limits, client)
            parts = []
            try:
                while (frame := await lease.frame())[0] == DATA:
                    parts.append(frame[1])
                return said, b"".join(parts), seen
            except Lost:
                if left == 1 or lease.age() > _YOUNG:
                    raise _lost() from None
        raise _lost()

    async def _begin(self, values: Values, body: bytes, limits: Limits, client: str) -> tuple[Values, Lease, Seen]:
        """Return the head of the answer; a job whose worker was ended by somebody else is given to another."""
        for left in range(_TRIES, 0, -1):
            lease = await self._lanes.lease(client, limits.seconds, _task(values, body))
            seen = self._seen()
            try:
                await lease.send(values | self.known | {"place": seen.place}, body)
                _, payload = await lease.frame()
            except Lost:
                if left == 1 or lease.age() > _YOUNG:
                    raise _lost() from None
            except StoreError as error:
                # The checkpoint was removed before the worker opened it: there is a newer one.
                if error.hint != "stale" or left == 1:
                    raise
            else:
                said, _ = unpack(payload)
                return said, lease, seen
        raise _lost()


def _task(values: Values, body: bytes) -> Task:
    """Return what a list of running work shows of a job: the beginning of a query, never a document."""
    job = str(values.get("kind", values.get("job", "")))
    text = body[:_SHOWN].decode("utf-8", "replace") if job in ("query", "update") else ""
    return Task(job, " ".join(text.split()), request_id())


def _lost() -> KGError:
    return Overrun("stopped: the worker was ended from outside, more than once", limit="memory", hint="ask for less")
