"""One Isnad asks another."""

from __future__ import annotations

import httpx
import pytest

from tests.clients.conftest import Server

pytestmark = pytest.mark.clients


def test_a_server_that_may_asks_the_other(news: Server, plain: Server) -> None:
    query = f"""PREFIX isnad: <https://w3id.org/isnad/ontology#>
      SELECT ?m WHERE {{ GRAPH <http://e/strange> {{ <http://e/numbers> <http://e/value> true }}
                         SERVICE <{news.sparql}> {{ ?m a isnad:Meeting }} }}"""
    answer = httpx.post(plain.sparql, data={"query": query})
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["results"]["bindings"]) == 3
    # The other server may have more to say the next time.
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_a_server_that_may_not_asks_nobody(news: Server, plain: Server) -> None:
    answer = httpx.post(news.sparql, data={"query": f"SELECT * WHERE {{ SERVICE <{plain.sparql}> {{ ?s ?p ?o }} }}"})
    assert answer.status_code == 403
