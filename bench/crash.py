"""Crash rounds: mixed writes against `kg serve`, killed -9 at random points, and nothing acknowledged may be lost.

    python bench/crash.py --rounds 100 --seed 7 --port 24711

Each round several clients write at once: articles (new, replaced, withdrawn), updates and whole graphs of the graph
store. At a random moment the writer, the front, the parent that watches over the front, or every process is killed. A
killed writer or front must be replaced without anything done here; when the parent was killed all its processes must
be gone, and it is started again here, as a service manager would. Then:

- every change that was acknowledged is there: each graph is in its newest acknowledged state, or in the whole of one
  that was under way when the process was killed, and never half in one and half in another;
- /health tells of the restart with its reason, and the revision never goes back;
- at the end `kg verify` finds the store sound, also after the server was killed a last time.

Exit code 0 when all of that holds; each breach is printed with its round and seed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.processes import family, lives
from kg.article import Given, read_article

ARTICLE = (
    "التقى وزير الخارجية رقم {number} نظيره في القاهرة يوم الأربعاء.\n\nوقال الوزير إن الاجتماع {times} كان مفيدا.\n"
)
GRAPHS, ARTICLES, CLIENTS = 6, 6, 3
# 404 and 410: an article that was under way never came, or went already; either way it is not there.
GOOD = {"POST": (200, 201), "PUT": (201, 204), "DELETE": (200, 404, 410)}
_PATIENCE = 30.0
_TARGETS = ("writer", "front", "parent", "all")
_NAMES = {"writer": "kg writer", "front": "kg front", "parent": "parent"}
_UNCLOSED = "the one before did not close"


@dataclass
class Known:
    """What may be found in one place: the newest acknowledged state, and those sent since without an answer."""

    acknowledged: str = ""
    under_way: list[str] = field(default_factory=list)

    def may_be(self, found: str) -> bool:
        """Tell whether *found* breaks no promise."""
        return found == self.acknowledged or found in self.under_way


@dataclass
class Server:
    """`kg serve` on a folder, started again when it was killed."""

    folder: Path
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        words = ["serve", "--location", str(self.folder), "--bind", f"127.0.0.1:{self.port}", "--gate", "off"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "-m", "kg.cli", *words], stdout=log, stderr=log)
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if ask(self.port, "GET", "/ready")[0] == 200:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise SystemExit(f"the server does not start:\n{self.log.read_text()[-3000:]}")

    def strike(self, target: str) -> None:
        """Kill -9 the writer, the front, the parent, or all; raises SystemExit when one outlives the parent."""
        assert self.process
        members = family(self.process.pid)
        for pid, name in members.items():
            if target == "all" or name == _NAMES[target]:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
        if target in ("parent", "all"):
            self.process.wait()
            until = time.monotonic() + _PATIENCE
            while left := [name for pid, name in members.items() if lives(pid)]:
                if time.monotonic() > until:
                    raise SystemExit(f"left after the parent was killed: {left}")
                time.sleep(0.02)

    def stop(self) -> int:
        """Stop it in order; return its exit code."""
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    """Return status and body of one request; status 0 when there was no whole answer."""
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()
    except (OSError, HTTPException):
        return 0, b""


@dataclass(frozen=True)
class Change:
    """One request to write: where it writes, the state it leaves there, and how it is sent."""

    place: str
    state: str
    method: str
    path: str
    body: bytes
    kind: str


@dataclass
class Writer:
    """One client: it alone writes to its graphs and articles, so that it knows what must be there."""

    number: int
    port: int
    token: str
    dice: random.Random
    known: dict[str, Known] = field(default_factory=dict)
    revision: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    times: int = 0

    def run(self, stop: threading.Event) -> None:
        """Write until told to stop."""
        while not stop.is_set():
            self.times += 1
            self.dice.choice((self._article, self._article, self._withdraw, self._update, self._graph))()

    def _send(self, change: Change) -> None:
        known = self.known.setdefault(change.place, Known())
        known.under_way.append(change.state)
        headers = {"authorization": f"Bearer {self.token}", "content_type": change.kind}
        status, answer = ask(self.port, change.method, change.path, change.body, **headers)
        what = f"{change.method} {change.path.partition('?')[0].partition('/article-')[0]}"
        if status in GOOD[change.method]:
            known.acknowledged, known.under_way = change.state, []
            self.counts[what] += 1
            if answer.startswith(b"{"):
                self.revision = max(self.revision, int(json.loads(answer).get("revision", 0)))
        elif status in (0, 500, 503):
            self.counts["not acknowledged"] += 1
            time.sleep(0.05)
        else:
            raise SystemExit(f"{what} was answered {status}: {answer[:500]!r}")

    def _key(self) -> tuple[str, int]:
        number = self.number * ARTICLES + self.dice.randrange(ARTICLES)
        return f"article-{number}", number

    def _article(self) -> None:
        key, number = self._key()
        text = ARTICLE.format(number=number, times=self.times)
        path = f"/articles?id=http://localhost:8000/id/article/{key}"
        self._send(Change(key, text, "POST", path, text.encode(), "text/plain"))

    def _withdraw(self) -> None:
        key, _ = self._key()
        if self.known.get(key):
            self._send(Change(key, "", "DELETE", f"/articles/{key}", b"", "text/plain"))

    def _name(self) -> str:
        return f"http://e/{self.number}/{self.dice.randrange(GRAPHS)}"

    def _update(self) -> None:
        graph, size = self._name(), self.dice.choice((1, 3, 40))
        triples = " ".join(f"<http://e/s{n}> <http://e/p> {self.times} ." for n in range(size))
        text = f"DELETE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} ;"
        text += f" INSERT DATA {{ GRAPH <{graph}> {{ {triples} }} }}"
        state = f"{self.times} x {size}"
        self._send(Change(graph, state, "POST", "/sparql", text.encode(), "application/sparql-update"))

    def _graph(self) -> None:
        graph, size = self._name(), self.dice.choice((1, 5, 200))
        body = "\n".join(f"<http://e/s{n}> <http://e/p> {self.times} ." for n in range(size))
        state = f"{self.times} x {size}"
        self._send(Change(graph, state, "PUT", f"/store?graph={graph}", body.encode(), "text/turtle"))

    def breaches(self, graphs: dict[str, str], articles: dict[str, str]) -> Iterator[str]:
        """Yield what is not as it must be, and take what is found for acknowledged: it is there to stay."""
        for place, known in self.known.items():
            found = (articles if place.startswith("article-") else graphs).get(place, "")
            if not known.may_be(found):
                yield f"{place}: found {found!r}, acknowledged {known.acknowledged!r}, under way {known.under_way!r}"
            known.acknowledged, known.under_way = found, []


def found_graphs(port: int) -> dict[str, str]:
    """Return the state of each graph: the one value in it and how many triples have it; a mixture shows."""
    query = "SELECT ?g ?o (COUNT(*) AS ?n) { GRAPH ?g { ?s <http://e/p> ?o } } GROUP BY ?g ?o ORDER BY ?g ?o"
    status, body = ask(
        port, "POST", "/sparql", query.encode(), content_type="application/sparql-query", accept="text/csv"
    )
    assert status == 200, body
    found: dict[str, str] = {}
    for line in body.decode().splitlines()[1:]:
        graph, value, count = line.split(",")
        found[graph] = f"{found[graph]} and " if graph in found else ""
        found[graph] += f"{value} x {count}"
    return found


def found_articles(port: int, wanted: dict[str, str]) -> dict[str, str]:
    """Return the text of each published article, told by its hash; one whose graph is not whole is "half"."""
    status, body = ask(port, "GET", "/articles?limit=10000")
    assert status == 200, body
    found = {}
    for entry in json.loads(body)["articles"]:
        if not entry["withdrawn"]:
            status, graph = ask(port, "GET", f"/export?format=ntriples&article={entry['key']}")
            whole = status == 200 and entry["text_hash"].encode() in graph
            found[entry["key"]] = wanted.get(entry["text_hash"], "unknown") if whole else "half"
    return found


def look(server: Server, writers: list[Writer]) -> list[str]:
    """Return every breach of a promise."""
    texts = [text for w in writers for k in w.known.values() for text in (k.acknowledged, *k.under_way)]
    by_hash = {sha256(read_text(text).encode()).hexdigest(): text for text in texts}
    graphs, articles = found_graphs(server.port), found_articles(server.port, by_hash)
    breaches = [breach for writer in writers for breach in writer.breaches(graphs, articles)]
    revision = json.loads(ask(server.port, "GET", "/health")[1])["revision"]
    newest = max(writer.revision for writer in writers)
    if revision < newest:
        breaches.append(f"revision {revision} is served, and {newest} was acknowledged")
    return breaches


def read_text(text: str) -> str:
    """Return a text as the reader keeps it."""
    return read_article(text.encode(), Given()).text if text.startswith("التقى") else text


def restarted(server: Server, target: str, before: dict[str, Any]) -> list[str]:
    """Wait until the service has noticed; return what /health should have told and did not."""
    part = "writer" if target == "writer" else "server"
    reason = "killed by SIGKILL" if target in ("writer", "front") else _UNCLOSED
    told: dict[str, Any] = {}
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        status, body = ask(server.port, "GET", "/health")
        told = json.loads(body) if status == 200 else {}
        if told.get("writer") == "present" and _times(told["restarts"], part, reason) > _times(before, part, reason):
            return []
        time.sleep(0.02)
    return [f"/health does not tell that the {part} was begun anew: {told}"]


def _times(restarts: dict[str, Any], part: str, reason: str) -> int:
    return int(restarts.get(part, {}).get("reasons", {}).get(reason, 0))


@contextmanager
def writing(writers: list[Writer]) -> Iterator[None]:
    """Let all clients write while the context lasts."""
    stop = threading.Event()
    threads = [threading.Thread(target=writer.run, args=(stop,)) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def one_round(server: Server, writers: list[Writer], dice: random.Random) -> tuple[str, list[str]]:
    """Write, strike, begin anew, look; return what was killed and what was wrong."""
    before = json.loads(ask(server.port, "GET", "/health")[1])["restarts"]
    target = dice.choice(_TARGETS)
    with writing(writers):
        time.sleep(dice.uniform(0.02, 1.2))
        server.strike(target)
        if target in ("writer", "front"):
            # The clients go on: another one is begun under them.
            time.sleep(dice.uniform(0.1, 0.4))
    if target in ("parent", "all"):
        server.start()
    wrong = restarted(server, target, before)
    return target, wrong + look(server, writers)


def verified(folder: Path) -> list[str]:
    """Return what `kg verify` finds wrong with the store."""
    words = [sys.executable, "-m", "kg.cli", "verify", "--location", str(folder), "--no-shapes"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [f"kg verify: {done.stdout}{done.stderr}"]


def main() -> int:
    """Run the rounds and print what became of them."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--port", type=int, default=0)
    chosen = arguments.parse_args()
    dice = random.Random(chosen.seed)
    place = Path(tempfile.mkdtemp(prefix="kg-crash-"))
    folder = place / "store"
    server = Server(folder, chosen.port or free_port(), place / "log")
    words = [sys.executable, "-m", "kg.cli", "token", "create", "--scope", "write", "--location", str(folder)]
    token = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
    writers = [Writer(n, server.port, token, random.Random(f"{chosen.seed}-{n}")) for n in range(CLIENTS)]
    code = rounds(server, writers, dice, chosen.rounds)
    if code:
        print(f"the store and the server's log are left in {place}")
    else:
        shutil.rmtree(place)
    return code


def rounds(server: Server, writers: list[Writer], dice: random.Random, count: int) -> int:
    """Run *count* rounds; return the exit code."""
    killed: Counter[str] = Counter()
    breaches: list[str] = []
    began = time.monotonic()
    server.start()
    try:
        for number in range(1, count + 1):
            target, wrong = one_round(server, writers, dice)
            killed[target] += 1
            breaches += [f"round {number} ({target}): {line}" for line in wrong]
            for line in breaches[len(breaches) - len(wrong) :]:
                print(line, flush=True)
        for when in ("while it is served", "after all was killed"):
            wrong = [f"{when}: {line}" for line in verified(server.folder)]
            breaches += wrong
            print("".join(f"{line}\n" for line in wrong), end="", flush=True)
            server.strike("all")
    finally:
        if server.process and server.process.poll() is None:
            server.stop()
    totals = sum((writer.counts for writer in writers), Counter[str]())
    told = ", ".join(f"{name} {times}" for name, times in sorted(totals.items()))
    print(f"{count} rounds in {time.monotonic() - began:.0f} s; killed: {dict(killed)}; {told}")
    print(f"{len(breaches)} breaches" if breaches else "nothing lost, nothing halved")
    return 1 if breaches else 0


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
