"""One term of the vocabulary as its page shows it: definitions, use, shapes, questions, and examples in the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from fastapi import Request
from pyoxigraph import NamedNode, Quad

from kg.errors import Overloaded, Overrun
from kg.sparql import N_TRIPLES, Limits, Query
from kg.triples import ISNAD, NAMESPACES
from kg.web.exchange import text_of
from kg.web.gatekeeper import client_of
from kg.web.glossary import EXAMPLES, HOMES, Glossary, glossary_of
from kg.web.pages import language_of
from kg.web.terms import Statement, Term, statements
from kg.web.views import RDF_TYPE, Thing, Value, Viewer, labels_of
from kg.web.vocabulary import labels, quads, term_of
from kg.workers import Accept, Service

_OWL, _SH, _SKOS, _RDFS = (NAMESPACES[prefix] for prefix in ("owl", "sh", "skos", "rdfs"))
_DEFINITIONS: Final = (f"{_SKOS}definition", f"{_SKOS}scopeNote", f"{_RDFS}comment", f"{_SH}message")
_PROPERTIES: Final = (f"{_OWL}ObjectProperty", f"{_OWL}DatatypeProperty", f"{_OWL}AnnotationProperty")
_SECTIONS: Final = {
    "classes": (f"{_OWL}Class", f"{_RDFS}Datatype"),
    "properties": _PROPERTIES,
    "schemes": (f"{_SKOS}ConceptScheme",),
    "concepts": (f"{_SKOS}Concept",),
    "node-shapes": (f"{_SH}NodeShape",),
    "property-shapes": (f"{_SH}PropertyShape",),
    "constraints": (f"{_SH}SPARQLConstraint",),
    "questions": (f"{_SH}SPARQLExecutable",),
}
_FEW: Final = 5
_MOST: Final = 1 << 20
_USED: Final = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
CONSTRUCT { ?example rdfs:label ?label ; schema:text ?text ; <https://w3id.org/isnad/ontology#evidence> ?span } WHERE {
  { SELECT DISTINCT ?example WHERE { %s } LIMIT %d }
  OPTIONAL { %s } OPTIONAL { %s } OPTIONAL { %s } }"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A term in a list: its name, what it is called and what it means."""

    name: str
    label: Term
    meaning: Term | None


@dataclass(frozen=True, slots=True)
class TermView:
    """A term's page: its definitions in every language, what is said of it, what uses it, what holds it to account."""

    thing: Thing
    definitions: tuple[Term, ...]
    shapes: tuple[Value, ...]
    questions: tuple[str, ...]
    examples: tuple[Value, ...]


@cache
def glossary() -> Glossary:
    """Return everything that our own files say."""
    return glossary_of(dict.fromkeys(quad for home in HOMES for quad in quads(home)))


def terms_of(home: str, viewer: Viewer) -> Mapping[str, list[Entry]]:
    """Return the terms of a namespace, by kind; what is of no kind comes last."""
    namespace, book = HOMES[home], glossary()
    sections: dict[str, list[Entry]] = {name: [] for name in (*_SECTIONS, "other-terms")}
    for node in sorted((n for n in book.about if isinstance(n, NamedNode)), key=lambda n: n.value):
        if node.value.startswith(namespace):
            types = {term_of(quad.object).value for quad in book.about[node] if quad.predicate.value == RDF_TYPE}
            section = next((name for name, kinds in _SECTIONS.items() if types & set(kinds)), "other-terms")
            sections[section].append(_entry(node, namespace, viewer, book))
    return {name: entries for name, entries in sections.items() if entries}


def _entry(node: NamedNode, namespace: str, viewer: Viewer, book: Glossary) -> Entry:
    said = [term_of(quad.object) for p in _DEFINITIONS for quad in book.about[node] if quad.predicate.value == p]
    meaning = next((term for term in said if term.language == viewer.language), None)
    return Entry(node.value.removeprefix(namespace), viewer.name(node.value, {}), meaning)


@dataclass(frozen=True, slots=True)
class TermPage:
    """Makes the views of terms."""

    service: Service
    base: str
    prefix: str
    merged: bool

    async def show(self, request: Request, iri: str) -> TermView:
        """Return the view of the term *iri*."""
        book, language = glossary(), language_of(request)
        said = list(_spelled_out(book.quads(iri), book))
        known = {**labels(), **labels_of(said)}
        viewer = Viewer(self.base, self.prefix, language, known)
        own = [(predicate, thing) for subject, predicate, thing in said if subject == Term("iri", iri)]
        return TermView(
            viewer.thing(iri, said),
            tuple(sorted((t for p, t in own if p in _DEFINITIONS), key=lambda t: (t.language or "", t.value))),
            tuple(viewer.value(Term("iri", shape), {}) for shape in book.shapes(iri)),
            book.questions(iri),
            await self._examples(request, iri, own, viewer),
        )

    async def _examples(
        self, request: Request, iri: str, own: list[tuple[str, Term]], viewer: Viewer
    ) -> tuple[Value, ...]:
        """Return a few things in the graph that the term is used of; none where asking takes too long."""
        if not iri.startswith(ISNAD) or iri.startswith(EXAMPLES):
            return ()
        query = self._question(iri, {thing.value for predicate, thing in own if predicate == RDF_TYPE})
        try:
            accept, limits = Accept((), (N_TRIPLES,)), Limits(seconds=2.0)
            reply = await self.service.query(Query(query), accept, limits, client_of(request.scope))
            text, _ = await text_of(reply, _MOST)
        except (Overrun, Overloaded):
            return ()
        found = list(statements(text))
        names = labels_of(found)
        return tuple(viewer.value(subject, names) for subject in dict.fromkeys(s for s, _, _ in found))[:_FEW]

    def _question(self, iri: str, types: set[str]) -> str:
        used = f"?example a <{iri}>" if f"{_OWL}Class" in types else f"?example ?property <{iri}>"
        if types & set(_PROPERTIES):
            used = f"?example <{iri}> ?value"
        parts = [used, *(f"?example {p} ?{v}" for p, v in (("rdfs:label", "label"), ("schema:text", "text")))]
        parts.append(f"?example <{ISNAD}evidence> ?span")
        first, *rest = parts if self.merged else [f"{{ {p} }} UNION {{ GRAPH ?graph {{ {p} }} }}" for p in parts]
        return _USED % (first, _FEW, *rest)


def _spelled_out(quads: tuple[Quad, ...], book: Glossary) -> list[Statement]:
    """Return *quads* as a page shows them: the members of a list in the place of its first node."""
    found: list[Statement] = []
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            subject = term_of(quad.subject)
            found += [(subject, quad.predicate.value, term_of(member)) for member in book.members(quad.object)]
    return found
