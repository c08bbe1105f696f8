"""SERVICE asks listed servers only, within limits, and its answers stand in the query before a worker reads it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from kg.errors import Denied, KGError, MalformedData, NetworkError, TooLarge
from kg.sparql import Query
from kg.workers.federation import Federation


class Peer:
    """A SPARQL endpoint on loopback that says what it is told to say."""

    def __init__(self) -> None:
        self.store = Store()
        self.store.update("INSERT DATA { <e:a> <e:name> 'لقاء'@ar , 1 . <e:b> <e:name> _:x }")
        self.asked: list[str] = []
        self.says: bytes | None = None
        self.status = 200
        self.headers: dict[str, str] = {}
        self.waits = 0.0
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                pass

            def do_POST(self) -> None:
                query = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())["query"][0]
                peer.asked.append(query)
                time.sleep(peer.waits)
                found = peer.store.query(query)
                assert isinstance(found, QuerySolutions)
                body = peer.says if peer.says is not None else found.serialize(format=QueryResultsFormat.JSON)
                self.send_response(peer.status)
                for name, value in peer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                # A client that has had enough has gone.
                with contextlib.suppress(ConnectionError):
                    self.wfile.write(body or b"")

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/sparql"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def peer() -> Iterator[Peer]:
    found = Peer()
    yield found
    found.server.shutdown()
    found.server.server_close()


def settle(peer: Peer, query: str, *, seconds: float = 5.0, allowed: tuple[str, ...] | None = None) -> str:
    federation = Federation((peer.url,) if allowed is None else allowed)
    return asyncio.run(federation.settled(Query(query), "http://e/", seconds)).text


def rows(text: str) -> list[tuple[str | None, ...]]:
    found = Store().query(text)
    assert isinstance(found, QuerySolutions)
    return sorted(tuple(None if t is None else str(t) for t in row) for row in found)


def test_solutions_of_another_server_are_joined(peer: Peer) -> None:
    query = f"PREFIX e: <e:> SELECT ?s ?n {{ VALUES ?s {{ e:a }} SERVICE <{peer.url}> {{ ?s e:name ?n }} }}"
    assert rows(settle(peer, query)) == [
        ("<e:a>", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("<e:a>", '"لقاء"@ar'),
    ]
    assert peer.asked == ["PREFIX e: <e:>\nSELECT * WHERE { ?s e:name ?n }"]


def test_the_endpoint_may_be_a_prefixed_name(peer: Peer) -> None:
    text = settle(
        peer, f"PREFIX p: <{peer.url.removesuffix('sparql')}> SELECT * {{ SERVICE p:sparql {{ <e:a> ?p 1 }} }}"
    )
    assert rows(text) == [("<e:name>",)]


def test_unbound_and_blank_terms_have_their_places(peer: Peer) -> None:
    text = settle(peer, f"SELECT * {{ SERVICE <{peer.url}> {{ <e:b> <e:name> ?n OPTIONAL {{ <e:b> <e:none> ?o }} }} }}")
    assert len(rows(text)) == 1
    assert rows(text)[0][0].startswith("<urn:x-isnad:blank:")  # type: ignore[union-attr]


def test_two_services_are_asked_at_once(peer: Peer) -> None:
    peer.waits = 0.4
    since = time.monotonic()
    settle(
        peer, f"SELECT * {{ SERVICE <{peer.url}> {{ ?a ?b 1 }} OPTIONAL {{ SERVICE <{peer.url}> {{ ?a ?c ?d }} }} }}"
    )
    assert len(peer.asked) == 2
    assert time.monotonic() - since < 0.8


def test_what_is_written_in_strings_and_comments_is_no_service(peer: Peer) -> None:
    query = "SELECT ('SERVICE <http://elsewhere/> { }' AS ?x) { } # SERVICE <http://elsewhere/> { }"
    assert settle(peer, query) == query


@pytest.mark.parametrize(
    "endpoint",
    ["http://127.0.0.1:1/sparql", "http://169.254.169.254/latest", "file:///etc/passwd", "http://example.org/sparql"],
)
def test_servers_that_are_not_listed_are_not_asked(peer: Peer, endpoint: str) -> None:
    for silent in ("", "SILENT "):
        with pytest.raises(Denied):
            settle(peer, f"SELECT * {{ SERVICE {silent}<{endpoint}> {{ ?s ?p ?o }} }}")


@pytest.mark.parametrize("tail", ["x", "/../admin", "?query=x"])
def test_a_listed_endpoint_lists_no_other(peer: Peer, tail: str) -> None:
    with pytest.raises(Denied):
        settle(peer, f"SELECT * {{ SERVICE <{peer.url}{tail}> {{ ?s ?p ?o }} }}")


def test_a_listed_folder_lists_what_is_below_it(peer: Peer) -> None:
    folder = (peer.url.removesuffix("sparql"),)
    assert rows(settle(peer, f"SELECT ?s {{ SERVICE <{peer.url}> {{ ?s ?p 1 }} }}", allowed=folder)) == [("<e:a>",)]
    for way_out in (f"{folder[0]}../sparql", f"{folder[0]}a/%2e%2e/sparql"):
        with pytest.raises(Denied):
            settle(peer, f"SELECT ?s {{ SERVICE <{way_out}> {{ ?s ?p 1 }} }}", allowed=folder)
    user = peer.url.replace("http://", "http://x@")
    with pytest.raises(Denied):
        settle(peer, f"SELECT ?s {{ SERVICE <{user}> {{ ?s ?p 1 }} }}", allowed=folder)


def test_a_listed_name_that_leads_into_a_private_network_is_not_asked(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = peer.server.server_address[1]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", port))])
    named = f"http://listed.example:{port}/sparql"
    with pytest.raises(NetworkError, match="private network"):
        settle(peer, f"SELECT ?s {{ SERVICE <{named}> {{ ?s ?p 1 }} }}", allowed=(named,))
    assert peer.asked == []


def test_a_variable_endpoint_is_told(peer: Peer) -> None:
    with pytest.raises(Denied, match="only listed ones"):
        settle(peer, "SELECT * { ?s ?p ?e SERVICE ?e { ?s ?p ?o } }")


def broken(peer: Peer, **how: object) -> Peer:
    for name, value in how.items():
        setattr(peer, name, value)
    return peer


BROKEN: list[tuple[dict[str, object], type[KGError]]] = [
    ({"status": 500}, NetworkError),
    ({"status": 302, "headers": {"location": "http://127.0.0.1:1/"}}, NetworkError),
    ({"says": b"<html>"}, MalformedData),
    ({"says": b"[" * 100_000}, MalformedData),
    ({"says": json.dumps({"head": {"vars": ["a } b"]}, "results": {"bindings": []}}).encode()}, MalformedData),
    ({"says": json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": ["x"]}}).encode()}, MalformedData),
    ({"says": b" " * (8 << 20) + b"   "}, TooLarge),
    ({"waits": 1.5}, NetworkError),
]


@pytest.mark.parametrize(("how", "error"), BROKEN)
def test_a_server_that_fails_is_told_or_let_pass(peer: Peer, how: dict[str, object], error: type[KGError]) -> None:
    broken(peer, **how)
    query = f"SELECT * {{ SERVICE SILENT <{peer.url}> {{ ?s ?p ?o }} }}"
    with pytest.raises(error):
        settle(peer, query.replace("SILENT ", ""), seconds=0.5)
    assert rows(settle(peer, query, seconds=0.5)) == [()]


def test_terms_that_are_none_are_not_put_into_the_query(peer: Peer) -> None:
    for term in (
        {"type": "uri", "value": "x> } DROP"},
        {"type": "literal", "value": 1},
        {"type": "triple", "value": {}},
    ):
        peer.says = json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": [{"a": term}]}}).encode()
        with pytest.raises(MalformedData):
            settle(peer, f"SELECT * {{ SERVICE <{peer.url}> {{ ?s ?p ?o }} }}")
