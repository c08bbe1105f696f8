"""What every answer carries, errors above all, and what happens when either side breaks off."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from kg import errors
from kg.errors import KGError, Overrun
from kg.web.problems import KINDS, Refused, problem_of
from kg.web.wire import error_from_problem
from tests.web.conftest import Client, application
from tests.web.service import FakeService


def every_error() -> list[type[KGError]]:
    found, left = [], [KGError]
    while left:
        kind = left.pop()
        if kind.__module__ == errors.__name__:
            found.append(kind)
            left += kind.__subclasses__()
    return found


def test_every_error_has_a_status_of_its_own() -> None:
    assert set(every_error()) == set(KINDS)
    assert len({slug for _, slug, _ in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize(
    ("error", "status", "members"),
    [
        (
            errors.MalformedQuery("x", place=errors.Place(2, 5), hint="mend"),
            400,
            {"line": 2, "column": 5, "hint": "mend"},
        ),
        (errors.MalformedData("x"), 400, {}),
        (errors.DoesNotConform("x", {"findings": []}), 422, {"report": {"findings": []}}),
        (errors.UnknownFormat("x", ("a", "b")), 406, {"offered": ["a", "b"], "hint": "offered: a, b"}),
        (errors.Withdrawn("x"), 410, {}),
        (errors.NotAnArticle("x"), 422, {}),
        (errors.Denied("x", known=False), 401, {}),
        (errors.Denied("x", known=True), 403, {}),
        (errors.Overrun("x", limit="memory"), 503, {"limit": "memory"}),
        (errors.StoreReadOnly("x"), 503, {}),
        (errors.StoreFull("x"), 507, {}),
    ],
)
def test_an_error_as_a_problem(error: KGError, status: int, members: dict[str, object]) -> None:
    problem = problem_of(error)
    assert (problem.status, problem.members) == (status, members)


def test_a_problem_does_not_repeat_at_length_what_was_sent() -> None:
    assert problem_of(errors.NotFound("x" * 600)).detail == "x" * 600
    detail = problem_of(errors.NotFound(f"nothing is said of <{'x' * 60_000}>")).detail
    assert detail.startswith("nothing is said of <xxx")
    assert detail.endswith("xxx>")
    assert len(detail) < 600


SENT = [
    *(kind("words", hint="mend") for kind in every_error() if kind.__init__ is KGError.__init__),
    errors.MalformedQuery("words", place=errors.Place(2, 5), hint="mend"),
    errors.MalformedData("words"),
    errors.DoesNotConform("words", {"findings": [1]}),
    errors.UnknownFormat("words", ("a", "b")),
    errors.Denied("words", known=True),
    errors.Denied("words", known=False, hint="mend"),
    errors.Overrun("words", limit="memory", hint="mend"),
    errors.Overloaded("words", yours=True, seconds=4),
    errors.Overloaded("words", yours=False),
]


@pytest.mark.parametrize("error", SENT, ids=lambda error: type(error).__name__)
def test_a_program_gets_the_error_the_server_raised(error: KGError) -> None:
    made = error_from_problem(json.loads(json.dumps(problem_of(error).as_json())))
    assert (type(made), str(made), vars(made)) == (type(error), str(error), vars(error))


def test_what_only_http_refuses_is_the_callers_fault() -> None:
    made = error_from_problem(problem_of(Refused("words", status=415, hint="mend")).as_json())
    assert (type(made), str(made), made.hint) == (errors.UsageError, "words", "mend")
    assert type(error_from_problem({})) is errors.StoreError


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/problem+json"),
        ("*/*", "application/problem+json"),
        ("text/turtle", "application/problem+json"),
        ("application/json", "application/json"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/plain, application/json;q=0.5", "text/plain; charset=utf-8"),
    ],
)
def test_a_problem_is_told_as_the_client_reads(client: Client, accept: str | None, media_type: str) -> None:
    answer = client.get("/sparql?query=ASK+%7B", accept)
    assert (answer.status_code, answer.headers["content-type"]) == (400, media_type)
    assert "column" in answer.text


@pytest.mark.parametrize(
    "address", ["/sparql?query=ASK+%7B%7D", "/sparql?query=x", "/nowhere", "/health", "/export", "/store?graph=x"]
)
def test_every_answer_is_safe_to_open_and_open_to_read(client: Client, address: str) -> None:
    headers = client.get(address, headers={"origin": "https://other.example"}).headers
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("address", ["/sparql", "/store", "/export", "/nowhere"])
def test_a_preflight_allows_reading_and_no_token(client: Client, address: str) -> None:
    headers = {"origin": "https://other.example", "access-control-request-method": "PUT"}
    answer = client.request("OPTIONS", address, headers=headers)
    assert answer.status_code == 204
    assert set(answer.headers["access-control-allow-methods"].split(", ")) == {
        "GET",
        "HEAD",
        "POST",
        "QUERY",
        "OPTIONS",
    }
    assert "authorization" not in answer.headers["access-control-allow-headers"].lower()


def test_a_preflight_lets_conditions_pass_and_opens_no_private_network(client: Client) -> None:
    headers = {"origin": "https://other.example", "access-control-request-method": "GET"}
    answer = client.request("OPTIONS", "/sparql", headers={**headers, "access-control-request-private-network": "true"})
    assert {"if-none-match", "if-modified-since"} <= set(
        answer.headers["access-control-allow-headers"].lower().split(", ")
    )
    assert "access-control-allow-private-network" not in answer.headers
    assert "access-control-allow-credentials" not in answer.headers


def failing(error: Exception) -> Client:
    class Failing(FakeService):
        async def query(self, *_: object) -> Any:
            raise error

    return Client(application(Failing()))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.Overloaded("words", yours=True), 429),
        (errors.Overloaded("words", yours=False), 503),
        (errors.Overrun("words", limit="deadline"), 503),
        (errors.StoreError("words"), 500),
        (ValueError("words"), 500),
    ],
)
def test_a_page_of_another_origin_can_read_what_went_wrong(error: Exception, status: int) -> None:
    answer = failing(error).get("/sparql?query=ASK%7B%7D", headers={"origin": "https://other.example"})
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"
    assert {"ETag", "Link", "Retry-After"} <= set(answer.headers["access-control-expose-headers"].split(", "))
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "accept", "status"),
    [
        ("/nowhere", "*/*", 404),
        ("/id/nothing", "*/*", 404),
        ("/export", "image/png", 406),
        ("/store?graph=http://e/none", "*/*", 404),
    ],
)
def test_a_refusal_can_be_read_by_other_origins(client: Client, address: str, accept: str, status: int) -> None:
    answer = client.get(address, accept, headers={"origin": "https://other.example"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, "*")


def test_what_is_written_is_not_open_to_other_origins(store: Client) -> None:
    answer = store.request("PUT", "/store?default", content=b"", headers={"content-type": "text/turtle"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("POST", "/export", "GET, HEAD"),
        ("PUT", "/articles", "GET, HEAD, POST"),
        ("PATCH", "/articles/abc", "GET, HEAD, DELETE"),
        ("DELETE", "/health", "GET, HEAD"),
        ("OPTIONS", "/id/x", "GET, HEAD"),
    ],
)
def test_a_method_that_is_none_is_405_with_those_that_are(
    client: Client, method: str, address: str, allowed: str
) -> None:
    answer = client.request(method, address)
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert answer.headers["allow"] == allowed


class Wire:
    """One request straight at the application, with all it sends kept, and a client that may hang up."""

    def __init__(self, service: FakeService, path: str) -> None:
        self.sent: list[dict[str, Any]] = []
        self.left = asyncio.Event()
        self.begun = asyncio.Event()
        name, _, query = path.partition("?")
        self.scope = {"type": "http", "method": "GET", "path": name, "raw_path": name.encode()}
        self.scope |= {"query_string": query.encode(), "headers": [], "http_version": "1.1", "scheme": "http"}
        self.app = application(service)

    async def receive(self) -> dict[str, Any]:
        if not self.scope.get("asked"):
            self.scope["asked"] = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)
        self.begun.set()

    async def run(self) -> None:
        await self.app(self.scope, self.receive, self.send)  # type: ignore[arg-type]

    @property
    def ended(self) -> bool:
        return self.sent[-1]["type"] == "http.response.body" and not self.sent[-1].get("more_body")


class Slow(FakeService):
    """Sends one piece, and the next when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = asyncio.Event()

    async def _chunks(self, pieces: list[bytes]) -> Any:
        try:
            yield b"first,"
            await self.go_on.wait()
            if self.failure:
                raise self.failure
            yield b"second"
        finally:
            self.closed += 1


ADDRESSES = ["/sparql?query=SELECT+*+%7B%7D", "/export", "/store?default"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_streams_as_it_comes(address: str) -> None:
    async def run() -> None:
        service = Slow()
        wire = Wire(service, address)
        task = asyncio.ensure_future(wire.run())
        await asyncio.wait_for(wire.begun.wait(), 2)
        await asyncio.sleep(0.01)
        assert [m.get("body") for m in wire.sent] == [None, b"first,"]
        assert not any(name == b"content-length" for name, _ in wire.sent[0]["headers"])
        service.go_on.set()
        await asyncio.wait_for(task, 2)
        assert b"".join(m.get("body", b"") for m in wire.sent) == b"first,second"
        assert wire.ended
        assert service.closed == 1

    asyncio.run(run())


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_late_failure_never_ends_the_body_as_if_complete(address: str) -> None:
    async def run() -> None:
        service = Slow()
        service.failure = Overrun("too long", limit="deadline")
        wire = Wire(service, address)
        task = asyncio.ensure_future(wire.run())
        await asyncio.wait_for(wire.begun.wait(), 2)
        service.go_on.set()
        await asyncio.wait_for(task, 2)
        assert wire.sent[0]["status"] == 200
        assert not wire.ended
        assert service.closed == 1

    asyncio.run(run())


@pytest.mark.parametrize("address", ADDRESSES)
def test_when_the_client_leaves_the_work_ends(address: str) -> None:
    async def run() -> None:
        service = Slow()
        wire = Wire(service, address)
        task = asyncio.ensure_future(wire.run())
        await asyncio.wait_for(wire.begun.wait(), 2)
        wire.left.set()
        await asyncio.wait_for(task, 2)
        assert service.closed == 1
        assert not wire.ended

    asyncio.run(run())


def test_when_the_client_leaves_while_waiting_the_waiting_ends() -> None:
    class Waiting(FakeService):
        ended = False

        async def query(self, *_: object) -> Any:
            try:
                await asyncio.sleep(60)
            finally:
                self.ended = True

    async def run() -> None:
        service = Waiting()
        wire = Wire(service, ADDRESSES[0])
        task = asyncio.ensure_future(wire.run())
        await asyncio.sleep(0.02)
        wire.left.set()
        await asyncio.wait_for(task, 2)
        assert service.ended
        assert wire.sent == []

    asyncio.run(run())


def test_an_answer_in_one_piece_has_its_length(client: Client) -> None:
    answer = client.get("/sparql?query=ASK+%7B%7D")
    assert int(answer.headers["content-length"]) == len(answer.content)
