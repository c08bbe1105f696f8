"""A call in a child process that can be stopped: nothing else ends a query that the engine is evaluating."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from typing import NoReturn

from kg.errors import KGError, Overrun
from kg.sparql import Limits
from kg.workers.engine import out_of_memory
from kg.workers.sandbox import allow_memory, confine
from kg.workers.wire import END, ERROR, HEADER, Channel, Values, pack, pack_error, unpack, unpack_error

_DAY = 86_400.0  # the system takes no timeout of any length

Work = Callable[[Channel], None]
"""What the child does: send a head, then data."""


def call_in_child(work: Work, limits: Limits) -> tuple[Values, Iterator[bytes]]:
    """Run *work* in a child of this process and return the head it sends, and its data as they come.

    Raises what *work* raises of `kg.errors`, and Overrun at a limit. Closing the iterator ends the child.
    """
    here, there = socket.socketpair()
    child = os.fork()
    if child == 0:
        here.close()
        _work(work, there, limits)
    there.close()
    frames = _frames(child, here, limits)
    head, _ = unpack(next(frames))
    return head, frames


def _frames(child: int, end: socket.socket, limits: Limits) -> Iterator[bytes]:
    """Yield what the child sends until it is done; raise what it raised; leave no child behind."""
    until = time.monotonic() + limits.seconds
    try:
        while True:
            kind, size = HEADER.unpack(_exactly(HEADER.size, end, until, limits))
            payload = _exactly(size, end, until, limits)
            if kind == END:
                return
            if kind == ERROR:
                raise unpack_error(unpack(payload)[0])
            yield payload
    finally:
        end.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _exactly(size: int, end: socket.socket, until: float, limits: Limits) -> bytes:
    got = bytearray()
    while len(got) < size:
        end.settimeout(min(max(0.001, until - time.monotonic()), _DAY))
        try:
            piece = end.recv(size - len(got))
        except TimeoutError:
            raise Overrun(
                f"stopped after {limits.seconds:g} seconds",
                limit="deadline",
                hint="ask for less: LIMIT, a more selective pattern; or allow more time",
            ) from None
        if not piece:
            raise out_of_memory(limits.memory)
        got += piece
    return bytes(got)


def _work(work: Work, end: socket.socket, limits: Limits) -> NoReturn:
    """Be the child: whatever happens, never return into the parent's code."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        # The engine says on stderr that memory ran out before it aborts; the parent says it better.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        confine()
        allow_memory(limits.memory)
        channel = Channel(end)
        try:
            work(channel)
            channel.send(END)
        except KGError as error:
            channel.send(ERROR, pack(pack_error(error)))
    finally:
        os._exit(0)
