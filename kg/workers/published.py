"""What is asked of all that is published, without words of SPARQL: a thing, a search, a dump."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, replace

from kg.errors import NotFound, Withdrawn
from kg.search import Sought
from kg.sparql import Format, Limits, Query
from kg.store import Entry, Identity
from kg.workers.asking import Engines
from kg.workers.overview import Overview
from kg.workers.service import Reply
from kg.workers.settings import WorkerSettings
from kg.workers.taking import graph_name, utf8
from kg.workers.wire import Values

_DUMP_SECONDS, _NO_END = 1800.0, 1 << 50


class Published(Overview):
    """The part of a Service that tells what is published."""

    identity: Identity
    _engines: Engines
    _settings: WorkerSettings

    async def describe(self, iri: str, form: Format, page: int = 1) -> Reply:
        """Return a page of what the graph says of *iri*, with labels, evidence, origin; raises NotFound, Withdrawn."""
        job: Values = {"job": "describe", "iri": graph_name(iri), "form": form.name, "page": page}
        await self._refuse_withdrawn(iri)
        try:
            return await self._engines.reply(job, b"", self._settings.limits)
        except NotFound:
            await self._refuse_forgotten(iri, page)
            raise

    async def known(self, iri: str) -> None:
        """Return if the graph says anything of *iri*; raises NotFound, Withdrawn."""
        await self._refuse_withdrawn(iri)
        try:
            await self._engines.whole({"job": "known", "iri": graph_name(iri)}, b"", self._settings.limits)
        except NotFound:
            await self._refuse_forgotten(iri)
            raise

    async def _refuse_withdrawn(self, iri: str) -> None:
        entry = await asyncio.to_thread(self._entry_holding, iri)
        if entry and entry.withdrawn:
            raise withdrawn(entry)

    async def _refuse_forgotten(self, iri: str, page: int = 1) -> None:
        """Raise Withdrawn for a name that a withdrawn article spoke of, and that nobody speaks of now."""
        entry = await asyncio.to_thread(self._ledger.withdrawn_with, iri) if page == 1 else None
        if entry:
            raise withdrawn(entry) from None

    def _entry_holding(self, iri: str) -> Entry | None:
        """Return the entry of the article that *iri* names, or under which it lies."""
        home = f"{self.identity.base}id/article/"
        if iri.startswith(home):
            try:
                return self._ledger.entry(iri.removeprefix(home).partition("/")[0])
            except NotFound:
                pass
        return self._ledger.entry_naming(iri)

    async def article_text(self, key: str) -> str:
        """Return the text of a published article, which the ledger keeps private; raises NotFound, Withdrawn."""
        entry = await asyncio.to_thread(self._ledger.entry, key)
        if entry.withdrawn:
            raise withdrawn(entry)
        return await self.text(entry.text_hash)

    async def explain(self, query: Query, limits: Limits, client: str, *, rewritten: bool) -> dict[str, object]:
        """Return what is told of a query without its answer; raises MalformedQuery, Overrun, Overloaded."""
        job: Values = {
            "job": "explain",
            "default": list(map(graph_name, query.default_graphs)),
            "named": list(map(graph_name, query.named_graphs)),
            "rewritten": rewritten,
        }
        told, _, _ = await self._engines.whole(job, utf8(query.text), limits, client)
        return told

    async def search(self, sought: Sought, client: str) -> dict[str, object]:
        """Find words in what is published; raises UsageError."""
        job: Values = {"job": "search", "sought": asdict(sought)}
        found, _, _ = await self._engines.whole(job, b"", self._settings.limits, client)
        return found

    async def export(self, form: Format, article: str | None = None, *, packed: bool = False) -> Reply:
        """Return the whole published graph, or one article's (by key); raises NotFound, Withdrawn."""
        name = None
        if article is not None:
            entry = await asyncio.to_thread(self._ledger.entry, article)
            if entry.withdrawn:
                raise withdrawn(entry)
            name = entry.graph
        job: Values = {"job": "export", "name": name, "form": form.name, "packed": packed}
        return await self._engines.reply(job, b"", _for_dumps(self._settings.limits))


def _for_dumps(limits: Limits) -> Limits:
    """Return the limits of a dump: it is as long, and takes as long, as the store is big."""
    return replace(limits, seconds=max(limits.seconds, _DUMP_SECONDS), result=_NO_END)


def withdrawn(entry: Entry) -> Withdrawn:
    """Return the error for an article that is published no more."""
    return Withdrawn(f"the article <{entry.article}> was withdrawn on {entry.changed:%Y-%m-%d}")
