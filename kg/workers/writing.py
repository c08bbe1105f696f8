"""The writer: the one process that owns the store, and writes whole batches of what waits."""

from __future__ import annotations

import json
import logging
import shutil
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from kg.decisions import decision_from_json, decision_to_json
from kg.errors import KGError, StoreError
from kg.sparql import Delta, start_deep
from kg.store import Beside, Change, Draft, Kind, OxigraphStore, Publication, Rejection, kept, open_store
from kg.workers.resting import no_collecting
from kg.workers.sandbox import name_process
from kg.workers.wire import END, ERROR, HEAD, JOB, Channel, Values, pack, pack_error, unpack

_log = logging.getLogger("kg.workers")
_BATCH = 64
_GLANCE = 0.2


def write(end: socket.socket) -> None:
    """Own the store that the first frame names, until the front is gone: the writer's work in its nursery."""
    name_process("kg writer")
    channel = Channel(end)
    # Quads nest too: a triple's object may be a triple.
    start_deep(lambda: _until_alone(channel)).join()


def _until_alone(channel: Channel) -> None:
    # A front that was killed can be told nothing any more; what was written for it stays written.
    with suppress(ConnectionError):
        _open(channel)


def _open(channel: Channel) -> None:
    received = channel.receive()
    if received is None:
        return
    said, _ = unpack(received[1])
    kind: Kind | None = "plain" if said["kind"] == "plain" else "merged" if said["kind"] == "merged" else None
    base = str(said["base"]) if said["base"] else None
    try:
        fresh = bool(said["fresh"])
        served: Literal["first", "again"] = "first" if fresh else "again"
        folder = Path(str(said["folder"]))
        store = open_store(folder, base=base, kind=kind, create=bool(said["create"]), served=served)
        if fresh:
            # A folder restored from a backup counts revisions anew: an old checkpoint may bear the number of a new one.
            shutil.rmtree(store.folder.checkpoints, ignore_errors=True)
        store.author = "the server"
        if isinstance(said["scratch"], list):
            store.declare(tuple(said["scratch"]), _when(said))
        writer = _Writer(store, channel, float(str(said["keep"])))
        channel.send(HEAD, pack(writer.state() | asdict(store.identity)))
    except KGError as error:
        channel.send(ERROR, pack(pack_error(error)))
        return
    try:
        writer.work()
    finally:
        store.close()


@dataclass(frozen=True, slots=True)
class _Writer:
    store: OxigraphStore
    channel: Channel
    keep: float
    superseded: dict[Path, float] = field(default_factory=dict)

    def work(self) -> None:
        """Write one batch after another."""
        # Those that an earlier writer left have no successor that would remove them.
        self._forget()
        while received := self._next():
            jobs = [received]
            while len(jobs) < _BATCH and self.channel.waiting():
                more = self.channel.receive()
                if more is None:
                    break
                jobs.append(more)
            self._batch([unpack(payload) for kind, payload in jobs if kind == JOB])

    def _next(self) -> tuple[bytes, bytes] | None:
        """Return the next job; while none comes, look after what is made in the background, and what is to go."""
        while self.channel.quiet(self._leisure()):
            self._forget()
            try:
                self.store.tend()
            except KGError as error:
                _log.error("the text index could not be put in its place: %s", error)
        return self.channel.receive()

    def _leisure(self) -> float | None:
        """Return for how many seconds there will be nothing to look after; None while nothing may come to be."""
        waits = [self.keep - (time.monotonic() - since) + _GLANCE for since in self.superseded.values()]
        waits += [_GLANCE] if self.store.texts.making else []
        return max(_GLANCE, min(waits)) if waits else None

    def _batch(self, jobs: list[tuple[Values, bytes]]) -> None:
        """Write all jobs with one sync and one checkpoint; answer each when its change is durable and can be seen."""
        before = self.store.revision
        done: list[tuple[Values, Values | KGError]] = []
        try:
            with no_collecting(), self.store.batch():
                for said, body in jobs:
                    done.append((said, self._job(said, body)))
            state = self.state()
        except KGError as failure:
            # Not synced, or not to be seen. What was applied is written down in the ledger, and will be made good.
            done = [(said, _failed(result, failure)) for said, result in done]
            state = {}
        for said, result in done:
            if isinstance(result, KGError):
                self.channel.send(ERROR, pack({"number": said["number"]} | pack_error(result)))
            else:
                self.channel.send(END, pack({"number": said["number"]} | result | state))
        if self.store.revision != before:
            self._forget()

    def _job(self, said: Values, body: bytes) -> Values | KGError:
        self.store.author, self.store.due = str(said["by"]), _due(said)
        try:
            # The revision that a change is held to is the one after all that is made good.
            self.store.ready()
            return _JOBS[str(said["job"])](self.store, said, body)
        except KGError as error:
            return error

    def state(self) -> Values:
        """Return the revision that can be seen, its place, and its size."""
        place = self.store.checkpoint()
        self.superseded.pop(place, None)
        edition = self.store.ledger.edition()
        since = {"seal": edition.seal, "changed": edition.changed.isoformat() if edition.changed else None}
        return {"newest": self.store.revision, "place": str(place), "quads": self.store.quads} | since

    def _forget(self) -> None:
        """Remove checkpoints that nobody can be about to open any more; by age, since a number may come fast."""
        now = time.monotonic()
        newest = self.store.folder.checkpoints / str(self.store.revision)
        with suppress(OSError):
            there = set(self.store.folder.checkpoints.iterdir()) - {newest}
            for place in set(self.superseded) - there:
                del self.superseded[place]
            for place in there:
                if now - self.superseded.setdefault(place, now) > self.keep:
                    shutil.rmtree(place, ignore_errors=True)
                    del self.superseded[place]


def _failed(result: Values | KGError, failure: KGError) -> KGError:
    """Return what is told of one job of a batch that failed at its end."""
    if isinstance(result, KGError):
        return result
    if result.get("action", "unchanged") == "unchanged":
        return failure
    return kept(failure) if isinstance(failure, StoreError) else failure


def _due(said: Values) -> float | None:
    return None if said.get("due") is None else float(str(said["due"]))


def _when(said: Values) -> datetime:
    return datetime.fromisoformat(str(said["now"]))


def _told(change: Change) -> Values:
    return {"action": change.action, "revision": change.revision}


def _put(store: OxigraphStore, said: Values, body: bytes) -> Values:
    names = said["publication"]
    assert isinstance(names, dict)
    beside = Beside(**names.get("beside", {}))
    return _told(store.put(Publication(**(names | {"beside": beside}), quads=body), _when(said)))


def _withdraw(store: OxigraphStore, said: Values, body: bytes) -> Values:
    return _told(store.withdraw(str(said["key"]), _when(said)))


def _reject(store: OxigraphStore, said: Values, body: bytes) -> Values:
    kept = said["rejection"]
    assert isinstance(kept, dict)
    store.reject(Rejection(**(kept | _times(kept, "rejected"))))
    return {}


def _times(kept: Values, name: str) -> Values:
    """Return those values of a kept text that are no JSON values."""
    beside = kept["beside"]
    assert isinstance(beside, dict)
    return {name: datetime.fromisoformat(str(kept[name])), "beside": Beside(**beside)}


def _decide(store: OxigraphStore, said: Values, body: bytes) -> Values:
    decision = said["decision"]
    assert isinstance(decision, dict)
    return {"decision": decision_to_json(store.decide(decision_from_json(decision), int(str(said["seen"]))))}


def _take(store: OxigraphStore, said: Values, body: bytes) -> Values:
    taken = store.take([decision_from_json(one) for one in json.loads(body)], _when(said))
    return {"taken": [one.number for one in taken]}


def _keep(store: OxigraphStore, said: Values, body: bytes) -> Values:
    draft = said["draft"]
    assert isinstance(draft, dict)
    store.keep_draft(Draft(**(draft | _times(draft, "at"))))
    return {}


def _discard(store: OxigraphStore, said: Values, body: bytes) -> Values:
    store.discard_draft(str(said["key"]), _when(said))
    return {}


def _apply(store: OxigraphStore, said: Values, body: bytes) -> Values:
    delta, expected = Delta.decode(body), int(str(said["expected"]))
    # What was weighed on its own graphs alone holds wherever they are as they were.
    if store.revision != expected and not (said["apart"] and store.unchanged_since(expected, delta.graphs())):
        return {"conflict": True}
    return _told(store.apply_delta(delta, _when(said)))


def _seed(store: OxigraphStore, said: Values, body: bytes) -> Values:
    return _told(store.seed(body, _when(said)))


def _copy(store: OxigraphStore, said: Values, body: bytes) -> Values:
    return {"copy": store.copy().name}


_JOBS: dict[str, Callable[[OxigraphStore, Values, bytes], Values]] = {
    "put": _put,
    "withdraw": _withdraw,
    "reject": _reject,
    "decide": _decide,
    "take": _take,
    "keep": _keep,
    "discard": _discard,
    "apply": _apply,
    "seed": _seed,
    "copy": _copy,
}
