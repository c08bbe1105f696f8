"""The front over the real processes: one article's whole way, and an ordinary dataset's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from kg.access import Tokens
from kg.resources import resource
from kg.wiring import read_settings
from kg.wiring.serving import build_app, open_pool
from kg.wiring.toolkit import seed_of
from tests.web.conftest import Book, bearer
from tests.web.service import triples

pytestmark = pytest.mark.served

Talk = Callable[[httpx.AsyncClient], Awaitable[None]]


def over_processes(tmp_path: Path, talk: Talk, *, known: bool = False, patience: float = 60, **choices: object) -> None:
    """Run *talk* with a client of the whole service on a new store; the client carries an admin's token.

    The store holds the authority's actors when *known*.
    """

    async def run() -> None:
        settings = read_settings({"location": tmp_path / "store", "workers": 1, **choices})
        async with open_pool(settings, create=True) as pool:
            if known:
                await pool.seed(seed_of(pool.identity.base))
            tokens: Tokens = Book()  # type: ignore[assignment]
            transport = httpx.ASGITransport(build_app(settings, pool, tokens, {}))
            async with httpx.AsyncClient(transport=transport, base_url="http://testserver", headers=bearer()) as client:
                await asyncio.wait_for(talk(client), patience)

    asyncio.run(run())


def test_an_article_s_whole_way(tmp_path: Path) -> None:
    seed = next(resource("seeds").glob("*.txt")).read_bytes()
    text = {"content-type": "text/plain"}

    async def talk(client: httpx.AsyncClient) -> None:
        first = await client.post("/articles", content=seed, headers=text)
        assert first.status_code == 201, first.text
        receipt = first.json()
        assert (await client.post("/articles", content=seed, headers=text)).json()["action"] == "unchanged"
        key = receipt["key"]
        listed = (await client.get("/articles")).json()
        assert [entry["key"] for entry in listed["articles"]] == [key]
        assert (await client.get("/stats")).json()["articles"] == 1

        lead = await client.get(f"/id/article/{key}", headers={"accept": "application/n-triples"})
        assert lead.status_code == 303
        data = await client.get(lead.headers["location"])
        assert any(receipt["article"] in triple for triple in triples(data.content))
        assert triples((await client.get(f"/graph/{key}.nt")).content) <= triples(
            (await client.get("/export?format=nt")).content
        )

        query = "SELECT ?s { ?s <https://w3id.org/isnad/ontology#evidence> ?span } ORDER BY ?s LIMIT 1"
        rows = (await client.get("/sparql", params={"query": query})).json()["results"]["bindings"]
        fact = rows[0]["s"]["value"].removeprefix("http://localhost:8000/id/")
        page = await client.get(f"/page/{fact}.html", headers={"accept": "text/html"})
        assert page.status_code == 200
        assert "<mark>" in page.text
        for address in ("/", "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+5"):
            assert (await client.get(address, headers={"accept": "text/html"})).status_code == 200

        report = await client.get(f"/articles/{key}/report")
        assert report.json()["conforms"] is True
        derived = {"content": "INSERT DATA { <a:a> <a:b> 1 }", "headers": {"content-type": "application/sparql-update"}}
        assert (await client.post("/sparql", **derived)).status_code == 409  # type: ignore[arg-type]
        assert (await client.request("DELETE", f"/articles/{key}")).status_code == 200
        assert (await client.get(f"/id/{fact}")).status_code == 410
        assert (await client.get(f"/graph/{key}.nt")).status_code == 410

    over_processes(tmp_path, talk)


def test_an_ordinary_dataset_s_way(tmp_path: Path) -> None:
    turtle = {"content-type": "text/turtle"}
    graph = "/store?graph=http://example.org/g"

    async def talk(client: httpx.AsyncClient) -> None:
        assert (await client.put(graph, content=b"<#s> <#p> 1 .", headers=turtle)).status_code == 201
        assert (await client.post(graph, content=b"<#s> <#p> 2 .", headers=turtle)).status_code == 204
        got = await client.get(graph, headers={"accept": "application/n-triples"})
        assert len(triples(got.content)) == 2
        broken = await client.put(graph, content=b"<#s> <#p> 1 .\n<x", headers=turtle)
        assert (broken.status_code, broken.json()["line"]) == (400, 2)
        assert len(triples((await client.get(graph + "&format=nt")).content)) == 2
        update = {"content": "DROP ALL", "headers": {"content-type": "application/sparql-update"}}
        assert (await client.post("/sparql", **update)).json()["action"] == "updated"  # type: ignore[arg-type]
        assert (await client.get(graph)).status_code == 404
        shapes = {"content": SHAPES, "headers": turtle | {"accept": "application/n-triples"}}
        assert (await client.put(graph, content=b"<#s> <#p> 1 , 2 .", headers=turtle)).status_code == 201
        report = await client.post("/validate?graph=http://example.org/g", **shapes)  # type: ignore[arg-type]
        assert report.status_code == 200
        assert sum("shacl#sourceConstraintComponent>" in line for line in report.text.splitlines()) == 1
        assert "shacl#MaxCountConstraintComponent" in report.text
        assert 'conforms> "true"' in (await client.post("/validate", **shapes)).text  # type: ignore[arg-type]
        assert (await client.post("/validate?graph=http://e/none", **shapes)).status_code == 404  # type: ignore[arg-type]
        service = await client.get("/sparql", params={"query": "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"})
        assert service.status_code == 403
        slow = await client.get("/sparql", params={"query": SLOW, "timeout": "0.3"})
        assert (slow.status_code, slow.json()["limit"]) == (503, "deadline")
        assert (await client.get("/ready")).status_code == 200

    over_processes(tmp_path, talk, dataset="plain", gate="off")


SHAPES = b"""@prefix sh: <http://www.w3.org/ns/shacl#> .
[] sh:targetSubjectsOf <http://example.org/g#p> ; sh:property [ sh:path <http://example.org/g#p> ; sh:maxCount 1 ] ."""
MANY = " ".join(map(str, range(60)))
SLOW = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{n} {{ {MANY} }}" for n in range(6)) + " }"
