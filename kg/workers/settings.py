"""What the workers are told: limits, how many there are, and the callables that only wiring can choose."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Protocol

from kg.article import Given
from kg.sparql import Limits
from kg.store import Kind
from kg.workers.lease import Shape

if TYPE_CHECKING:
    # The gate's engine takes a second to load; only the reading nursery needs it, and gets it with its callables.
    from kg.pipeline import Prepared

Json = dict[str, Any]
Prepare = Callable[[bytes, Given], "Prepared"]
"""Reads and checks one article."""
Gate = Callable[[str | None, bytes, str | None], dict[str, object]]
"""Checks a graph: its name (None: the default graph), its triples as N-Triples, its article's text if it is one's.

Returns the report as JSON values, "conforms" among them.
"""


Compare = Callable[[bytes, bytes, str], bytes]
"""Holds triples to shapes, both as N-Triples, and returns the validation report in the format named."""


class EditorsDesk(Protocol):
    """Does what editors ask of a text, in a reading worker; all it takes and gives are JSON values and bytes.

    A text comes with what was `told` beside it (`kg.article.told_of`); `beside` holds the "decisions" on it, and the
    "aliases" that links in any text taught, as `learn` gave them.
    """

    def open(self, raw: bytes, given: Given) -> Json:
        """Return key, article, text, text_hash and beside of a document; raises InputError."""

    def prepare(self, text: str, told: str, beside: Json) -> Prepared:
        """Return the article read as its editors left it, and checked."""

    def draft(self, text: str, told: str, beside: Json) -> Json:
        """Return all that an editor sees of a text."""

    def complete(self, text: str, told: str, beside: Json, wanted: Json) -> Json:
        """Return a decision made whole; raises UsageError."""

    def gold(self, text: str, told: str, beside: Json, name: str) -> Json:
        """Return the gold of a text as its editors left it."""

    def learn(self, decisions: list[Json]) -> Json:
        """Return the "aliases" that decisions on actors teach, and those "refused"."""


@dataclass(frozen=True, slots=True)
class Trades:
    """What the reading workers do; called in their processes, so that both must be picklable by name.

    `gate` None lets writes pass that come as RDF; articles go through `prepare`, which has its own gate. `validate`
    is asked when somebody wants to know, by default the gate; `compare` when somebody brings shapes of their own.
    `warm_up` loads what all of them need. `waits` is how many seconds reading may wait for others on the network; 0
    closes the network to it. Without a `desk` nothing is reviewed.
    """

    prepare: Prepare
    gate: Gate | None = None
    validate: Gate | None = None
    warm_up: Callable[[], object] | None = None
    compare: Compare | None = None
    waits: float = 0.0
    desk: EditorsDesk | None = None


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """Limits and numbers; `base`, `kind` and `scratch` None are as the store says.

    `fast` queries run at once, and `slow` ones beside them, once they are older than `patience` seconds, or `haste`
    when others wait; `spares` stand by. `queue` requests may wait, `waiting` of them of one client, of which `running`
    run while others wait. A client may use `budget` processor seconds in a minute; 0: as many as there are.
    """

    trades: Trades
    base: str | None = None
    kind: Kind | None = None
    create: bool = True
    fast: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    slow: int = field(default_factory=lambda: max(4, 2 * (os.cpu_count() or 2)))
    spares: int = 1
    readers: int = 1
    queue: int = 64
    waiting: int = 20
    running: int = 1
    budget: float = 0.0
    patience: float = 1.0
    haste: float = 0.25
    limits: Limits = field(default_factory=Limits)
    services: tuple[str, ...] = ()
    """The servers that SERVICE may ask: endpoint addresses, or everything below one that ends with a slash."""
    scratch: tuple[str, ...] | None = None
    """The scratch graphs, which no gate holds to the shapes: names, or what they begin with."""
    schemes: tuple[str, ...] = ()
    """What the names of graphs may begin with that are filled or made; none given: any."""
    answers: int = 64 << 20
    """Bytes that answers may take which are kept for the next who asks; 0 keeps none."""
    keep: float = 10.0
    """Seconds a checkpoint stays after the next one: as long as a worker may take to open it."""

    def reading_limits(self) -> Limits:
        """Return what reading one article may use: what a reader asks of others takes its own time."""
        return replace(self.limits, seconds=self.limits.seconds + self.trades.waits)

    def shape(self) -> Shape:
        """Return what the lanes need of it."""
        names = [one.name for one in fields(Shape)]
        return Shape(**{name: getattr(self, name) for name in names})
