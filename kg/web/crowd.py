"""How many connections are open, in all and of one client: one too many ends the oldest that waits for its client.

So whoever opens connections and says nothing loses those; others keep theirs, and the next may still ask.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, Protocol

from kg.web.gatekeeper import Proxies, neighbourhood
from kg.web.problems import Problem

_SECONDS: Final = 5
_RETRY: Final = {"retry-after": str(_SECONDS)}
YOURS: Final = Problem(
    429, "overloaded", "Too many connections", "you have too many connections open", {"seconds": _SECONDS}, _RETRY
)
OURS: Final = Problem(
    503, "overloaded", "Too many connections", "too many connections are open", {"seconds": _SECONDS}, _RETRY
)


class Member(Protocol):
    """One connection."""

    def waits(self) -> bool:
        """Tell whether the connection is idle, or what it waits for is its client."""

    def leave(self, problem: Problem) -> None:
        """End the connection; *problem* says why."""


@dataclass(slots=True)
class Crowd:
    """The open connections: `most` of them, `each` of one client; *proxies* speak for many, and have no such bound."""

    most: int = 1000
    each: int = 250
    proxies: Proxies = field(default_factory=Proxies)
    _members: dict[Member, str] = field(default_factory=dict, init=False)
    """By age: who is at the front came first."""
    _sizes: Counter[str] = field(default_factory=Counter, init=False)

    def admit(self, member: Member, address: str) -> Problem | None:
        """Take in a connection from *address*; returns why there is no room for it, None when there is."""
        client = neighbourhood(address)
        if self._sizes[client] >= self.each and not self.proxies.trust(address) and not self._part(client, YOURS):
            return YOURS
        if len(self._members) >= self.most:
            ((largest, _),) = self._sizes.most_common(1)
            if not self._part(largest, OURS) and not self._part(None, OURS):
                return OURS
        self._members[member] = client
        self._sizes[client] += 1
        return None

    def dismiss(self, member: Member) -> None:
        """Count a connection no longer that has ended, or was never taken in."""
        client = self._members.pop(member, None)
        if client is not None:
            self._sizes[client] -= 1
            if not self._sizes[client]:
                del self._sizes[client]

    def _part(self, client: str | None, problem: Problem) -> bool:
        """End the oldest connection of a client (None: of anybody) that waits for it; tell whether there was one."""
        found = next((one for one, of in self._members.items() if client in (of, None) and one.waits()), None)
        if found is None:
            return False
        self.dismiss(found)
        found.leave(problem)
        return True
