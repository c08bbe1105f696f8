"""The ways in: what each lets through, and that all of them lead to the same answers."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client

from kg.assistant import ServiceLibrary, http_door
from kg.sparql import Limits
from kg.web import create_app
from kg.wiring import open_session, read_settings
from tests.assistant.walk import TRANSCRIPT, environment, fill, over_stdio, walk
from tests.guides import blocks, page
from tests.web.service import FakeService

pytestmark = pytest.mark.served

ACCEPT = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "run_sparql", "arguments": {"query": "ASK { ?s ?p ?o }"}},
}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i && ?c != ?d) }"


@asynccontextmanager
async def front(service: FakeService, *hosts: str, client: str = "127.0.0.1") -> AsyncIterator[httpx.AsyncClient]:
    """Lend a client of the whole front, with the door for assistants."""
    async with http_door(ServiceLibrary(service, Limits()), hosts) as door:  # type: ignore[arg-type]
        app = create_app(service, beside={"mcp": door})  # type: ignore[arg-type]
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(client, 5))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000", headers=ACCEPT) as http:
            yield http


def sent(method: str = "POST", path: str = "/mcp", *hosts: str, **more: Any) -> httpx.Response:
    async def send() -> httpx.Response:
        async with front(FakeService(), *hosts) as http:
            more.setdefault("content", json.dumps(CALL))
            return await http.request(method, path, **more)

    return asyncio.run(send())


def test_a_message_is_answered() -> None:
    answer = sent()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json()["result"]["structuredContent"]["truth"] is False
    assert sent(path="/mcp/").status_code == 200


def test_a_question_counts_for_whoever_sent_it() -> None:
    async def send() -> FakeService:
        service = FakeService()
        async with front(service, client="192.0.2.7") as http:
            await http.post("/mcp", content=json.dumps(CALL))
        return service

    ((query, _, limits, client),) = asyncio.run(send()).asked
    assert client == "192.0.2.7"
    assert limits.seconds == 10.0  # type: ignore[attr-defined]
    assert query.text.startswith("ASK")  # type: ignore[attr-defined]


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "PUT", "QUERY"])
def test_there_are_no_sessions_and_no_streams(method: str) -> None:
    answer = sent(method)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert method == "HEAD" or answer.json()["title"] == "Method not allowed"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "evil.example:8000"}, 421),
        ({"host": "localhost.evil.example"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-encoding": "gzip"}, 415),
        ({"host": "127.0.0.1:9000", "origin": "http://localhost:6274"}, 200),
        ({"host": "news.example.org"}, 200),
        ({"host": "[::1]:8000"}, 200),
    ],
)
def test_only_those_who_mean_this_server_are_answered(headers: dict[str, str], status: int) -> None:
    answer = sent("POST", "/mcp", "news.example.org", headers=headers)
    assert answer.status_code == status
    if status != 200:
        assert answer.json()["status"] == status
    if status in (403, 421):
        assert "KG_MCP_HOSTS" in answer.json()["hint"]


@pytest.mark.parametrize("version", [{}, {"mcp-protocol-version": "2026-07-28"}, {"mcp-protocol-version": "x" * 5000}])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"[" + json.dumps(CALL).encode() + b"]",
        b'{"a":' * 50_000,
        b"[" + b"9" * 100_000 + b"]",
        b'{"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen", "params": {}}',
        b'{"jsonrpc": "2.0", "id": {}, "method": "tools/call"}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_message_is_refused(body: bytes, version: dict[str, str]) -> None:
    answer = sent(content=body, headers=version)
    assert 200 <= answer.status_code < 500
    assert "Traceback" not in answer.text
    assert answer.status_code != 200 or "error" in answer.json()


def test_agents_are_told_of_it_where_they_look() -> None:
    async def told() -> tuple[str, str]:
        service = FakeService()
        async with front(service) as http:
            with_it = await http.get("/llms.txt", headers={"accept": "text/plain"})
        transport = httpx.ASGITransport(create_app(service))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as http:
            return with_it.text, (await http.get("/llms.txt")).text

    with_it, without = asyncio.run(told())
    assert "http://localhost:8000/mcp" in with_it
    assert "/mcp" not in without


def test_a_body_has_a_bound() -> None:
    answer = sent(content=b" " * (2 * 1024 * 1024 + 1))
    assert (answer.status_code, answer.json()["status"]) == (413, 413)


def test_other_commands_do_not_load_the_protocol() -> None:
    look = "import sys, kg.cli, kg.wiring, kg.wiring.serving, kg.web; print({'mcp', 'kg.assistant'} & set(sys.modules))"
    seen = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True, env=environment())
    assert seen.stdout == "set()\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the article of the walk."""
    place = tmp_path_factory.mktemp("assistant") / "store"
    fill(place)
    return place


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The address at which the store is served."""
    command = [sys.executable, "-m", "kg.cli", "serve", "--location", str(folder), "--bind", "127.0.0.1:0"]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        line = server.stderr.readline()
        try:
            yield line.split()[-1]
        finally:
            server.terminate()


def walked(*words: str) -> str:
    async def go() -> str:
        async with over_stdio(*words) as client:
            return await walk(client)

    return asyncio.run(go())


served = pytest.mark.served


@served
def test_the_walk_goes_as_it_is_written(folder: Path) -> None:
    kept = TRANSCRIPT.read_text("utf-8")
    assert walked("--location", str(folder)) == kept, "if the change is meant: python -m tests.assistant.walk"


@served
@pytest.mark.parametrize("by", ["folder", "address"])
def test_the_walk_is_the_same_through_a_server(folder: Path, address: str, by: str) -> None:
    words = ("--location", str(folder)) if by == "folder" else (address,)
    assert walked(*words) == TRANSCRIPT.read_text("utf-8")


@served
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_walk_is_the_same_over_http(address: str, mode: str) -> None:
    async def go() -> str:
        async with Client(f"{address}/mcp", mode=mode) as client:
            return await walk(client)

    assert asyncio.run(go()) == TRANSCRIPT.read_text("utf-8")


@served
def test_who_hangs_up_ends_the_work(folder: Path, address: str) -> None:
    arguments = {"query": ENDLESS}
    call = {**CALL, "params": {"name": "run_sparql", "arguments": arguments}}
    for headers in ({}, {"mcp-protocol-version": "2025-06-18"}):
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{address}/mcp", json=call, headers=ACCEPT | headers, timeout=1.0)
        with closing_session(folder) as session:
            until = time.monotonic() + 5
            while any(one.text.startswith(ENDLESS[:20]) for one in session.running()):
                assert time.monotonic() < until, "the query goes on though nobody waits for it"
                time.sleep(0.05)


def closing_session(folder: Path) -> Any:
    return open_session(read_settings({"location": folder}))


@served
def test_standard_output_carries_the_protocol_alone(folder: Path) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {**CALL, "id": 2, "params": {"name": "run_sparql", "arguments": {"query": "SELECT nonsense"}}},
        {**CALL, "id": 3, "params": {"name": "no_such_tool", "arguments": {}}},
        {**CALL, "id": 4},
    ]
    command = [sys.executable, "-m", "kg.cli", "mcp", "--location", str(folder)]
    with subprocess.Popen(command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        answers = {}
        for message in messages:
            run.stdin.write(("this is no message\n" if message.get("id") == 4 else "") + json.dumps(message) + "\n")
            run.stdin.flush()
        while len(answers) < 4:
            line = json.loads(run.stdout.readline())
            assert line["jsonrpc"] == "2.0"
            if line.get("id") is not None:
                answers[line["id"]] = line
        run.stdin.close()
        assert run.stdout.read() == ""
        assert run.wait(10) == 0
    assert answers[2]["result"]["isError"]
    assert answers[4]["result"]["structuredContent"]["truth"] is True


@served
def test_a_wrong_call_is_told_on_standard_error(folder: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", "mcp"]
    for words, code in (["http://127.0.0.1:1/", "--location", str(folder)], 2), (["ftp://x"], 2):
        run = subprocess.run([*command, *words], env=environment(), capture_output=True, text=True, check=False)
        assert (run.returncode, run.stdout) == (code, "")
        assert run.stderr.startswith("kg: ")


@served
def test_a_setting_turns_it_off(folder: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "kg.cli",
        "serve",
        "--location",
        str(folder.parent / "off"),
        "--bind",
        "127.0.0.1:0",
    ]
    surroundings = environment() | {"KG_MCP": "off"}
    with subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        address = server.stderr.readline().split()[-1]
        answer = httpx.post(f"{address}/mcp", json=CALL, headers=ACCEPT)
        server.terminate()
    assert answer.status_code == 404


PAGE = page("docs/how-to/use-with-an-assistant.md")


def test_the_how_to_names_every_tool_and_its_configurations_are_json() -> None:
    from tests.assistant.test_tools import TOOLS

    assert set(re.findall(r"`(\w+)`", PAGE[PAGE.index("| tool |") : PAGE.index("The ontology is")])) == TOOLS
    for block in blocks(PAGE, "json"):
        assert list(json.loads(block)["mcpServers"]) == ["isnad"]


@served
def test_the_how_to_s_program_runs(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = blocks(PAGE, "python")
    block = block.replace("http://127.0.0.1:8000", address).replace("بلينكن", "الصفدي").replace("إيران", "الفلسطيني")
    exec(compile(block, "use-with-an-assistant.md", "exec"), {})
    assert capsys.readouterr().out.startswith("وأضاف الصفدي")
