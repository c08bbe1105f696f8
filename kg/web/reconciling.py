"""The Reconciliation Service API 0.2 over HTTP, for OpenRefine and its like: /reconcile and below."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from kg import __version__
from kg.errors import NotFound, UsageError
from kg.reconciliation import (
    BATCH,
    DEFAULT_VALUES,
    MOST_VALUES,
    Ask,
    Asking,
    Desk,
    Find,
    Row,
    Space,
    listed_types,
    read_batch,
    read_extension,
)
from kg.search import Sought, folding
from kg.sparql import JSON, Limits
from kg.sparql import Query as Sparql
from kg.triples import ISNAD, NAMESPACES
from kg.web.exchange import attended, body_of, media_type_of, rows_of
from kg.web.gatekeeper import client_of
from kg.web.iris import home_of, prefix_of
from kg.web.pages import FRAMED, language_of, page, words
from kg.web.problems import Refused
from kg.web.protocol import FORM, decoded
from kg.web.routing import add_reading
from kg.web.settings import WebSettings
from kg.workers import Accept, Service

_KINDS: Final = (f"{ISNAD}Actor", f"{NAMESPACES['org']}Post")
_WIDTH, _HEIGHT = 400, 160
_MOST_NAMES: Final = 12
_MOST: Final = 8 << 20
_SECONDS: Final = 10.0
Kind = Literal["entity", "type", "property"]
Language = Annotated[str | None, Query(alias="lang", pattern="^(ar|en)$", description="ar or en.")]
Cursor = Annotated[int, Query(ge=0, le=1000, description="How many suggestions to pass over.")]
_BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {FORM: {"schema": {"type": "object", "properties": {
        "queries": {"type": "string", "description": "A query batch in JSON."},
        "extend": {"type": "string", "description": "A data extension query in JSON."},
    }}}}}
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reconciling:
    """The reconciliation service of one store."""

    service: Service
    settings: WebSettings

    @property
    def _space(self) -> Space:
        return Space(f"{self.settings.base}id/")

    @property
    def _prefix(self) -> str:
        return prefix_of(self.settings.base)

    def routes(self) -> APIRouter:
        """Return the routes at and below /reconcile."""
        router = APIRouter(tags=["reconciliation"])
        add_reading(router, "/reconcile", self.ask, response_class=Response)
        router.add_api_route("/reconcile", self.post, methods=["POST"], response_class=Response, openapi_extra=_BODY)
        add_reading(router, "/reconcile/suggest/{kind}", self.suggest, response_class=Response)
        add_reading(router, "/reconcile/properties", self.propose, response_class=Response)
        add_reading(router, "/reconcile/preview", self.preview, response_class=Response)
        add_reading(router, "/reconcile/view", self.view, status_code=303, response_class=RedirectResponse)
        return router

    async def ask(
        self,
        request: Request,
        queries: Annotated[str | None, Query(description="A query batch in JSON.")] = None,
        extend: Annotated[str | None, Query(description="A data extension query in JSON.")] = None,
        lang: Language = None,
    ) -> Response:
        """Return the manifest; or candidates for a batch of queries, or properties of entities."""
        if queries is None and extend is None:
            address = home_of(request.scope, self.settings.base).rstrip("/")
            return _json(self.manifest(address, lang or "en"))
        return await self._work(request, queries, extend, lang)

    async def post(self, request: Request, lang: Language = None) -> Response:
        """Return candidates for a batch of queries, or properties of entities, sent as a form."""
        if media_type_of(request) != FORM:
            raise Refused(f"a form is wanted, as {FORM}", status=415, headers={"accept-post": FORM})
        form = dict(decoded(await body_of(request, self.settings.body), "the form"))
        return await self._work(request, form.get("queries"), form.get("extend"), lang or form.get("lang"))

    async def _work(self, request: Request, queries: str | None, extend: str | None, lang: str | None) -> Response:
        if (queries is None) == (extend is None):
            raise Refused("exactly one of `queries` and `extend` is wanted", hint="see /reconcile for the manifest")
        desk = self._desk(request)
        if queries is not None:
            return _json(await attended(request.receive, desk.reconcile(read_batch(queries))))
        asked = read_extension(extend or "")
        return _json(await attended(request.receive, desk.extend(asked, lang or "en")))

    async def suggest(
        self, request: Request, kind: Kind, prefix: str = "", cursor: Cursor = 0, lang: Language = None
    ) -> Response:
        """Return entities, types or properties whose names begin with `prefix`."""
        desk = self._desk(request)
        if kind == "entity":
            return _json(await attended(request.receive, desk.suggest_entities(prefix[:200], cursor, lang)))
        return _json(desk.suggest_types(prefix, cursor) if kind == "type" else desk.suggest_properties(prefix, cursor))

    async def propose(
        self,
        request: Request,
        type: Annotated[str | None, Query(description="The identifier of a type.")] = None,
        limit: Annotated[int | None, Query(ge=1, description="How many properties at most.")] = None,
        lang: Language = None,
    ) -> Response:
        """Return the properties that can be fetched for entities of a type."""
        return _json(self._desk(request).propose(type, limit, lang or "en"))

    async def preview(self, request: Request, id: str) -> Response:
        """Return a small page on an entity, to be framed by the client."""
        desk = self._desk(request)
        iri = self._space.iri(id)
        record = (await desk.asking.records([iri])).get(iri) if iri else None
        if record is None:
            raise NotFound(f"there is no entity {id[:100]!r} here")
        language = language_of(request)
        title = record.name(language) or id
        names = {(name, lang) for name, lang, rank in record.names if rank > 0.9 and name != title}
        return page(
            request,
            "preview.html",
            self._prefix,
            policy=FRAMED,
            title=title,
            description=await desk.description(record, language),
            names=sorted(names)[:_MOST_NAMES],
            mentions=record.mentions,
            href=f"{self._prefix}reconcile/view?{urlencode({'id': id})}",
        )

    async def view(self, id: str) -> Response:
        """Lead from an entity's identifier to its IRI; for clients that encode the slash in it."""
        iri = self._space.iri(id)
        if iri is None:
            raise NotFound(f"there is no entity {id[:100]!r} here")
        return RedirectResponse(quote(iri, safe="/:%#?&=@-._~!$'()*+,;"), 303)

    def manifest(self, address: str, language: str) -> dict[str, object]:
        """Return what the service says of itself (2.1) at *address*, without a slash."""
        place = {"service_url": address}
        suggest = {
            kind: {**place, "service_path": f"/reconcile/suggest/{kind}"} for kind in ("entity", "type", "property")
        }
        setting = {"type": "number", "default": DEFAULT_VALUES, "label": "Limit", "name": "limit"}
        help_text = f"The most values to fetch of this property (1 to {MOST_VALUES})"
        return {
            "versions": ["0.2"],
            "name": f"{words('ar')['name']} {words('en')['name']}",
            "identifierSpace": self._space.prefix,
            "schemaSpace": ISNAD,
            "documentation": f"{address}/docs",
            "logo": f"{address}/assets/mark.svg",
            "serviceVersion": __version__,
            "view": {"url": f"{address}/reconcile/view?id={{{{id}}}}"},
            "preview": {"url": f"{address}/reconcile/preview?id={{{{id}}}}", "width": _WIDTH, "height": _HEIGHT},
            "defaultTypes": listed_types(language),
            "suggest": suggest,
            "extend": {
                "propose_properties": {**place, "service_path": "/reconcile/properties"},
                "property_settings": [{**setting, "help_text": help_text}],
            },
            "batchSize": BATCH,
        }

    def _desk(self, request: Request) -> Desk:
        client = client_of(request.scope)
        asking = Asking(self._asker(client), self._space, merged=self.settings.dataset == "merged")
        return Desk(asking, self._finder(client), folded)

    def _finder(self, client: str) -> Find:
        async def find(words: str, most: int, *, beginning: bool = False) -> Sequence[str]:
            sought = Sought(words, kinds=_KINDS, limit=most, beginning=beginning)
            try:
                found = await self.service.search(sought, client)
            except UsageError:
                return ()  # Words in which there is nothing to look for: marks, punctuation.
            results: list[dict[str, str]] = found["results"]  # type: ignore[assignment]
            return [one["iri"] for one in results]

        return find

    def _asker(self, client: str) -> Ask:
        async def ask(query: str) -> Sequence[Row]:
            limits = Limits(seconds=_SECONDS)
            reply = await self.service.query(Sparql(query), Accept((JSON,), ()), limits, client)
            rows = await rows_of(reply, _MOST)
            if rows is None:
                raise Refused(
                    "too much is known of these entities to be told at once", status=413, hint="ask for fewer"
                )
            return rows

        return ask


def folded(words: str) -> str:
    """Return a name as names are compared: without what tells spellings of it apart."""
    return " ".join(word.key for word in folding().words(words))


def _json(value: object) -> Response:
    text = json.dumps(value, ensure_ascii=False)
    return Response(text.encode("utf-8", "replace"), media_type="application/json")
