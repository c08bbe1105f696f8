"""How far long work has come, told on one line of a terminal."""

from __future__ import annotations

import sys
import time

_PAUSE = 0.2


class Progress:
    """Tells a person at a terminal how far long work has come, on one line that is gone at the end."""

    def __init__(self, *, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._last = time.monotonic()
        self._width = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._write("")

    def __call__(self, what: str, done: int, whole: int) -> None:
        """Say that *done* of *whole* is done, if it is some time since the last word."""
        self._now_and_then(f"{what}: {done} of {whole}")

    def so_far(self, what: str, done: int) -> None:
        """Say how much is done of what nobody knows the size of."""
        self._now_and_then(f"{done:,} {what}")

    def _now_and_then(self, line: str) -> None:
        if time.monotonic() - self._last >= _PAUSE:
            self._last = time.monotonic()
            self._write(line)

    def _write(self, line: str) -> None:
        if self._shown and (line or self._width):
            sys.stderr.write(f"\r{line:<{self._width}}" + ("" if line else "\r"))
            sys.stderr.flush()
            self._width = max(self._width, len(line))
