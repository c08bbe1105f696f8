"""What had to be begun anew, how often, and why; `/health` tells."""

from __future__ import annotations

import os
import signal
from collections import Counter
from datetime import datetime


class Restarts:
    """A count for each part of the service."""

    def __init__(self) -> None:
        self._reasons: dict[str, Counter[str]] = {}
        self._last: dict[str, datetime] = {}

    def note(self, part: str, reason: str, when: datetime, times: int = 1) -> None:
        """Note that *part* was begun anew."""
        self._reasons.setdefault(part, Counter())[reason] += times
        self._last[part] = when

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how often each part was begun anew, by reason."""
        return {(part, why): times for part, reasons in self._reasons.items() for why, times in reasons.items()}

    def told(self) -> dict[str, dict[str, object]]:
        """Return the counts as JSON values, by part."""
        return {
            part: {"count": reasons.total(), "reasons": dict(reasons), "last": self._last[part].isoformat()}
            for part, reasons in sorted(self._reasons.items())
        }


def ended_how(status: int | None) -> str:
    """Return in words how a process ended, by what the system says of it."""
    if status is None:
        return "ended"
    if os.WIFSIGNALED(status):
        try:
            return f"killed by {signal.Signals(os.WTERMSIG(status)).name}"
        except ValueError:
            return f"killed by signal {os.WTERMSIG(status)}"
    return f"ended with code {os.waitstatus_to_exitcode(status)}"
