"""Resource IRIs: what they lead to, in which form, and what they say when there is nothing."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat

from tests.web.conftest import Client, application
from tests.web.service import KEY, FakeService, triples

THING = f"article/{KEY}/actor-0-12"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("address", "accept", "leads_to"),
    [
        (f"/id/{THING}", "*/*", f"/data/{THING}.ttl"),
        (f"/id/{THING}", "application/ld+json", f"/data/{THING}.jsonld"),
        (f"/id/{THING}", "application/n-triples;q=0.9, text/turtle;q=0.8", f"/data/{THING}.nt"),
        (f"/id/{THING}", BROWSER, f"/page/{THING}.html"),
        (f"/id/{THING}?format=jsonld", BROWSER, f"/data/{THING}.jsonld"),
        (f"/id/{THING}?format=html", "*/*", f"/page/{THING}.html"),
        (f"/id/{THING}.nt?format=jsonld", BROWSER, f"/data/{THING}.nt"),
        (f"/id/{THING}.html", "text/turtle", f"/page/{THING}.html"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_name_leads_on(client: Client, *, method: str, address: str, accept: str, leads_to: str) -> None:
    answer = client.request(method, address, headers={"accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("start", ["/id", "/data", "/graph"])
def test_no_format_in_common_is_406(client: Client, start: str) -> None:
    address = f"/graph/{KEY}" if start == "/graph" else f"{start}/{THING}"
    answer = client.get(address, "image/png")
    assert answer.status_code == 406
    assert {"text/turtle", "application/ld+json"} <= set(answer.json()["offered"])
    assert client.get(address + "?format=gif").status_code == 406


@pytest.mark.parametrize(
    "address",
    [
        "/id/article/none",
        "/id/",
        "/id",
        "/data/actor/none.ttl",
        "/graph/none",
        "/id/%00",
        "/id/..%2f..",
        "/nowhere",
        "/id/%0d%0aX:%201",
    ],
)
def test_what_is_not_there_is_404(client: Client, address: str) -> None:
    answer = client.get(address, "text/turtle")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert "x" not in answer.headers


@pytest.mark.parametrize(
    ("ending", "media_type", "form"),
    [
        ("ttl", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("nt", "application/n-triples", RdfFormat.N_TRIPLES),
        ("rdf", "application/rdf+xml", RdfFormat.RDF_XML),
        ("jsonld", "application/ld+json", RdfFormat.JSON_LD),
        ("trig", "application/trig", RdfFormat.TRIG),
        ("nq", "application/n-quads", RdfFormat.N_QUADS),
        ("n3", "text/n3; charset=utf-8", RdfFormat.N3),
    ],
)
def test_the_data_of_a_thing(client: Client, *, ending: str, media_type: str, form: RdfFormat) -> None:
    answer = client.get(f"/data/{THING}.{ending}", "image/png")
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    found = triples(answer.content, form)
    assert any("Salma al-Rawi" in triple for triple in found)
    assert f'<http://localhost:8000/id/{THING}>; rel="describes"' in answer.headers["link"]
    head = client.request("HEAD", f"/data/{THING}.{ending}")
    assert (head.status_code, head.content, head.headers["content-type"]) == (200, b"", media_type)


def test_data_without_an_ending_is_negotiated(client: Client) -> None:
    assert client.get(f"/data/{THING}", "application/ld+json").headers["content-type"] == "application/ld+json"
    assert client.get(f"/data/{THING}", BROWSER).headers["location"] == f"/page/{THING}.html"


def test_names_are_minted_by_the_base_wherever_the_server_listens() -> None:
    service = FakeService(base="https://isnad.example/kg/")
    service.publish()
    client = Client(application(service, base="https://isnad.example/kg/"))
    for start in ("", "/kg"):
        answer = client.get(f"{start}/id/{THING}", "text/turtle")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/kg/data/{THING}.ttl")
        answer = client.get(f"{start}/data/{THING}.nt")
        assert f"<https://isnad.example/kg/id/{THING}> " in answer.text
        assert client.get(f"{start}/sparql?query=ASK+%7B%7D").status_code == 200


def test_an_article_with_a_name_of_its_own_is_found_under_its_key(service: FakeService) -> None:
    own = b"<https://news.example/1> <http://www.w3.org/2000/01/rdf-schema#label> 'x' ."
    service.publish("abc", own, iri="https://news.example/1")
    client = Client(application(service))
    assert client.get("/id/article/abc", "text/turtle").status_code == 303
    assert "<https://news.example/1>" in client.get("/data/article/abc.nt").text
    service.store.withdraw("abc", service.store.entry("abc").changed)
    assert client.get("/id/article/abc", "text/turtle").status_code == 410


def test_percent_encoding_in_a_name_is_spelt_in_one_way(service: FakeService) -> None:
    name = "http://localhost:8000/id/actor/%D8%B3%D9%84%D9%85%D9%89%20x"
    service.publish("abc", f"<{name}> <http://www.w3.org/2000/01/rdf-schema#label> 'x' .".encode())
    client = Client(application(service))
    for spelt in ("سلمى%20x", "%d8%b3%d9%84%d9%85%d9%89%20%78"):
        answer = client.get(f"/id/actor/{spelt}", "text/turtle")
        assert (answer.status_code, answer.headers["location"]) == (303, "/data/actor/%D8%B3%D9%84%D9%85%D9%89%20x.ttl")


def test_a_named_graph_is_at_its_name(client: Client) -> None:
    whole = triples(client.get(f"/graph/{KEY}.nt").content)
    assert whole == triples(client.get(f"/export?article={KEY}&format=nt").content)
    assert len(whole) > 15
    assert client.get(f"/graph/{KEY}", BROWSER).headers["location"] == f"/page/article/{KEY}.html"
    assert client.get("/graph/authority", BROWSER).headers["location"] == "/actors"
    assert client.get("/graph/examples", BROWSER).headers["location"] == "/ontology/examples"
    assert client.get("/graph/other", BROWSER).headers["location"] == "/graph/other.ttl", "which has no page"


def test_the_export(client: Client) -> None:
    answer = client.get("/export", "application/ld+json")
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.headers["content-disposition"] == 'inline; filename="isnad.jsonld"'
    turtle = client.get("/export?format=turtle", "image/png")
    assert triples(turtle.content, RdfFormat.TURTLE) == triples(client.get("/export?format=nt").content)
    assert client.get("/export", "image/png").status_code == 406
    assert client.get("/export?article=none").status_code == 404
    assert client.request("HEAD", "/export").content == b""


def test_the_service_tells_how_it_is(client: Client, service: FakeService) -> None:
    assert client.get("/health").json() == {
        **{"status": "ok", "revision": service.revision, "writer": "present", "restarts": {}}
    }
    assert client.get("/ready").json() == {"status": "ok", "revision": service.revision}
    assert client.get("/stats").json()["articles"] == 1


def test_what_is_long_goes_on_in_pages_that_lead_to_one_another(service: FakeService) -> None:
    home = f"http://localhost:8000/id/article/{KEY}"
    about = " ".join(
        f"<{home}/statement-{n}-{n + 1}> <https://w3id.org/isnad/ontology#speaker> <{home}> ." for n in range(150)
    )
    service.publish(KEY, about.encode())
    client = Client(application(service))
    first = client.get(f"/data/article/{KEY}", "application/n-triples")
    assert f'</data/article/{KEY}.nt?page=2>; rel="next"' in first.headers["link"]
    assert 'rel="prev"' not in first.headers["link"]
    second = client.get(f"/data/article/{KEY}.nt?page=2")
    assert f'</data/article/{KEY}.nt>; rel="prev"' in second.headers["link"]
    assert 'rel="next"' not in second.headers["link"]
    spoken = {t for answer in (first, second) for t in triples(answer.content) if "ontology#speaker>" in t}
    assert len(spoken) == 150
    assert (
        client.get(f"/id/article/{KEY}?page=2", "text/turtle").headers["location"] == f"/data/article/{KEY}.ttl?page=2"
    )
    page = client.get(f"/page/article/{KEY}.html?lang=en")
    assert 'rel="next" href="?page=2&amp;lang=en"' in page.text
    assert 'rel="prev" href="?page=1&amp;lang=en"' in client.get(f"/page/article/{KEY}.html?lang=en&page=2").text
    assert client.get(f"/data/article/{KEY}.nt?page=3").status_code == 404
    assert client.get(f"/data/article/{KEY}.nt?page=0").status_code == 400


def test_plain_json_is_told_where_its_context_is(client: Client) -> None:
    context = '</ontology/context.jsonld>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
    for address in (f"/data/{THING}", f"/graph/{KEY}", "/ontology/Statement"):
        assert context in client.get(address, "application/json").headers["link"]
        assert "json-ld#context" not in client.get(address, "application/ld+json").headers["link"]


def test_a_page_s_address_with_a_data_ending_leads_to_the_data(client: Client) -> None:
    assert client.get(f"/page/{THING}.ttl").headers["location"] == f"/data/{THING}.ttl"
