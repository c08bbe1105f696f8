"""Without a token nothing is written; what stands in a parameter stays there; browsers are told to be careful."""

from __future__ import annotations

import statistics
from urllib.parse import quote

import pytest

from tests.attack.conftest import Target
from tests.attack.kit import FORM, JSON_LD, QUERY, TURTLE, UPDATE, Attack, exchange, parsed

pytestmark = [pytest.mark.served, pytest.mark.attack]

Z = "/store?graph=http://attacked.example/z"
WRITES = [
    ("an update", "POST", "/sparql", UPDATE, b"CLEAR ALL"),
    ("an update in a form", "POST", "/sparql", FORM, b"update=CLEAR+ALL"),
    ("PUT of a graph", "PUT", Z, TURTLE, b"<e:a> <e:b> 1 ."),
    ("POST to a graph", "POST", Z, TURTLE, b"<e:a> <e:b> 1 ."),
    ("DELETE of a graph", "DELETE", Z, None, b""),
    ("DELETE of the default graph", "DELETE", "/store?default", None, b""),
    ("an article", "POST", "/articles", "text/plain", "قال الوزير إن الوفد وصل.".encode()),
    ("DELETE of an article", "DELETE", "/articles/0a1b2c3d4e5f6071", None, b""),
    ("shapes", "POST", "/validate", TURTLE, b"<e:a> <e:b> 1 ."),
    ("the audit log", "GET", "/audit", None, b""),
    ("what was refused", "GET", "/rejected", None, b""),
]
WRONG = [
    ("none", {}),
    ("an empty one", {"Authorization": ""}),
    ("a scheme alone", {"Authorization": "Bearer"}),
    ("a wrong one", {"Authorization": "Bearer isnad_0000000000000000000000000000000000000000000"}),
    ("one of 50 KB", {"Authorization": "Bearer " + "x" * 50_000}),
    ("one that is no ASCII", {"Authorization": "Bearer \xff\xfe"}),
    ("one that holds SQL", {"Authorization": "Bearer ' OR 1=1 --"}),
    ("a password", {"Authorization": "Basic YWRtaW46YWRtaW4="}),
    ("a cookie", {"Cookie": "token=isnad_admin; session=1"}),
    ("a claim to be local", {"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=unix:", "X-Local": "1"}),
    ("another method's name", {"X-HTTP-Method-Override": "GET"}),
]


@pytest.mark.parametrize("headers", [case[1] for case in WRONG], ids=[case[0] for case in WRONG])
@pytest.mark.parametrize("write", WRITES, ids=[case[0] for case in WRITES])
def test_without_a_token(
    target: Target, write: tuple[str, str, str, str | None, bytes], headers: dict[str, str]
) -> None:
    name, method, path, kind, body = write
    answer = target.throw(Attack(name, body, kind, path, method, headers, may=(401,)))
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_two_tokens_are_none(target: Target) -> None:
    sent = {"authorization": f"Bearer {target.token}", "Authorization": "Bearer x"}
    target.throw(Attack("two", b"CLEAR ALL", UPDATE, headers=sent, may=(401,)))


def test_a_token_in_the_address_is_none(target: Target) -> None:
    target.throw(
        Attack("address", b"CLEAR ALL", UPDATE, f"/sparql?token={target.token}&access_token={target.token}", may=(401,))
    )


def test_thousands_of_guesses(target: Target) -> None:
    guess = b"DELETE /articles/x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer isnad_%d\r\n\r\n"
    last = guess.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") % 0
    heard, _ = exchange(target.port, b"".join(guess % n for n in range(2000)) + last, 20)
    assert heard.count(b"HTTP/1.1 401 ") == 2001
    target.well()


def test_the_time_of_a_refusal_does_not_tell_how_much_was_right(target: Target) -> None:
    def took(token: str) -> float:
        raw = Attack(
            "guess", method="DELETE", type=None, path="/articles/x", headers={"Authorization": f"Bearer {token}"}
        )
        return statistics.median(exchange(target.port, raw.raw(""))[1] for _ in range(25))

    almost, not_at_all = took(target.token[:-1] + "!"), took("x" * len(target.token))
    # Hashes are compared, so that nothing is to be measured; this only notices what is gross.
    assert abs(almost - not_at_all) < 0.01


def test_a_token_stands_in_no_log(target: Target) -> None:
    target.throw(Attack("admin", b"CLEAR SILENT GRAPH <e:none>", UPDATE, token=True, may=(200,)))
    target.throw(Attack("broken", b"CLEAR", UPDATE, token=True))
    assert target.token.encode() not in target.log.read_bytes()


READS = [
    ("an update by GET", "/sparql?update=" + quote("CLEAR ALL"), (400,)),
    ("an update as the query", "/sparql?query=" + quote("CLEAR ALL"), (400,)),
    ("both", "/sparql?query=ASK%7B%7D&update=CLEAR+ALL", (400,)),
    ("up a folder", "/assets/../../../../etc/passwd", (404,)),
    ("up a folder, encoded", "/assets/..%2f..%2f..%2fetc%2fpasswd", (404,)),
    ("up a folder, encoded twice", "/assets/%252e%252e%252fetc%252fpasswd", (404,)),
    ("up a folder, overlong", "/assets/%c0%ae%c0%ae%c0%afetc/passwd", (400, 404)),
    ("up a folder with backslashes", "/assets/..\\..\\..\\etc\\passwd", (404,)),
    ("an absolute asset", "/assets//etc/passwd", (404,)),
    ("a template", "/assets/../templates/home.html", (404,)),
    ("a NUL in an asset", "/assets/base.css%00.html", (404,)),
    ("a page outside", "/page/../../etc/passwd", (400, 404)),
    ("a page, encoded", "/page/%2e%2e%2f%2e%2e%2fetc%2fpasswd", (400, 404)),
    ("an export outside", "/export?article=../../etc/passwd", (400, 404, 406)),
    ("an export by wildcard", "/export?article=*", (400, 404, 406)),
    ("an article outside", "/articles/..%2f..%2fetc%2fpasswd", (400, 404)),
    ("a graph outside", "/graph/../../../etc/passwd", (303, 400, 404)),
    ("shapes outside", "/shapes/..%2f..%2fpyproject.toml", (404,)),
    ("an ontology outside", "/ontology/..%2f..%2fpyproject.toml", (404,)),
    ("the store's files", "/kg.sock", (404,)),
    ("a header in the format", "/sparql?query=ASK%7B%7D&format=json%0d%0aX-Evil:1", (400, 406)),
    ("a header in the export's format", "/export?format=ttl%0d%0aX-Evil:1", (400, 406)),
    ("a header in the article's key", "/articles/x%0d%0aX-Evil:1", (400, 404)),
    ("a header in a graph", "/store?graph=http://e/%0d%0aX-Evil:1", (400,)),
    ("a header in a thing", "/id/x%0d%0aX-Evil:1", (303, 400, 404)),
    ("a header in the language", "/?lang=ar%0d%0aX-Evil:1", (200,)),
    ("a script in the address", "/%3Cscript%3Ealert(1)%3C/script%3E", (404,)),
    ("a script in a query", "/sparql?query=%3Cscript%3Ealert(1)%3C/script%3E", (400,)),
    ("a script in a thing", "/page/%22%3E%3Cscript%3Ealert(1)%3C/script%3E", (400, 404)),
    ("an address that is relative", "/store?graph=g", (400,)),
    ("an address with a quote", "/store?graph=http://e/%22", (400,)),
    ("an address that closes itself", "/store?graph=http://e/%3E%20%7B%7D", (400,)),
    ("an address that turns round", "/store?graph=http://e/%E2%80%AE", (400,)),
    ("an address with a NUL", "/store?graph=http://e/%00", (400,)),
    ("an address with a hidden letter", "/store?graph=http://e/%E2%80%8B", (400,)),
    ("a graph of the protocol that closes itself", "/sparql?query=ASK%7B%7D&default-graph-uri=http://e/%3E", (400,)),
    ("a limit below nothing", "/articles?limit=-1", (400,)),
    ("a limit of the world", "/articles?limit=" + "9" * 5000, (400,)),
    ("a limit that is no number", "/articles?limit=1e9", (400,)),
    ("a place behind everything", "/articles?after=" + "z" * 5000, (400,)),
    ("an address of 60 KB", "/" + "x" * 60_000, (404,)),
    ("ten thousand slashes", "/" * 10_000, (404,)),
    ("ten thousand dots", "/id/" + "../" * 10_000, (303, 400, 404)),
    ("a redirect elsewhere", "//attacker.example/id/x", (404,)),
]


@pytest.mark.parametrize(("path", "may"), [case[1:] for case in READS], ids=[case[0] for case in READS])
@pytest.mark.parametrize("accept", ["*/*", "text/html"], ids=["program", "browser"])
def test_an_address(target: Target, path: str, may: tuple[int, ...], accept: str) -> None:
    answer = target.throw(Attack("address", method="GET", type=None, path=path, headers={"Accept": accept}, may=may))
    assert b"root:" not in answer.body
    assert b"<script>alert" not in answer.body or answer.headers["content-type"] == "application/problem+json"
    assert "x-evil" not in answer.headers
    assert answer.headers.get("location", "/").startswith(("/", "http://localhost:8000/"))
    assert not answer.headers.get("location", "/").startswith("//")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


ACCEPTS = [
    ("50 KB of ranges", ",".join(["a/b;q=0.1"] * 5000), (406,)),
    ("50 KB of one range", "a/" + "b" * 50_000, (200, 406)),
    ("50 KB of quotes", 'a/b;c="' + '\\"' * 25_000, (200, 406)),
    ("50 KB of semicolons", "a/b" + ";" * 50_000, (200, 406)),
    ("50 KB of weights", "*/*" + ";q=1" * 12_000, (200, 406)),
    ("50 KB of blanks", "a/b" + " " * 50_000 + "x", (200, 406)),
    ("wildcards of wildcards", "**/**;q=**", (200, 406)),
    ("a weight beyond", "text/csv;q=1e9", (200, 406)),
    ("letters that are none", "\xff/\xfe", (200, 406)),
    ("nothing wanted", "*/*;q=0", (406,)),
]


@pytest.mark.parametrize(("accept", "may"), [case[1:] for case in ACCEPTS], ids=[case[0] for case in ACCEPTS])
@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/export", "/"])
def test_an_accept_header(target: Target, accept: str, may: tuple[int, ...], path: str) -> None:
    sent = {"Accept": accept} | ({"Accept-Language": accept} if len(accept) < 1000 else {})
    answer = target.throw(Attack("accept", method="GET", type=None, path=path, headers=sent, may=(*may, 200)))
    assert answer.seconds < 2


@pytest.mark.parametrize(
    "language", ["ar" + " " * 60_000 + "x", "ar;" + " " * 60_000 + "q", "ar-" + "a-" * 30_000 + "!", "," * 60_000]
)
def test_an_accept_language_header(target: Target, language: str) -> None:
    sent = {"Accept": "text/html", "Accept-Language": language}
    assert target.throw(Attack("language", method="GET", type=None, path="/", headers=sent, may=(200,))).seconds < 2


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "PUT", "TRACE", "PROPFIND", "BREW", "get", "X" * 5000])
@pytest.mark.parametrize("path", ["/sparql", "/export", "/health", "/", "/validate", "/docs"])
def test_a_method(target: Target, method: str, path: str) -> None:
    answer = target.throw(Attack("method", method=method, type=None, path=path, may=(405,)))
    assert "GET" in answer.headers["allow"] or path == "/validate"


@pytest.mark.parametrize("origin", ["https://attacker.example", "null", "http://localhost:8000.attacker.example"])
def test_pages_of_others_may_read_and_never_use_a_token(target: Target, origin: str) -> None:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    answer = target.throw(Attack("preflight", method="OPTIONS", type=None, headers=asked, may=(204,)))
    assert "authorization" not in answer.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in answer.headers
    assert "DELETE" not in answer.headers["access-control-allow-methods"]
    read = target.throw(Attack("read", b"ASK {}", QUERY, headers={"Origin": origin, "Cookie": "a=b"}, may=(200,)))
    assert read.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in read.headers
    assert "set-cookie" not in read.headers


def test_a_page_s_form_cannot_write(target: Target) -> None:
    for kind in (FORM, "text/plain", "multipart/form-data; boundary=x"):
        target.throw(Attack("form", b"update=CLEAR+ALL", kind, headers={"Origin": "null"}, may=(401, 415)))


def test_answers_are_never_guessed_at(target: Target) -> None:
    for path in ("/", "/docs", "/sparql?query=ASK%7B%7D", "/export", "/none", "/assets/base.css", "/openapi.json"):
        heard, took = exchange(target.port, Attack("any", method="GET", type=None, path=path).raw(""))
        answer = parsed(heard, took)
        assert answer.headers["x-content-type-options"] == "nosniff", path
        assert "content-type" in answer.headers, path
        assert "server" not in answer.headers, path


def test_a_hostile_host_is_not_believed(target: Target) -> None:
    for host in ('x"><script>', "a b", "x" * 5000, "[::1", "attacker.example/path", "a@b"):
        put = Attack(
            "host",
            b'{"@id": "", "http://e/p": 1}',
            JSON_LD,
            "/store",
            token=True,
            headers={"Host": host},
            may=(201, 400),
        )
        answer = target.throw(put)
        if answer.status == 201:
            assert answer.headers["location"].startswith("http://localhost:8000/store/")
