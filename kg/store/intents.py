"""A change as the ledger writes it down before it is made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from pyoxigraph import Quad

from kg.errors import StoreError
from kg.store.audit import Touch
from kg.store.contract import Entry
from kg.store.forgotten import Forgotten, forgotten_by
from kg.store.statistics import Row
from kg.store.sums import Sums, decode_sums, encode_sums


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to the entries: an article published (with its quads' hash), articles withdrawn; new sums.

    `tallies` says by how much the statistics move; None in what a program wrote down that kept none.
    `forgotten` are the names that only the withdrawn articles may have spoken of.
    """

    published: Entry | None = None
    quads_hash: str = ""
    withdrawn: tuple[str, ...] = ()
    sums: Sums = field(default_factory=dict)
    tallies: tuple[Row, ...] | None = None
    forgotten: Forgotten = ()

    def encode(self) -> str:
        """Return the effect as JSON."""
        said = asdict(self.published) | {"changed": self.published.changed.isoformat()} if self.published else None
        known = {"published": said, "quads_hash": self.quads_hash, "withdrawn": self.withdrawn}
        beside = {"sums": encode_sums(self.sums), "tallies": self.tallies, "forgotten": self.forgotten}
        return json.dumps(known | beside)

    @classmethod
    def decode(cls, text: str) -> Effect:
        """Return the effect that `encode` wrote."""
        said = json.loads(text)
        entry = said["published"]
        if entry:
            entry = Entry(**(entry | {"changed": datetime.fromisoformat(entry["changed"])}))
        rows = said.get("tallies")
        tallies = None if rows is None else tuple(tuple(row) for row in rows)
        forgotten = tuple((str(name), str(key)) for name, key in said.get("forgotten", ()))
        withdrawn, sums = tuple(said["withdrawn"]), decode_sums(said.get("sums", ()))
        return cls(entry, said["quads_hash"], withdrawn, sums, tallies, forgotten)


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


def kept(failure: StoreError) -> StoreError:
    """Return *failure* as it is told of a change that was written down already, and will be made good."""
    told = f"{failure}; the change is kept, and shows when the store can write again"
    return type(failure)(told, hint=f"{failure.hint}; it need not be sent again" if failure.hint else None)


def withdrawing(entries: Sequence[Entry], removed: Iterable[Quad], base: str) -> Effect:
    """Return the effect of a change that takes *removed* out, and with it all that *entries* say."""
    return Effect(withdrawn=tuple(entry.key for entry in entries), forgotten=forgotten_by(entries, removed, base))
