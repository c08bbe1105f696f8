"""Articles over HTTP: given in, listed, withdrawn; and the gate's refusals."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import urlencode

import pytest

from kg.article import Given
from kg.web import wire
from kg.workers import Receipt
from tests.web.conftest import Client, application, bearer
from tests.web.service import BASE, KEY, FakeService

TEXT = "قالت الوزيرة إن بلادها أعدت خطة"
ABOUT = {"id": "http://e/1", "source_url": "http://e/page", "published": "2026-01-26", "publisher": "صحيفة الواحة"}
GIVEN = Given("http://e/1", "http://e/page", date(2026, 1, 26), "صحيفة الواحة")


@pytest.fixture
def editor(service: FakeService) -> Client:
    return Client(application(service), bearer("write"))


@pytest.mark.parametrize(
    ("media_type", "address", "body", "read"),
    [
        ("text/plain; charset=utf-8", "/articles?" + urlencode(ABOUT), TEXT, TEXT),
        ("text/html", "/articles?" + urlencode(ABOUT), f"<p>{TEXT}</p>", f"<p>{TEXT}</p>"),
        ("application/json", "/articles", json.dumps({"text": TEXT, **ABOUT}), TEXT),
        ("application/json", "/articles", json.dumps({"html": f"<p>{TEXT}</p>", **ABOUT}), f"<p>{TEXT}</p>"),
    ],
)
def test_an_article_arrives_with_what_is_known_beside_it(
    editor: Client, service: FakeService, *, media_type: str, address: str, body: str, read: str
) -> None:
    answer = editor.post(address, content=body.encode(), headers={"content-type": media_type})
    assert service.asked == [(read.encode(), GIVEN)]
    assert answer.status_code == 201
    assert answer.headers["location"] == "http://e/1"
    receipt = wire.receipt_from_json(answer.json())
    assert receipt == Receipt(KEY, "http://e/1", f"{BASE}graph/{KEY}", "added", service.revision, {"statements": 1}, [])
    again = editor.post(address, content=body.encode(), headers={"content-type": media_type})
    assert (again.status_code, again.json()["action"], "location" in again.headers) == (200, "unchanged", False)


@pytest.mark.parametrize(
    ("status", "media_type", "body"),
    [
        (415, "image/png", b"\x89PNG"),
        (415, "", b"text"),
        (400, "text/plain", b""),
        (400, "text/plain", b"\xff\xfe\x00"),
        (413, "text/plain", b"x" * 2_000_000 + b"y" * 200_000),
        (413, "application/json", b'{"text": "' + b"x" * 2_200_000 + b'"}'),
        (400, "application/json", b"{"),
        (400, "application/json", b"[]"),
        (400, "application/json", b"{}"),
        (400, "application/json", b'{"text": "a", "html": "b"}'),
        (400, "application/json", b'{"text": "a", "colour": "blue"}'),
        (400, "application/json", b'{"text": "a", "published": "soon"}'),
        (400, "application/json", b'{"text": "\\ud800"}'),
        (400, "application/json", b'{"text": ' + b"[" * 100_000),
        (400, "application/json", b"\xff\xfe"),
        (422, "text/plain", b"REJECT"),
    ],
)
def test_what_is_no_article_is_refused(editor: Client, *, status: int, media_type: str, body: bytes) -> None:
    answer = editor.post("/articles", content=body, headers={"content-type": media_type})
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert "[" * 100 not in answer.text


def test_a_bad_date_beside_the_text_is_refused(editor: Client) -> None:
    answer = editor.post("/articles?published=26.1.", content=b"x", headers={"content-type": "text/plain"})
    assert answer.status_code == 400
    assert "published" in answer.json()["detail"]


def test_what_the_gate_refuses_comes_back_with_its_findings(editor: Client) -> None:
    answer = editor.post("/articles", content=b"REJECT", headers={"content-type": "text/plain"})
    problem = answer.json()
    assert problem["type"] == "/docs#problem-does-not-conform"
    assert problem["report"]["findings"][0]["words"] == "جملة"


def test_refused_articles_are_for_those_who_review(service: FakeService, editor: Client) -> None:
    editor.post("/articles", content=b"REJECT", headers={"content-type": "text/plain"})
    addresses = ["/rejected", f"/rejected/{KEY}", "/report", "/articles/abc/report"]
    service.publish("abc")
    for address in addresses:
        seen = [Client(application(service), bearer(s)).get(address).status_code for s in ("read", "write", "review")]
        assert [Client(application(service)).get(address).status_code, *seen] == [401, 403, 403, 200]
    reviewer = Client(application(service), bearer("review"))
    listed = [wire.rejection_from_json(value) for value in reviewer.get("/rejected").json()]
    assert listed == list(service.store.rejections())
    assert wire.rejection_from_json(reviewer.get(f"/rejected/{KEY}").json()) == listed[0]
    assert reviewer.get("/rejected/other").status_code == 404
    assert reviewer.get("/articles/abc/report").json() == {"conforms": True, "findings": [], "article": "abc"}
    assert reviewer.get("/articles/other/report").status_code == 404


def test_writing_needs_a_token(service: FakeService, client: Client) -> None:
    text = {"content-type": "text/plain"}
    assert client.post("/articles", content=b"x", headers=text).status_code == 401
    assert client.post("/articles", content=b"x", headers={**text, **bearer("review")}).status_code == 403
    assert client.request("DELETE", f"/articles/{KEY}").status_code == 401
    assert client.request("DELETE", f"/articles/{KEY}", headers=bearer("read")).status_code == 403


def test_the_list_comes_in_pages(service: FakeService) -> None:
    keys = sorted(f"key{n}" for n in range(7))
    for key in keys:
        service.publish(key)
    client, address, seen = Client(application(service)), "/articles?limit=3", []
    while address:
        page = client.get(address).json()
        assert page["total"] == 7
        assert len(page["articles"]) <= 3
        seen += [wire.entry_from_json(entry) for entry in page["articles"]]
        address = page["next"]
    assert seen == list(service.store.entries())
    assert client.get("/articles?limit=0").status_code == 400


def test_a_withdrawn_article_is_gone(editor: Client, service: FakeService) -> None:
    service.publish()
    assert wire.entry_from_json(editor.get(f"/articles/{KEY}").json()) == service.store.entry(KEY)
    answer = editor.request("DELETE", f"/articles/{KEY}")
    assert answer.json() == {"action": "withdrawn", "revision": service.revision}
    assert editor.request("DELETE", f"/articles/{KEY}").status_code == 410
    assert editor.request("DELETE", "/articles/other").status_code == 404
    assert editor.get(f"/articles/{KEY}").json()["withdrawn"] is True
    assert editor.get("/articles/other").status_code == 404
    for address in (f"/id/article/{KEY}", f"/data/article/{KEY}.ttl", f"/graph/{KEY}", f"/export?article={KEY}"):
        assert editor.get(address, "text/turtle").status_code == 410, address
    assert editor.get(f"/id/article/{KEY}/actor-0-12", "text/turtle").status_code == 410


@pytest.mark.parametrize("key", ["..%2f..%2fetc", "%00", "a%0d%0aSet-Cookie:x", "a b", "\u0645"])
def test_a_key_that_is_none_is_refused(editor: Client, key: str) -> None:
    answer = editor.request("DELETE", f"/articles/{key}")
    assert answer.status_code in (400, 404)
    assert "set-cookie" not in answer.headers
