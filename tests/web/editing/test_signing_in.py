"""Signing in: a token is exchanged for a cookie that says nothing, lasts as it should, and is forced on nobody."""

from __future__ import annotations

import logging
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest

from kg.errors import Overloaded
from kg.web import WebSettings, create_app
from kg.web.editing.forms import proof_for
from kg.web.editing.guesses import FREE, Guesses
from tests.web.editing.conftest import Browser, House, Page

TOKEN = "isnad_review"


def cookie(response: httpx.Response, name: str = "isnad") -> SimpleCookie:
    found = SimpleCookie()
    for line in response.headers.get_list("set-cookie"):
        if line.startswith(f"{name}="):
            found.load(line)
    return found


def test_a_token_becomes_a_cookie_that_scripts_other_sites_and_logs_never_see(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = house.browser()
    page = browser.sign_in(TOKEN)
    answer = browser.hops[0]
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/review")
    morsel = cookie(answer)["isnad"]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "strict", "/")
    assert not morsel["secure"]
    assert len(morsel.value) >= 43
    everything = " ".join([page.response.text, caplog.text, *(f"{hop.headers} {hop.url}" for hop in browser.hops)])
    assert TOKEN not in everything
    assert morsel.value not in caplog.text


@pytest.mark.parametrize(
    ("headers", "proxies", "secure"),
    [
        ({}, (), False),
        ({"x-forwarded-proto": "https"}, (), False),
        ({"x-forwarded-proto": "https"}, ("127.0.0.1",), True),
        ({"x-forwarded-proto": "https, http"}, ("127.0.0.1",), False),
    ],
)
def test_the_cookie_is_secure_where_https_is_spoken(
    house: House, headers: dict[str, str], proxies: tuple[str, ...], secure: bool
) -> None:
    app = create_app(house.service, tokens=house.book, settings=WebSettings(proxies=proxies))

    async def proxied(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "scheme": "http"}, receive, send)

    browser = Browser(proxied, "https://testserver" if secure else "http://testserver", **headers)
    page = browser.open("/sign-in")
    browser.submit(page, page.form("sign-in", "token"), headers={}, token=TOKEN)
    assert bool(cookie(browser.hops[0])["isnad"]["secure"]) is secure


def test_over_https_itself_it_is_secure(house: House) -> None:
    browser = Browser(house.app, "https://testserver")
    browser.sign_in(TOKEN)
    assert cookie(browser.hops[0])["isnad"]["secure"]


@pytest.mark.parametrize(
    "wrong", ["isnad_none", "", " ", "Bearer isnad_review", "isnad_\u202e", "<script>alert(1)</script>", "x" * 199]
)
def test_a_token_that_is_none_is_told_and_not_repeated(house: House, wrong: str) -> None:
    browser = house.browser()
    page = browser.sign_in(wrong)
    assert page.response.status_code == 403
    assert "not known here" in page.text
    assert not wrong.strip() or wrong not in page.response.text
    assert not cookie(page.response)


def test_guessing_is_slowed_down_even_for_the_right_token(house: House) -> None:
    browser = house.browser()
    for number in range(FREE):
        assert browser.sign_in(f"isnad_guess{number}").response.status_code == 403
    page = browser.sign_in(TOKEN)
    assert page.response.status_code == 429
    assert 0 < int(page.response.headers["retry-after"]) <= 60
    assert "Too many" in page.text


def test_a_client_may_guess_again_in_a_minute_and_others_meanwhile() -> None:
    now = [0.0]
    guesses = Guesses(lambda: now[0])
    for _ in range(FREE):
        guesses.check("here")
        guesses.note("here")
    with pytest.raises(Overloaded) as told:
        guesses.check("here")
    guesses.check("elsewhere")
    now[0] += told.value.seconds
    guesses.check("here")


def test_a_session_is_over_with_its_token_and_after_signing_out(house: House) -> None:
    browser = house.browser(TOKEN)
    assert browser.open("/sign-in").text.count("token 3") == 1
    kept = browser.cookies
    page = browser.open("/sign-in")
    browser.submit(page, page.form("sign-out"))
    browser.cookies = kept
    assert "token 3" not in browser.open("/sign-in").text
    other = house.browser(TOKEN)
    assert "token 3" in other.open("/sign-in").text
    del house.book.known[TOKEN]
    assert "token 3" not in other.open("/sign-in").text


def test_signing_in_anew_ends_the_session_before(house: House) -> None:
    browser = house.browser(TOKEN)
    before = browser.cookies
    browser.sign_in("isnad_admin")
    assert "token 4" in browser.open("/sign-in").text
    browser.cookies = before
    assert "token 3" not in browser.open("/sign-in").text


FORGED = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://testserver.evil.example"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://testserver"},
    {"sec-fetch-site": "none"},
]


@pytest.mark.parametrize("headers", FORGED)
def test_a_form_of_another_site_signs_nobody_in_or_out(house: House, headers: dict[str, str]) -> None:
    browser = house.browser()
    page = browser.open("/sign-in")
    answer = browser.submit(page, page.form("sign-in", "token"), headers=headers, token=TOKEN)
    assert answer.response.status_code == 403
    assert not cookie(answer.response)
    signed = house.browser(TOKEN)
    page = signed.open("/sign-in")
    assert signed.submit(page, page.form("sign-out"), headers=headers).response.status_code == 403
    assert "token 3" in signed.open("/sign-in").text


@pytest.mark.parametrize(
    "proof",
    [None, "", "x", "é", "A" * 86, proof_for("another's")],
    ids=["none", "empty", "short", "not-ascii", "invented", "another-s"],
)
def test_a_form_that_was_on_no_page_of_the_visitor_s_signs_nobody_in(house: House, proof: str | None) -> None:
    browser = house.browser()
    page = browser.open("/sign-in")
    answer = browser.submit(page, page.form("sign-in", "token"), token=TOKEN, proof=proof)
    assert answer.response.status_code == 403
    assert not cookie(answer.response)


def test_the_proof_of_one_visitor_is_worth_nothing_for_another(house: House) -> None:
    mine, theirs = house.browser(), house.browser()
    page, other = mine.open("/sign-in"), theirs.open("/sign-in")
    proof = other.form("sign-in", "token").fields["proof"]
    assert mine.submit(page, page.form("sign-in", "token"), token=TOKEN, proof=proof).response.status_code == 403


def test_a_browser_without_fetch_metadata_or_cookies_jar_tricks_still_signs_in(house: House) -> None:
    browser = house.browser()
    page = browser.open("/sign-in")
    browser.submit(page, page.form("sign-in", "token"), headers={}, token=TOKEN)
    assert browser.hops[0].status_code == 303


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example",
        "//evil.example",
        "review/../../x",
        "/review",
        "review\n",
        "sparql",
        "review//x",
        "review?x=1",
    ],
)
def test_a_sign_in_leads_nowhere_but_to_the_review(house: House, onward: str) -> None:
    browser = house.browser()
    page = browser.open("/sign-in", params={"next": onward})
    assert page.form("sign-in", "token").fields["next"] == ["review"]
    browser.submit(page, page.form("sign-in", "token"), token=TOKEN, next=onward)
    assert browser.hops[0].headers["location"].partition("?")[0] == "/review"


def test_the_cookie_is_no_key_to_the_interface_of_programs(house: House) -> None:
    browser = house.browser("isnad_admin")
    refused = browser.send("POST", "/articles", content="نص", headers={"content-type": "text/plain"})
    assert refused.status_code == 401
    for path in ("/rejected", "/report", "/queries", "/audit"):
        assert browser.send("GET", path).status_code in (401, 404), path
    assert browser.send("POST", "/sparql", data={"update": "CLEAR ALL"}).status_code == 401


def test_pages_made_for_one_visitor_are_kept_by_nobody(house: House) -> None:
    response = house.browser(TOKEN).open("/sign-in").response
    assert response.headers["cache-control"] == "private, no-store"
    assert response.headers["referrer-policy"] == "same-origin"
    assert "etag" not in response.headers
    assert "Cookie" in response.headers["vary"]


def test_two_cookies_of_one_name_are_none(house: House) -> None:
    browser = house.browser(TOKEN)
    value = browser.cookies["isnad"]
    browser.cookies.clear()
    page = Page(browser.send("GET", "/sign-in", headers={"cookie": f"isnad={value}; isnad=other"}))
    assert "token 3" not in page.text


def test_who_comes_from_another_site_is_led_one_step_further(house: House) -> None:
    page = house.browser().open("/sign-in", headers={"sec-fetch-site": "cross-site"})
    assert any(link.startswith("/review") for link in page.links)
