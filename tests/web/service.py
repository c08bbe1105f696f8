"""A Service in this process, over a store in memory, that can be told to misbehave."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.article import Given
from kg.errors import DoesNotConform, NotFound, NotText, Withdrawn
from kg.search import Sought, search
from kg.sparql import N_TRIPLES, Format, Limits, Query, Update, explained, is_steady
from kg.store import (
    Change,
    Course,
    Deed,
    Edition,
    Entry,
    Findings,
    GraphSum,
    History,
    HistoryPage,
    MemoryStore,
    Publication,
    Rejection,
    Statistics,
    Wanted,
    Wish,
)
from kg.store.findings import found
from kg.triples import Names, read_rdf, write_quads
from kg.workers import Accept, Figures, Receipt, Reply, Running
from kg.workers.describing import check_known, describe, write_described
from kg.workers.surroundings import Surroundings
from tests.web.reviewed import Reviewed

BASE = "http://localhost:8000/"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = "0a1b2c3d4e5f6071"
ARTICLE = Path(__file__).with_name("article.ttl")


class FakeService(Reviewed):
    """What `kg.workers.Service` promises; `pieces` and `failure` shape the answers of queries."""

    def __init__(self, kind: str = "merged", base: str = BASE) -> None:
        self.store = MemoryStore(base=base, kind=kind)  # type: ignore[arg-type]
        self.base = base
        self.asked: list[tuple[object, ...]] = []
        self.pieces: list[bytes] | None = None
        self.failure: Exception | None = None
        self.closed = 0
        self.copies: list[str] = []
        self.jobs: list[Running] = []
        self.stopped = False

    def publish(self, key: str = KEY, turtle: bytes | str | None = None, iri: str | None = None) -> Any:
        """Put an article in, past reader and gate; asked as the service is, by whom, a kept text with both."""
        if isinstance(turtle, str):
            return self.publish_kept(key, turtle)
        body = (turtle or ARTICLE.read_bytes()).replace(b"http://localhost:8000/", self.base.encode())
        article, graph = iri or f"{self.base}id/article/{key}", f"{self.base}graph/{key}"
        quads = "".join(f"{q.subject} {q.predicate} {q.object} <{graph}> .\n" for q in read_rdf(body, "turtle"))
        digest = hashlib.sha256(body).hexdigest()
        self.store.put(Publication(key, article, graph, "نص", digest, "1", quads.encode()), NOW)
        return self.store.entry(key)

    async def query(self, query: Query, accept: Accept, limits: Limits, client: str) -> Reply:
        self.asked.append((query, accept, limits, client))
        answer = self.store.answer(query)
        forms = accept.graphs if answer.kind == "graph" else accept.solutions
        sink = io.BytesIO()
        if not forms:
            answer.write(N_TRIPLES if answer.kind != "graph" else _JSON, sink)  # raises UnknownFormat
        answer.write(forms[0], sink)
        return replace(self.reply(answer.kind, forms[0], sink.getvalue()), steady=is_steady(query.text))

    async def explain(self, query: Query, limits: Limits, client: str, *, rewritten: bool) -> dict[str, object]:
        self.asked.append((query, limits, client))
        if self.failure:
            raise self.failure
        return asdict(explained(query, self.store.dataset.store if rewritten else None, base=self.base))

    async def search(self, sought: Sought, client: str) -> dict[str, object]:
        return search(self.store.index, self.store.source, sought)

    def reply(self, kind: str, form: Format, body: bytes) -> Reply:
        return Reply(kind, form, self.revision, self._chunks(self.pieces or [body]))  # type: ignore[arg-type]

    async def _chunks(self, pieces: list[bytes]) -> AsyncIterator[bytes]:
        try:
            for piece in pieces:
                yield piece
            if self.failure:
                raise self.failure
        finally:
            self.closed += 1

    async def update(self, update: Update, limits: Limits, client: str) -> Change:
        self.asked.append((update, limits, client))
        return self.store.apply(update, NOW)

    async def read_graph(self, name: str | None, form: Format) -> Reply:
        return self.reply("graph", form, self._written(b"".join(self.store.graph(name)), form))

    def _written(self, n_triples: bytes, form: Format) -> bytes:
        sink = io.BytesIO()
        write_quads(read_rdf(n_triples, "ntriples"), form.name, Names(self.base), sink)
        return sink.getvalue()

    async def write_graph(
        self, name: str | None, body: bytes, form: Format, *, base: str, replace: bool
    ) -> tuple[Change, bool]:
        quads = read_rdf(body, form.name, base)
        new = name is not None and not self._exists(name)
        triples = "".join(f"{q.triple} .\n" for q in quads).encode()
        write = self.store.replace if replace else self.store.merge
        return write(name, triples, NOW), new

    async def add_quads(self, body: bytes, form: Format, *, base: str) -> Change:
        quads = read_rdf(body, form.name, base)
        said = "".join(f"GRAPH {q.graph_name} {{ {q.triple} }} " for q in quads)
        return self.store.apply(Update(f"INSERT DATA {{ {said} }}"), NOW)

    def _exists(self, name: str) -> bool:
        try:
            list(self.store.graph(name))
        except NotFound:
            return False
        return True

    async def drop_graph(self, name: str | None) -> Change:
        return self.store.drop(name, NOW)

    async def ingest(self, body: bytes, given: Given) -> Receipt:
        self.asked.append((body, given))
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            raise NotText("the document is not UTF-8") from None
        if not text.strip():
            raise NotText("the document is empty")
        if "REJECT" in text:
            report: dict[str, object] = {"conforms": False, "findings": [{"words": "جملة", "message": "ناقص"}]}
            self.store.reject(Rejection(KEY, f"{self.base}id/article/{KEY}", text, "0" * 64, '{"findings": []}', NOW))
            raise DoesNotConform("1 violation", report)
        before = {entry.key for entry in self.store.entries()}
        entry = self.publish(iri=given.iri)
        action = "unchanged" if entry.key in before else "added"
        return Receipt(entry.key, entry.article, entry.graph, action, entry.revision, {"statements": 1}, [])

    async def withdraw(self, key: str) -> Change:
        return self.store.withdraw(key, NOW)

    async def describe(self, iri: str, form: Format, page: int = 1) -> Reply:
        self._refuse_withdrawn(iri)
        described = describe(self.store.dataset, self.store.identity, iri, page)
        sink = Held()
        write_described(described, self.store.identity, form, sink)  # type: ignore[arg-type]
        return replace(self.reply("graph", form, sink.getvalue()), more=described.more)

    async def known(self, iri: str) -> None:
        self._refuse_withdrawn(iri)
        check_known(self.store.dataset, iri)

    def _refuse_withdrawn(self, iri: str) -> None:
        for entry in self.store.entries():
            if entry.withdrawn and (iri == entry.article or iri.startswith(f"{self.base}id/article/{entry.key}/")):
                raise Withdrawn(f"{iri} was withdrawn")
        if self.store.ledger.withdrawn_with(iri) and not Surroundings(self.store.dataset, NamedNode(iri)).anything():
            raise Withdrawn(f"{iri} was withdrawn")

    async def export(self, form: Format, article: str | None = None, *, packed: bool = False) -> Reply:
        graph = None
        if article is not None:
            entry = self.store.entry(article)
            if entry.withdrawn:
                raise Withdrawn(f"{article} was withdrawn")
            graph = entry.graph
        body = self._written(b"".join(self.store.graph(graph)), form)
        return self.reply("graph", form, gzip.compress(body, mtime=0) if packed else body)

    @property
    def _history(self) -> History:
        return History(self.store.ledger)

    async def course(self) -> Course:
        return self._history.course(self.revision)

    async def page(self, number: int) -> HistoryPage:
        return self._history.page(number, self.revision)

    async def page_after(self, since: str) -> int:
        return self._history.page_after(since, self.revision)

    async def point_at(self, revision: int) -> str:
        return self._history.point_at(revision)

    async def graphs(self, after: str | None, most: int) -> list[GraphSum]:
        return self._history.graphs(after, most)

    async def validate(self, key: str | None) -> dict[str, object]:
        if key is not None:
            self.store.entry(key)
        return {"conforms": True, "findings": [], "article": key}

    async def article_text(self, key: str) -> str:
        entry = self.store.entry(key)
        if entry.withdrawn:
            raise Withdrawn(f"{key} was withdrawn")
        return self.store.text(entry.text_hash)

    async def entries(self) -> list[Entry]:
        return list(self.store.entries())

    async def rejections(self) -> list[Rejection]:
        return list(self.store.rejections())

    async def findings(self, wish: Wish) -> Findings:
        return self.store.ledger.ask(lambda db: found(db, wish))

    async def deeds(self, wanted: Wanted) -> list[Deed]:
        return list(self.store.deeds(wanted))

    async def copy(self) -> tuple[str, int]:
        self.copies.append(f"{self.revision}-{len(self.copies)}")
        return self.copies[-1], self.revision

    async def discard(self, copy: str) -> None:
        if copy not in self.copies:
            raise NotFound(f"there is no copy {copy}")
        self.copies.remove(copy)

    async def statistics(self) -> Statistics:
        return self.store.statistics

    async def sizes(self, most: int) -> tuple[list[tuple[str, int]], int]:
        return self.store.ledger.other_graphs(most)

    def health(self) -> dict[str, object]:
        return {"writer": "present", "restarts": {}}

    def figures(self) -> Figures:
        none: dict[tuple[str, str], int] = {}
        stopped = {("engine", "deadline"): 2}
        gate = {("article", "refused"): 1}
        return Figures(
            self.revision, self.store.quads, True, {"engine": 3}, none, {"engine": 1}, stopped, none, gate, 0, {}
        )

    def running(self) -> list[Running]:
        return list(self.jobs)

    def cancel(self, id: str) -> None:
        left = [job for job in self.jobs if job.id != id]
        if len(left) == len(self.jobs):
            raise NotFound(f"nothing runs under the id {id}")
        self.jobs = left

    def stop(self) -> None:
        self.stopped = True

    async def stats(self) -> dict[str, object]:
        entries = list(self.store.entries())
        return {"quads": self.store.quads, "articles": len(entries), "revision": self.revision, "facts": {}}

    @property
    def edition(self) -> Edition:
        return self.store.ledger.edition()

    async def edition_of(self, graph: str | None) -> Edition:
        return self.store.ledger.edition_of(graph or "") or self.edition

    async def holds(self, graph: str) -> bool:
        return self.store.ledger.holds(graph)

    @property
    def revision(self) -> int:
        return self.store.revision


_JSON = Format("json", "application/sparql-results+json", "srj", "solutions")


class Held(io.BytesIO):
    """What a worker's sink is to those who write into it; it keeps what it was given."""

    @property
    def file(self) -> io.BytesIO:
        return self

    def close(self) -> None:
        """Keep it readable."""


def triples(body: bytes, form: RdfFormat = RdfFormat.N_TRIPLES) -> set[str]:
    """Return the triples of a document as strings."""
    return {str(item.triple) if isinstance(item, Quad) else str(item) for item in parse(body, format=form)}
