"""What editors ask: drafts, decisions, and publication with them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from kg.article import Given
from kg.decisions import Decision, decision_to_json
from kg.pipeline import refusal
from kg.store import Change, Receipt, Source, decided, drafts, queue_of, source_of
from kg.workers.acting import act_as
from kg.workers.asking import Engines
from kg.workers.published import Published
from kg.workers.scribe import Unknown
from kg.workers.settings import Json
from kg.workers.wire import Values


class Reviewing(Published):
    """The part of a Service that editors work with."""

    _readers: Engines
    _learned: tuple[int, Json] = (0, {"aliases": [], "refused": []})

    async def _put(self, values: Values, quads: bytes) -> Change:
        raise NotImplementedError

    async def draft(self, key: str) -> Json:
        """Return all that an editor sees of a draft, a refused article or a published one; raises NotFound."""
        source = await self._source(key)
        said = await self._at_desk("draft", source, await self.beside(source.text_hash))
        return said | {"key": key, "state": source.state, "published": source.state == "published"}

    async def decide(self, key: str, values: Json, seen: int, by: str) -> Json:
        """Keep a decision, made whole; returns its number; raises UsageError, Conflict, NotFound."""
        act_as(by)
        source = await self._source(key)
        now = datetime.now(UTC).isoformat()
        wanted = {**values, "number": 0, "text_hash": source.text_hash, "by": by, "at": now}
        beside = await self.beside(source.text_hash)
        whole = await self._at_desk("complete", source, beside, wanted=json.dumps(wanted, ensure_ascii=False))
        try:
            kept = await self._decided(whole, seen)
        except Unknown:
            kept = await self._kept(whole) or await self._decided(whole, seen)
        return {"number": kept["number"], "seen": kept["number"], "decision": kept}

    async def _decided(self, whole: Json, seen: int) -> Json:
        said: Json = await self._scribe.call("decide", {"decision": whole, "seen": seen})
        return dict(said["decision"])

    async def _kept(self, whole: Json) -> Json | None:
        """Return a decision whose writer ended before it answered, if it was kept by then."""
        known = await asyncio.to_thread(self._ledger.ask, lambda db: decided.of_text(db, whole["text_hash"]))
        found = (one for one in map(decision_to_json, known) if one | {"number": 0} == whole | {"number": 0})
        return next(found, None)

    async def keep_draft(self, body: bytes, given: Given, by: str) -> str:
        """Keep a document (text or HTML) as a draft and return its key; raises InputError."""
        act_as(by)
        published = given.published.isoformat() if given.published else None
        job: Values = {"job": "open"} | asdict(given) | {"published": published}
        opened, _, _ = await self._readers.whole(job, body, self._settings.reading_limits())
        await self._scribe.call("keep", {"draft": opened | {"by": by, "at": datetime.now(UTC).isoformat()}})
        return str(opened["key"])

    async def discard_draft(self, key: str) -> None:
        """Let go of a draft, or of a refused article; raises NotFound."""
        await self._scribe.call("discard", {"key": key, "now": datetime.now(UTC).isoformat()})

    async def publish(self, key: str, by: str) -> Receipt:
        """Publish a kept text as its editors left it; raises DoesNotConform, NotFound."""
        act_as(by)
        source = (await self._source(key)).publishable()
        said = await self._at_desk("publish", source, await self.beside(source.text_hash))
        receipt = await self.put_in(said)
        if source.state == "draft" and receipt.action == "unchanged":
            await self.discard_draft(key)
        return receipt

    async def put_in(self, said: Json) -> Receipt:
        """Put in what a reading worker prepared; raises DoesNotConform."""
        rejection = said["rejection"]
        self.judged("article", passed=rejection is None)
        if isinstance(rejection, dict):
            await self._scribe.call("reject", {"rejection": rejection})
            raise refusal(rejection["key"], rejection["article"], json.loads(rejection["report"]))
        publication = said["publication"]
        assert isinstance(publication, dict)
        quads = str(publication.pop("quads")).encode("utf-8")
        now = datetime.now(UTC).isoformat()
        change = await self._put({"publication": publication, "now": now}, quads)
        names = (str(publication["key"]), str(publication["article"]), str(publication["graph"]))
        return Receipt(*names, change.action, change.revision, said["facts"], said["findings"], said["gleaned"])

    async def review_queue(self, after: str | None, most: int) -> Json:
        """Return texts to review, at most so many behind that place: drafts, refused ones, then published ones."""
        return await asyncio.to_thread(self._ledger.ask, lambda db: queue_of(db, after, most))

    async def decisions(self, after: int = 0, most: int = 1 << 62) -> list[Decision]:
        """Return all decisions behind a number, at most so many."""
        return list(await asyncio.to_thread(self._ledger.ask, lambda db: decided.every(db, after, most)))

    async def take_decisions(self, decisions: Sequence[Decision]) -> int:
        """Keep decisions of another store; returns how many were not known here."""
        body = json.dumps([decision_to_json(one) for one in decisions], ensure_ascii=False).encode("utf-8")
        said: Json = await self._scribe.call("take", {"now": datetime.now(UTC).isoformat()}, body)
        return len(said["taken"])

    async def gold(self, key: str) -> Json:
        """Return an article as its editors left it, as gold (`score.py`'s form); raises NotFound."""
        source = await self._source(key)
        return await self._at_desk("gold", source, await self.beside(source.text_hash), name=key)

    async def done(self) -> list[str]:
        """Return the keys of the texts that an editor said are done, the oldest first."""
        return await asyncio.to_thread(self._ledger.ask, drafts.done)

    async def aliases(self) -> Json:
        """Return the names learned from links ("aliases"), and those that were not ("refused"), with their reason."""
        newest = await asyncio.to_thread(self._ledger.ask, lambda db: decided.newest(db, "actor"))
        if self._learned[0] != newest:
            known = await asyncio.to_thread(self._ledger.ask, decided.linking)
            body = json.dumps([decision_to_json(one) for one in known], ensure_ascii=False).encode("utf-8")
            said, _, _ = await self._readers.whole({"job": "learn"}, body, self._settings.reading_limits())
            self._learned = (newest, said)
        return self._learned[1]

    async def beside(self, text_hash: str | None) -> dict[str, Any]:
        """Return what people decided: about one text, and the names that were learned."""
        learned = (await self.aliases())["aliases"]
        known: Sequence[Decision] = ()
        if text_hash is not None:
            known = await asyncio.to_thread(self._ledger.ask, lambda db: decided.of_text(db, text_hash))
        return {"decisions": list(map(decision_to_json, known)), "aliases": learned}

    async def _at_desk(self, job: str, source: Source, beside: dict[str, Any], **more: Any) -> Json:
        values: Values = {"job": job, "told": source.beside.told, "beside": beside, **more}
        said, _, _ = await self._readers.whole(
            values, source.text.encode("utf-8", "surrogatepass"), self._settings.reading_limits()
        )
        return said

    async def _source(self, key: str) -> Source:
        return await asyncio.to_thread(source_of, self._ledger, key)


def text_hash_of(said: Json) -> str:
    """Return the hash of the text that a reading worker prepared."""
    return str((said["publication"] or said["rejection"])["text_hash"])
