"""The porter: gives each request its number, knows who sends it, counts who is inside, and closes the house.

Requests keep the number that a proxy gave them in X-Request-Id, if it is one; every answer carries it.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import time
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import Overloaded
from kg.web.crowd import Crowd
from kg.web.envelope import Envelope
from kg.web.gatekeeper import client_of
from kg.web.metrics import Metrics
from kg.web.problems import problem_of
from kg.web.telling import answer
from kg.workers import Service, work_for

_log = logging.getLogger("kg.web.requests")
_NUMBER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
# Those who watch the house may come in while it closes.
_WATCHING: Final = ("/health", "/metrics")
_LONGEST: Final = 200


@dataclass(slots=True)
class Porter:
    """Stands before *inner*; *crowd* is who is connected, and by which proxies."""

    inner: ASGIApp
    metrics: Metrics
    service: Service
    crowd: Crowd = field(default_factory=Crowd)
    closing: bool = False
    inside: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request pass."""
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        number = _number(scope)
        work_for(number)
        scope = self._from_client(scope)
        noted = _Noted(number, send)
        began = time.perf_counter()
        self.inside += 1
        try:
            if self.closing and scope["path"] not in _WATCHING:
                await Envelope(_closed)(scope, receive, noted)
            else:
                await self.inner(scope, receive, noted)
        finally:
            self.inside -= 1
            seconds = time.perf_counter() - began
            self.metrics.answered(scope["path"], scope["method"], noted.status, seconds)
            _log.info("%s %s %d", *_line(scope), noted.status, extra={"told": _told(scope, noted.status, seconds)})

    async def close(self, grace: float) -> None:
        """Let nobody in any more, give those inside *grace* seconds, then stop what still runs."""
        self.closing = True
        until = time.monotonic() + grace
        while self.inside and time.monotonic() < until:
            await asyncio.sleep(0.02)
        self.service.stop()

    def _from_client(self, scope: Scope) -> Scope:
        """Return *scope* with the client's address, and its scheme, as a proxy that is trusted tells them."""
        client, proxies = scope.get("client"), self.crowd.proxies
        if not proxies or not client or not proxies.trust(client[0]):
            return scope
        sent = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for").decode("latin-1")
        # The last address was added by the proxy next to us; what stands further left, anybody may have written.
        for word in reversed([word.strip() for word in sent.split(",")]):
            try:
                address = str(ip_address(word))
            except ValueError:
                break
            scope = {**scope, "client": (address, 0)}
            if not proxies.trust(address):
                break
        return {**scope, "scheme": "https"} if _came_by_https(scope) else scope


async def _closed(scope: Scope, receive: Receive, send: Send) -> None:
    told = problem_of(Overloaded("the server is closing", yours=False, seconds=5))
    await answer(told, Request(scope, receive))(scope, receive, send)


class _Noted:
    """Sends on what is sent, with the request's number, and notes the status."""

    def __init__(self, number: str, send: Send) -> None:
        self._header = (b"x-request-id", number.encode("ascii"))
        self._send = send
        self.status = 499
        """What nginx calls a client that left before it was answered."""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message.get("headers", ()), self._header]}
        await self._send(message)


def _number(scope: Scope) -> str:
    sent = [value for name, value in scope["headers"] if name == b"x-request-id"]
    word = sent[0].decode("latin-1") if len(sent) == 1 else ""
    return word if _NUMBER.fullmatch(word) else secrets.token_hex(8)


def _came_by_https(scope: Scope) -> bool:
    """Tell whether the proxy next to us says that it was asked by https."""
    sent = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-proto")
    return sent.rpartition(b",")[2].strip().lower() == b"https"


def _line(scope: Scope) -> tuple[str, str]:
    return scope["method"][:20], scope["path"][:_LONGEST]


def _told(scope: Scope, status: int, seconds: float) -> dict[str, Any]:
    """Return what the log tells of a request: no query string, no header, no body."""
    method, path = _line(scope)
    told = {"method": method, "path": path, "status": status, "seconds": round(seconds, 4)}
    return told | {"client": client_of(scope)}
