"""The Link header: safe whatever a name holds, and never too long for a proxy."""

from __future__ import annotations

import re

import pytest

from kg.web.links import Around, links
from tests.web.conftest import Client, application
from tests.web.service import KEY, FakeService


def test_what_stands_around_a_representation_is_told_by_relation() -> None:
    around = Around(
        canonical="http://e/id/x", describes="/id/x", license="http://e/free", alternates={"text/turtle": "/data/x.ttl"}
    )
    assert links(around).split(", ") == [
        '<http://e/id/x>; rel="canonical"',
        '</id/x>; rel="describes"',
        '<http://e/free>; rel="license"',
        '</data/x.ttl>; rel="alternate"; type="text/turtle"',
    ]


def test_no_name_breaks_out_of_its_brackets() -> None:
    value = links(Around(canonical='http://e/>; rel="evil", <http://x\r\nset-cookie: a=b\u202eقمة'))
    assert value.count("<") == value.count(">") == 1
    assert value.isascii()
    assert not {"\r", "\n", '">'} & set(value.partition("; rel")[0])


def test_what_would_make_it_too_long_is_left_out() -> None:
    around = Around(canonical="http://e/" + "x" * 3000, describes="/id/x", alternates={"text/turtle": "/y" * 1000})
    assert links(around).startswith('</id/x>; rel="describes", </y')
    assert len(links(around)) < 2600


def relations(value: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for target, relation in re.findall(r'<([^>]*)>; rel="([^"]*)"', value):
        found.setdefault(relation, []).append(target)
    return found


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_known_of_a_thing_leads_to_all_its_forms(client: Client, method: str) -> None:
    thing = f"article/{KEY}"
    for address, describes in (
        (f"/data/{thing}.ttl", True),
        (f"/page/{thing}.html", True),
        (f"/graph/{KEY}.ttl", False),
    ):
        answer = client.request(method, address)
        found = relations(answer.headers["link"])
        assert found["canonical"] == [f"http://localhost:8000{address}"]
        assert found.get("describes") == ([f"http://localhost:8000/id/{thing}"] if describes else None)
        assert address not in found["alternate"]
        for other in found["alternate"]:
            assert client.request("HEAD", other).status_code == 200


@pytest.mark.parametrize(
    ("address", "accept", "iri"),
    [
        ("/ontology", "text/turtle", "https://w3id.org/isnad/ontology"),
        ("/ontology.html", "text/html", "https://w3id.org/isnad/ontology"),
        ("/ontology/Statement", "text/html", "https://w3id.org/isnad/ontology#Statement"),
        ("/ontology/Statement.jsonld", "*/*", "https://w3id.org/isnad/ontology#Statement"),
        ("/shapes", "text/turtle", "https://w3id.org/isnad/shapes"),
        ("/ontology/examples/who-met-whom.nt", "*/*", "https://w3id.org/isnad/ontology/examples#who-met-whom"),
        ("/.well-known/void", "application/ld+json", None),
    ],
)
def test_terms_and_the_dataset_lead_to_all_their_forms(
    client: Client, address: str, accept: str, iri: str | None
) -> None:
    answer = client.get(address, accept)
    found = relations(answer.headers["link"])
    assert found.get("describes") == ([iri] if iri else None)
    kinds = {client.get(other).headers["content-type"].partition(";")[0] for other in found["alternate"]}
    here = answer.headers["content-type"].partition(";")[0]
    assert len(found["alternate"]) == len(kinds) == 7
    assert here not in kinds


def test_a_name_leads_to_what_describes_it(client: Client) -> None:
    answer = client.get(f"/id/article/{KEY}", "text/turtle", follow_redirects=False)
    assert answer.status_code == 303
    found = relations(answer.headers["link"])
    assert found["canonical"] == [f"http://localhost:8000/id/article/{KEY}"]
    assert found["describedby"] == [f"/data/article/{KEY}.ttl"]
    assert len(found["alternate"]) >= 7


def test_a_licence_is_told_where_there_is_one(service: FakeService) -> None:
    service.publish()
    licence = "https://creativecommons.org/licenses/by/4.0/"
    free = Client(application(service, licence=licence))
    for address in (f"/id/article/{KEY}", f"/data/article/{KEY}.ttl", f"/page/article/{KEY}.html", f"/graph/{KEY}.ttl"):
        assert relations(free.get(address).headers["link"])["license"] == [licence]
    assert "license" not in relations(Client(application(service)).get(f"/graph/{KEY}.ttl").headers["link"])
