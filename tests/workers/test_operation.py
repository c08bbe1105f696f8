"""What runs can be seen and stopped; a client that computes too much waits; jobs of this machine pass one another."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from kg.errors import NotFound, Overloaded, Overrun
from kg.web.publishing import Publishing
from kg.workers import work_for
from tests.workers.conftest import Client
from tests.workers.test_hostile import DATA, MONSTER, raises

pytestmark = pytest.mark.served
Play = Callable[..., None]


def test_what_runs_is_listed_and_stopped(play: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(DATA)
        work_for("n1")
        asked = asyncio.ensure_future(c.ask(MONSTER, client="192.0.2.1"))
        await asyncio.sleep(0.3)
        (one,) = c.pool.running()
        assert (one.job, one.request, one.client) == ("query", "n1", "192.0.2.1")
        assert MONSTER.startswith(one.text)
        assert 0.1 < one.seconds < 5
        before = c.pool.figures()
        assert sum(before.running.values()) == 1
        c.pool.cancel(one.id)
        error = await raises(Overrun, asked)
        assert isinstance(error, Overrun)
        assert error.limit == "operator"
        assert c.pool.running() == []
        after = c.pool.figures()
        assert after.stopped["engine", "operator"] == before.stopped.get(("engine", "operator"), 0) + 1
        with pytest.raises(NotFound):
            c.pool.cancel(one.id)
        assert await c.count() == 400

    play(scene)


def test_what_waits_is_listed_and_can_be_stopped(play: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(DATA)
        first = asyncio.ensure_future(c.ask(MONSTER, client="192.0.2.1"))
        await asyncio.sleep(0.2)
        second = asyncio.ensure_future(c.ask("ASK { ?later ?p ?o }", client="192.0.2.1"))
        await asyncio.sleep(0.2)
        running, waiting = c.pool.running()
        assert (running.text[:6], waiting.text, waiting.lane) == (MONSTER[:6], "ASK { ?later ?p ?o }", "waiting")
        assert sum(c.pool.figures().running.values()) == sum(c.pool.figures().waiting.values()) == 1
        c.pool.cancel(waiting.id)
        await raises(Overrun, second)
        (left,) = c.pool.running()
        assert left.id == running.id
        c.pool.cancel(running.id)
        await raises(Overrun, first)
        assert await c.count() == 400

    play(scene)


def test_stopping_all_says_that_the_server_closes(play: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(DATA)
        asked = asyncio.ensure_future(c.ask(MONSTER))
        await asyncio.sleep(0.3)
        c.pool.stop()
        assert "closing" in str(await raises(Overloaded, asked))

    play(scene)


def test_a_client_that_has_computed_enough_waits(play_alone: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(DATA)
        error = None
        for _ in range(20):
            # On a busy machine little is computed in a second and a half; what counts is what was computed.
            await raises(Overrun, c.ask(MONSTER, client="greedy", seconds=1.5))
            try:
                await c.ask("ASK {}", client="greedy")
            except Overloaded as refused:
                error = refused
                break
        assert error, "it never had to wait"
        assert error.yours
        assert 1 <= error.seconds < 120
        assert await c.count(client="modest") == 400

    play_alone(scene, budget=0.5)


def test_jobs_of_this_machine_pass_one_another_while_nobody_else_waits(play: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(DATA)
        monsters = [asyncio.ensure_future(c.ask(MONSTER, client="127.0.0.1", seconds=4)) for _ in range(2)]
        await asyncio.sleep(0.1)
        began = time.monotonic()
        assert await c.count(client="127.0.0.1") == 400
        assert time.monotonic() - began < 2
        for monster in monsters:
            monster.cancel()
        await asyncio.gather(*monsters, return_exceptions=True)

    play(scene)


def test_being_asked_whether_it_is_ready_costs_no_worker(play: Play) -> None:
    async def scene(c: Client) -> None:
        ready = next(route for route in Publishing(c.pool).routes().routes if getattr(route, "path", "") == "/ready")
        before = c.pool.figures().stopped
        for _ in range(3):
            assert (await ready.endpoint()).status_code == 200  # type: ignore[attr-defined]
        assert c.pool.figures().stopped == before

    play(scene)
