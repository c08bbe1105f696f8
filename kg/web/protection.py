"""HTTP/1.1 as uvicorn speaks it, made strict: heads and bodies in time, one framing a message, our own refusals."""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
import struct
from functools import partial
from typing import Any, Final

import h11
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from kg.web.crowd import Crowd
from kg.web.gatekeeper import LOCAL
from kg.web.problems import Problem

HEAD_SECONDS: Final = 10.0
BODY_SECONDS: Final = 20.0
REST_SECONDS: Final = 2.0
"""How long what is left of a body may still come, that nobody waits for: closing at once could lose the answer."""
CROWDED_SECONDS: Final = 1.0
"""How long a connection for which there is no room may take to ask, so as to be told."""
_MOST_REFUSED: Final = 100
_LONGEST_HEAD: Final = 16 * 1024
_ALWAYS: Final = {"x-content-type-options": "nosniff", "access-control-allow-origin": "*"}
_CREDENTIALS: Final = struct.Struct("3i")


class StrictConnection(h11.Connection):
    """Refuses what two servers could read in two ways, and heads longer than *longest*, however they arrive."""

    def __init__(self, longest: int) -> None:
        super().__init__(h11.SERVER, longest)
        self.longest = longest
        self.too_long = False
        self.method = b""
        """That of the request whose head came last, be it refused."""

    def next_event(self) -> Any:
        """Return the next event; raises RemoteProtocolError for a message with two framings (RFC 9112, 6.1)."""
        event = super().next_event()
        if not isinstance(event, h11.Request):
            return event
        self.method = event.method
        lines = sum(len(name) + len(value) + 4 for name, value in event.headers)
        if len(event.method) + len(event.target) + lines > self.longest:
            # h11 itself only counts what is not yet whole.
            self.too_long = True
            raise h11.RemoteProtocolError("the head is too long")
        names = {name for name, _ in event.headers}
        if {b"content-length", b"transfer-encoding"} <= names:
            raise h11.RemoteProtocolError("both Content-Length and Transfer-Encoding")
        if event.http_version not in (b"1.0", b"1.1"):
            raise h11.RemoteProtocolError("not HTTP/1")
        return event if event.target.startswith(b"/") else _in_origin_form(event)


def _in_origin_form(event: h11.Request) -> h11.Request:
    """Return a request to a whole address as one to its path (RFC 9112, 3.2.2)."""
    if event.method == b"OPTIONS" and event.target == b"*":
        return event
    scheme, mark, rest = event.target.partition(b"://")
    if not mark or scheme.lower() not in (b"http", b"https"):
        raise h11.RemoteProtocolError("the target is no path")
    slash = rest.find(b"/")
    target = rest[slash:] if slash >= 0 else b"/"
    return h11.Request(method=event.method, headers=event.headers, target=target, http_version=event.http_version)


class GuardedProtocol(H11Protocol):
    """One connection, with a time for every head and every body."""

    head_seconds = HEAD_SECONDS
    body_seconds = BODY_SECONDS
    rest_seconds = REST_SECONDS
    crowded_seconds = CROWDED_SECONDS

    def __init__(
        self,
        crowd: Crowd,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.crowd = crowd
        self.conn: StrictConnection = StrictConnection(config.h11_max_incomplete_event_size or _LONGEST_HEAD)
        self._timer: asyncio.TimerHandle | None = None
        self._timed: str | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin a connection; over the owner's door, mark it so."""
        super().connection_made(transport)
        end = transport.get_extra_info("socket")
        if end is not None and end.family == socket.AF_UNIX:
            self.app_state = {**self.app_state, LOCAL: _caller(end)}
        elif problem := self.crowd.admit(self, self.client[0] if self.client else ""):
            self.app, self.head_seconds = partial(_crowded, problem), self.crowded_seconds
            if len(self.connections) > self.crowd.most + _MOST_REFUSED:
                transport.abort()
                return
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """End a connection."""
        self._stop()
        self.crowd.dismiss(self)
        super().connection_lost(exc)

    def waits(self) -> bool:
        """Tell whether the connection is idle, or what it waits for is its client: to speak, or to listen."""
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY) or self.flow.write_paused

    def leave(self, problem: Problem) -> None:
        """End the connection, since there are too many; *problem* says so, where something was asked."""
        if self.flow.write_paused:
            self.transport.abort()
        elif self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]:
            self._stop()
            self.transport.close()
        else:
            self._refuse(problem)

    def data_received(self, data: bytes) -> None:
        """Take in what arrived, which may be of any size and come at any time."""
        if self.conn.their_state is h11.IDLE:
            self._watch()
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Go on to the next request of the connection."""
        super().on_response_complete()
        self._watch()

    def _watch(self) -> None:
        """Time what the client has to send next: once begun, a head or a body keeps its deadline."""
        if self.transport.is_closing():
            return self._stop()
        state = self.conn.their_state
        if state is h11.SEND_BODY and self.cycle is not None and self.cycle.response_complete:
            return self._time("rest", self.rest_seconds)
        if state is h11.SEND_BODY:
            return self._time("body", self.body_seconds)
        # Between requests uvicorn's own keep-alive timer runs; before the first, and within a head, ours.
        if state is h11.IDLE and self.timeout_keep_alive_task is None:
            return self._time("head", self.head_seconds)
        return self._stop()

    def _time(self, what: str, seconds: float) -> None:
        if self._timed != what:
            self._stop()
            self._timed, self._timer = what, self.loop.call_later(seconds, self._too_slow, what, seconds)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timed = self._timer = None

    def _too_slow(self, what: str, seconds: float) -> None:
        told = f"the {what} of the request did not arrive in {seconds:g} seconds"
        self._refuse(Problem(408, "http-408", "Too slow", told))

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP."""
        if self.conn.too_long or len(self.conn.trailing_data[0]) >= self.conn.longest:
            told = "the head of the request is too long; send long queries by POST"
            self._refuse(Problem(431, "http-431", "Head too long", told))
        else:
            self._refuse(Problem(400, "http-400", "Bad request", "this is no request as RFC 9112 has it"))

    def _refuse(self, problem: Problem) -> None:
        """Answer, where no answer has begun, and close the connection."""
        self._stop()
        begun = self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete
        if not begun and self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE) and not self.transport.is_closing():
            head, body, end = _written(problem)
            # RFC 9110 9.3.2: the answer to HEAD has no body, and the connection would take none.
            bare = self.conn.our_state is h11.SEND_RESPONSE and self.conn.method == b"HEAD"
            for event in (head, end) if bare else (head, body, end):
                self.transport.write(self.conn.send(event) or b"")
        if self.cycle is not None and not self.cycle.response_complete:
            # Whatever the application still sends has nowhere to go.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()


async def _crowded(problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer that there are too many connections."""
    if scope["type"] == "http":
        headers = {**problem.headers, "connection": "close", **_ALWAYS}
        response = JSONResponse(problem.as_json(), problem.status, headers, "application/problem+json")
        await response(scope, receive, send)


def _written(problem: Problem) -> tuple[h11.Response, h11.Data, h11.EndOfMessage]:
    body = json.dumps(problem.as_json()).encode("utf-8")
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode("ascii")),
        (b"connection", b"close"),
        *((name.encode("ascii"), value.encode("ascii")) for name, value in _ALWAYS.items()),
        (b"x-request-id", secrets.token_hex(8).encode("ascii")),
    ]
    headers += [(name.encode("ascii"), value.encode("ascii")) for name, value in problem.headers.items()]
    head = h11.Response(status_code=problem.status, headers=headers, reason=problem.title.encode("ascii"))
    return head, h11.Data(data=body), h11.EndOfMessage()


def _caller(end: socket.socket) -> str:
    """Return the audit log's name for the process at the other end of the owner's door."""
    if not hasattr(socket, "SO_PEERCRED"):
        return LOCAL
    pid, user, _ = _CREDENTIALS.unpack(end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size))
    return f"{LOCAL} (pid {pid}, uid {user})"
