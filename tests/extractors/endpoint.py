"""A chat endpoint on this machine that answers as a test tells it to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """One answer: its status, its body, its headers, and how long it takes to begin and to go on."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0


@dataclass
class Endpoint:
    """What was asked, and what is answered, in order; the last answer is given again and again."""

    url: str
    replies: list[Reply] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def answer(self, *replies: Reply) -> None:
        self.replies = list(replies)


def completion(content: str | None, *, refusal: str | None = None, finish: str = "stop") -> Reply:
    """Return a chat completion with these words."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    body = {"choices": [{"index": 0, "message": message, "finish_reason": finish}]}
    return Reply(json.dumps(body).encode("utf-8"))


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    """Run an endpoint on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("content-length", "0"))
            served.asked.append(json.loads(self.rfile.read(size)))
            served.headers.append({name.lower(): value for name, value in self.headers.items()})
            served.paths.append(self.path)
            reply = served.replies.pop(0) if len(served.replies) > 1 else served.replies[0]
            time.sleep(reply.delay)
            try:
                self.send_response(reply.status)
                for name, value in {"content-length": str(len(reply.body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                for start in range(0, len(reply.body), 1 if reply.drip else 1 << 16):
                    self.wfile.write(reply.body[start : start + (1 if reply.drip else 1 << 16)])
                    time.sleep(reply.drip)
            except OSError:
                return  # The client has heard enough.

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Endpoint(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
