"""Comunica, as npm has it: endpoints told and found out, names followed, two sources in one query."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.clients.conftest import Server, ask

pytestmark = pytest.mark.clients
MEETINGS = "PREFIX isnad: <https://w3id.org/isnad/ontology#> SELECT ?m WHERE { ?m a isnad:Meeting }"


@pytest.mark.parametrize("told", [True, False], ids=["told", "found out"])
def test_an_endpoint_answers(news: Server, comunica: Path, *, told: bool) -> None:
    source = {"type": "sparql", "value": news.sparql} if told else news.sparql
    assert len({row["m"] for row in ask(comunica, MEETINGS, source)}) == 3


def test_an_endpoint_gives_graphs_and_truths(news: Server, comunica: Path) -> None:
    source = {"type": "sparql", "value": news.sparql}
    construct = MEETINGS.replace("SELECT ?m", "CONSTRUCT { ?m a isnad:Meeting }")
    assert len(ask(comunica, construct, source)) == 3
    assert ask(comunica, MEETINGS.replace("SELECT ?m WHERE", "ASK"), source) is True


def test_a_name_is_followed_to_its_data(news: Server, comunica: Path, article: str) -> None:
    rows = ask(comunica, f"SELECT ?p ?o WHERE {{ <{article}> ?p ?o }}", article)
    assert len(rows) > 5


def test_two_sources_are_joined(news: Server, plain: Server, comunica: Path) -> None:
    """One of them is ours by SPARQL, the other a document of another server of ours."""
    (first, *_) = ask(comunica, MEETINGS, {"type": "sparql", "value": news.sparql})
    note = f'{first["m"]} <http://e/note> "seen" .'
    headers = {"authorization": f"Bearer {plain.token}", "content-type": "text/turtle"}
    assert httpx.put(f"{plain.base}store?graph=http://e/notes", content=note, headers=headers).is_success
    query = MEETINGS.replace("?m WHERE {", "?m ?note WHERE { ?m <http://e/note> ?note .")
    sources = ({"type": "sparql", "value": news.sparql}, f"{plain.base}store?graph=http://e/notes")
    assert ask(comunica, query, *sources) == [
        {"m": first["m"], "note": '"seen"^^<http://www.w3.org/2001/XMLSchema#string>'}
    ]


def test_service_of_a_query_leads_to_us(news: Server, plain: Server, comunica: Path) -> None:
    query = f"SELECT ?s WHERE {{ SERVICE <{news.sparql}> {{ ?s a <https://w3id.org/isnad/ontology#Meeting> }} }}"
    assert len(ask(comunica, query, f"{plain.base}store?graph=http://e/strange")) == 3
