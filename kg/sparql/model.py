"""Requests to a SPARQL engine, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL query with the dataset its protocol request names (SPARQL 1.1 Protocol 2.1.4).

    `default_graphs` and `named_graphs` are IRIs; both empty means the store's own dataset.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update with the dataset its protocol request names (SPARQL 1.1 Protocol 2.2.3)."""

    text: str
    using_graphs: tuple[str, ...] = ()
    using_named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may use: wall seconds, bytes of memory, bytes of result."""

    seconds: float = 30.0
    memory: int = 2_500_000_000
    result: int = 1 << 30
