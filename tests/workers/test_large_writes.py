"""A large write ends in time or not at all, lets others pass, and old checkpoints go by themselves."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import Overrun
from kg.sparql import TURTLE, Limits
from tests.workers.conftest import BASE, Client
from tests.workers.test_hostile import raises
from tests.workers.test_survival import children

pytestmark = pytest.mark.served
Play = Callable[..., None]


def _document(size: int, word: str = "a") -> bytes:
    return "".join(f'<http://e/{word}{n // 5}> <http://e/p{n % 5}> "{word} {n}" .\n' for n in range(size)).encode()


def _used() -> float:
    """Return the processor seconds that the writer has used."""
    for pid in children(os.getpid()):
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
        if name.endswith("kg writer"):
            return sum(map(int, rest.split()[11:13])) / os.sysconf("SC_CLK_TCK")
    raise AssertionError("there is no writer")


async def _put(c: Client, graph: str, body: bytes) -> Any:
    return await c.pool.write_graph(f"http://e/{graph}", body, TURTLE, base=BASE, replace=False)


def _attempts(c: Client, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows by the size of each document that is weighed."""
    seen: list[int] = []
    attempt = c.pool._changes._attempt

    async def counted(asked: Any) -> Any:
        seen.append(len(asked.body))
        return await attempt(asked)

    monkeypatch.setattr(c.pool._changes, "_attempt", counted)
    return seen


def test_old_checkpoints_go_without_another_write(play_alone: Play, tmp_path: Path) -> None:
    async def scene(c: Client) -> None:
        for word in "abc":
            await _put(c, word, _document(1, word))
        places = tmp_path / "store" / "checkpoints"
        newest = str(c.pool.revision)
        until = time.monotonic() + 10
        while [place.name for place in places.iterdir()] != [newest]:
            assert time.monotonic() < until, sorted(place.name for place in places.iterdir())
            await asyncio.sleep(0.1)
        assert await c.count() == 3
        # One that somebody else removed is not waited for.
        await _put(c, "d", _document(1, "d"))
        await asyncio.to_thread(shutil.rmtree, places / newest)
        before = _used()
        await asyncio.sleep(2)
        assert _used() - before < 0.5, "the writer has no rest"

    play_alone(scene, keep=0.5)


def test_what_cannot_be_done_in_time_is_refused_and_nothing_of_it_is_there(play_alone: Play) -> None:
    async def scene(c: Client) -> None:
        await _put(c, "small", _document(1))
        began = time.monotonic()
        error = await raises(Overrun, _put(c, "large", _document(200_000)))
        assert isinstance(error, Overrun)
        assert error.limit == "deadline"
        assert time.monotonic() - began < 5
        assert await c.count() == 1
        await _put(c, "small", _document(2))
        assert await c.count() == 2

    play_alone(scene, limits=Limits(seconds=1.0))


def test_what_others_write_meanwhile_into_other_graphs_disturbs_nothing(
    play_alone: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(c: Client) -> None:
        seen = _attempts(c, monkeypatch)
        large = _document(40_000)
        asked = asyncio.ensure_future(_put(c, "large", large))
        await asyncio.sleep(1.1)
        small = 0
        while not asked.done() and small < 50:
            await _put(c, f"small{small}", _document(1, "b"))
            small += 1
        await asked
        assert small > 0, "it was no large write"
        assert seen.count(len(large)) == 1
        assert await c.count("GRAPH <http://e/large> { ?s ?p ?o }") == 40_000

    play_alone(scene)


def test_what_others_write_into_the_same_graph_has_it_weighed_again(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(c: Client) -> None:
        whole = c.pool._engines.whole
        seen = _attempts(c, monkeypatch)
        between = [True]

        async def disturbed(job: Any, *rest: Any) -> Any:
            found = await whole(job, *rest)
            if between and between.pop():
                await c.pool._scribe.call("apply", _foreign(c), _delta())
            return found

        monkeypatch.setattr(c.pool._engines, "whole", disturbed)
        await _put(c, "one", _document(3))
        assert len(seen) == 2
        assert await c.count() == 4

    play(scene)


def _foreign(c: Client) -> dict[str, object]:
    return {"expected": c.pool.revision, "apart": True, "now": "2026-03-05T12:00:00+00:00"}


def _delta() -> bytes:
    return b'{"out": 0, "created": ["http://e/one"], "dropped": []}\n<http://e/x> <http://e/y> "z" <http://e/one> .\n'
