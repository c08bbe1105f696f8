"""What programs look for first: the dataset's description, and the files that crawlers, browsers and agents ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg.errors import NotFound
from kg.sparql import GRAPHS
from kg.web.caching import REVALIDATE, unchanged, version_of
from kg.web.dataset import Catalogue, CatalogueNames
from kg.web.links import Around, links
from kg.web.negotiate import HTML
from kg.web.pages import language_of, page, words
from kg.web.rendering import graph_response
from kg.web.routing import add_reading
from kg.web.settings import WebSettings
from kg.web.snapshot import Album
from kg.web.terms import Term
from kg.web.views import Viewer
from kg.web.vocabulary import labels
from kg.web.wanted import OF_GRAPHS, Profile, Word, form_wanted

_ASSETS: Final = Path(__file__).with_name("assets")
_TEXT: Final = "text/plain; charset=utf-8"
_ROBOTS: Final = {"allow": "User-agent: *\nDisallow: /preferences\nAllow: /\n", "none": "User-agent: *\nDisallow: /\n"}
_VALID: Final = timedelta(days=180)
_SEARCH: Final = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{name}</ShortName>
<Description>{about}</Description>
<Tags>news politics Arabic</Tags>
<Language>ar</Language>
<Language>en</Language>
<InputEncoding>UTF-8</InputEncoding>
<OutputEncoding>UTF-8</OutputEncoding>
<Image height="64" width="64" type="image/svg+xml">{home}assets/mark.svg</Image>
<Url type="text/html" template="{home}search?q={{searchTerms}}&amp;format=html"/>
<Url type="application/json" template="{home}search?q={{searchTerms}}&amp;format=json"/>
<Url type="application/x-suggestions+json" rel="suggestions" template="{home}search/suggest?q={{searchTerms}}"/>
<Url type="application/opensearchdescription+xml" rel="self" template="{home}opensearch.xml"/>
</OpenSearchDescription>
"""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What one service tells of itself; `answers` says whether something is at an address, such as "/mcp"."""

    album: Album
    settings: WebSettings
    prefix: str
    answers: Callable[[str], bool]

    def routes(self) -> APIRouter:
        """Return the routes of all of it."""
        router = APIRouter(tags=["discovery"])
        for address, endpoint in (
            ("/.well-known/void", self.void),
            ("/.well-known/security.txt", self.security),
            ("/robots.txt", self.robots),
            ("/llms.txt", self.llms),
            ("/opensearch.xml", self.opensearch),
        ):
            add_reading(router, address, endpoint, response_class=Response)
        return router

    async def void(self, request: Request, format: Word = None, profile: Profile = None) -> Response:
        """Describe the dataset with VoID and DCAT: counts by class and property, vocabularies, files, licence."""
        asked = form_wanted(".well-known/void", None, request.headers, (format, profile), OF_GRAPHS)
        form, media_type = asked.form, asked.media_type
        if form is HTML:
            return await self._page(request)
        version, parts = await version_of(self.album.service), ("void", media_type)
        if held := unchanged(request, version, *parts):
            return held
        taken = await self.album.newest(request)
        quads = Catalogue(self.settings).quads(taken)
        response = graph_response(quads, form, CatalogueNames(self.settings.base), media_type)
        forms = {one.media_type: f"{self.prefix}.well-known/void?format={one.name}" for one in (*GRAPHS, HTML)}
        others = {kind: address for kind, address in forms.items() if kind != form.media_type}
        response.headers["link"] = links(Around(license=self.settings.licence, alternates=others))
        response.headers.update(version.headers(taken.revision, *parts))
        return response

    async def _page(self, request: Request) -> Response:
        taken = await self.album.newest(request)
        viewer = Viewer(self.settings.base, self.prefix, language_of(request), labels())
        counted = taken.statistics.whole
        kinds = sorted(counted.classes.items(), key=lambda one: (-one[1].entities, one[0]))
        names = sorted(counted.properties.items(), key=lambda one: (-one[1].triples, one[0]))
        return page(
            request,
            "void.html",
            self.prefix,
            counted=counted,
            known=taken.statistics.revision == taken.revision,
            revision=taken.revision,
            classes=[(viewer.value(Term("iri", kind), {}), used) for kind, used in kinds],
            properties=[(viewer.value(Term("iri", name), {}), use) for name, use in names],
            examples=[viewer.value(Term("iri", name), {}) for name in taken.examples],
            licence=self.settings.licence,
            forms=[(form.name, form.media_type) for form in GRAPHS],
        )

    async def security(self) -> Response:
        """Tell whom to write to about a weakness (RFC 9116); there is such a file where a contact is set."""
        if not self.settings.contact:
            raise NotFound("no contact is set", hint="KG_CONTACT sets it")
        expires = (datetime.now(UTC) + _VALID).replace(hour=0, minute=0, second=0, microsecond=0)
        told = (
            f"Contact: {self.settings.contact}\nExpires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
            f"Preferred-Languages: ar, en\nCanonical: {self.settings.base}.well-known/security.txt\n"
        )
        return _file(told, _TEXT)

    async def robots(self) -> Response:
        """Tell crawlers what they may read."""
        told = _ROBOTS.get(self.settings.robots, self.settings.robots)
        if self.settings.robots == "allow":
            told += f"\nSitemap: {self.settings.base}sitemap.xml\n"
        return _file(told, _TEXT)

    async def llms(self) -> Response:
        """Tell agents what is here, and how to ask for it."""
        home = self.settings.base
        tools = "tools to search, read statements with their evidence, and run queries, for the Model Context Protocol"
        mcp = f"- [MCP]({home}mcp): {tools}\n" if self.answers("/mcp") else ""
        template = Template(_ASSETS.joinpath("llms.txt").read_text("utf-8"))
        return _file(template.substitute(home=home, mcp=mcp, seconds=f"{self.settings.limits.seconds:g}"), _TEXT)

    async def opensearch(self, request: Request) -> Response:
        """Describe the search to browsers (OpenSearch 1.1), suggestions while one types included."""
        said = words(language_of(request))
        home = escape(self.settings.base)
        told = _SEARCH.format(name=escape(said["name"]), about=escape(said["search-in"]), home=home)
        response = _file(told, "application/opensearchdescription+xml; charset=utf-8")
        response.headers["vary"] = "Accept-Language, Cookie"
        return response


def _file(told: str, media_type: str) -> Response:
    return Response(told.encode("utf-8"), headers={"cache-control": REVALIDATE}, media_type=media_type)
