"""Ontology, shapes and ready questions: the project's own files, at the addresses their names promise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg.questions import dedented
from kg.resources import resource
from kg.triples import read_rdf, term
from kg.web.terms import Statement, Term
from kg.web.views import Labels, labels_of

_SCHEMA_WORDS = Path(__file__).with_name("words") / "vocabulary.json"
_SH = "http://www.w3.org/ns/shacl#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OPERATIONS = tuple(NamedNode(_SH + name) for name in ("select", "ask", "construct"))


@dataclass(frozen=True, slots=True)
class Example:
    """A ready question: what it asks, in each language, and its query."""

    name: str
    title: Mapping[str, str]
    comment: Mapping[str, str]
    query: str


@cache
def files(folder: str) -> Mapping[str, Path]:
    """Return the files of a folder by name: only these are ever opened, whatever an address says."""
    return {path.name: path for path in sorted(resource(folder).iterdir()) if path.suffix in (".ttl", ".jsonld")}


@cache
def quads(folder: str) -> tuple[Quad, ...]:
    """Return the triples of all Turtle files of a folder."""
    found: dict[Quad, None] = {}
    for name, path in files(folder).items():
        if name.endswith(".ttl"):
            found |= dict.fromkeys(read_rdf(path.read_bytes(), "turtle"))
    return tuple(found)


@cache
def statements(folder: str) -> tuple[Statement, ...]:
    """Return the same as pages read it."""
    return tuple((term_of(quad.subject), quad.predicate.value, term_of(quad.object)) for quad in quads(folder))


@cache
def labels() -> Labels:
    """Return what our terms, and the public ones we use, are called."""
    return {**_schema_labels(), **labels_of(statements("ontology"))}


def _schema_labels() -> Labels:
    """Return what the terms are called that ontologies and shapes are written in."""
    said: dict[str, dict[str, str]] = json.loads(_SCHEMA_WORDS.read_text("utf-8"))
    return {
        term(curie).value: {language: Term("literal", word, language) for language, word in words.items()}
        for curie, words in said.items()
    }


@cache
def examples() -> tuple[Example, ...]:
    """Return the ready questions, by name."""
    by_subject: dict[object, list[Quad]] = {}
    for quad in quads("ontology/examples"):
        by_subject.setdefault(quad.subject, []).append(quad)
    found = []
    for subject, said in by_subject.items():
        texts = [
            quad.object.value for quad in said if quad.predicate in _OPERATIONS and isinstance(quad.object, Literal)
        ]
        if texts and isinstance(subject, NamedNode):
            name = subject.value.rpartition("#")[2]
            found.append(Example(name, _spoken(said, "label"), _spoken(said, "comment"), dedented(texts[0])))
    return tuple(sorted(found, key=lambda example: example.name))


def _spoken(said: list[Quad], name: str) -> dict[str, str]:
    predicate = NamedNode(_RDFS + name)
    return {
        quad.object.language: quad.object.value
        for quad in said
        if quad.predicate == predicate and isinstance(quad.object, Literal) and quad.object.language
    }


def term_of(node: object) -> Term:
    """Return a node of our own files as pages show it."""
    if isinstance(node, NamedNode):
        return Term("iri", node.value)
    if isinstance(node, Literal):
        return Term("literal", node.value, node.language, None if node.language else node.datatype.value)
    return Term("blank", str(node))
