"""Search over what is published: as JSON, as a page, and as suggestions while one types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from kg.errors import UsageError
from kg.search import FIELDS, MOST, Sought
from kg.sparql import Format
from kg.triples import ISNAD, NAMESPACES
from kg.web.exchange import attended
from kg.web.gatekeeper import client_of
from kg.web.models import SearchIn, SuggestIn
from kg.web.negotiate import HTML, chosen
from kg.web.pages import language_of, page, with_parameter
from kg.web.routing import add_reading
from kg.web.terms import Term
from kg.web.views import Value, Viewer, kind_of
from kg.web.vocabulary import labels
from kg.workers import Service

_JSON: Final = Format("json", "application/json", "json", "graph")
_NAMES: Final = tuple(iri for iri, field in FIELDS.items() if field.kind != "text")
_KINDS: Final = ("Actor", "Statement", "Meeting", "Agreement", "Forum", "Article")
"""The classes of our ontology that the page offers to choose from."""
Json = dict[str, Any]


class Suggestions(JSONResponse):
    """What OpenSearch calls suggestions."""

    media_type = "application/x-suggestions+json"


@dataclass(frozen=True, slots=True)
class Found:
    """One result as the page shows it; the matching text comes in pieces, each with whether it is marked.

    `kind` is that of its colour and sign; `named` tells that the text is what the thing itself is called.
    """

    thing: Value
    kind: str
    named: bool
    kinds: tuple[Value, ...]
    text: Term
    pieces: tuple[tuple[bool, str], ...]
    articles: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Searching:
    """The search of one service."""

    service: Service
    base: str
    prefix: str

    def routes(self) -> APIRouter:
        """Return the routes /search and /search/suggest."""
        router = APIRouter(tags=["search"])
        add_reading(router, "/search", self.search, response_model=dict[str, Any])
        add_reading(router, "/search/suggest", self.suggest, response_class=Suggestions, response_model=list[Any])
        return router

    async def search(self, request: Request, asked: Annotated[SearchIn, Query()]) -> Response:
        """Find words in labels, other names, titles and statements: what matched, how well, and what proves it."""
        form = chosen(asked.format, request.headers.get("accept"), (_JSON, HTML))[0]
        if form is HTML:
            return await self._page(request, asked.sought())
        found = await self._found(request, asked.sought(asked.lang))
        return JSONResponse(found | {"next": self._following(request, found)}, headers={"vary": "Accept"})

    async def _found(self, request: Request, sought: Sought) -> Json:
        return dict(await attended(request.receive, self.service.search(sought, client_of(request.scope))))

    async def suggest(self, request: Request, asked: Annotated[SuggestIn, Query()]) -> Suggestions:
        """Complete what is being typed (OpenSearch suggestions): the words, completions, descriptions, addresses."""
        sought = Sought(asked.q, tuple(filter(None, asked.kind)), properties=_NAMES, limit=asked.limit, beginning=True)
        try:
            results = (await self._found(request, sought))["results"]
        except UsageError:
            # Somebody who has typed a quotation mark only is not to be told off.
            results = []
        viewer = self._viewer(request)
        texts = [one["match"]["text"] for one in results]
        kinds = [", ".join(kind.label.value for kind in _kinds(one, viewer)) for one in results]
        addresses = [viewer.href(one["iri"]) or "" for one in results]
        return Suggestions([asked.q, texts, kinds, addresses])

    async def _page(self, request: Request, sought: Sought) -> Response:
        found: Json = {"results": [], "total": 0, "matched": "all", "exact": True, "revision": self.service.revision}
        trouble = None
        try:
            if sought.words:
                found = await self._found(request, sought)
        except UsageError as error:
            trouble = error
        viewer = self._viewer(request)
        earlier = str(max(0, sought.offset - sought.limit))
        before = with_parameter(request, "offset", earlier) if sought.offset else None
        return page(
            request,
            "search.html",
            self.prefix,
            status=400 if trouble else 200,
            sought=sought.words[:MOST],
            kind=sought.kinds[0] if sought.kinds else "",
            kinds=[(name, kind_of((ISNAD + name,)), viewer.name(ISNAD + name, {})) for name in _KINDS],
            any_kind=with_parameter(request, "kind", ""),
            of_kind=partial(with_parameter, request, "kind"),
            trouble=trouble,
            found=found,
            results=[_shown(one, viewer) for one in found["results"]],
            following=self._following(request, found),
            before=before,
        )

    def _viewer(self, request: Request) -> Viewer:
        return Viewer(self.base, self.prefix, language_of(request), labels())

    def _following(self, request: Request, found: Json) -> str | None:
        """Return the reference of the next page, if there is one."""
        if not found["results"]:
            return None
        last = found["offset"] + len(found["results"])
        more = (last < found["total"] or not found["exact"]) and last < MOST
        return f"{self.prefix}search{with_parameter(request, 'offset', str(last))}" if more else None


_GENERAL: Final = (ISNAD + "Actor", f"{NAMESPACES['sh']}SPARQLExecutable")
"""Classes that tell little of a thing that is of another one as well: a person, a country, a forum are actors too."""


def _shown(one: Json, viewer: Viewer) -> Found:
    match = one["match"]
    text = Term("literal", match["text"], match["language"] or None)
    labels = {tag: Term("literal", label, tag or None) for tag, label in one["labels"].items()}
    names = {one["iri"]: labels or {"": _shortened(text)}}
    thing = viewer.value(Term("iri", one["iri"]), names)
    return Found(
        thing,
        kind_of(one["kinds"]),
        text.value.startswith(thing.label.value.removesuffix(" …")),
        tuple(_kinds(one, viewer)),
        text,
        tuple(_pieces(match["text"], match["highlights"])),
        # An article is not told to be in itself.
        tuple(_article(said, match["language"], viewer) for said in one["articles"] if said["iri"] != one["iri"]),
    )


def _shortened(text: Term) -> Term:
    words = text.value[:_TITLE].rpartition(" ")[0] + " …" if len(text.value) > _TITLE else text.value
    return Term("literal", words, text.language)


def _article(article: Json, language: str, viewer: Viewer) -> Value:
    title = article["title"]
    names = {article["iri"]: {"": Term("literal", title, language or None)}} if title else {}
    return viewer.value(Term("iri", article["iri"]), names)


def _kinds(one: Json, viewer: Viewer) -> Iterator[Value]:
    """Yield the classes a result is of, each name once: the special before the general, our own before others'."""
    special = [kind for kind in one["kinds"] if kind not in _GENERAL]
    own = [kind for kind in special if kind.startswith(ISNAD)]
    shown = [viewer.value(Term("iri", kind), {}) for kind in own or special or one["kinds"]]
    yield from {value.label.value: value for value in reversed(shown)}.values()


_SHOWN, _BEFORE, _TITLE = 400, 80, 60


def _pieces(text: str, highlights: list[list[int]]) -> Iterator[tuple[bool, str]]:
    """Yield a text in pieces, and whether each is marked; of a long one, what stands around the first mark."""
    first = highlights[0][0] if highlights else 0
    begin = max(0, first - _BEFORE) if len(text) > _SHOWN else 0
    end = min(len(text), begin + _SHOWN)
    if begin:
        yield False, "… "
    place = begin
    for start, stop in highlights:
        if place <= start and stop <= end:
            yield False, text[place:start]
            yield True, text[start:stop]
            place = stop
    yield False, text[place:end] + (" …" if end < len(text) else "")
