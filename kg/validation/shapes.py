"""The shapes, loaded once: the graph pySHACL reads, and what each shape says when it fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rdflib

from kg.errors import KGError
from kg.resources import resource
from kg.triples import ISNAD

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SHAPES = rdflib.Namespace("https://w3id.org/isnad/shapes#")
LANGUAGES = ("ar", "en")

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """All shapes. `messages` and `mends` are by shape or constraint IRI, then by language.

    `graph` is all that the files say; `bare` leaves out what only people read, which pySHACL would compare with each of
    its forty parameters at every node.
    """

    graph: rdflib.Graph
    bare: rdflib.Graph
    messages: Mapping[str, Words]
    mends: Mapping[str, Words]


def load_shapes(folder: Path) -> Shapes:
    """Return the shapes of every Turtle file in *folder*."""
    graph = rdflib.Graph(bind_namespaces="none")
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise KGError(f"no shapes in {folder}", hint="name a folder with Turtle files")
    for file in files:
        graph.parse(file, format="turtle")
    bare = rdflib.Graph(store="SimpleMemory", bind_namespaces="none")
    mend = rdflib.URIRef(ISNAD + "mend")
    for triple in graph:
        if triple[1] not in (SH.message, mend, rdflib.RDFS.label):
            bare.add(triple)
    return Shapes(graph, bare, _said(graph, SH.message), _said(graph, mend))


@cache
def report_words() -> Mapping[str, Words]:
    """Return the words a readable report is made of, by name and language."""
    graph = rdflib.Graph(bind_namespaces="none").parse(resource("shapes/report.ttl"), format="turtle")
    said = _said(graph, rdflib.RDFS.label)
    return {iri.removeprefix(f"{SHAPES}say-"): words for iri, words in said.items()}


def _said(graph: rdflib.Graph, property_: rdflib.URIRef) -> dict[str, Words]:
    said: dict[str, dict[str, str]] = {}
    for subject, words in graph.subject_objects(property_):
        if isinstance(words, rdflib.Literal):
            said.setdefault(str(subject), {})[words.language or ""] = str(words)
    return {subject: dict(sorted(words.items())) for subject, words in said.items()}
