"""The editor's way: an article pasted, its facts judged by keyboard, the work of two told apart, published."""

from __future__ import annotations

import pytest

from tests.browser.looking import DESK, Eyes, Screen
from tests.browser.servers import Server, article

pytestmark = pytest.mark.browser


def _paste(screen: Screen, token: str, name: str) -> None:
    """Sign in, and give the article in; leaves its review open."""
    page = screen.page
    screen.sign_in(token)
    screen.open("review")
    page.locator("#paste").fill(article(name).decode())
    page.locator("#new-form button").last.click()
    page.locator("#desk").wait_for(timeout=60_000)


def test_an_article_is_reviewed_by_keyboard_and_published(eyes: Eyes, desk: Server) -> None:
    with eyes.at(desk.base, DESK) as screen:
        page = screen.page
        _paste(screen, desk.token("review"), "nairobi")
        screen.shot("editor-1-facts")
        page.locator("h1").first.click()
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("r")
        page.locator("[data-item][data-state=rejected]").wait_for()
        page.keyboard.press("u")
        page.locator("[data-item][data-state=rejected]").wait_for(state="detached")
        screen.settle()
        page.keyboard.press("a")
        page.locator("[data-item][data-state=accepted]").wait_for()
        screen.shot("editor-2-decided")
        screen.settle()
        page.keyboard.press("e")
        page.locator("#panel form").first.wait_for()
        screen.shot("editor-3-edited")
        page.keyboard.press("Escape")
        assert not screen.said
        assert not screen.strangers
        page.locator("#publish").click()
        page.wait_for_url("**/publish")
        screen.shot("editor-4-preview")
        page.locator("main form button").first.click()
        page.wait_for_load_state("networkidle")
        screen.shot("editor-5-published")
        answer = desk.select("SELECT ?s WHERE { ?s a <https://w3id.org/isnad/ontology#Statement> }")
        assert answer, "nothing is published"


def test_what_another_editor_decided_meanwhile_is_shown(eyes: Eyes, desk: Server) -> None:
    """Both had the article before them: the later one sees what the earlier one decided, and loses nothing."""
    with eyes.at(desk.base, DESK) as one, eyes.at(desk.base, DESK) as other:
        _paste(one, desk.token("review"), "geneva")
        other.sign_in(desk.token("review"))
        other.page.goto(one.page.url)
        fact = other.page.locator("ol.items form.verdict").first
        one.page.locator("ol.items form.verdict").first.locator("button[value=reject]").click()
        one.page.locator("[data-item][data-state=rejected]").wait_for()
        fact.locator("button[value=accept]").click()
        other.page.locator("[data-conflict]").first.wait_for()
        other.shot("editor-6-conflict")
        assert other.page.locator("[data-conflict] td").count() >= 4
