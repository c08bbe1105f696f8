"""The network as an analyst explores it: by keyboard with scripts, by links and a table without."""

from __future__ import annotations

import pytest

from tests.browser.looking import DESK, Eyes
from tests.browser.servers import Server

pytestmark = pytest.mark.browser


def test_keys_move_through_the_network_and_tell_what_is_chosen(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("actors?lang=ar")
        page = screen.page
        page.locator("main table th a").first.click()
        page.locator("a[href*='explore?who=']").first.click()
        page.wait_for_selector("#explorer")
        if not page.evaluate("typeof cytoscape !== 'undefined'"):
            pytest.skip("cytoscape is not among the files of this checkout (make vendor)")
        live = page.wait_for_selector("#explorer .live canvas")
        assert live is not None
        assert not page.locator("#explorer .network").is_visible()
        page.locator("#explorer .live").focus()
        for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
            page.keyboard.press(key)
        page.wait_for_selector("#chosen h2 a")
        assert page.locator("#chosen h2 a").first.get_attribute("href") != "#"
        with page.expect_response(lambda answer: "network.json" in answer.url) as grown:
            page.keyboard.press("Enter")
        assert grown.value.ok


def test_the_table_says_what_the_picture_draws(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("explore?lang=ar")
        page = screen.page
        page.locator("main .chips a").first.click()
        page.wait_for_selector("#explorer")
        rows = page.locator("main table tbody tr")
        assert rows.count() >= 1
        page.locator("main table tbody tr a[href*='facts']").first.click()
        page.wait_for_selector("#facts mark")
