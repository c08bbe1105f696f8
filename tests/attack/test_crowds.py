"""Many at once, many that never end what they begin, and many that leave: others are served meanwhile."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from tests.attack.conftest import Target
from tests.attack.kit import ATTACKER, CANARY, UPDATE, Answer, Attack, canary, exchange, judge, parsed

pytestmark = [pytest.mark.served, pytest.mark.attack]

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
MONSTER = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}".encode()
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
REFUSED = (429, 503)


def crowd(target: Target, size: int) -> Iterator[float]:
    """Let *size* monsters run from one address; yield how long each canary took meanwhile, from the same address."""
    with ThreadPoolExecutor(size) as pool:
        raw = Attack("monster", MONSTER).raw(target.token)
        running = [pool.submit(exchange, target.port, raw, 20.0) for _ in range(size)]
        while not all(one.done() for one in running):
            yield canary(target.port, 8.0, ATTACKER)
            time.sleep(0.05)
        for one in running:
            judge(parsed(*one.result()), REFUSED)


def test_four_monsters_and_a_canary_from_one_address(target: Target) -> None:
    took = list(crowd(target, 4))
    assert len(took) >= 2
    assert max(took) < 2
    target.well()


def test_twenty_monsters_from_one_address_and_a_canary_from_another(target: Target) -> None:
    raw = Attack("monster", MONSTER).raw(target.token)
    with ThreadPoolExecutor(20) as pool:
        running = [pool.submit(exchange, target.port, raw, 30.0) for _ in range(20)]
        while not all(one.done() for one in running):
            canary(target.port)
            time.sleep(0.1)
        for one in running:
            judge(parsed(*one.result()), REFUSED)
    target.well()


def test_updates_that_never_end_keep_nobody_from_reading_or_writing(target: Target) -> None:
    endless = f"INSERT {{ GRAPH <http://attacked.example/z> {{ ?a ?b ?l }} }} WHERE {{ {CROSS} }}"
    monster = Attack("monster", endless.encode(), UPDATE, token=True).raw(target.token)
    small = b"DELETE DATA { GRAPH <http://attacked.example/z> { <e:a> <e:b> 1 } }"
    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(exchange, target.port, monster, 20.0) for _ in range(3)]
        time.sleep(0.2)
        heard, took = exchange(target.port, Attack("small", small, UPDATE, token=True).raw(target.token), 8.0, CANARY)
        judge(parsed(heard), (200,))
        assert took < 4
        for one in running:
            judge(parsed(*one.result()), REFUSED)
    target.well()


@contextlib.contextmanager
def opened(port: int, count: int, said: bytes) -> Iterator[list[socket.socket]]:
    with contextlib.ExitStack() as stack:
        ends = []
        for _ in range(count):
            end = stack.enter_context(socket.create_connection(("127.0.0.1", port), 5, (ATTACKER, 0)))
            end.sendall(said)
            ends.append(end)
        yield ends


HEAD = b"Host: x\r\nContent-Type: application/sparql-query\r\n"
HALVES = [
    ("nothing said", b""),
    ("half a line", b"GET /hea"),
    ("half a head", b"GET /health HTTP/1.1\r\nHost: x\r\nX-"),
    ("half a body", b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Content-Length: 100\r\n\r\nASK"),
    ("half a chunk", b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n64\r\nASK"),
    ("a body announced", b"POST /sparql HTTP/1.1\r\n" + HEAD + b"Expect: 100-continue\r\nContent-Length: 100\r\n\r\n"),
    (
        "an article's half",
        b"POST /articles HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n",
    ),
]


@pytest.mark.parametrize("said", [case[1] for case in HALVES], ids=[case[0] for case in HALVES])
def test_two_hundred_requests_that_are_never_ended(target: Target, said: bytes) -> None:
    with opened(target.port, 200, said):
        for _ in range(5):
            canary(target.port)
    target.well()


def test_slow_heads_and_bodies_are_ended_in_time(target: Target) -> None:
    ended: dict[str, tuple[float, bytes]] = {}

    def drip(name: str, said: bytes) -> None:
        begun = time.monotonic()
        with socket.create_connection(("127.0.0.1", target.port), 5) as end:
            heard = b""
            with contextlib.suppress(ConnectionError):
                end.sendall(said)
                end.settimeout(0.5)
                while time.monotonic() - begun < 25:
                    with contextlib.suppress(TimeoutError):
                        piece = end.recv(4096)
                        if not piece:
                            break
                        heard += piece
                        continue
                    # A byte every half second keeps a connection that only watches for silence.
                    if b"408" not in heard and "nothing" not in name:
                        end.sendall(b"a")
        ended[name] = (time.monotonic() - begun, heard)

    threads = [threading.Thread(target=drip, args=case) for case in HALVES]
    for one in threads:
        one.start()
    while any(one.is_alive() for one in threads):
        canary(target.port)
        time.sleep(0.5)
    assert ended.keys() == {name for name, _ in HALVES}
    for name, (seconds, heard) in ended.items():
        refused = b" 401 " if "article" in name else b" 400 " if "chunk" in name and b" 400 " in heard else b" 408 "
        assert refused in heard, (name, heard)
        assert seconds < 23, name
    target.well()


def test_a_thousand_connections_that_say_nothing(target: Target) -> None:
    with opened(target.port, 990, b""):
        canary(target.port)
        with opened(target.port, 60, b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") as late:
            for end in late:
                judge(parsed(b"".join(iter(lambda end=end: end.recv(1 << 16), b""))), (200, 503))  # type: ignore[misc]
    target.well()


def gone(port: int, raw: bytes, after: float, *, abruptly: bool) -> None:
    with socket.create_connection(("127.0.0.1", port), 5, (ATTACKER, 0)) as end:
        if abruptly:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        end.sendall(raw)
        time.sleep(after)


@pytest.mark.parametrize("abruptly", [False, True], ids=["closed", "reset"])
@pytest.mark.parametrize("text", [MONSTER, LONG.encode()], ids=["before the answer", "in mid-answer"])
def test_clients_that_leave_take_their_work_with_them(target: Target, text: bytes, abruptly: bool) -> None:
    raw = Attack("monster", text, headers={"X-Timeout": "20"}).raw(target.token)
    for _ in range(12):
        gone(target.port, raw, 0.1, abruptly=abruptly)
    began = time.monotonic()
    canary(target.port, 2.0, ATTACKER)
    assert time.monotonic() - began < 1
    target.well()


def test_answers_that_are_never_read(target: Target) -> None:
    head = f"GET /sparql?query={quote(LONG)} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode()
    with opened(target.port, 20, head):
        for _ in range(20):
            canary(target.port)
            time.sleep(0.1)
    target.well()


def test_an_answer_that_breaks_does_not_end_as_if_whole(target: Target) -> None:
    raw = Attack("long", LONG.encode(), headers={"Accept": "application/sparql-results+json"}).raw(target.token)
    answer: Answer = parsed(*exchange(target.port, raw, 8.0))
    assert answer.status in (200, 503)
    if answer.status == 200:
        assert not answer.whole
        assert not answer.body.rstrip().endswith(b"]}}")
    target.well()
