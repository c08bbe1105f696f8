"""An article under review, as an editor without a script works on it: decided, changed, added, linked, published."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import pytest

from kg.access import Sessions
from kg.web import WebSettings, create_app
from tests.web.conftest import Book
from tests.web.editing.conftest import Browser, FormOnPage, House, Page
from tests.web.editing.reviewing import NEWS, Reviewing

pytestmark = pytest.mark.served
QUOTE = "بلاده ستدعم الاتفاق"


@pytest.fixture
def house() -> House:
    service, book, sessions = Reviewing(), Book(), Sessions()
    book.known["isnad_second"] = book.known["isnad_admin"]
    settings = WebSettings(body=1 << 20)
    return House(service, book, sessions, create_app(service, tokens=book, sessions=sessions, settings=settings))


@pytest.fixture
def key(house: House) -> str:
    assert isinstance(house.service, Reviewing)
    return house.service.keep()


@pytest.fixture
def editor(house: House) -> Browser:
    return house.browser("isnad_review")


def place(words: str = QUOTE, text: str = NEWS) -> str:
    start = text.index(words)
    return f"{start}-{start + len(words)}"


def decided(house: House) -> list[tuple[str, str]]:
    assert isinstance(house.service, Reviewing)
    return [(one.kind, one.action) for one in house.service.decided]


def press(browser: Browser, page: Page, form: FormOnPage, action: str, **filled: Any) -> Page:
    return browser.submit(page, form, action=action, **filled)


def verdict(browser: Browser, page: Page, item: str, action: str) -> Page:
    return press(browser, page, page.form(item, "who"), action)


def test_nobody_reviews_without_signing_in_and_who_may_not_is_told_what_is_missing(house: House, key: str) -> None:
    stranger = house.browser()
    for path in ("/review", f"/review/{key}", f"/review/{key}/add", f"/review/{key}/publish", f"/review/{key}/gold"):
        answer = stranger.send("GET", path, follow=False)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in"), path
    reader = house.browser("isnad_write")
    page = reader.open(f"/review/{key}")
    assert page.response.status_code == 403
    assert "--scope review" in page.text
    asked = stranger.send("GET", f"/review/{key}", headers={"x-isnad-fragment": "1"})
    assert asked.status_code == 401


def test_signing_in_leads_back_to_where_one_was_going(house: House, key: str) -> None:
    browser = house.browser()
    page = browser.open(f"/review/{key}")
    after = browser.submit(page, page.form("sign-in", "token"), token="isnad_review")
    assert after.response.url.path == f"/review/{key}"


def test_the_text_is_beside_its_facts_with_their_places(editor: Browser, key: str) -> None:
    page = editor.open(f"/review/{key}")
    pieces = [said for tag, said in page.tags if tag in ("mark", "span") and "data-s" in said]
    assert pieces[0]["data-s"] == "0"
    assert pieces[-1]["data-e"] == str(len(NEWS))
    assert all(one["data-e"] == other["data-s"] for one, other in pairwise(pieces))
    item = f"statement-{place()}"
    assert any(said.get("id") == item for _, said in page.tags)
    assert any(item in (said.get("data-f") or "").split() for said in pieces)


@pytest.mark.parametrize(("action", "state"), [("accept", "✓ accepted"), ("reject", "✗ rejected")])
def test_a_fact_is_accepted_or_rejected_and_the_step_taken_back_and_forth(
    house: House, editor: Browser, key: str, action: str, state: str
) -> None:
    item = f"statement-{place()}"
    page = verdict(editor, editor.open(f"/review/{key}"), item, action)
    assert page.response.status_code == 200
    assert state in page.text
    assert editor.hops[0].headers["location"].partition("#")[2] != item
    assert decided(house) == [("statement", action)]
    page = press(editor, page, page.form(key, "undo"), "undo")
    assert state not in page.text
    assert "Undone." in page.text
    assert editor.hops[0].headers["location"].partition("#")[2] == item, "what was undone is at hand"
    page = press(editor, page, page.form(key, "redo"), "redo")
    assert state in page.text
    assert "Done again." in page.text
    assert any(said.get("id") == "said" and said.get("data-about") == item for _, said in page.tags)


def test_an_article_is_marked_as_done_and_taken_away_as_gold(house: House, editor: Browser, key: str) -> None:
    page = editor.open(f"/review/{key}")
    page = press(editor, page, page.form(key, "done"), "done")
    assert f"/review/{key}/gold" in page.links
    answer = editor.send("GET", f"/review/{key}/gold")
    assert json.loads(answer.text)["statements"]
    assert "attachment" in answer.headers["content-disposition"]


def test_a_changed_field_is_an_edit_with_its_reason_and_nothing_else(house: House, editor: Browser, key: str) -> None:
    page = editor.open(f"/review/{key}/statement-{place()}")
    form = page.form(f"statement-{place()}", "why")
    press(editor, page, form, "edit", medium=["tweet"], why="في تغريدة")
    assert isinstance(house.service, Reviewing)
    (made,) = house.service.decided
    assert (made.action, made.change["medium"], made.why) == ("edit", "tweet", "في تغريدة")


def test_a_form_sent_as_it_was_is_an_acceptance(house: House, editor: Browser, key: str) -> None:
    page = editor.open(f"/review/{key}/statement-{place()}")
    press(editor, page, page.form(f"statement-{place()}", "why"), "edit")
    assert decided(house) == [("statement", "accept")]


def test_words_that_stand_twice_are_asked_about_and_those_nowhere_are_told(editor: Browser, key: str) -> None:
    page = editor.open(f"/review/{key}/statement-{place()}")
    form = page.form(f"statement-{place()}", "why")
    page = press(editor, page, form, "edit", **{"condition.words": ["كلمات لا ترد"]})
    assert page.response.status_code == 422
    assert "do not stand in the text" in page.text
    page = press(editor, page, form, "edit", **{"condition.words": ["الحوار"]})
    assert "Which is meant?" in page.text
    values = [said["value"] for tag, said in page.tags if tag == "input" and said.get("name") == "condition.pick"]
    assert len(values) == 2
    form = page.form(f"statement-{place()}", "why")
    after = press(editor, page, form, "edit", **{"condition.pick": [values[1]]})
    assert after.response.url.path == f"/review/{key}"


def test_a_missed_fact_is_added_from_words_without_a_script(house: House, editor: Browser, key: str) -> None:
    page = editor.open(f"/review/{key}/add", params={"words": "الحوار مستمر"})
    assert "Of which kind is it?" in page.text
    page = editor.open(f"/review/{key}/add", params={"at": place("الحوار مفيد"), "kind": "statement"})
    form = page.form("add", "why")
    assert form.fields["content.words"] == ["الحوار مفيد"]
    assert any("Person" in value for value in form.fields["speaker"]), "whoever is named before it speaks"
    page = press(editor, page, form, "edit")
    assert page.response.url.path == f"/review/{key}"
    assert ("statement", "add") in decided(house)
    assert "+ added" in page.text


def test_somebody_new_is_named_by_words_of_the_text(house: House, editor: Browser, key: str) -> None:
    page = editor.open(f"/review/{key}/add", params={"at": place("الحوار مفيد"), "kind": "statement"})
    form = page.form("add", "why")
    words = {"speaker.new.words": ["وأكد ترودو"], "speaker.new.type": ["Group"]}
    press(editor, page, form, "edit", speaker=[], **words)
    assert isinstance(house.service, Reviewing)
    (made,) = house.service.decided
    assert made.change["speaker"][0]["span"] == [int(part) for part in place("وأكد ترودو").split("-")]


def actor_of(page: Page, name: str) -> str:
    found = re.search(rf'href="(/review/[^"]*/actor/[^"]*)"><bdi[^>]*>{re.escape(name)}', page.response.text)
    assert found, name
    return found[1]


def test_an_actor_is_linked_and_the_name_is_learned(house: House, editor: Browser, key: str) -> None:
    path = actor_of(editor.open(f"/review/{key}"), "جاستن ترودو")
    page = editor.open(path)
    offered = [said["value"] for tag, said in page.tags if tag == "input" and said.get("name") == "key"]
    assert "-" in offered
    after = press(editor, page, page.form(path, "key"), "link", key=["-"])
    assert after.response.url.path == f"/review/{key}"
    known = next(value for value in offered if value != "-")
    page = editor.open(path)
    after = press(editor, page, page.form(path, "key"), "link", key=[known])
    assert "will know this name" in after.text
    assert decided(house) == [("actor", "link"), ("actor", "link")]


def test_nobody_chosen_is_told_and_two_become_one(house: House, editor: Browser, key: str) -> None:
    path = actor_of(editor.open(f"/review/{key}"), "جاستن ترودو")
    page = editor.open(path)
    form = page.form(path, "merge")
    assert press(editor, page, form, "merge").response.status_code == 422
    other = next(said["value"] for tag, said in page.tags if tag == "option" and "Country" in (said.get("value") or ""))
    assert press(editor, page, form, "merge", other=[other]).response.url.path == f"/review/{key}"
    assert decided(house) == [("actor", "merge")]


def test_a_text_that_begins_with_latin_letters_runs_as_its_language_does(house: House, editor: Browser) -> None:
    assert isinstance(house.service, Reviewing)
    page = editor.open(f"/review/{house.service.keep('BBC: ' + NEWS)}")
    text = next(said for _, said in page.tags if said.get("id") == "text")
    assert (text["lang"], text["dir"]) == ("ar", "rtl")


def test_two_hands_at_one_fact_lose_nothing(house: House, editor: Browser, key: str) -> None:
    other, item = house.browser("isnad_second"), f"statement-{place()}"
    mine, theirs = editor.open(f"/review/{key}/{item}"), other.open(f"/review/{key}/{item}")
    press(other, theirs, theirs.form(item, "why"), "edit", medium=["tweet"])
    clash = press(editor, mine, mine.form(item, "why"), "edit", medium=["interview"], why="سمعته")
    assert clash.response.status_code == 409
    assert re.search(r"<td>tweet</td>\s*<td>interview</td>", clash.response.text)
    assert re.search(r"<td>.*سمعته.*</td></tr>", clash.response.text), "one's reason stands beside one's decision"
    again = editor.submit(clash, clash.form(item, "seen"), again="1")
    assert 'value="interview" selected' in again.response.text
    assert "سمعته" in again.response.text
    after = editor.submit(clash, clash.form(item, "seen"))
    assert after.response.url.path == f"/review/{key}"
    assert isinstance(house.service, Reviewing)
    assert [one.change["medium"] for one in house.service.decided] == ["tweet", "interview"]


def test_a_step_back_over_another_s_decision_is_shown_and_may_be_taken(house: House, editor: Browser, key: str) -> None:
    other, item = house.browser("isnad_second"), f"statement-{place()}"
    page = verdict(editor, editor.open(f"/review/{key}"), item, "reject")
    verdict(other, other.open(f"/review/{key}"), item, "accept")
    clash = press(editor, page, page.form(key, "undo"), "undo")
    assert clash.response.status_code == 409
    assert any("data-conflict" in said for _, said in clash.tags)
    after = editor.submit(clash, clash.form(key, "action"))
    assert after.response.url.path == f"/review/{key}"
    assert [action for _, action in decided(house)] == ["reject", "accept", "undo"]


def test_an_edit_outlives_a_session_that_ended(house: House, editor: Browser, key: str) -> None:
    item = f"statement-{place()}"
    page = editor.open(f"/review/{key}/{item}")
    form = page.form(item, "why")
    house.sessions.end(editor.cookies["isnad"])
    page = press(editor, page, form, "edit", medium=["tweet"])
    assert "is kept on this page" in page.text
    assert decided(house) == []
    page = editor.submit(page, page.form("sign-in", "token"), token="isnad_review")
    page = editor.submit(page, page.form(item))
    assert page.response.url.path == f"/review/{key}"
    assert decided(house) == [("statement", "edit")]


def test_what_publishing_would_change_is_shown_first(house: House, editor: Browser, key: str) -> None:
    page = editor.open(f"/review/{key}/publish")
    assert "not published yet" in page.text
    page = editor.submit(page, page.form("publish"))
    assert "The article is published." in page.text
    assert "published already" in editor.open(f"/review/{key}/publish").text
    verdict(editor, editor.open(f"/review/{key}"), f"statement-{place()}", "reject")
    page = editor.open(f"/review/{key}/publish")
    assert "Goes out 1" in page.text


def test_what_was_not_looked_at_is_not_published(house: House, editor: Browser, key: str) -> None:
    page = editor.open(f"/review/{key}/publish")
    other = house.browser("isnad_second")
    verdict(other, other.open(f"/review/{key}"), f"statement-{place()}", "reject")
    answer = editor.submit(page, page.form("publish"))
    assert answer.response.status_code == 409
    assert "look again" in answer.text
    assert not list(house.service.store.entries())


@pytest.mark.parametrize(
    "forged",
    [{"headers": {"origin": "https://evil.example"}}, {"headers": {"sec-fetch-site": "cross-site"}}, {"proof": "x"}],
)
@pytest.mark.parametrize("path", ["", "/add", "/publish", "/discard", "/statement", "/actor"])
def test_no_form_is_forged(house: House, editor: Browser, key: str, forged: dict[str, Any], path: str) -> None:
    page = editor.open(f"/review/{key}")
    item = {"/statement": f"/statement-{place()}", "/actor": f"/actor/{place('جاستن ترودو')}"}.get(path, path)
    fields = {
        "action": "accept",
        "seen": "0",
        "proof": forged.get("proof") or page.form(key, "undo").fields["proof"][0],
    }
    headers = forged.get("headers", {"origin": editor.host})
    answer = editor.send("POST", f"/review/{key}{item}", data=fields, headers=headers)
    assert answer.status_code == 403
    assert decided(house) == []
    assert isinstance(house.service, Reviewing)
    assert key in house.service.kept


@pytest.mark.parametrize(
    "path",
    [
        "statement-9-3",
        "statement-0-999999",
        "statement-5-6",
        "actor/9-3",
        "actor/0-999999",
        "x",
        "statement-1-2-zz",
        "add?at=5-99999",
    ],
)
def test_stale_and_false_anchors_are_told(editor: Browser, key: str, path: str) -> None:
    assert editor.send("GET", f"/review/{key}/{path}").status_code in (400, 404, 422)


@pytest.mark.parametrize(
    "fields",
    [{"speaker": "{"}, {"speaker": '{"span": "x"}'}, {"speaker": "[" * 9999}, {"who": "{"}, {"seen": "9" * 40}],
)
def test_hostile_fields_are_refused_and_nothing_breaks(
    house: House, editor: Browser, key: str, fields: dict[str, str]
) -> None:
    item = f"statement-{place()}"
    page = editor.open(f"/review/{key}/{item}")
    answer = press(editor, page, page.form(item, "why"), "edit", **{name: [value] for name, value in fields.items()})
    assert answer.response.status_code < 500


def test_words_that_mean_harm_are_inert(house: House, editor: Browser) -> None:
    assert isinstance(house.service, Reviewing)
    nasty = "<script>alert(1)</script> \u202eمقلوب\u202c <img src=x onerror=alert(1)>"
    text = NEWS.replace("ستدعم الاتفاق", f"ستدعم الاتفاق {nasty}")
    page = editor.open(f"/review/{house.service.keep(text)}")
    raw = page.response.text
    assert "<script>alert" not in raw
    assert "<img src=x" not in raw
    assert "\u202e" not in raw
    assert "[U+202E]" in raw
    pieces = [said for tag, said in page.tags if tag in ("mark", "span") and "data-s" in said]
    assert pieces[-1]["data-e"] == str(len(text))


def test_an_article_comes_pasted_uploaded_or_not_at_all(house: House, editor: Browser) -> None:
    page = editor.open("/review")
    form = page.form("review", "text")
    after = editor.submit(page, form, text=NEWS)
    assert re.fullmatch(r"/review/[0-9a-f]{16}", after.response.url.path)
    assert "<option" not in after.response.text
    fields = {name: values[0] for name, values in form.fields.items()}
    upload = {
        "file": ("news.html", f"<html><body><article><p>{NEWS}</p></article></body></html>".encode(), "text/html")
    }
    sent = editor.send("POST", "/review", data=fields, files=upload, headers={"origin": editor.host})
    assert sent.url.path.startswith("/review/")
    for text, told in (
        ("", "no text that can be read"),
        ("x" * 100, "not read here"),
        ("كلمة " * 400_000, "too large"),
    ):
        answer = editor.submit(page, form, text=text)
        assert answer.response.status_code in (413, 422), told


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/", "http://localhost/", "file:///etc/passwd", "http://[::1]/", "x"]
)
def test_no_address_of_this_machine_is_fetched(editor: Browser, address: str) -> None:
    page = editor.open("/review")
    answer = editor.submit(page, page.form("review", "text"), address=address)
    assert answer.response.status_code == 422
    assert "root:" not in answer.text


def test_a_long_reading_shows_that_it_goes_on(house: House, editor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.web.editing.queue_page._AT_ONCE", 0.05)
    assert isinstance(house.service, Reviewing)
    house.service.slow = 0.2
    page = editor.open("/review")
    form = page.form("review", "text")
    fields = {name: values[0] for name, values in form.fields.items()} | {"text": NEWS}
    # One loop a request, here: the work that outlasts it ends with it, so that nobody looks again.
    answer = editor.send("POST", "/review", data=fields, headers={"origin": editor.host}, follow=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/review/new/")
