"""Whatever is sent: an answer of ours, never a failure nobody foresaw."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.web.conftest import application, bearer
from tests.web.service import KEY, FakeService

SERVICE = FakeService()
SERVICE.publish()

STARTS = [
    "/",
    "/sparql",
    "/store",
    "/store/",
    "/articles",
    "/articles/",
    "/export",
    "/id/",
    "/data/",
    "/page/",
    "/graph/",
]
STARTS += [
    "/ontology/",
    "/shapes/",
    "/assets/",
    "/rejected/",
    f"/id/article/{KEY}",
    "/docs",
    "/openapi.json",
    "//",
    "*",
    "",
]
WORDS = [
    "query",
    "update",
    "graph",
    "default",
    "format",
    "timeout",
    "default-graph-uri",
    "lang",
    "after",
    "limit",
    "article",
]
VALUES = [
    "ASK {}",
    "SELECT * {?s ?p ?o}",
    "http://e/g",
    "html",
    "ttl",
    "ar",
    "1",
    "CLEAR DEFAULT",
    "\u202e",
    "\x00",
    "'\"<>",
]
TYPES = ["application/sparql-query", "application/sparql-update", "application/x-www-form-urlencoded", "text/plain"]
TYPES += [
    "application/json",
    "text/turtle",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "a/b; charset=\xff",
]
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "QUERY", "PATCH", "get", "\xff"]

raw = st.text(st.characters(codec="latin-1"), max_size=30).map(lambda text: text.encode("latin-1"))
pair = st.tuples(st.sampled_from(WORDS), st.sampled_from(VALUES) | st.text(max_size=10))
encoded = st.lists(pair, max_size=4).map(
    lambda pairs: b"&".join(
        b"%s=%s" % (k.encode(), "".join(f"%{b:02X}" for b in v.encode("utf-8", "surrogatepass")).encode())
        for k, v in pairs
    )
)
headers = st.dictionaries(
    st.sampled_from(
        ["accept", "accept-language", "content-type", "content-length", "content-encoding", "host", "origin"]
    ),
    st.sampled_from([*TYPES, "text/html", "image/png", "gzip", "5", "-1", "x.example:80"])
    | raw.map(lambda b: b.decode("latin-1")),
    max_size=4,
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    method=st.sampled_from(METHODS),
    path=st.sampled_from(STARTS).flatmap(
        lambda start: raw.map(lambda rest: start.encode() + rest) | st.just(start.encode())
    ),
    query=encoded | raw,
    sent=headers,
    body=encoded | raw | st.binary(max_size=200),
    token=st.booleans(),
)
@example(method="GET", path=b"/page/actor/country-ir.html", query=b"\x80", sent={}, body=b"", token=False)
def test_any_request_gets_an_answer(**request: Any) -> None:
    status, answered = asyncio.run(ask(**request))
    assert status != 500
    assert 200 <= status < 600
    for name, value in answered:
        assert b"\r" not in name + value
        assert b"\n" not in name + value


async def ask(
    *, method: str, path: bytes, query: bytes, sent: dict[str, str], body: bytes, token: bool
) -> tuple[int, list[tuple[bytes, bytes]]]:
    messages: list[dict[str, Any]] = []
    incoming = iter([{"type": "http.request", "body": body, "more_body": False}])
    done = asyncio.Event()

    async def receive() -> Any:
        message = next(incoming, None)
        if message is None:
            await done.wait()
            return {"type": "http.disconnect"}
        return message

    async def send(message: Any) -> None:
        messages.append(message)

    carried = {**sent, **(bearer() if token else {})}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path.decode("utf-8", "replace"),
        "raw_path": path,
        "query_string": query,
        "headers": [(name.encode(), value.encode("latin-1", "replace")) for name, value in carried.items()],
        "client": ("127.0.0.1", 1),
    }
    await application(SERVICE)(scope, receive, send)
    done.set()
    assert messages[0]["type"] == "http.response.start"
    assert not messages[-1].get("more_body")
    return messages[0]["status"], messages[0]["headers"]
