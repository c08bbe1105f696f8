"""The service itself: what the front asks is given to workers and to the writer, and what they say is handed back."""

from __future__ import annotations

import asyncio
import json
import pickle
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from kg.article import Given
from kg.sparql import N_TRIPLES, Format, Limits, Query, Update
from kg.store import Change, Edition, Entry, Folder, Rejection
from kg.workers.asking import Engines
from kg.workers.changing import Bench, Changes, told
from kg.workers.engine import EngineWork
from kg.workers.federation import Federation
from kg.workers.lanes import Lanes
from kg.workers.nursery import Works
from kg.workers.published import withdrawn
from kg.workers.reading import READER, ReadingNursery
from kg.workers.remembering import Answers, key_of
from kg.workers.reviewing import Reviewing, text_hash_of
from kg.workers.scribe import WRITER, Desk, Scribe, Seen, Unknown
from kg.workers.service import Accept, Receipt, Reply
from kg.workers.settings import Json, WorkerSettings
from kg.workers.staff import Nursery, launched
from kg.workers.taking import graph_name, utf8
from kg.workers.wire import Values
from kg.workers.writing import write

ENGINE, READING = b"E", b"N"
_TRIES = 4


class Pool(Reviewing):
    """A Service on a store's folder; made by `start`, ended by `close`."""

    def __init__(self, folder: Folder, settings: WorkerSettings) -> None:
        super().__init__(folder)
        self._settings = settings
        self._seen = Seen(0, "", 0, Edition())
        self._answers = Answers(settings.answers)
        self._federation = Federation(settings.services)
        memory = settings.limits.memory
        reading = ReadingNursery(pickle.dumps(settings.trades), memory)
        works: Works = {ENGINE: EngineWork(memory), WRITER: write, READING: reading}
        self._engine_lanes = Lanes(settings.shape())
        # Reading an article takes as long as it takes: no slow lane, and no impatience.
        self._reading_lanes = Lanes(
            replace(settings.shape(), fast=settings.readers, slow=0, spares=0, patience=1e9, haste=1e9)
        )
        self._nursery = Nursery(launched(works), self._engine_lanes.mourn)
        self._reading_nursery = Nursery(self._nursery.nested(READING), self._reading_lanes.mourn)
        self._scribe = Scribe(_desk(folder, settings), self._nursery, self._see)
        self._readers = Engines(self._reading_lanes, lambda: self._seen)
        self._engines = Engines(self._engine_lanes, lambda: self._seen)
        check = self._gate if settings.trades.gate else None
        self._changes = Changes(self._engines, self._scribe, Bench(folder.scratch, settings.schemes), check)

    async def open(self) -> None:
        """Start all processes; returns when queries are answered."""
        self._nursery.launch()
        self.identity = await self._scribe.open()
        self._engines.known["store"] = [self.identity.base, self.identity.kind, *self.identity.scratch]
        self._engine_lanes.open(self._nursery, ENGINE)
        self._reading_nursery.launch()
        self._reading_lanes.open(self._reading_nursery, READER)
        self.lay_open()

    def _see(self, seen: Seen) -> None:
        if seen.revision >= self._seen.revision:
            self._seen = seen

    async def close(self) -> None:
        """End all processes: what the writer has is finished, what is asked is stopped."""
        self._engine_lanes.close()
        self._reading_lanes.close()
        # The writer's ledger is the last to be closed, so that what stands in its log goes into the file.
        self.put_away()
        await self._scribe.close()
        await self._reading_nursery.close()
        await self._nursery.close()

    @property
    def revision(self) -> int:
        """Return the revision that the next query will see."""
        return self._seen.revision

    async def query(self, query: Query, accept: Accept, limits: Limits, client: str) -> Reply:
        """Answer a query; raises MalformedQuery, UnknownFormat, Overrun, Overloaded, Denied, NetworkError."""
        key, seen = key_of(query, accept), self._seen
        if remembered := self._answers.to(key, seen):
            return remembered
        settled = await self._federation.settled(query, self.identity.base, limits.seconds)
        job: Values = {
            "job": "query",
            "default": list(map(graph_name, settled.default_graphs)),
            "named": list(map(graph_name, settled.named_graphs)),
            "solutions": [form.name for form in accept.solutions],
            "graphs": [form.name for form in accept.graphs],
        }
        reply = await self._engines.reply(job, utf8(settled.text), limits, client)
        # What another server said may be otherwise the next time.
        return self._answers.keeping(key, seen, replace(reply, steady=reply.steady and settled is query))

    async def update(self, update: Update, limits: Limits, client: str) -> Change:
        """Run an update; raises MalformedQuery, DerivedGraph, DoesNotConform, Overrun."""
        job: Values = {
            "kind": "update",
            "default": list(map(graph_name, update.using_graphs)),
            "named": list(map(graph_name, update.using_named_graphs)),
        }
        change, _ = await self._changes.make(job, utf8(update.text), limits, client)
        return change

    async def read_graph(self, name: str | None, form: Format) -> Reply:
        """Return one graph of the dataset (None: the default graph); raises NotFound."""
        job: Values = {"job": "graph", "name": graph_name(name) if name else None, "form": form.name}
        return await self._engines.reply(job, b"", self._settings.limits)

    async def write_graph(
        self, name: str | None, body: bytes, form: Format, *, base: str, replace: bool
    ) -> tuple[Change, bool]:
        """Replace or merge a graph and tell whether it is new; raises MalformedData, DerivedGraph, DoesNotConform."""
        kind = "replace" if replace else "merge"
        job: Values = {"kind": kind, "name": graph_name(name) if name else None, "form": form.name, "base": base}
        return await self._changes.make(job, body, self._settings.limits)

    async def add_quads(self, body: bytes, form: Format, *, base: str) -> Change:
        """Add a document that names graphs; raises MalformedData, DerivedGraph, DoesNotConform."""
        change, _ = await self._changes.make(
            {"kind": "add", "form": form.name, "base": base}, body, self._settings.limits
        )
        return change

    async def drop_graph(self, name: str | None) -> Change:
        """Remove a graph; raises NotFound, DerivedGraph."""
        job: Values = {"kind": "drop", "name": graph_name(name) if name else None}
        change, _ = await self._changes.make(job, b"", self._settings.limits)
        return change

    async def ingest(self, body: bytes, given: Given) -> Receipt:
        """Read, check and publish one article (text or HTML), reviewed as it is; raises InputError, DoesNotConform."""
        published = given.published.isoformat() if given.published else None
        job: Values = {"job": "prepare"} | asdict(given) | {"published": published}
        beside = await self.beside(None)
        said: Json
        said, _, _ = await self._readers.whole(job | {"beside": beside}, body, self._settings.reading_limits())
        # Only the reader knows which text it is.
        beside = await self.beside(text_hash_of(said))
        if beside["decisions"]:
            said, _, _ = await self._readers.whole(job | {"beside": beside}, body, self._settings.reading_limits())
        return await self.put_in(said)

    async def _put(self, values: Values, quads: bytes) -> Change:
        async with self._changes.turns.shared():
            for _ in range(_TRIES):
                try:
                    return told(await self._scribe.call("put", values, quads))
                except Unknown:
                    # Publishing again what is there already changes nothing.
                    continue
            return told(await self._scribe.call("put", values, quads))

    async def seed(self, quads: bytes) -> Change:
        """Make *quads* (N-Quads) the graphs of a merged dataset that no request writes to."""
        async with self._changes.turns.shared():
            return told(await self._scribe.call("seed", {"now": _now()}, quads))

    async def withdraw(self, key: str) -> Change:
        """Take an article out; raises NotFound, Withdrawn."""
        async with self._changes.turns.shared():
            return told(await self._scribe.call("withdraw", {"key": key, "now": _now()}))

    async def validate(self, key: str | None) -> dict[str, object]:
        """Check one article (by key) or all of them again; returns the report as JSON values."""
        if key is not None:
            entry = await asyncio.to_thread(self._ledger.entry, key)
            if entry.withdrawn:
                raise withdrawn(entry)
            return await self._validated(entry)
        reports = [await self._validated(entry) for entry in await self.entries() if not entry.withdrawn]
        return {"conforms": all(report["conforms"] for report in reports), "articles": reports}

    async def _validated(self, entry: Entry) -> Values:
        job: Values = {"job": "graph", "name": entry.graph, "form": N_TRIPLES.name, "result": 1 << 30}
        _, triples, _ = await self._engines.whole(job, b"", self._settings.limits)
        report = await self._shapes("validate", entry, (entry.graph, triples), self._settings.limits)
        return {"key": entry.key, "article": entry.article} | report

    async def compare(self, shapes: bytes, given: Format, graph: str | None, form: Format, *, base: str) -> Reply:
        """Hold one graph to shapes that come in *given*; raises NotFound, MalformedData."""
        name = None if graph is None else graph_name(graph)
        limits = self._settings.limits
        job: Values = {"job": "graph", "name": name, "form": N_TRIPLES.name, "result": limits.result}
        _, triples, _ = await self._engines.whole(job, b"", limits)
        told: Values = {"job": "compare", "shapes": len(shapes), "from": given.name, "base": base, "form": form.name}
        return await self._readers.reply(told, shapes + triples, limits)

    async def _gate(self, graph: str, triples: bytes, limits: Limits) -> Values:
        entry = await asyncio.to_thread(self._ledger.entry_naming, graph)
        report = await self._shapes("gate", entry, (graph, triples), limits)
        self.judged("graph", passed=bool(report["conforms"]))
        if entry is not None and not report["conforms"]:
            await self._keep_refused(entry, report)
        return report

    async def _keep_refused(self, entry: Entry, report: Values) -> None:
        """Keep the report on a change that would have broken a published article."""
        text, said = await self.text(entry.text_hash), json.dumps(report, ensure_ascii=False)
        kept = Rejection(entry.key, entry.article, text, entry.text_hash, said, datetime.now(UTC))
        await self._scribe.call("reject", {"rejection": asdict(kept) | {"rejected": kept.rejected.isoformat()}})

    async def _shapes(self, job: str, entry: Entry | None, held: tuple[str, bytes], limits: Limits) -> Values:
        text = await asyncio.to_thread(self._ledger.text, entry.text_hash) if entry else None
        values: Values = {"job": job, "graph": held[0], "text": text}
        report, _, _ = await self._readers.whole(values, held[1], limits)
        return report

    async def stats(self) -> dict[str, object]:
        """Return counts: quads, articles, facts by kind, revision."""
        entries = await self.entries()
        facts, _, seen = await self._engines.whole({"job": "tally"}, b"", self._settings.limits)
        return {
            "revision": seen.revision,
            "quads": seen.quads,
            "articles": sum(not entry.withdrawn for entry in entries),
            "withdrawn": sum(entry.withdrawn for entry in entries),
            "rejected": len(await self.rejections()),
            "facts": facts,
            "base": self.identity.base,
            "dataset": self.identity.kind,
        }


async def start(folder: Path, settings: WorkerSettings) -> Pool:
    """Start the processes behind a store and return the service; raises StoreBusy, StoreMismatch, NotFound."""
    pool = Pool(Folder(folder), settings)
    try:
        await pool.open()
    except BaseException:
        await pool.close()
        raise
    return pool


def _desk(folder: Folder, settings: WorkerSettings) -> Desk:
    places = (folder.path.absolute(), settings.base, settings.kind)
    return Desk(*places, settings.create, settings.keep, settings.scratch)


def _now() -> str:
    return datetime.now(UTC).isoformat()
