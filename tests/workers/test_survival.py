"""Whatever is killed, what was acknowledged is there, the service goes on, and no process is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.article import Given
from kg.errors import StoreError
from kg.store import open_store
from tests.workers.conftest import Client

pytestmark = pytest.mark.served

Play = Callable[..., None]
ALARM = "INSERT DATA { GRAPH e:g { e:s e:p 1 } }"


def children(pid: int) -> list[int]:
    """Return the processes under *pid*, all generations."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                found += [int(entry.name), *children(int(entry.name))]
    return found


def kill(name: str) -> None:
    """Kill the processes of this test of that name."""
    for pid in children(os.getpid()):
        if Path(f"/proc/{pid}/comm").read_text().strip() == name:
            os.kill(pid, signal.SIGKILL)


def test_a_killed_worker_is_replaced_and_its_query_asked_again(play: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(ALARM)
        await c.count()
        kill("kg engine")
        assert await c.count() == 1
        kill("kg reader")
        assert (await c.pool.ingest(b"fine", Given())).action == "added"
        kill("kg reading")
        assert (await c.pool.ingest(b"fine too", Given())).action == "added"
        kill("kg nursery")
        assert await c.count() == 5
        assert (await c.pool.ingest(b"fine again", Given())).action == "added"

    play(scene)


def test_a_killed_writer_loses_nothing_it_acknowledged(play_alone: Play, tmp_path: Path) -> None:
    acknowledged: set[str] = set()

    async def scene(c: Client) -> None:
        async def write(start: int) -> None:
            for number in range(start, start + 20):
                acknowledged.add((await c.pool.ingest(f"article {number}".encode(), Given())).key)

        async def strike() -> None:
            for _ in range(3):
                await asyncio.sleep(0.1)
                kill("kg writer")
                assert await c.count() >= 0, "reads go on"

        await asyncio.gather(write(0), write(100), strike())
        assert len(acknowledged) == 40
        assert await c.count() == 80
        assert c.pool.revision == 40
        told = c.pool.health()
        assert told["writer"] == "present"
        restarts = told["restarts"]
        assert isinstance(restarts, dict)
        # One that is killed while it opens the store is told of as such.
        assert restarts["writer"]["count"] == 3
        assert set(restarts["writer"]["reasons"]) <= {"killed by SIGKILL", "could not open the store"}

    play_alone(scene)
    store = open_store(tmp_path / "store")
    assert {entry.key for entry in store.entries()} == acknowledged
    assert store.quads == store.dataset.count() == 80
    store.close()


def test_an_update_cut_short_is_there_whole_or_not_at_all(play: Play) -> None:
    async def scene(c: Client) -> None:
        await c.update(ALARM)
        many = " ".join(f"e:s e:p {number} ." for number in range(2, 4002))
        task = asyncio.ensure_future(c.update(f"INSERT DATA {{ GRAPH e:g {{ {many} }} }}"))
        await asyncio.sleep(0.15)
        kill("kg writer")
        ends = await asyncio.gather(task, return_exceptions=True)
        assert isinstance(ends[0], StoreError) or ends[0].action == "updated"  # type: ignore[union-attr]
        await c.update("INSERT DATA { GRAPH e:g { e:s e:q 1 } }")
        assert await c.count() in (2, 4002)

    play(scene)


def test_another_writer_leaves_copies_that_are_in_use(play_alone: Play, tmp_path: Path) -> None:
    async def scene(c: Client) -> None:
        name, _ = await c.pool.copy()
        kill("kg writer")
        await c.update("INSERT DATA { GRAPH e:g { e:s e:q 1 } }")
        await c.pool.discard(name)
        await c.pool.copy()

    play_alone(scene)
    assert list((tmp_path / "store" / "copies").iterdir()), "nobody took it away"
    open_store(tmp_path / "store").close()
    assert not (tmp_path / "store" / "copies").exists()


FRONT = """
import asyncio, sys
from pathlib import Path
from kg.workers import WorkerSettings, start
from tests.workers.trades import BASE, TRADES
async def main():
    pool = await start(Path(sys.argv[1]), WorkerSettings(TRADES, base=BASE))
    await pool.stats()
    print("ready", flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def launch_front(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", FRONT, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parent.parent.parent,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def test_no_process_outlives_the_front(tmp_path: Path) -> None:
    signals = (signal.SIGKILL, signal.SIGTERM)
    fronts = {number: launch_front(tmp_path / number.name) for number in signals}
    for number, front in fronts.items():
        assert front.stdout
        assert front.stdout.readline() == b"ready\n"
        family = children(front.pid)
        assert len(family) >= 4
        front.send_signal(number)
        front.wait(10)
        front.stdout.close()
        until = time.monotonic() + 5
        while (left := list(filter(running, family))) and time.monotonic() < until:
            time.sleep(0.02)
        assert not left
        open_store(tmp_path / number.name).close()


def running(pid: int) -> bool:
    """Tell whether a process is more than a record of its end."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
