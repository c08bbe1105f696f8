"""What an operator sees: figures, numbers of requests, what runs; and how the house is closed."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from kg.errors import NetworkError, Overrun
from kg.web import WebSettings, create_app
from kg.web.logs import log_to
from kg.web.porter import Porter
from kg.web.wire import running_from_json
from kg.workers import Running
from tests.web.conftest import Book, Client, bearer
from tests.web.service import FakeService

JOB = Running("engine-7", "query", "ASK {}", "r1", "192.0.2.1", "slow", datetime(2026, 3, 1, tzinfo=UTC), 12.5)
ASK = "/sparql?query=ASK%20{}"


@pytest.fixture
def house(service: FakeService) -> Porter:
    """An application of its own: its counts begin at nothing."""
    return create_app(service, tokens=Book(), settings=WebSettings(proxies=("127.0.0.0/8",)))


def figures(house: Porter) -> dict[tuple[str, ...], float]:
    response = Client(house).get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_queries_are_counted_by_what_became_of_them(house: Porter, service: FakeService) -> None:
    client = Client(house)
    client.get(ASK)
    client.get("/sparql?query=ASK%20{")
    client.get("/nowhere/at/all")
    service.failure, service.pieces = NetworkError("a worker died"), [b"a", b"b", b"c"]
    with pytest.raises(AssertionError):
        client.get(ASK)  # broken off after its head, which the transport notices
    service.pieces, service.failure = [b""], Overrun("too long", limit="deadline")
    assert client.get(ASK).status_code == 503
    found = figures(house)
    counts = {key[1:]: value for key, value in found.items() if key[0] == "isnad_queries_total"}
    assert counts == {
        ("query", "answered"): 1,
        ("query", "malformed"): 1,
        ("query", "network"): 1,
        ("query", "deadline"): 1,
    }
    assert found["isnad_query_seconds_count", "query"] == 4
    assert found["isnad_requests_total", "GET", "other", "404"] == 1
    assert found["isnad_requests_total", "GET", "/sparql", "400"] == 1


def test_the_figures_of_the_service_are_told(house: Porter, service: FakeService) -> None:
    service.publish()
    found = figures(house)
    assert found["isnad_revision",] == 1
    assert found["isnad_store_quads",] == service.store.quads > 0
    assert found["isnad_writer_present",] == 1
    assert found["isnad_jobs_waiting", "engine"] == 3
    assert found["isnad_workers_stopped_total", "deadline", "engine"] == 2
    assert found["isnad_gate_total", "refused", "article"] == 1


def test_labels_are_few_whatever_is_asked(house: Porter) -> None:
    client = Client(house)
    for number in range(20):
        client.request(f"M{number}", f"/p{number}")
    told = {key[1:3] for key in figures(house) if key[0] == "isnad_requests_total"}
    assert told == {("other", "other")}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("abc-1.2_3", True), ("x" * 64, True), ("x" * 65, False), ("a b", False), ("<script>", False), ("", False)],
)
def test_a_request_keeps_its_number_if_it_is_one(house: Porter, sent: str, kept: bool) -> None:
    response = Client(house).get("/nowhere", headers={"x-request-id": sent})
    number = response.headers["x-request-id"]
    assert (number == sent) is kept
    assert response.json()["request"] == number
    assert Client(house).get(ASK).headers["x-request-id"] != number


def test_what_nobody_foresaw_has_a_number_and_all_the_guards(house: Porter, service: FakeService) -> None:
    service.query = None  # type: ignore[assignment,method-assign]
    response = Client(house).get(ASK)
    assert response.status_code == 500
    assert response.json()["request"] == response.headers["x-request-id"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "Traceback" not in response.text


@pytest.mark.parametrize(("scope", "status"), [(None, 401), ("read", 403), ("write", 403), ("admin", 200)])
def test_what_runs_is_for_admins(house: Porter, service: FakeService, scope: str | None, status: int) -> None:
    service.jobs = [JOB]
    client = Client(house, bearer(scope) if scope else {})
    response = client.get("/queries")
    assert response.status_code == status
    assert client.request("DELETE", "/queries/engine-7").status_code == (204 if status == 200 else status)
    if status == 200:
        assert [asdict(running_from_json(one)) for one in response.json()["queries"]] == [asdict(JOB)]
        assert client.request("DELETE", "/queries/engine-7").status_code == 404
    assert len(service.jobs) == (0 if status == 200 else 1)


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        (None, "127.0.0.1"),
        ("192.0.2.9", "192.0.2.9"),
        ("1.1.1.1, 192.0.2.9", "192.0.2.9"),
        ("192.0.2.9, 127.0.0.2", "192.0.2.9"),
        ("192.0.2.9, unknown", "127.0.0.1"),
        ("2001:db8::1", "2001:db8::/64"),
    ],
)
def test_a_trusted_proxy_tells_who_asks(
    house: Porter, service: FakeService, forwarded: str | None, client: str
) -> None:
    Client(house).get(ASK, headers={"x-forwarded-for": forwarded} if forwarded else {})
    assert service.asked[-1][3] == client


def test_nobody_else_tells_who_asks(service: FakeService) -> None:
    Client(create_app(service)).get(ASK, headers={"x-forwarded-for": "192.0.2.9"})
    assert service.asked[-1][3] == "127.0.0.1"


def test_a_closing_house_lets_nobody_in_and_stops_what_is_left(house: Porter, service: FakeService) -> None:
    asyncio.run(house.close(0.0))
    assert service.stopped
    response = Client(house).get(ASK)
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert Client(house).get("/ready").status_code == 503
    assert Client(house).get("/health").status_code == 200


def test_those_inside_get_their_grace(house: Porter, service: FakeService) -> None:
    async def slow(*_: Any) -> None:
        await asyncio.sleep(0.15)

    async def scene() -> float:
        scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
        house.inner = slow
        inside = asyncio.ensure_future(house(scope, slow, slow))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        began = asyncio.get_running_loop().time()
        await house.close(5.0)
        assert inside.done()
        return asyncio.get_running_loop().time() - began

    assert 0.1 < asyncio.run(scene()) < 1.0


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root, rooms = logging.getLogger(), logging.getLogger("kg")
    before, level = list(root.handlers), rooms.level
    yield io.StringIO()
    root.handlers = before
    rooms.setLevel(level)


def test_the_log_is_json_with_numbers_and_without_secrets(house: Porter, written: io.StringIO) -> None:
    log_to(written, "json", "info")
    headers = {"x-request-id": "n1", "authorization": "Bearer isnad_admin", "cookie": "secret"}
    Client(house).get("/sparql?query=ASK%20{}&password=secret", headers=headers)
    (line,) = [json.loads(line) for line in written.getvalue().splitlines() if "kg.web.requests" in line]
    assert line["request"] == "n1"
    assert (line["method"], line["path"], line["status"], line["client"]) == ("GET", "/sparql", 200, "127.0.0.1")
    assert "isnad_admin" not in written.getvalue()
    assert "secret" not in written.getvalue()


def test_a_line_of_the_log_is_one_line(written: io.StringIO) -> None:
    log_to(written, "text", "info")
    logging.getLogger("kg.web").warning("asked: %s", "a\nb\x1b[31m\u202e")
    assert written.getvalue().count("\n") == 1
    assert "\\n" in written.getvalue()
    assert "\x1b" not in written.getvalue()
