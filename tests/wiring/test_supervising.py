"""`kg serve` looks after itself: what is killed comes back, what is told to end ends, nothing is left over."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.access import door
from tests.workers.test_survival import children, running

pytestmark = pytest.mark.served

ROOT = Path(__file__).parent.parent.parent
KG = (sys.executable, "-m", "kg.cli")
ENVIRONMENT = {n: v for n, v in os.environ.items() if not n.startswith("KG_")} | {"PYTHONPATH": str(ROOT)}


@dataclass
class Served:
    """A `kg serve`: the process that was started, where it answers, and its log."""

    process: subprocess.Popen[bytes]
    folder: Path
    log: Path
    base: str = ""
    token: str = ""

    def front(self) -> int:
        """Return the process that answers."""
        (front,) = (p for p in children(self.process.pid) if Path(f"/proc/{p}/comm").read_text() == "kg front\n")
        return front

    def restarts(self) -> dict[str, Any]:
        """Return what /health tells of restarts of the server."""
        health = httpx.get(f"{self.base}/health", timeout=20).json()
        assert health["status"] == "ok"
        return dict(health["restarts"].get("server", {}).get("reasons", {}))

    def write(self, number: int) -> int:
        """Put one graph, and return the status."""
        body = f"<http://e/s> <http://e/p> {number} ."
        headers = {"authorization": f"Bearer {self.token}", "content-type": "text/turtle"}
        url = f"{self.base}/store?graph=http://e/{number}"
        return httpx.put(url, content=body, headers=headers, timeout=20).status_code

    def gone(self, family: list[int]) -> bool:
        """Tell whether no process of *family* is left, soon."""
        until = time.monotonic() + 10
        while any(map(running, family)) and time.monotonic() < until:
            time.sleep(0.02)
        return not any(map(running, family))


def launched(folder: Path, *options: str) -> Served:
    log = folder.with_suffix(".log")
    words = (*KG, "serve", "--location", str(folder), "--bind", "127.0.0.1:0", "--gate", "off", *options)
    with log.open("wb") as sink:
        process = subprocess.Popen(words, stdout=sink, stderr=sink, env=ENVIRONMENT, cwd=folder.parent)
    return Served(process, folder, log)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / "store"
    made = (*KG, "token", "create", "--scope", "write", "--location", str(folder))
    token = subprocess.run(made, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout.strip()
    one = launched(folder)
    one.token = token
    until = time.monotonic() + 60
    while not (found := re.search(r"http://127\.0\.0\.1:\d+", one.log.read_text("utf-8"))):
        assert one.process.poll() is None, one.log.read_text("utf-8")
        assert time.monotonic() < until
        time.sleep(0.05)
    one.base = found[0]
    yield one
    if one.process.poll() is None:
        one.process.kill()
        one.process.wait()


def test_a_front_that_is_killed_under_load_comes_back_by_itself(served: Served) -> None:
    stop, acknowledged = threading.Event(), []

    def load() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                if served.write(number) in (201, 204):
                    acknowledged.append(number)
            except httpx.TransportError:
                continue

    thread = threading.Thread(target=load)
    thread.start()
    try:
        for times in (1, 2):
            before = len(acknowledged)
            time.sleep(0.5)
            front, family = served.front(), children(served.process.pid)
            os.kill(front, signal.SIGKILL)
            # Whoever connects in between is not refused: the very first request waits, and is answered.
            assert served.restarts() == {"killed by SIGKILL": times}
            assert served.gone([front, *family])
            assert served.front() != front
            until = time.monotonic() + 20
            while len(acknowledged) < before + 5 and time.monotonic() < until:
                time.sleep(0.05)
    finally:
        stop.set()
        thread.join()
    assert len(acknowledged) >= 10
    for number in acknowledged:
        answer = httpx.get(f"{served.base}/store?graph=http://e/{number}", headers={"accept": "text/turtle"})
        assert answer.status_code == 200, number
    assert (
        'isnad_restarts_total{part="server",reason="killed by SIGKILL"} 2' in httpx.get(f"{served.base}/metrics").text
    )
    words = (*KG, "stats", "--location", str(served.folder))
    assert subprocess.run(words, capture_output=True, env=ENVIRONMENT, check=False).returncode == 0, "the door is there"
    served.process.terminate()
    assert served.process.wait(30) == 0
    log = served.log.read_text("utf-8")
    assert log.count("is served at") == 1
    assert "Traceback" not in log


def test_commands_wait_at_the_owners_door_meanwhile(served: Served) -> None:
    os.kill(served.front(), signal.SIGKILL)
    assert door.answers(served.folder / door.NAME), "nobody may take the store in between"


def test_nothing_outlives_the_parent(served: Served) -> None:
    family = children(served.process.pid)
    assert len(family) >= 4
    served.process.kill()
    served.process.wait()
    assert served.gone(family)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_end_it_ends_in_order(served: Served, number: signal.Signals) -> None:
    family = children(served.process.pid)
    served.process.send_signal(number)
    assert served.process.wait(20) == 0
    assert served.gone(family)
    left = {path.name for path in served.folder.iterdir()}
    assert not left & {door.NAME, "served.json"}


def test_told_to_end_between_two_lives_it_ends(served: Served) -> None:
    os.kill(served.front(), signal.SIGKILL)
    time.sleep(0.05)
    served.process.terminate()
    assert served.process.wait(20) in (0, -signal.SIGTERM)


def test_a_broken_store_is_said_once_and_not_tried_again(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    (folder / "store.json").write_text("{")
    one = launched(folder)
    assert one.process.wait(60) == 4
    log = one.log.read_text("utf-8")
    assert log.startswith("kg: ")
    assert log.count("store.json cannot be read") == 1
    assert "beginning another" not in log


def test_a_store_that_breaks_meanwhile_ends_the_server_with_its_reason(served: Served) -> None:
    (served.folder / "store.json").write_text("{")
    os.kill(served.front(), signal.SIGKILL)
    assert served.process.wait(30) == 4
    assert "store.json cannot be read" in served.log.read_text("utf-8")
