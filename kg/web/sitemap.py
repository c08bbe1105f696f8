"""The sitemap (sitemaps.org 0.9): an index, and parts of at most 50,000 pages each, with when they changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Path
from fastapi.responses import Response, StreamingResponse

from kg.errors import NotFound
from kg.store import Entry
from kg.web.caching import REVALIDATE
from kg.web.routing import add_reading
from kg.workers import Service

MOST: Final = 50_000
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
_TYPE: Final = "application/xml; charset=utf-8"
_PAGES: Final = ("", "ontology", "shapes", "ontology/examples", "docs", ".well-known/void")
_AT_ONCE: Final = 500


Part = Annotated[str, Path(pattern=r"^(pages|articles-[1-9]\d{0,8})$")]


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages of one service."""

    service: Service
    base: str

    def routes(self) -> APIRouter:
        """Return the routes /sitemap.xml and /sitemap/{part}.xml."""
        router = APIRouter(tags=["discovery"])
        add_reading(router, "/sitemap.xml", self.index, response_class=Response)
        add_reading(router, "/sitemap/{part}.xml", self.part, response_class=Response)
        return router

    async def index(self) -> Response:
        """List the parts of the sitemap."""
        home, entries = self.base, await self._entries()
        parts = [entries[start : start + MOST] for start in range(0, len(entries), MOST)]
        named = [("pages", self.service.edition.changed)]
        named += [(f"articles-{number}", max(e.changed for e in part)) for number, part in enumerate(parts, 1)]
        lines = (_line("sitemap", f"{home}sitemap/{name}.xml", changed) for name, changed in named)
        return _streamed("sitemapindex", lines)

    async def part(self, part: Part) -> Response:
        """List the pages of one part."""
        home = self.base
        if part == "pages":
            lines = (_line("url", home + address, self.service.edition.changed) for address in _PAGES)
            return _streamed("urlset", lines)
        start = (int(part.removeprefix("articles-")) - 1) * MOST
        entries = (await self._entries())[start : start + MOST]
        if not entries:
            raise NotFound(f"the sitemap has no part {part}", hint="/sitemap.xml lists them")
        return _streamed("urlset", (_line("url", self._page(entry.key), entry.changed) for entry in entries))

    def _page(self, key: str) -> str:
        return f"{self.base}page/article/{quote(key, safe='-._~')}.html"

    async def _entries(self) -> list[Entry]:
        """Return what is published in the order it came, so that parts that are full change little."""
        published = (entry for entry in await self.service.entries() if not entry.withdrawn)
        return sorted(published, key=lambda entry: (entry.revision, entry.key))


def _line(element: str, address: str, changed: object) -> str:
    told = f"<lastmod>{changed:%Y-%m-%dT%H:%M:%S+00:00}</lastmod>" if changed else ""
    return f"<{element}><loc>{escape(address)}</loc>{told}</{element}>\n"


def _streamed(root: str, lines: Iterable[str]) -> Response:
    return StreamingResponse(_pieces(root, iter(lines)), headers={"cache-control": REVALIDATE}, media_type=_TYPE)


async def _pieces(root: str, lines: Iterator[str]) -> AsyncIterator[bytes]:
    yield _HEAD.format(root).encode()
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _AT_ONCE:
            yield "".join(batch).encode()
            batch = []
    yield ("".join(batch) + f"</{root}>\n").encode()
