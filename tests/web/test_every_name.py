"""Every name that is minted answers, at a running service: a whole store is gone through, and then withdrawn."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode

from kg.resources import resource
from kg.triples import read_rdf
from tests.web.test_whole import over_processes

pytestmark = pytest.mark.served

BASE = "http://localhost:8000/"
DOCS = Path(__file__).parents[2] / "docs" / "how-to"
TURTLE = {"accept": "text/turtle"}
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
KINDS = ("actor", "agreement", "attribution", "link", "meeting", "offsets", "place", "position", "publisher", "quote")
KINDS = (*KINDS, "run", "source", "span", "statement", "time", "topic")


async def names_of(client: httpx.AsyncClient) -> set[str]:
    """Return every name below the base that the published graphs hold, as subject, object or graph."""
    quads = read_rdf((await client.get("/export?format=nquads")).content, "nquads")
    nodes = {n.value for q in quads for n in (q.subject, q.object, q.graph_name) if isinstance(n, NamedNode)}
    return {name for name in nodes if name.startswith(BASE)}


async def status_of(client: httpx.AsyncClient, name: str, headers: dict[str, str]) -> int:
    """Return the status at the end of the way that a name leads."""
    address = name.removeprefix(BASE.rstrip("/"))
    answer = await client.get(address, headers=headers)
    assert answer.status_code != 303 or answer.headers["location"].startswith(("/data/", "/page/", "/graph/")), name
    if answer.status_code == 303:
        answer = await client.get(answer.headers["location"], headers=headers)
    return answer.status_code


async def walked(client: httpx.AsyncClient, names: list[str], headers: dict[str, str]) -> dict[str, int]:
    return {name: await status_of(client, name, headers) for name in names}


def test_every_name_in_a_store_answers_and_is_gone_after_withdrawal(tmp_path: Path) -> None:
    seed = next(resource("seeds").glob("*.txt")).read_bytes()
    own = {"content-type": "text/plain"}

    async def talk(client: httpx.AsyncClient) -> None:
        receipt = (await client.post("/articles", content=seed, headers=own)).json()
        other = await client.post("/articles?id=https://news.example/a", content=seed + b"\n", headers=own)
        assert other.status_code == 201, other.text
        names = await names_of(client)
        inside = {name for name in names if f"/{receipt['key']}" in name}
        found = {re.split(r"[-/]", name.partition(f"{receipt['key']}/")[2])[0] for name in inside}
        assert set(KINDS) <= found, "things of every kind are among them"
        as_data = await walked(client, sorted(names), TURTLE)
        assert set(as_data.values()) == {200}, [n for n, s in as_data.items() if s != 200]
        some = sorted(inside)[::4] + sorted(names - inside)[::9]
        as_pages = await walked(client, some, BROWSER)
        assert set(as_pages.values()) == {200}, [n for n, s in as_pages.items() if s != 200]
        for key in (receipt["key"], other.json()["key"]):
            assert (await client.request("DELETE", f"/articles/{key}")).status_code == 200
        left = await names_of(client)
        gone = await walked(client, sorted(names - left), TURTLE)
        assert f"{BASE}id/reader/" in "".join(gone), "what stands outside the articles is gone as well"
        assert set(gone.values()) == {410}, [n for n, s in gone.items() if s != 410]
        assert set((await walked(client, sorted(inside)[::9], BROWSER)).values()) == {410}

    over_processes(tmp_path, talk, patience=300)


def test_the_terms_answer_at_the_addresses_the_redirects_give(tmp_path: Path) -> None:
    """The rules that are registered for w3id.org are applied to every term, and followed here."""
    guide = (DOCS / "use-as-linked-data.md").read_text("utf-8")
    rules = re.findall(r"^RewriteRule (\S+) https://isnad\.example(\S*) ", guide, re.M)
    assert len(rules) >= 2

    def sent(iri: str) -> str:
        path = iri.removeprefix("https://w3id.org/isnad/").partition("#")[0]
        for pattern, target in rules:
            if match := re.search(pattern, path):
                return target.replace("$1", match[1] or "")
        raise AssertionError(f"no rule for {iri}")

    async def talk(client: httpx.AsyncClient) -> None:
        answers: dict[tuple[str, str], httpx.Response] = {}
        for home in ("ontology", "shapes", "ontology/examples"):
            quads = read_rdf((await client.get(f"/{home}.nt")).content, "ntriples")
            terms = {q.subject.value for q in quads if isinstance(q.subject, NamedNode)}
            for iri in sorted(term for term in terms if term.startswith("https://w3id.org/isnad/")):
                address = sent(iri)
                for kind in ("text/html", "text/turtle"):
                    if (address, kind) not in answers:
                        answers[address, kind] = await client.get(address, headers={"accept": kind})
                    assert answers[address, kind].status_code == 200, iri
                name = iri.partition("#")[2]
                if name:
                    # The fragment stays with the client: the page has an anchor of that name, and a page of its own.
                    assert f'id="{name}"' in answers[address, "text/html"].text, iri
                    own = await client.get(f"/{home}/{name}", headers={"accept": "application/n-triples"})
                    assert f"<{iri}> " in own.text, iri

    over_processes(tmp_path, talk, patience=300)
