"""A process that has imported what workers need, and forks one when asked: 5 ms instead of 300.

It runs no thread and opens no store, so that a fork of it is a clean start. One nursery is begun by the front, and is
asked for engine workers, for the writer, and for a second nursery, which loads what reading takes. A nursery lives as
long as its front: when the front's end of the socket closes, however that came, it kills its workers and ends.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress

from kg.workers.sandbox import die_with_parent, name_process

ORDER = struct.Struct("!cq")
"""What the front says: the letter of a work, with a socket (begin it there), or "K" (kill it); and a number for it."""
KILL = b"K"
NEWS = struct.Struct("!cqi")
"""What it is told: "B" (begun; its process id) or "D" (dead; how it ended, as the system says it)."""

Work = Callable[[socket.socket], None]
Works = Mapping[bytes, Work]
"""What children may do, by letter."""


def main() -> None:
    """Serve orders on the socket whose number is the first argument; the works come pickled on standard input."""
    name_process("kg nursery")
    works: Works = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own front wrote it
    for work in works.values():
        warm_up: Callable[[], object] | None = getattr(work, "warm_up", None)
        if warm_up is not None:
            warm_up()
    run(socket.socket(fileno=int(sys.argv[1])), works)


def run(control: socket.socket, works: Works) -> None:
    """Serve orders on *control* until the front is gone."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # A whole group is signalled at once; workers end when their front does, not before it.
        signal.signal(number, signal.SIG_IGN)
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    gc.freeze()
    _Nursery(control, works, (woken, wake)).serve()


class _Nursery:
    def __init__(self, control: socket.socket, works: Works, pipe: tuple[int, int]) -> None:
        self._control = control
        self._works = works
        self._pipe = pipe
        self._children: dict[int, int] = {}

    def serve(self) -> None:
        """Serve until the front is gone."""
        while True:
            ready, _, _ = select.select([self._control.fileno(), self._pipe[0]], [], [])
            if self._pipe[0] in ready:
                os.read(self._pipe[0], 512)
                self._bury()
            if self._control.fileno() in ready and not self._order():
                break
        for pid in self._children.values():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _order(self) -> bool:
        try:
            data, ends, _, _ = socket.recv_fds(self._control, ORDER.size, 1)
        except ConnectionError:
            return False
        if len(data) < ORDER.size:
            return False
        what, number = ORDER.unpack(data)
        if what != KILL:
            self._begin(self._works[what], number, socket.socket(fileno=ends[0]))
        elif number in self._children:
            # Only this process waits for its children, so that a number it still has is no other process's.
            os.kill(self._children[number], signal.SIGKILL)
        return True

    def _begin(self, work: Work, number: int, end: socket.socket) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._be_born(parent, work, end)
        end.close()
        self._children[number] = pid
        self._tell(b"B", number, pid)

    def _be_born(self, parent: int, work: Work, end: socket.socket) -> None:
        try:
            die_with_parent()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._control.close()
            for one in self._pipe:
                os.close(one)
            if os.getppid() == parent:
                work(end)
        finally:
            os._exit(0)

    def _bury(self) -> None:
        while self._children:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for number in [n for n, child in self._children.items() if child == pid]:
                del self._children[number]
                self._tell(b"D", number, status)

    def _tell(self, what: bytes, number: int, value: int) -> None:
        with suppress(ConnectionError):
            self._control.sendall(NEWS.pack(what, number, value))
