"""Somebody the text names, under review: who that is known to be, and whether two are one or one is two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from kg.errors import Conflict, UsageError
from kg.text import Span
from kg.web.articles import Key
from kg.web.editing.changes import ref_of
from kg.web.editing.clash import Clash
from kg.web.editing.draft import Actor
from kg.web.editing.forms import Form
from kg.web.editing.known import Known
from kg.web.editing.review_page import Bar, Bench, page_of
from kg.web.editing.sheet import actor_choices, place_in
from kg.web.pages import language_of
from kg.web.problems import Refused
from kg.web.routing import add_reading

Place = Annotated[str, Path(pattern=r"^\d{1,9}-\d{1,9}$")]
Sought = Annotated[str, Query(max_length=200)]
_MOST_MENTIONS: Final = 200


@dataclass(frozen=True, slots=True)
class ActorPages:
    """The pages of single actors; `known` looks for people in what is published."""

    bar: Bar
    known: Known

    def routes(self) -> APIRouter:
        """Return the routes /review/{key}/known and /review/{key}/actor/{place}."""
        router = APIRouter(include_in_schema=False)
        add_reading(router, "/review/{key}/known", self.suggest, response_class=Response)
        path = "/review/{key}/actor/{place}"
        add_reading(router, path, self.show, response_class=Response)
        router.add_api_route(path, self.act, methods=["POST"], response_class=Response)
        return router

    async def suggest(self, request: Request, key: Key, q: Sought = "") -> Response:
        """Return those who are known by words like these, as JSON, for our own script."""
        visitor = self.bar.desk.editor(request)
        if isinstance(visitor, Response):
            return visitor
        found = await self.known.find(request, q)
        told = [{"key": one.key, "names": dict(one.names), "wikidata": one.wikidata} for one in found]
        return JSONResponse({"known": told}, headers={"cache-control": "private, no-store"})

    async def show(self, request: Request, key: Key, place: Place, q: Sought = "") -> Response:
        """Return the page of somebody the text names."""
        bench = await self.bar.bench(request, key)
        if isinstance(bench, Response):
            return bench
        return await self._sheet(request, bench, bench.draft.actor(f"actor-{place}"), q)

    async def act(self, request: Request, key: Key, place: Place) -> Response:
        """Link, merge, split, or call somebody of another type."""
        found = await self.bar.bench_of(request, key)
        if isinstance(found, Response):
            return found
        bench, form = found
        span = _pair(place)
        try:
            action, change = _wanted(form)
            decision = {"kind": "actor", "span": span, "action": action, "change": change}
            number = await self.bar.decide(bench, decision, form)
        except Conflict as error:
            return Clash(self.bar.desk, bench.draft).page(request, error, decision, form)
        except UsageError as error:
            return await self._sheet(request, bench, bench.draft.actor(f"actor-{place}"), form.get("q"), error)
        page = str(page_of(bench.draft, Span(*span)))
        return self.bar.desk.to(request, f"review/{key}", f"actor-{place}", page=page, told=str(number))

    async def _sheet(
        self, request: Request, bench: Bench, actor: Actor, sought: str, error: UsageError | None = None
    ) -> Response:
        draft = bench.draft
        found = await self.known.find(request, sought) if sought else []
        offered = {one.key: one for one in (*([actor.link] if actor.link else []), *actor.candidates, *found)}
        return self.bar.desk.page(
            request,
            "review_actor.html",
            status=422 if error else 200,
            draft=draft,
            actor=actor,
            offered=list(offered.values()),
            sought=sought,
            found=found,
            others=[one for one in actor_choices(draft, language_of(request)) if ref_of(one.value) != actor.ref],
            mentions=[place_in(draft.text, span) for span in actor.mentions[:_MOST_MENTIONS]],
            error=error,
        )


def _wanted(form: Form) -> tuple[str, Mapping[str, Any]]:
    """Return what a form wants done, and its change; raises UsageError, Refused."""
    match form.get("action"):
        case "accept":
            return "accept", {}
        case "link":
            key = form.get("key")
            if not key:
                raise UsageError("nobody was chosen", hint="choose somebody, or that nobody known is meant")
            return "link", {"key": None if key == "-" else key}
        case "merge":
            other = ref_of(form.get("other"))
            if other is None:
                raise UsageError("nobody was chosen to be the same", hint="choose somebody")
            return "merge", {"other": other}
        case "split":
            return "split", {"mentions": [_pair(one) for one in form.all("mention")]}
        case "edit":
            return "edit", {"type": form.get("type")}
        case other:
            raise Refused(f"{other[:40]!r} is nothing one does with an actor")


def _pair(said: str) -> list[int]:
    start, _, stop = said.partition("-")
    if not (start.isdigit() and stop.isdigit() and len(said) < 20):
        raise Refused("the form names a place that is none")
    return [int(start), int(stop)]
