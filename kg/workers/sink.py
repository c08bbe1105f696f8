"""Where a worker writes an answer: into frames, the head held back until it is clear that it holds."""

from __future__ import annotations

import time
from typing import BinaryIO, cast

from kg.errors import Overrun
from kg.workers.wire import DATA, HEAD, Channel

_HELD_BYTES, _HELD_SECONDS = 256 << 10, 0.01
_PIECE_BYTES, _PIECE_SECONDS = 64 << 10, 0.05


class FrameSink:
    """A file whose bytes go out in frames.

    The head goes out with the first 256 KiB, or with what is written after 10 ms, or at the end: an error before that
    still gets a status of its own. This is no file of the standard library, which would close itself when it is let
    go of, and so send half an answer after an error.
    """

    def __init__(self, channel: Channel, head: bytes, most: int) -> None:
        self._channel = channel
        self._head: bytes | None = head
        self._room = most
        self._most = most
        self._held = bytearray()
        self._since = time.monotonic()

    def write(self, piece: bytes) -> int:
        """Take *piece*; raises Overrun when the answer grows too long."""
        self._held += piece
        self._room -= len(piece)
        if self._room < 0:
            raise Overrun(
                f"the answer is longer than {self._most >> 20} MiB",
                limit="result",
                hint="ask for less with LIMIT, or take a dump from /export",
            )
        size, seconds = (_PIECE_BYTES, _PIECE_SECONDS) if self._head is None else (_HELD_BYTES, _HELD_SECONDS)
        if len(self._held) >= size or time.monotonic() - self._since > seconds:
            self._pour()
        return len(piece)

    def _pour(self) -> None:
        if self._head is not None:
            self._channel.send(HEAD, self._head)
            self._head = None
        if self._held:
            self._channel.send(DATA, bytes(self._held))
            self._held.clear()
        self._since = time.monotonic()

    def flush(self) -> None:
        """Do nothing: what goes out when is for `write` to say."""

    def close(self) -> None:
        """Send what is left; without this nothing more goes out, as it should be after an error."""
        self._pour()

    @property
    def file(self) -> BinaryIO:
        """Return this as the file that writers ask for."""
        return cast(BinaryIO, self)
