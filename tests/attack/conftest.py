"""A `kg serve` of its own for the attacks, with small limits; it must be the same process at the end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.attack.kit import Answer, Attack, canary, exchange, judge, parsed

ROOT = Path(__file__).parent.parent.parent
KG = (sys.executable, "-m", "kg.cli")
LIMITS = {"KG_DEADLINE": "1.5", "KG_MEMORY": "700MB", "KG_RESULT": "32MiB"}
PEOPLE = "".join(f"<http://e/s{n}> <http://e/p> <http://e/s{n * 7 % 400}> .\n" for n in range(400))
WORDS = "".join(f'<http://e/s{n}> <http://e/word> "{"قال المتحدث باسم الوزارة " * 8}{n}"@ar .\n' for n in range(60))


@dataclass(frozen=True, slots=True)
class Target:
    """A running server, how to write to it, and where it says what went wrong."""

    process: subprocess.Popen[bytes]
    port: int
    token: str
    log: Path
    read: list[int]
    """How far the log has been read: what one attack left there is not the next one's."""

    def throw(self, attack: Attack) -> Answer:
        """Send an attack, hold its answer to what may come of it, and see that the server is well."""
        heard, took = exchange(self.port, attack.raw(self.token), attack.within)
        answer = parsed(heard, took, attack.method)
        judge(answer, attack.may, attack.says)
        self.well()
        return answer

    def ask(self, attack: Attack) -> Answer:
        """Send a request and return its answer, whatever it is."""
        heard, took = exchange(self.port, attack.raw(self.token), attack.within)
        return parsed(heard, took, attack.method)

    def well(self) -> None:
        """Check that the server lives, answers in time, and met nothing that it had not foreseen."""
        canary(self.port)
        assert self.process.poll() is None
        restarts = httpx.get(f"http://127.0.0.1:{self.port}/health", timeout=10).json()["restarts"]
        assert "server" not in restarts, restarts
        log = self.log.read_bytes()[sum(self.read) :].decode("utf-8", "replace")
        self.read.append(len(log.encode("utf-8")))
        assert "Traceback" not in log, log[-3000:]


def started(location: Path, *options: str, **limits: str) -> Target:
    """Start a server on a new store and give it something to be asked about."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    environment |= LIMITS | limits | {"PYTHONPATH": str(ROOT)}
    create = (*KG, "token", "create", "--scope", "admin", "--location", str(location))
    token = subprocess.run(create, check=True, capture_output=True, text=True, env=environment).stdout.strip()
    log = location.with_suffix(".log")
    command = (*KG, "serve", "--location", str(location), "--bind", "127.0.0.1:0", *options)
    with log.open("wb") as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=sink, env=environment, cwd=location.parent)
    until = time.monotonic() + 90
    while not (found := re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text("utf-8"))):
        assert process.poll() is None, log.read_text("utf-8")
        assert time.monotonic() < until, "the server did not say where it is"
        time.sleep(0.05)
    target = Target(process, int(found[1]), token, log, [])
    graphs = [("canary", '<http://e/canary> <http://e/sings> "مرحبا" .'), ("people", PEOPLE + WORDS)]
    # The monsters name no graph: where the default graph is not derived, it is given what they eat.
    graphs += [("", PEOPLE + WORDS)] if "plain" in options else []
    for graph, data in graphs:
        path = f"/store?graph=http://attacked.example/{graph}" if graph else "/store?default"
        put = Attack(graph, data.encode(), "text/turtle", path, "PUT", token=True, within=20)
        assert target.ask(put).status in (201, 204)
    return target


def stopped(target: Target) -> None:
    """Stop a server, which must end well."""
    target.process.terminate()
    assert target.process.wait(20) == 0
    assert "Traceback" not in target.log.read_text("utf-8", "replace")


KINDS = {"merged": (), "plain": ("--dataset", "plain", "--gate", "off")}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the attacks be thrown at another kind of server: pytest tests/attack --dataset plain."""
    parser.addoption("--dataset", choices=list(KINDS), default="merged")


@pytest.fixture(scope="session")
def dataset(pytestconfig: pytest.Config) -> str:
    """Which kind of server it is."""
    return str(pytestconfig.getoption("--dataset", "merged"))


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory, dataset: str) -> Iterator[Target]:
    """The server that all attacks are thrown at, one after another; none of them may end it."""
    one = started(tmp_path_factory.mktemp("attack") / "store", *KINDS[dataset])
    try:
        yield one
    finally:
        stopped(one)
