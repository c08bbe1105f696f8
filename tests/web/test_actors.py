"""Pages of actors, lists of them and of their facts, and the network around them."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, parse

from kg.sparql import Update
from tests.questions.graphs import AT, GRAPH
from tests.web.conftest import Client, application
from tests.web.service import NOW, FakeService

SAFADI = f"{AT}actor/safadi"
EGYPT = f"{AT}actor/egypt"
_OF = f"of={quote(SAFADI, safe='')}"
_WHO = f"who={quote(SAFADI, safe='')}"


@pytest.fixture(scope="module")
def client() -> Client:
    service = FakeService()
    for quad in parse(GRAPH.replace("graph:authority", "graph:known").encode(), format=RdfFormat.TRIG):
        service.store.apply(Update(f"INSERT DATA {{ GRAPH {quad.graph_name} {{ {quad.triple} }} }}"), NOW)
    return Client(application(service), {"accept": "text/html"})


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_of_an_actor_tells_what_articles_tell(client: Client, language: str) -> None:
    answer = client.get(f"/page/actor/safadi.html?lang={language}")
    assert answer.status_code == 200
    assert "أيمن الصفدي" in answer.text
    assert "Ayman Safadi" in answer.text
    for part in ("meetings", "statements", "agreements"):
        assert f"/actors/facts?of={quote(SAFADI, safe='')}&amp;part={part}" in answer.text
    assert "Q1" in answer.text
    assert "style=" not in answer.text


def test_the_timeline_has_links_with_names_and_a_table(client: Client) -> None:
    text = client.get("/page/actor/safadi.html?lang=en").text
    assert "<title>Meetings: 2026-03-01</title>" in text
    assert '<figure class="timeline">' in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (f"{_OF}&part=meetings", 4),
        (f"{_OF}&part=meetings&status=planned", 1),
        (f"{_OF}&part=meetings&month=2026-03-01", 1),
        (f"{_OF}&part=statements&other={quote(EGYPT, safe='')}", 1),
        (f"{_OF}&part=agreements&month=undated", 1),
        (f"of={quote(EGYPT, safe='')}&part=about", 1),
        (f"{_OF}&part=offices", 0),
    ],
)
def test_a_list_of_facts_holds_what_it_says(client: Client, query: str, found: int) -> None:
    answer = client.get(f"/actors/facts?{query}")
    assert answer.status_code == 200
    assert answer.text.count('<li data-kind="') == found


def test_a_list_refuses_what_it_does_not_know(client: Client) -> None:
    assert client.get("/actors/facts?of=nobody").status_code == 400
    assert client.get(f"/actors/facts?{_OF}&part=secrets").status_code == 400
    assert client.get(f"/actors/facts?{_OF}&month=soon").status_code == 400
    assert client.get("/explore?tie=loves").status_code == 400


def test_the_list_of_actors_is_narrowed(client: Client) -> None:
    everyone = client.get("/actors?lang=en").text
    assert "Ayman Safadi" in everyone
    assert "Egypt" in everyone
    countries = client.get("/actors?lang=en&type=country").text
    assert "Ayman Safadi" not in countries
    by_letter = client.get("/actors?lang=en&letter=A").text
    assert ("Ayman Safadi" in by_letter, ">Egypt<" in by_letter) == (True, False)
    assert client.get("/actors?letter=%22)").status_code in (200, 400)


def test_the_network_has_a_picture_and_a_table_that_say_the_same(client: Client) -> None:
    text = client.get(f"/explore?{_WHO}&lang=en").text
    told = json.loads(client.get(f"/explore/network.json?{_WHO}").text)
    assert text.count('class="spot') == len(told["nodes"])
    assert text.count('<td class="relation"') == len(told["ties"])
    assert {tie["relation"] for tie in told["ties"]} == {"met", "met-planned", "spoke-of", "passed-on", "agreed"}
    only = json.loads(client.get(f"/explore/network.json?{_WHO}&tie=agreed").text)
    assert {tie["relation"] for tie in only["ties"]} == {"agreed"}


def test_a_path_shows_the_sentence_of_each_step(client: Client) -> None:
    shoukry = quote(f"{AT}article/one/shoukry", safe="")
    text = client.get(f"/explore?{_WHO}&to={shoukry}&lang=en").text
    assert '<ol class="path">' in text
    assert "التقى الصفدي" in text


@pytest.mark.parametrize(("ending", "kind"), [("gexf", "gexf+xml"), ("graphml", "graphml+xml"), ("csv", "text/csv")])
def test_the_network_is_given_as_files(client: Client, ending: str, kind: str) -> None:
    answer = client.get(f"/explore/network.{ending}?{_WHO}")
    assert answer.status_code == 200
    assert kind in answer.headers["content-type"]
    assert "أيمن الصفدي" in answer.text
    assert client.get(f"/explore/network.exe?{_WHO}").status_code == 404


def test_what_has_not_changed_is_not_drawn_again(client: Client) -> None:
    for path in ("/actors", f"/explore?{_WHO}", f"/actors/facts?{_OF}"):
        tag = client.get(path).headers["etag"]
        assert client.get(path, headers={"if-none-match": tag}).status_code == 304
