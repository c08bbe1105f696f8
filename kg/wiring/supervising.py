"""A server that is begun again when it dies: a thin parent holds what it listens at, and a child serves there.

The child is a fork, so that another one is there at once; whoever connects in between waits instead of being refused.
The child lives in a session of its own: what the terminal or a service manager signals reaches the parent, which
passes it on once. A parent that is killed takes its child along, and that its workers.
"""

from __future__ import annotations

import gc
import logging
import os
import select
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NoReturn

from kg.errors import KGError, StoreBusy
from kg.workers.restarts import Restarts, ended_how
from kg.workers.sandbox import die_with_parent, name_process
from kg.workers.wire import END, ERROR, HEAD, HEADER, frame, pack, pack_error, unpack, unpack_error

_log = logging.getLogger("kg.server")
_PASSED_ON: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_FIRST_DELAY, _LONGEST_DELAY = 0.1, 5.0
# Seconds after which a server that dies is no longer one that cannot live.
_STEADY: Final = 10.0
# Deaths in a row, with no request answered in between, after which whoever started us must know.
_MOST: Final = 8
PART: Final = "server"


@dataclass(frozen=True, slots=True)
class Post:
    """What a server is given by its parent: where to listen, and what became of those before it."""

    listener: socket.socket
    door: socket.socket | None
    """The owner's door, once one server has opened it."""
    since: datetime
    restarts: Restarts
    parent: socket.socket

    def opened(self, address: str, door: socket.socket | None) -> None:
        """Tell the parent that requests are answered at *address*, and hand it the door to hold."""
        told = frame(HEAD, pack({"address": address}))
        socket.send_fds(self.parent, [told], [door.fileno()] if door and not self.door else [])


Serve = Callable[[Post], None]
"""Serves until it is told to stop; raises what keeps it from serving."""


def supervise(listener: socket.socket, serve: Serve, ready: Callable[[str], None]) -> None:
    """Have *serve* done in a child until it ends by itself or is told to stop; begin it anew when it dies.

    *ready* is told the address once, by the first child that answers. To be called in the main thread; *listener* is
    closed. What *serve* raises before it answers is raised here; a signal passed on that ends it early ends us alike.
    """
    with _signals() as woken:
        died_of = _Parent(listener, serve, ready, woken).run()
    if died_of:
        signal.raise_signal(died_of)


@contextmanager
def _signals() -> Iterator[int]:
    """Yield a pipe that tells each signal to pass on, and each child's death, by its number."""
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    # Who started us with nohup wants no hang-up to end us.
    numbers = [n for n in _PASSED_ON if n != signal.SIGHUP or signal.getsignal(n) is not signal.SIG_IGN]
    fd = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    before = {number: signal.signal(number, lambda *_: None) for number in (*numbers, signal.SIGCHLD)}
    try:
        yield woken
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(fd)
        os.close(woken)
        os.close(wake)


class _Parent:
    def __init__(self, listener: socket.socket, serve: Serve, ready: Callable[[str], None], woken: int) -> None:
        self._listener, self._serve, self._ready, self._woken = listener, serve, ready, woken
        self._since = datetime.now(UTC)
        self._restarts = Restarts()
        self._door: socket.socket | None = None
        self._told_to_stop = self._ever_opened = self._opened = self._closed = False
        self._error: KGError | OSError | None = None
        self._heard = b""

    def run(self) -> int:
        """Return when the server has closed; or the number of the signal passed on that it died of."""
        delay, in_a_row = _FIRST_DELAY / 2, 0
        while not self._told_to_stop:
            began = time.monotonic()
            status = self._one_life()
            if self._closed:
                return 0
            how = self._how_it_died(status)
            if self._told_to_stop:
                return self._died_stopping(status, how)
            in_a_row = 0 if self._opened else in_a_row + 1
            if in_a_row == _MOST:
                raise KGError(f"the server died {in_a_row} times before it could answer: {how}")
            self._restarts.note(PART, how, datetime.now(UTC))
            delay = _FIRST_DELAY if time.monotonic() - began > _STEADY else min(2 * delay, _LONGEST_DELAY)
            _log.error("the server ended (%s); beginning another in %.1f s", how, delay)
            self._wait(delay)
        return 0

    def _how_it_died(self, status: int) -> str:
        """Return in words how a server died that shall be begun anew; raises what shall not be tried again."""
        if isinstance(self._error, StoreBusy) and self._ever_opened:
            # A command has taken the store while nobody held it, and will give it back.
            return "the store was busy"
        if self._error is not None:
            raise self._error
        if os.WIFEXITED(status) and not self._ever_opened and not self._told_to_stop:
            # It has said why, and would say the same again.
            sys.exit(os.WEXITSTATUS(status) or 1)
        return ended_how(status)

    def _died_stopping(self, status: int, how: str) -> int:
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if number in _PASSED_ON:
            return number
        raise KGError(f"the server did not close as it was told: {how}")

    def _one_life(self) -> int:
        """Let one server live; return how it ended, as the system says it."""
        self._opened, self._error, self._heard = False, None, b""
        here, there = socket.socketpair()
        with here, there:
            post = Post(self._listener, self._door, self._since, self._restarts, there)
            # Nothing may be delivered to the child before it is its own master.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, _PASSED_ON)
            parent, child = os.getpid(), os.fork()
            if child == 0:
                here.close()
                _be_born(parent, self._serve, post, before)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            there.close()
            here.setblocking(False)
            try:
                return self._watched(child, here)
            except BaseException:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                raise

    def _watched(self, child: int, end: socket.socket) -> int:
        waited: list[int | socket.socket] = [self._woken, end]
        while True:
            ready, _, _ = select.select(waited, [], [])
            if end in ready and not self._hear(end):
                waited.remove(end)
            if self._woken in ready:
                self._pass_on(child)
                if (status := _buried(child)) is not None:
                    while end in waited and self._hear(end):
                        pass
                    return status

    def _pass_on(self, child: int | None) -> None:
        for number in os.read(self._woken, 512):
            if number in _PASSED_ON:
                self._told_to_stop = True
                # From here on the child alone says whether anybody is let in.
                self._listener.close()
                if child is not None:
                    os.kill(child, number)

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._told_to_stop and (left := until - time.monotonic()) > 0:
            if select.select([self._woken], [], [], left)[0]:
                self._pass_on(None)

    def _hear(self, end: socket.socket) -> bool:
        """Take in what the child says; tell whether more may come."""
        try:
            data, ends, _, _ = socket.recv_fds(end, 1 << 16, 1)
        except BlockingIOError:
            return False
        except ConnectionError:
            data, ends = b"", []
        for number in ends:
            self._door = socket.socket(fileno=number)
        self._heard += data
        while len(self._heard) >= HEADER.size:
            kind, length = HEADER.unpack_from(self._heard)
            stop = HEADER.size + length
            if len(self._heard) < stop:
                break
            self._told(kind, self._heard[HEADER.size : stop])
            self._heard = self._heard[stop:]
        return bool(data)

    def _told(self, kind: bytes, payload: bytes) -> None:
        if kind == END:
            self._closed = True
        elif kind == ERROR:
            said, _ = unpack(payload)
            system = said.get("system")
            self._error = OSError(*system) if isinstance(system, list) else unpack_error(said)
        elif kind == HEAD:
            first, self._ever_opened, self._opened = not self._ever_opened, True, True
            if first:
                self._ready(str(unpack(payload)[0]["address"]))


def _buried(child: int) -> int | None:
    """Return how *child* ended, once it has; process 1 of a container buries all that were orphaned too."""
    while True:
        pid, status = os.waitpid(-1 if os.getpid() == 1 else child, os.WNOHANG)
        if pid in (0, child):
            return status if pid else None


def _be_born(parent: int, serve: Serve, post: Post, mask: set[int | signal.Signals]) -> NoReturn:
    """Be the child: whatever happens, never return into the parent's code."""
    code = 1
    try:
        _leave_home(parent, mask)
        try:
            serve(post)
            post.parent.sendall(frame(END))
        except KGError as error:
            post.parent.sendall(frame(ERROR, pack(pack_error(error))))
        except OSError as error:
            said = {"system": [error.errno, error.strerror or str(error), error.filename]}
            post.parent.sendall(frame(ERROR, pack(said)))
        code = 0
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.raise_signal(signal.SIGINT)
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _leave_home(parent: int, mask: set[int | signal.Signals]) -> None:
    """Be a process of its own, but not without its parent."""
    os.setsid()
    die_with_parent()
    if not sys.platform.startswith("linux"):
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    name_process("kg front")
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    gc.freeze()
    if os.getppid() != parent:
        os._exit(1)


def _follow(parent: int) -> None:
    """End with the parent where the kernel does not see to it."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)
