"""Servers as anybody would start them, and clients that are not ours, unmodified.

What comes from npm or from Debian is skipped, by name, where it cannot be had; KG_TEST_CACHE says where it is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from tests.guides import free_port

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
KG = (sys.executable, "-m", "kg.cli")
AS_OF = "2026-04-01"
"""The day whose packages are installed: without a lock file, and the same every time."""
NODE_SECONDS, INSTALL_SECONDS = 60, 240
STRANGE = HERE / "strange.ttl"


@dataclass(frozen=True, slots=True)
class Server:
    """A running `kg serve`."""

    base: str
    token: str

    @property
    def sparql(self) -> str:
        return f"{self.base}sparql"

    def bytes_of(self, path: str, accept: str = "*/*") -> bytes:
        answer = httpx.get(self.base + path, headers={"accept": accept}, follow_redirects=True)
        answer.raise_for_status()
        return answer.content


def canonical(quads: Any) -> set[str]:
    """Return quads as lines that are equal when the graphs are (RDF Dataset Canonicalization 1.0)."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def triples_of(body: bytes, form: RdfFormat) -> set[str]:
    """Return the triples of a document in canonical lines, graph names left out."""
    return canonical([Quad(*quad.triple) for quad in parse(body, format=form)])


def _run(*command: str, env: dict[str, str]) -> str:
    return subprocess.run([*KG, *command], capture_output=True, check=True, cwd=ROOT, env=env, text=True).stdout


def _served(folder: Path, port: int, *options: str, article: Path | None = None) -> Iterator[Server]:
    base = f"http://127.0.0.1:{port}/"
    env = os.environ | {"PYTHONPATH": str(ROOT), "KG_BASE": base}
    if article:
        _run("ingest", str(article), "--location", str(folder), env=env)
    command = [*KG, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options]
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        _await(base, process)
        token = _run("token", "create", "--scope", "write", "--location", str(folder), env=env)
        yield Server(base, re.findall(r"isnad_\S+", token)[-1])
    finally:
        process.terminate()
        process.wait(30)


def _await(base: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended"
        try:
            if httpx.get(f"{base}ready").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("the server is not ready")


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The seed article, published under the server's own address."""
    article = next((ROOT / "seeds").glob("*.txt"))
    yield from _served(tmp_path_factory.mktemp("clients") / "news", free_port(), article=article)


@pytest.fixture(scope="session")
def plain(news: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An ordinary dataset without a gate, which may ask the news server; one graph holds all that is strange in RDF."""
    folder = tmp_path_factory.mktemp("clients") / "plain"
    options = ("--dataset", "plain", "--gate", "off", "--allow-service", news.sparql)
    for server in _served(folder, free_port(), *options):
        headers = {"authorization": f"Bearer {server.token}", "content-type": "text/turtle"}
        answer = httpx.put(f"{server.base}store?graph=http://e/strange", content=STRANGE.read_bytes(), headers=headers)
        assert answer.status_code == 201, answer.text
        yield server


@pytest.fixture(scope="session")
def article(news: Server) -> str:
    """The IRI of the article."""
    (entry,) = httpx.get(f"{news.base}articles").json()["articles"]
    return str(entry["article"])


@pytest.fixture(scope="session")
def rapper() -> str:
    """Raptor's command."""
    found = shutil.which("rapper")
    if not found:
        pytest.skip("rapper is not installed (apt-get install raptor2-utils)")
    return found


@pytest.fixture(scope="session")
def comunica() -> Path:
    """A folder in which Comunica is installed, with what it needs as it was on one day."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not installed")
    wanted = (HERE / "node" / "package.json").read_bytes() + AS_OF.encode("ascii")
    cache = Path(os.environ.get("KG_TEST_CACHE") or Path.home() / ".cache" / "isnad-tests")
    folder = cache / f"comunica-{hashlib.sha256(wanted).hexdigest()[:12]}"
    if not (folder / "ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "node" / "package.json", folder / "package.json")
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--no-package-lock")
        command = ["npm", "install", f"--before={AS_OF}", *quiet]
        try:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=INSTALL_SECONDS)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            pytest.skip("Comunica cannot be had from npm")
        (folder / "ready").touch()
    shutil.copy(HERE / "node" / "ask.js", folder / "ask.js")
    return folder


def ask(comunica: Path, query: str, *sources: Any) -> Any:
    """Return what Comunica answers: rows of terms as strings, triples as N-Triples lines, or a truth."""
    (answer,) = ask_all(comunica, [(query, sources)])
    return answer


def ask_all(comunica: Path, asked: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
    """Return the answers to queries over their sources, by one start of Comunica."""
    said = json.dumps([{"query": query, "sources": sources} for query, sources in asked])
    done = subprocess.run(
        ["node", "ask.js"], cwd=comunica, input=said, capture_output=True, text=True, timeout=NODE_SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers: list[Any] = json.loads(done.stdout)
    return answers
