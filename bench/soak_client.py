"""What every client of `bench/soak.py` is: it asks, counts, and says what was wrong."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

PATIENCE = 90.0


@dataclass(slots=True)
class Tally:
    """What happened, shared by all clients: how often, how long it took, and what was wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    busy: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, began: float) -> None:
        """Count one thing done."""
        with self.lock:
            self.counts[what] += 1
            self.seconds[what].append((began, time.monotonic() - began))

    def fault(self, what: str, why: str) -> None:
        """Count one thing that went wrong."""
        with self.lock:
            self.wrong.append(f"{time.strftime('%H:%M:%S')} {what}: {why[:600]}")


class Busy(Exception):
    """The server said 429 or 503 where nothing of ours was at fault."""


@dataclass(slots=True)
class Client:
    """Asks the server from an address of its own, one request a connection."""

    number: int
    port: int
    token: str
    tally: Tally
    dice: random.Random

    def ask(self, method: str, target: str, body: str = "", **headers: str) -> tuple[int, bytes]:
        """Return status and whole body."""
        connection = HTTPConnection("127.0.0.1", self.port, PATIENCE, source_address=(f"127.0.0.{self.number}", 0))
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            sent = {"authorization": f"Bearer {self.token}"} | named
            connection.request(method, target, body.encode(), sent)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def select(self, query: str) -> list[list[str]]:
        """Return the rows of a query as CSV has them, its head left out."""
        status, body = self.ask("GET", "/sparql?" + urlencode({"query": query}), accept="text/csv")
        if status in (429, 503):
            raise Busy(body.decode())
        assert status == 200, f"{query}: {status} {body[:300]!r}"
        return [line.split(",") for line in body.decode().splitlines()[1:]]

    def send(self, method: str, target: str, body: str, kind: str) -> tuple[int, bytes]:
        """Return the answer to something written."""
        status, answer = self.ask(method, target, body, content_type=kind)
        if status in (429, 503):
            raise Busy(answer.decode())
        return status, answer

    def deeds(self) -> tuple[Callable[[], None], ...]:
        """Return what this client does, at random."""
        raise NotImplementedError

    def run(self, stop: threading.Event) -> None:
        """Do one thing after another until told to stop."""
        while not stop.is_set():
            deed = self.dice.choice(self.deeds())
            name, began = deed.__name__.strip("_").replace("_", " "), time.monotonic()
            try:
                deed()
            except Busy:
                self.tally.busy[name] += 1
                time.sleep(0.5)
            except (AssertionError, OSError, HTTPException, ValueError, SyntaxError) as error:
                self.tally.fault(name, f"{type(error).__name__} {error}")
            else:
                self.tally.note(name, began)
            time.sleep(self.dice.uniform(0, 0.1))
