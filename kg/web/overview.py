"""What the first page shows of the graph, computed once a revision and for both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request

from kg.errors import Overrun
from kg.questions import ASK_NAMED, Busy, Row, ask_busiest, read_busiest
from kg.store import Edition
from kg.triples import ISNAD
from kg.web.heads import Head, heads_of
from kg.web.inquiry import Behind, Inquiry
from kg.web.snapshot import Snapshot
from kg.web.views import Labels
from kg.workers import Service

_NEWEST: Final = 8
_BUSIEST: Final = 10
_COUNTED: Final = ("Statement", "Meeting", "Agreement")


@dataclass(frozen=True, slots=True)
class Overview:
    """The graph at one edition: counts by what is counted, the newest articles by key, who is in it most."""

    edition: Edition
    counts: Mapping[str, int] = field(default_factory=dict)
    newest: tuple[tuple[str, Head], ...] = ()
    busiest: tuple[Busy, ...] = ()
    names: Labels = field(default_factory=dict)
    behind: tuple[Behind, ...] = ()


@dataclass(slots=True)
class Overviews:
    """The overviews of one service: the newest is kept."""

    service: Service
    base: str
    prefix: str
    _kept: Overview | None = field(default=None)

    async def newest(self, request: Request, taken: Snapshot) -> Overview:
        """Return the overview of the edition that *taken* is of."""
        if self._kept is None or self._kept.edition != taken.edition:
            self._kept = await self._made(Inquiry.of(request, self.service, self.base, self.prefix), taken)
        return self._kept

    async def _made(self, inquiry: Inquiry, taken: Snapshot) -> Overview:
        classes = taken.statistics.whole.classes
        counts = {"articles": len(taken.articles)}
        counts |= {kind: classes[ISNAD + kind].entities for kind in _COUNTED if ISNAD + kind in classes}
        named = await self._rows(inquiry, ASK_NAMED, "behind-named")
        counts |= {row["what"]: int(row["count"]) for row in named}
        busiest = read_busiest(await self._rows(inquiry, ask_busiest(_BUSIEST), "behind-busiest"))
        newest = sorted(taken.articles, key=lambda entry: (entry.revision, entry.key), reverse=True)[:_NEWEST]
        heads = await heads_of(inquiry, [entry.article for entry in newest], "behind-newest")
        keyed = tuple(zip((entry.key for entry in newest), heads, strict=True))
        names = await inquiry.names(one.actor for one in busiest)
        return Overview(taken.edition, counts, keyed, busiest, names, tuple(inquiry.behind))

    async def _rows(self, inquiry: Inquiry, query: str, said: str) -> list[Row]:
        """Return the rows of a question about the whole graph; none where it is too large to be asked in a moment."""
        try:
            return await inquiry.rows(query, said)
        except Overrun:
            return []
