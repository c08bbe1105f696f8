"""How well the reader reads: precision, recall and F1 by fact kind, against gold made by hand.

usage: python bench/quality.py [--gold DIR] [--scorer FILE] [--out DIR] [--floors FILE] [--per-article] [--errors]
                               [--write-docs FILE]

Reads every NAME.txt of the gold folder with nothing but the text, writes NAME.json beside each other in the output
folder, calls the scorer on the articles whose rules were written with open eyes and, apart, on the publishers that
nobody read, and prints both tables and one of all together. Any folder of NAME.txt beside NAME.gold.json is gold.
With --floors FILE (JSON: measure -> lowest F1) it fails when a figure is lower.
Beside each F1 stands its 95 % interval by bootstrap over articles, with a fixed seed. --write-docs FILE writes both
tables and the error kinds of bench/quality_errors.md as a page.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from kg.article import Given, read_article
from kg.authority import Authority, load_authority
from kg.document import segment
from kg.facts import read, to_exchange
from kg.lang.ar import pack

EVAL = Path(__file__).resolve().parent.parent.parent / "shared" / "eval"
# Publishers whose articles nobody opened while writing rules; they are scored only.
UNREAD = ("sabq", "alriyadh", "skynews")
ERRORS = Path(__file__).with_name("quality_errors.md")
GROUPS = ("read", "unread", "together")
# Resamplings of the articles, and the seed that makes them the same every time.
ROUNDS, SEED = 2000, 20
# What is found of one article by measure: right, in the gold, predicted.
Counts = dict[str, tuple[int, int, int]]


def exchange(raw: bytes, authority: Authority) -> dict[str, object]:
    """Return what one article says, read from its bytes alone."""
    return to_exchange(read(segment(read_article(raw, Given()), pack()), authority))


def predict(texts: list[Path], out: Path) -> float:
    """Write a prediction for each text; returns the seconds that reading took."""
    authority = load_authority()
    exchange(texts[0].read_bytes(), authority)  # the tables are built once, before the clock runs
    start = time.perf_counter()
    for path in texts:
        facts = exchange(path.read_bytes(), authority)
        (out / f"{path.stem}.json").write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
    return time.perf_counter() - start


def score(scorer: Path, gold: Path, out: Path, options: list[str]) -> dict[str, dict[str, float]]:
    """Print the scorer's table and return its totals by measure."""
    report = out / "score.json"
    subprocess.run([sys.executable, scorer, gold, out, "--json", report, *options], check=True)
    totals: dict[str, dict[str, float]] = json.loads(report.read_text("utf-8"))["total"]
    return totals


def counted(scorer: Path, texts: list[Path], out: Path) -> list[Counts]:
    """Return the scorer's counts for each article."""
    spec = importlib.util.spec_from_file_location("scorer", scorer)
    if spec is None or spec.loader is None:
        return []
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: list[Counts] = []
    for path in texts:
        gold = json.loads(path.with_suffix(".gold.json").read_text("utf-8"))
        predicted = json.loads((out / f"{path.stem}.json").read_text("utf-8"))
        found.append(module.score_article(path.read_text("utf-8"), gold, predicted, False))
    return found


def rates(articles: list[Counts], measure: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of a measure over some articles."""
    right, gold, found = (sum(a[measure][k] for a in articles) for k in range(3))
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def interval(articles: list[Counts], measure: str) -> tuple[float, float]:
    """Return the 95 % interval of a measure's F1 when the articles are drawn again and again."""
    chance = random.Random(SEED)
    drawn = sorted(rates(chance.choices(articles, k=len(articles)), measure)[2] for _ in range(ROUNDS))
    return drawn[ROUNDS // 40], drawn[-ROUNDS // 40 - 1]


def table(articles: list[Counts]) -> list[str]:
    """Return the rows of a Markdown table: each measure with its rates and interval."""
    rows = ["| | P | R | F1 | 95 % interval | in the gold |", "|---|---|---|---|---|---|"]
    for measure in articles[0]:
        (precision, recall, f1), (low, high) = rates(articles, measure), interval(articles, measure)
        gold = sum(a[measure][1] for a in articles)
        rows.append(f"| {measure} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {low:.2f} to {high:.2f} | {gold} |")
    return rows


def page(seen: list[Counts], unread: list[Counts], together: list[Counts]) -> str:
    """Return the page on the quality of reading."""
    lines = [
        "# How well Isnad reads",
        "",
        "Written by `python bench/quality.py --write-docs docs/quality.md`; do not edit. Gold was made by hand, article"
        " by article. A text is read with nothing but its own words. The interval says how far F1 moves when the"
        f" articles are drawn again ({ROUNDS} times, fixed seed): with few articles it is wide.",
        "",
        f"## Articles whose rules were written with open eyes ({len(seen)})",
        "",
        *table(seen),
        "",
        f"## Publishers that nobody read ({len(unread)} articles: {', '.join(UNREAD)})",
        "",
        "These were only scored. What lies far below the first table was tuned to what was read.",
        "",
        *table(unread),
        "",
        f"## All {len(together)} together",
        "",
        *table(together),
        "",
        ERRORS.read_text("utf-8").strip(),
    ]
    return "\n".join(lines) + "\n"


def gathered(texts: list[Path], folder: Path) -> Path:
    """Return a folder with the texts and their gold alone."""
    folder.mkdir()
    for path in texts:
        for each in (path, path.with_suffix(".gold.json")):
            (folder / each.name).symlink_to(each.resolve())
    return folder


def below(totals: dict[str, dict[str, float]], floors: dict[str, float]) -> list[str]:
    """Return the measures that lie below their floor, each in a sentence."""
    return [
        f"{name}: {totals[name]['f1']:.3f} is below {floor:.3f}"
        for name, floor in floors.items()
        if totals[name]["f1"] < floor
    ]


def arguments() -> argparse.Namespace:
    """Return the command line's choices."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=EVAL / "dev")
    parser.add_argument("--scorer", type=Path, default=EVAL / "score.py")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--floors", type=Path)
    parser.add_argument("--write-docs", type=Path)
    parser.add_argument("--per-article", action="store_true")
    parser.add_argument("--errors", action="store_true")
    return parser.parse_args()


def show(articles: list[Counts]) -> None:
    """Print a table as the scorer does: each measure with its rates."""
    print(f"\nall {len(articles)} articles together\n{'':28}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'found':>7}")
    for measure in articles[0]:
        gold, found = (sum(a[measure][k] for a in articles) for k in (1, 2))
        print(f"{measure:28}" + "".join(f"{rate:7.3f}" for rate in rates(articles, measure)) + f"{gold:7}{found:7}")


def show_intervals(groups: list[list[Counts]]) -> None:
    """Print each measure's interval, for the articles that were read, for those that were not, and for all."""
    print(f"\n{'95 % interval of F1':28}" + "".join(f"{name:>16}" for name in GROUPS))
    for measure in groups[0][0] if groups[0] else ():
        spans = [interval(group, measure) if group else None for group in groups]
        print(f"{measure:28}" + "".join(f"{f'{s[0]:.2f} to {s[1]:.2f}' if s else '-':>16}" for s in spans))


def main() -> int:
    """Run the reader over the gold folder and print how well it reads."""
    args = arguments()
    texts = sorted(p for p in args.gold.glob("*.txt") if p.with_suffix(".gold.json").exists())
    if not texts or not args.scorer.exists():
        print(f"skipped: no gold articles in {args.gold}, or no scorer at {args.scorer}", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        out = args.out or Path(scratch) / "predicted"
        out.mkdir(parents=True, exist_ok=True)
        seconds = predict(texts, out)
        print(f"{len(texts)} articles in {seconds:.2f} s, {len(texts) / seconds:.0f} a second on one core\n")
        unread = [p for p in texts if p.name.startswith(UNREAD)]
        seen = [p for p in texts if p not in unread]
        options = ["--per-article"] * args.per_article + ["--errors"] * args.errors
        totals = score(args.scorer, gathered(seen, Path(scratch) / "seen"), out, options) if seen else {}
        if unread:
            print(f"\nunread publishers ({', '.join(UNREAD)})")
            score(args.scorer, gathered(unread, Path(scratch) / "unread"), out, options[: args.per_article])
        groups = [counted(args.scorer, texts, out) for texts in (seen, unread, seen + unread)]
        show(groups[-1])
        show_intervals(groups)
        if args.write_docs and all(groups):
            args.write_docs.write_text(page(*groups), "utf-8")
    failed = below(totals, json.loads(args.floors.read_text("utf-8"))) if args.floors else []
    print(*failed, sep="\n", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
