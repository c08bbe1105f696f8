"""Ready questions as a store holds them."""

from __future__ import annotations

import io

from pyoxigraph import QueryResultsFormat, RdfFormat, Store

from kg.questions import ASK_PREFIXES, ASK_READY, Ready, read_ready, read_rows

DATA = b"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://g> {
  <http://e/q#who> a sh:SPARQLExecutable ; rdfs:label "\xd9\x85\xd9\x86\xd8\x9f"@ar, "Who?"@en ;
    rdfs:comment "All."@en ;
    schema:keywords "actor", "name" ; sh:select \"\"\"
        SELECT *
          WHERE { ?s ?p "x" }
        \"\"\" .
  <http://e/q#any> a sh:SPARQLExecutable ; sh:ask "ASK {}" .
  <http://e/p> sh:declare [ sh:prefix "ex" ; sh:namespace "http://e/ns#"^^xsd:anyURI ] .
}
"""


def asked(query: str, store: Store) -> list[dict[str, str]]:
    sink = io.BytesIO()
    store.query(query).serialize(sink, QueryResultsFormat.JSON)
    return [dict(row) for row in read_rows([sink.getvalue()])]


def test_questions_and_prefixes_are_read_from_the_named_graphs() -> None:
    store = Store()
    store.load(DATA, format=RdfFormat.TRIG)
    any_, who = read_ready(asked(ASK_READY, store))
    assert any_ == Ready("http://e/q#any", "ASK {}")
    assert who.query == 'SELECT *\n  WHERE { ?s ?p "x" }'
    assert (who.title, who.comment) == ({"ar": "من؟", "en": "Who?"}, {"en": "All."})
    assert who.keywords == ("actor", "name")
    assert asked(ASK_PREFIXES, store) == [{"prefix": "ex", "namespace": "http://e/ns#"}]
