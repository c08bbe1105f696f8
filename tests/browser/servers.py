"""Servers as anybody would start them, and what they serve."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
KG = (sys.executable, "-m", "kg.cli")
PUBLISHED = {
    "muscat": ("2026-03-03", "صحيفة الشاطئ"),
    "geneva": ("2026-03-02", "وكالة الأفق"),
    "doha": ("2026-03-05", "صحيفة النهر"),
    "nairobi": ("2026-02-28", "نيروبي تايمز"),
    "retold": ("2026-03-05", "وكالة أنباء الخليج"),
    "hostile": ("2026-03-04", "</script><b>\u202eناشر\u202c"),
}
"""The articles of this folder: when they were published, and by whom."""
REFUSED = "refused"
"""One that the gate holds back: a reader would have to look at it."""
_READY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A running `kg serve`: its address, and the folder of its store."""

    base: str
    folder: Path

    def select(self, query: str) -> list[list[str]]:
        """Return the rows of a query, as CSV without quotes has them."""
        body = {"query": query}
        answer = httpx.post(f"{self.base}sparql", data=body, headers={"accept": "text/csv"}, timeout=30)
        answer.raise_for_status()
        return [line.split(",") for line in answer.text.split("\r\n")[1:] if line]

    def token(self, scope: str) -> str:
        """Return a new token that opens *scope*."""
        said = run("token", "create", "--scope", scope, "--location", str(self.folder))
        return re.findall(r"isnad_\S+", said)[-1]

    def send(self, method: str, target: str, body: bytes, kind: str, token: str) -> None:
        """Write something; what is not taken fails."""
        headers = {"authorization": f"Bearer {token}", "content-type": kind}
        answer = httpx.request(method, self.base + target, content=body, headers=headers, timeout=60)
        assert answer.is_success, answer.text


def run(*command: str) -> str:
    """Return what a kg command writes."""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run([*KG, *command], capture_output=True, check=True, cwd=ROOT, env=env, text=True).stdout


@contextmanager
def served(folder: Path, port: int, *options: str) -> Iterator[Server]:
    """Serve the store in *folder*, its names below the server's own address."""
    base = f"http://127.0.0.1:{port}/"
    env = os.environ | {"PYTHONPATH": str(ROOT), "KG_BASE": base}
    command = [*KG, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options]
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        _await(base, process)
        yield Server(base, folder)
    finally:
        process.terminate()
        process.wait(30)


def _await(base: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended"
        try:
            if httpx.get(f"{base}ready").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("the server is not ready")


def publish(server: Server, token: str) -> None:
    """Publish the seed, and the articles of this folder."""
    (seed,) = (ROOT / "seeds").glob("*.txt")
    kind = "text/plain; charset=utf-8"
    place = f"articles?id={server.base}id/article/"
    server.send("POST", f"{place}seed&published=2022-01-26", seed.read_bytes(), kind, token)
    for name, (day, publisher) in PUBLISHED.items():
        said = f"&published={day}&publisher={quote(publisher)}&source_url=https://news.example/{name}"
        server.send("POST", f"{place}{name}{said}", article(name), kind, token)
    headers = {"authorization": f"Bearer {token}", "content-type": kind}
    httpx.post(f"{server.base}{place}{REFUSED}", content=article(REFUSED), headers=headers, timeout=60)


def article(name: str) -> bytes:
    """Return one of the texts of this folder."""
    return (HERE / "articles" / f"{name}.txt").read_bytes()


def publish_hostile(server: Server, token: str) -> None:
    """Write a graph whose every word means harm; its server has no gate."""
    said = (HERE / "hostile.ttl").read_text("utf-8").replace("BASE", server.base)
    target = f"store?graph={server.base}graph/hostile-graph"
    server.send("PUT", target, said.encode(), "text/turtle", token)
