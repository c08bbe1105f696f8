"""The analyst's way: from the first page to a sentence that proves a fact, and away with what was found."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.browser.looking import DESK, PHONE, Eyes, Look, Screen
from tests.browser.servers import Server

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("look", [DESK, PHONE], ids=str)
def test_from_the_first_page_to_the_proof(eyes: Eyes, news: Server, look: Look) -> None:
    with eyes.at(news.base, look) as screen:
        page = screen.page
        screen.open("")
        screen.shot("analyst-1-home")
        page.locator("main a[href*='sparql?query=']").first.click()
        page.locator("table tbody tr").first.wait_for()
        screen.shot("analyst-2-question")
        _narrow(screen)
        page.locator("main a[href*='/id/'][href*='person-q16730147']").first.click()
        page.wait_for_url("**/page/actor/**")
        assert page.locator("main h1").inner_text().strip()
        screen.shot("analyst-4-actor")
        _prove(screen)
        assert not screen.said
        assert not screen.strangers


def _narrow(screen: Screen) -> None:
    """Choose who speaks, among those who do."""
    page = screen.page
    screen.open("statements")
    every = page.locator("main .proof, main blockquote").count()
    closed = page.locator("main details:not([open]) > summary").all()
    chosen = page.locator("main a[href*='speaker=']", has_text=re.compile("سوليفان|Sullivan"))
    for summary in closed:
        if chosen.count() and chosen.first.is_visible():
            break
        summary.click()
    chosen.first.click()
    page.wait_for_url("**speaker=**")
    assert 0 < page.locator("main .proof, main blockquote").count() < every
    screen.shot("analyst-3-narrowed")


def _prove(screen: Screen) -> None:
    """Open the sentence behind a row, and go to where it stands in the article."""
    page = screen.page
    proof = page.locator("main details.proof").first
    proof.locator("summary").click()
    quote = proof.locator("blockquote").first
    words = quote.locator("mark").first.inner_text().strip()
    assert words
    assert words in quote.inner_text()
    screen.shot("analyst-5-proof", whole=False)
    quote.locator("footer a").first.click()
    page.wait_for_url(re.compile("/page/article/.*#"))
    assert words in page.locator("#text").inner_text()
    assert page.locator(":target").count() == 1, "the place is not shown"
    screen.shot("analyst-6-article")


def test_away_with_what_was_found(eyes: Eyes, news: Server) -> None:
    """A thing's page tells its lasting name, and gives its data; a list gives a table."""
    with eyes.at(news.base, DESK) as screen:
        page = screen.page
        screen.open("page/actor/person-q16730147.html")
        for ending, kind in (
            (".ttl", "text/turtle"),
            (".jsonld", "application/ld+json"),
            (".trig", "application/trig"),
        ):
            address = page.locator(f"footer a[href$='{ending}'], main a[href$='{ending}']").first.get_attribute("href")
            assert httpx.get(news.base + str(address).lstrip("/")).headers["content-type"].startswith(kind)
        page.locator("details.cite summary").first.click()
        name = page.locator("details.cite code").first.inner_text()
        screen.shot("analyst-7-cited", whole=False)
        assert name == f"{news.base}id/actor/person-q16730147"
        page.goto(name)
        assert page.url.endswith("/page/actor/person-q16730147.html")
        screen.open("statements")
        table = page.locator("main a[href*='format=csv'], footer a[href*='format=csv']").first.get_attribute("href")
        answer = httpx.get(httpx.URL(page.url).join(str(table)), follow_redirects=True)
        assert answer.headers["content-type"].startswith("text/csv")
        assert len(answer.text.splitlines()) > 10


def test_the_query_behind_a_page_answers(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("page/actor/person-q16730147.html")
        screen.page.locator("details.behind summary").first.click()
        screen.page.locator("details.behind a").first.click()
        screen.page.locator("table tbody tr").first.wait_for()
