"""Answers that are known again: tags, dates, 304 before any work, and changes on a condition."""

from __future__ import annotations

import asyncio
import re

import pytest

from kg.errors import Overloaded
from kg.web.caching import Version, version_of
from kg.workers import Moved
from tests.web.conftest import Client, application, bearer
from tests.web.service import KEY, FakeService
from tests.web.test_front import Slow, Wire

SELECT = "/sparql?query=SELECT+*+%7B?s+?p+?o%7D"
CONSTRUCT = "/sparql?query=CONSTRUCT+WHERE+%7B?s+?p+?o%7D"
NOW = "/sparql?query=SELECT+(NOW()+AS+?t)+%7B%7D"
OF_ONE = [f"/export?article={KEY}", f"/store?graph=http://localhost:8000/graph/{KEY}", f"/graph/{KEY}.ttl"]
THING = f"article/{KEY}"
STEADY = [SELECT, CONSTRUCT, "/export", f"/data/{THING}", f"/data/{THING}.jsonld", f"/page/{THING}.html", *OF_ONE]
WHOLE = ["/", "/docs", "/openapi.json", "/articles", f"/articles/{KEY}", "/stats", "/ontology", "/assets/base.css"]


@pytest.fixture
def client(client: Client) -> Client:
    """A client that takes no compression, whose tags end with a coding."""
    client.headers = {"accept-encoding": "identity"}
    return client


@pytest.mark.parametrize("address", [*STEADY, *WHOLE])
def test_an_answer_that_is_held_already_is_not_sent_again(client: Client, address: str) -> None:
    first = client.get(address)
    tag = first.headers["etag"]
    assert not tag.startswith("W/")
    # A browser takes the policy of a 304 for that of the page it has kept.
    policy = first.headers["content-security-policy"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(address, headers={"if-none-match": sent})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["vary"] == first.headers["vary"]
        assert again.headers["cache-control"] == first.headers["cache-control"]
        assert again.headers["access-control-allow-origin"] == "*"
        assert "content-type" not in again.headers
        assert again.headers.get("content-security-policy", policy) == policy
    assert client.request("HEAD", address, headers={"if-none-match": tag}).status_code == 304
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("address", STEADY)
def test_a_304_starts_no_work(client: Client, service: FakeService, address: str) -> None:
    first = client.get(address)
    service.asked.clear()
    service.failure = AssertionError("work was done")
    for headers in (
        {"if-none-match": first.headers["etag"]},
        {"if-none-match": first.headers["etag"][:-1] + '-gzip"', "accept-encoding": "gzip"},
        {"if-modified-since": first.headers["last-modified"]},
    ):
        assert client.get(address, headers=headers).status_code == 304
    assert service.asked == []


@pytest.mark.parametrize("address", STEADY)
def test_a_change_makes_another_answer(client: Client, service: FakeService, address: str) -> None:
    first = client.get(address).headers
    graph = f"http://localhost:8000/graph/{KEY}"
    service.store.merge(graph, b"<http://e/s> <http://e/p> <http://e/o> .", service.store.entry(KEY).changed)
    held = {"if-none-match": first["etag"], "if-modified-since": first["last-modified"]}
    assert client.get(address, headers=held).status_code == 200
    assert client.get(address, headers={"if-modified-since": first["last-modified"]}).status_code == 200


@pytest.mark.parametrize("address", OF_ONE)
def test_a_change_elsewhere_leaves_an_articles_answer_as_it_is(
    client: Client, service: FakeService, address: str
) -> None:
    first = client.get(address).headers
    service.publish("another", iri="http://localhost:8000/id/article/another")
    assert client.get(address, headers={"if-none-match": first["etag"]}).status_code == 304
    assert client.get("/export", headers={"if-none-match": first["etag"]}).status_code == 200


def test_each_representation_has_a_tag_of_its_own(client: Client) -> None:
    asked = [("/export", None), *(("/export", form) for form in ("text/turtle", "application/n-triples"))]
    asked += [("/docs?lang=ar", None), ("/docs?lang=en", None), (SELECT, "text/csv"), (SELECT, "application/json")]
    asked += [(SELECT, "application/sparql-results+json"), (f"{SELECT}&default-graph-uri=http://e/g", "text/csv")]
    tags = [client.get(address, accept).headers["etag"] for address, accept in asked]
    assert len(set(tags)) == len(asked) - 1  # No wish at all and Turtle are the same.


def test_a_page_of_an_answer_is_held_by_language(client: Client) -> None:
    wants = {"accept": "text/html", "accept-language": "en"}
    tag = client.get(SELECT, headers=wants).headers["etag"]
    assert client.get(SELECT, headers={**wants, "if-none-match": tag}).status_code == 304
    other = client.get(SELECT, headers={**wants, "accept-language": "ar", "if-none-match": tag})
    assert (other.status_code, other.headers["content-language"]) == (200, "ar")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_that_changes_by_itself_has_no_tag(client: Client, method: str) -> None:
    query = "SELECT (RAND() AS ?r) {}"
    more = {"params": {"query": query}} if method == "GET" else {"data": {"query": query}}
    answer = client.request(method, "/sparql", **more)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert "etag" not in answer.headers
    assert "last-modified" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_a_query_by_post_has_the_tag_of_the_one_by_get(client: Client) -> None:
    asked = {"query": "SELECT * {?s ?p ?o}"}
    tag = client.get(SELECT).headers["etag"]
    posted = client.post("/sparql", data=asked)
    assert posted.headers["etag"] == tag
    # RFC 9110, 13.1.2: 304 is for methods that read; the others are told that the condition failed.
    assert client.post("/sparql", data=asked, headers={"if-none-match": tag}).status_code == 412
    sent = {"content-type": "application/sparql-query", "if-none-match": tag}
    assert client.request("QUERY", "/sparql", content=asked["query"], headers=sent).status_code == 304


def test_a_condition_that_fails_is_a_problem_and_reads_nothing(client: Client) -> None:
    for address in (SELECT, "/docs"):
        answer = client.get(address, headers={"if-match": '"other"'})
        assert (answer.status_code, answer.json()["status"]) == (412, 412)
        assert client.get(address, headers={"if-match": "*"}).status_code == 200


def test_a_tag_says_nothing_about_what_is_not_there(client: Client) -> None:
    for address in ("/articles/none", "/store?graph=http://e/none", "/sparql?query=ASK+%7B"):
        for condition in ({"if-none-match": "*"}, {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}):
            assert client.get(address, headers=condition).status_code in (400, 404)


def test_an_answer_of_another_revision_than_was_looked_up_goes_without_a_tag(service: FakeService) -> None:
    version = asyncio.run(version_of(service))
    assert version.headers(version.seen, "x")["etag"]
    assert "etag" not in version.headers(version.seen + 1, "x")
    assert Version(version.edition, 0).tag("ab", "c") != Version(version.edition, 0).tag("a", "bc")


def test_a_stream_whose_condition_holds_is_stopped() -> None:
    async def run() -> None:
        service = Slow()
        wire = Wire(service, "/export")
        wire.scope["headers"] = [(b"if-none-match", b"*")]
        await asyncio.wait_for(wire.run(), 2)
        assert [message.get("status") for message in wire.sent] == [304, None]
        assert service.closed == 1

    asyncio.run(run())


def test_what_pages_are_drawn_with_is_kept_for_good_under_its_hash(client: Client) -> None:
    page = client.get("/", "text/html").text
    found = re.findall(r'"(/assets/([^/"]*)/([^"]*))"', page)
    assert len(found) == page.count("/assets/") >= 2
    for address, edition, name in found:
        assert client.get(address).headers["cache-control"] == "public, max-age=31536000, immutable"
        assert client.get(f"/assets/{name}").headers["cache-control"] == "no-cache"
        assert client.get(f"/assets/{edition[::-1]}/{name}").headers["cache-control"] == "no-cache"


def test_what_needs_a_token_is_kept_by_nobody_else(client: Client) -> None:
    answer = client.get("/rejected", headers=bearer("review"))
    assert answer.headers["cache-control"] in ("no-store", "private, no-cache")


TURTLE = {"content-type": "text/turtle"}


class TestWrites:
    """The graph store protocol with conditions."""

    address = "/store?graph=http://e/g"

    def put(self, store: Client, word: str, **conditions: str) -> int:
        headers = {**TURTLE, **{name.replace("_", "-"): value for name, value in conditions.items()}}
        body = f"<http://e/s> <http://e/p> '{word}' ."
        return store.request("PUT", self.address, content=body, headers=headers).status_code

    def test_only_what_is_not_there_yet(self, store: Client) -> None:
        assert self.put(store, "1", if_none_match="*") == 201
        assert self.put(store, "2", if_none_match="*") == 412
        assert '"1"' in store.get(self.address, "application/n-triples").text

    def test_only_what_was_read(self, store: Client) -> None:
        assert self.put(store, "1", if_match="*") == 412
        assert self.put(store, "1") == 201
        tag = store.get(self.address, "text/turtle").headers["etag"]
        as_json = store.get(self.address, "application/ld+json").headers["etag"]
        assert tag != as_json
        assert self.put(store, "2", if_match=tag) == 204
        # A change of any other graph is none of this one's.
        changed = store.get(self.address).headers["etag"]
        store.request("PUT", "/store?graph=http://e/h", content="", headers=TURTLE)
        assert self.put(store, "3", if_match=f'"x", {changed}') == 204
        assert self.put(store, "4", if_match=tag) == 412
        assert self.put(store, "4", if_match=as_json) == 412
        assert store.request("DELETE", self.address, headers={"if-match": tag}).status_code == 412
        fresh = store.get(self.address).headers["etag"]
        assert store.request("DELETE", self.address, headers={"if-match": fresh}).status_code == 204
        assert store.request("DELETE", self.address, headers={"if-match": "*"}).status_code == 412

    def test_a_change_that_came_between_is_judged_anew(self, plain: FakeService, store: Client) -> None:
        assert self.put(store, "1") == 201
        tag = store.get(self.address).headers["etag"]
        drop, tries = plain.drop_graph, []

        async def moved(name: str | None) -> object:
            tries.append(name)
            if len(tries) == 1:
                raise Moved
            return await drop(name)

        plain.drop_graph = moved  # type: ignore[method-assign, assignment]
        assert store.request("DELETE", self.address, headers={"if-match": tag}).status_code == 204
        assert len(tries) == 2

    def test_who_is_overtaken_again_and_again_is_told(self, plain: FakeService) -> None:
        async def moved(name: str | None) -> object:
            raise Moved

        plain.drop_graph = moved  # type: ignore[method-assign, assignment]
        store = Client(application(plain, dataset="plain"), bearer())
        self.put(store, "1")
        answer = store.request("DELETE", self.address, headers={"if-match": "*"})
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) == Overloaded("", yours=False).seconds
