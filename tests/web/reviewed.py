"""The half of the service in this process that editors work with: the real reader and gate, over a store in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from kg.article import Given
from kg.decisions import Decision
from kg.pipeline import accepted
from kg.store import MemoryStore
from kg.wiring.bureau import Bureau
from kg.wiring.trades import Desk
from kg.workers import Receipt

Json = dict[str, Any]


class Reviewed:
    """What `kg.workers.Service` promises of reviewing."""

    store: MemoryStore
    base: str

    @cached_property
    def bureau(self) -> Bureau:
        return Bureau(self.store, Desk(self.base, gate=True))

    async def draft(self, key: str) -> Json:
        return self.bureau.draft(key)

    async def decide(self, key: str, values: Json, seen: int, by: str) -> Json:
        return self.bureau.decide(key, values, seen, by)

    async def keep_draft(self, body: bytes, given: Given, by: str) -> str:
        return self.bureau.keep_draft(body, given, by)

    async def discard_draft(self, key: str) -> None:
        self.bureau.discard_draft(key)

    async def publish_kept(self, key: str, by: str) -> Receipt:
        prepared = self.bureau.prepared(key)
        if prepared.rejection is not None:
            self.store.reject(prepared.rejection)
        publication = accepted(prepared)
        change = self.store.put(publication, datetime.now(UTC))
        names = (publication.key, publication.article, publication.graph)
        return Receipt(*names, change.action, change.revision, prepared.facts, prepared.report["findings"])

    async def review_queue(self, after: str | None, most: int) -> Json:
        return self.bureau.review_queue(after, most)

    async def decisions(self, after: int = 0, most: int = 1 << 62) -> list[Decision]:
        return [one for one in self.bureau.decisions() if one.number > after][:most]

    async def take_decisions(self, decisions: Sequence[Decision]) -> int:
        return self.bureau.take_decisions(decisions)

    async def gold(self, key: str) -> Json:
        return self.bureau.gold(key)

    async def done(self) -> list[str]:
        return self.bureau.done()

    async def aliases(self) -> Json:
        return self.bureau.aliases()
