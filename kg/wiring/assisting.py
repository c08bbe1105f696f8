"""The server's door for assistants: the protocol's library is loaded when the first of them comes."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.errors import KGError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from kg.sparql import Limits
    from kg.wiring.settings import Settings
    from kg.workers import Pool


@asynccontextmanager
async def door_of(settings: Settings, pool: Pool, limits: Limits) -> AsyncIterator[ASGIApp]:
    """Lend the application at /mcp of a server, which answers to the hosts that the settings name."""
    door = _AtFirst(settings, pool, limits)
    try:
        yield door
    finally:
        await door.close()


class _AtFirst:
    """Makes the application when the first request comes: most servers are asked by no assistant."""

    def __init__(self, settings: Settings, pool: Pool, limits: Limits) -> None:
        base = urlsplit(pool.identity.base).hostname
        self._hosts = (*settings.mcp_hosts, *((base,) if base else ()), settings.bind.rpartition(":")[0])
        self._pool, self._limits = pool, limits
        self._stop = asyncio.Event()
        self._made: asyncio.Future[ASGIApp] | None = None
        self._keeper: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if self._made is None:
            self._made = asyncio.get_running_loop().create_future()
            # A task of its own: what it opens must be closed where it was opened, and a request does not last.
            self._keeper = asyncio.create_task(self._keep(self._made))
        application = await asyncio.shield(self._made)
        await application(scope, receive, send)

    async def _keep(self, made: asyncio.Future[ASGIApp]) -> None:
        try:
            room: Any = await asyncio.to_thread(importlib.import_module, "kg.assistant")
            library = room.ServiceLibrary(self._pool, self._limits)
            async with room.http_door(library, self._hosts) as application:
                made.set_result(application)
                await self._stop.wait()
        finally:
            if not made.done():
                # Whoever waits is told; why, the server's log says when it ends.
                made.set_exception(KGError("the door for assistants does not open", hint="install isnad again"))

    async def close(self) -> None:
        """Close what was made."""
        self._stop.set()
        if self._keeper is not None:
            await self._keeper
