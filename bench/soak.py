"""A long mixed load on `kg serve`, every answer checked, and memory, files, processes and copies watched meanwhile.

    python bench/soak.py --seconds 900 --port 24720 [--json FILE]

Ends with 1 when an answer was wrong, when more than 1 in 200 was refused for want of room, when memory grows once the
server is warm (the slope after the first third, see BOUNDS; of the writer, what its engine cannot be holding), when
processes, open files or checkpoints are left behind, or when `kg verify` finds fault with the store.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.processes import family, lives
from bench.soak_client import Client, Tally
from bench.soak_load import STATIC, Author, Monster, Publisher, Reader

KG = (sys.executable, "-m", "kg.cli")
CROWD: tuple[type[Client], ...] = (Reader, Reader, Publisher, Author, Monster, Monster)
BOUNDS = {"kg front": 1.0, "kg nursery": 0.5, "kg reading": 1.0, "kg reader": 2.0}
"""MiB a minute that may be added once warm. Engines come and go: what is left of them counts."""
_CACHES = 160.0
"""MiB of blocks that the writer's engine comes to hold in the course of an hour, and no more (bench/memory.py)."""
_WRITER = 60.0
"""MiB that the writer may gain beside them: buffers, the largest change it saw."""
_LEFT = 150.0
"""MiB that all together may have more after the load than before it: caches, the workers' warm memory."""
_SAMPLE = 5.0
_CALM = 20.0
"""Seconds after the load: longer than a checkpoint is kept beside its successor."""
_REFUSED = 0.005


@dataclass(frozen=True, slots=True)
class Sample:
    """The server at one moment: MiB by role (what is shared, by share), processes, open files, copies, MiB of disk."""

    at: float
    memory: dict[str, float]
    processes: dict[str, int]
    files: int
    checkpoints: int
    disk: float


def sampled(pid: int, folder: Path, began: float) -> Sample:
    """Look at the server once; processes that end meanwhile are left out."""
    kib: Counter[str] = Counter()
    processes: Counter[str] = Counter()
    files = 0
    for one, name in family(pid).items():
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            files += len(list(Path(f"/proc/{one}/fd").iterdir()))
        except OSError:
            continue
        kib[name] += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        processes[name] += 1
    memory = {name: size / 1024 for name, size in kib.items()} | {"all": kib.total() / 1024}
    used: dict[int, int] = {}
    # os.walk passes over folders that go meanwhile.
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                found = Path(place, name).stat()
                used[found.st_ino] = found.st_blocks * 512
    copies = len(list((folder / "checkpoints").iterdir()))
    return Sample(
        time.monotonic() - began, dict(memory), dict(processes), files, copies, sum(used.values()) / (1 << 20)
    )


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return the rise a minute, as the median over all pairs: a few peaks do not count (Theil and Sen)."""
    rises = [60 * (b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(points, 2) if b[0] > a[0]]
    return statistics.median(rises) if rises else 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that must hold."""

    name: str
    value: float
    bound: float

    @property
    def holds(self) -> bool:
        """Tell whether it does."""
        return self.value <= self.bound

    def __str__(self) -> str:
        return f"{'ok  ' if self.holds else 'FAIL'} {self.name:<62} {self.value:9.2f} <= {self.bound:g}"


def judged(before: Sample, during: Sequence[Sample], after: Sample, tally: Tally) -> list[Verdict]:
    """Return what must hold of a whole run."""
    warm = [sample for sample in during if sample.at >= during[-1].at / 3]
    found = [
        Verdict(
            f"memory of {role}, MiB a minute once warm", slope([(s.at, s.memory.get(role, 0.0)) for s in warm]), most
        )
        for role, most in BOUNDS.items()
    ]
    grown = max(s.memory.get("kg writer", 0.0) for s in during) - before.memory.get("kg writer", 0.0)
    left, asked = after.memory["all"] - before.memory["all"], tally.counts.total() + tally.busy.total()
    return [
        *found,
        Verdict("memory the writer gained beside its engine's caches, MiB", max(0.0, grown - _CACHES), _WRITER),
        Verdict("wrong answers", len(tally.wrong), 0),
        Verdict("refused for want of room, of all", tally.busy.total() / max(1, asked), _REFUSED),
        Verdict("memory left after the load beside those caches, MiB", left - min(max(grown, 0.0), _CACHES), _LEFT),
        Verdict("processes left after the load", sum(after.processes.values()) - sum(before.processes.values()), 1),
        Verdict("open files left after the load", after.files - before.files, 64),
        Verdict("checkpoints left after the load", after.checkpoints, 2),
    ]


class Server:
    """`kg serve` on a new folder."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        words = (*KG, "token", "create", "--scope", "admin", "--location", str(folder))
        self.token = subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()
        with (folder.parent / "log").open("wb") as log:
            serve = (*KG, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}")
            self.process = subprocess.Popen(serve, stderr=log, stdout=log)

    def load(self) -> None:
        """Wait until it answers, and put the graphs in whose answers are known."""
        client = Client(250, self.port, self.token, Tally(), random.Random(0))
        until = time.monotonic() + 60
        while True:
            try:
                if client.ask("GET", "/ready")[0] == 200:
                    break
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit("the server did not start")
            time.sleep(0.1)
        little = "<http://soak/s1> <http://soak/next> <http://soak/s7> ."
        for name, triples in (("static", STATIC), ("little", little)):
            status, answer = client.send("PUT", f"/store?graph=http://soak/{name}", triples, "text/turtle")
            if status != 201:
                raise SystemExit(f"the graph {name} was not taken: {status} {answer!r}")

    def nudge(self) -> None:
        """Write once more: with a new checkpoint the old ones go."""
        Client(250, self.port, self.token, Tally(), random.Random(0)).send(
            "PUT", "/store?graph=http://soak/nudge", "<http://soak/a> <http://soak/b> 1 .", "text/turtle"
        )
        time.sleep(0.5)

    def stop(self) -> list[str]:
        """Stop it in order; return what is wrong with that, and with the store it leaves."""
        names = family(self.process.pid)
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        wrong = [f"the server ended with {code}"] if code else []
        time.sleep(1)
        wrong += [f"{name} ({pid}) outlives the server" for pid, name in names.items() if lives(pid)]
        words = (*KG, "verify", "--location", str(self.folder))
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return wrong + ([f"kg verify: {done.stdout}{done.stderr}"] if done.returncode else [])


def complaints(log: str) -> list[str]:
    """Return the lines of the server's log that are not about streams broken off at their deadline."""
    known = ("an answer was broken off: stopped after", "ASGI callable returned without completing response")
    return [
        line
        for line in log.splitlines()
        if (" ERROR " in line or " WARNING " in line) and not any(k in line for k in known)
    ]


def crowded(server: Server, tally: Tally, seconds: float, seed: int) -> list[Sample]:
    """Let the crowd in for *seconds*; return what was seen meanwhile."""
    stop, began, samples = threading.Event(), time.monotonic(), []
    crowd = [
        kind(2 + n, server.port, server.token, tally, random.Random(f"{seed}-{n}")) for n, kind in enumerate(CROWD)
    ]
    threads = [threading.Thread(target=client.run, args=(stop,)) for client in crowd]
    for thread in threads:
        thread.start()
    try:
        while time.monotonic() - began < seconds:
            time.sleep(_SAMPLE)
            samples.append(sampled(server.process.pid, server.folder, began))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    return samples


def timed(tally: Tally, middle: float) -> list[str]:
    """Return a line for each kind of request: how often, how long in each half of the run."""
    lines = [f"{'':<22} {'times':>7} {'busy':>5}   p50 and p95, s: first half       second half"]
    for name, taken in sorted(tally.seconds.items()):
        halves = [[took for at, took in taken if (at < middle) == first] for first in (True, False)]
        told = "".join(
            f"   {statistics.median(half):8.3f} {sorted(half)[int(0.95 * (len(half) - 1))]:8.3f}" if half else " " * 20
            for half in halves
        )
        lines.append(f"{name:<22} {tally.counts[name]:>7} {tally.busy[name]:>5}      {told}")
    return lines


def watched(samples: Sequence[Sample]) -> list[str]:
    """Return twelve moments of the run, a line each."""
    roles = sorted({role for sample in samples for role in sample.memory} - {"all"})
    lines = [f"{'second':>7} {'all':>6} " + " ".join(f"{role:>11}" for role in roles) + "  files copies   disk  (MiB)"]
    step = max(1, len(samples) // 12)
    for one in [*samples[::step], samples[-1]]:
        memory = " ".join(f"{one.memory.get(role, 0):7.0f} /{one.processes.get(role, 0):<2}" for role in roles)
        lines.append(
            f"{one.at:7.0f} {one.memory['all']:6.0f} {memory} {one.files:6} {one.checkpoints:6} {one.disk:6.0f}"
        )
    return lines


def main() -> int:
    """Run, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=900.0)
    parser.add_argument("--port", type=int, default=24720)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write every sample here")
    chosen = parser.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="isnad-soak-") as place:
        server = Server(Path(place) / "store", chosen.port)
        began = time.monotonic()
        try:
            server.load()
            time.sleep(2)
            before = sampled(server.process.pid, server.folder, began)
            during = crowded(server, tally, chosen.seconds, chosen.seed)
            time.sleep(_CALM)
            server.nudge()
            after = sampled(server.process.pid, server.folder, began)
        finally:
            tally.wrong += server.stop()
        tally.wrong += complaints((Path(place) / "log").read_text("utf-8", "replace"))
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(sample) for sample in (before, *during, after)]))
    middle = began + chosen.seconds / 2
    verdicts = judged(before, during, after, tally)
    print("\n".join([*watched([before, *during, after]), "", *timed(tally, middle), "", *tally.wrong[:20]]))
    print("\n".join(map(str, verdicts)))
    return 0 if all(verdict.holds for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
