"""A change as the ledger writes it down before it is made."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from kg.store.audit import Touch
from kg.store.contract import Entry
from kg.store.sums import Sums, decode_sums, encode_sums


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to the entries: an article published (with its quads' hash), articles withdrawn; new sums."""

    published: Entry | None = None
    quads_hash: str = ""
    withdrawn: tuple[str, ...] = ()
    sums: Sums = field(default_factory=dict)

    def encode(self) -> str:
        """Return the effect as JSON."""
        said = asdict(self.published) | {"changed": self.published.changed.isoformat()} if self.published else None
        known = {"published": said, "quads_hash": self.quads_hash, "withdrawn": self.withdrawn}
        return json.dumps(known | {"sums": encode_sums(self.sums)})

    @classmethod
    def decode(cls, text: str) -> Effect:
        """Return the effect that `encode` wrote."""
        said = json.loads(text)
        entry = said["published"]
        if entry:
            entry = Entry(**(entry | {"changed": datetime.fromisoformat(entry["changed"])}))
        return cls(entry, said["quads_hash"], tuple(said["withdrawn"]), decode_sums(said.get("sums", ())))


@dataclass(frozen=True, slots=True)
class Intent:
    """A change about to be made; `subject` is what it is about, `quads` the number of quads after it."""

    revision: int
    action: str
    subject: str
    at: datetime
    quads: int
    delta: bytes
    effect: Effect
    touch: Touch
