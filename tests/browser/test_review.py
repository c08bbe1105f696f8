"""An editor's day in a browser: signing in, an article from paste to publication by keys alone, and two at one fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import DESK, LOOKS, Eyes, Look, Screen
from tests.browser.servers import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
NEWS = """وزير خارجية النرويج يلتقي نظيره الفنلندي في أوسلو

التقى وزير الخارجية النرويجي نظيره الفنلندي في أوسلو يوم الثلاثاء 3 مارس 2026.
وقال رئيس الوزراء الكندي جاستن ترودو إن بلاده ستدعم الاتفاق 😀.
وأكد ترودو أن الحوار مستمر. وأضاف أن الحوار مفيد.
نص {which}
"""


@pytest.fixture(scope="module")
def token(desk: Server) -> str:
    return desk.token("review")


@contextmanager
def editor(eyes: Eyes, desk: Server, token: str, look: Look = DESK, *, scripts: bool = True) -> Iterator[Screen]:
    """An editor who is signed in."""
    with eyes.at(desk.base.rstrip("/"), look, scripts=scripts) as screen:
        screen.open("/review")
        screen.page.fill("#token", token)
        screen.page.press("#token", "Enter")
        screen.page.wait_for_url("**/review*")
        yield screen


def draft(screen: Screen, which: str, *, scripts: bool = True) -> str:
    """Paste an article and return the address of its review."""
    screen.open("/review")
    screen.page.fill("#paste", NEWS.format(which=which))
    screen.page.click("#new-form button")
    screen.page.wait_for_selector("#desk")
    if scripts:
        screen.page.wait_for_selector("#help-button")
    return re.sub(r"[?#].*", "", screen.page.url)


def at_hand(page: Page) -> str:
    return str(page.eval_on_selector("[data-item][aria-current]", "item => item.id"))


def until(page: Page, what: str) -> None:
    """Wait until something is so; the driver's own way of waiting evaluates strings, which our policy refuses."""
    for _ in range(300):
        if page.evaluate(what):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not so in 15 seconds: {what}")


def state_of(page: Page, item: str, state: str) -> None:
    until(page, f"document.getElementById('{item}')?.dataset.state === '{state}'")


def select(page: Page, words: str) -> None:
    """Select words of the text, as a mouse would."""
    assert page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
          const nodes = [];
          for (let node; (node = walker.nextNode());) nodes.push(node);
          const whole = nodes.map(node => node.data).join("");
          const start = whole.lastIndexOf(words);
          const end = place => {
            let left = place;
            for (const node of nodes) { if (left <= node.data.length) return [node, left]; left -= node.data.length; }
          };
          const range = document.createRange();
          range.setStart(...end(start));
          range.setEnd(...end(start + words.length));
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          return start >= 0;
        }""",
        words,
    )


def test_an_article_is_reviewed_and_published_by_keys_alone(eyes: Eyes, desk: Server, token: str) -> None:
    with editor(eyes, desk, token) as screen:
        page = screen.page
        draft(screen, "أول")
        page.keyboard.press("j")
        item = at_hand(page)
        page.keyboard.press("k")
        assert at_hand(page) != item
        first = at_hand(page)
        page.keyboard.press("a")
        state_of(page, first, "accepted")
        assert at_hand(page) == item, "the next that nobody decided on is at hand"
        page.keyboard.press("r")
        state_of(page, item, "rejected")
        page.keyboard.press("u")
        state_of(page, item, "machine")
        page.keyboard.press("Shift+U")
        state_of(page, item, "rejected")
        screen.shot("review-decided")
        _edit(page)
        _add(page)
        page.keyboard.press("?")
        page.wait_for_selector("#help[open]")
        screen.shot("review-help", whole=False)
        page.keyboard.press("Escape")
        page.keyboard.press("d")
        until(page, "document.querySelector('button[value=done]').disabled")
        page.keyboard.press("p")
        page.wait_for_selector("#publish-now")
        screen.shot("review-publish")
        page.keyboard.press("Enter")
        page.wait_for_selector("#sheet .notice.good")
        assert screen.said == []
        assert screen.strangers == []


def _edit(page: Page) -> None:
    item = page.eval_on_selector("[data-item][data-kind=statement]:not([data-state=rejected])", "item => item.id")
    page.click(f"#{item} .head")
    page.keyboard.press("e")
    page.wait_for_selector("#panel #medium")
    page.select_option("#panel #medium", "interview")
    page.focus("#panel #why")
    page.keyboard.press("j")
    assert page.input_value("#panel #why") == "j", "typing is no command"
    page.click("#panel form.fields button[value=edit]")
    state_of(page, str(item), "edited")
    assert page.is_hidden("#panel")


def _add(page: Page) -> None:
    select(page, "الحوار مفيد")  # Behind a character that takes two units of UTF-16.
    page.keyboard.press("n")
    page.wait_for_selector("#panel blockquote mark")
    assert page.inner_text("#panel blockquote mark") == "الحوار مفيد"
    page.keyboard.press("Escape")
    select(page, "في أوسلو يوم")
    page.keyboard.press("n")
    page.wait_for_selector("#panel button[value=statement]")
    page.focus("#panel button[value=statement]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel [name='content.words']")
    assert page.input_value("#panel [name='content.words']") == "في أوسلو يوم"
    if not page.locator("#panel [name=speaker]:checked").count():
        page.locator("#panel [name=speaker]").first.check()
    page.focus("#panel form.fields button[value=edit]")
    page.keyboard.press("Enter")
    until(page, "document.querySelectorAll('[data-state=added][data-item]').length > 0")


def test_the_same_keys_do_the_same_on_an_arabic_keyboard(eyes: Eyes, desk: Server, token: str) -> None:
    with editor(eyes, desk, token) as screen:
        draft(screen, "ثان")
        before = at_hand(screen.page)
        screen.page.evaluate(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true}))"
        )
        assert at_hand(screen.page) != before


def test_somebody_is_linked_by_keys(eyes: Eyes, desk: Server, token: str) -> None:
    with editor(eyes, desk, token) as screen:
        page = screen.page
        draft(screen, "ثالث")
        item = page.eval_on_selector("[data-item][data-kind=actor]", "item => item.id")
        page.click(f"#{item} .head")
        page.keyboard.press("l")
        page.wait_for_selector("#panel .candidates")
        assert page.evaluate("document.activeElement.name") == "key"
        page.check("#panel input[value='-']")
        page.click("#panel button[value=link]")
        until(page, "document.getElementById('panel').hidden")
        page.keyboard.press("m")
        page.wait_for_selector("#panel #other")
        assert page.evaluate("document.activeElement.id") == "other"
        page.keyboard.press("Escape")
        assert page.is_hidden("#panel")
        assert screen.said == []


def test_two_editors_see_both_versions_and_lose_neither(eyes: Eyes, desk: Server, token: str) -> None:
    with editor(eyes, desk, token) as one, editor(eyes, desk, desk.token("review")) as other:
        address = draft(one, "رابع")
        other.page.goto(address)
        other.page.wait_for_selector("#help-button")
        item = one.page.eval_on_selector("[data-item][data-kind=statement]", "item => item.id")
        for screen, medium in ((one, "interview"), (other, "tweet")):
            screen.page.click(f"#{item} .head")
            screen.page.keyboard.press("e")
            screen.page.wait_for_selector("#panel #medium")
            screen.page.select_option("#panel #medium", medium)
        one.page.click("#panel form.fields button[value=edit]")
        state_of(one.page, str(item), "edited")
        other.page.click("#panel form.fields button[value=edit]")
        other.page.wait_for_selector("#panel .versions")
        other.shot("review-conflict", whole=False)
        other.page.click("#panel form button:not([name])")
        until(other.page, "document.getElementById('panel').hidden")
        state_of(other.page, str(item), "edited")
        assert [*one.said, *other.said] == []


def test_an_edit_is_not_lost_when_its_editor_was_signed_out(eyes: Eyes, desk: Server, token: str) -> None:
    with editor(eyes, desk, token) as screen:
        page = screen.page
        draft(screen, "خامس")
        item = page.eval_on_selector("[data-item][data-kind=statement]", "item => item.id")
        page.click(f"#{item} .head")
        page.keyboard.press("e")
        page.wait_for_selector("#panel #medium")
        page.select_option("#panel #medium", "interview")
        page.context.clear_cookies(name="isnad")
        page.click("#panel form.fields button[value=edit]")
        page.wait_for_selector("#trouble:not([hidden])")
        assert page.input_value("#panel #medium") == "interview"


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_editor_s_pages_are_well_in_every_look(eyes: Eyes, desk: Server, token: str, axe: str, look: Look) -> None:
    with editor(eyes, desk, token, look) as screen:
        address = draft(screen, f"سادس {look}")
        path = "/" + address.split("/", 3)[3]
        item = screen.page.eval_on_selector("[data-item][data-kind=statement]", "item => item.id")
        actor = screen.page.eval_on_selector("[data-actor][data-key=L]", "link => link.getAttribute('href')")
        pages = {
            "queue": "/review",
            "review": path,
            "review-fact": f"{path}/{item}",
            "review-actor": actor,
            "review-add": f"{path}/add",
            "review-preview": f"{path}/publish",
        }
        for name, where in pages.items():
            screen.open(where)
            screen.shot(name)
            assert screen.violations(axe) == [], name
            assert screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            assert screen.page.evaluate("document.documentElement.dir") == look.direction
        assert screen.said == []
        assert screen.strangers == []


def test_all_of_it_works_without_a_script(eyes: Eyes, desk: Server, token: str) -> None:
    with editor(eyes, desk, token, scripts=False) as screen:
        page = screen.page
        draft(screen, "سابع", scripts=False)
        page.click("[data-kind=statement] button[value=accept]")
        page.wait_for_selector("[data-kind=statement][data-state=accepted]")
        page.click("button[value=undo]")
        page.wait_for_selector("#desk")
        assert page.query_selector("[data-kind=statement][data-state=accepted]") is None
        page.click("#add")
        page.fill("#words", "الحوار")
        page.click("button[value=statement]")
        page.wait_for_selector(".places input")
        page.check(".places input >> nth=1")
        page.click("button[value=statement]")
        page.wait_for_selector("[name='content.words']")
        assert page.input_value("[name='content.words']") == "الحوار"
