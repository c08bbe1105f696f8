"""What the attacks share: a request as data, the answer as it came over the wire, the judge, and the canary."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
TURTLE, RDF_XML, JSON_LD, N_TRIPLES = (
    "text/turtle",
    "application/rdf+xml",
    "application/ld+json",
    "application/n-triples",
)
ATTACKER, CANARY = "127.0.0.1", "127.0.0.2"
# What tells of the inside: a traceback, a path of the program.
LEAKS = (b"Traceback", b'File "', b"site-packages", b"/kg/", b"pyoxigraph", b"asyncio")


@dataclass(frozen=True, slots=True)
class Attack:
    """One request and what may come of it; `says` is what a right answer holds."""

    name: str
    body: bytes | Callable[[], bytes] = b""
    type: str | None = QUERY
    path: str = "/sparql"
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    token: bool = False
    may: tuple[int, ...] = (400,)
    says: bytes = b""
    within: float = 6.0

    def raw(self, token: str) -> bytes:
        """Return the request's bytes."""
        body = self.body() if callable(self.body) else self.body
        sent = {"Host": "attacked.example", "Connection": "close", "Content-Length": str(len(body))}
        sent |= {"Content-Type": self.type} if self.type is not None else {}
        sent |= {"Authorization": f"Bearer {token}"} if self.token else {}
        sent |= self.headers
        head = f"{self.method} {self.path} HTTP/1.1\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in sent.items()
        )
        return head.encode("latin-1") + b"\r\n" + body


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `whole` is whether the body came to its end, `seconds` when the last byte came."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool
    seconds: float
    following: bytes = b""


def exchange(port: int, raw: bytes, seconds: float = 6.0, source: str = ATTACKER) -> tuple[bytes, float]:
    """Return all the server says to *raw* until it closes, and how long that took; raises TimeoutError."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), seconds, (source, 0)) as end:
        # What is sent may be refused half-way: reading goes on beside writing.
        writing = threading.Thread(target=_send, args=(end, raw), daemon=True)
        writing.start()
        heard = bytearray()
        while True:
            end.settimeout(max(0.001, begun + seconds - time.monotonic()))
            try:
                piece = end.recv(1 << 16)
            except ConnectionError:
                break
            if not piece:
                break
            heard += piece
    return bytes(heard), time.monotonic() - begun


def _send(end: socket.socket, raw: bytes) -> None:
    try:
        end.sendall(raw)
    except OSError:
        return


def parsed(heard: bytes, seconds: float = 0.0, method: str = "POST") -> Answer:
    """Return the first answer in what was heard."""
    head, mark, rest = heard.partition(b"\r\n\r\n")
    assert mark, f"no answer, but {heard[:200]!r}"
    first, *lines = head.split(b"\r\n")
    assert first.startswith(b"HTTP/1.1 "), first
    headers = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        assert colon, line
        headers[name.decode("latin-1").lower()] = value.strip().decode("latin-1")
    status = int(first.split()[1])
    if method == "HEAD" or status in (204, 304):
        return Answer(status, headers, b"", True, seconds, rest)
    if headers.get("transfer-encoding") == "chunked":
        body, whole, following = _unchunked(rest)
        return Answer(status, headers, body, whole, seconds, following)
    if "content-length" not in headers:  # an HTTP/1.0 client hears until the end
        return Answer(status, headers, rest, True, seconds)
    length = int(headers["content-length"])
    return Answer(status, headers, rest[:length], len(rest) >= length, seconds, rest[length:])


def _unchunked(rest: bytes) -> tuple[bytes, bool, bytes]:
    body = bytearray()
    while True:
        size, mark, rest = rest.partition(b"\r\n")
        if not mark:
            return bytes(body), False, b""
        length = int(size, 16)
        if length == 0:
            return bytes(body), True, rest[2:]
        if len(rest) < length + 2:
            return bytes(body + rest), False, b""
        body += rest[:length]
        rest = rest[length + 2 :]


def judge(answer: Answer, may: tuple[int, ...], says: bytes = b"") -> None:
    """Check that this is a proper error of a fitting status, or a right answer."""
    told = (answer.status, answer.body[:400])
    assert answer.status in may, told
    for leak in LEAKS:
        assert leak not in answer.body, told
    if answer.status < 400:
        assert says in answer.body, told
        return
    assert answer.whole, told
    if answer.headers["content-type"] == "application/problem+json":
        problem = json.loads(answer.body)
        assert problem["status"] == answer.status
        assert problem["title"]
        assert problem["detail"]
        assert len(problem["detail"]) < 1000
    else:
        assert answer.headers["content-type"].startswith(("text/html", "text/plain")), told
    assert answer.headers.get("x-content-type-options", "nosniff") == "nosniff"


SMALL = "SELECT ?o { GRAPH <http://attacked.example/canary> { <http://e/canary> <http://e/sings> ?o } }"


def canary(port: int, seconds: float = 2.0, source: str = CANARY) -> float:
    """Ask a small query and return how long it took; its answer must be right, and there in *seconds*."""
    head = f"GET /sparql?query={quote(SMALL)} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\nConnection: close\r\n\r\n"
    heard, took = exchange(port, head.encode(), seconds, source)
    answer = parsed(heard, took)
    assert (answer.status, answer.body) == (200, "o\r\nمرحبا\r\n".encode()), (answer.status, answer.body[:200])
    return took
