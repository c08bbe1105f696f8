"""The feed of changes: valid Atom, a valid event stream, pages that stay, and 410 where a copy has to begin anew."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest
from lxml import etree
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.feeds import Places
from kg.feeds.stream import AS, LDES, TREE, read_page
from kg.sparql import Delta, Update
from tests.web.conftest import Client, application
from tests.web.service import BASE, KEY, NOW, FakeService

ATOM = "application/atom+xml"
VALID = etree.RelaxNG(etree.parse(str(Path(__file__).parents[1] / "feeds" / "atom.rng")))
# A store from before such names were refused may have one.
HOSTILE = "http://e/\u202egnp.exe'&x=;y"


@pytest.fixture(scope="module")
def busy() -> FakeService:
    """A service with an article, one that was withdrawn, hostile names, and changes on more than two pages."""
    service = FakeService()
    service.publish()
    service.publish("gone", "<http://localhost:8000/id/article/gone> <http://e/says> 'سرّ لا يُنشر' .".encode())
    service.store.withdraw("gone", NOW)
    hidden = Quad(NamedNode("e:a"), NamedNode("e:b"), Literal("سرّ"), NamedNode(HOSTILE))
    service.store.apply_delta(Delta(into=frozenset({hidden})), NOW, trusted=True)
    for number in range(210):
        service.store.apply(Update(f"INSERT DATA {{ GRAPH <http://e/{number % 7}> {{ <e:a> <e:b> {number} }} }}"), NOW)
    return service


@pytest.fixture
def client(busy: FakeService) -> Client:
    return Client(application(busy))


@pytest.mark.parametrize("address", ["/changes.atom", "/changes/1.atom", "/changes/2.atom", "/changes/3.atom"])
def test_atom_is_valid_and_read_by_a_public_parser(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.headers["content-type"] == ATOM
    document = etree.fromstring(response.content)
    VALID.assertValid(document)
    read = feedparser.parse(response.content)
    assert not read.bozo
    assert read.feed.id == f"{BASE}changes"
    assert read.entries
    assert [e.updated for e in read.entries] == sorted((e.updated for e in read.entries), reverse=True)
    assert "سرّ" not in response.text
    assert "\u202e" not in response.text


def test_the_grammar_finds_what_is_wrong(client: Client) -> None:
    text = client.get("/changes/1.atom").text
    for broken in ("<updated>", "<entry>\n<id>", 'when="'):
        assert broken in text
    for wrong in (
        text.replace("<id>http://localhost:8000/changes</id>\n", ""),
        text.replace("+00:00</updated>", "</updated>"),
        text.replace(' ref="', ' reference="'),
        text.replace("<entry>", "<entry><junk/>"),
    ):
        assert wrong != text
        assert not VALID.validate(etree.fromstring(wrong.encode()))


def test_the_newest_lead_back_through_the_archives_to_every_change(client: Client) -> None:
    address: str | None = "/changes.atom"
    seen: dict[str, str] = {}
    documents = 0
    while address:
        document = etree.fromstring(client.get(address).content)
        documents += 1
        for element in document.iter(
            "{http://www.w3.org/2005/Atom}entry", "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
        ):
            graph = element.findtext("{urn:x-isnad:feed}graph")
            seen.setdefault(graph, element.findtext("{urn:x-isnad:feed}action"))
        found = document.xpath("a:link[@rel='prev-archive']/@href", namespaces={"a": "http://www.w3.org/2005/Atom"})
        address = found[0].removeprefix(BASE[:-1]) if found else None
    assert documents == 3
    assert seen[f"{BASE}graph/{KEY}"] == "added"
    assert seen[f"{BASE}graph/gone"] == "withdrawn"
    assert HOSTILE in seen
    assert len(seen) == 10


def test_the_stream_leads_to_every_member_in_order(client: Client, busy: FakeService) -> None:
    root = list(parse(client.get("/changes", "application/n-triples").content, RdfFormat.N_TRIPLES))
    (stream,) = {q.subject for q in root if q.object == NamedNode(LDES + "EventStream")}
    assert stream == NamedNode(f"{BASE}changes#stream")
    nodes = {q.object.value for q in root if q.predicate == NamedNode(TREE + "node")}
    assert nodes == {f"{BASE}changes/{number}" for number in (1, 2, 3)}
    address: str | None = f"{BASE}changes/1"
    told = []
    while address:
        body = client.get(address.removeprefix(BASE[:-1]), "application/n-triples").content
        assert "سرّ".encode() not in body
        page = read_page(parse(body, RdfFormat.N_TRIPLES), Places(BASE))
        told += page.changes
        address = page.following
    assert [one.place for one in told] == list(range(1, 215))
    assert told[-1].revision == busy.revision
    assert {one.action for one in told} == {"added", "changed", "withdrawn"}


@pytest.mark.parametrize("ending", ["ttl", "nt", "rdf", "jsonld", "trig", "nq", "n3", "atom"])
def test_every_form_is_there_and_a_full_page_is_kept_for_good(client: Client, ending: str) -> None:
    full, last = client.get(f"/changes/1.{ending}"), client.get(f"/changes/3.{ending}")
    assert (full.status_code, last.status_code) == (200, 200)
    assert "immutable" in full.headers["cache-control"]
    assert "immutable" not in last.headers["cache-control"]
    again = client.get(f"/changes/1.{ending}", headers={"if-none-match": full.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.request("HEAD", f"/changes/1.{ending}")
    assert (head.status_code, head.headers["etag"], head.content) == (200, full.headers["etag"], b"")


def test_a_change_makes_another_root_and_leaves_full_pages_alone(service: FakeService) -> None:
    client = Client(application(service))
    for number in range(100):
        service.store.apply(Update(f"INSERT DATA {{ GRAPH <http://e/g> {{ <e:a> <e:b> {number} }} }}"), NOW)
    addresses = ("/changes.ttl", "/changes.atom", "/changes/1.ttl", "/changes/2.ttl")
    before = [client.get(address).headers["etag"] for address in addresses]
    service.store.apply(Update("DROP GRAPH <http://e/g>"), NOW)
    after = [client.get(address).headers["etag"] for address in addresses]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, False, True, False]


def test_since_leads_to_the_page_or_says_that_it_is_gone(client: Client, busy: FakeService) -> None:
    for since, ending, target in (
        ("0", "", "/changes/1"),
        ("120", ".atom", "/changes/2.atom"),
        ("214", ".ttl", "/changes/3.ttl"),
    ):
        response = client.get(f"/changes{ending}?since={since}")
        assert (response.status_code, response.headers["location"]) == (303, target)
    point = busy.store.ledger.ask(lambda db: db.execute("SELECT mark FROM marks WHERE revision = 120").fetchone()[0])
    assert client.get(f"/changes?since=120-{point[:16]}").status_code == 303
    for since, status, slug in (
        ("9999", 410, "history-gone"),
        ("120-0123456789abcdef", 410, "history-gone"),
        ("x", 400, "usage"),
    ):
        response = client.get(f"/changes?since={since}")
        assert (response.status_code, response.json()["type"]) == (status, f"/docs#problem-{slug}")
        assert response.json()["hint"]


@pytest.mark.parametrize(
    "address", ["/changes/0", "/changes/4", "/changes/x", "/changes.exe", "/changes/1.exe", "/changes/-1"]
)
def test_what_is_not_there_is_said_to_be_so(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_people_are_led_to_the_page_of_dumps(client: Client) -> None:
    response = client.get("/changes", "text/html,*/*;q=0.8")
    assert (response.status_code, response.headers["location"]) == (303, "/dumps/")
    assert client.get("/changes", "application/pdf").status_code == 406


def test_activities_are_called_as_in_activity_streams(client: Client) -> None:
    kinds = {q.object.value for q in parse(client.get("/changes/1.nt").content, RdfFormat.N_TRIPLES)}
    assert {AS + "Create", AS + "Update", AS + "Delete"} <= kinds
