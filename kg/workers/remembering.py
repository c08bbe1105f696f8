"""Answers to queries, kept for whoever asks the same of the same revision: whole and steady ones, within a bound."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace

from kg.sparql import Query
from kg.workers.scribe import Seen
from kg.workers.service import Accept, Reply

LARGEST = 2 << 20
"""Bytes. A larger answer takes long to be sent anyway, and would drive out hundreds that do not."""
_BESIDE = 512
"""About what an entry takes beside its texts and its bytes."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    reply: Reply
    body: bytes
    size: int


class Answers:
    """The answers that rest on one revision, those least asked for going first when there is no more *room* (bytes)."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._used = 0
        self._seen: Seen | None = None
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self.found = 0
        """How many were answered from here."""
        self.sought = 0
        """How many were not."""

    def to(self, key: Key, seen: Seen) -> Reply | None:
        """Return the answer to what *key* stands for, as of *seen*, or None when it is to be worked out."""
        kept = self._kept.get(key) if seen is self._seen else None
        if kept is None:
            self.sought += 1
            return None
        self.found += 1
        self._kept.move_to_end(key)
        return replace(kept.reply, chunks=_Piece(kept.body))

    def keeping(self, key: Key, seen: Seen, reply: Reply) -> Reply:
        """Return *reply*, which is kept when all of its bytes have been read and it is worth it."""
        if not self._room or not reply.steady or reply.revision != seen.revision:
            return reply
        return replace(reply, chunks=_Overheard(reply, lambda body: self._keep(key, seen, reply, body)))

    def _keep(self, key: Key, seen: Seen, reply: Reply, body: bytes) -> None:
        if seen is not self._seen:
            if self._seen is not None and seen.revision < self._seen.revision:
                return
            self._kept.clear()
            self._used, self._seen = 0, seen
        # The work behind the reply is over, and need not be held.
        entry = _Kept(replace(reply, chunks=_Piece(b"")), body, len(body) + 2 * sum(map(len, key)) + _BESIDE)
        if entry.size > self._room:
            return
        before = self._kept.pop(key, None)
        self._used += entry.size - (before.size if before else 0)
        self._kept[key] = entry
        while self._used > self._room:
            _, gone = self._kept.popitem(last=False)
            self._used -= gone.size


def key_of(query: Query, accept: Accept) -> Key:
    """Return what tells an answer from all others on one revision: the question, its dataset, and the forms taken."""
    forms = (tuple(form.name for form in taken) for taken in (accept.solutions, accept.graphs))
    # Only the first of each kind decides which form it is.
    return (query.text, *query.default_graphs, "named", *query.named_graphs, *(",".join(one[:1]) for one in forms))


class _Piece(AsyncIterator[bytes]):
    """Bytes that are at hand, as an answer's chunks."""

    def __init__(self, body: bytes) -> None:
        self._left: Iterator[bytes] = iter((body,) if body else ())

    async def __anext__(self) -> bytes:
        for piece in self._left:
            return piece
        raise StopAsyncIteration


class _Overheard(AsyncIterator[bytes]):
    """The chunks of an answer, told whole to *told* when they came to their end and are not too many."""

    def __init__(self, reply: Reply, told: Callable[[bytes], None]) -> None:
        self._chunks = reply.chunks
        self._told = told
        self._heard: list[bytes] | None = []
        self._size = 0

    async def __anext__(self) -> bytes:
        try:
            chunk = await anext(self._chunks)
        except StopAsyncIteration:
            heard, self._heard = self._heard, None
            if heard is not None:
                self._told(b"".join(heard))
            raise
        except BaseException:
            self._heard = None
            raise
        if self._heard is not None:
            self._size += len(chunk)
            self._heard.append(chunk)
            if self._size > LARGEST:
                self._heard = None
        return chunk

    async def aclose(self) -> None:
        """End the work behind the answer, if it goes on."""
        self._heard = None
        end = getattr(self._chunks, "aclose", None)
        if end is not None:
            await end()
