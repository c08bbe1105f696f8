"""What a mirror asks of a server: of no other, within sizes, and nothing it does not understand is taken for data."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg.errors import HistoryGone, KGError, MalformedData, NetworkError, NotFound, StoreMismatch, TooLarge, UsageError
from kg.feeds import Caller, Caps, Mirror, Places, page_quads
from kg.feeds.mirror import STATE, identity_of
from kg.store import GraphChange, HistoryPage, open_store
from kg.triples import Names, write_quads

pytestmark = pytest.mark.served

BASE = "http://news.example/"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LINE = b"<http://e/a> <http://e/b> <http://e/c> ."
DUMP = gzip.compress(b"<http://e/a> <http://e/b> <http://e/c> <http://e/g> .\n")
MANIFEST = json.dumps({"base": BASE, "dataset": "plain"}).encode()

Answer = tuple[int, dict[str, str], bytes]
Answers = dict[str, Answer]


@contextmanager
def answering(answers: Answers) -> Iterator[tuple[str, list[str]]]:
    """Serve *answers* by path on loopback; yields the address and the list of what was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = answers.get(self.path, (404, {}, b"{}"))
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page(*changes: GraphChange) -> Answer:

    sink = io.BytesIO()
    write_quads(page_quads(HistoryPage(1, full=False, changes=changes), Places(BASE)), "ntriples", Names(BASE), sink)
    return 200, {}, sink.getvalue()


def change(action: str = "changed", *, digest: str = "", graph: str = "http://e/g") -> GraphChange:
    right = hashlib.sha256(LINE).hexdigest()
    return GraphChange(8, 8, "8-0123456789abcdef", NOW, action, graph, None, None, 1, digest or right)  # type: ignore[arg-type]


@contextmanager
def mirror(url: str, place: Path, caps: Caps | None = None) -> Iterator[Mirror]:
    with Caller(url, caps or Caps(seconds=5, dump_seconds=5)) as caller:
        identity = identity_of(caller)
        store = open_store(place, base=identity.base, kind=identity.kind, create=True)
        try:
            yield Mirror(caller, store, lambda: NOW, lambda words: None)
        finally:
            store.close()


def started(more: Answers | None = None, point: str = "7-0123456789abcdef") -> Answers:
    first: Answers = {
        "/dumps/manifest.json": (200, {}, MANIFEST),
        "/dumps/all.nq.gz": (200, {"isnad-point": point}, DUMP),
    }
    return first | (more or {})


GRAPH = "/store?graph=http%3A%2F%2Fe%2Fg&format=nt"
SINCE = "/changes?since=7-0123456789abcdef"


def test_it_asks_where_it_was_told_to_and_nowhere_else(tmp_path: Path) -> None:
    answers = started(
        {SINCE: (303, {"location": "/changes/1"}, b""), "/changes/1": page(change()), GRAPH: (200, {}, LINE + b"\n")}
    )
    with answering(answers) as (url, asked), mirror(url, tmp_path) as copy:
        assert copy.look().anew
        passed = copy.look()
        assert (passed.written, passed.late, passed.point) == (1, (), "8-0123456789abcdef")
        assert asked == ["/dumps/manifest.json", "/dumps/all.nq.gz", SINCE, "/changes/1", GRAPH]
        standing = json.loads((tmp_path / STATE).read_text())
        assert standing == {"source": url, "base": BASE, "point": "8-0123456789abcdef"}


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:9/", "http://169.254.169.254/latest", "file:///etc/passwd", "//evil.example/x"]
)
def test_it_is_led_nowhere_else(tmp_path: Path, target: str) -> None:
    with answering(started({SINCE: (303, {"location": target}, b"")})) as (url, asked), mirror(url, tmp_path) as copy:
        copy.look()
        with pytest.raises(NetworkError, match="not its own"):
            copy.look()
        assert asked[-1] == SINCE


def test_a_graph_that_is_not_what_the_feed_says_leaves_the_copy_where_it_was(tmp_path: Path) -> None:
    answers = started({SINCE: page(change(digest="ab" * 32)), GRAPH: (200, {}, LINE + b"\n")})
    with answering(answers) as (url, _), mirror(url, tmp_path) as copy:
        copy.look()
        passed = copy.look()
        assert (passed.late, passed.written) == (("http://e/g",), 0)
        assert copy.standing is not None
        assert copy.standing.revision == 7


Broken = Callable[[], Answers]
BROKEN: list[tuple[str, Answers, type[KGError]]] = [
    ("no kg server", {"/dumps/manifest.json": (200, {}, b"<html>")}, NetworkError),
    ("nothing there", {"/dumps/manifest.json": (404, {}, b"")}, NotFound),
    (
        "a base that is none",
        {"/dumps/manifest.json": (200, {}, b'{"base": "file:///", "dataset": "plain"}')},
        NetworkError,
    ),
    ("no point", started({"/dumps/all.nq.gz": (200, {}, DUMP)}), NetworkError),
    ("not packed", started({"/dumps/all.nq.gz": (200, {"isnad-point": "1-0"}, b"<a> <b> <c> .")}), MalformedData),
    ("cut off", started({"/dumps/all.nq.gz": (200, {"isnad-point": "1-0"}, DUMP[:-9])}), NetworkError),
    (
        "no N-Quads",
        started({"/dumps/all.nq.gz": (200, {"isnad-point": "1-0"}, gzip.compress(b"<a> <b"))}),
        MalformedData,
    ),
    ("a bomb", started({"/dumps/all.nq.gz": (200, {"isnad-point": "1-0"}, gzip.compress(bytes(9 << 20)))}), TooLarge),
    ("an error", started({"/dumps/all.nq.gz": (500, {}, b"")}), NetworkError),
]


@pytest.mark.parametrize(("answers", "error"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_server_that_answers_otherwise_leaves_the_copy_unbegun(
    tmp_path: Path, answers: Answers, error: type[KGError]
) -> None:
    with (
        answering(answers) as (url, _),
        pytest.raises(error),
        mirror(url, tmp_path, Caps(dump=8 << 20, seconds=5)) as copy,
    ):
        copy.look()
    assert not (tmp_path / STATE).exists()


def test_a_history_that_is_gone_is_told_and_the_dump_taken_again(tmp_path: Path) -> None:
    gone = json.dumps({"type": "/docs#problem-history-gone", "detail": "another history"}).encode()
    said: list[str] = []
    with answering(started({SINCE: (410, {}, gone)})) as (url, asked), mirror(url, tmp_path) as copy:
        copy._say = said.append
        assert copy.look().anew
        assert copy.look().anew
        assert asked.count("/dumps/all.nq.gz") == 2
        assert "another history" in said[0]
    with answering({"/x": (410, {}, gone)}) as (url, _), Caller(url, Caps()) as caller, pytest.raises(HistoryGone):
        caller.get("x", "*/*")


def test_a_long_document_is_not_taken() -> None:
    with (
        answering({"/x": (200, {}, bytes(2000))}) as (url, _),
        Caller(url, Caps(document=1000)) as caller,
        pytest.raises(TooLarge),
    ):
        caller.get("x", "*/*")


def test_the_copy_of_another_store_is_not_written_over(tmp_path: Path) -> None:
    with answering(started()) as (url, _), mirror(url, tmp_path) as copy:
        copy.look()
    (tmp_path / STATE).write_text(json.dumps({"source": "x", "base": "http://other.example/", "point": "1-0"}))
    with (
        answering(started()) as (url, _),
        mirror(url, tmp_path) as copy,
        pytest.raises(StoreMismatch, match=r"other\.example"),
    ):
        copy.look()
    (tmp_path / STATE).write_text("{")
    with (
        answering(started()) as (url, _),
        mirror(url, tmp_path) as copy,
        pytest.raises(StoreMismatch, match="cannot be read"),
    ):
        copy.look()


@pytest.mark.parametrize(
    "url", ["ftp://e/", "news.example", "http://", "http://user:pw@e/", "http://e/?q", "file:///etc"]
)
def test_what_is_no_first_page_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        Caller(url, Caps())


def test_a_coding_that_was_not_asked_for_is_not_unpacked() -> None:
    with (
        answering({"/x": (200, {"content-encoding": "br"}, b"whatever it is")}) as (url, _),
        Caller(url, Caps()) as caller,
        pytest.raises(NetworkError, match="the coding 'br', which nobody asked for"),
    ):
        caller.get("x", "*/*")
