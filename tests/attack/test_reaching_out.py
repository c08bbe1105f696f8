"""Nothing that is sent makes the server speak to another, or read its own files: a trap on loopback hears nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest

from tests.attack.conftest import Target
from tests.attack.kit import JSON_LD, N_TRIPLES, QUERY, RDF_XML, TURTLE, UPDATE, Attack

pytestmark = [pytest.mark.served, pytest.mark.attack]

Z = "/store?graph=http://attacked.example/z"
SECRET = b"root:"


class Trap:
    """A listener that only counts who comes."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.caught: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                end, _ = self.listener.accept()
            except OSError:
                return
            end.settimeout(1)
            try:
                self.caught.append(end.recv(1000))
            except TimeoutError:
                self.caught.append(b"")
            end.close()


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    one = Trap()
    yield one
    one.listener.close()


def throw(target: Target, trap: Trap, attack: Attack) -> None:
    answer = target.throw(attack)
    assert SECRET not in answer.body
    assert trap.caught == []


def test_the_trap_works(trap: Trap) -> None:
    with socket.create_connection(("127.0.0.1", trap.port)) as end:
        end.sendall(b"hello")
        end.recv(1)
    assert trap.caught == [b"hello"]
    trap.caught.clear()


# T stands for the trap's address.
QUERIES: list[tuple[str, str, tuple[int, ...]]] = [
    ("SERVICE", "SELECT * { SERVICE <T> { ?s ?p ?o } }", (403,)),
    ("SERVICE SILENT", "SELECT * { SERVICE SILENT <T> { ?s ?p ?o } }", (200, 403)),
    ("service in small letters", "select * { service silent <T> { ?s ?p ?o } }", (200, 403)),
    ("SERVICE, escaped", "SELECT * { \\u0053ERVICE <T> { ?s ?p ?o } }", (400, 403)),
    ("SERVICE, escaped far", "SELECT * { \\U00000053ERV\\u0049CE SILENT <T> { ?s ?p ?o } }", (200, 400, 403)),
    ("SERVICE of an escaped address", "SELECT * { SERVICE <\\u0068ttp://127.0.0.1:PORT/x> { ?s ?p ?o } }", (400, 403)),
    ("SERVICE with a comment", "SELECT * { SERVICE#\n<T>#\n{ ?s ?p ?o } }", (403,)),
    ("SERVICE by prefix", "PREFIX t: <T> SELECT * { SERVICE t:x { ?s ?p ?o } }", (403,)),
    ("SERVICE by base", "BASE <T> SELECT * { SERVICE <sparql> { ?s ?p ?o } }", (403,)),
    ("SERVICE of a variable", "SELECT * { VALUES ?t { <T> } SERVICE ?t { ?s ?p ?o } }", (400, 403)),
    ("SERVICE of a variable, silent", "SELECT * { VALUES ?t { <T> } SERVICE SILENT ?t { ?s ?p ?o } }", (200, 400, 403)),
    ("SERVICE in EXISTS", "ASK { FILTER EXISTS { SERVICE <T> { ?s ?p ?o } } }", (403,)),
    ("SERVICE in a sub-select", "SELECT * { { SELECT * { OPTIONAL { SERVICE <T> { ?s ?p ?o } } } } }", (403,)),
    ("SERVICE in SERVICE", "SELECT * { SERVICE <http://e/> { SERVICE <T> { ?s ?p ?o } } }", (403,)),
    ("SERVICE of a file", "SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", (400, 403)),
    ("SERVICE of metadata", "SELECT * { SERVICE <http://169.254.169.254/latest/> { ?s ?p ?o } }", (403,)),
    ("FROM", "SELECT * FROM <T> { ?s ?p ?o }", (200,)),
    ("FROM NAMED", "SELECT * FROM NAMED <T> { GRAPH ?g { ?s ?p ?o } }", (200,)),
    ("FROM a file", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", (200, 400)),
    ("GRAPH of a file", "SELECT * { GRAPH <file:///etc/passwd> { ?s ?p ?o } }", (200,)),
    ("DESCRIBE", "DESCRIBE <T>", (200,)),
    ("a function", "SELECT (<T>(1) AS ?x) {}", (422,)),
    ("a type", 'SELECT * { BIND("1"^^<T> AS ?x) }', (200,)),
]


@pytest.mark.parametrize(("text", "may"), [case[1:] for case in QUERIES], ids=[case[0] for case in QUERIES])
def test_a_query(target: Target, trap: Trap, text: str, may: tuple[int, ...]) -> None:
    put = text.replace("<T>", f"<http://127.0.0.1:{trap.port}/x>").replace("PORT", str(trap.port))
    throw(target, trap, Attack("query", put.encode(), QUERY, may=may))


UPDATES: list[tuple[str, str, tuple[int, ...]]] = [
    ("LOAD", "LOAD <T> INTO GRAPH <http://e/z>", (403,)),
    ("LOAD SILENT", "LOAD SILENT <T> INTO GRAPH <http://e/z>", (200, 403)),
    ("LOAD, escaped", "\\u004cOAD <T> INTO GRAPH <http://e/z>", (400, 403)),
    ("LOAD, escaped far", "L\\u004FAD SILENT <T> INTO GRAPH <http://e/z>", (200, 400, 403)),
    ("LOAD a file", "LOAD <file:///etc/passwd> INTO GRAPH <http://e/z>", (400, 403)),
    ("LOAD behind others", "CLEAR SILENT GRAPH <http://e/z> ; LOAD <T> INTO GRAPH <http://e/z>", (403,)),
    ("SERVICE", "INSERT { GRAPH <http://e/z> { ?s ?p ?o } } WHERE { SERVICE <T> { ?s ?p ?o } }", (403,)),
    ("SERVICE in DELETE", "DELETE WHERE { SERVICE <T> { ?s ?p ?o } }", (400, 403)),
    ("USING", "INSERT { GRAPH <http://e/z> { ?s ?p ?o } } USING <T> WHERE { ?s ?p ?o }", (200,)),
    ("USING a file", "INSERT { GRAPH <http://e/z> { ?s ?p ?o } } USING <file:///etc/passwd> WHERE { ?s ?p ?o }", (200, 400)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "may"), [case[1:] for case in UPDATES], ids=[case[0] for case in UPDATES])
def test_an_update(target: Target, trap: Trap, text: str, may: tuple[int, ...]) -> None:
    put = text.replace("<T>", f"<http://127.0.0.1:{trap.port}/x>")
    throw(target, trap, Attack("update", put.encode(), UPDATE, token=True, may=may))


RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
FACT = '<rdf:Description rdf:about="http://e/a"><e:b>{}</e:b></rdf:Description></rdf:RDF>'
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
DONE = (201, 204)
DOCUMENTS: list[tuple[str, str, str, tuple[int, ...]]] = [
    ("entities that double", RDF_XML, f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>{RDF}{FACT.format("&l9;")}', (400,)),
    ("an entity of itself", RDF_XML, f'<!DOCTYPE r [<!ENTITY a "&a;">]>{RDF}{FACT.format("&a;")}', (400,)),
    ("an entity of a file", RDF_XML, f'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>{RDF}{FACT.format("&a;")}', (400,)),
    ("an entity from outside", RDF_XML, f'<!DOCTYPE r [<!ENTITY a SYSTEM "T">]>{RDF}{FACT.format("&a;")}', (400,)),
    ("a parameter entity", RDF_XML, f'<!DOCTYPE r [<!ENTITY % a SYSTEM "T"> %a;]>{RDF}{FACT.format("")}', (400,)),
    ("a DOCTYPE from outside", RDF_XML, f'<!DOCTYPE r SYSTEM "T">{RDF}{FACT.format("")}', (400,)),
    ("an entity in UTF-16", RDF_XML, f'UTF-16<!DOCTYPE r [<!ENTITY a "b">]>{RDF}{FACT.format("&a;")}', DONE),
    ("an entity from outside in UTF-16", RDF_XML, f'UTF-16<!DOCTYPE r [<!ENTITY a SYSTEM "T">]>{RDF}{FACT.format("&a;")}', (400,)),
    ("entities that double in UTF-16", RDF_XML, f'UTF-16<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>{RDF}{FACT.format("&l9;")}', (400,)),
    ("a stylesheet", RDF_XML, f'<?xml-stylesheet href="T"?>{RDF}{FACT.format("")}', (*DONE, 400)),
    ("XInclude", RDF_XML, f'{RDF}<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="T"/></rdf:RDF>', (*DONE, 400)),
    ("a schema", RDF_XML, RDF.replace("xmlns:e", f"xmlns:x='{XSI}' x:schemaLocation='http://e/ T' xmlns:e") + FACT.format(""), (*DONE, 400)),
    ("a base", RDF_XML, RDF.replace("xmlns:e", "xml:base='T' xmlns:e") + FACT.format("x"), DONE),
    ("a context", JSON_LD, '{"@context": "T", "a": 1}', (400,)),
    ("a context in a list", JSON_LD, '{"@context": [{}, "T"], "a": 1}', (400,)),
    ("a context within", JSON_LD, '{"http://e/a": {"@context": "T", "a": 1}}', (400,)),
    ("a context of a term", JSON_LD, '{"@context": {"a": {"@id": "http://e/a", "@context": "T"}}, "a": {"b": 1}}', (400,)),
    ("a context imported", JSON_LD, '{"@context": {"@version": 1.1, "@import": "T"}, "a": 1}', (400,)),
    ("a context of a file", JSON_LD, '{"@context": "file:///etc/passwd", "a": 1}', (400,)),
    ("a context by its side", JSON_LD, '{"@context": "/etc/passwd", "a": 1}', (400,)),
    ("a context in itself", JSON_LD, '{"@context": {"a": "b:c", "b": "a:d", "c": {"@id": "c:c"}}, "a": 1}', (*DONE, 400)),
    ("owl:imports", TURTLE, "<http://e/a> <http://www.w3.org/2002/07/owl#imports> <T> .", DONE),
    ("rdfs:seeAlso", N_TRIPLES, "<http://e/a> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <T> .", DONE),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "may"), [case[1:] for case in DOCUMENTS], ids=[case[0] for case in DOCUMENTS])
def test_a_document(target: Target, trap: Trap, kind: str, text: str, may: tuple[int, ...]) -> None:
    wide = text.removeprefix("UTF-16")
    body = _put(text, trap).encode()
    if wide != text:
        body = f'<?xml version="1.0" encoding="UTF-16"?>{_put(wide, trap)}'.encode("utf-16")
    throw(target, trap, Attack("document", body, kind, Z, "PUT", token=True, may=may))


def _put(text: str, trap: Trap) -> str:
    address = f"http://127.0.0.1:{trap.port}/x"
    return text.replace('"T"', f'"{address}"').replace("'T'", f"'{address}'").replace(" T'", f" {address}'").replace("<T>", f"<{address}>")  # fmt: skip


def shapes(more: str) -> str:
    return f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        <http://e/S> a sh:NodeShape ; sh:targetSubjectsOf <http://e/p> . {more}"""


SHAPES: list[tuple[str, str, tuple[int, ...]]] = [
    ("owl:imports", "<http://e/> a owl:Ontology ; owl:imports <T> .", (200, 400)),
    ("owl:imports of a file", "<http://e/> a owl:Ontology ; owl:imports <file:///etc/passwd> .", (200, 400)),
    ("sh:shapesGraph", "<http://e/> sh:shapesGraph <T> .", (200, 400)),
    ("SERVICE", '<http://e/S> sh:sparql [ sh:select "SELECT $this { SERVICE <T> { $this ?p ?o } }" ] .', (200, 400, 403)),
    ("sh:js", '<http://e/S> sh:js [ sh:jsLibrary [ sh:jsLibraryURL "T" ] ; sh:jsFunctionName "f" ] .', (200, 400)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "may"), [case[1:] for case in SHAPES], ids=[case[0] for case in SHAPES])
def test_shapes(target: Target, trap: Trap, text: str, may: tuple[int, ...]) -> None:
    path = "/validate?graph=http://attacked.example/people"
    throw(target, trap, Attack("shapes", shapes(_put(text, trap)).encode(), TURTLE, path, token=True, may=may))


def parameter(name: str, address: str) -> str:
    return f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}&{name}={quote(address, safe='')}"


PATHS: list[tuple[str, Callable[[str], str], tuple[int, ...]]] = [
    ("default-graph-uri", lambda t: parameter("default-graph-uri", t), (200,)),
    ("named-graph-uri", lambda t: parameter("named-graph-uri", t), (200,)),
    ("a file as the graph", lambda _: parameter("default-graph-uri", "file:///etc/passwd"), (200, 400)),
    ("the store's graph", lambda t: f"/store?graph={t}", (404,)),
    ("the store's file", lambda _: "/store?graph=file:///etc/passwd", (400, 404)),
    ("an article's address", lambda t: f"/articles/{quote(t, safe='')}", (400, 404)),
    ("an export", lambda t: f"/export?article={quote(t, safe='')}", (400, 404)),
]


@pytest.mark.parametrize(("path", "may"), [case[1:] for case in PATHS], ids=[case[0] for case in PATHS])
def test_an_address(target: Target, trap: Trap, path: Callable[[str], str], may: tuple[int, ...]) -> None:
    address = path(f"http://127.0.0.1:{trap.port}/x")
    throw(target, trap, Attack("address", method="GET", type=None, path=address, may=may))


def test_an_article_s_links_are_not_followed(target: Target, trap: Trap) -> None:
    address = f"http://127.0.0.1:{trap.port}/x"
    page = f"<html><head><link rel=canonical href='{address}'><base href='{address}'><meta http-equiv=refresh content='0;{address}'>"
    page += f"</head><body><iframe src='{address}'></iframe><img src='{address}'><p>قال الوزير إن الاجتماع انتهى.</p></body></html>"
    throw(
        target, trap, Attack("article", page.encode(), "text/html", "/articles", token=True, may=(200, 201, 400, 422))
    )
