"""Measures how the service stands monsters: deadlines, clients that leave, and small queries beside them.

    python bench/survival.py --port 8123 [--seconds 10] [--monsters 4]

Starts `kg serve` on a folder of its own, at its defaults, asks it over HTTP, and prints one line a measure with its
bound; ends with 1 when a bound does not hold. The monsters come from one address each (127.0.0.2 and on), the small
queries from another; and once more, all of them from one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.processes import family

ENDLESS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MONSTER = f"SELECT (COUNT(*) AS ?n) {ENDLESS}"
HUNGRY = f"SELECT * {ENDLESS} ORDER BY ?l"
ROWS = 2000
DATA = "INSERT DATA {" + " ".join(f"<e:s{n}> <e:p> <e:s{n * 7 % ROWS}> ." for n in range(ROWS)) + "}"
SETTLING = 1.5


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured, beside what it must not pass."""

    name: str
    value: float
    bound: float
    least: bool = False

    @property
    def holds(self) -> bool:
        """Tell whether the bound holds."""
        return self.value >= self.bound if self.least else self.value <= self.bound

    def __str__(self) -> str:
        sign = ">=" if self.least else "<="
        return f"{'ok  ' if self.holds else 'FAIL'} {self.name:<80} {self.value:9.3f} {sign} {self.bound:g}"


@contextmanager
def served(folder: Path, port: int) -> Iterator[tuple[str, str, int]]:
    """Serve a new store and lend its address, a token and the server's process id."""
    kg = [sys.executable, "-m", "kg.cli"]
    made = subprocess.run(
        [*kg, "token", "create", "--scope", "admin", "--location", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    flags = ["--location", str(folder), "--bind", f"127.0.0.1:{port}", "--dataset", "plain", "--gate", "off"]
    server = subprocess.Popen([*kg, "serve", *flags])
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while not _answers(f"{address}/ready"):
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit("the server did not start")
            time.sleep(0.1)
        yield address, made.stdout.strip(), server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def resident(pid: int) -> float:
    """Return the resident MiB of a process and all that descend from it."""
    pages = 0
    for one in family(pid):
        try:
            pages += int(Path(f"/proc/{one}/statm").read_text().split()[1])
        except OSError:
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


class Bench:
    """Asks one server."""

    def __init__(self, address: str, token: str, pid: int) -> None:
        self.address = address
        self.admin = {"authorization": f"Bearer {token}"}
        self.pid = pid
        self.crowded = False
        """Whether all clients come from one address."""

    def client(self, number: int) -> httpx.AsyncClient:
        """Return a client with an address of its own."""
        transport = httpx.AsyncHTTPTransport(local_address=f"127.0.0.{1 if self.crowded else number}")
        return httpx.AsyncClient(base_url=self.address, transport=transport, timeout=60)

    async def running(self) -> int:
        """Return how many queries run."""
        async with self.client(1) as client:
            told = (await client.get("/queries", headers=self.admin)).json()["queries"]
            return sum(one["text"].startswith("SELECT") for one in told)

    async def until_idle(self, seconds: float = 10.0) -> float:
        """Return the seconds until no query runs."""
        began = time.monotonic()
        while await self.running() and time.monotonic() - began < seconds:
            await asyncio.sleep(0.02)
        return time.monotonic() - began

    async def load(self) -> None:
        """Put the data in."""
        async with self.client(1) as client:
            (await client.post("/sparql", data={"update": DATA}, headers=self.admin)).raise_for_status()

    async def monster(self, number: int, seconds: float, text: str = MONSTER) -> tuple[int, float]:
        """Ask what never ends; return the status and how long it took."""
        async with self.client(number) as client:
            began = time.monotonic()
            answer = await client.post("/sparql", data={"query": text, "timeout": str(seconds)})
            return answer.status_code, time.monotonic() - began

    async def deadlines(self, rounds: int) -> list[Measure]:
        """Measure how late a query is stopped, and what memory it leaves behind."""
        late, before, peak = [], resident(self.pid), 0.0
        for _ in range(rounds):
            status, took = await self.monster(2, 2.0)
            late.append(took - 2.0 if status == 503 else 99.0)
        for _ in range(rounds):
            asked = asyncio.ensure_future(self.monster(2, 2.0, HUNGRY))
            while not asked.done():
                peak = max(peak, resident(self.pid))
                await asyncio.sleep(0.1)
            status, took = await asked
            late.append(took - 2.0 if status == 503 else 99.0)
        await asyncio.sleep(0.5)
        kept = resident(self.pid) - before
        return [
            Measure("stopped after its deadline of 2 s, or at its memory limit before, worst, s", max(late), 0.5),
            Measure(f"memory kept 0.5 s later (peak +{peak - before:.0f} MiB), MiB", kept, 200),
        ]

    async def hang_ups(self, rounds: int) -> list[Measure]:
        """Measure how long work goes on whose client has gone."""
        took = []
        for _ in range(rounds):
            asked = asyncio.ensure_future(self.monster(2, 30.0))
            await asyncio.sleep(0.5)
            asked.cancel()
            await asyncio.gather(asked, return_exceptions=True)
            took.append(await self.until_idle())
        return [Measure("work ended after its client had gone, worst, s", max(took), 1.0)]

    async def beside(self, monsters: int, seconds: float) -> list[Measure]:
        """Measure small queries beside monsters that start at the same moment."""
        began = time.monotonic()
        asked = [asyncio.ensure_future(self.monster(2 + n, seconds)) for n in range(monsters)]
        early, later, right, count = [0.0], [0.0], 0, 0
        async with self.client(1) as client:
            while time.monotonic() - began < seconds:
                number, at = count % ROWS, time.monotonic()
                text = f"SELECT ?o {{ <e:s{number}> <e:p> ?o }}"
                try:
                    answer = await client.get("/sparql", params={"query": text})
                    right += _right(answer, number)
                except httpx.HTTPError:
                    pass
                count += 1
                took = time.monotonic() - at
                (early if at - began < SETTLING else later).append(took)
                await asyncio.sleep(0.02)
        await asyncio.gather(*asked)
        name = f"beside {monsters} monsters{', all from one address' if self.crowded else ''}"
        return [
            Measure(f"{name}, within {SETTLING:g} s of their start, worst, s", max(early), 2.0),
            Measure(f"{name}, after that, p95, s", statistics.quantiles(later, n=20)[-1], 0.25),
            Measure(f"{name}, right answers of {count}, %", 100 * right / count, 99.5, least=True),
        ]


def _right(answer: httpx.Response, number: int) -> bool:
    if answer.status_code != 200:
        return False
    rows = json.loads(answer.text)["results"]["bindings"]
    return [row["o"]["value"] for row in rows] == [f"e:s{number * 7 % ROWS}"]


async def measured(bench: Bench, rounds: int, monsters: int, seconds: float) -> list[Measure]:
    """Return all measures."""
    await bench.load()
    found = await bench.beside(monsters, seconds)
    await bench.until_idle()
    bench.crowded = True
    found += await bench.beside(monsters, seconds)
    bench.crowded = False
    await bench.until_idle()
    return found + await bench.deadlines(rounds) + await bench.hang_ups(rounds)


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8123)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--monsters", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=10.0)
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder, served(Path(folder) / "store", chosen.port) as (address, token, pid):
        bench = Bench(address, token, pid)
        found = asyncio.run(measured(bench, chosen.rounds, chosen.monsters, chosen.seconds))
    for measure in found:
        print(measure)
    return 0 if all(measure.holds for measure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
