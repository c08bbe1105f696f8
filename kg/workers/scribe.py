"""The front's side of the writer: many writes on their way at once, each answered when it is durable and visible."""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import KGError, StoreError, StoreFull, StoreReadOnly
from kg.store import Edition, Identity
from kg.workers.acting import author
from kg.workers.restarts import Restarts, ended_how
from kg.workers.staff import Gone, Hand, Nursery
from kg.workers.wire import END, ERROR, Values, unpack, unpack_error

_log = logging.getLogger("kg.workers")
WRITER = b"W"
_SLOWEST = 5.0
_LONGEST_ABSENCE = 15.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A revision that can be seen: its number, its checkpoint, its quads, and it as an edition."""

    revision: int
    place: str
    quads: int
    edition: Edition


@dataclass(frozen=True, slots=True)
class Desk:
    """What the writer is told at its start."""

    folder: Path
    base: str | None
    kind: str | None
    create: bool
    keep: float
    scratch: tuple[str, ...] | None

    def values(self, *, fresh: bool) -> Values:
        """Return it as JSON values; `fresh` when no worker looks at an old checkpoint."""
        known: Values = {"folder": str(self.folder), "base": self.base, "kind": self.kind}
        known |= {"scratch": None if self.scratch is None else list(self.scratch), "now": datetime.now(UTC).isoformat()}
        return known | {"create": self.create, "keep": self.keep, "fresh": fresh}


class Unknown(StoreError):
    """The writer ended before it answered: the change is there whole, or not at all."""


class Scribe:
    """The writer process, begun again whenever it is gone."""

    def __init__(self, desk: Desk, nursery: Nursery, see: Callable[[Seen], None]) -> None:
        self._desk = desk
        self._nursery = nursery
        self._see = see
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Values]] = {}
        self._hand: Hand | None = None
        self._ready = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None
        self._closed = False
        self._trouble: KGError | None = None
        self.refusing: str | None = None
        """Why the last write was refused, when that was the disk's doing."""
        self.restarts = Restarts()

    @property
    def present(self) -> bool:
        """Tell whether the writer takes jobs."""
        return self._ready.is_set()

    async def open(self) -> Identity:
        """Start the writer; raises what it raises when it opens the store."""
        said = await self._launch(fresh=True)
        self._listening = asyncio.ensure_future(self._listen())
        scratch = said["scratch"]
        assert isinstance(scratch, list)
        return Identity(str(said["base"]), "plain" if said["kind"] == "plain" else "merged", tuple(scratch))

    async def _launch(self, *, fresh: bool) -> Values:
        try:
            self._hand = await self._nursery.spawn(WRITER)
            await self._hand.send(self._desk.values(fresh=fresh))
            kind, payload = await self._hand.receive()
        except Gone:
            raise StoreError("the writer could not start", hint="the server's log says why") from None
        said, _ = unpack(payload)
        if kind == ERROR:
            await self._hand.ended.wait()
            raise unpack_error(said)
        self._noted(said)
        self._trouble = self.refusing = None
        self._ready.set()
        return said

    def _noted(self, said: Values) -> None:
        if "place" in said:
            self._see(Seen(int(str(said["newest"])), str(said["place"]), int(str(said["quads"])), _edition(said)))

    async def call(self, job: str, values: Values, body: bytes = b"") -> Values:
        """Have one thing written; raises the store's errors, and Unknown when the writer ends meanwhile."""
        if self._closed:
            raise StoreError("the server is closing")
        await self._presence()
        number = next(self._numbers)
        answered: asyncio.Future[Values] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answered
        assert self._hand is not None
        try:
            await self._hand.send({"job": job, "number": number, "by": author()} | values, body)
            return await answered
        except Gone:
            raise _unknown() from None
        finally:
            self._waiting.pop(number, None)

    async def _presence(self) -> None:
        """Wait for the writer; raises what keeps it from opening the store, as soon as that is known."""
        if self._trouble is not None and not self._ready.is_set():
            raise type(self._trouble)(str(self._trouble), hint=self._trouble.hint)
        try:
            async with asyncio.timeout(_LONGEST_ABSENCE):
                await self._ready.wait()
        except TimeoutError:
            raise StoreError("the writer is not there", hint="the server's log says why") from None

    async def _listen(self) -> None:
        delay = 0.0
        while not self._closed:
            assert self._hand is not None
            try:
                kind, payload = await self._hand.receive()
                self._answer(kind, payload)
                delay = 0.0
            except Gone:
                self._ready.clear()
                self._fail_all()
                if not self._closed:
                    await asyncio.sleep(delay)
                    delay = min(2 * delay + 0.05, _SLOWEST)
                    await self._again()

    def _answer(self, kind: bytes, payload: bytes) -> None:
        said, _ = unpack(payload)
        if kind == END:
            # Seen before it is answered: whoever hears of a change can read it.
            self._noted(said)
            self.refusing = None
        else:
            failure = unpack_error(said)
            self.refusing = str(failure) if isinstance(failure, StoreFull | StoreReadOnly) else self.refusing
        future = self._waiting.get(int(str(said["number"])))
        if future is None or future.done():
            return
        if kind == END:
            future.set_result(said)
        else:
            future.set_exception(failure)

    def _fail_all(self) -> None:
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(_unknown())

    async def _again(self) -> None:
        if self._hand is not None:
            # The lock on the store goes with the process.
            await self._hand.ended.wait()
            self._hand.close()
        status = self._hand.status if self._hand else None
        # One that is killed while it opens the store is killed, and has not failed.
        failed = self._trouble is not None and not (status is not None and os.WIFSIGNALED(status))
        reason = "could not open the store" if failed else ended_how(status)
        _log.error("the writer ended (%s); beginning another", reason)
        self.restarts.note("writer", reason, datetime.now(UTC))
        try:
            await self._launch(fresh=False)
        except KGError as error:
            self._trouble, self.refusing = error, str(error)
            _log.error("the writer could not open the store: %s", error)

    async def close(self) -> None:
        """Let the writer finish what it has, and end."""
        self._closed = True
        self._ready.set()
        if self._hand is not None:
            self._hand.close()
            with suppress(TimeoutError):
                async with asyncio.timeout(10):
                    await self._hand.ended.wait()
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        self._fail_all()


def _edition(said: Values) -> Edition:
    changed = datetime.fromisoformat(str(said["changed"])) if said["changed"] else None
    return Edition(int(str(said["newest"])), str(said["seal"]), changed)


def _unknown() -> Unknown:
    return Unknown(
        "the writer ended before it answered; the change is there whole, or not at all",
        hint="look whether it is there, then send it again",
    )
