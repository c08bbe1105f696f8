"""Bytes of every kind thrown at a running server's front door for a while; the first that is answered wrongly is shown.

usage: fuzz.py [--seconds N] [--seed N]

An answer must be HTTP, whole, no failure of ours (500), and its errors problem documents; nothing unforeseen may stand
in the log, and a small query must be answered rightly now and then.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote_from_bytes

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.attack.conftest import Target, started, stopped
from tests.attack.kit import LEAKS, exchange, parsed

ROUND = 300
WORDS = "SELECT ASK CONSTRUCT DESCRIBE INSERT DELETE DATA WHERE { } ( ) [ ] . ; , ?s ?p ?o * + / | ^ ! 1 'x' \"ق\" @ar ^^ <e:a> "
WORDS += "FILTER OPTIONAL UNION MINUS GRAPH BIND AS VALUES UNDEF GROUP BY HAVING ORDER LIMIT OFFSET COUNT SUM REGEX EXISTS NOT "
WORDS += "FROM NAMED PREFIX BASE e: _:b a << >> <<( )>> {| |} CLEAR DROP LOAD COPY SILENT DEFAULT ALL WITH USING # \\u0041 \x00"
sparql = st.lists(st.sampled_from(WORDS.split(" ")), max_size=30).map(lambda words: " ".join(words).encode())
loose = st.binary(max_size=60) | st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass"))
text = sparql | loose | st.tuples(sparql, loose, sparql).map(b"".join)
token = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=12).map(str.encode)
line = st.text(st.characters(codec="latin-1"), max_size=40).map(lambda value: value.encode("latin-1"))
TYPES = b"application/sparql-query application/sparql-update application/x-www-form-urlencoded text/turtle text/html".split()
TYPES += b"application/json application/ld+json application/rdf+xml multipart/form-data;boundary=x text/plain */* text/csv".split()
NAMES = (
    b"Accept Accept-Language Authorization Content-Type Content-Encoding Cookie Expect Origin Range TE Upgrade".split()
)
PATHS = b"/ /sparql /store /articles /export /validate /id/ /page/ /graph/ /assets/ /docs /health /rejected /audit * // http://x/".split()
PARAMETERS = (
    b"query update graph default format timeout default-graph-uri using-graph-uri lang after limit article".split()
)
METHODS = b"GET HEAD POST PUT DELETE OPTIONS QUERY PATCH TRACE".split()

header = st.tuples(st.sampled_from(NAMES) | token, st.sampled_from(TYPES) | line)
parameters = st.lists(st.tuples(st.sampled_from(PARAMETERS), text), max_size=3).map(
    lambda pairs: b"&".join(name + b"=" + quote_from_bytes(value).encode() for name, value in pairs)
)
path = st.tuples(
    st.sampled_from(PATHS), loose.map(lambda raw: quote_from_bytes(raw).encode()) | st.just(b""), parameters
)


def request(parts: tuple[bytes, tuple[bytes, bytes, bytes], list[tuple[bytes, bytes]], bytes]) -> bytes:
    """Return a request that is well framed, whatever it holds."""
    method, (start, rest, query), headers, body = parts
    lines = b"".join(b"%b: %b\r\n" % pair for pair in headers)
    head = b"%b %b%b?%b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%b" % (method, start, rest, query, lines)
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


framed = st.tuples(st.sampled_from(METHODS), path, st.lists(header, max_size=4), text | parameters).map(request)


def broken(parts: tuple[bytes, int, bytes, int]) -> bytes:
    """Return a request with a piece of it taken out and something else put in."""
    raw, place, put, size = parts
    place %= len(raw)
    return raw[:place] + put + raw[place + size :]


damaged = st.tuples(framed, st.integers(0, 10_000), line | st.just(b"\r\n") | st.just(b"\x00"), st.integers(0, 20)).map(
    broken
)


def tried(target: Target, raw: bytes) -> None:
    """Throw *raw* and judge what comes back."""
    try:
        heard, _ = exchange(target.port, raw, 2.0)
    except TimeoutError:
        return  # It waits for the rest of what it was promised, which its own clock ends.
    while heard.startswith(b"HTTP/1.1 100 "):
        heard = heard.partition(b"\r\n\r\n")[2]
    if not heard:
        return
    answer = parsed(heard, method=raw[:5].decode("latin-1").split(" ")[0])
    assert answer.status != 500, heard[:600]
    assert not any(leak in answer.body for leak in LEAKS), heard[:600]
    if answer.status >= 400 and answer.headers.get("content-type") == "application/problem+json" and answer.body:
        assert json.loads(answer.body)["status"] == answer.status


def main() -> None:
    """Fuzz for as long as was asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="isnad-fuzz-") as folder:
        target = started(Path(folder) / "store")
        began, rounds = time.monotonic(), 0
        until = began + options.seconds
        try:
            while time.monotonic() < until:
                once(target, options.seed + rounds, until)
                target.well()
                rounds += 1
        finally:
            stopped(target)
    print(f"{rounds} rounds of {ROUND} in {time.monotonic() - began:.0f} s: nothing was answered wrongly")  # noqa: T201


def once(target: Target, number: int, until: float) -> None:
    """Play one round; what fails in it is made small and shown."""

    @seed(number)
    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(framed | damaged | st.binary(max_size=200))
    def play(raw: bytes) -> None:
        if time.monotonic() < until:
            tried(target, raw)

    play()


if __name__ == "__main__":
    main()
