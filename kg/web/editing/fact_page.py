"""One fact under review: what proves it, its fields in a form, and what somebody decides about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from kg.errors import Conflict, KGError, NotFound, UsageError
from kg.text import Span
from kg.web.articles import Key
from kg.web.editing.changes import Filled, differing, places_of, read_form
from kg.web.editing.clash import Clash
from kg.web.editing.draft import FACTS, Draft, Fact
from kg.web.editing.forms import Form
from kg.web.editing.kinds import EMPTY, PLACE
from kg.web.editing.review_page import Bar, Bench, Item, next_of, page_of
from kg.web.editing.sheet import (
    Drawn,
    actor_choices,
    begun,
    drawn,
    drawn_again,
    place_in,
    statement_choices,
)
from kg.web.pages import language_of
from kg.web.problems import Refused
from kg.web.routing import add_reading

_KINDS: Final = (*FACTS, "actor")
_AT: Final = Query(pattern=r"^\d{1,9}-\d{1,9}$")


@dataclass(frozen=True, slots=True)
class _About:
    """A request about a fact that stands there, or about one of that kind that does not."""

    request: Request
    bench: Bench
    kind: str
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class FactPages:
    """The pages of single facts."""

    bar: Bar

    def routes(self) -> APIRouter:
        """Return the routes /review/{key}/add and those of facts below /review/{key}."""
        router = APIRouter(include_in_schema=False)
        add_reading(router, "/review/{key}/add", self.begin, response_class=Response)
        router.add_api_route("/review/{key}/add", self.add, methods=["POST"], response_class=Response)
        add_reading(router, "/review/{key}/{item}", self.show, response_class=Response)
        router.add_api_route("/review/{key}/{item}", self.act, methods=["POST"], response_class=Response)
        return router

    async def show(self, request: Request, key: Key, item: Item) -> Response:
        """Return the page of one fact."""
        bench = await self.bar.bench(request, key)
        if isinstance(bench, Response):
            return bench
        fact = bench.draft.fact(item)
        about = _About(request, bench, fact.kind, fact)
        return self._sheet(about, drawn(fact.kind, fact.fields, bench.draft, fact.findings))

    async def act(self, request: Request, key: Key, item: Item) -> Response:
        """Accept, reject or change a fact."""
        found = await self.bar.bench_of(request, key)
        if isinstance(found, Response):
            return found
        bench, form = found
        kind, span = anchor_of(item)
        action: str
        fact = next((one for one in bench.draft.facts if one.id == item), None)
        if kind not in FACTS:
            raise Refused(f"{kind} is nothing one decides on here", status=404)
        about = _About(request, bench, kind, fact)
        match form.get("action"):
            case "accept" | "reject" as said:
                action, change = said, dict[str, Any]()
            case "edit":
                filled = read_form(form, kind, bench.draft)
                if not filled.sound or form.get("again"):
                    return self._again(about, form, filled)
                change = differing(filled.fields, fact.fields) if fact else filled.fields
                action = "edit" if change else "accept"
            case other:
                raise Refused(f"{other[:40]!r} is nothing one does with a fact")
        decision = {"kind": kind, "span": span, "action": action, "change": change | _who(form)}
        return await self._decided(about, decision, form)

    async def begin(
        self,
        request: Request,
        key: Key,
        kind: str = "",
        at: Annotated[str, _AT] = "0-0",
        words: Annotated[str, Query(max_length=5000)] = "",
    ) -> Response:
        """Return the form of a new fact, or ask where it stands and of which kind it is."""
        bench = await self.bar.bench(request, key)
        if isinstance(bench, Response):
            return bench
        span = _span(at, bench.draft)
        found = [span] if span else places_of(words, bench.draft.text) if words.strip() else []
        if len(found) != 1 or kind not in _KINDS:
            places = [place_in(bench.draft.text, one) for one in found]
            return self.bar.desk.page(
                request, "review_add.html", draft=bench.draft, places=places, words=words, kind=kind, kinds=_KINDS
            )
        fields = {**_as_fields(EMPTY[kind]), **begun(kind, found[0], bench.draft)}
        return self._sheet(_About(request, bench, kind), drawn(kind, fields, bench.draft))

    async def add(self, request: Request, key: Key) -> Response:
        """Add a fact that was missed."""
        found = await self.bar.bench_of(request, key)
        if isinstance(found, Response):
            return found
        bench, form = found
        kind = form.get("kind.of")
        if kind not in _KINDS:
            raise Refused(f"{kind[:40]!r} is no kind of fact")
        about, filled = _About(request, bench, kind), read_form(form, kind, bench.draft)
        if not filled.sound or form.get("again"):
            return self._again(about, form, filled)
        fields = {name: value for name, value in filled.fields.items() if value}
        place = fields.pop("mentions") if kind == "actor" else None
        if place:
            fields |= {"mentions": place[1:]} if place[1:] else {}
        span = place[0] if place else fields[PLACE[kind]]
        decision = {"kind": kind, "span": span, "action": "add", "change": fields}
        return await self._decided(about, decision, form)

    async def _decided(self, about: _About, decision: Mapping[str, Any], form: Form) -> Response:
        """Decide; lead on, or show what stands in the way with nothing of the form lost."""
        draft, desk = about.bench.draft, self.bar.desk
        try:
            number = await self.bar.decide(about.bench, decision, form)
        except Conflict as error:
            return Clash(desk, draft).page(about.request, error, decision, form)
        except UsageError as error:
            if decision["action"] not in ("edit", "add"):
                raise
            return self._again(about, form, read_form(form, about.kind, draft), error)
        span = Span(*decision["span"])
        after = next_of(draft, about.fact) if about.fact else f"{about.kind}-{span.start}-{span.stop}"
        there = next((one.span for one in draft.facts if one.id == after), span)
        page, told = str(page_of(draft, there)), str(number)
        return desk.to(about.request, f"review/{draft.key}", after, page=page, told=told)

    def _again(self, about: _About, form: Form, filled: Filled, error: KGError | None = None) -> Response:
        return self._sheet(about, drawn_again(about.kind, form, filled, about.bench.draft), form, error)

    def _sheet(
        self, about: _About, fields: list[Drawn], form: Form | None = None, error: KGError | None = None
    ) -> Response:
        draft, fact, language = about.bench.draft, about.fact, language_of(about.request)
        troubled = error is not None or any(one.troubled for one in fields)
        return self.bar.desk.page(
            about.request,
            "review_fact.html",
            status=422 if troubled else 200,
            draft=draft,
            fact=fact,
            kind=about.kind,
            fields=fields,
            actors=actor_choices(draft, language),
            statements=statement_choices(draft, fact.span if fact else None),
            seen=draft.seen if form is None else form.get("seen"),
            why=form.get("why") if form else "",
            error=error,
            troubled=troubled,
        )


def anchor_of(item: str) -> tuple[str, list[int]]:
    """Return the kind and the place that the name of a fact on pages tells."""
    kind, start, stop = item.split("-")[:3]
    return kind, [int(start), int(stop)]


def _who(form: Form) -> dict[str, Any]:
    """Return what tells a fact from others at its place, as its page had it."""
    try:
        who = json.loads(form.get("who") or "null")
    except (ValueError, RecursionError):
        raise Refused("the form tells a fact apart by something unreadable") from None
    return {"who": who} if who else {}


def _span(at: str, draft: Draft) -> Span | None:
    start, stop = (int(part) for part in at.split("-"))
    if start >= stop:
        return None
    if stop > len(draft.text):
        raise NotFound(f"the text ends before {stop}", hint="open the review again")
    return Span(start, stop)


def _as_fields(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
