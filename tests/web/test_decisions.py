"""Review over HTTP: a program keeps a draft, decides, is told of conflicts, publishes, and takes gold away."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.review.articles import CENTRE, LATER, TALKS, place
from tests.web.conftest import Client, application
from tests.web.service import FakeService

pytestmark = pytest.mark.served
REVIEW = {"authorization": "Bearer isnad_review"}
PLAIN = {"content-type": "text/plain; charset=utf-8"}


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def editor(service: FakeService) -> Client:
    return Client(application(service), REVIEW)


def kept(editor: Client, text: str = TALKS) -> str:
    """Keep a draft and return its key."""
    answer = editor.post("/review/drafts?published=2026-03-01", content=text.encode(), headers=PLAIN)
    assert answer.status_code == 201, answer.text
    key = str(answer.json()["key"])
    assert answer.headers["location"] == f"/review/{key}.json"
    return key


def draft(editor: Client, key: str) -> dict[str, Any]:
    answer = editor.get(f"/review/{key}.json")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def decide(editor: Client, key: str, **values: Any) -> Any:
    return editor.post(f"/review/{key}/decisions", json=values)


def said(one: dict[str, Any], words: str) -> dict[str, Any]:
    """Return the statement of a draft whose content is *words*."""
    (found,) = [s for s in one["facts"]["statements"] if one["text"][slice(*s["content"])] == words]
    return dict(found)


def test_nobody_reviews_without_the_right_to(service: FakeService) -> None:
    paths = ["queue.json", "aliases.json", "done.json", "decisions", "x.json", "x/gold.json"]
    for headers, status in (({}, 401), ({"authorization": "Bearer isnad_write"}, 403)):
        anybody = Client(application(service), headers)
        assert [anybody.get(f"/review/{path}").status_code for path in paths] == [status] * len(paths)
        assert decide(anybody, "x", kind="article", action="done").status_code == status
        for path in ("drafts", "decisions", "x/publication"):
            assert anybody.post(f"/review/{path}", content=b"", headers=PLAIN).status_code == status
        assert anybody.request("DELETE", "/review/x").status_code == status


def test_a_draft_tells_what_was_read_where_and_how_it_stands(editor: Client) -> None:
    told = draft(editor, kept(editor))
    assert (told["text"], told["state"], told["published"], told["seen"]) == (TALKS, "draft", False, 0)
    assert told["given"]["published"] == "2026-03-01"
    one = said(told, "بلاده مستعدة للحوار")
    assert one["anchor"] == {"kind": "statement", "span": place(TALKS, "بلاده مستعدة للحوار")}
    assert (one["state"], one["decisions"], one["confidence"]) == ("machine", [], None)
    assert TALKS[slice(*one["sentence"])].startswith("قال وزير الخارجية")
    (speaker,) = [actor for actor in told["actors"] if actor["id"] in one["speaker"]]
    assert place(TALKS, "سامر الراوي") in speaker["mentions"]
    assert one["change"]["speaker"] == [{"type": "Person", "span": speaker["mentions"][0]}]
    (centre,) = [actor for actor in told["actors"] if "مركز الواحة" in actor["names"]]
    assert (centre["link"], centre["mentions"]) == (None, [place(TALKS, "مركز الواحة")])
    assert CENTRE in [candidate["key"] for candidate in centre["candidates"]]
    assert {"ar", "en"} <= set(centre["candidates"][0]["labels"])
    assert told["counts"]["undecided"] == told["counts"]["facts"] > 4


def test_decisions_change_the_draft_and_undoing_them_brings_it_back(editor: Client) -> None:
    key = kept(editor)
    before = draft(editor, key)
    span = place(TALKS, "طهران لن تتراجع عن موقفها")
    assert decide(editor, key, kind="statement", span=span, action="reject", why="مكرر").json()["number"] == 1
    told = draft(editor, key)
    assert [one["anchor"]["span"] for one in told["rejected"]] == [span]
    edit = {"medium": "tweet", "cue": None}
    one = said(told, "بلاده مستعدة للحوار")["anchor"]
    assert decide(editor, key, **one, action="edit", change=edit, seen=1).status_code == 201
    added = {"content": place(TALKS, "اللقاء سيعقد"), "speaker": [{"type": "Organization", "span": [7, 14]}]}
    refused = decide(editor, key, kind="statement", span=added["content"], action="add", change=added, seen=2)
    assert refused.status_code == 201, refused.text
    told = draft(editor, key)
    assert (said(told, "بلاده مستعدة للحوار")["medium"], said(told, "بلاده مستعدة للحوار")["state"]) == (
        "tweet",
        "edited",
    )
    assert said(told, "اللقاء سيعقد")["state"] == "added"
    for number in (3, 2, 1):
        decide(editor, key, kind="article", action="undo", change={"number": number}, seen=9)
    after = draft(editor, key)
    assert (after["facts"], after["actors"], after["rejected"]) == (before["facts"], before["actors"], [])
    assert [one["undone"] for one in after["decisions"]] == [True] * 3 + [False] * 3
    decide(editor, key, kind="article", action="undo", change={"number": 6}, seen=9)
    assert [one["anchor"]["span"] for one in draft(editor, key)["rejected"]] == [span]


def test_two_hands_at_one_fact_are_told_of_each_other(editor: Client, service: FakeService) -> None:
    key = kept(editor)
    other = Client(application(service), {"authorization": "Bearer isnad_admin"})
    anchor = {"kind": "statement", "span": place(TALKS, "بلاده مستعدة للحوار")}
    assert decide(editor, key, **anchor, action="accept").status_code == 201
    refused = decide(other, key, **anchor, action="reject")
    assert (refused.status_code, refused.headers["content-type"]) == (409, "application/problem+json")
    problem = refused.json()
    assert (problem["decision"]["number"], problem["decision"]["action"]) == (1, "accept")
    assert problem["type"].endswith("problem-conflict")
    elsewhere = {"kind": "statement", "span": place(TALKS, "طهران لن تتراجع عن موقفها")}
    assert decide(other, key, **elsewhere, action="reject").status_code == 201
    assert decide(editor, key, **anchor, action="reject").status_code == 201
    assert decide(other, key, **anchor, action="accept", seen=3).status_code == 201


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"kind": "quote", "action": "accept"}, "kind: 'quote' is none"),
        ({"kind": "article", "action": "accept"}, "action: 'accept' is nothing one does to an article"),
        ({"kind": "statement", "action": "accept"}, "span: a decision about a fact needs one"),
        ({"kind": "statement", "action": "accept", "span": [5, 2]}, "span: [5, 2] is no span"),
        ({"kind": "statement", "action": "accept", "span": [0, 9999]}, "span: [0, 9999] ends behind the text"),
        ({"kind": "statement", "action": "accept", "span": [0, 3]}, "span: no statement stands there"),
        ({"kind": "statement", "action": "add", "span": [0, 3]}, "speaker: a statement needs it"),
        (
            {"kind": "statement", "action": "add", "span": [0, 3], "change": {"speaker": [{"key": "country-xx"}]}},
            "speaker[0]: nobody in this text is 'country-xx'",
        ),
        (
            {"kind": "statement", "action": "add", "span": [0, 3], "change": {"speaker": ["a1"]}},
            "speaker[0]: a1 names no actor",
        ),
        ({"kind": "meeting", "action": "add", "change": {"cue": [0, 3], "participants": []}, "span": [0, 3]}, "partic"),
        ({"kind": "actor", "action": "link", "span": [28, 30], "change": {"key": "nobody"}}, "span: no actor is named"),
        ({"kind": "article", "action": "undo"}, "change.number: there is nothing of yours to undo"),
        ({"kind": "article", "action": "undo", "change": {"number": 7}}, "change.number: this text has no decision 7"),
    ],
)
def test_what_is_off_is_named_with_its_mend(editor: Client, wanted: dict[str, Any], says: str) -> None:
    answer = decide(editor, kept(editor), **wanted)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["detail"].startswith(says)
    assert answer.json()["hint"]


def test_hostile_bodies_are_refused(editor: Client) -> None:
    key = kept(editor)
    for body in (b"", b"[]", b"{", b'{"kind": 1}', b'{"kind": "article", "action": "done", "x": 1}', b"[" * 10_000):
        answer = editor.post(f"/review/{key}/decisions", content=body)
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json"), body[:40]
    assert decide(editor, "nothing", kind="article", action="done").status_code == 404
    assert editor.post("/review/decisions", content=b'{"kind": "x"}').json()["detail"].startswith("line 1: kind")


def test_a_reviewed_text_is_published_as_it_is_left(editor: Client, service: FakeService) -> None:
    key = kept(editor)
    told = draft(editor, key)
    for one in told["facts"]["statements"]:
        decide(editor, key, **one["anchor"], action="accept", seen=99)
    span = place(TALKS, "يلتقي")
    decide(editor, key, kind="meeting", span=span, action="reject", why="عنوان لا غير")
    decide(editor, key, kind="article", action="done")
    assert [item["state"] for item in editor.get("/review/queue.json").json()["items"]] == ["draft"]
    receipt = editor.post(f"/review/{key}/publication").json()
    assert (receipt["key"], receipt["action"]) == (key, "added")
    (item,) = editor.get("/review/queue.json").json()["items"]
    assert (item["state"], item["done"], item["undecided"]) == ("published", True, told["counts"]["facts"] - 4)
    graph = b"".join(service.store.graph(receipt["graph"])).decode()
    assert graph.count("ontology#review-accepted>") == 3
    assert f"meeting-{span[0]}-{span[1]}" not in graph
    assert "عنوان لا غير" in graph
    assert "token" not in graph
    again = editor.post(f"/review/{key}/publication").json()
    assert again["action"] == "unchanged"
    assert editor.get("/review/done.json").json() == [key]
    gold = editor.get(f"/review/{key}/gold.json").json()
    assert [TALKS[slice(*one["cue"])] for one in gold["meetings"]] == ["التقى"]


def test_a_link_teaches_a_name_that_the_next_article_is_read_with(editor: Client) -> None:
    key, later = kept(editor), kept(editor, LATER)
    span = place(TALKS, "مركز الواحة")
    linked = decide(editor, key, kind="actor", span=span, action="link", change={"key": CENTRE})
    assert linked.status_code == 201, linked.text
    (alias,) = editor.get("/review/aliases.json").json()["aliases"]
    assert (alias["name"], alias["key"], alias["number"]) == ("مركز الواحة", CENTRE, 1)
    (centre,) = [one for one in draft(editor, later)["actors"] if "مركز الواحة" in one["names"]]
    assert centre["link"]["key"] == CENTRE
    decide(editor, key, kind="article", action="undo", change={"number": 1}, seen=1)
    (centre,) = [one for one in draft(editor, later)["actors"] if "مركز الواحة" in one["names"]]
    assert centre["link"] is None


def test_a_name_that_another_row_goes_by_is_not_learned(editor: Client) -> None:
    key = kept(editor, LATER)
    span = place(LATER, "الأمم المتحدة")
    decide(editor, key, kind="actor", span=span, action="link", change={"key": None})
    decide(editor, key, kind="actor", span=span, action="link", change={"key": CENTRE}, seen=1)
    told = editor.get("/review/aliases.json").json()
    assert told["aliases"] == []
    assert {one["other"] for one in told["refused"]} == {"org-united-nations"}
    (nations,) = [one for one in draft(editor, key)["actors"] if span in one["mentions"]]
    assert nations["link"]["key"] == CENTRE


def test_decisions_move_between_stores_and_twice_is_once(editor: Client) -> None:
    key = kept(editor)
    anchor = {"kind": "statement", "span": place(TALKS, "بلاده مستعدة للحوار")}
    decide(editor, key, **anchor, action="accept")
    decide(editor, key, kind="article", action="undo")
    decide(editor, key, **anchor, action="reject")
    lines = editor.get("/review/decisions")
    assert lines.headers["content-type"].startswith("application/x-ndjson")
    assert [json.loads(line)["action"] for line in lines.text.splitlines()] == ["accept", "undo", "reject"]
    other = Client(application(FakeService()), REVIEW)
    decide(other, kept(other, LATER), kind="article", action="done")
    assert other.post("/review/decisions", content=lines.content).json() == {"taken": 3, "known": 0}
    assert other.post("/review/decisions", content=lines.content).json() == {"taken": 0, "known": 3}
    told = draft(other, kept(other))
    assert [one["anchor"]["span"] for one in told["rejected"]] == [anchor["span"]]


def test_drafts_are_let_go_of_and_decisions_stay(editor: Client) -> None:
    key = kept(editor)
    decide(editor, key, kind="article", action="done")
    assert editor.request("DELETE", f"/review/{key}").status_code == 204
    assert editor.get(f"/review/{key}.json").status_code == 404
    assert editor.request("DELETE", f"/review/{key}").status_code == 404
    assert draft(editor, kept(editor))["counts"]["done"] is True
