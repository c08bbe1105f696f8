"""What editors ask of a store that is open in this process: the same as a server's workers do, without them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.decisions import Decision, decision_from_json, decision_to_json
from kg.store import Beside, Books, Draft, Source, decided, drafts, queue_of, source_of
from kg.wiring.stores import now
from kg.wiring.trades import Desk

if TYPE_CHECKING:
    from kg.article import Given
    from kg.pipeline import Prepared

Json = dict[str, Any]


class Bureau:
    """Editors' work on one store."""

    def __init__(self, store: Books, desk: Desk) -> None:
        self._store = store
        self._desk = desk
        self._learned: tuple[int, Json] = (0, {"aliases": [], "refused": []})

    def draft(self, key: str) -> Json:
        """Return all that an editor sees of a text; raises NotFound, Withdrawn."""
        source = source_of(self._store.ledger, key)
        said = self._desk.draft(source.text, source.beside.told, self.beside(source.text_hash))
        return said | {"key": key, "state": source.state, "published": source.state == "published"}

    def decide(self, key: str, values: Json, seen: int, by: str) -> Json:
        """Keep a decision, made whole; returns its number; raises UsageError, Conflict, NotFound."""
        source = source_of(self._store.ledger, key)
        beside = {"number": 0, "text_hash": source.text_hash, "by": by, "at": now().isoformat()}
        whole = self._complete(source, {**values, **beside})
        kept = decision_to_json(self._store.decide(decision_from_json(whole), seen))
        return {"number": kept["number"], "seen": kept["number"], "decision": kept}

    def _complete(self, source: Source, wanted: Json) -> Json:
        return self._desk.complete(source.text, source.beside.told, self.beside(source.text_hash), wanted)

    def keep_draft(self, body: bytes, given: Given, by: str) -> str:
        """Keep a document (text or HTML) as a draft and return its key; raises InputError."""
        opened = self._desk.open(body, given)
        beside = Beside(**opened.pop("beside"))
        self._store.keep_draft(Draft(**opened, by=by, at=now(), beside=beside))
        return str(opened["key"])

    def discard_draft(self, key: str) -> None:
        """Let go of a draft, or of a refused article; raises NotFound."""
        self._store.discard_draft(key, now())

    def prepared(self, key: str) -> Prepared:
        """Return a kept text as its editors left it, read and checked; raises NotFound, Withdrawn."""
        source = source_of(self._store.ledger, key).publishable()
        return self._desk.prepare(source.text, source.beside.told, self.beside(source.text_hash))

    def review_queue(self, after: str | None, most: int) -> Json:
        """Return a page of the texts to review; raises UsageError."""
        return self._store.ledger.ask(lambda db: queue_of(db, after, most))

    def decisions(self) -> list[Decision]:
        """Return all decisions, by number."""
        return list(self._store.decisions())

    def take_decisions(self, decisions: Sequence[Decision]) -> int:
        """Keep decisions of another store; returns how many were not known here."""
        return len(self._store.take(decisions, now()))

    def gold(self, key: str) -> Json:
        """Return a text as its editors left it, as gold; raises NotFound."""
        source = source_of(self._store.ledger, key)
        return self._desk.gold(source.text, source.beside.told, self.beside(source.text_hash), key)

    def text(self, key: str) -> str:
        """Return the text under a key; raises NotFound."""
        return source_of(self._store.ledger, key).text

    def done(self) -> list[str]:
        """Return the keys of the texts that an editor said are done."""
        return self._store.ledger.ask(drafts.done)

    def aliases(self) -> Json:
        """Return the names learned from links, and those that were not."""
        newest = self._store.ledger.ask(lambda db: decided.newest(db, "actor"))
        if self._learned[0] != newest:
            known = [decision_to_json(one) for one in self._store.ledger.ask(decided.linking)]
            self._learned = (newest, self._desk.learn(known))
        return self._learned[1]

    def beside(self, text_hash: str | None) -> Json:
        """Return what people decided: about one text, and the names that were learned."""
        known = () if text_hash is None else self._store.decisions(text_hash)
        return {"decisions": list(map(decision_to_json, known)), "aliases": self.aliases()["aliases"]}
