"""Two articles of our own as a graph, written by hand so that what the questions find is known beforehand."""

from __future__ import annotations

import io

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store

from kg.questions import Row, read_rows

GRAPH = """
@prefix : <http://localhost:8000/id/article/one/> .
@prefix two: <http://localhost:8000/id/article/two/> .
@prefix actor: <http://localhost:8000/id/actor/> .
@prefix article: <http://localhost:8000/id/article/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix graph: <http://localhost:8000/graph/> .
@prefix isnad: <https://w3id.org/isnad/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

graph:authority {
  actor:safadi a isnad:Actor, schema:Person ; rdfs:label "أيمن الصفدي"@ar, "Ayman Safadi"@en ; skos:exactMatch wd:Q1 .
  actor:egypt a isnad:Actor, schema:Country ; rdfs:label "مصر"@ar, "Egypt"@en .
  actor:nobody a isnad:Actor, schema:Person ; rdfs:label "لا أحد"@ar .
}
graph:one {
  article:one a isnad:Article ; schema:datePublished "2026-03-02"^^xsd:date ; schema:headline "لقاء في القاهرة"@ar ;
    schema:publisher :publisher ; schema:url <https://news.example.org/1> .
  :publisher rdfs:label "صحيفة"@ar .
  actor:safadi a isnad:Actor ; isnad:mention :m1 . actor:egypt a isnad:Actor ; isnad:mention :m2 .
  :shoukry a isnad:Actor, schema:Person ; rdfs:label "سامح شكري"@ar ; isnad:mention :m3 .
  :spokesman a isnad:Actor, isnad:UnresolvedActor ; rdfs:label "المتحدث"@ar .
  :m1 oa:hasSource article:one ; oa:hasSelector :o1 . :o1 oa:start 10 ; oa:end 16 .
  :m2 oa:hasSource article:one ; oa:hasSelector :o2 . :o2 oa:start 50 ; oa:end 53 .
  :m3 oa:hasSource article:one ; oa:hasSelector :o3 . :o3 oa:start 90 ; oa:end 96 .
  :meeting a isnad:Meeting ; isnad:participant actor:safadi, :shoukry ; isnad:reportedIn article:one ;
    isnad:status isnad:status-held ; dcterms:type isnad:kind-visit ; sem:hasTime :time ; isnad:evidence :e1 .
  :time isnad:date "2026-03-01"^^xsd:date .
  :e1 oa:hasSource article:one ; oa:hasSelector :q1, :p1 ; isnad:sentence :s1 .
  :q1 oa:exact "التقى الصفدي"@ar . :p1 oa:start 30 ; oa:end 42 .
  :s1 oa:hasSelector :q2, :p2 . :q2 oa:exact "والتقى الصفدي شكري."@ar . :p2 oa:start 29 ; oa:end 48 .
  :said a isnad:Statement ; isnad:speaker actor:safadi ; isnad:relayer :spokesman ; isnad:content :c1 ;
    isnad:reportedIn article:one ; isnad:evidence :c1 .
  :c1 oa:hasSource article:one ; oa:hasSelector :o4, :q4 . :o4 oa:start 40 ; oa:end 60 . :q4 oa:exact "أن مصر"@ar .
}
graph:two {
  article:two a isnad:Article .
  two:shoukry a isnad:Actor, schema:Person ; rdfs:label "شكري"@ar .
  two:meeting a isnad:Meeting ; isnad:participant actor:safadi, two:shoukry, actor:egypt ;
    isnad:reportedIn article:two ; isnad:status isnad:status-planned ; dcterms:type isnad:kind-talks .
  two:deal a isnad:Agreement ; isnad:party actor:egypt, actor:safadi ; isnad:reportedIn article:two .
  two:again a isnad:Meeting ; isnad:participant actor:safadi, two:shoukry ; isnad:reportedIn article:two ;
    isnad:status isnad:status-held ; dcterms:type isnad:kind-call .
  two:third a isnad:Meeting ; isnad:participant actor:safadi, two:shoukry ; isnad:reportedIn article:two ;
    isnad:status isnad:status-held ; dcterms:type isnad:kind-call .
}
"""
AT = "http://localhost:8000/id/"


def loaded(more: str = "") -> Store:
    """Return the graph in an engine."""
    store = Store()
    store.load(f"{GRAPH}{more}".encode(), format=RdfFormat.TRIG)
    return store


def asked(question: str, store: Store | None = None) -> list[Row]:
    """Return the rows of a question, through the form in which they travel, in pieces of odd sizes."""
    answer = (store or loaded()).query(question)
    assert isinstance(answer, QuerySolutions)
    body = answer.serialize(format=QueryResultsFormat.JSON) or b""
    source = io.BytesIO(body)
    return list(read_rows(iter(lambda: source.read(7), b"")))
