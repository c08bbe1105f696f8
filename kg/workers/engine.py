"""An engine worker: evaluates queries and weighs updates on a read-only checkpoint, one job at a time."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from kg.errors import KGError, Overrun, StoreError, UnknownFormat
from kg.search import Sought, Source, TextIndex, finder, folding, search
from kg.sparql import (
    GRAPHS,
    PROFILED,
    SOLUTIONS,
    Answered,
    Finder,
    Format,
    Query,
    answer,
    explained,
    format_named,
    is_steady,
    start_deep,
)
from kg.store import Dataset, Identity, being_made, index_beside
from kg.workers.describing import check_known, describe, export, tally, write_described, write_graph
from kg.workers.resting import no_collecting
from kg.workers.sandbox import allow_memory, confine, hush, name_process, resident
from kg.workers.sink import FrameSink
from kg.workers.weighing import LARGEST, Scales, weigh
from kg.workers.wire import END, ERROR, Channel, Values, pack, pack_error, unpack

_GROWTH = 400 << 20
_JOBS = 10_000


@dataclass(frozen=True, slots=True)
class EngineWork:
    """What engine workers do; `memory` is how much a job may take beyond what an idle worker has."""

    memory: int

    def warm_up(self) -> None:
        """Load what every worker needs, before they fork."""
        folding()

    def __call__(self, end: socket.socket) -> None:
        """Work until the front closes its end."""
        channel = Channel(end)
        name_process("kg engine")
        hush(channel)
        confine()
        worker = _Worker(channel, self.memory)
        start_deep(worker.work).join()


@dataclass(slots=True)
class _Worker:
    channel: Channel
    memory: int
    identity: Identity = field(default_factory=lambda: Identity("", "plain"))
    place: str = ""
    store: Store = field(default_factory=Store)
    texts: TextIndex | None = None
    jobs: int = 0

    def work(self) -> None:
        """Do one job after another."""
        while received := self.channel.receive():
            said, body = unpack(received[1])
            try:
                self._job(said, body)
            except KGError as error:
                self.channel.send(ERROR, pack(pack_error(error)))
            except MemoryError:
                self.channel.send(ERROR, pack(pack_error(out_of_memory(self.memory))))

    def _job(self, said: Values, body: bytes) -> None:
        base, kind, *scratch = _texts(said["store"])
        self.identity = Identity(base, "merged" if kind == "merged" else "plain", tuple(scratch))
        self._move(str(said["place"]))
        allow_memory(self.memory)
        do = _JOBS_BY_NAME[str(said["job"])]
        do(self, said, body)
        self.jobs += 1
        tired = self.jobs >= _JOBS or resident() > _GROWTH
        self.channel.send(END, pack({"tired": tired}))

    def _move(self, place: str) -> None:
        """Look at another revision."""
        if place == self.place:
            return
        try:
            self.store = Store.read_only(place)
        except OSError as error:
            raise StoreError(f"the revision in {place} cannot be opened: {error}", hint="stale") from error
        self.place, self.texts = place, None

    @property
    def index(self) -> TextIndex:
        """Return the text index of the revision; opened when it is first asked."""
        revision = Path(self.place).name
        if self.texts is None or (revision.isdecimal() and self.texts.revision < int(revision)):
            # One that was being made may be there by now; until then the old one answers.
            self.texts = TextIndex.opened(index_beside(Path(self.place))) or self.texts
        if self.texts is None:
            raise being_made()
        return self.texts

    @property
    def find(self) -> Finder:
        """Return what `text:query` asks."""
        return finder(lambda: self.index)

    @property
    def dataset(self) -> Dataset:
        """Return the revision as a dataset."""
        return Dataset(self.store, self.identity.kind, self.identity.scratch)

    def sink(self, said: Values, kind: str, form: Format, *, steady: bool = True, more: bool = False) -> FrameSink:
        """Return the sink for an answer of this kind and form; *more* tells that another page of it follows."""
        head = pack({"kind": kind, "form": form.name, "steady": steady, "more": more})
        return FrameSink(self.channel, head, int(str(said["result"])))


def out_of_memory(memory: int) -> Overrun:
    """Return the error of a job that needed more memory than it may have."""
    return Overrun(
        f"stopped: it needed more than {memory // 1_000_000} MB of memory",
        limit="memory",
        hint="ask for less: LIMIT, a more selective pattern, fewer OPTIONALs",
    )


def _query(worker: _Worker, said: Values, body: bytes) -> None:
    query = Query(body.decode("utf-8"), _texts(said["default"]), _texts(said["named"]))
    found = answer(worker.store, query, base=worker.identity.base, find=worker.find)
    form = _chosen(found, _texts(said["solutions"]), _texts(said["graphs"]))
    sink = worker.sink(said, found.kind, form, steady=is_steady(query.text))
    found.write(form, sink.file)
    sink.close()


def _explain(worker: _Worker, said: Values, body: bytes) -> None:
    query = Query(body.decode("utf-8"), _texts(said["default"]), _texts(said["named"]))
    store = worker.store if said["rewritten"] else None
    told = explained(query, store, base=worker.identity.base, find=worker.find)
    FrameSink(worker.channel, pack(asdict(told)), 0).close()


def _chosen(found: Answered, solutions: tuple[str, ...], graphs: tuple[str, ...]) -> Format:
    """Return the first form the client takes that this kind of answer has."""
    wanted, offered = (graphs, GRAPHS) if found.kind == "graph" else (solutions, SOLUTIONS)
    if not wanted:
        kind = "a graph" if found.kind == "graph" else "a table"
        raise UnknownFormat(f"the answer is {kind}, and none of the formats you accept holds one", media_types(offered))
    return format_named(wanted[0], offered)


def media_types(forms: tuple[Format, ...]) -> tuple[str, ...]:
    """Return the media types of *forms*."""
    return tuple(form.media_type for form in forms)


def _texts(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(map(str, value))


def _change(worker: _Worker, said: Values, body: bytes) -> None:
    scratch = Path(str(said["scratch"]))
    try:
        scales = Scales(worker.dataset, worker.identity, Path(worker.place), scratch, worker.find)
        with no_collecting():
            head, parts = weigh(scales, said, body)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    sink = FrameSink(worker.channel, pack(head), LARGEST)
    for part in parts:
        sink.write(part)
    sink.close()


def _graph(worker: _Worker, said: Values, body: bytes) -> None:
    form = format_named(str(said["form"]), (*GRAPHS, *PROFILED))
    name = said["name"] if isinstance(said["name"], str) else None
    write_graph(worker.dataset, worker.identity, name, form, worker.sink(said, "graph", form))


def _describe(worker: _Worker, said: Values, body: bytes) -> None:
    form = format_named(str(said["form"]), (*GRAPHS, *PROFILED))
    described = describe(worker.dataset, worker.identity, str(said["iri"]), int(str(said["page"])))
    write_described(described, worker.identity, form, worker.sink(said, "graph", form, more=described.more))


def _known(worker: _Worker, said: Values, body: bytes) -> None:
    check_known(worker.dataset, str(said["iri"]))
    FrameSink(worker.channel, pack({}), 0).close()


def _export(worker: _Worker, said: Values, body: bytes) -> None:
    form = format_named(str(said["form"]), GRAPHS)
    name = said["name"] if isinstance(said["name"], str) else None
    sink = worker.sink(said, "graph", form)
    export(worker.dataset, worker.identity, (name, form), sink, packed=bool(said["packed"]))


def _tally(worker: _Worker, said: Values, body: bytes) -> None:
    FrameSink(worker.channel, pack(tally(worker.dataset, worker.identity)), 0).close()


def _search(worker: _Worker, said: Values, body: bytes) -> None:
    told = said["sought"]
    assert isinstance(told, dict)
    listed: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    sought = Sought(**listed)
    source = Source(worker.store, worker.identity.kind == "merged")
    FrameSink(worker.channel, pack(search(worker.index, source, sought)), 0).close()


_JOBS_BY_NAME: dict[str, Callable[[_Worker, Values, bytes], None]] = {
    "query": _query,
    "explain": _explain,
    "change": _change,
    "graph": _graph,
    "describe": _describe,
    "known": _known,
    "export": _export,
    "tally": _tally,
    "search": _search,
}
