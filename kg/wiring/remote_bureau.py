"""What editors ask of a store that a server holds, over its JSON addresses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

import httpx

from kg.decisions import Decision, read_lines, write_lines

Json = dict[str, Any]


class RemoteBureau:
    """Editors' work on the store of a server; *ask* sends one request and raises the server's errors."""

    def __init__(self, ask: Callable[..., httpx.Response]) -> None:
        self._ask = ask

    def draft(self, key: str) -> Json:
        """Return all that an editor sees of a text; raises NotFound, Withdrawn."""
        return dict(self._ask("GET", f"/review/{quote(key, safe='')}.json").json())

    def review_queue(self, after: str | None, most: int) -> Json:
        """Return a page of the texts to review; raises UsageError."""
        asked = {"limit": str(most)} | ({"after": after} if after is not None else {})
        return dict(self._ask("GET", "/review/queue.json", params=asked).json())

    def decisions(self) -> list[Decision]:
        """Return all decisions, by number."""
        return list(read_lines(self._ask("GET", "/review/decisions").content))

    def take_decisions(self, decisions: Sequence[Decision]) -> int:
        """Keep decisions of another store; returns how many were not known there."""
        body = write_lines(decisions).encode("utf-8")
        return int(self._ask("POST", "/review/decisions", content=body).json()["taken"])

    def gold(self, key: str) -> Json:
        """Return a text as its editors left it, as gold; raises NotFound."""
        return dict(self._ask("GET", f"/review/{quote(key, safe='')}/gold.json").json())

    def done(self) -> list[str]:
        """Return the keys of the texts that an editor said are done."""
        return list(self._ask("GET", "/review/done.json").json())

    def aliases(self) -> Json:
        """Return the names learned from links, and those that were not."""
        return dict(self._ask("GET", "/review/aliases.json").json())
