"""How fast queries are answered, beside peers: one run, the same data, each query put to all of them in turn.

usage: python -m bench.workload [--quads N] [--runs N] [--data FOLDER] [--guard] [--write-docs FILE]

Medians over the runs, ratios against Oxigraph's own server. "cold" is a query whose words were never asked before, so
that nobody can remember its answer; "warm" is the same words again. The data are composed articles as the pipeline
reads them (bench/newsgraph), each triple in its named graph and once in the default graph. All must give the same
answers. --guard fails when a ratio is worse than what bench/workload/floors.json allows.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, parse, serialize

from bench.newsgraph.__main__ import write
from bench.workload.peers import Peer, isnad, oxigraph
from bench.workload.questions import Question, drawn, questions
from bench.workload.telling import page

FLOORS = Path(__file__).with_name("floors.json")
WAYS = ("cold", "warm")
_AT_ONCE = 50_000
_CLIENTS, _SECONDS = 16, 4.0


@dataclass(frozen=True, slots=True)
class Measured:
    """All that one run found: seconds by (peer, query, way), requests a second and bytes by peer, what was skipped."""

    quads: int
    asked: list[Question]
    seconds: dict[tuple[str, str, str], list[float]]
    rates: dict[str, float]
    memory: dict[str, int]
    skipped: list[str]

    def median(self, peer: str, question: str, way: str) -> float:
        """Return the median of a query's times."""
        return statistics.median(self.seconds[peer, question, way])

    def ratio(self, kind: str | None, way: str, peer: str = "Isnad") -> float:
        """Return the geometric mean of *peer*'s medians over Oxigraph's server's, for a class (None: all)."""
        names = [one.name for one in self.asked if kind in (None, one.kind)]
        other = "Oxigraph's server"
        return statistics.geometric_mean(
            [self.median(peer, name, way) / self.median(other, name, "cold") for name in names]
        )


def made(quads: int, folder: Path) -> Path:
    """Return the file with the data, made if it is not there: named graphs, and their merge as the default graph."""
    file = folder / f"news-{quads}.nq"
    if file.exists():
        return file
    with tempfile.TemporaryDirectory(dir=folder) as room:
        plain, whole = Path(room) / "named.nq", Path(room) / "whole.nq"
        with plain.open("wb") as sink:
            write(quads // 2, sink, 7, 2)
        with whole.open("wb") as sink, plain.open("rb") as source:
            waiting: list[Quad] = []
            for quad in parse(source, format=RdfFormat.N_QUADS):
                waiting += (quad, Quad(*quad.triple))
                if len(waiting) >= _AT_ONCE:
                    serialize(dict.fromkeys(waiting), sink, format=RdfFormat.N_QUADS)
                    waiting.clear()
            serialize(dict.fromkeys(waiting), sink, format=RdfFormat.N_QUADS)
        whole.replace(file)
    return file


def measure(data: Path, runs: int) -> Measured:
    """Return what one run over *data* finds; raises RuntimeError when peers do not agree on an answer."""
    store = Store()
    store.bulk_load(path=str(data), format=RdfFormat.N_QUADS)
    asked, quads = questions(drawn(store)), len(store)
    del store
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        lent = [stack.enter_context(lend(data, Path(folder))) for lend in (oxigraph, isnad)]
        peers = [one for one in lent if isinstance(one, Peer)]
        seconds: dict[tuple[str, str, str], list[float]] = {}
        for at, one in enumerate(asked):
            _agree(one, peers)
            _time(one, peers, runs, seconds)
            print(f"{at + 1} of {len(asked)}: {one.name}", file=sys.stderr)
        lookups = [one for one in asked if one.kind == "lookup"]
        rates = {peer.name: _rate(peer, lookups) for peer in peers}
        memory = {peer.name: peer.memory() for peer in peers}
        return Measured(quads, asked, seconds, rates, memory, [one for one in lent if isinstance(one, str)])


def _agree(one: Question, peers: list[Peer]) -> None:
    answers = {peer.name: _rows(one, peer.ask(one.text, graph=one.is_graph)) for peer in peers}
    if len({json.dumps(rows) for rows in answers.values()}) > 1:
        sizes = {name: rows if isinstance(rows, int) else len(rows) for name, rows in answers.items()}
        raise RuntimeError(f"the peers do not agree on {one.name}: {sizes}")


def _rows(one: Question, body: bytes) -> list[str] | int:
    """Return what must be the same everywhere: the rows, or their number where any so many are right."""
    if one.is_graph:
        return sorted(set(body.decode().splitlines()))
    said = json.loads(body)
    rows = said["results"]["bindings"] if "results" in said else [said["boolean"]]
    return len(rows) if one.is_cut else sorted(json.dumps(row, sort_keys=True) for row in rows)


def _time(one: Question, peers: list[Peer], runs: int, seconds: dict[tuple[str, str, str], list[float]]) -> None:
    for run in range(runs):
        new = f"{one.text}\n# {run}"
        for way in WAYS:
            for peer in peers:
                begun = time.perf_counter()
                peer.ask(new, graph=one.is_graph)
                seconds.setdefault((peer.name, one.name, way), []).append(time.perf_counter() - begun)


def _rate(peer: Peer, lookups: list[Question]) -> float:
    """Return how many lookups a second *peer* answers to clients that ask at once, the same ones again and again."""
    end = time.monotonic() + _SECONDS

    def client(_: int) -> int:
        mine, done = Peer(peer.name, peer.port, peer.path, peer.process), 0
        while time.monotonic() < end:
            one = lookups[done % len(lookups)]
            mine.ask(one.text, graph=one.is_graph)
            done += 1
        mine.connection.close()
        return done

    with ThreadPoolExecutor(_CLIENTS) as clients:
        return sum(clients.map(client, range(_CLIENTS))) / _SECONDS


def guarded(found: Measured) -> list[str]:
    """Return what is worse than the floors allow, in words."""
    floors = json.loads(FLOORS.read_text("utf-8"))
    worse = []
    for name, most in floors.items():
        kind, _, way = name.rpartition(" ")
        ratio = found.ratio(None if kind == "all" else kind, way)
        if ratio > most:
            worse.append(f"{name}: {ratio:.2f} times Oxigraph's server, at most {most}")
    return worse


def main() -> None:
    """Run the command."""
    number: Callable[[str], int] = lambda words: int(float(words))  # noqa: E731 - a type for the parser
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--quads", type=number, default=400_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--guard", action="store_true")
    parser.add_argument("--write-docs", type=Path)
    asked = parser.parse_args()
    asked.data.mkdir(parents=True, exist_ok=True)
    found = measure(made(asked.quads, asked.data), asked.runs)
    if found.skipped:
        sys.exit("\n".join(found.skipped))
    told = page(found)
    print(told)
    if asked.write_docs:
        asked.write_docs.write_text(told, "utf-8")
    if asked.guard and (worse := guarded(found)):
        sys.exit("\n".join(worse))


if __name__ == "__main__":
    main()
