"""Articles: given in, listed, withdrawn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import ValidationError

from kg import access
from kg.article import Given
from kg.errors import NotFound, TooLarge
from kg.sparql import Format
from kg.web.article_list import ArticleList
from kg.web.caching import ON_ACCEPT
from kg.web.exchange import attended, body_of, media_type_of
from kg.web.gatekeeper import Gatekeeper
from kg.web.iris import header_iri
from kg.web.models import ArticleIn, BesideIn, ChangeOut, EntriesOut, EntryOut, ReceiptOut
from kg.web.negotiate import HTML as HTML_PAGE
from kg.web.negotiate import chosen, ranked
from kg.web.problems import Refused
from kg.web.routing import add_reading
from kg.web.settings import WebSettings
from kg.web.wire import change_to_json, entry_to_json, receipt_to_json
from kg.workers import Service

JSON, HTML, TEXT = "application/json", "text/html", "text/plain"
ENTRIES: Final = Format("json", JSON, "json", "solutions")
_PAGE = 100
_KEY = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
Key = Annotated[str, Path(pattern=_KEY, max_length=200, description="The last part of the article's IRI.")]
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {"schema": {"$ref": "#/components/schemas/ArticleIn"}},
            TEXT: {"schema": {"type": "string"}},
            HTML: {"schema": {"type": "string"}},
        },
    }
}


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of one service."""

    service: Service
    gatekeeper: Gatekeeper
    settings: WebSettings
    pages: ArticleList

    def routes(self) -> APIRouter:
        """Return the routes below /articles."""
        router = APIRouter(tags=["articles"])
        router.add_api_route(
            "/articles",
            self.ingest,
            methods=["POST"],
            response_model=ReceiptOut,
            status_code=201,
            openapi_extra=_BODY,
        )
        add_reading(router, "/articles", self.list_all, response_model=EntriesOut)
        add_reading(router, "/articles/{key}", self.show, response_model=EntryOut)
        router.add_api_route("/articles/{key}", self.withdraw, methods=["DELETE"], response_model=ChangeOut)
        return router

    async def ingest(self, request: Request, beside: Annotated[BesideIn, Query()]) -> JSONResponse:
        """Read an article, check it against the shapes, publish it."""
        self.gatekeeper.require(request.scope, access.Scope.WRITE)
        body, given = await article_of_request(request, beside, self.settings)
        receipt = await attended(request.receive, self.service.ingest(body, given))
        new = receipt.action == "added"
        headers = {"location": header_iri(receipt.article)} if new else {}
        return JSONResponse(receipt_to_json(receipt), 201 if new else 200, headers)

    async def list_all(
        self,
        request: Request,
        after: Annotated[str, Query(max_length=200, description="Begin behind this key.")] = "",
        limit: Annotated[int, Query(ge=1, le=10_000)] = _PAGE,
        format: Annotated[str | None, Query(max_length=40, description="json, or html: the list for people.")] = None,
    ) -> Response:
        """List the articles, by key; for people by day, with facets."""
        # Who names no form that there is has always been given JSON here.
        offered, accept = (ENTRIES, HTML_PAGE), request.headers.get("accept")
        forms = ranked(accept, offered) if format is None else chosen(format, accept, offered)
        if forms[:1] == (HTML_PAGE,) and self.settings.dataset == "merged":
            return await self.pages.show(request)
        entries = sorted(await self.service.entries(), key=lambda entry: entry.key)
        behind = [entry for entry in entries if entry.key > after]
        more = len(behind) > limit
        following = f"/articles?after={quote(behind[limit - 1].key)}&limit={limit}" if more else None
        page = [entry_to_json(entry) for entry in behind[:limit]]
        return JSONResponse({"articles": page, "total": len(entries), "next": following}, headers=ON_ACCEPT)

    async def show(self, key: Key) -> JSONResponse:
        """Return what is known of one article, withdrawn ones too."""
        entry = next((entry for entry in await self.service.entries() if entry.key == key), None)
        if entry is None:
            raise NotFound(f"no article {key}", hint="/articles lists them")
        return JSONResponse(entry_to_json(entry))

    async def withdraw(self, request: Request, key: Key) -> JSONResponse:
        """Take an article out; its address answers 410 from then on."""
        self.gatekeeper.require(request.scope, access.Scope.WRITE)
        return JSONResponse(change_to_json(await self.service.withdraw(key)))


async def article_of_request(request: Request, beside: BesideIn, settings: WebSettings) -> tuple[bytes, Given]:
    """Return the document a request carries and what is known beside it."""
    media_type = media_type_of(request)
    if media_type not in (TEXT, HTML, JSON):
        raise Refused(
            f"{media_type[:100] or 'no Content-Type'} is not what an article comes in",
            status=415,
            hint=f"send {TEXT}, {HTML} or {JSON}",
            headers={"accept-post": f"{TEXT}, {HTML}, {JSON}"},
        )
    raw = await body_of(request, settings.article_text if media_type == TEXT else settings.body)
    if media_type != JSON:
        # The bytes go on as they are: whether they are UTF-8, and what they hold, is the reader's to say.
        told = json.dumps({"text": "", **beside.model_dump(exclude_none=True)})
        return raw, _validated(told.encode("utf-8", "surrogatepass")).given
    article = _validated(raw)
    if len((article.text or "").encode("utf-8")) > settings.article_text:
        raise TooLarge(f"the text is longer than {settings.article_text} bytes")
    return article.body, article.given


def _validated(raw: bytes) -> ArticleIn:
    try:
        return ArticleIn.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Refused(f"{where + ': ' if where else ''}{first['msg']}", hint="see ArticleIn in /docs") from None
