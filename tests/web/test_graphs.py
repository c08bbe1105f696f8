"""The Graph Store Protocol at /store: direct and indirect, every method."""

from __future__ import annotations

from urllib.parse import quote, urljoin

import pytest
from pyoxigraph import RdfFormat

from kg import sparql
from kg.web.multipart import joined, parts_of
from kg.web.problems import Refused
from tests.web.conftest import Client, application, bearer
from tests.web.service import FakeService, triples

TURTLE = {"content-type": "text/turtle; charset=utf-8"}
JOHN = b'<http://e/john> <http://e/name> "John" .'
JANE = '<http://e/jane> <http://e/name> "جين"@ar .'.encode()
G = "/store?graph=http%3A%2F%2Fwww.example%2Fg"
N_TRIPLES = "application/n-triples"


def held(store: Client, address: str) -> set[str]:
    answer = store.get(address, N_TRIPLES)
    assert answer.status_code == 200
    return triples(answer.content)


@pytest.mark.parametrize("address", [G, "/store/person/1.ttl", "/store?default", "/store?default="])
def test_put_replaces_post_adds_delete_removes(store: Client, address: str) -> None:
    named = "default" not in address
    assert store.request("PUT", address, content=JOHN, headers=TURTLE).status_code == (201 if named else 204)
    assert held(store, address) == triples(JOHN)
    assert store.request("PUT", address, content=JANE, headers=TURTLE).status_code == 204
    assert held(store, address) == triples(JANE)
    assert store.post(address, content=JOHN, headers=TURTLE).status_code == 204
    assert held(store, address) == triples(JANE) | triples(JOHN)
    assert store.request("DELETE", address).status_code == 204
    if named:
        assert store.get(address).status_code == 404
        assert store.request("HEAD", address).status_code == 404
        assert store.request("DELETE", address).status_code == 404


def test_a_document_that_names_graphs_is_added_where_none_is_addressed(store: Client) -> None:
    trig = b"<#g> { <a> <http://e/p> 1 } <http://e/g> { <http://e/a> <http://e/p> 1 }"
    headers = {"content-type": "application/trig; charset=utf-8"}
    assert store.post("/store", content=trig, headers=headers).status_code == 204
    assert held(store, "/store?graph=http://e/g") == {
        '<http://e/a> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    }
    assert len(held(store, "/store?graph=" + quote("http://testserver/store#g", safe=""))) == 1
    assert store.post("/store", content=b"<http://e/g> {", headers=headers).status_code == 400
    assert store.request("PUT", "/store", content=trig, headers=headers).status_code == 400
    assert store.post(G, content=trig, headers=headers).status_code == 415


def test_head_tells_what_get_would(store: Client) -> None:
    store.request("PUT", G, content=JOHN, headers=TURTLE)
    answer = store.request("HEAD", G, headers={"accept": "text/turtle; charset=utf-8"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"


def test_direct_and_indirect_name_the_same_graph(store: Client) -> None:
    store.request("PUT", "/store/person/1.ttl", content=JOHN, headers=TURTLE)
    assert held(store, "/store?graph=" + quote("http://testserver/store/person/1.ttl", safe="")) == triples(JOHN)


def test_relative_names_in_a_document_are_its_graph_s(store: Client) -> None:
    store.request("PUT", "/store/person/1", content=b"<> <#p> <2> .", headers=TURTLE)
    at = "http://testserver/store/person/"
    assert held(store, "/store/person/1") == {f"<{at}1> <{at}1#p> <{at}2>"}


def test_percent_encoding_is_taken_off_once(store: Client) -> None:
    one, two = "/store?graph=http://www.example/%31", "/store?graph=http://www.example/%2531"
    store.request("PUT", one, content=JOHN, headers=TURTLE)
    assert store.request("PUT", two, content=JANE, headers=TURTLE).status_code == 201
    assert held(store, "/store?graph=http://www.example/1") == triples(JOHN)
    assert held(store, two) == triples(JANE)


def test_post_to_the_store_makes_a_graph_each_time(store: Client) -> None:
    places = set()
    for _ in range(2):
        answer = store.post("/store", content=JOHN, headers=TURTLE)
        assert answer.status_code == 201
        place = urljoin("http://testserver/store", answer.headers["location"])
        assert held(store, "/store?graph=" + quote(place, safe="")) == triples(JOHN)
        assert held(store, place.removeprefix("http://testserver")) == triples(JOHN)
        places.add(place)
    assert len(places) == 2


FORMS = [
    ("application/n-triples", JOHN),
    ("text/n3", JOHN),
    ("text/plain", JOHN),
    ("application/x-turtle", JOHN),
    ("application/ld+json", b'{"@id": "http://e/john", "http://e/name": "John"}'),
    (
        "application/rdf+xml",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://e/">'
        b'<rdf:Description rdf:about="http://e/john"><name>John</name></rdf:Description></rdf:RDF>',
    ),
]


@pytest.mark.parametrize(("media_type", "body"), FORMS)
def test_a_graph_is_read_from_every_form(store: Client, media_type: str, body: bytes) -> None:
    assert store.request("PUT", G, content=body, headers={"content-type": media_type}).status_code == 201
    assert held(store, G) == triples(JOHN)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_a_graph_is_written_in_every_form(store: Client, accept: str, form: RdfFormat) -> None:
    store.request("PUT", G, content=JANE, headers=TURTLE)
    answer = store.get(G, accept)
    assert answer.headers["content-type"].startswith(accept)
    assert triples(answer.content, form) == triples(JANE)
    assert store.get(G + "&format=ntriples", accept).headers["content-type"] == "application/n-triples"
    assert store.get(G, "image/png").status_code == 406


@pytest.mark.parametrize(
    ("status", "method", "address", "body", "media_type"),
    [
        (400, "PUT", G, b"<a <b> .", "text/turtle"),
        (415, "PUT", G, b"x", "image/png"),
        (415, "PUT", G, JOHN, None),
        (415, "PUT", G, JOHN, "application/n-quads"),
        (415, "POST", "/store", JOHN, "application/x-www-form-urlencoded"),
        (400, "GET", "/store", b"", None),
        (400, "PUT", "/store", JOHN, "text/turtle"),
        (400, "DELETE", "/store", b"", None),
        (400, "GET", "/store?graph=relative", b"", None),
        (400, "GET", "/store?graph=", b"", None),
        (400, "GET", "/store?graph=http://e/%E2%80%8F", b"", None),
        (400, "GET", "/store?graph=http://e/%0D%0AX:1", b"", None),
        (400, "GET", "/store?graph=http://e/1&graph=http://e/2", b"", None),
        (400, "GET", "/store?graph=http://e/1&default", b"", None),
        (400, "GET", "/store/g?graph=http://e/1", b"", None),
        (405, "PATCH", G, JOHN, "text/turtle"),
        (405, "QUERY", G, JOHN, "text/turtle"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    store: Client, *, status: int, method: str, address: str, body: bytes, media_type: str | None
) -> None:
    store.request("PUT", G, content=JANE, headers=TURTLE)
    answer = store.request(method, address, content=body, headers={"content-type": media_type} if media_type else {})
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert held(store, G) == triples(JANE)
    if status == 415:
        assert "text/turtle" in answer.headers["accept-post"]


def test_writing_needs_a_token_and_a_bad_one_reads_no_body(plain: FakeService) -> None:
    client = Client(application(plain))
    for method in ("PUT", "POST", "DELETE"):
        assert client.request(method, G, content=JOHN, headers=TURTLE).status_code == 401
        assert client.request(method, G, content=JOHN, headers={**TURTLE, **bearer("read")}).status_code == 403
    assert client.request("PUT", G, content=b"not even turtle", headers=TURTLE).status_code == 401
    assert client.request("PUT", G, content=JOHN, headers={**TURTLE, **bearer("write")}).status_code == 201


def test_a_body_over_the_cap_is_refused(plain: FakeService) -> None:
    client = Client(application(plain, dataset="plain", body=100), bearer())
    assert client.request("PUT", G, content=b"#" * 101, headers=TURTLE).status_code == 413

    async def unannounced():  # type: ignore[no-untyped-def]
        for _ in range(11):
            yield b"# ten bytes"

    assert client.request("PUT", G, content=unannounced(), headers=TURTLE).status_code == 413
    assert client.request("PUT", G, content=b"#" * 100, headers=TURTLE).status_code == 201


def test_the_derived_graph_is_not_written(client: Client) -> None:
    answer = client.request("PUT", "/store?default", content=JOHN, headers={**TURTLE, **bearer()})
    assert answer.status_code == 409


def multipart(*parts: tuple[str, bytes]) -> tuple[bytes, dict[str, str]]:
    body = b"".join(
        b'--edge\r\nContent-Disposition: form-data; name="f"; filename="f"\r\nContent-Type: %s\r\n\r\n%s\r\n'
        % (kind.encode(), data)
        for kind, data in parts
    )
    return body + b"--edge--\r\n", {"content-type": "multipart/form-data; boundary=edge"}


def test_several_documents_are_written_in_one_go(store: Client) -> None:
    prefixed = b'@prefix e: <http://e/> . e:john e:name "John" .'
    body, headers = multipart(("text/turtle; charset=utf-8", prefixed), ("application/n-triples", JANE))
    assert store.post(G, content=body, headers=headers).status_code == 201
    assert held(store, G) == triples(JOHN) | triples(JANE)
    body, headers = multipart(("text/turtle", b"_:a <http://e/p> 1 ."), ("text/turtle", JOHN))
    assert store.request("PUT", G, content=body, headers=headers).status_code == 204
    assert len(held(store, G)) == 2


@pytest.mark.parametrize(
    ("status", "parts"),
    [
        (415, (("text/turtle", b"_:a <http://e/p> 1 ."), ("text/turtle", b"_:a <http://e/p> 2 ."))),
        (415, (("text/turtle", JOHN), ("application/rdf+xml", b"<x/>"))),
        (415, (("image/png", b"x"),)),
        (400, ()),
        (400, (("text/turtle", JOHN), ("text/turtle", b"<a <b>"))),
    ],
)
def test_documents_that_do_not_go_together_are_refused_whole(
    store: Client, *, status: int, parts: tuple[tuple[str, bytes], ...]
) -> None:
    body, headers = multipart(*parts)
    assert store.post(G, content=body, headers=headers).status_code == status
    assert store.get(G).status_code == 404


def test_a_base_does_not_reach_into_the_next_document() -> None:
    form = sparql.TURTLE
    based, plain = b"@base <http://e/> . <a> <b> <c> .", b"<d> <e> <f> ."
    assert joined([(form, based), (form, plain)])[1] == plain + b"\n" + based


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=", b""),
        ("multipart/form-data; boundary=\u0663", b"--x--"),
        ("multipart/form-data; boundary=x", b"no boundary at all"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Type: text/turtle\r\n\r\ncut off"),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"\x00" * 100),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n\r\n" * 200 + b"--x--\r\n"),
    ],
)
def test_what_is_no_multipart_body_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(Refused):
        parts_of(body, content_type)
