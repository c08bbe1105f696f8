"""The writer's memory over many changes, without a server: it fills the engine's caches, and then it stands still.

    python bench/memory.py --rounds 3000

Articles, whole graphs and withdrawals replace one another, each with its sync and its checkpoint, so that the store
does not grow. The engine keeps up to 160 MiB of its tables' blocks (128 for the dictionary, 32 for the rest, which
cannot be set), those of tables that are gone among them until newer ones need their place; so memory rises for the
first thousand changes. Ends with 1 when it still does in the last third.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.soak import slope
from bench.soak_load import STATIC
from kg.sparql import start_deep
from kg.store import OxigraphStore, Publication, open_store

BASE = "http://localhost:8000/"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
_ARTICLES, _GRAPHS, _FACTS = 72, 8, 180
_EVERY = 50
_MOST = 8.0
"""MiB that a thousand changes may add in the last third."""
_KEEP = 20


def resident() -> float:
    """Return this process's own memory in MiB: what it shares with nobody, files aside."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:")) / 1024


def article(key: str, dice: random.Random) -> Publication:
    """Return an article's quads, new at each call."""
    graph, said = f"{BASE}graph/{key}", dice.randrange(10**9)
    quads = "".join(
        f'<{BASE}id/article/{key}/s{n}> <{_LABEL}> "قال إن العدد {said + n}"@ar <{graph}> .\n'
        f"<{BASE}id/article/{key}/s{n}> <http://soak/next> <{BASE}id/article/{key}/s{n + 1}> <{graph}> .\n"
        for n in range(_FACTS)
    )
    text = f"{key} {said}"
    return Publication(key, f"{BASE}id/article/{key}", graph, text, text, "reader", quads.encode())


class Load:
    """Changes of all kinds, one after another."""

    def __init__(self, store: OxigraphStore) -> None:
        self._store = store
        self._dice = random.Random(1)
        self._there: set[str] = set()
        self._places: list[Path] = []
        triples = (quad.triple for quad in parse(STATIC, RdfFormat.TURTLE))
        store.merge("http://soak/static", serialize(triples, format=RdfFormat.N_TRIPLES) or b"", datetime.now(UTC))

    def change(self) -> None:
        """Make one change, its checkpoint, and remove an old one, as the server's writer does."""
        now, key = datetime.now(UTC), f"a{self._dice.randrange(_ARTICLES)}"
        kind = self._dice.random()
        if kind < 0.5:
            self._store.put(article(key, self._dice), now)
            self._there.add(key)
        elif kind < 0.65 and key in self._there:
            self._store.withdraw(key, now)
            self._there.discard(key)
        else:
            value, size = self._dice.randrange(10**6), self._dice.choice((1, 20, 300, 1000))
            rows = "".join(f'<http://soak/x{n}> <http://soak/is> "{value}"^^<{_INTEGER}> .\n' for n in range(size))
            self._store.replace(f"http://soak/own/{self._dice.randrange(_GRAPHS)}", rows.encode(), now)
        place = self._store.checkpoint()
        if place not in self._places:
            self._places.append(place)
        if len(self._places) > _KEEP:
            shutil.rmtree(self._places.pop(0))


def watched(folder: Path, rounds: int) -> list[tuple[float, float]]:
    """Return the memory after so many changes, as pairs."""
    store = open_store(folder, base=BASE, kind="merged", create=True, served="first")
    load, seen, began = Load(store), [], time.monotonic()
    for number in range(rounds + 1):
        if number % _EVERY == 0:
            seen.append((float(number), resident()))
            print(f"{number:6} changes {seen[-1][1]:7.1f} MiB {time.monotonic() - began:6.0f} s", flush=True)
        load.change()
    store.close()
    return seen


def main() -> int:
    """Run, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3000)
    rounds = parser.parse_args().rounds
    seen: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory(prefix="isnad-memory-") as place:
        start_deep(lambda: seen.extend(watched(Path(place) / "store", rounds))).join()
    if not seen:
        return 1
    # `slope` is a rise a minute of seconds.
    rise = 1000 / 60 * slope([one for one in seen if one[0] >= 2 * rounds / 3])
    print(f"{'ok' if rise <= _MOST else 'FAIL'}: {rise:.1f} MiB in a thousand changes of the last third <= {_MOST:g}")
    return 0 if rise <= _MOST else 1


if __name__ == "__main__":
    sys.exit(main())
