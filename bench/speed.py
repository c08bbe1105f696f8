"""How fast reading is, and how it grows: bytes to facts on one core, medians over several runs.

usage: speed.py [--runs N]

Reads the seed article for articles a second, then texts of 10 kB, 100 kB and 1 MB made of its paragraphs. Linear growth
shows as seconds per megabyte that stay the same.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import TYPE_CHECKING

from kg.article import Article, Given, read_article
from kg.pipeline import Toolkit, understand
from kg.resources import resource
from kg.wiring import toolkit_for

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (10_000, 100_000, 1_000_000)


def median_seconds(work: Callable[[], object], runs: int) -> float:
    """Return the median of *runs* timings of *work*, after one that warms up."""
    work()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def lengthened(body: str, size: int, language: str) -> Article:
    """Return an article of at least *size* characters: the body again and again, without what ends an article."""
    return Article(f"{body}\n\n" * (size // len(body) + 1), language)


def main() -> None:
    """Print the two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    options = parser.parse_args()
    toolkit: Toolkit = toolkit_for("http://localhost:8000/")
    raw = min(resource("seeds").glob("*.txt")).read_bytes()
    article = read_article(raw, Given())
    seconds = median_seconds(lambda: understand(read_article(raw, Given()), toolkit), options.runs)
    print(f"the seed ({len(article.text)} characters): {1 / seconds:.0f} articles a second on one core")
    print(f"{'characters':>12} {'seconds':>9} {'s per million':>14}")
    body = understand(article, toolkit).document.body.of(article.text)
    for size in SIZES:
        long = lengthened(body, size, article.language)
        runs = max(1, options.runs * SIZES[0] // size)
        seconds = median_seconds(lambda long=long: understand(long, toolkit), runs)  # type: ignore[misc]
        print(f"{len(long.text):12} {seconds:9.3f} {seconds / len(long.text) * 1e6:14.2f}")


if __name__ == "__main__":
    main()
