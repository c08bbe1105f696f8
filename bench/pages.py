"""How long pages of much take the server: a megabyte's article, five thousand statements of one actor.

`python bench/pages.py [--rounds 5] [--store FOLDER]` prints the median of each page, and how many
times that is of a page for which nothing is asked: numbers of one machine say little, their ratios more.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.large import ACTOR, KEY, make

PORT = 18249
BASE = f"http://127.0.0.1:{PORT}/"
PAGES = ("about", "", f"page/article/{KEY}.html", f"page/article/{KEY}.html?page=2", f"page/{ACTOR}.html")
MORE = (f"actors/facts?of={BASE}id/{ACTOR}&part=statements", "statements", "statements?page=40", "articles", "actors")
PATIENCE = 60.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--store", type=Path, help="a folder where the store is, or is made and kept")
    chosen = parser.parse_args()
    with TemporaryDirectory() as place:
        folder = chosen.store or Path(place) / "store"
        if not folder.exists():
            make(folder, BASE)
        command = [sys.executable, "-m", "kg.cli", "serve", "--location", str(folder), "--bind", f"127.0.0.1:{PORT}"]
        process = subprocess.Popen([*command, "--publish-text"], stdout=subprocess.DEVNULL, env={**os.environ})
        try:
            _measure(chosen.rounds)
        finally:
            process.terminate()
            process.wait(30)


def _measure(rounds: int) -> None:
    _await()
    plain = 0.0
    print(f"{'median s':>9} {'times':>6} {'kB':>6}  page")
    for path in (*PAGES, *MORE):
        taken, size = [], 0
        for number in range(rounds + 1):
            began = time.perf_counter()
            answer = httpx.get(BASE + path, headers={"accept": "text/html"}, timeout=PATIENCE)
            if number:
                taken.append(time.perf_counter() - began)
            size = len(answer.content)
            if answer.status_code != 200:
                sys.exit(f"{path}: {answer.status_code}")
        median = statistics.median(taken)
        plain = plain or median
        print(f"{median:9.3f} {median / plain:6.0f} {size / 1000:6.0f}  /{path}")


def _await() -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if httpx.get(f"{BASE}ready").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    sys.exit("the server is not ready")


if __name__ == "__main__":
    main()
