"""What we write is read by others as the same graph: rdflib, pyoxigraph, Raptor, pyld, Comunica."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyld import jsonld
from pyoxigraph import RdfFormat
from rdflib import Dataset, Graph

from tests.clients.conftest import STRANGE, Server, ask_all, triples_of

pytestmark = pytest.mark.clients
FORMS = {
    "turtle": (RdfFormat.TURTLE, "turtle", "turtle"),
    "ntriples": (RdfFormat.N_TRIPLES, "nt", "ntriples"),
    "rdfxml": (RdfFormat.RDF_XML, "xml", "rdfxml"),
    "jsonld": (RdfFormat.JSON_LD, "json-ld", None),
    "trig": (RdfFormat.TRIG, "trig", "trig"),
    "nquads": (RdfFormat.N_QUADS, "nquads", "nquads"),
    "n3": (RdfFormat.N3, "n3", None),
}
"""Format -> what pyoxigraph, rdflib and Raptor call it."""


@pytest.fixture(scope="module", params=["export", "dump", "data", "page 2 of data", "strange", "dataset"])
def place(request: pytest.FixtureRequest, news: Server, plain: Server, article: str) -> tuple[Server, str]:
    """A server and an address there, to which a format can be added."""
    key = article.rpartition("/")[2]
    match request.param:
        case "export":
            return news, f"export?article={key}&format="
        case "dump":
            return news, f"dumps/article/{key}."
        case "data":
            return news, f"data/article/{key}?format="
        case "page 2 of data":
            return news, f"data/article/{key}?page=2&format="
        case "strange":
            return plain, "store?graph=http://e/strange&format="
    return plain, "export?format="


@pytest.fixture(scope="module")
def wanted(place: tuple[Server, str]) -> set[str]:
    """The graph as N-Triples have it."""
    found = triples_of(body(place, "ntriples"), RdfFormat.N_TRIPLES)
    assert len(found) > 30
    return found


def body(place: tuple[Server, str], form: str) -> bytes:
    server, path = place
    return server.bytes_of(path + (FORMS[form][0].file_extension if path.endswith(".") else form))


def test_what_was_put_in_comes_out(plain: Server) -> None:
    out = triples_of(plain.bytes_of("store?graph=http://e/strange", "application/n-triples"), RdfFormat.N_TRIPLES)
    # The store keeps the values of numbers, not how they were written.
    assert out == {line.replace('"2.0e3"', '"2000"') for line in triples_of(STRANGE.read_bytes(), RdfFormat.TURTLE)}


@pytest.mark.parametrize("form", FORMS)
def test_pyoxigraph_reads_the_same(place: tuple[Server, str], wanted: set[str], form: str) -> None:
    assert triples_of(body(place, form), FORMS[form][0]) == wanted


@pytest.mark.parametrize("form", FORMS)
def test_rdflib_reads_the_same(
    place: tuple[Server, str], wanted: set[str], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Literals as they are written: rdflib would write numbers its own way.
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    read: Any = Dataset(default_union=True) if form in ("trig", "nquads", "jsonld") else Graph()
    read.parse(data=body(place, form), format=FORMS[form][1])
    flat = Graph()
    for quad in read:
        flat.add(quad[:3])
    assert triples_of(flat.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES) == wanted


@pytest.mark.parametrize("form", [form for form, names in FORMS.items() if names[2]])
def test_raptor_reads_the_same(place: tuple[Server, str], wanted: set[str], rapper: str, form: str) -> None:
    command = [rapper, "--quiet", "--input", str(FORMS[form][2]), "--output", "ntriples", "-", "http://base.example/"]
    done = subprocess.run(command, input=body(place, form), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-1000:]
    assert triples_of(done.stdout, RdfFormat.N_TRIPLES) == wanted


@pytest.mark.parametrize("profile", ["expanded", "compacted", "flattened"])
def test_pyld_reads_the_same(place: tuple[Server, str], wanted: set[str], profile: str) -> None:
    server, path = place
    if not path.startswith("data"):
        document = json.loads(body(place, "jsonld"))
    else:
        document = json.loads(server.bytes_of(f"{path}jsonld&profile={profile}"))
    n_quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    # pyld writes every double its own way, those that are strings too.
    assert triples_of(n_quads.replace('"2.0E3"', '"2000"').encode(), RdfFormat.N_QUADS) == wanted


@pytest.mark.parametrize("place", ["data", "strange"], indirect=True)
def test_comunica_reads_the_same(place: tuple[Server, str], wanted: set[str], comunica: Path) -> None:
    server, path = place
    # Quads too: where graphs are named, the default graph, which is what is asked, says it all.
    forms = ["turtle", "jsonld", "rdfxml", *(["nquads", "trig"] if path.startswith("data") else [])]
    asked = [("CONSTRUCT WHERE { ?s ?p ?o }", [f"{server.base}{path}{form}"]) for form in forms]
    for form, lines in zip(forms, ask_all(comunica, asked), strict=True):
        assert triples_of("\n".join(lines).encode(), RdfFormat.N_TRIPLES) == wanted, form
