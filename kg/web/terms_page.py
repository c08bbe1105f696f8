"""Ontology and shapes at their addresses, in the form a client takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from kg.errors import NotFound
from kg.sparql import GRAPHS, JSON_LD, TURTLE
from kg.web.negotiate import HTML, chosen, content_type, named_type
from kg.web.pages import language_of, page
from kg.web.rendering import graph_response
from kg.web.routing import add_reading
from kg.web.terms import Term
from kg.web.views import ISNAD, RDF_TYPE, Labels, Viewer
from kg.web.vocabulary import files, labels, quads, statements

_OFFERED: Final = (*GRAPHS, HTML)
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_KINDS: Final = {
    "classes": (f"{_OWL}Class",),
    "properties": (f"{_OWL}ObjectProperty", f"{_OWL}DatatypeProperty"),
    "concepts": (f"{_SKOS}Concept",),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of ours: its name, what it is called and what it means."""

    name: str
    label: Term
    meaning: Term | None


@dataclass(frozen=True, slots=True)
class TermPages:
    """The vocabulary under one base."""

    base: str
    prefix: str

    def routes(self) -> APIRouter:
        """Return the routes /ontology, /shapes and those of their files."""
        router = APIRouter(tags=["vocabulary"])
        for address, endpoint in (
            ("/ontology", self.ontology),
            ("/shapes", self.shapes),
            ("/ontology/{name}", self.ontology_file),
            ("/shapes/{name}", self.shapes_file),
        ):
            add_reading(router, address, endpoint, response_class=Response)
        return router

    async def ontology(self, request: Request, format: Annotated[str | None, Query()] = None) -> Response:
        """Return the ontology: its terms, the public ones it uses, and how they are aligned."""
        return self._folder(request, "ontology", format)

    async def shapes(self, request: Request, format: Annotated[str | None, Query()] = None) -> Response:
        """Return the shapes that every article must meet."""
        return self._folder(request, "shapes", format)

    async def ontology_file(self, name: str) -> Response:
        """Return one file of the ontology as it is; context.jsonld is the published JSON-LD context."""
        return _file("ontology", name)

    async def shapes_file(self, name: str) -> Response:
        """Return one file of the shapes as it is."""
        return _file("shapes", name)

    def _folder(self, request: Request, folder: str, word: str | None) -> Response:
        accept = request.headers.get("accept")
        form = chosen(word, accept, _OFFERED)[0]
        if form is HTML:
            return self._page(request, folder)
        media_type = form.media_type if word is not None else named_type(accept, form)
        return graph_response(quads(folder), form, self.base, media_type)

    def _page(self, request: Request, folder: str) -> Response:
        viewer = Viewer(self.base, self.prefix, language_of(request), labels())
        sections = {kind: _entries(viewer, classes) for kind, classes in _KINDS.items()} if folder == "ontology" else {}
        return page(request, "terms.html", self.prefix, folder=folder, sections=sections, files=list(files(folder)))


def _entries(viewer: Viewer, classes: tuple[str, ...]) -> list[Entry]:
    said = statements("ontology")
    ours = sorted({s.value for s, p, o in said if p == RDF_TYPE and o.value in classes and s.value.startswith(ISNAD)})
    meanings = _meanings(viewer)
    return [
        Entry(iri.removeprefix(ISNAD), viewer.name(iri, {}), meanings.get(iri, {}).get(viewer.language)) for iri in ours
    ]


def _meanings(viewer: Viewer) -> Labels:
    found: dict[str, dict[str, Term]] = {}
    for subject, predicate, thing in statements("ontology"):
        if predicate == f"{_SKOS}definition" and thing.language:
            found.setdefault(subject.value, {})[thing.language] = thing
    return found


def _file(folder: str, name: str) -> Response:
    # A look-up among the names there are: no address ever becomes a path.
    path = files(folder).get(name)
    if path is None:
        raise NotFound(f"no file {name[:100]!r} is published here", hint=f"/{folder} has it all")
    form = JSON_LD if name.endswith(".jsonld") else TURTLE
    return Response(path.read_bytes(), media_type=content_type(form.media_type))
