"""How often a client showed a token that is none: guessing is made slow, though 256 bits are not guessed."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from kg.errors import Overloaded

FREE: Final = 10
"""Wrong tokens that a client may show before it has to wait."""
_SECONDS: Final = 60.0
_CLIENTS: Final = 10_000


@dataclass(slots=True)
class Guesses:
    """A bucket of wrong guesses for each client, which loses one a minute; *clock* tells seconds."""

    clock: Callable[[], float] = time.monotonic
    _full_until: OrderedDict[str, float] = field(default_factory=OrderedDict)
    """When each client's bucket will be empty again."""

    def check(self, client: str) -> None:
        """Return if the client may show a token; raises Overloaded, whatever the token is worth."""
        wait = self._full_until.get(client, 0.0) - self.clock() - (FREE - 1) * _SECONDS
        if wait > 0:
            raise Overloaded("too many tokens that are none came from your address", yours=True, seconds=int(wait) + 1)

    def note(self, client: str) -> None:
        """Count a wrong token."""
        now = self.clock()
        self._full_until[client] = max(self._full_until.get(client, 0.0), now) + _SECONDS
        self._full_until.move_to_end(client)
        while len(self._full_until) > _CLIENTS:
            self._full_until.popitem(last=False)
