"""What the ledger answers without any worker, and copies of the whole store."""

from __future__ import annotations

import asyncio
from pathlib import Path

from kg.errors import NotFound
from kg.store import (
    Course,
    Deed,
    Edition,
    Entry,
    Findings,
    Folder,
    GraphSum,
    History,
    HistoryPage,
    Ledger,
    Profile,
    Rejection,
    Statistics,
    Wanted,
    Wish,
    read_statistics,
    remove,
    statistics_of,
)
from kg.store.findings import found
from kg.workers.restarts import Restarts
from kg.workers.scribe import Scribe, Seen

_TRIES = 3


class Shelf:
    """The half of a Service that needs no engine: the ledger is open for reading, the writer makes copies."""

    _scribe: Scribe
    _seen: Seen

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._shelf: Ledger | None = None
        self._last_counted = ("", Statistics(0, Profile(), Profile()))

    def lay_open(self) -> None:
        """Open the ledger, which is there once the writer has opened the store."""
        self._shelf = Ledger(self._folder.ledger, read_only=True)

    def put_away(self) -> None:
        """Close the ledger."""
        if self._shelf is not None:
            self._shelf.close()

    @property
    def _ledger(self) -> Ledger:
        assert self._shelf is not None, "the pool is open"
        return self._shelf

    @property
    def restarts(self) -> Restarts:
        """Return the count of what had to be begun anew."""
        return self._scribe.restarts

    def health(self) -> dict[str, object]:
        """Return whether the writer is there, and what had to be begun anew, how often and why, as JSON values."""
        writer = "present" if self._scribe.present else "absent"
        refusing = {"writesRefused": self._scribe.refusing} if self._scribe.refusing else {}
        return {"writer": writer, "restarts": self.restarts.told(), **refusing}

    async def entries(self) -> list[Entry]:
        """Return the articles the ledger knows."""
        return await asyncio.to_thread(self._ledger.entries)

    async def text(self, text_hash: str) -> str:
        """Return an article's full text by its hash, which the ledger keeps private; raises NotFound."""
        return await asyncio.to_thread(self._ledger.text, text_hash)

    async def statistics(self) -> Statistics:
        """Return the counts of the revision that the next query will see, by class and property, without a scan."""
        return await asyncio.to_thread(self._counted)

    def _counted(self) -> Statistics:
        for _ in range(_TRIES):
            place = self._seen.place
            if self._last_counted[0] != place and (found := read_statistics(Path(place))):
                self._last_counted = (place, found)
            if self._last_counted[0] == place:
                return self._last_counted[1]
        # A store that takes no writes is its own checkpoint, and nothing lies beside it.
        return statistics_of(*self._ledger.tallies())

    async def sizes(self, most: int) -> tuple[list[tuple[str, int]], int]:
        """Return the named graphs that are no article's, at most *most*, with their triples, and how many there are."""
        return await asyncio.to_thread(self._ledger.other_graphs, most)

    @property
    def edition(self) -> Edition:
        """Return the edition of the store that the next query will see."""
        return self._seen.edition

    async def edition_of(self, graph: str | None) -> Edition:
        """Return the edition of one graph (None: the default graph) that the next query will see."""
        seen = self._seen.edition
        found = await asyncio.to_thread(self._ledger.edition_of, graph or "")
        # What was applied and cannot be seen yet is no edition yet; of what was never written down the store speaks.
        return found if found and found.revision <= seen.revision else seen

    async def holds(self, graph: str) -> bool:
        """Tell whether there is a graph of that name."""
        return await asyncio.to_thread(self._ledger.holds, graph)

    async def rejections(self) -> list[Rejection]:
        """Return the articles the gate refused, newest first."""
        return await asyncio.to_thread(self._ledger.rejections)

    async def findings(self, wish: Wish) -> Findings:
        """Return what the shapes said of the published articles when they were published, without checking anew."""
        return await asyncio.to_thread(self._ledger.ask, lambda db: found(db, wish))

    async def deeds(self, wanted: Wanted) -> list[Deed]:
        """Return what the audit log tells of the changes that are wanted, newest first."""
        return await asyncio.to_thread(self._ledger.deeds, wanted)

    @property
    def _history(self) -> History:
        return History(self._ledger)

    async def course(self) -> Course:
        """Return how far the history goes, up to the revision that the next query will see."""
        return await asyncio.to_thread(self._history.course, self._seen.revision)

    async def page(self, number: int) -> HistoryPage:
        """Return one page of the history, the first being 1; raises NotFound."""
        return await asyncio.to_thread(self._history.page, number, self._seen.revision)

    async def page_after(self, since: str) -> int:
        """Return the page with the first change after a point, or a revision; raises UsageError, HistoryGone."""
        return await asyncio.to_thread(self._history.page_after, since, self._seen.revision)

    async def point_at(self, revision: int) -> str:
        """Return the point that the store is at with a revision; raises HistoryGone."""
        return await asyncio.to_thread(self._history.point_at, revision)

    async def graphs(self, after: str | None, most: int) -> list[GraphSum]:
        """Return the graphs there are, by name, with their checksums: at most so many, behind that name."""
        return await asyncio.to_thread(self._history.graphs, after, most)

    async def copy(self) -> tuple[str, int]:
        """Make a copy of this revision among the store's copies; returns its name there and the revision."""
        made = await self._scribe.call("copy", {})
        name = str(made["copy"])
        return name, int(name.partition("-")[0])

    async def discard(self, copy: str) -> None:
        """Remove a copy; raises NotFound."""
        place = self._folder.copies / copy
        if place.parent != self._folder.copies or not place.is_dir():
            raise NotFound(f"there is no copy {copy[:100]}")
        await asyncio.to_thread(remove, place)
