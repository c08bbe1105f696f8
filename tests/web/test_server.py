"""The server over real sockets: time for heads and bodies, framing, the owner's door, ports, signals."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from kg.access.door import within_reach
from kg.errors import NetworkError, StoreBusy
from kg.web import serve
from kg.web.protection import GuardedProtocol
from tests.web.conftest import application
from tests.web.service import FakeService

pytestmark = pytest.mark.served

GET = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GuardedProtocol, "head_seconds", 0.15)
    monkeypatch.setattr(GuardedProtocol, "body_seconds", 0.25)
    monkeypatch.setattr(GuardedProtocol, "rest_seconds", 0.05)


def served(
    talk: Callable[[int], Awaitable[None]],
    door: Path | None = None,
    service: FakeService | None = None,
    **choices: int,
) -> None:
    """Run *talk* with the port of a server that lasts as long."""

    async def run() -> None:
        started: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        app = application(service or FakeService("plain"), dataset="plain", **choices)
        server = asyncio.ensure_future(serve(app, "127.0.0.1:0", door, ready=started.set_result))
        await asyncio.wait({server, started}, return_when=asyncio.FIRST_COMPLETED)
        if server.done():
            await server
        try:
            await asyncio.wait_for(talk(int(started.result().rpartition(":")[2])), 10)
        finally:
            server.cancel()
            await asyncio.gather(server, return_exceptions=True)

    asyncio.run(run())


async def said(port: int, *pieces: bytes, pause: float = 0.0) -> tuple[bytes, float]:
    """Return all that the server says to *pieces* until it closes, and how long that took."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    begun = time.monotonic()
    hearing = asyncio.ensure_future(reader.read())
    for piece in pieces:
        if not hearing.done():
            writer.write(piece)
            await asyncio.sleep(pause)
    heard = await hearing
    writer.close()
    return heard, time.monotonic() - begun


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("pieces", "pause", "seconds"),
    [
        ((b"",), 0, 0.15),
        ((b"GET /health HT",), 0, 0.15),
        ((b"GET /health HTTP/1.1\r\n", *(b"X: y\r\n",) * 40), 0.01, 0.15),
        ((b"POST /articles HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx",), 0, 0.0),
        (
            (
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                b"Content-Length: 9\r\n\r\nx",
            ),
            0,
            0.25,
        ),
    ],
    ids=["nothing", "half a head", "a head by drops", "a body refused", "half a body"],
)
def test_a_slow_request_is_closed_in_time(pieces: tuple[bytes, ...], pause: float, seconds: float) -> None:
    async def talk(port: int) -> None:
        heard, took = await said(port, *pieces, pause=pause)
        assert heard.startswith((b"HTTP/1.1 408 ", b"HTTP/1.1 401 "))
        assert b"application/problem+json" in heard
        assert seconds * 0.8 <= took < seconds + 1.0

    served(talk)


@pytest.mark.usefixtures("hurried")
def test_a_connection_that_is_kept_is_not_a_slow_one() -> None:
    async def talk(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(2):
            writer.write(GET)
            assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 200")
            await reader.readuntil(b"{}}")
            await asyncio.sleep(0.4)
        writer.write(b"GET /hea")
        assert b" 408 " in await reader.read()
        writer.close()

    served(talk)


BROKEN = [
    (
        400,
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    ),
    (400, b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd"),
    (400, b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -4\r\n\r\n"),
    (400, b"GET /health HTTP/1.1\r\n\r\n"),
    (400, b"GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
    (400, b"GET /he\x00alth HTTP/1.1\r\nHost: x\r\n\r\n"),
    (400, b"GET /health HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n"),
    (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n\r\n"),
    (400, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    (400, b"GET health HTTP/1.1\r\nHost: x\r\n\r\n"),
    (400, b"GET ftp://x/health HTTP/1.1\r\nHost: x\r\n\r\n"),
    (400, b"CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n"),
    (431, b"GET /?" + b"x" * 70_000),
    (431, b"GET /health HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 66_000 + b"\r\n\r\n"),
    (431, b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(10_000))),
]


@pytest.mark.parametrize(("status", "raw"), BROKEN, ids=lambda value: str(value)[:50])
def test_what_is_not_http_is_refused_once_and_closed(status: int, raw: bytes) -> None:
    async def talk(port: int) -> None:
        heard, _ = await said(port, raw)
        assert heard.startswith(b"HTTP/1.1 %d " % status)
        assert heard.count(b"HTTP/1.1 ") == 1
        head, _, body = heard.partition(b"\r\n\r\n")
        assert b"connection: close" in head.lower()
        assert json.loads(body)["status"] == status
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"http://127.0.0.1:{port}/health")).status_code == 200

    served(talk)


def test_requests_may_follow_one_another_without_waiting() -> None:
    async def talk(port: int) -> None:
        heard, _ = await said(port, GET * 20 + GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert heard.count(b"HTTP/1.1 200 OK") == 21

    served(talk)


def test_a_whole_address_is_a_target_too() -> None:
    async def talk(port: int) -> None:
        heard, _ = await said(port, b"GET http://x/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert heard.startswith(b"HTTP/1.1 200 OK")

    served(talk)


def test_a_broken_chunk_ends_the_connection() -> None:
    async def talk(port: int) -> None:
        head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
        head += b"Content-Type: application/sparql-query\r\n\r\n"
        heard, _ = await said(port, head + b"zz\r\nASK {}\r\n0\r\n\r\n")
        assert heard.startswith(b"HTTP/1.1 400 ")
        assert heard.count(b"HTTP/1.1 ") == 1

    served(talk)


@pytest.mark.parametrize(
    "raw",
    [
        b"HEAD /health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HEAD ftp://x/health HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["chunk", "target"],
)
def test_a_broken_head_request_is_refused_without_a_body(raw: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async def talk(port: int) -> None:
        heard, _ = await said(port, raw)
        assert heard.startswith(b"HTTP/1.1 400 ")
        assert heard.endswith(b"\r\n\r\n")
        assert heard.count(b"\r\n\r\n") == 1

    served(talk)
    assert not [record for record in caplog.records if record.exc_info], caplog.text


def test_a_late_failure_breaks_the_chunked_body() -> None:
    class Failing(FakeService):
        async def _chunks(self, pieces: list[bytes]):  # type: ignore[no-untyped-def]
            yield b"first"
            await asyncio.sleep(0.05)
            raise NetworkError("a worker died")

    async def talk(port: int) -> None:
        heard, _ = await said(port, b"GET /export HTTP/1.1\r\nHost: x\r\n\r\n")
        assert heard.startswith(b"HTTP/1.1 200 OK")
        assert heard.endswith(b"5\r\nfirst\r\n")

    served(talk, service=Failing())


@pytest.mark.parametrize("folder", ["near", "far/" * 40], ids=["short path", "long path"])
def test_over_the_owners_door_no_token_is_asked(tmp_path: Path, folder: str) -> None:
    door = tmp_path / folder / "kg.sock"
    door.parent.mkdir(parents=True)
    insert = {"content": "INSERT DATA { <a:a> <a:b> 1 }", "headers": {"content-type": "application/sparql-update"}}

    async def talk(port: int) -> None:
        with within_reach(door) as name:
            async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(uds=name)) as owner:
                assert (await owner.post("http://kg/sparql", **insert)).status_code == 200  # type: ignore[arg-type]
                assert (await owner.get("http://kg/rejected")).status_code == 200
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as other:
            assert (await other.post("/sparql", **insert)).status_code == 401  # type: ignore[arg-type]
            forged = {"x-local": "true", "forwarded": "for=unix:"}
            assert (await other.get("/rejected", headers=forged)).status_code == 401

    served(talk, door)
    assert not door.exists()


def test_a_second_server_at_the_same_door_is_refused(tmp_path: Path) -> None:
    async def talk(port: int) -> None:
        with pytest.raises(StoreBusy):
            await serve(application(FakeService()), "127.0.0.1:0", tmp_path / "kg.sock")

    served(talk, tmp_path / "kg.sock")


@pytest.mark.parametrize(
    ("bind", "why"),
    [
        ("nowhere", "no address"),
        ("127.0.0.1:x", "no address"),
        ("127.0.0.1:99999", "no address"),
        ("192.0.2.1:22000", "no address of this machine"),
        ("no.such.host.invalid:80", "no host"),
    ],
)
def test_an_address_that_cannot_be_listened_at_is_one_sentence(bind: str, why: str) -> None:
    with pytest.raises(NetworkError, match=why) as caught:
        asyncio.run(serve(application(FakeService()), bind))
    assert "\n" not in str(caught.value)


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(NetworkError, match=f"{bind} is in use already"):
            asyncio.run(serve(application(FakeService()), bind))


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_and_ends_well(sign: int, tmp_path: Path) -> None:
    program = (
        "import asyncio, pathlib\nfrom kg.web import serve\nfrom tests.web.conftest import application\n"
        "from tests.web.service import FakeService\n"
        f"door = pathlib.Path({str(tmp_path)!r}) / 'kg.sock'\n"
        "asyncio.run(serve(application(FakeService()), '127.0.0.1:0', door, ready=lambda a: print(a, flush=True)))\n"
        "print('stopped')\n"
    )
    root = Path(__file__).parent.parent.parent
    with subprocess.Popen(
        (sys.executable, "-c", program), cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert re.match(r"http://127\.0\.0\.1:\d+$", server.stdout.readline())
        os.kill(server.pid, sign)
        out, err = server.communicate(timeout=10)
    assert (server.returncode, out, err) == (0, "stopped\n", "")
    assert not (tmp_path / "kg.sock").exists()


def test_told_to_stop_it_answers_what_is_asked_and_refuses_what_is_new() -> None:
    program = (
        "import asyncio\nfrom kg.web import serve\nfrom tests.web.conftest import application\n"
        "from tests.web.service import FakeService\n"
        "class Slow(FakeService):\n"
        "    async def query(self, *asked):\n"
        "        print('asked', flush=True)\n"
        "        await asyncio.sleep(0.8)\n"
        "        return await super().query(*asked)\n"
        "app = application(Slow('plain'), dataset='plain')\n"
        "asyncio.run(serve(app, '127.0.0.1:0', ready=lambda a: print(a, flush=True), grace=5))\n"
    )

    async def talk(server: subprocess.Popen[str]) -> None:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        async with httpx.AsyncClient(base_url=address) as client, httpx.AsyncClient(base_url=address) as other:
            assert (await other.get("/health")).status_code == 200
            asked = asyncio.ensure_future(client.get("/sparql?query=ASK%20{}"))
            await asyncio.to_thread(server.stdout.readline)
            server.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.2)
            refused = await other.get("/sparql?query=ASK%20{}")
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
            assert (await other.get("/ready")).status_code == 503
            assert (await asked).status_code == 200

    root = Path(__file__).parent.parent.parent
    with subprocess.Popen((sys.executable, "-c", program), cwd=root, stdout=subprocess.PIPE, text=True) as server:
        try:
            asyncio.run(talk(server))
            assert server.wait(10) == 0
        finally:
            server.kill()
