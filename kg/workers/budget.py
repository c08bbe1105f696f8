"""How much computing one client has had of late: a bucket of seconds that fills again with time."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_MINUTE = 60.0
_TICK = 1.0 / os.sysconf("SC_CLK_TCK")
_MOST_KNOWN = 10_000


@dataclass(slots=True)
class _Account:
    spent: float
    when: float


class Budget:
    """What each client has spent; `seconds` may be used in a minute, 0 means as many as there are."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._accounts: dict[str, _Account] = {}

    def wait(self, client: str, now: float) -> float:
        """Return the seconds after which *client* may ask again; 0 for now."""
        account = self._accounts.get(client)
        if not self.seconds or account is None:
            return 0.0
        owed = self._left(account, now) - self.seconds
        return max(0.0, owed * _MINUTE / self.seconds)

    def charge(self, client: str, seconds: float, now: float) -> None:
        """Note that *client* has used *seconds*."""
        if not self.seconds or not client:
            return
        account = self._accounts.get(client)
        spent = (self._left(account, now) if account else 0.0) + seconds
        self._accounts[client] = _Account(spent, now)
        if len(self._accounts) > _MOST_KNOWN:
            self._forget(now)

    def _left(self, account: _Account, now: float) -> float:
        """Return what is still counted of what was spent."""
        return max(0.0, account.spent - (now - account.when) * self.seconds / _MINUTE)

    def _forget(self, now: float) -> None:
        """Drop those who owe nothing, and, should that not do, those heard of longest ago."""
        kept = [(name, one) for name, one in self._accounts.items() if self._left(one, now) > 0]
        kept.sort(key=lambda item: item[1].when)
        self._accounts = dict(kept[-_MOST_KNOWN // 2 :])


def computed(pid: int) -> float:
    """Return the processor seconds that a process has used, all its threads together; 0 for one that is gone."""
    if not pid:
        return 0.0
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * _TICK
    except (OSError, IndexError, ValueError):
        return 0.0
