"""A mirror of a real server ends with the same graphs: after 200 changes, restarts of both sides, and a withdrawal."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import httpx
import pytest
from pyoxigraph import DefaultGraph, Store

from kg.cli import run
from kg.store import open_store
from tests.guides import blocks, free_port, page

pytestmark = pytest.mark.served


@contextmanager
def served(place: Path, base: str | None = None, *, kind: str = "merged", port: int = 0) -> Iterator[httpx.Client]:
    """Serve the store at *place* and lend the owner's client; the server is killed, not stopped, at the end."""
    words = ["serve", "--location", str(place), "--bind", f"127.0.0.1:{port}", "--gate", "off", "--dataset", kind]
    server = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", *words, *(["--base", base] if base else [])],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    )
    try:
        assert server.stderr is not None
        told = b""
        while not (found := re.search(rb"at (http://127\.0\.0\.1:\d+)\s", told)):
            line = server.stderr.readline()
            assert line, told.decode()
            told += line
        transport = httpx.HTTPTransport(uds=str(place / "kg.sock"))
        with httpx.Client(transport=transport, base_url="http://kg", timeout=60) as client:
            client.headers["x-public"] = found[1].decode()
            yield client
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()
        # Its processes end with it, and the store's lock with the last of them.
        time.sleep(0.5)


def public(client: httpx.Client) -> str:
    """Return the address that others reach the server at."""
    return client.headers["x-public"]


def content(place: Path) -> set[str]:
    """Return all that a store holds as N-Quads; a derived default graph is left out."""
    copy = open_store(place)
    try:
        quads = [str(q) for q in copy.dataset.store]
        derived = copy.identity.kind == "merged"
        return {
            q
            for q, one in zip(quads, copy.dataset.store, strict=True)
            if not (derived and one.graph_name == DefaultGraph())
        }
    finally:
        copy.close()


def change_much(client: httpx.Client, chance: Random, times: int) -> None:
    """Make so many changes, through the graph store and through SPARQL."""
    for _ in range(times):
        number = chance.randrange(12)
        graph = f"http://example.org/g/{number}"
        match chance.randrange(5):
            case 0 | 1:
                rows = "".join(
                    f"<#s{chance.randrange(9)}> <#p> {n}, 'نص', [ <#q> {n} ] .\n" for n in range(chance.randrange(1, 5))
                )
                turtle = {"content-type": "text/turtle"}
                response = client.put("/store", params={"graph": graph}, content=rows.encode(), headers=turtle)
            case 2:
                update = f"INSERT DATA {{ GRAPH <{graph}> {{ <e:a> <e:b> {chance.random():.3f} }} }}"
                response = client.post("/sparql", data={"update": update})
            case 3:
                update = f"DELETE WHERE {{ GRAPH <{graph}> {{ ?s <e:b> ?o }} }} ; CREATE SILENT GRAPH <http://example.org/e/{number}>"
                response = client.post("/sparql", data={"update": update})
            case _:
                response = client.post("/sparql", data={"update": f"DROP SILENT GRAPH <{graph}>"})
        assert response.is_success, response.text


def mirror(source: str, place: Path, *more: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", "mirror", source, "--location", str(place), *more],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "said": done.stderr}


ARTICLE = "القاهرة - قال وزير الخارجية سامي شاهين إن بلاده ترحب بالمبادرة. وقال إن الاجتماع المقبل سيكون في عمّان.\n"


def test_a_mirror_ends_with_the_same_graphs(tmp_path: Path) -> None:
    chance = Random(5)
    source, copy = tmp_path / "source", tmp_path / "copy"
    with served(source, "http://news.example/") as client:
        text = {"content-type": "text/plain; charset=utf-8"}
        first = client.post(
            "/articles", params={"id": "http://news.example/id/article/one"}, content=ARTICLE.encode(), headers=text
        )
        other = ARTICLE.replace("شاهين", "قاسم").encode()
        second = client.post(
            "/articles", params={"id": "http://news.example/id/article/two"}, content=other, headers=text
        )
        assert (first.status_code, second.status_code) == (201, 201), second.text
        begun = mirror(public(client), copy)
        assert begun["anew"] is True
        change_much(client, chance, 90)
        assert mirror(public(client), copy)["anew"] is False
        change_much(client, chance, 40)
    # Killed in the midst of it, and begun again elsewhere.
    with served(source) as client:
        change_much(client, chance, 80)
        followed = mirror(public(client), copy)
        assert followed["anew"] is False
        assert client.delete("/articles/one").status_code == 200
        change_much(client, chance, 40)
        last = mirror(public(client), copy)
        assert last["anew"] is False
        assert int(str(last["point"]).partition("-")[0]) >= 200
        assert mirror(public(client), copy)["written"] == 0
        feeds = [client.get("/changes.atom").text, client.get("/changes.nt").text]
        feeds += [client.get(f"/changes/{n}{ending}").text for n in (1, 2) for ending in (".atom", ".nt", ".jsonld")]
    there = content(copy)
    assert there == content(source)
    assert any("graph/two>" in line for line in there)
    assert not any("graph/one>" in line for line in there)
    # What was withdrawn is named in the feed, and nothing of what it said is.
    assert any("http://news.example/graph/one" in feed for feed in feeds)
    assert not any(word in feed for feed in feeds for word in ("شاهين", "بالمبادرة"))


def test_a_server_that_was_restored_is_noticed_and_the_copy_begun_anew(tmp_path: Path) -> None:
    chance = Random(7)
    source, copy, safe = tmp_path / "source", tmp_path / "copy", tmp_path / "safe"
    with served(source, "http://news.example/", kind="plain") as client:
        change_much(client, chance, 20)
        client.post("/sparql", data={"update": "INSERT DATA { <e:default> <e:graph> 'نص' }"})
        assert run(["backup", str(safe), "--location", str(source)]) == 0
        change_much(client, chance, 10)
        assert mirror(public(client), copy)["anew"] is True
    shutil.rmtree(source)
    assert run(["restore", str(safe), "--location", str(source)]) == 0
    with served(source, kind="plain") as client:
        change_much(client, chance, 15)
        again = mirror(public(client), copy)
        assert again["anew"] is True
        assert "restored" in str(again["said"])
    assert content(copy) == content(source)
    assert any(line.startswith("<e:default>") for line in content(copy))


def test_the_mirror_of_the_how_to_ends_with_the_same_graphs(tmp_path: Path) -> None:
    (block,) = blocks(page("docs/how-to/follow-changes.md"), "python")
    script = tmp_path / "mirror.py"
    script.write_text(block, "utf-8")
    port = free_port()
    base, source, copy, chance = f"http://127.0.0.1:{port}/", tmp_path / "source", tmp_path / "copy", Random(11)
    copy.mkdir()

    def look() -> None:
        subprocess.run([sys.executable, str(script), base, str(copy)], check=True, timeout=60)

    with served(source, base, kind="plain", port=port) as client:
        change_much(client, chance, 20)
        look()
        change_much(client, chance, 90)
        client.post("/sparql", data={"update": "INSERT DATA { <e:default> <e:graph> 'نص' }"})
        look()
        change_much(client, chance, 10)
        client.post("/sparql", data={"update": "DROP SILENT GRAPH <http://example.org/g/1>"})
        look()
        point = (copy / "point.txt").read_text()
    assert {str(quad) for quad in Store(str(copy))} == content(source)
    assert int(point.partition("-")[0]) > 90


def test_a_store_of_its_own_is_not_made_a_mirror(tmp_path: Path) -> None:
    source, own = tmp_path / "source", tmp_path / "own"
    made = open_store(own, base="http://news.example/", kind="plain", create=True)
    made.replace("http://e/g", b"<e:a> <e:b> <e:c> .\n", datetime.now(UTC))
    made.close()
    with served(source, "http://news.example/", kind="plain") as client:
        done = subprocess.run(
            [sys.executable, "-m", "kg.cli", "mirror", public(client), "--location", str(own)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 4
    assert "a store of its own" in done.stderr
    assert len(content(own)) == 1
