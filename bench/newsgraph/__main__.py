"""Write a news graph of so many quads, as the pipeline writes it: composed articles are read, each to its named graph.

usage: python -m bench.newsgraph QUADS OUTPUT.nq [--seed N] [--jobs N]

The same numbers give the same bytes. The authority's graph comes first. Progress goes to stderr.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from pathlib import Path
from typing import BinaryIO

from bench.newsgraph.composing import Composer
from kg.pipeline import Toolkit, understand
from kg.triples import DEFAULT_BASE, Run, to_graph, write_graphs
from kg.wiring import toolkit_for

_AT_ONCE = 50
_toolkit: Toolkit | None = None
_composer: Composer | None = None


def _begin(seed: int) -> None:
    global _toolkit, _composer  # noqa: PLW0603 - what a worker process keeps
    _toolkit = toolkit_for(DEFAULT_BASE)
    _composer = Composer(_toolkit.authority, seed)


def quads_of(number: int) -> bytes:
    """Return the graph of article *number* as N-Quads."""
    assert _toolkit is not None
    assert _composer is not None
    reading = understand(_composer.article(number), _toolkit)
    graph = to_graph(reading, _toolkit.names, _toolkit.authority, Run(_toolkit.reader))
    sink = io.BytesIO()
    write_graphs([graph], "nquads", _toolkit.names, sink)
    return sink.getvalue()


def made(seed: int, jobs: int) -> Iterator[bytes]:
    """Yield the graphs of articles 0, 1, 2, … without end, in order."""
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(seed,)) as pool:
        for first in count(0, _AT_ONCE * jobs):
            # Not all numbers at once: a pool would make them all before the first is asked for.
            yield from pool.map(quads_of, range(first, first + _AT_ONCE * jobs), chunksize=10)


def write(wanted: int, sink: BinaryIO, seed: int, jobs: int) -> tuple[int, int]:
    """Write at least *wanted* quads; returns how many, and of how many articles."""
    toolkit = toolkit_for(DEFAULT_BASE)
    shared = io.BytesIO()
    write_graphs([toolkit.shared], "nquads", toolkit.names, shared)
    sink.write(shared.getvalue())
    quads, articles, told = shared.getvalue().count(b"\n"), 0, time.monotonic()
    for body in made(seed, jobs):
        sink.write(body)
        quads, articles = quads + body.count(b"\n"), articles + 1
        if time.monotonic() - told > 5:
            told = time.monotonic()
            print(f"{quads:,} of {wanted:,} quads, {articles:,} articles", file=sys.stderr)
        if quads >= wanted:
            break
    return quads, articles


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("quads", type=lambda words: int(float(words)))
    parser.add_argument("output", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    with asked.output.open("wb") as sink:
        quads, articles = write(asked.quads, sink, asked.seed, asked.jobs)
    print(f"{quads:,} quads of {articles:,} articles in {asked.output}", file=sys.stderr)


if __name__ == "__main__":
    main()
