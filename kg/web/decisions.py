"""Review for programs, in JSON: drafts, decisions, the queue, names that were learned, and gold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg import access
from kg.article import Given
from kg.decisions import read_lines, write_lines
from kg.web.articles import Key, article_of_request
from kg.web.exchange import attended, body_of
from kg.web.gatekeeper import Gatekeeper
from kg.web.models import BesideIn, ReceiptOut
from kg.web.problems import Refused
from kg.web.routing import add_reading
from kg.web.settings import WebSettings
from kg.web.wire import receipt_to_json
from kg.workers import Service, author

LINES = "application/x-ndjson"
_PAGE, _MOST = 50, 500
# What a reader of JSON keeps whole; the ledger counts in 64 bits.
_LARGEST: Final = (1 << 53) - 1
_LONGEST = 1 << 20


class DecisionIn(BaseModel):
    """A decision about one fact; docs/how-to/review-articles.md tells what `change` holds for each action."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    kind: str
    """statement, meeting, position, agreement, actor or article."""
    action: str
    """accept, reject, edit, add, merge, split, link, undo or done."""
    span: list[int] | None = Field(default=None, max_length=2)
    """The fact's anchor, as the draft gives it: [start, end] in code points of the text."""
    who: list[dict[str, Any]] | None = None
    """What the draft's anchor has besides, where several facts stand at one place."""
    change: dict[str, Any] = Field(default_factory=dict)
    """The fields that are other than read, or what the action needs."""
    why: str = Field(default="", max_length=2000)
    """A reason, in the editor's words."""
    seen: int = Field(default=0, ge=0, le=_LARGEST)
    """The draft's `seen`: the newest decision that its editor knew of."""

    def values(self) -> dict[str, Any]:
        """Return the decision as the service takes it."""
        who = {"who": self.who} if self.who else {}
        told = {"kind": self.kind, "action": self.action, "span": self.span, "why": self.why}
        return told | {"change": self.change | who}


_TAKES: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": DecisionIn.model_json_schema()}}}
}


@dataclass(frozen=True, slots=True)
class Decisions:
    """The editors' work of one service; all of it needs a token of scope review."""

    service: Service
    gatekeeper: Gatekeeper
    settings: WebSettings

    def routes(self) -> APIRouter:
        """Return the routes below /review that programs use."""
        router = APIRouter(tags=["review"])
        add_reading(router, "/review/queue.json", self.queue, response_model=dict[str, Any])
        add_reading(router, "/review/aliases.json", self.aliases, response_model=dict[str, Any])
        add_reading(router, "/review/done.json", self.done, response_model=list[str])
        add_reading(router, "/review/decisions", self.export, response_class=Response)
        router.add_api_route("/review/decisions", self.take, methods=["POST"], response_model=dict[str, int])
        router.add_api_route("/review/drafts", self.keep, methods=["POST"], status_code=201)
        add_reading(router, "/review/{key}.json", self.draft, response_model=dict[str, Any])
        add_reading(router, "/review/{key}/gold.json", self.gold, response_model=dict[str, Any])
        router.add_api_route(
            "/review/{key}/decisions", self.decide, methods=["POST"], status_code=201, openapi_extra=_TAKES
        )
        router.add_api_route("/review/{key}/publication", self.publish, methods=["POST"], response_model=ReceiptOut)
        router.add_api_route("/review/{key}", self.discard, methods=["DELETE"], status_code=204)
        return router

    def _require(self, request: Request) -> None:
        self.gatekeeper.require(request.scope, access.Scope.REVIEW)

    async def queue(
        self,
        request: Request,
        after: Annotated[str | None, Query(max_length=300, description="Begin behind this place.")] = None,
        limit: Annotated[int, Query(ge=1, le=_MOST)] = _PAGE,
    ) -> JSONResponse:
        """List texts to review: drafts, refused ones, then published ones, those of the lowest confidence first."""
        self._require(request)
        return JSONResponse(await self.service.review_queue(after, limit))

    async def draft(self, request: Request, key: Key) -> JSONResponse:
        """Return a text with all that was read in it, how each fact stands, and every decision."""
        self._require(request)
        return JSONResponse(await attended(request.receive, self.service.draft(key)), headers=_PRIVATE)

    async def decide(self, request: Request, key: Key) -> JSONResponse:
        """Keep a decision; where another decided on the same thing meanwhile, answer 409 with that decision."""
        self._require(request)
        wanted = _decision_in(await body_of(request, _LONGEST))
        kept = await self.service.decide(key, wanted.values(), wanted.seen, author())
        return JSONResponse(kept, 201)

    async def keep(self, request: Request, beside: Annotated[BesideIn, Query()]) -> JSONResponse:
        """Keep an article as a draft, which nobody but editors sees; its body is that of POST /articles."""
        self._require(request)
        body, given = await article_of_request(request, beside, self.settings)
        return await self._kept(request, body, given)

    async def _kept(self, request: Request, body: bytes, given: Given) -> JSONResponse:
        key = await attended(request.receive, self.service.keep_draft(body, given, author()))
        return JSONResponse({"key": key}, 201, {"location": f"/review/{key}.json"})

    async def discard(self, request: Request, key: Key) -> Response:
        """Let go of a draft, or of a refused article; decisions about its text stay."""
        self._require(request)
        await self.service.discard_draft(key)
        return Response(status_code=204)

    async def publish(self, request: Request, key: Key) -> JSONResponse:
        """Publish a kept text as its editors left it."""
        self._require(request)
        receipt = await attended(request.receive, self.service.publish(key, author()))
        return JSONResponse(receipt_to_json(receipt))

    async def gold(self, request: Request, key: Key) -> JSONResponse:
        """Return a text as its editors left it, in the form that readers are measured against."""
        self._require(request)
        return JSONResponse(await attended(request.receive, self.service.gold(key)), headers=_PRIVATE)

    async def done(self, request: Request) -> JSONResponse:
        """List the keys of the texts that an editor said are done."""
        self._require(request)
        return JSONResponse(await self.service.done())

    async def aliases(self, request: Request) -> JSONResponse:
        """List the names learned from links, and those that were not, with the row that goes by them already."""
        self._require(request)
        return JSONResponse(await self.service.aliases())

    async def export(
        self,
        request: Request,
        after: Annotated[int, Query(ge=0, le=_LARGEST, description="Begin behind this number.")] = 0,
        limit: Annotated[int, Query(ge=1, le=_LARGEST)] = _LARGEST,
    ) -> Response:
        """Return all decisions, one JSON object a line, oldest first."""
        self._require(request)
        found = await self.service.decisions(after, limit)
        return Response(write_lines(found), media_type=LINES, headers=_PRIVATE)

    async def take(self, request: Request) -> JSONResponse:
        """Keep the decisions of another store, as it exported them; those that are known are left as they are."""
        self._require(request)
        decisions = list(read_lines(await body_of(request, self.settings.body)))
        taken = await self.service.take_decisions(decisions)
        return JSONResponse({"taken": taken, "known": len(decisions) - taken})


_PRIVATE = {"cache-control": "no-store"}


def _decision_in(raw: bytes) -> DecisionIn:
    try:
        return DecisionIn.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Refused(f"{where + ': ' if where else ''}{first['msg']}", hint="see DecisionIn in /docs") from None
