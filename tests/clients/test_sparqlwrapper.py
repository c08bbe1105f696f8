"""SPARQLWrapper, as it comes: every method, every form of an answer, updates with a token."""

from __future__ import annotations

from typing import Any
from xml.dom.minidom import Document

import pytest
from rdflib import Graph

from tests.clients.conftest import Server

SPARQLWrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper comes with the extra clients")
pytestmark = pytest.mark.clients
SELECT = "PREFIX isnad: <https://w3id.org/isnad/ontology#> SELECT ?m WHERE { ?m a isnad:Meeting }"
CONSTRUCT = "CONSTRUCT { ?m a ?t } WHERE { ?m a ?t } LIMIT 7"


def wrapper(server: Server, method: str, query: str, form: str) -> Any:
    made = SPARQLWrapper.SPARQLWrapper(server.sparql)
    made.setMethod("POST" if method != "GET" else "GET")
    if method == "POST directly":
        made.setRequestMethod(SPARQLWrapper.POSTDIRECTLY)
    made.setQuery(query)
    made.setReturnFormat(form)
    return made


@pytest.mark.parametrize("method", ["GET", "POST", "POST directly"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_solutions_in_every_form(news: Server, method: str, form: str) -> None:
    found = wrapper(news, method, SELECT, form).queryAndConvert()
    match found:
        case dict():
            assert len(found["results"]["bindings"]) == 3
        case Document():
            assert len(found.getElementsByTagName("result")) == 3
        case bytes():
            assert len(found.decode().strip().splitlines()) == 4


@pytest.mark.parametrize("method", ["GET", "POST", "POST directly"])
@pytest.mark.parametrize("form", ["turtle", "n3", "rdf+xml", "xml", "json-ld"])
def test_graphs_in_every_form(news: Server, method: str, form: str) -> None:
    found = wrapper(news, method, CONSTRUCT, form).queryAndConvert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle" if form != "n3" else "n3")
    assert len(graph) == 7


def test_a_truth(news: Server) -> None:
    assert wrapper(news, "GET", "ASK {}", "json").queryAndConvert()["boolean"] is True


def test_an_error_is_raised_as_one(news: Server) -> None:
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    with pytest.raises(QueryBadFormed):
        wrapper(news, "GET", "SELECT * WHERE {", "json").query()


def test_an_update_needs_its_token(plain: Server) -> None:
    update = 'INSERT DATA { GRAPH <http://e/by-wrapper> { <http://e/s> <http://e/p> "x" } }'
    refused = wrapper(plain, "POST", update, "json")
    with pytest.raises(Exception, match=r"(?i)unauthori[sz]ed|401"):
        refused.query()
    allowed = wrapper(plain, "POST", update, "json")
    allowed.addCustomHttpHeader("Authorization", f"Bearer {plain.token}")
    assert allowed.query().response.status == 200
    asked = wrapper(plain, "GET", "ASK { GRAPH <http://e/by-wrapper> { ?s ?p 'x' } }", "json")
    assert asked.queryAndConvert()["boolean"] is True
