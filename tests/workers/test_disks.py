"""A disk that is full, or takes no writes: changes are refused by name, questions answered, nothing needs repair."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import StoreFull, StoreReadOnly
from kg.store import Copy, Wanted, inspect, open_store
from kg.workers import start
from tests.store.contract import NOW
from tests.workers.conftest import Client, settings
from tests.workers.test_survival import kill

pytestmark = pytest.mark.served

MANY = 200
# Opening the engine takes 70 MB for its log, whatever is written to it.
SIZE = "200m"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of our own, where this machine lets us have one."""
    place = tmp_path / "disk"
    place.mkdir()
    if shutil.which("mount") is None or mount("-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)):
        pytest.skip("no small disk can be mounted here (that takes root)")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def mount(*words: str) -> int:
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode


def fill(disk: Path) -> Path:
    """Leave no space on the disk; return the file that takes it."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        try:
            while True:
                file.write(bytes(1 << 20))
                file.flush()
        except OSError:
            pass
    return ballast


def insert(number: int) -> str:
    return f"INSERT DATA {{ GRAPH e:g{number} {{ {' '.join(f'e:s{n} e:p {number} .' for n in range(MANY))} }} }}"


async def until_full(c: Client) -> int:
    """Write until the disk is full; return how many changes were acknowledged."""
    number = 0
    with pytest.raises(StoreFull, match="is full") as refused:  # noqa: PT012 - the last of many writes
        while number < 2000:
            await c.update(insert(number))
            number += 1
    assert "make room" in (refused.value.hint or "")
    return number


async def written_again(c: Client) -> None:
    """Wait until a write is taken; a writer that could not open the store tries again in at most five seconds."""
    for _ in range(100):
        try:
            await c.update(insert(10_000))
            return
        except StoreFull:
            await asyncio.sleep(0.1)
    raise AssertionError("writes stay refused")


def test_a_full_disk_refuses_writes_answers_questions_and_recovers_by_itself(disk: Path) -> None:
    async def scene() -> int:
        pool = await start(disk / "store", settings())
        c = Client(pool)
        try:
            await c.update(insert(9_999))
            ballast = fill(disk)
            acknowledged = await until_full(c) + 1
            assert "is full" in str(c.pool.health()["writesRefused"])
            assert await c.count() == acknowledged * MANY, "questions are answered"
            kill("kg writer")
            await asyncio.sleep(0.5)
            with pytest.raises(StoreFull):
                await c.update(insert(20_000))
            assert await c.count() >= acknowledged * MANY, "also without a writer"
            ballast.unlink()
            await written_again(c)
            assert "writesRefused" not in c.pool.health()
            for number in (9_999, 10_000, *range(acknowledged - 1)):
                assert await c.count(f"GRAPH <http://e/g{number}> {{ ?s ?p ?o }}") == MANY, number
            return acknowledged
        finally:
            await pool.close()

    asyncio.run(scene())
    sound(disk / "store")


def sound(folder: Path) -> None:
    store = open_store(folder)
    try:
        assert inspect(Copy(store.copy(), store.identity), lambda *_: None).faults == ()
    finally:
        store.close()


def test_a_read_only_disk_is_served_and_takes_no_writes(disk: Path) -> None:
    async def fill_it() -> None:
        pool = await start(disk / "store", settings())
        await Client(pool).update(insert(1))
        await pool.close()

    async def scene() -> None:
        pool = await start(disk / "store", settings())
        c = Client(pool)
        try:
            assert await c.count() == MANY
            with pytest.raises(StoreReadOnly, match="reading only"):
                await c.update(insert(2))
            assert "reading only" in str(c.pool.health()["writesRefused"])
            assert await c.count() == MANY
        finally:
            await pool.close()

    asyncio.run(fill_it())
    assert mount("-o", "remount,ro", str(disk)) == 0
    asyncio.run(scene())
    assert mount("-o", "remount,rw", str(disk)) == 0
    asyncio.run(fill_it())
    sound(disk / "store")
    assert os.access(disk, os.W_OK)


def test_what_stands_in_the_ledgers_log_only_is_seen_on_a_read_only_disk(disk: Path) -> None:
    folder = disk / "store"
    store = open_store(folder, create=True)
    store.merge("http://e/g", b"<http://e/s> <http://e/p> <http://e/o> .\n", NOW)
    # As kill -9 leaves them: closing would bring the log into the file.
    left = {path: path.read_bytes() for path in folder.glob("ledger.sqlite*")}
    assert left[folder / "ledger.sqlite-wal"]
    store.close()
    for path, data in left.items():
        path.write_bytes(data)
    assert mount("-o", "remount,ro", str(disk)) == 0
    reader = open_store(folder)
    assert (reader.revision, [deed.graphs for deed in reader.deeds(Wanted())]) == (1, [("http://e/g",)])
    reader.close()
