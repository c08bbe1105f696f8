"""The servers that are compared: each loads one file, is started on loopback, and asked over one connection."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_server
from urllib.parse import urlencode

from bench.processes import family

_PIECE = 8 << 20
_PATIENCE = 120
TABLE, GRAPH = "application/sparql-results+json", "application/n-triples"


@dataclass(slots=True)
class Peer:
    """A running server."""

    name: str
    port: int
    path: str
    process: subprocess.Popen[bytes]
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        """Open the connection that all is asked over."""
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def ask(self, query: str, *, graph: bool) -> bytes:
        """Return the answer to *query*; raises RuntimeError for anything but 200."""
        accept = GRAPH if graph else TABLE
        self.connection.request("GET", f"{self.path}?{urlencode({'query': query})}", headers={"accept": accept})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{self.name} says {answer.status}: {body[:300]!r}")
        return body

    def memory(self) -> int:
        """Return what all of its processes take (bytes, PSS)."""
        return sum(_pss(pid) for pid in family(self.process.pid))


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))


@contextmanager
def _running(name: str, port: int, path: str, command: list[str], env: dict[str, str] | None = None) -> Iterator[Peer]:
    process = subprocess.Popen(
        command, env=os.environ | (env or {}), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        peer = Peer(name, port, path, process)
        _await(peer)
        yield peer
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _await(peer: Peer) -> None:
    for _ in range(_PATIENCE * 10):
        try:
            peer.ask("ASK {}", graph=False)
        except (OSError, http.client.HTTPException):
            peer.connection.close()
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{peer.name} does not answer")


def free_port() -> int:
    """Return a port that nobody listens at."""
    with create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def oxigraph(data: Path, room: Path) -> Iterator[Peer | str]:
    """Lend Oxigraph's own server with *data*, or the reason why there is none."""
    program = os.environ.get("OXIGRAPH") or shutil.which("oxigraph")
    if program is None:
        yield "Oxigraph's server is not here: pip install oxigraph, or OXIGRAPH=PATH"
        return
    place, port = str(room / "oxigraph"), free_port()
    subprocess.run([program, "load", "--location", place, "--file", str(data)], check=True, capture_output=True)
    command = [program, "serve-read-only", "--location", place, "--bind", f"127.0.0.1:{port}"]
    with _running("Oxigraph's server", port, "/query", command) as peer:
        yield peer


@contextmanager
def isnad(data: Path, room: Path) -> Iterator[Peer]:
    """Lend our own server with *data*, as a plain dataset: both engines hold the same quads."""
    place, port = room / "isnad", free_port()
    kg = [sys.executable, "-m", "kg.cli"]
    command = [*kg, "serve", "--location", str(place), "--bind", f"127.0.0.1:{port}", "--dataset", "plain"]
    token = subprocess.run(
        [*kg, "token", "create", "--scope", "admin", "--location", str(place)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    with _running("Isnad", port, "/sparql", [*command, "--gate", "off"]) as peer:
        for piece in pieces(data):
            headers = {"authorization": f"Bearer {token}", "content-type": "application/n-quads"}
            peer.connection.request("POST", "/store", body=piece, headers=headers)
            answer = peer.connection.getresponse()
            said = answer.read()
            if answer.status >= 300:
                raise RuntimeError(f"Isnad took no data: {answer.status} {said[:300]!r}")
        yield peer


def pieces(data: Path) -> Iterator[bytes]:
    """Yield the lines of a file of N-Quads, some megabytes at a time."""
    with data.open("rb") as lines:
        while piece := lines.read(_PIECE):
            yield piece + lines.readline()
