"""A service on a store, all its processes ended with the tests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.sparql import JSON, TURTLE, Limits, Query, Update
from kg.workers import Accept, Pool, Reply, WorkerSettings, start
from tests.workers.trades import BASE, TRADES

ACCEPT = Accept((JSON,), (TURTLE,))
LIMITS = Limits(seconds=10)

Scene = Callable[["Client"], Awaitable[None]]


async def whole(reply: Reply) -> bytes:
    return b"".join([chunk async for chunk in reply.chunks])


class Client:
    """Asks a pool, in short words."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    async def ask(self, text: str, *, client: str = "c", seconds: float = 10) -> bytes:
        limits = Limits(seconds=seconds)
        return await whole(await self.pool.query(Query(text), ACCEPT, limits, client))

    async def count(self, pattern: str = "GRAPH ?g { ?s ?p ?o }", *, client: str = "c") -> int:
        answer = await self.ask(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", client=client)
        return int(answer.partition(b'"value":"')[2].partition(b'"')[0])

    async def update(self, text: str, *, seconds: float = 10, client: str = "c") -> Any:
        return await self.pool.update(Update("PREFIX e: <http://e/> " + text), Limits(seconds=seconds), client)


def settings(**choices: Any) -> WorkerSettings:
    return WorkerSettings(choices.pop("trades", TRADES), base=BASE, fast=2, slow=2, **choices)


async def perform(pool: Pool, scene: Scene) -> None:
    async with asyncio.timeout(50):
        await scene(Client(pool))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[asyncio.Runner, Pool]]:
    """A pool that the scenes of one module share: starting one takes longer than most scenes."""
    with asyncio.Runner() as runner:
        pool = runner.run(start(tmp_path_factory.mktemp("shared"), settings()))
        yield runner, pool
        runner.run(pool.close())


@pytest.fixture
def play(stage: tuple[asyncio.Runner, Pool]) -> Callable[[Scene], None]:
    """Return a runner of scenes on the shared pool, its dataset emptied before each."""
    runner, pool = stage

    def run(scene: Scene) -> None:
        runner.run(Client(pool).update("DROP ALL"))
        runner.run(perform(pool, scene))

    return run


@pytest.fixture
def play_alone(tmp_path: Path) -> Callable[..., None]:
    """Return a runner of scenes on a pool of their own, in tmp_path / "store", with the choices given."""

    def run(scene: Scene, **choices: Any) -> None:
        async def main() -> None:
            pool = await start(tmp_path / "store", settings(**choices))
            try:
                await perform(pool, scene)
            finally:
                await pool.close()

        asyncio.run(main())

    return run
