"""The way of who builds upon it: every page leads to its data, and the workbench asks, tells, and is linked to."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from tests.browser.looking import DESK, Eyes
from tests.browser.servers import Server

pytestmark = pytest.mark.browser
_QUERY = (
    "PREFIX isnad: <https://w3id.org/isnad/ontology#>\n"
    "SELECT ?meeting ?who WHERE {\n  ?meeting a isnad:Meeting ; isnad:participant ?who\n}"
)
_BROKEN = "SELECT ?s WHERE {\n  ?s ?p ?o .\n  FILTR(?o > 2)\n}"


def test_a_page_leads_to_all_forms_of_its_data(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("page/article/muscat.html")
        links = screen.page.locator("head link[rel=alternate][type]").all()
        told = {str(one.get_attribute("type")): str(one.get_attribute("href")) for one in links}
        assert {"text/turtle", "application/ld+json"} <= set(told)
        for kind, address in told.items():
            answer = httpx.get(httpx.URL(screen.page.url).join(address))
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(kind)
        for kind in ("text/turtle", "application/ld+json", "application/n-triples", "application/trig"):
            answer = httpx.get(f"{news.base}id/article/muscat", headers={"accept": kind}, follow_redirects=True)
            assert answer.headers["content-type"].startswith(kind)


def test_the_workbench_asks_and_is_linked_to(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        page = screen.page
        screen.open(f"sparql?query={quote(_QUERY)}")
        page.locator("table tbody tr").first.wait_for()
        screen.shot("developer-1-answer")
        rows = page.locator("table tbody tr").count()
        assert rows >= 4
        assert page.evaluate("getComputedStyle(document.querySelector('thead th code')).direction") == "ltr"
        page.reload()
        page.locator("table tbody tr").first.wait_for()
        assert page.locator("table tbody tr").count() == rows
        assert not screen.said
        assert not screen.strangers


def test_a_ready_question_is_run(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        page = screen.page
        screen.open("sparql")
        page.locator("#ready details summary").first.click()
        page.locator("#ready details[open] button").first.click()
        # With scripts it opens in the editor first; without, it is run at once.
        page.locator("#run").click()
        page.locator("#results table tbody tr").first.wait_for()
        screen.shot("developer-2-ready")


def test_an_error_is_told_at_its_line(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.page.goto(f"{news.base}sparql?query={quote(_BROKEN)}")
        told = screen.page.locator("#trouble")
        told.locator(".gutter, .notice").first.wait_for()
        screen.settle()
        assert "3" in told.locator(".gutter").first.inner_text()
        screen.shot("developer-3-error")


def test_the_editor_completes_from_the_vocabulary(eyes: Eyes, news: Server) -> None:
    """What is offered for a class are classes of ours; without the library the plain field is there, and no fault."""
    with eyes.at(news.base, DESK) as screen:
        page = screen.page
        screen.open("sparql")
        if not page.locator(".CodeMirror").count():
            assert page.locator("textarea[name=query]").is_visible()
            pytest.skip("the editor's library is not built here (python deploy/vendoring.py)")
        page.locator(".CodeMirror").first.click()
        page.keyboard.press("Control+a")
        page.keyboard.type("PREFIX isnad: <https://w3id.org/isnad/ontology#> SELECT * WHERE { ?m a isnad:Meet")
        page.keyboard.press("Control+Space")
        offered = page.locator(".CodeMirror-hints li, .CodeMirror-line", has_text="isnad:Meeting")
        offered.first.wait_for()
        screen.shot("developer-4-completion", whole=False)
