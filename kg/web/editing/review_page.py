"""One article under review: its text with marks beside its facts, and what is done with the article as a whole."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from kg.errors import Conflict, UsageError
from kg.text import Span
from kg.web.articles import Key
from kg.web.editing.clash import Clash
from kg.web.editing.desk import Desk
from kg.web.editing.draft import Draft, Fact
from kg.web.editing.drafting import read_draft
from kg.web.editing.forms import Form
from kg.web.editing.pieces import Mark, pages_of, pieces_of
from kg.web.editing.reception import Visitor
from kg.web.editing.steps import steps_of
from kg.web.problems import Refused
from kg.web.routing import add_reading
from kg.workers import Service

MOST: Final = 1 << 20
"""Bytes of a form about one fact."""
_RECENT: Final = 8
Item = Annotated[str, Path(pattern=r"^[a-z]+-\d{1,9}-\d{1,9}(-[0-9a-f]{8})?$")]


@dataclass(frozen=True, slots=True)
class Bench:
    """An article at hand, and who works on it."""

    draft: Draft
    visitor: Visitor


@dataclass(frozen=True, slots=True)
class Bar:
    """The drafts of one service at the editor's desk.

    `recent` are those that pages were drawn from last: a form that knows of the same decisions was on one of them, and
    is read against it instead of having the text read once more.
    """

    service: Service
    desk: Desk
    recent: OrderedDict[str, Draft] = field(default_factory=OrderedDict)

    async def bench(self, request: Request, key: str) -> Bench | Response:
        """Return the article under review and its editor, or what to answer instead."""
        visitor = self.desk.editor(request)
        if isinstance(visitor, Response):
            return visitor
        draft = read_draft(await self.service.draft(key))
        self.recent[key] = draft
        self.recent.move_to_end(key)
        while len(self.recent) > _RECENT:
            self.recent.popitem(last=False)
        return Bench(draft, visitor)

    async def bench_of(self, request: Request, key: str) -> tuple[Bench, Form] | Response:
        """Return the article that a form is about, its editor, and the form; or what to answer instead."""
        visitor = await self.desk.editor_of_form(request, MOST)
        if isinstance(visitor, Response):
            return visitor
        form = await self.desk.form(request, MOST)
        recent = self.recent.get(key)
        if recent is not None and (str(recent.seen), recent.text_hash) == (form.get("seen"), form.get("text")):
            return Bench(recent, visitor), form
        bench = await self.bench(request, key)
        if isinstance(bench, Bench) and form.get("text") not in ("", bench.draft.text_hash):
            raise UsageError("the article has another text by now", hint="open its review again")
        return bench if isinstance(bench, Response) else (bench, form)

    async def decide(self, bench: Bench, decision: Mapping[str, Any], form: Form) -> int:
        """Decide, and return the decision's number; raises Conflict, UsageError."""
        seen = form.get("seen")
        known = int(seen) if seen.isdigit() and len(seen) < 12 else bench.draft.seen
        why = form.get("why").strip()[:2000]
        wanted = {"text_hash": bench.draft.text_hash, "span": None, "change": {}, "why": why, **decision}
        return int((await self.service.decide(bench.draft.key, wanted, known, bench.visitor.name))["number"])


@dataclass(frozen=True, slots=True)
class ReviewPages:
    """The pages of an article as a whole."""

    bar: Bar

    def routes(self) -> APIRouter:
        """Return the route /review/{key}."""
        router = APIRouter(include_in_schema=False)
        add_reading(router, "/review/{key}", self.show, response_class=Response)
        router.add_api_route("/review/{key}", self.act, methods=["POST"], response_class=Response)
        return router

    async def show(
        self,
        request: Request,
        key: Key,
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
        told: Annotated[int, Query(ge=0, le=1 << 40)] = 0,
    ) -> Response:
        """Return the text with its marks, and the facts on one page of it."""
        bench = await self.bar.bench(request, key)
        if isinstance(bench, Response):
            return bench
        draft = bench.draft
        pages = pages_of(draft.text)
        number = min(page, len(pages))
        here = pages[number - 1]
        facts = [fact for fact in draft.facts if _stands(fact.span, here)]
        return self.bar.desk.page(
            request,
            "review.html",
            draft=draft,
            facts=facts,
            actors=[one for one in draft.actors if one.anchor and one.acting and _stands(one.anchor, here)],
            others=[one for one in draft.actors if one.anchor and not one.acting and _stands(one.anchor, here)],
            loose=[one for one in draft.findings if not _is_told(one.anchor, draft)],
            pieces=pieces_of(draft.text, here, _marks(facts), draft.title),
            number=number,
            pages=len(pages),
            steps=steps_of(draft.decisions, bench.visitor.name),
            told=draft.decision(told),
        )

    async def act(self, request: Request, key: Key) -> Response:
        """Take a step back or forth, or mark the article as done."""
        desk = self.bar.desk
        found = await self.bar.bench_of(request, key)
        if isinstance(found, Response):
            return found
        bench, form = found
        wanted = {"span": None, **self._wanted(bench, form.get("action"))}
        try:
            number = await self.bar.decide(bench, wanted, form)
        except Conflict as error:
            return Clash(desk, bench.draft).page(request, error, wanted, form)
        return desk.to(request, f"review/{key}", bench.draft.about(wanted), page=form.get("page"), told=str(number))

    def _wanted(self, bench: Bench, action: str) -> dict[str, Any]:
        if action == "done":
            return {"kind": "article", "action": "done"}
        steps = steps_of(bench.draft.decisions, bench.visitor.name)
        step = {"undo": steps.back, "redo": steps.forth}.get(action)
        if action not in ("undo", "redo"):
            raise Refused(f"{action[:40]!r} is nothing one does with an article")
        if step is None:
            raise UsageError("there is nothing of yours to undo, or to do again", hint="open the review again")
        return {"kind": step["kind"], "span": step["span"], "action": "undo", "change": {"number": step["number"]}}


def page_of(draft: Draft, span: Span | None) -> int:
    """Return the number of the page that a place is on."""
    pages = pages_of(draft.text)
    return next((n for n, page in enumerate(pages, 1) if span is None or _stands(span, page)), 1)


def next_of(draft: Draft, fact: Fact) -> str:
    """Return the name of the next fact that nobody decided on, going round once; else the fact's own."""
    at = draft.facts.index(fact)
    behind = (*draft.facts[at + 1 :], *draft.facts[:at])
    return next((one.id for one in behind if not one.decided), fact.id)


def _stands(span: Span, page: Span) -> bool:
    return page.start <= span.start < page.stop


def _marks(facts: Sequence[Fact]) -> list[Mark]:
    return [Mark(fact.id, fact.kind, span) for fact in facts if not fact.rejected for span in fact.marks()]


def _is_told(anchor: tuple[str, Span | None] | None, draft: Draft) -> bool:
    """Tell whether a finding is shown with its fact."""
    return any(anchor == (one.kind, one.span) for one in draft.facts) or any(
        anchor == ("actor", one.anchor) for one in draft.actors
    )
