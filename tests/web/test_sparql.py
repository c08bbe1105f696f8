"""The SPARQL 1.1 Protocol at /sparql, request by request."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import Overloaded, Overrun
from kg.sparql import Query
from tests.web.conftest import Client, application, bearer
from tests.web.service import FakeService, triples

ASK = "ASK {}"
SELECT = "SELECT ?label WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}
UPDATE = {"content-type": "application/sparql-update"}
SD = "http://www.w3.org/ns/sparql-service-description#"
INSERT = "INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/b> 1 } }"


def query(text: str, **parameters: str) -> str:
    return "/sparql?" + urlencode({"query": text, **parameters})


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_every_way_to_ask_gets_the_same_answer(client: Client, path: str) -> None:
    encoded = urlencode({"query": SELECT})
    answers = [
        client.get(f"{path}?{encoded}"),
        client.post(path, content=encoded, headers=FORM),
        client.post(path, content=SELECT, headers=DIRECT),
        client.request("QUERY", path, content=SELECT, headers=DIRECT),
        client.request("QUERY", path, content=encoded, headers=FORM),
        client.post(path, content=SELECT, headers={"content-type": "application/sparql-query; charset=UTF-8"}),
        client.post(path, content=f"query={SELECT.replace('?', '%3F')}".encode(), headers=FORM),
    ]
    assert [(a.status_code, a.headers["content-type"]) for a in answers] == [
        (200, "application/sparql-results+json")
    ] * len(answers)
    assert len({a.text for a in answers}) == 1
    assert len(answers[0].json()["results"]["bindings"]) == 4


def test_a_form_may_hold_arabic_as_it_is(client: Client, service: FakeService) -> None:
    arabic = "ASK { ?s ?p 'سلمى' }"
    assert client.post("/sparql", content=f"query={arabic}".encode(), headers=FORM).status_code == 200
    assert service.asked[-1][0] == Query(arabic)


def test_the_dataset_is_the_request_s(client: Client, service: FakeService) -> None:
    one, two = "http://e/1", "http://e/2"
    client.get(query(ASK) + "&" + urlencode([("default-graph-uri", one), ("default-graph-uri", two)]))
    assert service.asked[-1][0] == Query(ASK, (one, two), ())
    client.post(f"/sparql?named-graph-uri={quote(one)}", content=urlencode({"query": ASK}), headers=FORM)
    assert service.asked[-1][0] == Query(ASK, (), (one,))
    client.post(f"/sparql?named-graph-uri={quote(one)}&default-graph-uri={quote(two)}", content=ASK, headers=DIRECT)
    assert service.asked[-1][0] == Query(ASK, (two,), (one,))


BAD: list[tuple[int, str, str, bytes, dict[str, str]]] = [
    (400, "GET", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", b"", {}),
    (400, "GET", "/sparql?update=CLEAR%20ALL", b"", {}),
    (400, "GET", "/sparql?query=ASK%20%7B%7D&update=CLEAR%20ALL", b"", {}),
    (400, "GET", "/sparql?query=ASK%20%7B", b"", {}),
    (400, "GET", "/sparql?query=", b"", {}),
    (400, "GET", "/sparql?query=%FF%FE", b"", {}),
    (400, "GET", "/sparql?query=%ED%A0%80", b"", {}),
    (400, "GET", "/sparql?query=ASK%20%7B%7D&default-graph-uri=relative", b"", {}),
    (400, "GET", "/sparql?query=ASK%20%7B%7D&default-graph-uri=http://e/%E2%80%AE", b"", {}),
    (400, "GET", "/sparql?query=ASK%20%7B%7D&timeout=soon", b"", {}),
    (400, "GET", "/sparql?query=ASK%20%7B%7D&timeout=-1", b"", {}),
    (400, "GET", "/sparql?query=ASK%20%7B%7D&timeout=nan", b"", {}),
    (400, "GET", "/sparql?query=ASK%20%7B%7D&timeout=inf", b"", {}),
    (400, "GET", "/sparql?" + "a=b&" * 2000, b"", {}),
    (400, "POST", "/sparql", b"nothing=1", FORM),
    (400, "POST", "/sparql", b"", FORM),
    (400, "POST", "/sparql", b"query=ASK+%7B%7D&query=ASK+%7B%7D", FORM),
    (400, "POST", "/sparql?query=ASK%20%7B%7D", b"query=ASK+%7B%7D", FORM),
    (400, "POST", "/sparql", b"query=%C3%28", FORM),
    (400, "POST", "/sparql", "ASK {}".encode("utf-16"), {"content-type": "application/sparql-query; charset=UTF-16"}),
    (400, "POST", "/sparql", b"ASK { ?s ?p '\xff' }", DIRECT),
    (400, "QUERY", "/sparql", b"update=CLEAR+ALL", FORM),
    (415, "POST", "/sparql", b"ASK {}", {"content-type": "text/plain"}),
    (415, "POST", "/sparql", b"query=ASK+%7B%7D", {}),
    (415, "POST", "/sparql", b"ASK {}", {"content-type": ""}),
    (415, "POST", "/sparql", b"ASK {}", {**DIRECT, "content-encoding": "gzip"}),
    (405, "PUT", "/sparql", b"ASK {}", DIRECT),
    (405, "DELETE", "/sparql", b"", {}),
    (405, "PATCH", "/sparql?query=ASK%20%7B%7D", b"", {}),
    (404, "GET", "/sparql/more?query=ASK%20%7B%7D", b"", {}),
    (413, "POST", "/sparql", b"ASK {} #" + b"x" * 300_000, DIRECT),
    (413, "POST", "/sparql", b"query=ASK+%7B%7D" + b"&x=" + b"x" * 1_000_000, FORM),
]


@pytest.mark.parametrize(("status", "method", "path", "body", "headers"), BAD, ids=lambda v: str(v)[:40])
def test_what_is_no_request_is_refused_with_its_reason(
    client: Client, *, status: int, method: str, path: str, body: bytes, headers: dict[str, str]
) -> None:
    answer = client.request(method, path, content=body, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["detail"]
    if status == 405:
        assert answer.headers["allow"] == "GET, HEAD, POST, QUERY, OPTIONS"


def test_a_malformed_query_is_told_with_its_place_and_mend(client: Client) -> None:
    problem = client.get(query("SELECT ?x WHERE {\n ?x ?y }")).json()
    assert (problem["line"], problem["title"]) == (2, "The SPARQL does not parse")
    assert problem["column"] > 1
    assert problem["type"] == "/docs#problem-malformed-query"
    assert "PREFIX foaf:" in client.get(query("SELECT * { ?s foaf:name ?o }")).json()["hint"]


@pytest.mark.parametrize(
    ("accept", "word", "media_type"),
    [
        ("text/csv", None, "text/csv; charset=utf-8"),
        ("application/json", None, "application/json"),
        (
            "application/sparql-results+xml;q=0.5, text/tab-separated-values",
            None,
            "text/tab-separated-values; charset=utf-8",
        ),
        ("text/csv", "xml", "application/sparql-results+xml"),
        ("image/png", "json", "application/sparql-results+json"),
        ("image/png", "srx", "application/sparql-results+xml"),
    ],
)
def test_solutions_come_in_the_form_asked_for(client: Client, accept: str, word: str | None, media_type: str) -> None:
    answer = client.get(query(SELECT, **({"format": word} if word else {})), accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert "Accept" in answer.headers["vary"]
    assert "سلمى" in answer.text


def test_a_graph_comes_in_the_form_asked_for(client: Client) -> None:
    construct = "CONSTRUCT { <http://e/s> <http://e/p> ?label } " + SELECT.partition("?label ")[2]
    for accept, form in (("text/turtle", RdfFormat.TURTLE), ("application/ld+json", RdfFormat.JSON_LD)):
        answer = client.get(query(construct), accept)
        assert answer.headers["content-type"].startswith(accept)
        assert len(triples(answer.content, form)) == 4


@pytest.mark.parametrize(
    ("text", "accept", "word"),
    [(ASK, "image/png", None), (ASK, "text/turtle", None), (ASK, None, "turtle"), (ASK, None, "gif")],
)
def test_no_format_in_common_is_406_with_what_there_is(client: Client, text: str, accept: str, word: str) -> None:
    answer = client.get(query(text, **({"format": word} if word else {})), accept)
    assert answer.status_code == 406
    offered = answer.json()["offered"]
    assert "json" in offered or "application/sparql-results+json" in offered


def test_head_is_get_without_the_body(client: Client, service: FakeService) -> None:
    answer = client.request("HEAD", query(SELECT))
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert client.request("HEAD", query("ASK {")).status_code == 400
    assert service.closed == 1


def test_a_client_may_ask_for_less_time_but_not_for_more(client: Client, service: FakeService) -> None:
    for asked, given in (("2.5", 2.5), ("1e9", 30.0)):
        client.get(query(ASK, timeout=asked))
        assert service.asked[-1][2].seconds == given  # type: ignore[attr-defined]


def test_options_says_what_may_be_done(client: Client) -> None:
    answer = client.request("OPTIONS", "/sparql")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, POST, QUERY, OPTIONS")


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", RdfFormat.TURTLE),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/n-triples", RdfFormat.N_TRIPLES),
    ],
)
def test_without_a_query_the_service_describes_itself(client: Client, accept: str, form: RdfFormat) -> None:
    answer = client.get("/sparql", accept, headers={"host": "127.0.0.1:8123"})
    assert answer.status_code == 200
    quads = list(parse(answer.content, format=form))
    endpoint = NamedNode("http://127.0.0.1:8123/sparql")
    assert [q.object for q in quads if q.predicate.value == SD + "endpoint"] == [endpoint]
    features = {q.object.value for q in quads if q.predicate.value == SD + "feature"}  # type: ignore[union-attr]
    assert features == {SD + "UnionDefaultGraph"}


@pytest.mark.parametrize("host", ["", "a b", 'x"><script>', "e>.<http://evil/", "x\\y", "a,b", "-", "[::1"])
def test_a_host_that_is_none_does_not_get_into_the_description(client: Client, host: str) -> None:
    answer = client.get("/sparql", "application/n-triples", headers={"host": host})
    assert answer.status_code == 200
    assert b"<http://localhost:8000/sparql>" in answer.content
    assert not host or host.encode() not in answer.content.replace(b"-", b"" if host == "-" else b"-")


def test_an_update_needs_a_token_that_may_write(plain: FakeService) -> None:
    client = Client(application(plain, dataset="plain"))
    requests = [
        {"content": INSERT, "headers": UPDATE},
        {"content": urlencode({"update": INSERT}), "headers": FORM},
    ]
    for request in requests:
        answer = client.post("/sparql", **request)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="isnad"')
        for wrong in ("Bearer nonsense", "Bearer", "Basic aXNuYWQ6eA==", "isnad_admin", "Bearer isnad_admin x"):
            headers = {**request["headers"], "authorization": wrong}  # type: ignore[dict-item]
            assert client.post("/sparql", content=request["content"], headers=headers).status_code == 401
        for scope, status in (("read", 403), ("review", 403), ("write", 200), ("admin", 200)):
            headers = {**request["headers"], **bearer(scope)}  # type: ignore[dict-item]
            assert client.post("/sparql", content=request["content"], headers=headers).status_code == status
    assert client.get(query("ASK { GRAPH <http://e/g> { ?s ?p 1 } }")).json()["boolean"] is True


def test_two_authorizations_are_none(plain: FakeService) -> None:
    client = Client(application(plain))
    headers = [("authorization", "Bearer isnad_admin"), ("authorization", "Bearer x"), *UPDATE.items()]
    assert client.post("/sparql", content=INSERT, headers=headers).status_code == 401


def test_an_update_tells_the_revision_it_made(store: Client, plain: FakeService) -> None:
    answer = store.post("/sparql", content=INSERT, headers=UPDATE)
    assert answer.json() == {"action": "updated", "revision": plain.revision}
    store.post("/sparql?using-graph-uri=http://e/1&using-named-graph-uri=http://e/2", content=INSERT, headers=UPDATE)
    update = plain.asked[-1][0]
    assert (update.using_graphs, update.using_named_graphs) == (("http://e/1",), ("http://e/2",))  # type: ignore[attr-defined]


def test_a_write_to_the_derived_graph_is_a_conflict(client: Client) -> None:
    answer = client.post("/sparql", content="INSERT DATA { <a:a> <a:b> 1 }", headers={**UPDATE, **bearer()})
    assert (answer.status_code, answer.json()["title"]) == (409, "The default graph is derived")


@pytest.mark.parametrize(
    ("failure", "status", "member"),
    [
        (Overloaded("wait", yours=True, seconds=3), 429, ("retry-after", "3")),
        (Overloaded("wait", yours=False, seconds=7), 503, ("retry-after", "7")),
        (Overrun("too long", limit="deadline"), 503, ("limit", "deadline")),
    ],
)
def test_a_failure_before_the_first_bytes_has_a_status(
    client: Client, service: FakeService, failure: Exception, status: int, member: tuple[str, str]
) -> None:
    service.pieces, service.failure = [], failure
    answer = client.get(query(SELECT))
    service.pieces = None
    assert answer.status_code == status
    assert member in [*answer.headers.items(), *answer.json().items()]


def test_a_failure_within_the_look_ahead_still_has_a_status(client: Client, service: FakeService) -> None:
    service.failure = Overrun("too long", limit="deadline")
    assert client.get(query(SELECT)).status_code == 503


def test_what_nobody_foresaw_is_500_without_a_trace(client: Client, service: FakeService) -> None:
    service.failure = ZeroDivisionError("secret detail")
    answer = client.get(query(SELECT))
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("words", "media_type"),
    [
        ("format=tsv&format=text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("format=xml&output=json", "application/sparql-results+xml"),
    ],
)
def test_a_format_may_be_named_twice_alike(client: Client, words: str, media_type: str) -> None:
    assert client.get(f"/sparql?query=SELECT+*+{{}}&{words}").headers["content-type"] == media_type


@pytest.mark.parametrize("word", ["json-ld", "ld%2Bjson", "application/ld%2Bjson", "json"])
def test_a_format_goes_by_several_names(client: Client, word: str) -> None:
    answer = client.get(f"/sparql?query=CONSTRUCT+WHERE+{{?s+?p+?o}}&format={word}")
    assert answer.headers["content-type"] == "application/ld+json"


def test_two_formats_are_one_too_many(client: Client) -> None:
    assert client.get("/sparql?query=ASK+{}&format=json&format=xml").status_code == 400
