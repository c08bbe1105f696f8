"""Bytes that are no text, texts that are no article, bodies of the wrong kind, and shapes that ask for too much."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest

from tests.attack.conftest import LIMITS, Target
from tests.attack.kit import FORM, JSON_LD, N_TRIPLES, QUERY, RDF_XML, TURTLE, UPDATE, Attack

pytestmark = [pytest.mark.served, pytest.mark.attack]

Z = "/store?graph=http://attacked.example/z"
DONE = (200, 201, 204)
BROKEN = [
    ("bytes that are no UTF-8", b"\xff\xfe\xfd"),
    ("half a character", "ق".encode()[:1]),
    ("an overlong slash", b"\xc0\xaf"),
    ("a surrogate in UTF-8", b"\xed\xa0\x80"),
    ("beyond Unicode", b"\xf4\x90\x80\x80"),
    ("UTF-16", "مرحبا".encode("utf-16")),
    ("Windows Arabic", "مرحبا".encode("cp1256")),
]


@pytest.mark.parametrize("raw", [case[1] for case in BROKEN], ids=[case[0] for case in BROKEN])
@pytest.mark.parametrize(
    ("path", "kind", "frame"),
    [
        ("/sparql", QUERY, b'SELECT ("%b" AS ?x) {}'),
        ("/sparql", UPDATE, b'INSERT DATA { GRAPH <e:z> { <e:a> <e:b> "%b" } }'),
        ("/sparql", FORM, b'query=SELECT("%b" AS ?x){}'),
        (Z, TURTLE, b'<e:a> <e:b> "%b" .'),
        (Z, N_TRIPLES, b'<e:a> <e:b> "%b" .'),
        (Z, RDF_XML, b'<r xmlns="http://e/">%b</r>'),
        (Z, JSON_LD, b'{"http://e/p": "%b"}'),
        ("/articles", "text/plain", b"%b"),
        ("/articles", "application/json", b'{"text": "%b"}'),
        ("/validate", TURTLE, b'<e:a> <e:b> "%b" .'),
    ],
    ids=[
        "query",
        "update",
        "form",
        "Turtle",
        "N-Triples",
        "RDF/XML",
        "JSON-LD",
        "article",
        "article in JSON",
        "shapes",
    ],
)
def test_what_is_no_text(target: Target, path: str, kind: str, frame: bytes, raw: bytes) -> None:
    target.throw(Attack("bytes", frame % raw, kind, path, token=True, may=(400,)))


ODD = [
    ("a lone surrogate, escaped", "/sparql", QUERY, b'SELECT ("\\ud800" AS ?x) {}', (400,)),
    ("a pair of surrogates, escaped", "/sparql", QUERY, b'SELECT ("\\ud83d\\ude00" AS ?x) {}', (200, 400)),
    ("beyond Unicode, escaped", "/sparql", QUERY, b'SELECT ("\\UFFFFFFFF" AS ?x) {}', (400,)),
    ("a NUL", "/sparql", QUERY, b'SELECT ("\x00" AS ?x) {}', (200, 400)),
    ("a NUL, escaped", "/sparql", QUERY, b'SELECT ("\\u0000" AS ?x) {}', (200, 400)),
    ("a NUL between words", "/sparql", QUERY, b"SELECT\x00* {}", (400,)),
    ("a BOM", "/sparql", QUERY, b"\xef\xbb\xbfASK {}", (200, 400)),
    ("two BOMs", "/sparql", QUERY, b"\xef\xbb\xbf\xef\xbb\xbfASK {}", (400,)),
    ("nothing", "/sparql", QUERY, b"", (400,)),
    ("blanks", "/sparql", QUERY, b" " * 200_000, (400,)),
    ("a comment without end", "/sparql", QUERY, b"#" * 200_000, (400,)),
    ("a string without end", "/sparql", QUERY, b'SELECT ("' + b"x" * 200_000, (400,)),
    ("an address without end", "/sparql", QUERY, b"SELECT * { <" + b"x" * 200_000, (400,)),
    ("characters that turn lines round", "/sparql", QUERY, "SELECT (\"\u202e\u2066\" AS ?x) {}".encode(), (200,)),
    ("a lone surrogate in JSON", Z, JSON_LD, b'{"http://e/p": "\\ud800"}', (400,)),
    ("a lone surrogate in an article", "/articles", "application/json", b'{"text": "\\ud800 \\u0642"}', (400, 422)),
    ("a lone surrogate in Turtle", Z, TURTLE, b'<e:a> <e:b> "\\ud800" .', (400,)),
    ("a NUL in Turtle", Z, TURTLE, b'<e:a> <e:b> "\x00" .', (*DONE, 400)),
    ("a NUL in RDF/XML", Z, RDF_XML, b'<r xmlns="http://e/">\x00</r>', (400,)),
    ("a NUL in an address", Z, TURTLE, b"<http://e/\\u0000> <e:b> 1 .", (400,)),
    ("a blank in an address", Z, TURTLE, b"<http://e/a b> <e:b> 1 .", (400,)),
    ("an address escaped open", Z, TURTLE, b"<http://e/\\u003e> <e:b> 1 .", (400,)),
    ("a language of 100 KB", Z, TURTLE, b'<e:a> <e:b> "x"@a' + b"-bbbbbbbb" * 12_000 + b" .", (*DONE, 400)),
    ("a JSON number of 100 KB", Z, JSON_LD, b'{"http://e/p": ' + b"9" * 100_000 + b"}", (*DONE, 400)),
    ("a JSON exponent", Z, JSON_LD, b'{"http://e/p": 1e999999}', (*DONE, 400)),
    ("JSON's NaN", Z, JSON_LD, b'{"http://e/p": NaN}', (400,)),
    ("a JSON key twice", Z, JSON_LD, b'{"http://e/p": 1, "http://e/p": 2}', (*DONE, 400)),
    ("a huge JSON-LD context", Z, JSON_LD, json.dumps({"@context": {f"t{n}": f"http://e/{n}" for n in range(20_000)}, "t1": 1}).encode(), (*DONE, 503)),
    ("XML with no end of attributes", Z, RDF_XML, b'<r xmlns="http://e/" ' + b"".join(b'a%d="" ' % n for n in range(20_000)) + b"/>", (*DONE, 400, 503)),
    ("XML with many namespaces", Z, RDF_XML, b"<r " + b"".join(b'xmlns:a%d="http://e/%d" ' % (n, n) for n in range(20_000)) + b"/>", (*DONE, 400, 503)),
    ("a million blank nodes", Z, TURTLE, b"[] <e:p> [] .\n" * 100_000, (201, 204, 413, 503)),
    ("relative addresses without end", Z, TURTLE, b"<" + b"../" * 100_000 + b"> <e:p> 1 .", (*DONE, 400)),
    ("no query in a form", "/sparql", FORM, b"a=b", (400,)),
    ("an update disguised as a query", "/sparql", QUERY, b"CLEAR ALL", (400,)),
    ("a query disguised as an update", "/sparql", UPDATE, b"SELECT * {}", (400,)),
    ("an update in a query's parameter", "/sparql", FORM, b"query=DROP+ALL", (400,)),
    ("a query and an update", "/sparql", FORM, b"query=ASK{}&update=CLEAR+ALL", (400,)),
    ("two queries", "/sparql", FORM, b"query=ASK{}&query=ASK{}", (400,)),
    ("two updates", "/sparql", FORM, b"update=CLEAR+ALL&update=CLEAR+ALL", (400,)),
    ("ten thousand parameters", "/sparql", FORM, b"&".join(b"a%d=b" % n for n in range(10_000)) + b"&query=ASK{}", (400,)),
    ("ten thousand graphs", "/sparql", FORM, b"query=ASK{}" + b"&default-graph-uri=http://e/g" * 10_000, (400,)),
    ("a timeout that is no number", "/sparql?timeout=nan", QUERY, b"ASK {}", (400,)),
    ("a timeout without end", "/sparql?timeout=inf", QUERY, b"ASK {}", (400,)),
    ("a timeout of 1e308", "/sparql?timeout=1e308", QUERY, b"ASK {}", (200,)),
    ("a timeout of next to nothing", "/sparql?timeout=1e-300", QUERY, b"ASK {}", (200, 503, 429)),
    ("another charset", "/sparql", QUERY + "; charset=utf-16", b"ASK {}", (400, 415)),
    ("no content type", "/sparql", None, b"ASK {}", (400, 415)),
    ("a content type of 50 KB", "/sparql", "a/" + "b" * 50_000, b"ASK {}", (415,)),
    ("a content type without sense", "/sparql", ";;;=,\"", b"ASK {}", (415,)),
    ("JSON as a query", "/sparql", "application/json", b'{"query": "ASK {}"}', (415,)),
    ("a PDF as a graph", Z, "application/pdf", b"%PDF-1.7\n", (415,)),
]  # fmt: skip


@pytest.mark.parametrize(("path", "kind", "body", "may"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_what_is_odd(target: Target, path: str, kind: str | None, body: bytes, may: tuple[int, ...]) -> None:
    target.throw(Attack("odd", body, kind, path, token=True, may=may))


def parts(count: int, boundary: bytes = b"x", body: bytes = b"<e:a> <e:b> 1 .") -> bytes:
    one = b"--%b\r\nContent-Type: text/turtle\r\n\r\n%b\r\n" % (boundary, body)
    return one * count + b"--%b--\r\n" % boundary


MULTIPART = [
    ("no boundary", "multipart/form-data", parts(1), (400,)),
    ("an empty boundary", 'multipart/form-data; boundary=""', parts(1), (400,)),
    ("a boundary of 50 KB", "multipart/form-data; boundary=" + "x" * 50_000, parts(1), (400,)),
    ("another boundary", "multipart/form-data; boundary=y", parts(1), (400,)),
    ("a boundary not of ASCII", "multipart/form-data; boundary=\xff", parts(1), (400,)),
    ("ten thousand parts", "multipart/form-data; boundary=x", parts(10_000), (400, 413)),
    ("no parts", "multipart/form-data; boundary=x", b"--x--\r\n", (400,)),
    ("no end", "multipart/form-data; boundary=x", parts(1)[:-6], (400,)),
    ("nothing", "multipart/form-data; boundary=x", b"", (400,)),
    ("headers without end", "multipart/form-data; boundary=x", b"--x\r\n" + b"X: y\r\n" * 200_000, (400, 413)),
    ("a header without end", "multipart/form-data; boundary=x", b"--x\r\nX" + b"y" * 1_000_000, (400, 413)),
    ("a million dashes", "multipart/form-data; boundary=x", b"-" * 1_000_000, (400,)),
    ("almost boundaries", "multipart/form-data; boundary=xxxxxxxxxxxxxxxx", b"--xxxxxxxxxxxxxxxx\r\n\r\n" + b"\r\n--xxxxxxxxxxxxxxx" * 50_000, (400,)),
    ("multipart in multipart", "multipart/form-data; boundary=x", parts(1).replace(b"text/turtle", b"multipart/form-data; boundary=y"), (400, 415)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body", "may"), [case[1:] for case in MULTIPART], ids=[case[0] for case in MULTIPART])
def test_multipart(target: Target, kind: str, body: bytes, may: tuple[int, ...]) -> None:
    target.throw(Attack("multipart", body, kind, Z, token=True, may=may))


def zipped() -> bytes:
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("article.txt", b" " * 5_000_000)
    return sink.getvalue()


HTML, TEXT, JSON = "text/html", "text/plain", "application/json"
SENTENCE = "وقال المتحدث باسم الوزارة، يوم الثلاثاء، إن الوفد وصل إلى العاصمة. "
READ = (200, 201, 400, 413, 422, 503)
ARTICLES = [
    ("2 MiB of text", TEXT, (SENTENCE * 17_000).encode()[: 2 << 20].decode("utf-8", "ignore").encode(), READ),
    ("more than 2 MiB", TEXT, (SENTENCE * 40_000).encode(), (413,)),
    ("one word of 1 MB", TEXT, "ق".encode() * 500_000, READ),
    ("one sentence of 200 KB", TEXT, ("قال الوزير إن " * 8000).encode(), READ),
    ("quotes never closed", TEXT, ("قال الوزير: «" * 8000).encode(), READ),
    ("nothing but vowel signs", TEXT, ("ق" + "َ" * 100_000).encode(), READ),
    ("nothing but digits", TEXT, ("٢٠٢٦/٠١/٠٢ " * 10_000).encode(), READ),
    ("nothing but line ends", TEXT, b"\n" * 1_000_000, (400, 422)),
    ("nothing", TEXT, b"", (400,)),
    ("NULs", TEXT, b"\x00" * 10_000, (400, 422)),
    ("characters that turn lines round", TEXT, ("\u202e\u2067قال\u2069 " * 5000).encode(), READ),
    ("a PDF", TEXT, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 100, (400,)),
    ("a PDF by name", "application/pdf", b"%PDF-1.7\n", (415,)),
    ("a zip", TEXT, zipped(), (400, 422)),
    ("a picture", HTML, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100, (400, 422)),
    ("HTML of open tags", HTML, b"<div>" * 100_000, (400, 422, 503)),
    ("HTML of open tables", HTML, b"<table><tr><td>" * 20_000 + "قال".encode(), (400, 422, 503)),
    ("HTML of attributes", HTML, b"<p " + b"".join(b"a%d=1 " % n for n in range(50_000)) + b">", (400, 422, 503)),
    ("HTML of one long comment", HTML, b"<!--" * 200_000, (400, 422, 503)),
    ("HTML entities", HTML, b"<p>" + b"&#1602;" * 100_000, READ),
    ("HTML with a doctype bomb", HTML, b'<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]><p>&c;', (400, 422)),
    ("HTML with broken JSON-LD", HTML, b'<script type="application/ld+json">' + b"[" * 100_000, (400, 422, 503)),
    ("HTML with a lone surrogate", HTML, f"<p>&#xD800; {SENTENCE}".encode(), READ),
    ("JSON of another shape", JSON, b"[1, 2, 3]", (400, 422)),
    ("JSON with a number for text", JSON, b'{"text": 1e400}', (400, 422)),
    ("JSON with what nobody asked", JSON, b'{"text": "a", "__class__": "x"}', (400, 422)),
    ("JSON with a foreign address", JSON, b'{"text": "a", "id": "javascript:alert(1)"}', (400, 422)),
    ("JSON with a hidden address", JSON, '{"text": "قال", "id": "http://e/\u202e"}'.encode(), (400, 422)),
    ("JSON with a day that is none", JSON, '{"text": "قال", "published": "2026-02-31"}'.encode(), (400, 422)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body", "may"), [case[1:] for case in ARTICLES], ids=[case[0] for case in ARTICLES])
def test_an_article(target: Target, kind: str, body: bytes, may: tuple[int, ...]) -> None:
    target.throw(Attack("article", body, kind, "/articles", token=True, may=may))


PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> . e:S a sh:NodeShape ; sh:targetSubjectsOf e:p . "
CHAIN = "".join(f"e:N{n} sh:node e:N{n + 1} . " for n in range(3000))
OR = "".join(f"e:N{n} sh:or ( e:N{n + 1} e:N{n + 1} ) . " for n in range(40))
SHAPES = [
    ("a shape of itself", "e:S sh:node e:S ."),
    ("two shapes of each other", "e:S sh:node e:T . e:T sh:node e:S ."),
    ("a property of itself", "e:S sh:property e:P . e:P sh:path e:p ; sh:property e:P ; sh:node e:S ."),
    ("a path of itself", "e:S sh:property [ sh:path e:L ] . e:L sh:inversePath e:L ."),
    ("a list of itself", "e:S sh:in e:L . e:L <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> e:L ."),
    ("a long chain", f"e:S sh:node e:N0 . {CHAIN}"),
    ("choices that double", f"e:S sh:node e:N0 . {OR} e:N40 sh:nodeKind sh:Literal ."),
    ("a pattern that backtracks", 'e:S sh:property [ sh:path e:word ; sh:pattern "^(([^ ]+ ?)+)+$ " ] .'),
    ("a pattern without end", f'e:S sh:property [ sh:path e:word ; sh:pattern "{"(" * 5000}" ] .'),
    ("a pattern of counts", 'e:S sh:property [ sh:path e:word ; sh:pattern "((ق{1,1000}){1,1000}){1,1000}" ] .'),
    ("a query that never ends", 'e:S sh:sparql [ sh:select "SELECT $this { $this ?a ?b . ?c ?d ?e . ?f ?g ?h . ?i ?j ?k FILTER(?b = ?nothing) }" ] .'),
    ("a query that is none", 'e:S sh:sparql [ sh:select "CLEAR ALL" ] .'),
    ("a function in JavaScript", 'e:f a sh:JSFunction ; sh:jsFunctionName "f" . e:S sh:js [ sh:jsFunctionName "f" ] .'),
    ("a rule", "e:S sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate e:p ; sh:object [ sh:path [ sh:zeroOrMorePath e:p ] ] ] ."),
    ("counts beyond reason", f"e:S sh:property [ sh:path e:p ; sh:minCount {'9' * 5000} ] ."),
    ("a count that is none", 'e:S sh:property [ sh:path e:p ; sh:maxCount "many" ] .'),
    ("all of all", "e:S sh:property [ sh:path [ sh:zeroOrMorePath e:p ] ; sh:class e:C ; sh:disjoint e:word ; sh:equals e:p ] ."),
]  # fmt: skip


@pytest.mark.parametrize("text", [case[1] for case in SHAPES], ids=[case[0] for case in SHAPES])
def test_shapes(target: Target, text: str) -> None:
    path = "/validate?graph=http://attacked.example/people"
    answer = target.throw(
        Attack("shapes", (PREFIXES + text).encode(), TURTLE, path, token=True, may=(200, 400, 422, 503))
    )
    assert answer.seconds < 2 * float(LIMITS["KG_DEADLINE"]) + 1.5
