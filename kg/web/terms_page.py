"""Ontology, shapes and ready questions at their addresses, whole and term by term, in the form a client takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg.errors import NotFound
from kg.sparql import GRAPHS, JSON_LD, TURTLE
from kg.web.glossary import EXAMPLES, HOMES, versions
from kg.web.iris import raw_path
from kg.web.links import Around, links
from kg.web.negotiate import HTML, content_type
from kg.web.pages import address_of_query, language_of, page
from kg.web.rendering import graph_response
from kg.web.routing import add_reading
from kg.web.term_page import TermPage, glossary, terms_of
from kg.web.views import Viewer
from kg.web.vocabulary import examples, files, labels, quads
from kg.web.vocabulary_map import VocabularyMap
from kg.web.wanted import OF_GRAPHS, OF_THINGS, Profile, Wanted, Word, context_link, form_wanted, split
from kg.workers import Service

_CONTEXT: Final = "context.jsonld"

_TEMPLATES: Final = {"ontology": "ontology.html", "shapes": "shapes.html"}


@dataclass(frozen=True, slots=True)
class TermPages:
    """The vocabulary under one base."""

    service: Service
    base: str
    prefix: str
    merged: bool

    def routes(self) -> APIRouter:
        """Return the routes of ontology, shapes and questions, of their terms and of their files."""
        router = APIRouter(tags=["vocabulary"])
        for address, endpoint in (
            ("/ontology", self.ontology),
            ("/ontology.{ending}", self.ontology),
            ("/shapes", self.shapes),
            ("/shapes.{ending}", self.shapes),
            ("/ontology/examples", self.questions),
            ("/ontology/examples.{ending}", self.questions),
            ("/ontology/{name}", self.ontology_term),
            ("/shapes/{name}", self.shape),
            ("/ontology/examples/{name}", self.question),
        ):
            add_reading(router, address, endpoint, response_class=Response)
        return router

    async def ontology(self, request: Request, format: Word = None, profile: Profile = None) -> Response:
        """Return the ontology: its terms, the public ones it uses, and how they are aligned."""
        return await self._whole(request, "ontology", (format, profile))

    async def shapes(self, request: Request, format: Word = None, profile: Profile = None) -> Response:
        """Return the shapes that every article must meet."""
        return await self._whole(request, "shapes", (format, profile))

    async def questions(self, request: Request, format: Word = None, profile: Profile = None) -> Response:
        """Return the ready questions."""
        return await self._whole(request, "ontology/examples", (format, profile))

    async def ontology_term(self, request: Request, format: Word = None, profile: Profile = None) -> Response:
        """Return one term of the ontology, or one of its files as it is; context.jsonld is the JSON-LD context."""
        return await self._term(request, "ontology", (format, profile))

    async def shape(self, request: Request, format: Word = None, profile: Profile = None) -> Response:
        """Return one shape, or one of the shapes' files as it is."""
        return await self._term(request, "shapes", (format, profile))

    async def question(self, request: Request, format: Word = None, profile: Profile = None) -> Response:
        """Return one ready question."""
        return await self._term(request, "ontology/examples", (format, profile))

    async def _whole(self, request: Request, home: str, words: tuple[str | None, str | None]) -> Response:
        path, ending = split(raw_path(request.scope).removeprefix("/"))
        if path not in (home, *(f"{home}/{version}" for version in self._versions(home))):
            raise NotFound("there is nothing at this address", hint=f"/{home} has it all")
        asked = form_wanted(path, ending, request.headers, words, OF_GRAPHS)
        if asked.form is HTML:
            return self._located(await self._page(request, home), asked, HOMES[home].rstrip("#"))
        response = graph_response(quads(home), asked.form, self.base, asked.media_type)
        return self._located(response, asked, HOMES[home].rstrip("#"))

    async def _page(self, request: Request, home: str) -> Response:
        viewer = Viewer(self.base, self.prefix, language_of(request), labels())
        sections = terms_of(home, viewer)
        told: dict[str, Any] = {"folder": home, "files": list(files(home)) if home != "ontology/examples" else []}
        shown: set[str] = set()
        if home == "ontology":
            drawn = VocabularyMap(glossary(), viewer, (await self.service.statistics()).whole)
            told["classes"] = drawn.classes()
            shown = {card.name for card in told["classes"]}
        elif home == "shapes":
            told["cards"] = VocabularyMap(glossary(), viewer).shapes()
            shown = {name for card in told["cards"] for name in (card.name, *(rule.name for rule in card.rules))}
        left = {kind: [entry for entry in entries if entry.name not in shown] for kind, entries in sections.items()}
        told["sections"] = {kind: entries for kind, entries in left.items() if entries}
        return page(request, _TEMPLATES.get(home, "terms.html"), self.prefix, **told)

    async def _term(self, request: Request, home: str, words: tuple[str | None, str | None]) -> Response:
        path, ending = split(raw_path(request.scope).removeprefix("/"))
        name = path.removeprefix(f"{home}/")
        file = f"{name}.{ending}" if ending else name
        # A look-up among the names there are: no address ever becomes a path.
        if home != "ontology/examples" and file in files(home):
            return _file(home, file)
        if name in self._versions(home):
            return await self._whole(request, home, words)
        iri = HOMES[home] + name
        asked = form_wanted(path, ending, request.headers, words, OF_THINGS)
        said = glossary().quads(iri)
        if not said:
            raise NotFound(f"there is no term {name[:100]!r} here", hint=f"/{home} lists the terms")
        if asked.form is HTML:
            return self._located(await self._term_page(request, home, iri), asked, iri)
        response = graph_response(said, asked.form, self.base, asked.media_type, root=iri)
        return self._located(response, asked, iri)

    async def _term_page(self, request: Request, home: str, iri: str) -> Response:
        shown = await TermPage(self.service, self.base, self.prefix, self.merged).show(request, iri)
        asked = {example.name: example for example in examples()}
        questions = [
            (asked[name], address_of_query(self.prefix, asked[name].query))
            for name in ((iri.removeprefix(EXAMPLES),) if iri.startswith(EXAMPLES) else shown.questions)
            if name in asked
        ]
        name = iri.removeprefix(HOMES[home])
        return page(request, "term.html", self.prefix, folder=home, term=name, shown=shown, questions=questions)

    def _versions(self, home: str) -> frozenset[str]:
        return versions(quads(home)) if home == "ontology" else frozenset()

    def _located(self, response: Response, asked: Wanted, iri: str) -> Response:
        """Return *response* with the address of this form, the other forms, and what it describes."""
        here = asked.address(self.prefix)
        if not asked.spelled:
            response.headers["content-location"] = here
        forms = {form.media_type: f"{self.prefix}{asked.path}.{form.extension}" for form in (*GRAPHS, HTML)}
        others = {kind: address for kind, address in forms.items() if address != here}
        around = Around(describes=iri, alternates=others, others=tuple(context_link(asked.media_type, self.prefix)))
        response.headers["link"] = links(around)
        return response


def _file(folder: str, name: str) -> Response:
    form = JSON_LD if name.endswith(".jsonld") else TURTLE
    return Response(files(folder)[name].read_bytes(), media_type=content_type(form.media_type))
