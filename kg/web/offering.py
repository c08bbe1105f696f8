"""What a store offers to somebody who writes a query: ready questions, and prefixes; read from it once a revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request

from kg.questions import ASK_PREFIXES, ASK_READY, Ready, Row, read_ready, read_rows
from kg.sparql import JSON, KNOWN_PREFIXES, Limits, Query
from kg.store import Edition
from kg.triples import NAMESPACES
from kg.web.exchange import bytes_of
from kg.web.gatekeeper import client_of
from kg.workers import Accept, Service

_MOST: Final = 4 << 20
_LIMITS: Final = Limits(seconds=5.0)


@dataclass(frozen=True, slots=True)
class Offered:
    """Ready questions, and prefixes with their namespaces: those the store declares before those we write with."""

    questions: tuple[Ready, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Offering:
    """What one service offers: the newest is kept, so that asking twice costs once."""

    service: Service
    _kept: tuple[Edition, Offered] | None = field(default=None)

    async def newest(self, request: Request) -> Offered:
        """Return what the store offers at the revision that the next query will see."""
        edition = self.service.edition
        if self._kept is None or self._kept[0] != edition:
            client = client_of(request.scope)
            questions = read_ready(await self._rows(ASK_READY, client))
            declared = {row["prefix"]: row["namespace"] for row in await self._rows(ASK_PREFIXES, client)}
            self._kept = (edition, Offered(questions, {**KNOWN_PREFIXES, **NAMESPACES, **declared}))
        return self._kept[1]

    async def _rows(self, query: str, client: str) -> list[Row]:
        reply = await self.service.query(Query(query), Accept((JSON,), ()), _LIMITS, client)
        body, whole = await bytes_of(reply, _MOST)
        # More than an editor could show is as good as none.
        return list(read_rows([body])) if whole else []
