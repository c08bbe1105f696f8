"""What the tools ask of a store, wherever it is open, within limits of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Protocol

from anyio import CapacityLimiter, to_thread

from kg.errors import Overrun
from kg.questions import Row, read_rows
from kg.search import Sought
from kg.sparql import JSON, N_TRIPLES, Limits, Query
from kg.web.exchange import bytes_of
from kg.workers import Accept, Service

SECONDS: Final = 10.0
"""How long one question of a tool may run; the store's own deadline holds besides."""
_MOST: Final = 1024 * 1024
"""Bytes of one answer that a tool looks at."""
_ACCEPT: Final = Accept((JSON,), (N_TRIPLES,))

client_now: ContextVar[str] = ContextVar("client_now", default="assistant")
"""Whose turn and budget a question counts for."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer: its kind, its bytes (JSON results or N-Triples), and whether that is all of it."""

    kind: Literal["solutions", "truth", "graph"]
    body: bytes
    whole: bool


class Library(Protocol):
    """A store that is asked."""

    async def ask(self, sparql: str, seconds: float = SECONDS) -> Heard:
        """Answer a query, or the beginning of its answer; raises MalformedQuery, Overrun, Overloaded."""

    async def search(self, sought: Sought) -> dict[str, Any]:
        """Find words in what is published (`kg.search.search` tells the values); raises UsageError."""


async def rows_of(library: Library, question: str) -> list[Row]:
    """Return the rows of one of our own questions; raises Overrun when they are more than a tool looks at."""
    heard = await library.ask(question)
    if not heard.whole:
        raise Overrun("that is more than fits into one answer", limit="answer", hint="ask for less: a smaller limit")
    return list(read_rows([heard.body]))


@dataclass(frozen=True, slots=True)
class ServiceLibrary:
    """The store behind a server, asked in the lanes and the budget of whoever sent the request."""

    service: Service
    limits: Limits

    async def ask(self, sparql: str, seconds: float = SECONDS) -> Heard:
        """Answer a query."""
        limits = replace(self.limits, seconds=min(seconds, self.limits.seconds))
        reply = await self.service.query(Query(sparql), _ACCEPT, limits, client_now.get())
        body, whole = await bytes_of(reply, _MOST)
        return Heard(reply.kind, body, whole)

    async def search(self, sought: Sought) -> dict[str, Any]:
        """Find words in what is published."""
        return await self.service.search(sought, client_now.get())


class Found(Protocol):
    """What a session answers a query with."""

    @property
    def kind(self) -> Literal["solutions", "truth", "graph"]:
        """Tell what kind of answer it is."""

    @property
    def chunks(self) -> Iterator[bytes]:
        """Return the answer as it comes."""


class Session(Protocol):
    """The part of a session with a store that is asked here (`kg.wiring.Session` is one)."""

    def query(self, query: Query, accept: Accept) -> Found:
        """Answer a query."""

    def search(self, sought: Sought) -> dict[str, Any]:
        """Find words in what is published."""


class SessionLibrary:
    """A store in a folder or at an address: each question opens a session and leaves it, one after another.

    So a folder is never held between questions, and a server that comes or goes meanwhile is used or done without.
    *opener* is told how many seconds a query may run.
    """

    def __init__(self, opener: Callable[[float], AbstractContextManager[Session]]) -> None:
        self._opener = opener
        self._turn = CapacityLimiter(1)

    async def ask(self, sparql: str, seconds: float = SECONDS) -> Heard:
        """Answer a query."""

        def work() -> Heard:
            with self._opener(seconds) as session:
                found = session.query(Query(sparql), _ACCEPT)
                parts, size = [], 0
                for chunk in found.chunks:
                    parts.append(chunk)
                    size += len(chunk)
                    if size > _MOST:
                        return Heard(found.kind, b"".join(parts), whole=False)
                return Heard(found.kind, b"".join(parts), whole=True)

        return await to_thread.run_sync(work, limiter=self._turn)

    async def search(self, sought: Sought) -> dict[str, Any]:
        """Find words in what is published."""

        def work() -> dict[str, Any]:
            with self._opener(SECONDS) as session:
                return session.search(sought)

        return await to_thread.run_sync(work, limiter=self._turn)
