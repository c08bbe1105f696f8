"""rdflib, as it comes: its SPARQL store, and graphs read from names."""

from __future__ import annotations

from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from tests.clients.conftest import Server

pytestmark = pytest.mark.clients
ISNAD = Namespace("https://w3id.org/isnad/ontology#")


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "application/rdf+xml"])
def test_its_store_answers_queries(news: Server, method: Any, form: str) -> None:
    graph = Graph(SPARQLStore(news.sparql, method=method, returnFormat=form))
    if form == "application/rdf+xml":
        made = graph.query(
            "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t FILTER(?t = isnad:Meeting) }", initNs={"isnad": ISNAD}
        )
        assert made.graph is not None
        assert set(made.graph.objects(None, RDF.type)) == {ISNAD.Meeting}
        return
    rows = list(graph.query("SELECT ?m WHERE { ?m a isnad:Meeting }", initNs={"isnad": ISNAD}))
    assert len(rows) == 3
    if form != "csv":
        assert all(isinstance(row[0], URIRef) for row in rows)
        assert bool(graph.query("ASK { ?m a isnad:Meeting }", initNs={"isnad": ISNAD}))


def test_its_store_looks_triples_up(news: Server, article: str) -> None:
    graph = Graph(SPARQLStore(news.sparql))
    assert len(graph) > 1000
    assert (URIRef(article), RDF.type, None) in graph
    assert {str(o) for o in graph.objects(URIRef(article), RDF.type)}


def test_its_store_writes_with_a_token(plain: Server) -> None:
    store = SPARQLUpdateStore(
        plain.sparql, plain.sparql, method="POST", headers={"Authorization": f"Bearer {plain.token}"}, autocommit=True
    )
    graph = Graph(store, identifier=URIRef("http://e/by-rdflib"))
    graph.add((URIRef("http://e/s"), URIRef("http://e/p"), Literal("قيل", lang="ar")))
    assert list(graph.objects(URIRef("http://e/s"))) == [Literal("قيل", lang="ar")]
    graph.remove((URIRef("http://e/s"), None, None))
    assert list(graph.objects(URIRef("http://e/s"))) == []


@pytest.mark.parametrize("form", [None, "turtle", "json-ld", "xml", "nt"])
def test_a_name_is_followed_to_its_data(news: Server, article: str, form: str | None) -> None:
    graph = Graph().parse(article, format=form)
    assert (URIRef(article), RDF.type, None) in graph
    meeting = next(graph.subjects(RDF.type, ISNAD.Meeting), None)
    assert meeting is not None
    assert (meeting, RDF.type, ISNAD.Meeting) in Graph().parse(str(meeting), format=form)


def test_the_ontology_is_read_from_its_address(news: Server) -> None:
    assert len(Graph().parse(f"{news.base}ontology")) > 200
