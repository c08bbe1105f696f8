"""multipart/form-data as the graph store protocol takes it: several documents for one graph."""

from __future__ import annotations

import re
from email.message import Message
from typing import Any

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError

from kg.sparql import N3, N_TRIPLES, TURTLE, Format
from kg.web.problems import Refused

_MOST_PARTS = 100
_JOINED = (N_TRIPLES, TURTLE, N3)
# What would mean something else after being joined: blank nodes of one name, a base that reaches into the next part.
_REACHES_ON = re.compile(rb"_:|\bbase\b", re.IGNORECASE)
_PIECE = 1 << 16
"""How much is looked at in one go: while it is, nothing else of this process runs, whatever the thread."""


def parts_of(body: bytes, content_type: str) -> list[tuple[str, bytes]]:
    """Return the media type and bytes of each part; raises Refused for what is no multipart body."""
    parameters = Message()
    parameters["content-type"] = content_type
    boundary = parameters.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise Refused("the Content-Type names no boundary")
    collector = _Collector()
    try:
        parser = MultipartParser(boundary.encode("latin-1"), collector.callbacks())
        for start in range(0, len(body), _PIECE):
            parser.write(body[start : start + _PIECE])
        parser.finalize()
    except (FormParserError, UnicodeEncodeError) as error:
        raise Refused(f"the body is no multipart/form-data: {error}") from None
    if not collector.closed:
        raise Refused("the multipart body ends before its last boundary")
    return collector.parts


def joined(parts: list[tuple[Format, bytes]]) -> tuple[Format, bytes]:
    """Return several documents as one, to be written in one transaction; raises Refused where that changes them."""
    if not parts:
        raise Refused("the multipart body holds no document")
    if len(parts) == 1:
        return parts[0]
    alike = all(form in _JOINED for form, _ in parts)
    reaching = [alike and _reaches_on(data) for _, data in parts]
    if not alike or sum(reaching) > 1:
        raise Refused(
            "these documents cannot be written in one go",
            status=415,
            hint="send Turtle or N-Triples, blank nodes and @base in one part at most, or one document a request",
        )
    # The part with blank nodes or a base stands last, where it reaches into nothing.
    ordered = sorted(zip(reaching, parts, strict=True), key=lambda one: one[0])
    return (N3 if any(form is N3 for form, _ in parts) else TURTLE), b"\n".join(data for _, (_, data) in ordered)


def _reaches_on(data: bytes) -> bool:
    for start in range(0, len(data), _PIECE):
        # What begins near the end of a piece is looked at again as a whole.
        found = _REACHES_ON.search(data, start, start + _PIECE + len(b"base"))
        if found and _REACHES_ON.match(data, found.start()):
            return True
    return False


class _Collector:
    def __init__(self) -> None:
        self.parts: list[tuple[str, bytes]] = []
        self.closed = False
        self._body: list[bytes] = []
        self._headers: dict[bytes, bytes] = {}
        self._name = self._value = b""

    def callbacks(self) -> Any:
        return {
            "on_part_begin": self._begin,
            "on_part_data": lambda data, start, end: self._body.append(data[start:end]),
            "on_part_end": self._end,
            "on_header_field": self._field,
            "on_header_value": self._put,
            "on_header_end": self._header,
            "on_end": self._close,
        }

    def _begin(self) -> None:
        if len(self.parts) == _MOST_PARTS:
            raise Refused(f"the multipart body has more than {_MOST_PARTS} parts")
        self._body, self._headers = [], {}

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _put(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _end(self) -> None:
        kind = self._headers.get(b"content-type", b"text/turtle").decode("latin-1")
        self.parts.append((kind, b"".join(self._body)))

    def _close(self) -> None:
        self.closed = True
