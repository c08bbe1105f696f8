"""The editor's first page: what waits to be looked at, and how a new article is brought in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg.article import Given, fetch
from kg.errors import KGError, NetworkError, NotAnArticle, NotText, TooLarge, UnknownLanguage, UsageError
from kg.web.editing.desk import Desk
from kg.web.editing.forms import Form
from kg.web.editing.jobs import Job, Jobs, within
from kg.web.routing import add_reading
from kg.web.settings import WebSettings
from kg.workers import Service

_AT_ONCE: Final = 2.0
"""The seconds for which a form waits before it shows that work is under way."""
_TROUBLES: Final[tuple[tuple[type[KGError], str], ...]] = (
    (NotText, "trouble-not-text"),
    (NotAnArticle, "trouble-no-article"),
    (UnknownLanguage, "trouble-language"),
    (TooLarge, "trouble-too-large"),
    (NetworkError, "trouble-network"),
    (UsageError, "trouble-usage"),
)
_LONGEST: Final = 2000
_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class QueuePages:
    """The queue of one service; `jobs` are articles that are being read."""

    service: Service
    desk: Desk
    settings: WebSettings
    jobs: Jobs = field(default_factory=Jobs)

    def routes(self) -> APIRouter:
        """Return the routes /review and /review/new/{id}."""
        router = APIRouter(include_in_schema=False)
        add_reading(router, "/review", self.show, response_class=Response)
        router.add_api_route("/review", self.take, methods=["POST"], response_class=Response)
        add_reading(router, "/review/new/{id}", self.wait, response_class=Response)
        return router

    async def show(self, request: Request) -> Response:
        """Return the queue."""
        visitor = self.desk.editor(request)
        return visitor if isinstance(visitor, Response) else await self._page(request)

    async def take(self, request: Request) -> Response:
        """Take in an article that was pasted, uploaded, or is at an address, and lead to its review."""
        visitor = self.desk.editor(request)
        if isinstance(visitor, Response):
            return visitor
        form = await self.desk.form(request, self.settings.body)
        try:
            job = self.jobs.begin(visitor.name, self._read(form, visitor.name))
        except KGError as error:
            return await self._page(request, form, error)
        if not await within(_AT_ONCE, job):
            return self.desk.to(request, f"review/new/{job.id}")
        return await self._after(request, job, form)

    async def wait(self, request: Request, id: str) -> Response:
        """Return how far the reading of a new article is."""
        visitor = self.desk.editor(request)
        if isinstance(visitor, Response):
            return visitor
        job = self.jobs.find(id, visitor.name)
        if await within(0.5, job):
            return await self._after(request, job)
        response = self.desk.page(request, "review_wait.html", seconds=job.seconds)
        response.headers["refresh"] = "2"
        return response

    async def _after(self, request: Request, job: Job, form: Form | None = None) -> Response:
        error = job.task.exception()
        if isinstance(error, KGError):
            return await self._page(request, form, error)
        return self.desk.to(request, f"review/{job.task.result()}")

    async def _read(self, form: Form, by: str) -> str:
        """Return the key of the article that a form brings; raises InputError, NetworkError, UsageError."""
        beside = _beside(form)
        if address := form.get("address").strip():
            web = self.settings
            found = await asyncio.to_thread(
                fetch, address[:_LONGEST], size=web.body, seconds=web.fetch_seconds, allowed=web.fetch_private
            )
            body, given = found.body, Given(None, found.url, beside.published, beside.publisher)
        else:
            body, given = _document(form), beside
        return await self.service.keep_draft(body, given, by)

    async def _page(self, request: Request, form: Form | None = None, error: KGError | None = None) -> Response:
        trouble = next((words for kind, words in _TROUBLES if isinstance(error, kind)), "trouble-other")
        queue = await self.service.review_queue(request.query_params.get("after"), _PAGE)
        return self.desk.page(
            request,
            "review_queue.html",
            status=422 if error else 200,
            queue=queue,
            trouble=trouble if error else "",
            error=error,
            form=form or Form({}),
        )


def _document(form: Form) -> bytes:
    """Return what was uploaded, else what was pasted; raises NotText for neither."""
    if "file" in form.files:
        return form.files["file"][1]
    if text := form.get("text"):
        return text.encode("utf-8", "replace")
    raise NotText("nothing was pasted, chosen or named", hint="paste a text, choose a file, or give an address")


def _beside(form: Form) -> Given:
    """Return what is known beside the text; raises UsageError."""
    said = form.get("published").strip()
    try:
        published = date.fromisoformat(said) if said else None
    except ValueError:
        raise UsageError(f"{said[:40]!r} is no day", hint="write it like 2026-03-01") from None
    source = form.get("source").strip()[:_LONGEST]
    if source and not source.startswith(("http://", "https://")):
        raise UsageError(f"{source[:80]!r} is no web address", hint="it begins with http:// or https://")
    return Given(None, source or None, published, form.get("publisher").strip()[:500] or None)
