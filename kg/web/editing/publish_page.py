"""What publishing would change, and publishing; and what was reviewed, as gold."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg.decisions import decision_from_json
from kg.errors import DoesNotConform
from kg.questions import read_rows
from kg.sparql import JSON, Limits, Query
from kg.store import Entry, Receipt
from kg.text import Span
from kg.web.articles import Key
from kg.web.editing.draft import FACTS, Draft, Fact
from kg.web.editing.reception import FRESH
from kg.web.editing.review_page import Bar, Bench
from kg.web.exchange import bytes_of
from kg.web.gatekeeper import client_of
from kg.web.routing import add_reading
from kg.workers import Accept

_BYTES: Final = 8 << 20
_NAMED: Final = "SELECT DISTINCT ?fact WHERE { GRAPH <%s> { ?fact a ?class } }"
_DECISION: Final = "decision-"
_FACT: Final = re.compile(rf"({'|'.join(FACTS)})-(\d+)-(\d+)(?:-\d+-\d+)*\Z")


@dataclass(frozen=True, slots=True)
class Difference:
    """What publishing would put in, take out and change; `first` where nothing is published yet.

    `out` are kinds and places; None where the published text is another one, whose places say nothing here.
    """

    first: bool
    new_text: bool
    put_in: tuple[Fact, ...] = ()
    changed: tuple[Fact, ...] = ()
    kept: int = 0
    out: tuple[tuple[str, Span], ...] = ()
    people: tuple[Mapping[str, Any], ...] = ()

    @property
    def nothing(self) -> bool:
        """Tell whether all is published as it stands here."""
        return not (self.first or self.new_text or self.put_in or self.changed or self.out or self.people)


@dataclass(frozen=True, slots=True)
class PublishPages:
    """Publication of reviewed articles."""

    bar: Bar

    def routes(self) -> APIRouter:
        """Return the routes /review/{key}/publish and /review/{key}/gold."""
        router = APIRouter(include_in_schema=False)
        add_reading(router, "/review/{key}/publish", self.preview, response_class=Response)
        router.add_api_route("/review/{key}/publish", self.publish, methods=["POST"], response_class=Response)
        add_reading(router, "/review/{key}/gold", self.gold, response_class=Response)
        router.add_api_route("/review/{key}/discard", self.discard, methods=["POST"], response_class=Response)
        return router

    async def preview(self, request: Request, key: Key) -> Response:
        """Return the page of what publishing would change."""
        bench = await self.bar.bench(request, key)
        return bench if isinstance(bench, Response) else await self._page(request, bench)

    async def publish(self, request: Request, key: Key) -> Response:
        """Publish an article as its editors left it, if the gate lets it pass."""
        found = await self.bar.bench_of(request, key)
        if isinstance(found, Response):
            return found
        bench, form = found
        seen = form.get("seen")
        if seen != str(bench.draft.seen):
            # What would be published is not what was looked at.
            return await self._page(request, bench, status=409)
        try:
            receipt = await self.bar.service.publish(key, bench.visitor.name)
        except DoesNotConform as error:
            return await self._page(request, bench, refused=error, status=422)
        return await self._page(request, bench, receipt=receipt)

    async def discard(self, request: Request, key: Key) -> Response:
        """Let go of a draft, or of what was refused."""
        found = await self.bar.bench_of(request, key)
        if isinstance(found, Response):
            return found
        await self.bar.service.discard_draft(key)
        return self.bar.desk.to(request, "review")

    async def gold(self, request: Request, key: Key) -> Response:
        """Return an article as its editors left it, in the form readers are measured against."""
        bench = await self.bar.bench(request, key)
        if isinstance(bench, Response):
            return bench
        told = json.dumps(await self.bar.service.gold(key), ensure_ascii=False, indent=1)
        headers = {**FRESH, "content-disposition": f'attachment; filename="{key}.gold.json"'}
        return Response(told.encode("utf-8", "replace"), headers=headers, media_type="application/json")

    async def _page(
        self,
        request: Request,
        bench: Bench,
        *,
        receipt: Receipt | None = None,
        refused: DoesNotConform | None = None,
        status: int = 200,
    ) -> Response:
        draft = bench.draft
        return self.bar.desk.page(
            request,
            "review_publish.html",
            status=status,
            draft=draft,
            difference=await self._difference(request, draft) if receipt is None else None,
            receipt=receipt,
            refused=refused,
            moved=status == 409,
            blocking=[one for one in draft.findings if one.severity == "violation"],
            warning=[one for one in draft.findings if one.severity != "violation"],
        )

    async def _difference(self, request: Request, draft: Draft) -> Difference:
        """Return what is published of an article held against what would be."""
        standing = [fact for fact in draft.facts if not fact.rejected]
        entries = await self.bar.service.entries()
        entry = next((one for one in entries if one.key == draft.key and not one.withdrawn), None)
        if entry is None:
            return Difference(first=True, new_text=False, put_in=tuple(standing))
        if entry.text_hash != draft.text_hash:
            return Difference(first=False, new_text=True, put_in=tuple(standing))
        there, decided = await self._published(request, entry)
        touched = [one for one in draft.decisions if bool(one["in_force"]) != (_digest(one) in decided)]
        anchors = {(str(one["kind"]), Span(*one["span"])) for one in touched if one["span"]}
        known = [fact for fact in standing if (fact.kind, _place(fact)) in there]
        changed = tuple(fact for fact in known if (fact.kind, fact.span) in anchors)
        here = {(fact.kind, _place(fact)) for fact in standing}
        return Difference(
            first=False,
            new_text=False,
            put_in=tuple(fact for fact in standing if (fact.kind, _place(fact)) not in there),
            changed=changed,
            kept=len(known) - len(changed),
            out=tuple(sorted(there - here, key=lambda one: (one[1], one[0]))),
            people=tuple(one for one in touched if one["kind"] == "actor"),
        )

    async def _published(self, request: Request, entry: Entry) -> tuple[set[tuple[str, Span]], set[str]]:
        """Return the kinds and places of an article's published facts, and the decisions they were published with."""
        client, query = client_of(request.scope), Query(_NAMED % entry.graph)
        reply = await self.bar.service.query(query, Accept((JSON,), ()), Limits(seconds=10.0), client)
        body, _ = await bytes_of(reply, _BYTES)
        facts, decided = set(), set()
        for row in read_rows([body]):
            name = row["fact"].rpartition("/")[2]
            if name.startswith(_DECISION):
                decided.add(name.removeprefix(_DECISION))
            elif match := _FACT.match(name):
                facts.add((match[1], Span(int(match[2]), int(match[3]))))
        return facts, decided


def _digest(said: Mapping[str, Any]) -> str:
    """Return the part of a decision's name in a graph that tells it from others."""
    return decision_from_json(said).digest[:16]


def _place(fact: Fact) -> Span:
    """Return the place that a fact is named by in the graph: what is said again has the name of the first time."""
    first = fact.fields.get("sameAs")
    return Span(*first) if first else fact.span
