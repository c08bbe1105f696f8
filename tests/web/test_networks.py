"""The network of actors as files."""

from __future__ import annotations

import json
import sys

import pytest

from kg.web import create_app, networks
from tests.web.conftest import Client
from tests.web.service import FakeService

MEETING = """
@prefix isnad: <https://w3id.org/isnad/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <http://localhost:8000/id/article/1/> .
:meeting a isnad:Meeting ; isnad:participant :a, :b ; isnad:reportedIn :article ; isnad:status isnad:status-held .
:a a isnad:Actor ; rdfs:label "سلمى"@ar . :b a isnad:Actor ; rdfs:label "Salma"@en .
""".encode()


@pytest.fixture
def client(told: FakeService) -> Client:
    """A client of an application of its own, since it remembers what it has drawn."""
    return Client(create_app(told))


@pytest.fixture
def told(service: FakeService) -> FakeService:
    service.publish("1", MEETING)
    return service


@pytest.mark.parametrize(
    ("address", "accept", "media_type"),
    [
        ("/network", "*/*", "application/gexf+xml"),
        ("/network", "application/graphml+xml", "application/graphml+xml"),
        ("/network", "application/json", "application/json"),
        ("/network?format=graphml", "application/json", "application/graphml+xml"),
        ("/network.gexf", "application/json", "application/gexf+xml"),
        ("/network.graphml", "*/*", "application/graphml+xml"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_file_comes_in_the_form_that_is_asked_for(
    client: Client, told: FakeService, *, method: str, address: str, accept: str, media_type: str
) -> None:
    pytest.importorskip("networkx", reason="networkx comes with the extra notebook")
    answer = client.request(method, address, headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert ("Accept" in answer.headers.get("vary", "").split(", ")) == ("." not in address)


def test_it_is_made_once_a_revision(client: Client, told: FakeService) -> None:
    before = len(told.asked)
    (tie,) = json.loads(client.get("/network.json").text)["ties"]
    assert tie["relation"] == "met"
    client.get("/network.json")
    assert len(told.asked) == before + 1
    told.publish("2", MEETING.replace(b"article/1/", b"article/2/"))
    assert len(json.loads(client.get("/network.json").text)["ties"]) == 2


def test_what_cannot_be_had_is_a_problem(client: Client, told: FakeService, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/network.dot").status_code == 404
    assert client.get("/network", "image/png").status_code == 406
    assert client.get("/network?format=dot").status_code == 406
    monkeypatch.setitem(sys.modules, "networkx", None)
    missing = client.get("/network.gexf")
    assert (missing.status_code, missing.json()["hint"]) == (501, "pip install 'isnad[notebook]'")
    monkeypatch.setattr(networks, "_MOST", 10)
    large = client.get("/network.json")
    assert (large.status_code, large.json()["limit"]) == (503, "network")
    assert told.closed == len([1 for one in told.asked if len(one) == 4])
