"""What a write changes: quads out, quads in, graphs created and dropped."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize


@dataclass(frozen=True, slots=True)
class Delta:
    """A change of a dataset, exact against the state it was computed on.

    Every quad of `out` is in that state and none of `into` is. `created` graphs shall exist even when empty; `dropped`
    graphs shall not exist, and all their quads are in `out`.
    """

    out: frozenset[Quad] = frozenset()
    into: frozenset[Quad] = frozenset()
    created: frozenset[str] = field(default=frozenset())
    dropped: frozenset[str] = field(default=frozenset())

    def __bool__(self) -> bool:
        return bool(self.out or self.into or self.created or self.dropped)

    def then(self, later: Delta) -> Delta:
        """Return this change followed by *later*, which was computed on the state this one leaves."""
        return Delta(
            (self.out - later.into) | (later.out - self.into),
            (self.into - later.out) | (later.into - self.out),
            (self.created - later.dropped) | later.created,
            (self.dropped - later.created - later.graphs_filled()) | later.dropped,
        )

    def graphs(self) -> frozenset[str | None]:
        """Return the graphs that change; None is the default graph."""
        touched = {getattr(quad.graph_name, "value", None) for quads in (self.out, self.into) for quad in quads}
        return frozenset(touched | self.created | self.dropped)

    def graphs_filled(self) -> frozenset[str]:
        """Return the named graphs into which quads come."""
        return frozenset(quad.graph_name.value for quad in self.into if isinstance(quad.graph_name, NamedNode))

    def encode(self) -> bytes:
        """Return the change as bytes: a line of JSON, then N-Quads, blank nodes by the names they have in the store."""
        out = encode_quads(self.out)
        head = {"out": len(out), "created": sorted(self.created), "dropped": sorted(self.dropped)}
        return json.dumps(head).encode() + b"\n" + out + encode_quads(self.into)

    @classmethod
    def decode(cls, data: bytes) -> Delta:
        """Return the change that `encode` wrote."""
        head, _, body = data.partition(b"\n")
        said = json.loads(head)
        out, into = body[: said["out"]], body[said["out"] :]
        return cls(decode_quads(out), decode_quads(into), frozenset(said["created"]), frozenset(said["dropped"]))


def encode_quads(quads: Iterable[Quad]) -> bytes:
    """Return *quads* as N-Quads."""
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def decode_quads(data: bytes) -> frozenset[Quad]:
    """Return the quads of N-Quads, blank nodes named as they are written."""
    return frozenset(quad for quad in parse(data, RdfFormat.N_QUADS) if isinstance(quad, Quad))


def canonical(quads: Iterable[Quad]) -> frozenset[Quad]:
    """Return *quads* as the engine keeps them: it stores the value of numbers and dates, not how they were written."""
    memory = Store()
    memory.extend(quads)
    return frozenset(memory)


def read_quads(data: bytes, form: RdfFormat = RdfFormat.N_QUADS) -> frozenset[Quad]:
    """Return the quads of a document as the engine keeps them, its blank nodes renamed apart from all others."""
    memory = Store()
    memory.load(io.BytesIO(data), form)
    return frozenset(memory)
