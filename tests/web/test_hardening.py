"""What a hostile page, a hostile name, or a hostile header cannot do."""

from __future__ import annotations

import time

import pytest

from tests.web.conftest import Client, application, bearer
from tests.web.service import FakeService

INJECTED = "%0d%0aSet-Cookie:%20a=b"
ADDRESSES = (
    f"/id/{INJECTED}",
    f"/articles/{INJECTED}",
    f"/sparql?query=ASK%20{{}}&format={INJECTED}",
    f"/sparql?query=ASK%20{{}}&default-graph-uri=http://e/{INJECTED}",
    f"/store?graph=http://e/{INJECTED}",
    f"/export?format={INJECTED}",
    f"/export?article={INJECTED}",
    f"/assets/{INJECTED}",
    f"/queries/{INJECTED}",
    f"/copies/{INJECTED}",
    f"/{INJECTED}",
)


@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/turtle"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_name_becomes_a_header(client: Client, address: str, accept: str) -> None:
    response = client.get(address, accept)
    assert response.status_code < 500
    assert "set-cookie" not in response.headers
    assert not any("\r" in value or "\n" in value for value in response.headers.values())


@pytest.mark.parametrize("cookie", ['a="' + "\\" * 60_000 + '"', 'a="' + '\\"' * 30_000 + '"', "a=;" * 20_000])
@pytest.mark.parametrize("address", ["/", "/docs", "/articles", "/nowhere", "/sparql?query=ASK{}", "/sign-in"])
def test_no_cookie_holds_up_the_server_and_those_beside_it_count(client: Client, address: str, cookie: str) -> None:
    began = time.perf_counter()
    answer = client.get(address, "text/html", headers={"cookie": f"{cookie}; lang=en"})
    assert answer.status_code < 500
    assert answer.headers.get("content-language", "en") == "en"
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("word", ["a\u202eb", "a\u200bb", "a\x00b", "a b", "<x>", 'a"b'])
def test_no_graph_is_named_with_what_is_no_iri(store: Client, word: str) -> None:
    response = store.request(
        "PUT",
        "/store",
        params={"graph": f"http://e/{word}"},
        content=b"",
        headers={"content-type": "text/turtle"},
    )
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("POST", "/sparql"),
        ("QUERY", "/sparql"),
        ("PUT", "/store?graph=http://e/g"),
        ("POST", "/articles"),
        ("POST", "/validate?graph=default"),
    ],
)
@pytest.mark.parametrize("sent", ["text/rtf", "image/png", "application/x-python-pickle", "nonsense", None])
def test_a_body_is_read_as_what_it_says_it_is(
    service: FakeService, method: str, address: str, sent: str | None
) -> None:
    client = Client(application(service), bearer())
    response = client.request(method, address, content=b"ASK {}", headers={"content-type": sent} if sent else {})
    assert response.status_code == 415, response.text


@pytest.mark.parametrize(
    "address", ["/", "/docs", "/stats", "/articles", "/sparql?query=ASK%20{}", "/nowhere", "/openapi.json", "/health"]
)
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_the_host_that_a_client_names_is_in_no_answer(client: Client, address: str, accept: str) -> None:
    response = client.get(
        address,
        accept,
        headers={"host": "evil.example", "x-forwarded-host": "evil.example", "forwarded": "host=evil.example"},
    )
    assert "evil.example" not in response.text
    assert "evil.example" not in str(response.headers)


@pytest.mark.parametrize("address", ["/", "/sparql?query=ASK%20{}", "/articles", "/queries", "/metrics", "/nowhere"])
def test_no_foreign_page_reads_with_a_credential(client: Client, address: str) -> None:
    response = client.get(address, headers={"origin": "https://evil.example", "cookie": "a=b"})
    assert "access-control-allow-credentials" not in response.headers
    assert response.headers.get("access-control-allow-origin", "*") == "*"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in response.headers


def test_a_form_of_a_foreign_page_changes_nothing(service: FakeService) -> None:
    client = Client(application(service, dataset="merged"))
    response = client.post("/sparql", data={"update": "DROP ALL"}, headers={"origin": "https://evil.example"})
    assert response.status_code == 401


def test_what_names_the_endpoint_as_it_was_asked_is_kept_by_no_cache(client: Client) -> None:
    response = client.get("/sparql", "text/turtle", headers={"host": "other.example"})
    assert "other.example" in response.text
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "data:text/html,actx", "file:///etc/passwd"])
def test_a_page_links_to_no_scheme_that_acts(store: Client, iri: str) -> None:
    store.post("/sparql", data={"update": f"INSERT DATA {{ <http://e/s> <http://e/p> <{iri}> }}"}).raise_for_status()
    response = store.get("/sparql?query=SELECT%20*%20{?s%20?p%20?o}", "text/html")
    assert iri.rpartition("/")[2] in response.text
    assert f'href="{iri}' not in response.text
