"""Dumps: every name answers, the same bytes each time, and what is not there says so."""

from __future__ import annotations

import base64
import gzip
import hashlib

import pytest
from pyoxigraph import RdfFormat, parse

from kg.triples import read_rdf
from tests.web.conftest import Client
from tests.web.service import BASE, KEY, FakeService

ENDINGS = {
    "ttl": "turtle",
    "nt": "ntriples",
    "rdf": "rdfxml",
    "jsonld": "jsonld",
    "trig": "trig",
    "nq": "nquads",
    "n3": "n3",
}


@pytest.mark.parametrize("what", ["all", f"article/{KEY}"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_dump_is_there_plain_and_packed(client: Client, what: str, ending: str) -> None:
    plain, packed = client.get(f"/dumps/{what}.{ending}"), client.get(f"/dumps/{what}.{ending}.gz")
    assert (plain.status_code, packed.status_code) == (200, 200)
    assert packed.headers["content-type"] == "application/gzip"
    assert "content-encoding" not in packed.headers
    assert gzip.decompress(packed.content) == plain.content
    triples = {str(quad.triple) for quad in read_rdf(plain.content, ENDINGS[ending])}
    assert triples == {str(q.triple) for q in read_rdf(client.get("/dumps/all.nt").content, "ntriples")}
    name = f"isnad-{what.removeprefix('article/')}.{ending}"
    assert plain.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert packed.headers["isnad-point"] == plain.headers["isnad-point"]
    assert plain.headers["etag"] != packed.headers["etag"]


def test_what_was_sent_whole_is_known_by_its_hash_from_then_on(client: Client) -> None:
    address = "/dumps/all.nq.gz"
    head = client.request("HEAD", address)
    assert (head.status_code, head.content) == (200, b"")
    body = client.get(address).content
    head = client.request("HEAD", address)
    assert head.headers["content-length"] == str(len(body))
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    assert head.headers["repr-digest"] == f"sha-256=:{digest}:"
    listed = {one["address"]: one for one in client.get("/dumps/manifest.json").json()["dumps"]}
    assert listed[address]["sha256"] == hashlib.sha256(body).hexdigest()
    assert client.get(address, headers={"if-none-match": head.headers["etag"]}).status_code == 304


def test_the_manifest_tells_each_graph_s_checksum(client: Client) -> None:
    said = client.get("/dumps/manifest.json").json()
    (graph,) = said["graphs"]
    assert (graph["graph"], graph["key"]) == (f"{BASE}graph/{KEY}", KEY)
    lines = client.get(f"/store?graph={graph['graph']}&format=nt").content.splitlines()
    total = sum(int.from_bytes(hashlib.sha256(line).digest(), "big") for line in lines) % (1 << 256)
    assert (graph["triples"], graph["checksum"]) == (len(lines), f"{total:064x}")
    assert said["point"].startswith(f"{said['revision']}-")
    assert said["next"] is None


def test_the_manifest_comes_a_page_at_a_time(client: Client, service: FakeService) -> None:
    for number in range(150):
        service.publish(f"k{number}")
    seen, address = [], "/dumps/manifest.json"
    while address:
        said = client.get(address).json()
        seen += [one["graph"] for one in said["graphs"]]
        address = said["next"]
    assert seen == sorted(seen)
    assert len(set(seen)) == 151


def test_the_list_is_a_page_for_people_and_dcat_for_programs(client: Client) -> None:
    page = client.get("/dumps/", "text/html")
    assert page.status_code == 200
    assert "dumps/all.nq.gz" in page.text
    assert f"dumps/article/{KEY}.ttl" in page.text
    quads = list(parse(client.get("/dumps/", "application/n-triples").content, RdfFormat.N_TRIPLES))
    files = {q.object.value for q in quads if q.predicate.value.endswith("downloadURL")}
    assert f"{BASE}dumps/all.trig.gz" in files
    assert all(client.request("HEAD", file.removeprefix(BASE[:-1])).status_code == 200 for file in files)
    assert client.get("/dumps").headers["location"] == "/dumps/"


def test_a_withdrawn_article_has_no_dump_any_more(client: Client, service: FakeService) -> None:
    assert client.get(f"/dumps/article/{KEY}.ttl").status_code == 200
    service.store.withdraw(KEY, service.store.entry(KEY).changed)
    for method in ("GET", "HEAD"):
        assert client.request(method, f"/dumps/article/{KEY}.ttl").status_code == 410
    assert KEY not in client.get("/dumps/", "text/html").text


@pytest.mark.parametrize(
    "name",
    ["all.exe", "all", "some.ttl", "article/nobody.ttl", "all.ttl.zip", "article/..ttl", "..%2F.ttl", "\u202e.ttl"],
)
def test_what_is_not_there_is_said_to_be_so(client: Client, name: str) -> None:
    response = client.get(f"/dumps/{name}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
