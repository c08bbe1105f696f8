"""A copy of a server's graphs that follows it: the dump of one revision first, then what the feed tells of.

Where the copy stands is written down after what it holds is durable, so that whatever ends it, it goes on from there:
doing a change again changes nothing. A server whose history is another than the one that was followed, since it was
made anew or restored, says so itself when it is asked what came after a point of ours; then the copy begins anew.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby, islice
from tempfile import TemporaryFile
from typing import IO, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import HistoryGone, MalformedData, NetworkError, NotFound, StoreMismatch, TooLarge
from kg.feeds.caller import Caller
from kg.feeds.places import Places
from kg.feeds.stream import Told, read_page
from kg.sparql import Delta
from kg.store import Identity, OxigraphStore, Sum, line_sum, write_durably

STATE: Final = "mirror.json"
_PAGES = "application/n-triples"
_DUMP = "dumps/all.nq.gz"
_PIECE: Final = 1 << 20
_TOGETHER: Final = 32
"""How many graphs share one sync."""

Say = Callable[[str], None]
Clock = Callable[[], datetime]
New = tuple[str, frozenset[Quad] | None]
"""A graph (the default one: ""), and what it is to hold; None: it is to go."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a copy stands: whose, of a store with which base, and at which point of its history."""

    source: str
    base: str
    point: str

    @property
    def revision(self) -> int:
        """Return the revision of the server that the copy is at."""
        return int(self.point.partition("-")[0])


@dataclass(frozen=True, slots=True)
class Passed:
    """What one look at the server brought: graphs written and dropped, the point come to, and what is not settled.

    `late` are graphs that had moved on when they were fetched: the feed will tell of them again.
    """

    point: str
    written: int = 0
    dropped: int = 0
    late: tuple[str, ...] = ()
    anew: bool = False

    def and_then(self, after: Passed) -> Passed:
        """Return what this look and the one after it brought together."""
        written, dropped = self.written + after.written, self.dropped + after.dropped
        return Passed(after.point, written, dropped, after.late, self.anew or after.anew)


def identity_of(caller: Caller) -> Identity:
    """Return what the server's store was made as: its base, and the kind of its dataset."""
    said = _json(caller.get("dumps/manifest.json", "application/json"))
    base, kind = str(said.get("base", "")), said.get("dataset")
    if not base.startswith(("http://", "https://")) or kind not in ("merged", "plain"):
        raise NetworkError(f"{caller.url} does not say what its store is", hint="is it the first page of a kg server?")
    caller.base = base
    return Identity(base, "plain" if kind == "plain" else "merged")


class Mirror:
    """The copy in *store* of the server behind *caller*."""

    def __init__(self, caller: Caller, store: OxigraphStore, clock: Clock, say: Say) -> None:
        self._caller = caller
        self._store = store
        self._clock = clock
        self._say = say
        self._places = Places(caller.base)
        self._state = store.folder.path / STATE
        store.author = "mirror"

    @property
    def standing(self) -> Standing | None:
        """Return where the copy stands; None before the first dump was loaded. Raises StoreMismatch."""
        try:
            said = json.loads(self._state.read_text("utf-8"))
            found = Standing(str(said["source"]), str(said["base"]), str(said["point"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise StoreMismatch(f"{self._state} cannot be read: {error}", hint="remove it to begin anew") from None
        if found.base != self._caller.base:
            hint = "give another --location"
            raise StoreMismatch(f"{self._state} is of a copy of {found.base}, not of {self._caller.base}", hint=hint)
        return found

    def look(self) -> Passed:
        """Bring the copy to where the server is; raises NetworkError, and what its store raises."""
        standing = self.standing
        if standing is None:
            return self.begin()
        try:
            return self._follow(standing)
        except HistoryGone as gone:
            self._say(f"{gone}")
            self._say("the server was made anew, restored, or forgot what is older: beginning anew")
            return self.begin()

    # The dump.

    def begin(self) -> Passed:
        """Load the dump: every graph in it replaces ours, and what is not in it goes."""
        with TemporaryFile(dir=self._store.folder.path) as file:
            point = self._fetch(file)
            file.seek(0)
            seen = self._load(file)
        gone = sorted(set(self._store.ledger.all_sums()) - seen)
        self._write((graph, None) for graph in gone)
        self._stand(point)
        return Passed(point, len(seen), len(gone), anew=True)

    def _fetch(self, file: IO[bytes]) -> str:
        """Write the dump, unpacked, into *file*; return the point it was taken at."""
        caps, size = self._caller.caps, 0
        unpack = zlib.decompressobj(wbits=31)
        with self._caller.open(_DUMP, "application/gzip", caps.dump_seconds) as (headers, pieces):
            point = headers.get("isnad-point", "")
            if not point.partition("-")[0].isdigit():
                raise NetworkError("the dump does not say which revision it is of", hint="is it a newer kg?")
            for piece in pieces:
                for plain in _unpacked(unpack, piece):
                    size += file.write(plain)
                    if size > caps.dump:
                        raise TooLarge(f"the dump is longer than {caps.dump} bytes")
        if not unpack.eof:
            raise NetworkError("the dump was broken off")
        return point

    def _load(self, file: IO[bytes]) -> set[str]:
        """Write what the dump holds; return the graphs that are in it."""
        seen: set[str] = set()
        self._write(self._grouped(file, seen))
        return seen

    def _grouped(self, file: IO[bytes], seen: set[str]) -> Iterator[New]:
        try:
            for name, quads in groupby(parse(file, RdfFormat.N_QUADS), key=lambda quad: quad.graph_name):
                graph = name.value if isinstance(name, NamedNode) else ""
                if graph in seen:
                    raise MalformedData(f"the dump has the graph {graph or 'without a name'} in two places")
                seen.add(graph)
                yield graph, _kept(quads)
        except SyntaxError as error:
            raise MalformedData(f"the dump does not parse: {error}") from error

    # The feed.

    def _follow(self, standing: Standing) -> Passed:
        """Do what the feed tells of since then: for each graph the last of it."""
        last: dict[str, Told] = {}
        point = standing.point
        for told in self._changes(standing):
            last[told.graph] = told
            point = told.point
        late: list[str] = []
        self._write(self._news(last.values(), late))
        dropped = sum(told.action == "withdrawn" for told in last.values())
        written = len(last) - dropped - len(late)
        if late:
            # What moved on meanwhile comes again: until then the copy stands where it stood.
            return Passed(standing.point, written, dropped, tuple(late))
        if point != standing.point:
            self._stand(point)
        return Passed(point, written, dropped)

    def _news(self, changes: Iterable[Told], late: list[str]) -> Iterator[New]:
        """Yield what each graph is to hold; those that are not what the feed told of are added to *late*."""
        for told in changes:
            if told.action == "withdrawn":
                yield told.graph, None
            elif (quads := self._fetched(told)) is None:
                late.append(told.graph)
            else:
                yield told.graph, quads

    def _changes(self, standing: Standing) -> Iterator[Told]:
        address: str | None = f"changes?since={standing.point}"
        while address is not None:
            page = read_page(_parsed(self._caller.get(address, _PAGES)), self._places)
            yield from (told for told in page.changes if told.revision > standing.revision)
            address = page.following

    def _fetched(self, told: Told) -> frozenset[Quad] | None:
        """Return what a graph holds; None when it is not, or no longer, what the feed told of."""
        try:
            body = self._caller.get(told.source, "application/n-triples")
        except NotFound:
            return None
        if line_sum(body) != Sum(told.size, int(told.digest, 16)):
            return None
        return _parsed(body)

    # The store.

    def _write(self, changes: Iterable[New]) -> None:
        """Write changes, _TOGETHER of them at a time; nothing is fetched while the store waits for a sync."""
        coming = iter(changes)
        while together := list(islice(coming, _TOGETHER)):
            with self._store.batch():
                for graph, quads in together:
                    delta = self._delta(graph or None, quads)
                    if delta is not None:
                        self._store.apply_delta(delta, self._clock(), trusted=True)

    def _delta(self, graph: str | None, quads: frozenset[Quad] | None) -> Delta | None:
        """Return what makes a graph the other's, or takes it away; None when there is nothing to take away."""
        if quads is not None:
            return self._store.dataset.replacing(graph, quads)
        there = graph is None or self._store.dataset.exists(graph)
        return self._store.dataset.dropping(graph) if there else None

    def _stand(self, point: str) -> None:
        """Write down where the copy stands, durably."""
        said = asdict(Standing(self._caller.url, self._caller.base, point))
        write_durably(self._state, json.dumps(said, indent=2) + "\n")


def _parsed(n_triples: bytes) -> frozenset[Quad]:
    """Return the triples of a document, each blank node under its own name: it is the other store's too."""
    try:
        return _kept(parse(n_triples, RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise MalformedData(f"the server's N-Triples do not parse: {error}") from error


def _kept(quads: Iterable[Quad]) -> frozenset[Quad]:
    """Return *quads* as the engine keeps them."""
    memory = Store()
    memory.extend(quads)
    return frozenset(memory)


def _unpacked(unpack: zlib._Decompress, piece: bytes) -> Iterator[bytes]:
    """Yield what a packed piece holds, a little at a time: it may be far more than it looks."""
    try:
        while piece:
            yield unpack.decompress(piece, _PIECE)
            piece = unpack.unconsumed_tail
    except zlib.error as error:
        raise MalformedData(f"the dump cannot be unpacked: {error}") from error


def _json(body: bytes) -> dict[str, object]:
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise NetworkError("the server does not answer as kg does", hint="give the address of its first page")
    return said
