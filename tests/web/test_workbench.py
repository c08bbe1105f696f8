"""What the query editor asks for: the vocabulary of the store, and what becomes of a query."""

from __future__ import annotations

from urllib.parse import urlencode

from kg.errors import Overloaded
from tests.web.conftest import Client, application
from tests.web.service import KEY, FakeService

VOCABULARY = "/sparql/vocabulary.json"
EXAMPLES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://e/mine#first> a sh:SPARQLExecutable ; rdfs:label "سؤال <b>لي</b>"@ar ; sh:select "SELECT ?mine {}" .
<http://e/prefixes> sh:declare [ sh:prefix "mine" ; sh:namespace "http://e/mine#" ] .
"""


def test_the_vocabulary_tells_what_is_used_and_what_may_stand_where(service: FakeService) -> None:
    service.publish()
    told = Client(application(service)).get(VOCABULARY).json()
    classes = {one["name"]: one for one in told["classes"]}
    statement = classes["isnad:Statement"]
    assert statement["said"] == {"ar": "قول", "en": "Statement"}
    assert "تصريح" in statement["also"]
    assert (
        statement["count"]
        == service.store.statistics.default.classes["https://w3id.org/isnad/ontology#Statement"].entities
    )
    counts = [one["count"] for one in told["classes"]]
    assert counts == sorted(counts, reverse=True)
    of = told["of"]["isnad:Statement"]
    assert {"isnad:speaker", "isnad:quoteMode", "isnad:condition"} <= set(of), "used, or allowed by the shapes"
    assert "isnad:participant" not in of, "that is a meeting's"
    assert list(of.values()) == sorted(of.values(), reverse=True), "most used first"
    speaker = next(one for one in told["properties"] if one["name"] == "isnad:speaker")
    assert speaker["to"] == ["isnad:Actor"]
    assert [value["name"] for value in told["values"]["isnad:quoteMode"]] == [
        "isnad:quote-direct",
        "isnad:quote-indirect",
        "isnad:quote-mixed",
    ]
    assert told["prefixes"]["isnad"] == "https://w3id.org/isnad/ontology#"
    assert told["revision"] == service.revision


def test_the_vocabulary_is_known_again_until_the_store_changes(service: FakeService) -> None:
    service.publish()
    client = Client(application(service))
    first = client.get(VOCABULARY)
    held = {"if-none-match": first.headers["etag"]}
    assert client.get(VOCABULARY, headers=held).status_code == 304
    assert client.request("HEAD", VOCABULARY).headers["etag"] == first.headers["etag"]
    service.publish("1" * 16)
    assert client.get(VOCABULARY, headers=held).status_code == 200


def test_questions_and_prefixes_are_those_of_the_store(service: FakeService) -> None:
    client = Client(application(service))
    page = client.get("/sparql?lang=ar", "text/html").text
    assert "SELECT ?mine" not in page
    service.publish(turtle=EXAMPLES.encode())
    page = client.get("/sparql?lang=ar", "text/html").text
    assert "SELECT ?mine {}" in page
    assert "سؤال &lt;b&gt;لي&lt;/b&gt;" in page
    told = client.get(VOCABULARY).json()
    assert told["prefixes"]["mine"] == "http://e/mine#"


def test_a_query_is_explained_with_the_counts_of_the_store(service: FakeService) -> None:
    service.publish()
    query = """PREFIX isnad: <https://w3id.org/isnad/ontology#>
SELECT * { ?s a isnad:Statement ; isnad:speaker ?who ; isnad:spaeker ?typo }"""
    told = Client(application(service)).get("/sparql/explain?" + urlencode({"query": query})).json()
    counted = service.store.statistics.default
    assert told["valid"]
    assert set(told["variables"]) == {"s", "who", "typo"}
    assert [step["expected"] for step in told["steps"]] == [
        counted.classes["https://w3id.org/isnad/ontology#Statement"].entities,
        counted.properties["https://w3id.org/isnad/ontology#speaker"].triples,
        0,
    ]
    assert told["limits"]["seconds"] > 0
    assert told["lanes"]["waiting"] == 3
    assert told["revision"] == service.revision


def test_a_query_that_does_not_parse_is_told_with_its_place_and_its_mend(service: FakeService) -> None:
    client = Client(application(service))
    body = "SELECT * {\n  ?s a isnad:Statement }"
    answer = client.post("/sparql/explain?quick=1", content=body, headers={"content-type": "application/sparql-query"})
    told = answer.json()
    assert answer.status_code == 200
    assert not told["valid"]
    assert (told["problem"]["line"], told["problem"]["column"]) == (2, 8)
    assert "PREFIX isnad:" in told["problem"]["hint"]


def test_what_is_no_query_is_not_explained(service: FakeService) -> None:
    client = Client(application(service))
    assert client.get("/sparql/explain").status_code == 400
    update = client.post("/sparql/explain", data={"update": "CLEAR ALL"})
    assert update.status_code == 400
    assert "not explained" in update.json()["hint"]
    service.failure = Overloaded("too many requests wait", yours=False, seconds=5)
    assert client.get("/sparql/explain?query=ASK%7B%7D").status_code == 503


def test_what_is_nowhere_below_the_endpoint_is_told_so(service: FakeService) -> None:
    assert Client(application(service)).get("/sparql/else").status_code == 404


def test_names_and_proofs_of_things_in_an_answer_are_told(service: FakeService) -> None:
    service.publish()
    client = Client(application(service))
    home = f"http://localhost:8000/id/article/{KEY}"
    query = "SELECT ?fact { ?fact <https://w3id.org/isnad/ontology#evidence> ?span }"
    rows = client.get("/sparql?" + urlencode({"query": query, "format": "json"})).json()["results"]["bindings"]
    fact = rows[0]["fact"]["value"]
    asked = {"things": [fact, home, "http://e/unknown", "no IRI > {"], "lang": "en"}
    told = client.post("/sparql/about", json=asked).json()["things"]
    assert set(told) <= {fact, home}
    quote = told[fact]["proofs"][0]
    assert quote["words"]
    assert quote["href"].startswith(f"/page/article/{KEY}.html")
    assert client.post("/sparql/about", json={"things": ["x"] * 201}).status_code == 400
