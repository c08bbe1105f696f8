"""A reading worker: reads and checks articles, and holds graphs to the shapes, one document at a time."""

from __future__ import annotations

import gc
import json
import pickle
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.article import Given
from kg.errors import KGError, UsageError
from kg.sparql import GRAPHS, format_named, start_deep
from kg.workers.engine import out_of_memory
from kg.workers.nursery import run
from kg.workers.resting import no_collecting
from kg.workers.sandbox import allow_memory, confine, hush, name_process
from kg.workers.settings import EditorsDesk, Trades
from kg.workers.sink import FrameSink
from kg.workers.weighing import parsed
from kg.workers.wire import END, ERROR, HEAD, Channel, Values, pack, pack_error, unpack

if TYPE_CHECKING:
    from kg.pipeline import Prepared


READER = b"R"

_LARGE = 1 << 20
"""Bytes of a graph whose check is worth a rest of the search for cycles."""


@dataclass(frozen=True, slots=True)
class ReadingNursery:
    """The work of a nursery of reading workers; `trades` come pickled, since loading them takes a second."""

    trades: bytes
    memory: int

    def __call__(self, end: socket.socket) -> None:
        """Load what reading needs, then serve orders until the front is gone."""
        name_process("kg reading")
        trades: Trades = pickle.loads(self.trades)  # noqa: S301 - our own front wrote it
        if trades.warm_up:
            trades.warm_up()
        run(end, {READER: _ReadingWork(trades, self.memory)})


@dataclass(frozen=True, slots=True)
class _ReadingWork:
    trades: Trades
    memory: int

    def __call__(self, end: socket.socket) -> None:
        """Work until the front closes its end."""
        channel = Channel(end)
        name_process("kg reader")
        hush(channel)
        confine(reaching=self.trades.waits > 0)
        start_deep(_Worker(channel, self.trades, self.memory).work).join()


@dataclass(frozen=True, slots=True)
class _Worker:
    channel: Channel
    trades: Trades
    memory: int

    def work(self) -> None:
        """Do one job after another."""
        allow_memory(self.memory)
        while received := self.channel.receive():
            said, body = unpack(received[1])
            try:
                if said["job"] == "compare":
                    self._compare(said, body)
                else:
                    self.channel.send(HEAD, pack(self._done(said, body)))
                self.channel.send(END, pack({"tired": False}))
            except KGError as error:
                self.channel.send(ERROR, pack(pack_error(error)))
            except MemoryError:
                self.channel.send(ERROR, pack(pack_error(out_of_memory(self.memory))))

    def _done(self, said: Values, body: bytes) -> Values:
        if said["job"] == "prepare":
            return _told(self._prepared(said, body))
        if said["job"] in _AT_DESK:
            return _AT_DESK[str(said["job"])](self._desk, said, body)
        gate = self.trades.gate if said["job"] == "gate" else self.trades.validate or self.trades.gate
        if gate is None:
            raise UsageError("this server was started without shapes", hint="start it with --gate on")
        graph, text = (value if isinstance(value, str) else None for value in (said["graph"], said["text"]))
        if len(body) < _LARGE:
            return gate(graph, body, text)
        with no_collecting():
            report = gate(graph, body, text)
        gc.collect()
        return report

    @property
    def _desk(self) -> EditorsDesk:
        if self.trades.desk is None:
            raise UsageError("nothing is reviewed here", hint="this server was started without an editors' desk")
        return self.trades.desk

    def _prepared(self, said: Values, body: bytes) -> Prepared:
        beside = said.get("beside")
        if not isinstance(beside, dict) or not any(beside.values()):
            return self.trades.prepare(body, _given(said))
        opened = self._desk.open(body, _given(said))
        return self._desk.prepare(str(opened["text"]), str(opened["beside"]["told"]), beside)

    def _compare(self, said: Values, body: bytes) -> None:
        if self.trades.compare is None:
            raise UsageError("this server holds nothing to shapes of others")
        shapes, form = int(str(said["shapes"])), format_named(str(said["form"]), GRAPHS)
        report = self.trades.compare(
            parsed(body[:shapes], str(said["from"]), str(said["base"])), body[shapes:], form.name
        )
        sink = FrameSink(self.channel, pack({"kind": "graph", "form": form.name}), int(str(said["result"])))
        sink.write(report)
        sink.close()


def _text(said: Values, body: bytes) -> tuple[str, str, Values]:
    beside = said["beside"]
    assert isinstance(beside, dict)
    return body.decode("utf-8", "surrogatepass"), str(said["told"]), beside


_AT_DESK: dict[str, Callable[[EditorsDesk, Values, bytes], Values]] = {
    "open": lambda desk, said, body: desk.open(body, _given(said)),
    "publish": lambda desk, said, body: _told(desk.prepare(*_text(said, body))),
    "draft": lambda desk, said, body: desk.draft(*_text(said, body)),
    "complete": lambda desk, said, body: desk.complete(*_text(said, body), json.loads(str(said["wanted"]))),
    "gold": lambda desk, said, body: desk.gold(*_text(said, body), str(said["name"])),
    "learn": lambda desk, said, body: desk.learn(json.loads(body)),
}


def _given(said: Values) -> Given:
    iri, url, published, publisher = (
        value if isinstance(value, str) else None
        for value in (said["iri"], said["source_url"], said["published"], said["publisher"])
    )
    return Given(iri, url, date.fromisoformat(published) if published else None, publisher)


def _told(prepared: Prepared) -> Values:
    """Return what was prepared as JSON values."""
    publication = prepared.publication
    rejection = prepared.rejection
    findings = getattr(prepared, "findings", None)
    return {
        "publication": asdict(publication) | {"quads": publication.quads.decode("utf-8")} if publication else None,
        "rejection": asdict(rejection) | {"rejected": rejection.rejected.isoformat()} if rejection else None,
        "report": prepared.report,
        "facts": prepared.facts,
        "findings": prepared.report.get("findings", []) if findings is None else findings,
        "gleaned": getattr(prepared, "gleaned", []),
    }
