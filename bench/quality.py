"""How well the reader reads: precision, recall and F1 by fact kind, against gold made by hand.

usage: python bench/quality.py [--gold DIR] [--scorer FILE] [--out DIR] [--floors FILE] [--per-article] [--errors]

Reads every NAME.txt of the gold folder with nothing but the text, writes NAME.json beside each other in the output
folder, calls the scorer on the articles whose rules were written with open eyes and, apart, on the publishers that
nobody read, and prints both tables. With --floors FILE (JSON: measure -> lowest F1) it fails when a figure is lower.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg.article import Given, read_article
from kg.authority import Authority, load_authority
from kg.document import segment
from kg.facts import read, to_exchange
from kg.lang.ar import pack

EVAL = Path(__file__).resolve().parent.parent.parent / "shared" / "eval"
# Publishers whose articles nobody opened while writing rules; they are scored only.
UNREAD = ("sabq", "alriyadh", "skynews")


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
    parser.add_argument("--per-article", action="store_true")
    parser.add_argument("--errors", action="store_true")
    return parser.parse_args()


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
            score(args.scorer, gathered(unread, Path(scratch) / "unread"), out, [])
    failed = below(totals, json.loads(args.floors.read_text("utf-8"))) if args.floors else []
    print(*failed, sep="\n", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
