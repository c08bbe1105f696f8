"""From a number to its facts and from a fact to its sentence, as an analyst goes."""

from __future__ import annotations

import re

import pytest

from tests.browser.looking import DESK, Eyes
from tests.browser.servers import Server

pytestmark = pytest.mark.browser
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def test_a_facet_s_number_is_what_it_leads_to_and_can_be_taken_away(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("meetings?lang=ar")
        page = screen.page
        whole = page.locator("#found").inner_text().translate(_WESTERN)
        option = page.locator(".facets li").first
        count = option.locator(".count").inner_text().translate(_WESTERN)
        option.locator("a").click()
        page.wait_for_selector(".chosen")
        assert re.match(r"\d+", page.locator("#found").inner_text().translate(_WESTERN))[0] == count  # type: ignore[index]
        page.locator(".chosen a.chip").first.click()
        page.wait_for_selector(".chosen", state="detached")
        assert page.locator("#found").inner_text().translate(_WESTERN) == whole


def test_a_row_opens_the_sentence_that_proves_it(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("statements?lang=ar")
        row = screen.page.locator(".event").first
        assert not row.locator("blockquote").first.is_visible()
        row.locator(".proof summary").click()
        assert row.locator("blockquote mark").first.is_visible()
        row.locator("a.said").click()
        screen.page.wait_for_selector(".utterance")
        assert screen.page.locator(".chain li").count() >= 1


def test_a_facet_swaps_the_list_and_leaves_the_page_standing(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("statements?lang=ar")
        page = screen.page
        if not page.evaluate("'htmx' in window"):
            pytest.skip("htmx is not among the files of this checkout (make vendor)")
        page.evaluate("window.standing = true")
        whole, behind = page.locator("#found").inner_text(), page.locator("#colophon pre").first.text_content()
        page.locator(".facets li a").first.click()
        page.wait_for_selector(".chosen")
        assert page.evaluate("window.standing")
        assert page.locator("main").count() == 1
        assert page.locator("#colophon pre").first.text_content() != behind, "the query behind the page is the new one"
        page.go_back()
        page.wait_for_selector(".chosen", state="detached")
        assert page.locator("#found").inner_text() == whole
