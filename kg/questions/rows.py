"""The rows of an answer, read as they come."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple, parse_query_results

Row: TypeAlias = Mapping[str, str]
"""The bound variables of one solution by name: each term's IRI, label or lexical form."""

_Term: TypeAlias = NamedNode | BlankNode | Literal | Triple


def read_rows(chunks: Iterable[bytes]) -> Iterator[Row]:
    """Yield the rows of a SELECT's answer in JSON (SPARQL 1.1 Query Results JSON), in constant memory."""
    solutions = parse_query_results(io.BufferedReader(_Chunks(iter(chunks))), QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions), "the questions here are SELECTs"
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        terms = zip(names, solution, strict=True)
        yield {name: _value(term) for name, term in terms if term is not None}


def _value(term: _Term) -> str:
    return str(term) if isinstance(term, Triple) else term.value


class _Chunks(io.RawIOBase):
    """Bytes that come in pieces, as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill *buffer* with what is there; 0 at the end."""
        while not self._left:
            piece = next(self._chunks, None)
            if piece is None:
                return 0
            self._left = piece
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count
