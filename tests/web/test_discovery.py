"""What the service is found by: VoID and DCAT with counts, sitemap, robots, llms.txt, OpenSearch, schema.org, valid."""

from __future__ import annotations

import json
import re
import urllib.robotparser
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from typing import Any

import html5lib
import pytest
import rdflib
from rdflib import DCAT, DCTERMS, RDF, VOID

from kg.sparql import GRAPHS, Update
from kg.web import sitemap
from tests.gold.seed import indexed_store
from tests.web.conftest import Client, application
from tests.web.service import ARTICLE, BASE, KEY, NOW, FakeService

WELL_KNOWN = "/.well-known/void"
DATASET = rdflib.URIRef(f"{BASE}.well-known/void#dataset")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOSTILE = "Smith & Sons <script>alert(1)</script>\u202e"


def client_of(service: FakeService, **settings: object) -> Client:
    return Client(application(service, **settings))


def published(kind: str = "merged") -> FakeService:
    service = FakeService(kind)
    service.publish()
    return service


def described(client: Client) -> rdflib.Graph:
    return rdflib.Graph().parse(data=client.get(WELL_KNOWN, "text/turtle").content, format="turtle")


def number(service: FakeService, query: str) -> int:
    (row,) = service.store.dataset.store.query(query)  # type: ignore[union-attr]
    return int(row[0].value)  # type: ignore[index,union-attr]


@pytest.mark.parametrize("kind", ["merged", "plain"])
def test_void_counts_are_what_count_queries_say(kind: str) -> None:
    service = published(kind)
    client = client_of(service, dataset=kind)
    each = "{ SELECT DISTINCT ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } }"
    for update in (
        None,
        "INSERT DATA { GRAPH <http://e/g> { <http://e/s> a <http://e/C> ; <http://e/p> 1, 2 } }",
        "DROP ALL",
    ):
        if update:
            service.store.apply(Update(update), NOW)
        graph = described(client)
        for predicate, what in (
            ("triples", "*"),
            ("distinctSubjects", "DISTINCT ?s"),
            ("distinctObjects", "DISTINCT ?o"),
        ):
            said = graph.value(DATASET, VOID[predicate])
            assert said is not None
            assert said.toPython() == number(service, f"SELECT (COUNT({what}) AS ?n) {{ {each} }}")
        partitions = set(graph.objects(DATASET, VOID.propertyPartition))
        assert len(partitions) == graph.value(DATASET, VOID.properties).toPython()  # type: ignore[union-attr]
        for part in partitions:
            name, said = graph.value(part, VOID.property), graph.value(part, VOID.triples)
            assert said.toPython() == number(  # type: ignore[union-attr]
                service, f"SELECT (COUNT(*) AS ?n) {{ {each} FILTER(?p = <{name}>) }}"
            )
        for part in graph.objects(DATASET, VOID.classPartition):
            kind_, said = graph.value(part, VOID["class"]), graph.value(part, VOID.entities)
            count = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {each} FILTER(?p = <{RDF.type}> && ?o = <{kind_}>) }}"
            assert said.toPython() == number(service, count)  # type: ignore[union-attr]


def test_void_says_who_what_where_and_under_which_licence() -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    service = published()
    client = client_of(service, licence=licence, publisher=HOSTILE, contact="mailto:desk@example.org")
    graph = described(client)
    assert {DCAT.Dataset, VOID.Dataset} <= set(graph.objects(DATASET, RDF.type))
    for property_ in (DCTERMS.title, DCTERMS.description):
        assert {text.language for text in graph.objects(DATASET, property_)} == {"ar", "en"}  # type: ignore[union-attr]
    assert graph.value(DATASET, DCTERMS.license) == rdflib.URIRef(licence)
    assert (graph.value(DATASET, DCTERMS.publisher), rdflib.FOAF.name, rdflib.Literal(HOSTILE)) in graph
    assert graph.value(DATASET, DCAT.contactPoint)
    assert graph.value(DATASET, DCTERMS.modified)
    assert str(graph.value(DATASET, rdflib.URIRef(f"{DCAT}version"))) == str(service.revision)
    assert str(graph.value(DATASET, VOID.uriSpace)) == f"{BASE}id/"
    assert str(graph.value(DATASET, VOID.sparqlEndpoint)) == f"{BASE}sparql"
    assert rdflib.URIRef("https://w3id.org/isnad/ontology#") in set(graph.objects(DATASET, VOID.vocabulary))
    assert not list(graph.objects(DATASET, DCTERMS.rights)), "a licence is stated"


def test_what_void_points_to_is_there() -> None:
    client = client_of(published())
    graph = described(client)
    linked = [VOID.exampleResource, VOID.dataDump, VOID.sparqlEndpoint, VOID.openSearchDescription, DCAT.landingPage]
    for property_ in linked:
        targets = [str(target) for target in graph.objects(DATASET, property_)]
        assert targets, property_
        for target in targets:
            response = client.get(target.removeprefix(BASE.rstrip("/")))
            assert response.status_code in (200, 303), target
    assert len(set(graph.objects(DATASET, DCAT.distribution))) == 2 * len(GRAPHS)
    for one in graph.objects(DATASET, DCAT.distribution):
        if graph.value(one, DCAT.compressFormat):
            continue
        address = str(graph.value(one, DCAT.downloadURL)).removeprefix(BASE.rstrip("/"))
        media_type = str(graph.value(one, DCAT.mediaType)).rpartition("media-types/")[2]
        assert client.get(address).headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_void_comes_in_every_format_and_is_known_again(form: Any) -> None:
    client = client_of(published())
    response = client.get(WELL_KNOWN, form.media_type)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == form.media_type
    held = client.get(WELL_KNOWN, form.media_type, headers={"if-none-match": response.headers["etag"]})
    assert held.status_code == 304
    assert client.request("HEAD", WELL_KNOWN, headers={"accept": form.media_type}).status_code == 200


def test_another_revision_has_another_description() -> None:
    service = published()
    client = client_of(service)
    before = client.get(WELL_KNOWN, "text/turtle")
    service.store.withdraw(KEY, NOW)
    after = client.get(WELL_KNOWN, "text/turtle", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    graph = rdflib.Graph().parse(data=after.content, format="turtle")
    assert not list(graph.objects(DATASET, VOID.exampleResource)), "what was withdrawn is no example"
    assert str(graph.value(DATASET, VOID.triples)) == "0"


def test_no_common_format_is_told_with_what_there_is() -> None:
    response = client_of(published()).get(WELL_KNOWN, "image/png")
    assert response.status_code == 406
    assert "text/turtle" in response.json()["offered"]


def test_the_service_description_leads_to_the_dataset_and_counts_its_graphs() -> None:
    service = published()
    service.store.apply(Update("INSERT DATA { GRAPH <http://e/notes> { <http://e/s> <http://e/p> 1 } }"), NOW)
    client = client_of(service)
    response = client.get("/sparql", "text/turtle")
    assert "/.well-known/void" in response.headers["link"]
    graph = rdflib.Graph().parse(data=response.content, format="turtle")
    (default,) = graph.objects(None, SD.defaultGraph)
    assert graph.value(default, VOID.triples).toPython() == service.store.statistics.default.triples  # type: ignore[union-attr]
    assert graph.value(default, VOID.inDataset) == DATASET
    (named,) = graph.objects(None, SD.namedGraph)
    assert graph.value(named, SD.name) == rdflib.URIRef("http://e/notes")
    assert graph.value(graph.value(named, SD.graph), VOID.triples).toPython() == 1  # type: ignore[union-attr]


def json_ld(client: Client) -> dict[str, Any]:
    text = client.get("/", "text/html").text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    found: dict[str, Any] = json.loads(block)
    return found


def test_the_first_page_tells_search_engines_of_the_dataset() -> None:
    said = json_ld(client_of(published(), publisher=HOSTILE, licence="https://example.org/licence"))
    assert (said["@context"], said["@type"]) == ("https://schema.org", "Dataset")
    assert {name["@language"] for name in said["name"]} == {"ar", "en"}
    assert said["publisher"]["name"] == HOSTILE, "and its markup ended nothing"
    assert said["license"] == "https://example.org/licence"
    assert all(40 < len(text["@value"]) < 5000 for text in said["description"])
    assert {one["encodingFormat"] for one in said["distribution"]} == {form.media_type for form in GRAPHS}


def test_the_dates_of_articles_are_its_temporal_coverage() -> None:
    service = published()
    assert "temporalCoverage" not in json_ld(client_of(service)), "no article gives a date"
    for day in ("2022-01-26", "2021-11-03"):
        fact = f'<http://e/{day}> <https://schema.org/datePublished> "{day}"^^<http://www.w3.org/2001/XMLSchema#date>'
        service.store.apply(Update(f"INSERT DATA {{ GRAPH <http://e/g> {{ {fact} }} }}"), NOW)
    assert json_ld(client_of(service))["temporalCoverage"] == "2021-11-03/2022-01-26"


@pytest.mark.parametrize("robots", ["allow", "none", "User-agent: x\nDisallow: /page/\n"])
def test_crawlers_are_told_what_the_deployment_says(robots: str) -> None:
    response = client_of(published(), robots=robots).get("/robots.txt")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    parser = urllib.robotparser.RobotFileParser()
    parser.parse(response.text.splitlines())
    assert parser.can_fetch("anybody", f"{BASE}page/article/x.html") is (robots != "none")
    assert parser.can_fetch("x", f"{BASE}page/article/x.html") is (robots == "allow")
    assert parser.site_maps() == ([f"{BASE}sitemap.xml"] if robots == "allow" else None)


def locations(client: Client, address: str, root: str) -> list[str]:
    """Return what a sitemap lists, held to what its schema says."""
    tree = ET.fromstring(client.get(address).content)
    assert tree.tag == f"{MAPS}{root}"
    assert 1 <= len(tree) <= 50_000
    for one in tree:
        assert one.tag == MAPS + ("sitemap" if root == "sitemapindex" else "url")
        assert [child.tag for child in one] == [f"{MAPS}loc", f"{MAPS}lastmod"]
        location, changed = (child.text or "" for child in one)
        assert 12 <= len(location) <= 2048
        assert location.startswith(BASE)
        assert datetime.fromisoformat(changed).tzinfo
    return [str(one[0].text) for one in tree]


def test_the_sitemap_lists_every_published_page_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 2)
    service = FakeService()
    for number_ in range(5):
        key = f"0a1b2c3d4e5f607{number_}"
        service.publish(key, ARTICLE.read_bytes().replace(KEY.encode(), key.encode()))
    service.store.withdraw("0a1b2c3d4e5f6071", NOW)
    client = client_of(service)
    parts = locations(client, "/sitemap.xml", "sitemapindex")
    assert len(parts) == 3
    found = [page for part in parts for page in locations(client, part.removeprefix(BASE[:-1]), "urlset")]
    assert len(found) == len(set(found))
    keys = [page.rpartition("/")[2] for page in found if "/page/article/" in page]
    assert keys == [f"0a1b2c3d4e5f607{number_}.html" for number_ in (0, 2, 3, 4)], "withdrawn ones are not listed"
    for page in found:
        assert client.get(page.removeprefix(BASE[:-1]), "text/html").status_code == 200, page
    for missing in ("/sitemap/articles-3.xml", "/sitemap/articles-0.xml", "/sitemap/../robots.xml", "/sitemap/x.xml"):
        assert client.get(missing).status_code in (400, 404)


def test_an_empty_store_has_a_sitemap_too() -> None:
    service = FakeService()
    tree = ET.fromstring(client_of(service).get("/sitemap.xml").content)
    assert [one[0].text for one in tree] == [f"{BASE}sitemap/pages.xml"]


def test_the_description_comes_in_the_profile_that_is_asked_for() -> None:
    client = client_of(published())
    said = client.get("/.well-known/void?format=jsonld&profile=expanded")
    assert said.status_code == 200
    assert isinstance(said.json(), list)
    held = client.get("/.well-known/void?format=jsonld&profile=compacted").headers["etag"]
    assert held != said.headers["etag"]
    for profile in ("none", "framed"):
        wrong = client.get(f"/.well-known/void?format=jsonld&profile={profile}")
        assert wrong.status_code == 406
        assert "offered" in wrong.json()


def test_agents_are_told_what_is_here() -> None:
    client = client_of(published())
    text = client.get("/llms.txt").text
    assert text.startswith("# Isnad\n\n> ")
    assert "$" not in text
    addresses = re.findall(rf"\]\({re.escape(BASE)}([^)]*)\)", text)
    assert {
        "sparql",
        "search?q=Iran",
        ".well-known/void",
        "ontology",
        "shapes",
        "reconcile",
        "dumps/",
        "changes",
    } <= set(addresses)
    for address in addresses:
        assert client.get(f"/{address}").status_code == 200, address
    query = text[text.index("    PREFIX") : text.index("LIMIT 10") + 8]
    assert client.get("/sparql", "text/csv", params={"query": query}).status_code == 200
    found = list(indexed_store().dataset.store.query(query))  # type: ignore[arg-type]
    assert found, "the query that agents are shown finds something"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_browsers_can_add_the_search(language: str) -> None:
    client = client_of(published())
    page = client.get(f"/?lang={language}", "text/html").text
    assert 'rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml"' in page
    response = client.get("/opensearch.xml", headers={"accept-language": language})
    assert response.headers["content-type"].startswith("application/opensearchdescription+xml")
    tree = ET.fromstring(response.content)
    home = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert 0 < len(tree.findtext(f"{home}ShortName") or "") <= 16
    assert 0 < len(tree.findtext(f"{home}Description") or "") <= 1024
    for url in tree.findall(f"{home}Url"):
        address = url.attrib["template"].removeprefix(BASE.rstrip("/")).replace("{searchTerms}", "%D8%A5")
        answered = client.get(address)
        assert answered.status_code == 200
        assert answered.headers["content-type"].partition(";")[0] == url.attrib["type"]


def test_whom_to_tell_of_a_weakness_is_said_where_it_is_known() -> None:
    assert client_of(published()).get("/.well-known/security.txt").status_code == 404
    text = client_of(published(), contact="mailto:desk@example.org").get("/.well-known/security.txt").text
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == "mailto:desk@example.org"
    assert timedelta(30) < datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC) < timedelta(365)


PAGES = [
    *("/", "/docs", "/ontology", "/shapes", "/sparql", "/search?q=x", "/ontology/Statement", "/ontology/examples"),
    *("/.well-known/void?format=html", f"/page/article/{KEY}.html", "/nowhere"),
    "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D",
]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_pages_are_html_without_a_parse_error(address: str, language: str) -> None:
    address += ("&" if "?" in address else "?") + f"lang={language}"
    text = client_of(published(), publisher=HOSTILE).get(address, "text/html").text
    html5lib.HTMLParser(strict=True).parse(text)  # raises ParseError
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
