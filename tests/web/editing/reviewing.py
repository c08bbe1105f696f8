"""A service whose editors' desk is the real one, in this process: what is decided is read, kept and applied."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import cache
from typing import Any

from kg.article import Article, Given, read_article
from kg.decisions import Decision, conflict_with, decision_from_json, decision_to_json
from kg.drafts import complete, draft, gold
from kg.errors import Conflict, NotFound
from kg.pipeline import Toolkit, accepted, prepare_article
from kg.wiring.toolkit import toolkit_for
from kg.workers import Receipt
from tests.web.service import BASE, NOW, FakeService

NEWS = (
    "وزير خارجية النرويج يلتقي نظيره الفنلندي في أوسلو\n"
    "\n"
    "التقى وزير الخارجية النرويجي نظيره الفنلندي في أوسلو يوم الثلاثاء.\n"
    "وقال رئيس الوزراء الكندي جاستن ترودو إن بلاده ستدعم الاتفاق.\n"
    "وأكد ترودو أن الحوار مستمر، وأن الحوار مفيد.\n"
)


@cache
def toolkit() -> Toolkit:
    return toolkit_for(BASE)


class Reviewing(FakeService):
    """A service with drafts; `slow` seconds pass before a document is read."""

    slow = 0.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, tuple[Article, str]] = {}
        self.decided: list[Decision] = []

    def keep(self, text: str = NEWS) -> str:
        """Keep a text as a draft and return its key."""
        article = read_article(text.encode("utf-8"), Given())
        key = toolkit().names.key(article)
        self.kept[key] = (article, "draft")
        return key

    async def keep_draft(self, body: bytes, given: Given, by: str) -> str:
        await asyncio.sleep(self.slow)
        self.asked.append((body, given, by))
        article = read_article(body, given)
        key = toolkit().names.key(article)
        self.kept[key] = (article, "draft")
        return key

    def _found(self, key: str) -> tuple[Article, str, list[Decision]]:
        if key not in self.kept:
            raise NotFound(f"there is no draft and no article {key!r}")
        article, state = self.kept[key]
        return article, state, [one for one in self.decided if one.text_hash == article.text_hash]

    async def draft(self, key: str) -> dict[str, Any]:
        article, state, decisions = self._found(key)
        return draft(article, toolkit(), decisions) | {"state": state, "published": state == "published"}

    async def decide(self, key: str, values: dict[str, Any], seen: int, by: str) -> dict[str, Any]:
        article, _, decisions = self._found(key)
        at = (NOW + timedelta(seconds=len(self.decided))).isoformat()
        wanted = {**values, "number": 0, "text_hash": article.text_hash, "by": by, "at": at}
        whole = complete(article, toolkit(), decisions, decision_from_json(wanted))
        if other := conflict_with(whole, decisions, seen):
            raise Conflict("somebody else decided on this", decision_to_json(other))
        told = decision_to_json(whole) | {"number": len(self.decided) + 1}
        self.decided.append(decision_from_json(told))
        return {"number": told["number"], "seen": told["number"], "decision": told}

    async def discard_draft(self, key: str) -> None:
        self._found(key)
        del self.kept[key]

    async def publish(self, key: str, by: str) -> Receipt:
        article, _, decisions = self._found(key)
        publication = accepted(prepare_article(article, toolkit(), NOW, decisions))
        change = self.store.put(publication, NOW)
        self.kept[key] = (article, "published")
        names = (publication.key, publication.article, publication.graph)
        return Receipt(*names, change.action, change.revision, {"statements": 2}, [])

    async def review_queue(self, after: str | None, most: int) -> dict[str, Any]:
        items = [
            {"key": key, "state": state, "title": article.text.partition("\n")[0], "decided": 1, "undecided": 2}
            | {"at": NOW.isoformat(), "lowest_confidence": None, "done": False}
            for key, (article, state) in self.kept.items()
        ]
        return {"items": items, "next": None, "counts": {"drafts": len(items), "rejected": 0, "published": 0}}

    async def gold(self, key: str) -> dict[str, Any]:
        article, _, decisions = self._found(key)
        return gold(article, toolkit(), decisions, key)
