"""What is no HTTP, hardly HTTP, or HTTP that two servers would read in two ways."""

from __future__ import annotations

import gzip
import json
import zlib

import pytest

from tests.attack.conftest import Target
from tests.attack.kit import QUERY, Answer, Attack, exchange, judge, parsed

pytestmark = [pytest.mark.served, pytest.mark.attack]

HOST = b"Host: x\r\n"
LAST = HOST + b"Connection: close\r\n"
POST = b"POST /sparql HTTP/1.1\r\nContent-Type: application/sparql-query\r\nAccept: text/csv\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"

# name, what is sent, the statuses of all that is answered, in order
RAW = [
    ("length and chunks", CHUNKED + HOST + b"Content-Length: 4\r\n\r\n0\r\n\r\n" + SMUGGLED, [400]),
    ("chunks and length", POST + HOST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED, [400]),
    ("two lengths", POST + HOST + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}" + SMUGGLED, [400]),
    ("two lengths in one", POST + HOST + b"Content-Length: 6, 7\r\n\r\nASK {}" + SMUGGLED, [400]),
    ("one length twice", POST + LAST + b"Content-Length: 6\r\nContent-Length: 6\r\n\r\nASK {}", [200]),
    ("length with a sign", POST + HOST + b"Content-Length: +6\r\n\r\nASK {}", [400]),
    ("length below nothing", POST + HOST + b"Content-Length: -1\r\n\r\nASK {}", [400]),
    ("length in hexadecimal", POST + HOST + b"Content-Length: 0x6\r\n\r\nASK {}", [400]),
    ("length in Arabic digits", POST + HOST + "Content-Length: ٦\r\n\r\nASK {}".encode(), [400]),
    ("length with an underscore", POST + HOST + b"Content-Length: 1_0\r\n\r\nASK {}    ", [400]),
    ("length of a thousand digits", POST + HOST + b"Content-Length: " + b"9" * 1000 + b"\r\n\r\nASK {}", [400]),
    ("length of the world", POST + HOST + b"Content-Length: 99999999999999999\r\n\r\nASK {}", [413]),
    ("gzip, chunked", POST + HOST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", [400, 501]),
    ("chunked twice", POST + HOST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", [400, 501]),
    ("chunked, hidden", POST + HOST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED, [400, 501]),
    ("chunked in two lines", CHUNKED + HOST + b"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n" + SMUGGLED, [400, 501]),
    ("a blank before the colon", POST + HOST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SMUGGLED, [400]),
    ("a folded line", b"GET /health HTTP/1.1\r\n" + LAST + b"X: a\r\n b\r\n\r\n", [200, 400]),
    ("a lone CR", b"GET /health HTTP/1.1\r\nX: a\rTransfer-Encoding: chunked\r\n" + HOST + b"\r\n", [400]),
    ("lone LFs", b"GET /health HTTP/1.1\nHost: x\nConnection: close\n\n", [200, 400]),
    ("chunks", CHUNKED + LAST + b"\r\n3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n", [200]),
    ("chunks of one byte", CHUNKED + LAST + b"\r\n" + b"".join(b"1\r\n%c\r\n" % c for c in b"ASK {}" + b" " * 20_000) + b"0\r\n\r\n", [200]),
    ("a chunk with extensions", CHUNKED + LAST + b"\r\n6;a=b;c=\"d\"\r\nASK {}\r\n0\r\n\r\n", [200]),
    ("a long extension", CHUNKED + LAST + b"\r\n6;" + b"a" * 100_000 + b"\r\nASK {}\r\n0\r\n\r\n", [200, 400, 431]),
    ("trailers", CHUNKED + LAST + b"\r\n6\r\nASK {}\r\n0\r\nX: y\r\nContent-Length: 3\r\n\r\n", [200]),
    ("trailers without end", CHUNKED + HOST + b"\r\n6\r\nASK {}\r\n0\r\n" + b"X: y\r\n" * 50_000, [400, 431]),
    ("a chunk below nothing", CHUNKED + HOST + b"\r\n-1\r\nASK {}\r\n0\r\n\r\n", [400]),
    ("a chunk too great to say", CHUNKED + HOST + b"\r\n" + b"F" * 40 + b"\r\nASK {}\r\n", [400]),
    ("a chunk of the world", CHUNKED + LAST + b"\r\nFFFFFFFFFFFFFFF\r\n" + b"A" * 1_000_000, [413]),
    ("a chunk that is no number", CHUNKED + HOST + b"\r\nzz\r\nASK {}\r\n0\r\n\r\n", [400]),
    ("a chunk without its end", CHUNKED + HOST + b"\r\n3\r\nASKxx {}\r\n0\r\n\r\n", [400]),
    ("a line of 100 KB", b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", [431]),
    ("a header of 100 KB", b"GET /health HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 100_000 + b"\r\n\r\n", [431]),
    ("ten thousand headers", b"GET /health HTTP/1.1\r\n" + HOST + b"".join(b"X-%d: y\r\n" % n for n in range(10_000)) + b"\r\n", [431]),
    ("three thousand headers", b"GET /health HTTP/1.1\r\n" + LAST + b"".join(b"X-%d: y\r\n" % n for n in range(3000)) + b"\r\n", [200]),
    ("no host", b"GET /health HTTP/1.1\r\n\r\n", [400]),
    ("two hosts", b"GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", [400]),
    ("HTTP/1.0", b"GET /health HTTP/1.0\r\n\r\n", [200]),
    ("HTTP/1.0 with a long answer", b"GET /sparql?query=SELECT*%7B?s+?p+?o%7D HTTP/1.0\r\n\r\n", [200]),
    ("HTTP/0.9", b"GET /health\r\n\r\n", [400]),
    ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400]),
    ("HTTP/3.7", b"GET /health HTTP/3.7\r\nHost: x\r\n\r\n", [400]),
    ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 600 + b"\r\n\r\n", [400]),
    ("nothing but noise", bytes(range(256)) * 100, [400]),
    ("nothing but NULs", b"\x00" * 100_000, [400, 431]),
    ("nothing but line ends", b"\r\n" * 1000 + b"GET /health HTTP/1.1\r\n" + LAST + b"\r\n", [200, 400]),
    ("a BOM", b"\xef\xbb\xbfGET /health HTTP/1.1\r\n" + LAST + b"\r\n", [400]),
    ("a NUL in the path", b"GET /he\x00alth HTTP/1.1\r\n" + LAST + b"\r\n", [400]),
    ("Arabic in the path", "GET /صفحة HTTP/1.1\r\n".encode() + LAST + b"\r\n", [400, 404]),
    ("a whole address", b"GET http://x/health HTTP/1.1\r\n" + LAST + b"\r\n", [200]),
    ("an address elsewhere", b"GET http://169.254.169.254/latest HTTP/1.1\r\n" + LAST + b"\r\n", [404]),
    ("a file", b"GET file:///etc/passwd HTTP/1.1\r\n" + LAST + b"\r\n", [400]),
    ("CONNECT", b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + LAST + b"\r\n", [400]),
    ("TRACE", b"TRACE /health HTTP/1.1\r\n" + LAST + b"\r\n", [405]),
    ("a method without end", b"A" * 100_000 + b" /health HTTP/1.1\r\n" + LAST + b"\r\n", [431]),
    ("a method of ours, small", b"get /health HTTP/1.1\r\n" + LAST + b"\r\n", [405]),
    ("a star", b"OPTIONS * HTTP/1.1\r\n" + LAST + b"\r\n", [200, 204, 404, 405]),
    ("a websocket", b"GET /sparql HTTP/1.1\r\n" + HOST + b"Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n", [200]),
    ("h2c", b"GET /health HTTP/1.1\r\n" + HOST + b"Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n", [200]),
    ("an expectation of something else", POST + LAST + b"Expect: the-unexpected\r\nContent-Length: 6\r\n\r\nASK {}", [200, 417]),
]  # fmt: skip


def answers(heard: bytes) -> list[Answer]:
    """Return all answers in what was heard, passing over `100 Continue`."""
    found = []
    while heard:
        heard = heard.removeprefix(b"HTTP/1.1 100 \r\n\r\n")
        found.append(parsed(heard))
        heard = found[-1].following
    return found


@pytest.mark.parametrize(("raw", "statuses"), [case[1:] for case in RAW], ids=[case[0] for case in RAW])
def test_raw_bytes(target: Target, raw: bytes, statuses: list[int]) -> None:
    heard, _ = exchange(target.port, raw)
    found = answers(heard)
    # One message is answered once: what stands behind a doubtful one is never taken for the next.
    assert len(found) == 1
    judge(found[0], tuple(statuses))
    target.well()


def test_a_hundred_requests_at_once_on_one_connection(target: Target) -> None:
    one = b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n"
    ask = POST + HOST + b"Content-Length: 6\r\n\r\nASK {}"
    heard, _ = exchange(target.port, (one + ask) * 50 + one.replace(HOST, LAST))
    found = answers(heard)
    assert [answer.status for answer in found] == [200] * 101
    assert found[1].body == found[99].body
    target.well()


def test_a_bad_request_between_good_ones_ends_the_connection(target: Target) -> None:
    one = b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n"
    heard, _ = exchange(target.port, one + b"GET /health HTTP/1.1\r\n\r\n" + one)
    assert [answer.status for answer in answers(heard)] == [200, 400]
    target.well()


def test_a_refused_body_is_not_read_as_the_next_request(target: Target) -> None:
    head = b"POST /articles HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(
        SMUGGLED
    )
    heard, _ = exchange(target.port, head + SMUGGLED + b"GET /health HTTP/1.1\r\n" + LAST + b"\r\n")
    assert [answer.status for answer in answers(heard)] in ([401], [401, 200])
    target.well()


ZEROS = b" " * 50_000_000
COMPRESSED = [
    ("gzip bomb", "gzip", lambda: gzip.compress(ZEROS)),
    ("gzip in gzip", "gzip, gzip", lambda: gzip.compress(gzip.compress(ZEROS))),
    ("deflate", "deflate", lambda: zlib.compress(ZEROS)),
    ("br", "br", lambda: b"\x8b\x02\x80ASK {}\x03"),
    ("zstd", "zstd", lambda: b"\x28\xb5\x2f\xfd"),
    ("an encoding unheard of", "x" * 5000, lambda: b"ASK {}"),
]


@pytest.mark.parametrize(("encoding", "body"), [case[1:] for case in COMPRESSED], ids=[case[0] for case in COMPRESSED])
def test_a_compressed_body(target: Target, encoding: str, body: object) -> None:
    for path, kind in (("/sparql", QUERY), ("/store?graph=http://e/z", "text/turtle"), ("/articles", "text/plain")):
        answer = target.throw(
            Attack("gzip", body, kind, path, token=True, may=(415,), headers={"Content-Encoding": encoding})  # type: ignore[arg-type]
        )
        assert len(json.loads(answer.body)["detail"]) < 200
