"""The server: one application at an address and at the owner's door, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import resource
import signal
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn

from kg.access import door as doors
from kg.errors import NetworkError
from kg.web.porter import Porter
from kg.web.protection import GuardedProtocol

# A query by GET stands in the head; longer ones go by POST.
LONGEST_HEAD: Final = 64 * 1024
_KEEP_ALIVE: Final = 20
# Beside those of clients: the workers' pipes, the ledger, the log.
_OTHER_FILES: Final = 200
# For answers to be sent whose work has ended.
_GRACE: Final = 5
_BACKLOG: Final = 2048
_ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_REFUSALS = {
    errno.EADDRINUSE: "is in use already",
    errno.EACCES: "may not be listened at",
    errno.EADDRNOTAVAIL: "is no address of this machine",
}


async def serve(
    app: Porter,
    bind: str | socket.socket,
    door: Path | socket.socket | None = None,
    *,
    ready: Callable[[str], None] | None = None,
    grace: float = 10.0,
) -> None:
    """Serve *app* at *bind* and, for the owner, at the socket *door*, until SIGTERM, SIGINT or SIGHUP.

    *bind* is HOST:PORT, or a socket that listen_at gave; *door* may be a socket that listens already.
    *ready* is told the address once requests are answered.
    Told to stop, it answers what is asked already, for *grace* seconds; what is asked meanwhile is answered with 503.
    Raises NetworkError, StoreBusy.
    """
    with contextlib.ExitStack() as stack:
        listeners = [stack.enter_context(contextlib.closing(listen_at(bind) if isinstance(bind, str) else bind))]
        if isinstance(door, socket.socket):
            listeners.append(door)
        elif door is not None:
            listeners.append(stack.enter_context(contextlib.closing(doors.listen(door))))
            stack.callback(door.unlink, missing_ok=True)
        _allow_files(app.crowd.most + _OTHER_FILES)
        server = _Server(_config(app), ready, _address(listeners[0]), lambda: app.close(grace))
        await server.serve(sockets=listeners)


def _allow_files(wanted: int) -> None:
    """Have as many files open as *wanted*, where the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _config(app: Porter) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        # Each server has a crowd of its own.
        http=partial(GuardedProtocol, replace(app.crowd)),  # type: ignore[arg-type]  # it is called with the rest
        ws="none",
        interface="asgi3",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE,
        h11_max_incomplete_event_size=LONGEST_HEAD,
    )


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it is ready and ends without a signal of its own."""

    def __init__(
        self,
        config: uvicorn.Config,
        ready: Callable[[str], None] | None,
        address: str,
        close: Callable[[], Coroutine[None, None, None]],
    ) -> None:
        super().__init__(config)
        self._ready, self._address, self._close = ready, address, close
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell so."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        if self._ready is not None:
            self._ready(self._address)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Close when told so the first time; stop at once when told again."""
        if self._loop is None or self._closing is not None:
            super().handle_exit(sig, frame)
            return
        self._loop.call_soon_threadsafe(self._begin_to_close)

    def _begin_to_close(self) -> None:
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._close())
            self._closing.add_done_callback(lambda _: setattr(self, "should_exit", True))

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at SIGTERM, SIGINT and SIGHUP; uvicorn would raise them again at the end, but stopping is no failure."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        # A terminal that is closed asks for the same; who started us with nohup wants none of that.
        signs = [s for s in _ENDING if s != signal.SIGHUP or signal.getsignal(s) is not signal.SIG_IGN]
        before = {sign: signal.signal(sign, self.handle_exit) for sign in signs}
        try:
            yield
        finally:
            for sign, handler in before.items():
                signal.signal(sign, handler)


def listen_at(bind: str) -> socket.socket:
    """Return a socket that listens at HOST:PORT, so that a taken port is known before anything is started.

    Raises NetworkError.
    """
    host, _, port = bind.rpartition(":")
    host = host.strip("[]")
    if not host or not port.isdigit() or int(port) > 65535:
        raise NetworkError(f"{bind!r} is no address to listen at", hint="write HOST:PORT, such as 127.0.0.1:8000")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise NetworkError(f"{host} is no host that is known here: {error.strerror or error}") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        why = _REFUSALS.get(error.errno or 0, f"cannot be listened at: {error.strerror or error}")
        raise NetworkError(f"{bind} {why}", hint="choose another address with --bind HOST:PORT") from error
    listener.setblocking(False)
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
