"""Every term in code is in the ontology; every term of the ontology has a writer, a shape and a case."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from kg.decisions import ACTIONS, State
from kg.facts import Medium, MeetingKind, Mode, QuoteMode, Status
from kg.resources import resource
from kg.sparql import KNOWN_PREFIXES
from kg.triples import ISNAD, NAMESPACES, Names, Run, authority_graph, to_graph, vocabulary
from kg.triples.attribution import ROLES
from kg.triples.jsonld import published_context
from kg.validation import load_shapes
from tests.triples.decisions import decided
from tests.triples.readings import AUTHORITY, reading

ONTOLOGY = rdflib.Graph()
for file in ("kg.ttl", "alignments.ttl", "reused.ttl"):
    ONTOLOGY.parse(resource(f"ontology/{file}"))
NAMES = Names()
WRITTEN = [
    triple
    for graph in (
        to_graph(reading(), NAMES, AUTHORITY, Run("0.1.0")),
        to_graph(decided().reading, NAMES, AUTHORITY, Run("0.1.0"), decided().reviewed),
        authority_graph(AUTHORITY, NAMES),
    )
    for triple in graph.triples
]
SHAPES = load_shapes(resource("shapes")).graph
# What no article's graph holds: the private text stands beside it only during a check, a mend belongs to a shape.
NOT_WRITTEN = {"text": "kg/validation/gate.py", "mend": "shapes/evidence.ttl"}
# The values facts may have, by concept scheme.
VALUES = {
    "kind": typing.get_args(MeetingKind),
    "status": typing.get_args(Status),
    "mode": typing.get_args(Mode),
    "quote": typing.get_args(QuoteMode),
    "medium": typing.get_args(Medium),
    "role": ROLES,
    "time": ("resolved", "unresolved"),
    "review": ("unreviewed", *(state for state in typing.get_args(State) if state != "machine")),
    # What only undoes stands in no graph.
    "decision": tuple(action for action in ACTIONS if action != "undo"),
}


def own(kind: rdflib.URIRef) -> set[str]:
    """Return the local names of the ontology's own terms of one kind."""
    return {str(s).removeprefix(ISNAD) for s in ONTOLOGY.subjects(RDF.type, kind) if str(s).startswith(ISNAD)}


CLASSES = own(OWL.Class)
PROPERTIES = own(OWL.ObjectProperty) | own(OWL.DatatypeProperty) | own(OWL.AnnotationProperty)
CONCEPTS = own(SKOS.Concept)
TERMS = sorted(CLASSES | PROPERTIES | CONCEPTS | own(SKOS.ConceptScheme) | own(RDFS.Datatype))


WRITTEN_IRIS = {getattr(term, "value", "") for t in WRITTEN for term in (t.subject, t.predicate, t.object)}


def test_the_ontology_is_as_small_as_it_says() -> None:
    assert 10 <= len(CLASSES) <= 14
    assert 20 <= len(PROPERTIES) <= 35


def test_the_ontology_has_a_version() -> None:
    (version,) = ONTOLOGY.objects(rdflib.URIRef(ISNAD.rstrip("#")), OWL.versionIRI)
    assert str(version) == "https://w3id.org/isnad/ontology/0.1.0"


@pytest.mark.parametrize("name", TERMS)
def test_every_term_is_labelled_in_arabic_and_english(name: str) -> None:
    labels = {label.language for label in ONTOLOGY.objects(rdflib.URIRef(ISNAD + name), RDFS.label)}
    assert labels == {"ar", "en"}


@pytest.mark.parametrize("name", sorted(CLASSES | PROPERTIES | CONCEPTS))
def test_every_term_is_defined_in_arabic_and_english(name: str) -> None:
    said = {text.language for text in ONTOLOGY.objects(rdflib.URIRef(ISNAD + name), SKOS.definition)}
    assert said == {"ar", "en"}


def test_every_own_term_in_code_is_in_the_ontology() -> None:
    in_code = {
        value.value.removeprefix(ISNAD)
        for value in vars(vocabulary).values()
        if isinstance(value, vocabulary.NamedNode) and value.value.startswith(ISNAD)
    }
    assert len(in_code) > 30
    assert in_code <= CLASSES | PROPERTIES


@pytest.mark.parametrize("name", sorted((CLASSES | PROPERTIES) - set(NOT_WRITTEN)))
def test_every_class_and_property_has_a_writer(name: str) -> None:
    assert ISNAD + name in WRITTEN_IRIS


@pytest.mark.parametrize("name", sorted(NOT_WRITTEN))
def test_a_term_no_graph_holds_is_used_elsewhere(name: str) -> None:
    source = Path(resource("ontology")).parent / NOT_WRITTEN[name]
    assert f"isnad:{name}" in source.read_text("utf-8") or f'"{name}"' in source.read_text("utf-8")


@pytest.mark.parametrize("name", sorted((CLASSES | PROPERTIES) - {"mend"}))
def test_every_class_and_property_has_a_shape(name: str) -> None:
    iri = rdflib.URIRef(ISNAD + name)
    sparql = " ".join(str(text) for text in SHAPES.objects(None, rdflib.SH.select))
    assert (None, None, iri) in SHAPES or f"isnad:{name} " in sparql


@pytest.mark.parametrize("name", sorted(CLASSES | PROPERTIES))
def test_every_class_and_property_is_aligned_with_a_public_term(name: str) -> None:
    ways = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
    objects = [o for way in ways for o in ONTOLOGY.objects(rdflib.URIRef(ISNAD + name), way)]
    assert [o for o in objects if not str(o).startswith(ISNAD)]


def test_the_concepts_are_exactly_the_values_facts_may_have() -> None:
    assert {f"{scheme}-{value}" for scheme, values in VALUES.items() for value in values} == CONCEPTS


def test_the_shapes_allow_exactly_the_concepts() -> None:
    allowed = {
        str(item).removeprefix(ISNAD)
        for head in SHAPES.objects(None, rdflib.SH["in"])
        for item in SHAPES.items(head)
        if "-" in str(item).removeprefix(ISNAD) and str(item).startswith(ISNAD)
    }
    assert allowed == CONCEPTS


def test_every_public_term_written_is_explained_and_every_explained_one_is_written() -> None:
    explained = {str(s) for s in ONTOLOGY.subjects(SKOS.scopeNote, None)}
    for iri in explained:
        assert {n.language for n in ONTOLOGY.objects(rdflib.URIRef(iri), SKOS.scopeNote)} == {"ar", "en"}, iri
        assert {n.language for n in ONTOLOGY.objects(rdflib.URIRef(iri), RDFS.label)} == {"ar", "en"}, iri
    types = {t.object.value for t in WRITTEN if t.predicate == vocabulary.A}
    used = {iri for iri in types | {t.predicate.value for t in WRITTEN} if not iri.startswith(ISNAD)}
    assert used == explained


def test_the_context_has_a_term_for_every_property_written() -> None:
    context = published_context()
    prefixes = {k: v for k, v in context.items() if isinstance(v, str)}
    defined = {}
    for definition in context.values():
        if isinstance(definition, dict):
            prefix, _, local = definition["@id"].partition(":")
            defined[prefixes[prefix] + local] = definition.get("@type")
    used = {t.predicate for t in WRITTEN} - {vocabulary.A}
    assert set(defined) == {predicate.value for predicate in used}
    for triple in WRITTEN:
        if triple.predicate in used:
            refers = defined[triple.predicate.value] == "@id"
            assert refers == isinstance(triple.object, vocabulary.NamedNode), triple.predicate


def test_every_namespace_in_use_is_declared_in_the_context() -> None:
    declared = {value for value in published_context().values() if isinstance(value, str)}
    assert set(vocabulary.NAMESPACES.values()) <= declared


def test_meetings_carry_plover_codes() -> None:
    plover = rdflib.URIRef(ISNAD + "plover")
    codes = {s for s, code in ONTOLOGY.subject_objects(SKOS.notation) if getattr(code, "datatype", None) == plover}
    assert {str(s).removeprefix(ISNAD) for s in codes} == {f"kind-{kind}" for kind in VALUES["kind"]}


def test_the_prefixes_that_hints_and_answers_know_are_the_ones_we_write() -> None:
    # Two tables, since the room of requests need not load the words of articles: they must say the same.
    assert KNOWN_PREFIXES.items() <= NAMESPACES.items()
