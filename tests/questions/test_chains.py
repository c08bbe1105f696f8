"""Chains of attribution, from the mouth that spoke outwards."""

from __future__ import annotations

from pyoxigraph import RdfFormat, Store

from kg.questions import Link, ask_chains, read_chains
from tests.questions.graphs import asked

HOME = "http://x.org/id/"
GRAPH = f"""
@prefix : <{HOME}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix isnad: <https://w3id.org/isnad/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:g {{
  :said isnad:reportedIn :article ; prov:qualifiedAttribution :s1, :s2, :s3 .
  :s1 isnad:level 1 ; dcterms:type isnad:role-speaker ; prov:agent :minister ; isnad:inCapacity :office .
  :office rdfs:label "وزير الخارجية"@ar .
  :s2 isnad:level 2 ; dcterms:type isnad:role-relayer ; prov:agent :spokesman .
  :s3 isnad:level 3 ; dcterms:type isnad:role-medium ; isnad:medium isnad:medium-tweet .
  :article prov:qualifiedAttribution :p, :c1, :c2 .
  :p isnad:level 4 ; dcterms:type isnad:role-publisher ; prov:agent :paper .
  :c1 isnad:level 5 ; dcterms:type isnad:role-source ; prov:agent :rt .
  :c2 isnad:level 5 ; dcterms:type isnad:role-source ; prov:agent :afp .
  :bare isnad:reportedIn :nowhere .
}}
"""


def test_a_chain_goes_from_the_mouth_to_the_sources() -> None:
    store = Store()
    store.load(GRAPH.encode(), format=RdfFormat.TRIG)
    found = read_chains(asked(ask_chains([f"{HOME}said", f"{HOME}bare", f"{HOME}article"]), store))
    medium = "https://w3id.org/isnad/ontology#medium-tweet"
    outer = (Link("publisher", 4, (f"{HOME}paper",)), Link("source", 5, (f"{HOME}afp", f"{HOME}rt")))
    assert found[f"{HOME}said"] == (
        Link("speaker", 1, (f"{HOME}minister",), ("وزير الخارجية",)),
        Link("relayer", 2, (f"{HOME}spokesman",)),
        Link("medium", 3, (medium,)),
        *outer,
    )
    assert found[f"{HOME}article"] == outer, "an article has the end of the chain by itself"
    assert f"{HOME}bare" not in found
