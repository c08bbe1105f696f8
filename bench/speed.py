"""How fast reading is, and how it grows: bytes to facts on one core, medians over several runs.

usage: speed.py [--runs N] [--shapes] [--write-docs FILE]

Reads the seed article for articles a second, then texts of 10 kB, 100 kB and 1 MB made of its paragraphs. Linear growth
shows as seconds per million characters that stay the same. --shapes adds texts of 100 kB and 1 MB that nobody writes:
one thing again and again, in one sentence. --write-docs FILE writes the tables as a page.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kg.article import Article, Given, read_article
from kg.errors import NotAnArticle
from kg.pipeline import Toolkit, understand
from kg.resources import resource
from kg.wiring import toolkit_for

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (10_000, 100_000, 1_000_000)
SHAPES = (100_000, 1_000_000)
FLOOR = 60
# What is repeated without a full stop. Most have a word that holds sentences together: without one it is a list.
NASTY = {
    "one sentence of news": "قال الوزير سالم المنصوري إن الجسر سيفتح وإن الطرفين اتفقا ",
    "quotation marks": '"',
    "opening quotation marks": "«",
    "one name": "سالم المنصوري في ",
    "verbs of saying": "قال في ",
    "verbs of saying, each with its clause": "قال إن ",
    "commas": "، ",
    "digits": "1",
    "conjunctions": "و في ",
    "meetings": "لقاء بين الرئيسين ",
    "dates": "26 يناير 2022 في ",
    "letters without a blank": "كلمة",
    "bidirectional controls": "\u202e\u200f",
}
Row = tuple[str, ...]


def median_seconds(work: Callable[[], object], runs: int) -> float:
    """Return the median of *runs* timings of *work* in processor time, after one that warms up."""
    work()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def lengthened(body: str, size: int, language: str) -> Article:
    """Return an article of at least *size* characters: the body again and again, without what ends an article."""
    return Article(f"{body}\n\n" * (size // len(body) + 1), language)


def growth(toolkit: Toolkit, article: Article, most_runs: int) -> list[Row]:
    """Return the rows of the table of sizes: characters, seconds, seconds per million."""
    body = understand(article, toolkit).document.body.of(article.text)
    rows: list[Row] = []
    for size in SIZES:
        long = lengthened(body, size, article.language)
        runs = max(1, most_runs * SIZES[0] // size)
        seconds = median_seconds(lambda long=long: understand(long, toolkit), runs)  # type: ignore[misc]
        rows.append((f"{len(long.text)}", f"{seconds:.3f}", f"{seconds / len(long.text) * 1e6:.2f}"))
    return rows


def shapes(toolkit: Toolkit, article: Article) -> list[Row]:
    """Return the rows of the table of shapes: what is repeated, and the seconds for each size."""
    body = understand(article, toolkit).document.body.of(article.text)
    rows: list[Row] = []
    for name, unit in NASTY.items():
        taken = []
        for size in SHAPES:
            text = f"{body}\n\n{(unit * (size // len(unit) + 1))[:size]}\n\n{body}"
            start = time.process_time()
            try:
                understand(Article(text, article.language), toolkit)
                taken.append(f"{time.process_time() - start:.2f}")
            except NotAnArticle:
                taken.append("refused")
        rows.append((name, *taken))
    return rows


def machine() -> str:
    """Return what the figures were measured on, in a few words."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def table(head: Row, rows: list[Row]) -> list[str]:
    """Return a Markdown table."""
    rule = "|" + "---|" * len(head)
    return [f"| {' | '.join(head)} |", rule, *(f"| {' | '.join(row)} |" for row in rows)]


def page(rate: float, sizes: list[Row], nasty: list[Row]) -> str:
    """Return the page on speed."""
    lines = [
        "# How fast Isnad reads",
        "",
        f"Written by `python bench/speed.py --shapes --write-docs docs/benchmarks.md` on {date.today().isoformat()} "
        f"({machine()}); do not edit. Text to facts in processor time on one core, no model, no network.",
        "",
        f"The seed article: **{rate:.0f} articles a second** (asked for: at least {FLOOR}).",
        "",
        "## Growth",
        "",
        "The seed's paragraphs again and again. Time per character stays the same: it grows with the text, no faster.",
        "",
        *table(("characters", "seconds", "seconds per million"), sizes),
        "",
        "## Shapes that nobody writes",
        "",
        "One thing again and again, without a full stop, in one paragraph. Ten times the text takes about ten times as"
        " long: a sentence longer than 2000 characters is read in parts. `tests/facts/test_any_text.py` holds that for"
        " these and two dozen other shapes.",
        "",
        *table(("repeated", *(f"{size // 1000} kB, seconds" for size in SHAPES)), nasty),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--shapes", action="store_true")
    parser.add_argument("--write-docs", type=Path)
    options = parser.parse_args()
    toolkit: Toolkit = toolkit_for("http://localhost:8000/")
    raw = min(resource("seeds").glob("*.txt")).read_bytes()
    article = read_article(raw, Given())
    rate = 1 / median_seconds(lambda: understand(read_article(raw, Given()), toolkit), options.runs)
    print(f"the seed ({len(article.text)} characters): {rate:.0f} articles a second on one core")
    sizes = growth(toolkit, article, options.runs)
    print(*table(("characters", "seconds", "s per million"), sizes), sep="\n")
    nasty = shapes(toolkit, article) if options.shapes or options.write_docs else []
    if nasty:
        print(*table(("repeated", *map(str, SHAPES)), nasty), sep="\n")
    if options.write_docs:
        options.write_docs.write_text(page(rate, sizes, nasty), "utf-8")


if __name__ == "__main__":
    main()
