"""The front's side of a nursery: workers begun, spoken to, and killed."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Callable

from kg.workers.nursery import KILL, NEWS, ORDER, Works
from kg.workers.wire import HEADER, JOB, Values, frame, pack

_log = logging.getLogger("kg.workers")
_WINDOW = 1 << 20
_SLOWEST_RELAUNCH = 5.0


class Gone(Exception):
    """The worker's end is closed: it was killed, or it died."""


class Hand:
    """One worker, as the front sees it; it does one job at a time."""

    def __init__(self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.number = number
        self.pid = 0
        self.ended = asyncio.Event()
        self.status: int | None = None
        self._reader = reader
        self._writer = writer

    async def send(self, head: Values, body: bytes = b"") -> None:
        """Send a job; raises Gone."""
        try:
            self._writer.write(frame(JOB, pack(head, body)))
            await self._writer.drain()
        except OSError as error:
            raise Gone from error

    async def receive(self) -> tuple[bytes, bytes]:
        """Return the next frame; raises Gone."""
        try:
            kind, length = HEADER.unpack(await self._reader.readexactly(HEADER.size))
            return kind, await self._reader.readexactly(length) if length else b""
        except (asyncio.IncompleteReadError, OSError) as error:
            raise Gone from error

    def slow_down(self) -> None:
        """Let others go first."""
        if self.pid:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, 15)

    def close(self) -> None:
        """Close the front's end."""
        self._writer.close()

    def over(self, status: int | None) -> None:
        """Note that the process is over, and how it ended."""
        self.status = status
        self.ended.set()


Connect = Callable[[], tuple[socket.socket, subprocess.Popen[bytes] | None]]
"""Begins a nursery; returns the front's end of its control socket, and its process if that is the front's own child."""


def launched(works: Works) -> Connect:
    """Return what begins a nursery as a process of its own.

    It gets a session of its own: Ctrl-C at a terminal is for the front, which then ends its workers in order.
    """
    pickled = pickle.dumps(works)

    def connect() -> tuple[socket.socket, subprocess.Popen[bytes]]:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from kg.workers.nursery import main; main()", str(theirs.fileno())],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,
        )
        theirs.close()
        assert process.stdin
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(pickled)
            process.stdin.close()
        return ours, process

    return connect


class Nursery:
    """A nursery, begun again whenever it is gone; `mourn` hears of each of its children that died."""

    def __init__(self, connect: Connect, mourn: Callable[[Hand], None]) -> None:
        self._connect = connect
        self._mourn = mourn
        self._hands: dict[int, Hand] = {}
        self._numbers = itertools.count(1)
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._news = b""
        self._closed = False
        self._relaunch: asyncio.TimerHandle | None = None
        self._delay = 0.05

    def launch(self) -> None:
        """Begin it."""
        try:
            self._control, self._process = self._connect()
        except Gone:
            self._try_again()
            return
        self._control.setblocking(False)
        self._news = b""
        asyncio.get_running_loop().add_reader(self._control, self._hear)

    def _try_again(self) -> None:
        """Begin it anew, ever more slowly when that goes on."""
        if not self._closed:
            self._relaunch = asyncio.get_running_loop().call_later(self._delay, self.launch)
            self._delay = min(2 * self._delay, _SLOWEST_RELAUNCH)

    def nested(self, letter: bytes) -> Connect:
        """Return what begins another nursery as a child of this one."""

        def connect() -> tuple[socket.socket, None]:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                self._order(letter, next(self._numbers), theirs)
            except Gone:
                ours.close()
                raise
            return ours, None

        return connect

    def _order(self, letter: bytes, number: int, end: socket.socket) -> None:
        """Have a work begun on *end*; raises Gone while there is no nursery."""
        try:
            if self._control is None:
                raise Gone
            socket.send_fds(self._control, [ORDER.pack(letter, number)], [end.fileno()])
        except OSError as error:
            raise Gone from error
        finally:
            end.close()

    async def spawn(self, letter: bytes) -> Hand:
        """Return a new worker; a job may be sent to it at once. Raises Gone while there is no nursery."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        number = next(self._numbers)
        reader, writer = await asyncio.open_unix_connection(sock=ours, limit=_WINDOW)
        hand = self._hands[number] = Hand(number, reader, writer)
        try:
            self._order(letter, number, theirs)
        except Gone:
            del self._hands[number]
            hand.close()
            raise
        return hand

    def kill(self, hand: Hand) -> None:
        """Kill a worker; by its nursery, so that no other process that got its number is hit."""
        hand.close()
        if self._control is not None and hand.number in self._hands:
            with contextlib.suppress(OSError):
                self._control.send(ORDER.pack(KILL, hand.number))

    def _hear(self) -> None:
        assert self._control is not None
        try:
            heard = self._control.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            heard = b""
        if not heard:
            self._lost()
            return
        self._news += heard
        while len(self._news) >= NEWS.size:
            what, number, value = NEWS.unpack(self._news[: NEWS.size])
            self._news = self._news[NEWS.size :]
            if hand := self._hands.get(number):
                self._told(what, hand, value)

    def _told(self, what: bytes, hand: Hand, value: int) -> None:
        self._delay = 0.05
        if what == b"B":
            hand.pid = value
        else:
            del self._hands[hand.number]
            hand.over(value)
            self._mourn(hand)

    def _lost(self) -> None:
        """Bury all: the nursery is gone, and its workers with it."""
        self._let_go()
        hands, self._hands = list(self._hands.values()), {}
        for hand in hands:
            hand.over(signal.SIGKILL)
            self._mourn(hand)
        if not self._closed:
            _log.error("a worker nursery ended; beginning another")
        self._try_again()

    def _let_go(self) -> None:
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.poll()

    async def close(self) -> None:
        """End the process and all its workers."""
        self._closed = True
        if self._relaunch is not None:
            self._relaunch.cancel()
        for hand in self._hands.values():
            hand.close()
        self._let_go()
        if self._process is not None:
            await ended(self._process)


async def ended(process: subprocess.Popen[bytes], patience: float = 5.0) -> None:
    """Wait until a process that was told to end has ended; kill it when it does not."""
    until = asyncio.get_running_loop().time() + patience
    while process.poll() is None:
        if asyncio.get_running_loop().time() > until:
            process.kill()
            process.wait()
            return
        await asyncio.sleep(0.005)
