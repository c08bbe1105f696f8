"""Documents from the web: within a size and a time, and never from inside when that is not allowed."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.article import fetch, fetching
from kg.errors import NetworkError, NotText, TooLarge, UsageError

WORDS = "قال الوزير"


class Pages(BaseHTTPRequestHandler):
    """A small site: one page for each way a fetch can go."""

    def do_GET(self) -> None:
        getattr(self, f"page_{self.path.strip('/') or 'plain'}")()

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def page_plain(self) -> None:
        self.send(WORDS.encode(), Content_Type="text/plain; charset=utf-8")

    def page_windows(self) -> None:
        self.send(WORDS.encode("cp1256"), Content_Type="text/html; charset=windows-1256")

    def page_liar(self) -> None:
        self.send(b"\xff\xff", Content_Type="text/html; charset=iso-2022-jp")

    def page_gone(self) -> None:
        self.send(b"", 410)

    def page_moved(self) -> None:
        self.send(b"", 302, Location="/plain")

    def page_loop(self) -> None:
        self.send(b"", 302, Location="/loop")

    def page_inside(self) -> None:
        self.send(b"", 302, Location=f"http://127.0.0.2:{self.server.server_port}/plain")

    def page_file(self) -> None:
        self.send(b"", 302, Location="file:///etc/hostname")

    def page_big(self) -> None:
        self.send(b"x" * 5000)

    def page_bomb(self) -> None:
        self.send(gzip.compress(b"x" * 5_000_000), Content_Encoding="gzip")

    def page_packed(self) -> None:
        self.send(b"whatever it is", Content_Encoding="br")

    def page_silent(self) -> None:
        time.sleep(0.6)

    def page_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(8):
                self.wfile.write(b"x" * 70_000)
                time.sleep(0.1)

    def page_trickle(self) -> None:
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):  # The client leaves.
            for _ in range(60):
                self.wfile.write(b"x")
                time.sleep(0.05)

    def page_crawl(self) -> None:
        with contextlib.suppress(OSError):
            for _ in range(40):
                self.wfile.write(b"H")
                time.sleep(0.1)

    def page_host(self) -> None:
        self.send((self.headers["Host"] or "").encode())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_document_comes_with_its_type_and_address(site: str) -> None:
    found = fetch(f"{site}/plain#part", allowed=(f"{site}/",))
    assert (found.body.decode(), found.content_type) == (WORDS, "text/plain; charset=utf-8")
    assert found.url == f"{site}/plain"


def test_a_redirect_gives_the_address_it_leads_to(site: str) -> None:
    assert fetch(f"{site}/moved", allowed=(f"{site}/",)).url == f"{site}/plain"


def test_the_charset_of_the_header_is_turned_into_utf8(site: str) -> None:
    assert fetch(f"{site}/windows", allowed=(f"{site}/",)).body.decode() == WORDS


def test_a_body_that_trickles_is_left_in_time(site: str) -> None:
    began = time.monotonic()
    with pytest.raises(NetworkError, match="did not end in time"):
        fetch(f"{site}/trickle", seconds=0.3, allowed=(f"{site}/",))
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        ("gone", NetworkError, "answered 410"),
        ("loop", NetworkError, "from one redirect to the next"),
        ("file", UsageError, "is no web address"),
        ("liar", NotText, "says it is iso-2022-jp, and is not"),
        ("big", TooLarge, "longer than 1000 bytes"),
        ("packed", NetworkError, "answered in the coding 'br'"),
        ("bomb", TooLarge, "longer than 1000 bytes"),
        ("silent", NetworkError, "did not answer within 0.3 seconds"),
        ("drip", NetworkError, "did not end in time"),
    ],
)
def test_what_goes_wrong_is_said(site: str, path: str, error: type[Exception], words: str) -> None:
    size = 10_000_000 if path == "drip" else 1000
    with pytest.raises(error, match=words):
        fetch(f"{site}/{path}", size=size, seconds=0.3, allowed=(f"{site}/",))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/a", "//example.org", "news", "http://", "http://a b/"]
)
def test_only_web_addresses_are_fetched(url: str) -> None:
    with pytest.raises(UsageError, match="is no web address"):
        fetch(url)


def test_a_port_where_nothing_answers_is_a_network_error() -> None:
    with pytest.raises(NetworkError, match="could not be fetched"):
        fetch("http://127.0.0.1:9/", seconds=2, allowed=("http://127.0.0.1:9/",))


def test_addresses_inside_are_refused_when_told_so(site: str) -> None:
    for url in (site, site.replace("127.0.0.1", "localhost"), "http://[::1]:9/", "http://0x7f.1:9/"):
        with pytest.raises(NetworkError, match="private network"):
            fetch(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert fetching._is_public(address) is public


def test_a_redirect_into_the_inside_is_refused(site: str) -> None:
    with pytest.raises(NetworkError, match=r"127\.0\.0\.2 is in a private network"):
        fetch(f"{site}/inside", allowed=(f"{site}/",))


@pytest.mark.parametrize(
    ("url", "listed"),
    [
        ("http://10.0.0.1/a", True),
        ("http://10.0.0.1/", True),
        ("http://10.0.0.1", False),
        ("http://10.0.0.1/../a", False),
        ("http://10.0.0.1/%2e%2e/a", False),
        ("http://10.0.0.1:80/a", False),
        ("http://10.0.0.1.example.org/", False),
        ("http://10.0.0.2/one", True),
        ("http://10.0.0.2/one/more", False),
    ],
)
def test_what_a_list_of_addresses_has(url: str, listed: bool) -> None:
    assert fetching.is_listed(url, ("http://10.0.0.1/", "http://10.0.0.2/one")) is listed


def test_a_name_that_leads_inside_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = [(2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_, **__: answer)
    with pytest.raises(NetworkError, match=r"news\.example is in a private network"):
        fetch("http://news.example/")


@pytest.mark.parametrize("path", ["crawl", "silent"])
def test_a_head_that_drips_is_left_in_time(site: str, path: str) -> None:
    began = time.monotonic()
    with pytest.raises(NetworkError, match=r"did not answer within 0\.3 seconds"):
        fetch(f"{site}/{path}", seconds=0.3, allowed=(f"{site}/",))
    assert time.monotonic() - began < 2


def test_the_address_looked_up_is_the_one_connected_to(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(site.rpartition(":")[2])
    asked = []

    def looked_up(host: str, *args: object, **kwargs: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))] if host == "news.example" else real(host, *args, **kwargs)

    real = fetching.socket.getaddrinfo
    monkeypatch.setattr(fetching.socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(fetching, "_is_public", lambda address: True)
    found = fetch(f"http://news.example:{port}/host")
    assert found.body.decode() == f"news.example:{port}"
    assert found.url == f"http://news.example:{port}/host"
    assert asked.count("news.example") == 1
