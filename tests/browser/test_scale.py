"""A megabyte of text, and five thousand things that one person said: a page of them is a page like any other."""

from __future__ import annotations

import httpx
import pytest

from bench.large import ACTOR, KEY, STATEMENTS
from tests.browser.looking import DESK, PHONE, Eyes
from tests.browser.servers import Server
from tests.browser.wellness import faults

pytestmark = pytest.mark.browser
PAGES = (
    f"page/article/{KEY}.html",
    f"page/{ACTOR}.html",
    f"page/{ACTOR}.html?view=all",
    "statements",
    "",
    "search?q=الخطة",
)
BYTES, ELEMENTS = 1 << 20, 12_000
"""What a page may have at most, uncompressed; the text alone has more than a megabyte, its facts many times that."""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_much_is_bounded(large: Server, path: str) -> None:
    answer = httpx.get(large.base + path, headers={"accept": "text/html"}, timeout=60)
    assert answer.status_code == 200
    assert len(answer.content) < BYTES


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_much_stays_usable(eyes: Eyes, axe: str, large: Server, path: str) -> None:
    with eyes.at(large.base, PHONE) as screen:
        screen.open(path)
        assert screen.probe()["elements"] < ELEMENTS
        wrong = [*faults(screen), *screen.violations(axe)]
        assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", [PAGES[0], "statements"])
def test_all_of_it_is_reached_page_by_page(eyes: Eyes, large: Server, path: str) -> None:
    """The way onward is on the page, and leads to what was not on it."""
    with eyes.at(large.base, DESK, scripts=False) as screen:
        screen.open(path)
        seen = screen.page.locator("main").inner_text()
        screen.shot(f"large-{path.rpartition('/')[2]}")
        screen.page.locator("main a[rel=next]").first.click()
        following = screen.page.locator("main").inner_text()
        assert following != seen
        assert STATEMENTS > 5000
