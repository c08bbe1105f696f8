"""The store behind its processes, and the server before them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

from kg.access import Sessions, door
from kg.errors import StoreBusy, UsageError
from kg.sparql import Limits
from kg.store import Folder
from kg.store.folder import identify
from kg.web import Porter, WebSettings, create_app, listen_at
from kg.web import serve as serve_app
from kg.wiring.assisting import door_of
from kg.wiring.judging import judging_of
from kg.wiring.marking import marked
from kg.wiring.stores import now, open_tokens
from kg.wiring.supervising import PART, Post, supervise
from kg.wiring.toolkit import asked_of, seed_of
from kg.wiring.trades import trades_of
from kg.workers import Pool, WorkerSettings, start

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from kg.access import Tokens
    from kg.wiring.settings import Settings


def limits_of(settings: Settings) -> Limits:
    """Return what one query or update may use."""
    return Limits(settings.deadline, settings.memory, settings.result)


@asynccontextmanager
async def open_pool(settings: Settings, *, create: bool = False) -> AsyncIterator[Pool]:
    """Lend the service over the store's folder; raises StoreBusy, StoreMismatch, NotFound."""
    chosen, folder = settings.model_fields_set, Folder(settings.location)
    base = settings.base if "base" in chosen else None
    kind = settings.dataset if "dataset" in chosen else None
    # The workers read under the store's own base, which is known before they start.
    there = identify(folder, base, kind, create=False) if folder.meta.exists() else None
    known, of_kind = (there.base, there.kind) if there else (settings.base, settings.dataset)
    pool = await start(
        settings.location,
        WorkerSettings(
            trades=trades_of(
                known,
                gate=settings.gate,
                asked=asked_of(settings),
                judging=judging_of(settings, settings.location),
            ),
            base=base if there else settings.base,
            kind=kind if there else settings.dataset,
            create=create,
            fast=settings.workers,
            answers=settings.answers,
            queue=settings.queue,
            waiting=settings.waiting,
            budget=settings.client_seconds,
            limits=limits_of(settings),
            services=settings.allow_service,
            scratch=settings.scratch if "scratch" in chosen else None,
            schemes=settings.graph_schemes or (("http", "https") if of_kind == "merged" else ()),
        ),
    )
    try:
        yield pool
    finally:
        await pool.close()


def robots_of(settings: Settings) -> str:
    """Return "allow", "none", or the text of the file that a deployment names; raises UsageError."""
    if settings.robots in ("allow", "none"):
        return settings.robots
    try:
        return Path(settings.robots).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"robots: {settings.robots!r} cannot be read: {error}", hint="allow, none, or a file"
        ) from None


def build_app(settings: Settings, pool: Pool, tokens: Tokens, beside: Mapping[str, ASGIApp]) -> Porter:
    """Return the application over a running service; *beside* answers under other first parts of a path."""
    web = WebSettings(
        base=pool.identity.base,
        dataset=pool.identity.kind,
        query_text=settings.query_text,
        body=settings.body,
        article_text=settings.article_text,
        limits=limits_of(settings),
        proxies=settings.proxies,
        contact=settings.contact,
        publish_text=settings.publish_text,
        licence=settings.licence,
        publisher=settings.publisher,
        robots=robots_of(settings),
        fetch_seconds=settings.fetch_seconds,
        fetch_private=settings.allow_service,
    )
    # A folder that takes no writes has no place for sessions: those end with the server.
    file = Folder(settings.location).sessions if os.access(settings.location, os.W_OK) else None
    return create_app(
        pool, tokens=tokens, settings=web, sessions=Sessions(file, settings.session_hours * 3600), beside=beside
    )


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve the store until SIGTERM or SIGINT; *ready* is told the address once requests are answered.

    The server is a child of this process, which begins it anew when it dies. Raises StoreBusy, StoreMismatch,
    NetworkError.
    """
    if door.answers(settings.location / door.NAME):
        raise StoreBusy(
            f"a server holds the store in {settings.location} already", hint="stop it, or serve another folder"
        )
    with closing(listen_at(settings.bind)) as listener:
        supervise(listener, lambda post: asyncio.run(_serve_at(post, settings)), ready)


async def _serve_at(post: Post, settings: Settings) -> None:
    async with AsyncExitStack() as stack:
        pool, began = await stack.enter_async_context(open_pool(settings, create=True)), now()
        if unclosed := stack.enter_context(marked(settings.location, post.since.isoformat())):
            pool.restarts.note(PART, "the one before did not close", post.since, unclosed)
        for (part, how), times in post.restarts.counts().items():
            pool.restarts.note(part, how, began, times)
        writable = os.access(settings.location, os.W_OK)
        if pool.identity.kind == "merged" and writable:
            await pool.seed(seed_of(pool.identity.base))
        with open_tokens(settings) as tokens:
            beside: dict[str, ASGIApp] = {}
            if settings.mcp:
                beside["mcp"] = await stack.enter_async_context(door_of(settings, pool, limits_of(settings)))
            app = build_app(settings, pool, tokens, beside)
            own = stack.enter_context(_owners_door(post, settings.location / door.NAME)) if writable else None
            await serve_app(
                app, post.listener, own, ready=lambda address: post.opened(address, own), grace=settings.grace
            )


@contextmanager
def _owners_door(post: Post, place: Path) -> Iterator[socket]:
    """Lend the door: the one that the parent held meanwhile, or a new one; raises StoreBusy."""
    with closing(post.door or door.listen(place)) as own:
        try:
            yield own
        finally:
            place.unlink(missing_ok=True)
