"""A session with a store that is open in this process."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from kg.errors import NotFound, Withdrawn
from kg.sparql import GRAPHS, SOLUTIONS, Format, Limits, Query, Update, format_named
from kg.wiring.child import Work, call_in_child
from kg.wiring.judging import judging_of
from kg.wiring.keys import form_for, key_of
from kg.wiring.session import Editing, Found, Kind
from kg.wiring.stores import now, open_local_store, ourselves
from kg.wiring.toolkit import asked_of, seed_of, toolkit_for
from kg.workers import act_as
from kg.workers.describing import export, tally
from kg.workers.sink import FrameSink
from kg.workers.wire import Channel, Values, pack

if TYPE_CHECKING:
    from kg.article import Given
    from kg.pipeline import Toolkit
    from kg.search import Sought
    from kg.store import Change, Copy, Deed, Entry, OxigraphStore, Rejection, Wanted
    from kg.wiring.bureau import Bureau
    from kg.wiring.settings import Settings
    from kg.workers import Accept, Pool, Receipt, Running

Result = TypeVar("Result")
# A dump is as long, and takes as long, as the store is big: it is no query of a stranger's.
_WITHOUT_END = 1 << 40


class LocalSession:
    """One store, opened when it is first needed, and let go of at the end."""

    def __init__(self, settings: Settings, *, create: bool = False) -> None:
        self._settings = settings
        self._create = create
        self._opened: OxigraphStore | None = None

    def __enter__(self) -> Self:
        """Return the session itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the store."""
        self._close()

    @property
    def _store(self) -> OxigraphStore:
        if self._opened is None:
            self._opened = open_local_store(self._settings, create=self._create)
            self._opened.author = ourselves()
        return self._opened

    def _close(self) -> None:
        if self._opened:
            self._opened.close()
            self._opened = None
            # It works on the store that was open.
            self.__dict__.pop("_bureau", None)

    @cached_property
    def _toolkit(self) -> Toolkit:
        """The toolkit of a store that is written to, which holds the known actors beside its articles."""
        base = self._store.identity.base
        judging = judging_of(self._settings, self._settings.location)
        asked = asked_of(self._settings)
        toolkit = toolkit_for(base, gate=self._settings.gate, asked=asked, judging=judging)
        if self._store.identity.kind == "merged":
            self._store.seed(seed_of(self._store.identity.base), now())
        return toolkit

    def ingest(self, raw: bytes, given: Given) -> Receipt:
        """Read, check and publish one article; raises InputError, DoesNotConform."""
        from kg.pipeline import ingest

        return ingest(raw, given, self._sitting(), self._store, now())

    def _sitting(self) -> Toolkit:
        """Return the toolkit of a reader who knows what links taught."""
        learned = self._bureau.aliases()["aliases"]
        if not learned:
            return self._toolkit
        from kg.drafts import sitting
        from kg.review import Alias

        return sitting(self._toolkit, [Alias(**one) for one in learned])

    @cached_property
    def _bureau(self) -> Bureau:
        from kg.wiring.bureau import Bureau
        from kg.wiring.trades import Desk

        return Bureau(self._store, Desk(self._store.identity.base, self._settings.gate, asked_of(self._settings)))

    def query(self, query: Query, accept: Accept) -> Found:
        """Answer a query in a child that can be stopped; raises MalformedQuery, UnknownFormat, Overrun."""
        settings = self._settings

        def work(channel: Channel) -> None:
            answer = open_local_store(settings).answer(query)
            form = form_for(answer.kind, accept)
            sink = FrameSink(channel, pack({"kind": answer.kind, "form": form.name}), settings.result)
            answer.write(form, sink.file)
            sink.close()

        head, chunks = self._in_child(work)
        return Found(cast(Kind, head["kind"]), format_named(str(head["form"]), (*SOLUTIONS, *GRAPHS)), chunks)

    def export(self, form: Format, article: str | None, *, packed: bool = False) -> Iterator[bytes]:
        """Yield the published graph, or one article's; raises NotFound, Withdrawn."""
        settings = self._settings
        graph = self._published(article).graph if article else None

        def work(channel: Channel) -> None:
            store = open_local_store(settings)
            sink = FrameSink(channel, pack({}), _WITHOUT_END)
            export(store.dataset, store.identity, (graph, form), sink, packed=packed)

        return self._in_child(work, seconds=_WITHOUT_END)[1]

    def _published(self, article: str) -> Entry:
        entry = self._store.entry(key_of(article, self._store.entries))
        if entry.withdrawn:
            raise Withdrawn(f"the article <{entry.article}> was withdrawn on {entry.changed:%Y-%m-%d}")
        return entry

    def _in_child(self, work: Work, seconds: float | None = None) -> tuple[Values, Iterator[bytes]]:
        """Run *work* where it can be stopped; the child opens the store itself, so that here it is let go of."""
        self._close()
        settings = self._settings
        return call_in_child(work, Limits(seconds or settings.deadline, settings.memory, settings.result))

    def update(self, update: Update) -> Change:
        """Run an update; raises MalformedQuery, DerivedGraph, DoesNotConform, Overrun."""
        from kg.wiring.serving import limits_of

        return self._in_pool(lambda pool: pool.update(update, limits_of(self._settings), "local"))

    def validate(self, article: str | None) -> dict[str, Any]:
        """Check one article, or all of them, again; return the report as JSON values."""
        if article is not None:
            return self._validated(self._published(article))
        reports = [self._validated(entry) for entry in self._store.entries() if not entry.withdrawn]
        return {"conforms": all(report["conforms"] for report in reports), "articles": reports}

    def _validated(self, entry: Entry) -> dict[str, Any]:
        from kg.wiring.trades import Checking

        triples, text = b"".join(self._store.graph(entry.graph)), self._store.text(entry.text_hash)
        report = Checking(self._store.identity.base)(entry.graph, triples, text)
        return {"key": entry.key, "article": entry.article} | report

    @property
    def review(self) -> Editing:
        """Return what editors ask of the store."""
        return self._bureau

    def stats(self) -> dict[str, Any]:
        """Return counts: quads, articles, facts by kind, revision."""
        store, entries = self._store, self.entries()
        return {
            "revision": store.revision,
            "quads": store.quads,
            "articles": sum(not entry.withdrawn for entry in entries),
            "withdrawn": sum(entry.withdrawn for entry in entries),
            "rejected": len(self.rejections()),
            "facts": tally(store.dataset, store.identity),
            "base": store.identity.base,
            "dataset": store.identity.kind,
        }

    def search(self, sought: Sought) -> dict[str, object]:
        """Find words in what is published; raises UsageError."""
        from kg.search import search

        return search(self._store.index, self._store.source, sought)

    def deeds(self, wanted: Wanted) -> list[Deed]:
        """Return what the audit log tells of the changes that are wanted, newest first."""
        return list(self._store.deeds(wanted))

    def running(self) -> list[Running]:
        """Return nothing: no server holds the store."""
        return []

    def cancel(self, id: str) -> None:
        """Raise NotFound: no server holds the store."""
        raise NotFound(f"nothing runs under the id {id[:40]}", hint="no server holds this store")

    @contextmanager
    def copied(self) -> Iterator[Copy]:
        """Lend a copy of the whole store at this revision, gone at the end."""
        from kg.store import Copy

        identity = self._store.identity
        # A folder that takes no writes is copied elsewhere.
        elsewhere = None if os.access(self._settings.location, os.W_OK) else Path(mkdtemp())
        place = self._store.copy(elsewhere)
        self._close()
        try:
            yield Copy(place, identity)
        finally:
            shutil.rmtree(elsewhere or place, ignore_errors=True)

    def _in_pool(self, call: Callable[[Pool], Awaitable[Result]]) -> Result:
        """Do what only the processes of a server do, with processes of our own."""
        from kg.wiring.serving import open_pool

        async def run() -> Result:
            act_as(ourselves())
            async with open_pool(self._settings, create=self._create) as pool:
                return await call(pool)

        self._close()
        return asyncio.run(run())

    def withdraw(self, article: str) -> Change:
        """Take an article out; raises NotFound, Withdrawn."""
        return self._store.withdraw(key_of(article, self._store.entries), now())

    def entries(self) -> list[Entry]:
        """Return the articles the ledger knows."""
        return list(self._store.entries())

    def rejections(self) -> list[Rejection]:
        """Return the articles the gate refused, newest first."""
        return list(self._store.rejections())
