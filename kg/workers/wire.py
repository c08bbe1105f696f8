"""What front and workers say to each other: frames over a socket pair, errors as plain values.

A frame is its kind (one byte), its length (four), and its payload. Nothing a worker sends is ever executed: JSON and
bytes only, since a worker reads what strangers wrote.
"""

from __future__ import annotations

import json
import select
import socket
import struct
from collections.abc import Mapping

from kg import errors
from kg.errors import KGError, Place

HEADER = struct.Struct("!cI")
JOB = b"J"
HEAD = b"H"
DATA = b"D"
ERROR = b"E"
END = b"Z"
LARGEST = 1 << 30
_SPLIT = struct.Struct("!I")

Values = dict[str, object]


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """Return one frame."""
    return HEADER.pack(kind, len(payload)) + payload


def pack(head: Mapping[str, object], body: bytes = b"") -> bytes:
    """Return JSON values and a body as one payload."""
    said = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return _SPLIT.pack(len(said)) + said + body


def unpack(payload: bytes) -> tuple[Values, bytes]:
    """Return what `pack` was given."""
    (length,) = _SPLIT.unpack_from(payload)
    start = _SPLIT.size + length
    head = json.loads(payload[_SPLIT.size : start].decode("utf-8", "surrogatepass"))
    assert isinstance(head, dict)
    return head, payload[start:]


class Channel:
    """A worker's end of the socket pair; it blocks."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def receive(self) -> tuple[bytes, bytes] | None:
        """Return the next frame; None when the other end is gone."""
        head = self._exactly(HEADER.size)
        if head is None:
            return None
        kind, length = HEADER.unpack(head)
        payload = self._exactly(length)
        return None if payload is None else (kind, payload)

    def _exactly(self, size: int) -> bytes | None:
        parts: list[bytes] = []
        while size:
            try:
                part = self._end.recv(min(size, 1 << 20))
            except ConnectionError:
                return None
            if not part:
                return None
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def send(self, kind: bytes, payload: bytes = b"") -> None:
        """Send one frame."""
        self._end.sendall(frame(kind, payload))

    def quiet(self, seconds: float | None) -> bool:
        """Tell whether nothing comes within *seconds* (None: wait for ever); the other end's going is something too."""
        return not select.select([self._end], [], [], seconds)[0]

    def waiting(self) -> bool:
        """Tell whether something can be received at once."""
        try:
            return bool(self._end.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except BlockingIOError:
            return False


def pack_error(error: KGError) -> Values:
    """Return an error as JSON values."""
    known = ("offered", "limit", "report", "known", "yours", "seconds", "other")
    said: Values = {name: getattr(error, name) for name in known if hasattr(error, name)}
    place = getattr(error, "place", None)
    if isinstance(place, Place):
        said["place"] = [place.line, place.column]
    return said | {"class": type(error).__name__, "message": str(error), "hint": error.hint}


def unpack_error(said: Mapping[str, object]) -> KGError:
    """Return the error that `pack_error` was given; a kind unknown here is a plain KGError."""
    kind = getattr(errors, str(said.get("class")), KGError)
    if not (isinstance(kind, type) and issubclass(kind, KGError)):
        kind = KGError
    error = kind.__new__(kind)
    Exception.__init__(error, str(said.get("message")))
    hint = said.get("hint")
    error.hint = hint if isinstance(hint, str) else None
    line_column = said.get("place")
    if issubclass(kind, errors.MalformedQuery | errors.MalformedData):
        error.place = Place(*line_column) if isinstance(line_column, list) else None  # type: ignore[attr-defined]
    for name in ("offered", "limit", "report", "known", "yours", "seconds", "other"):
        if name in said:
            value = said[name]
            setattr(error, name, tuple(value) if name == "offered" and isinstance(value, list) else value)
    return error
