"""The first page, the reference of the interface, and the files that pages are drawn with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from kg.errors import NotFound
from kg.web.pages import page
from kg.web.problems import KINDS
from kg.web.routing import add_reading
from kg.web.vocabulary import examples
from kg.workers import Service

_ASSETS: Final = {"app.css": "text/css; charset=utf-8", "mark.svg": "image/svg+xml"}
_FOLDER: Final = Path(__file__).with_name("assets")
_NEWEST: Final = 10
_METHODS: Final = ("get", "head", "query", "put", "post", "delete")


@dataclass(frozen=True, slots=True)
class Home:
    """Pages that belong to no thing; `openapi` describes the interface."""

    service: Service
    prefix: str
    openapi: Callable[[], dict[str, Any]]

    def routes(self) -> APIRouter:
        """Return the routes /, /docs and below /assets."""
        router = APIRouter(include_in_schema=False)
        for address, endpoint in (("/", self.home), ("/docs", self.docs), ("/assets/{name}", self.asset)):
            add_reading(router, address, endpoint, response_class=Response)
        return router

    async def home(self, request: Request) -> Response:
        """Return the first page."""
        stats = await self.service.stats()
        entries = [entry for entry in await self.service.entries() if not entry.withdrawn]
        newest = sorted(entries, key=lambda entry: (entry.revision, entry.key), reverse=True)[:_NEWEST]
        asked = [(example, f"{self.prefix}sparql?{urlencode({'query': example.query})}") for example in examples()]
        counts = {name: value for name, value in stats.items() if isinstance(value, int)}
        facts = stats.get("facts")
        return page(
            request,
            "home.html",
            self.prefix,
            counts=counts,
            facts=facts if isinstance(facts, dict) else {},
            newest=newest,
            examples=asked,
        )

    async def docs(self, request: Request) -> Response:
        """Return the reference: every address with what it takes and gives, and every problem."""
        described = self.openapi()
        operations = [
            (method.upper(), path, operation)
            for path, methods in sorted(described["paths"].items())
            for method, operation in sorted(methods.items())
            if method in _METHODS
        ]
        problems = sorted((status, slug, title) for status, slug, title in KINDS.values())
        schemas = sorted(described.get("components", {}).get("schemas", {}).items())
        return page(request, "docs.html", self.prefix, operations=operations, problems=problems, schemas=schemas)

    async def asset(self, name: str) -> Response:
        """Return one of the files that pages are drawn with."""
        if name not in _ASSETS:
            raise NotFound(f"no asset {name[:100]}")
        headers = {"content-type": _ASSETS[name], "cache-control": "public, max-age=3600"}
        return FileResponse(_FOLDER / name, headers=headers)
