"""The explorer of the network: drawn here, with a table that says the same, and files to take away."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from kg.errors import NotFound, Overrun, UsageError
from kg.questions import Between, ask_busiest, is_iri, read_busiest, write_network
from kg.questions.ties import RELATIONS, Bond, Within
from kg.search import Sought
from kg.triples import ISNAD
from kg.web.caching import unchanged, version_of
from kg.web.exchange import attended
from kg.web.exploring import MOST_NODES, Part, Reach, grown, network_of, path_between
from kg.web.gatekeeper import client_of
from kg.web.inquiry import Inquiry, drawn
from kg.web.listing import address_of_tie
from kg.web.pages import ON_LANGUAGE, look_of, page
from kg.web.picture import Tied, picture, shortened
from kg.web.quoting import Quoted
from kg.web.routing import add_reading
from kg.web.views import Value
from kg.workers import Service

_STARTS: Final = 12
_TYPES: Final = {
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_DAY: Final = r"^$|^\d{4}(-\d{2}(-\d{2})?)?$"


class ExploreIn(BaseModel):
    """Which part of the network is drawn."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    who: str = Field(default="", max_length=2000)
    """The actor in the middle: an IRI, or words of a name."""
    to: str = Field(default="", max_length=2000)
    """Another actor: the shortest chain of ties to it is shown."""
    tie: list[str] = Field(default=[], max_length=10)
    """Which ties: met, spoke-of, passed-on, agreed, office, forum; none for all."""
    since: str = Field(default="", pattern=_DAY)
    """The first day."""
    until: str = Field(default="", pattern=_DAY)
    """The last day."""
    publisher: str = Field(default="", max_length=500)
    """Who published the articles."""
    least: int = Field(default=1, ge=1, le=10_000)
    """The least number of facts that a tie has."""
    depth: int = Field(default=1, ge=1, le=3)
    """How many steps from the middle."""
    most: int = Field(default=150, ge=2, le=MOST_NODES)
    """How many actors at most."""
    lang: str = ""
    """The language of the page: ar or en."""

    @property
    def within(self) -> Within:
        """Return what narrows the ties; raises UsageError for a relation that there is not."""
        wanted = [name for name in self.tie if name]
        if unknown := next((name for name in wanted if name not in RELATIONS), None):
            raise UsageError(f"there is no tie {unknown[:40]!r}", hint=f"there is {', '.join(RELATIONS)}")
        between = Between(self.since or None, self.until or None)
        return Within(tuple(wanted) or RELATIONS, between, self.publisher or None)

    @property
    def reach(self) -> Reach:
        """Return how far the part goes."""
        return Reach(self.depth, self.least, self.most)


@dataclass(frozen=True, slots=True)
class Hop:
    """One tie of a path with the sentences that say so."""

    source: Value
    target: Value
    relation: str
    count: int
    href: str
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Explore:
    """The explorer of one service."""

    service: Service
    base: str
    prefix: str

    def routes(self) -> APIRouter:
        """Return the routes /explore and /explore/network.{ending}."""
        router = APIRouter(tags=["pages"])
        add_reading(router, "/explore", self.show, response_class=Response)
        add_reading(router, "/explore/network.{ending}", self.file, response_class=Response)
        return router

    async def show(self, request: Request, asked: Annotated[ExploreIn, Query()]) -> Response:
        """Return the page that draws the network around an actor."""
        return await attended(request.receive, self._show(request, asked))

    async def file(self, request: Request, ending: str, asked: Annotated[ExploreIn, Query()]) -> Response:
        """Return the same part as GEXF, GraphML, CSV (its ties) or JSON."""
        if ending not in _TYPES:
            raise NotFound("there is no such file of the network", hint=f"there is {', '.join(_TYPES)}")
        return await attended(request.receive, self._file(request, ending, asked))

    async def _show(self, request: Request, asked: ExploreIn) -> Response:
        version, parts = await version_of(self.service), ("explore", *look_of(request))
        if held := unchanged(request, version, *parts, also=ON_LANGUAGE):
            return held
        inquiry = Inquiry.of(request, self.service, self.base, self.prefix)
        within = asked.within
        who, meant = await self._meant(request, asked.who, inquiry)
        to, others = await self._meant(request, asked.to, inquiry)
        part = await grown(who, within, asked.reach, inquiry) if who else Part("")
        path = await path_between(who, to, within, inquiry) if who and to else None
        starts = [] if who else await self._starts(inquiry)
        ends = {end for bond in path or () for end in (bond.source, bond.target)}
        values = await inquiry.values({who, to, *meant, *others, *starts, *part.actors, *ends} - {""})
        response = page(
            request,
            "explore.html",
            self.prefix,
            asked=asked,
            relations=RELATIONS,
            who=values.get(who),
            to=values.get(to),
            meant=[(values[one], _turned(request, "who", one)) for one in meant],
            others=[(values[one], _turned(request, "to", one)) for one in others],
            starts=[(values[one], _turned(request, "who", one)) for one in starts],
            part=part,
            **self._drawn(part, values),
            sought=bool(who and to),
            path=await self._hops(path, values, inquiry) if path is not None else None,
            files=[(ending, f"{self.prefix}explore/network.{ending}?{request.url.query}") for ending in _TYPES],
            behind=drawn(inquiry.behind, self.prefix),
        )
        response.headers.update(version.headers(_revision(inquiry), *parts))
        return response

    async def _starts(self, inquiry: Inquiry) -> list[str]:
        """Return who is there most: where a reader who names nobody may begin."""
        try:
            rows = await inquiry.rows(ask_busiest(_STARTS), "behind-central")
        except Overrun:
            return []
        return [one.actor for one in read_busiest(rows)]

    async def _meant(self, request: Request, words: str, inquiry: Inquiry) -> tuple[str, list[str]]:
        """Return the actor that *words* name, an IRI or a name; if several could be meant, those."""
        if not words.strip() or is_iri(words):
            return words.strip(), []
        sought = Sought(words, (f"{ISNAD}Actor",), limit=_STARTS)
        results = (await self.service.search(sought, client_of(request.scope)))["results"]
        found = list(dict.fromkeys(one["iri"] for one in results))  # type: ignore[attr-defined]
        return (found[0], []) if len(found) == 1 else ("", found)

    def _drawn(self, part: Part, values: dict[str, Value]) -> dict[str, Any]:
        drawn = picture(part.middle, [Tied(b.source, b.target, b.relation, b.count) for b in part.bonds])
        ties = [address_of_tie(self.prefix, b.tie.source, b.tie.target, b.tie.relation) for b in drawn.lines]
        weights: dict[str, int] = defaultdict(int)
        for bond in part.bonds:
            weights[bond.source] += bond.count
            weights[bond.target] += bond.count
        nodes = sorted(weights, key=lambda actor: (-weights[actor], actor))
        return {
            "pictured": drawn,
            "spots": values,
            "short": shortened,
            "ties": ties,
            "nodes": [(values[a], weights[a], f"?{urlencode({'who': a})}") for a in nodes],
        }

    async def _hops(self, path: Sequence[Bond], values: dict[str, Value], inquiry: Inquiry) -> list[Hop]:
        proofs = await inquiry.proofs(bond.fact for bond in path)
        return [
            Hop(
                values[bond.source],
                values[bond.target],
                bond.relation,
                bond.count,
                address_of_tie(self.prefix, bond.source, bond.target, bond.relation),
                proofs.get(bond.fact, ()),
            )
            for bond in path
        ]

    async def _file(self, request: Request, ending: str, asked: ExploreIn) -> Response:
        inquiry = Inquiry.of(request, self.service, self.base, self.prefix)
        who, _ = await self._meant(request, asked.who, inquiry)
        if not who:
            raise UsageError("no actor is named", hint="give one in who=, by its IRI or a name that only it has")
        part = await grown(who, asked.within, asked.reach, inquiry)
        if ending == "csv":
            body = await self._csv(part, inquiry)
        elif ending == "json":
            body = await self._json(part, inquiry)
        else:
            # At most MOST_NODES actors: what is written here is small, whatever the store holds.
            body = await asyncio.to_thread(write_network, await network_of(part, inquiry), ending)
        named = {"content-disposition": f'inline; filename="isnad-network.{ending}"'}
        return Response(body, media_type=_TYPES[ending], headers=named)

    async def _csv(self, part: Part, inquiry: Inquiry) -> bytes:
        values = await inquiry.values(part.actors)
        sink = io.StringIO()
        writer = csv.writer(sink)
        writer.writerow(("source", "source_label", "relation", "target", "target_label", "count", "fact"))
        for bond in part.bonds:
            ends = (bond.source, values[bond.source].label.value), (bond.target, values[bond.target].label.value)
            writer.writerow((*ends[0], bond.relation, *ends[1], bond.count, bond.fact))
        return sink.getvalue().encode("utf-8", "replace")

    async def _json(self, part: Part, inquiry: Inquiry) -> bytes:
        """Return what the script draws: the same as the table says."""
        values = await inquiry.values(part.actors)
        drawn = self._drawn(part, values)
        nodes = [
            {"id": value.term.value, "label": value.label.value, "href": value.href, "weight": weight}
            for value, weight, _ in drawn["nodes"]
        ]
        ties = [
            {"source": line.tie.source, "target": line.tie.target, "relation": line.tie.relation}
            | {"count": line.tie.count, "href": href}
            for line, href in zip(drawn["pictured"].lines, drawn["ties"], strict=True)
        ]
        told = {"middle": part.middle, "cut": part.cut, "nodes": nodes, "ties": ties}
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def _turned(request: Request, name: str, value: str) -> str:
    """Return the reference to the same page with another value of one parameter."""
    kept = [(key, said) for key, said in request.query_params.multi_items() if key != name and said]
    return "?" + urlencode([(name, value), *kept], errors="replace")


def _revision(inquiry: Inquiry) -> int:
    """Return the revision that a page rests on, one that is not there if it is of several."""
    return next(iter(inquiry.revisions)) if len(inquiry.revisions) == 1 else -1
