"""How long a change of so many quads takes, learned from those before it: what would come too late is not begun."""

from __future__ import annotations

import time

from kg.errors import Overrun

_EACH, _TELLING = 40e-6, 10_000
"""Seconds a quad takes, until a change of so many quads has shown it."""
_FORGOTTEN = 0.8
_TO_DISK = 1.5


class Pace:
    """Seconds a quad takes, in two stages: to work out what it means, and to write it down and apply it."""

    def __init__(self) -> None:
        self._weighing = self._applying = _EACH / 2
        self._weighed = 0.0

    def begin(self, quads: int, due: float | None) -> tuple[float, int]:
        """Return when a change of so many quads began, and their number; raises Overrun if it would end after *due*."""
        try:
            self._hold(quads, quads * (self._weighing + self._applying), due)
        except Overrun:
            # One slow change must not close the door for ever to all after it: what is not tried teaches nothing.
            self._weighing, self._applying = self._weighing * _FORGOTTEN, self._applying * _FORGOTTEN
            raise
        return time.monotonic(), quads

    def go_on(self, began: float, quads: int, due: float | None) -> None:
        """Let what is weighed be written down; raises Overrun where that would end after *due*."""
        self._weighed = time.monotonic() - began
        if quads >= _TELLING:
            self._weighing = self._weighed / quads
        self._hold(quads, quads * self._applying, due)

    def end(self, began: float, quads: int) -> None:
        """Learn from a change that was applied; bringing it to the disk is taken to last half as long again."""
        if quads >= _TELLING:
            self._applying = _TO_DISK * (time.monotonic() - began - self._weighed) / quads

    def _hold(self, quads: int, seconds: float, due: float | None) -> None:
        if due is not None and time.monotonic() + seconds > due:
            told = f"a change of {quads} quads cannot be made in the time that is left; nothing was changed"
            raise Overrun(told, limit="deadline", hint="send less at once, or when less is asked of the server")
