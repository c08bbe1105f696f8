"""A developer at the workbench: completion, errors, cancelling, views, snippets, permalinks."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from tests.browser.looking import DESK, PHONE, Eyes, Screen
from tests.browser.servers import Server

pytestmark = pytest.mark.browser
ISNAD = "PREFIX isnad: <https://w3id.org/isnad/ontology#>\n"
SAID = ISNAD + "SELECT ?s ?who WHERE { ?s a isnad:Statement ; isnad:speaker ?who } ORDER BY ?s"
MANY = "SELECT ?n WHERE { VALUES ?n { " + " ".join(map(str, range(120))) + " } }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def text_of(screen: Screen) -> str:
    return str(screen.page.evaluate("document.getElementById('query').value"))


def rich(screen: Screen) -> None:
    """Wait for the editor, which is there where others' scripts were built."""
    screen.page.wait_for_selector(".keys")
    if not screen.page.locator(".CodeMirror").count():
        pytest.skip("others' scripts are not built (make vendor)")


def hints(screen: Screen) -> list[str]:
    screen.page.wait_for_selector(".CodeMirror-hint")
    return screen.page.locator(".CodeMirror-hint .hint-name").all_inner_texts()


def status(screen: Screen) -> str:
    return screen.page.locator(".tools [role=status]").first.inner_text()


def test_arabic_words_lead_to_terms_and_prefixes_declare_themselves(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("sparql")
        rich(screen)
        keys = screen.page.keyboard
        screen.page.click(".CodeMirror")
        keys.type("SELECT * { ?s a تصريح")
        assert hints(screen)[0] == "isnad:Statement"
        assert "قول" in screen.page.locator(".CodeMirror-hint").first.inner_text()
        screen.shot("workbench-completion")
        keys.press("Enter")
        assert text_of(screen) == ISNAD + "SELECT * { ?s a isnad:Statement"
        # What a statement has, and nothing that only meetings have.
        keys.type(" ; isnad:")
        offered = hints(screen)
        assert "isnad:speaker" in offered
        assert "isnad:participant" not in offered
        keys.press("Escape")
        keys.type("quoteMode ")
        keys.press("Control+Space")
        assert set(hints(screen)) == {"isnad:quote-direct", "isnad:quote-indirect", "isnad:quote-mixed"}
        keys.press("Escape")
        assert screen.said == []
        assert screen.strangers == []


def test_a_known_thing_is_written_as_its_name_is_typed(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("sparql")
        rich(screen)
        screen.page.click(".CodeMirror")
        screen.page.keyboard.type("SELECT * { ?s ?p السودا", delay=30)
        screen.page.wait_for_selector(".CodeMirror-hint:has-text('السودان')")
        screen.page.keyboard.press("Enter")
        screen.page.keyboard.type(" }")
        assert f"<{news.base}id/actor/country-sd> }} # " in text_of(screen)


def test_an_error_is_shown_at_its_line_and_mended(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("sparql")
        rich(screen)
        screen.page.click(".CodeMirror")
        screen.page.keyboard.type("ASK {\n?s a isnad:Statement . ")
        screen.page.keyboard.press("Escape")
        screen.page.keyboard.press("Control+End")
        screen.page.keyboard.type("}")
        screen.page.keyboard.press("Control+Enter")
        screen.page.wait_for_selector("#trouble [role=alert]")
        told = screen.page.locator("#trouble").inner_text()
        assert "not declared" in told
        assert screen.page.locator(".CodeMirror .fault").inner_text() == "i"
        screen.shot("workbench-error")
        screen.page.locator("#trouble button").last.click()
        assert text_of(screen).startswith(ISNAD)
        screen.page.click("#run")
        screen.page.wait_for_selector(".truth")
        assert not screen.page.locator("#trouble").inner_text()


def test_tab_is_no_trap(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("sparql")
        rich(screen)
        screen.page.click(".CodeMirror")
        screen.page.keyboard.press("Tab")
        assert screen.page.evaluate("document.activeElement.id") == "run"


def test_what_runs_is_cancelled_and_the_server_is_free(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        # What runs keeps the network busy: the page is not waited for to stand still.
        screen.page.goto(screen.base + "sparql#" + urlencode({"query": ENDLESS}))
        rich(screen)
        screen.page.click("#cancel:enabled")
        screen.page.wait_for_selector("#cancel:disabled")
        assert "أُوقف" in status(screen)
        lanes = "fetch('/sparql/explain?query=ASK%7B%7D').then((a) => a.json()).then((a) => a.lanes.running)"
        for _ in range(50):
            running = screen.page.evaluate(lanes)
            if not sum(running.values()):
                break
            screen.page.wait_for_timeout(100)
        assert not sum(running.values()), "nothing goes on behind a query that was cancelled"


def test_a_table_is_sorted_filtered_and_paged(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("sparql?" + urlencode({"query": MANY, "lang": "en"}))
        page = screen.page
        page.wait_for_selector(".answer .sort")
        cells = page.locator(".answer tbody td")
        assert cells.count() == 50
        page.click(".answer .sort")
        page.click(".answer .sort")
        assert page.get_attribute(".answer th[aria-sort]", "aria-sort") == "descending"
        assert cells.first.inner_text() == "119", "as numbers, not as words"
        page.click(".pages button:last-child")
        assert cells.first.inner_text() == "69"
        page.fill("#bench-filter", "11")
        assert cells.all_inner_texts() == [str(n) for n in range(119, 109, -1)] + ["11"]


def test_each_row_opens_its_sentence_and_edges_are_drawn(eyes: Eyes, news: Server, axe: str) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("sparql?" + urlencode({"query": SAID}))
        page = screen.page
        page.wait_for_selector(".prove details")
        page.click(".prove details summary")
        assert page.locator(".prove details[open] mark").first.inner_text()
        link = page.get_attribute(".prove details[open] footer a", "href") or ""
        assert "page/article/" in link
        screen.shot("workbench-proof")
        page.click("#tab-graph")
        page.wait_for_selector(".canvas canvas")
        screen.settle()
        screen.shot("workbench-graph")
        assert "view=graph" in page.url
        assert screen.violations(axe) == []
        page.keyboard.press("Home")
        assert page.get_attribute("#tab-table", "aria-selected") == "true"
        page.click("#explain")
        page.wait_for_selector("#explained table")
        assert page.locator("#explained tbody tr").count() == 3
        screen.shot("workbench-explained")
        assert screen.violations(axe) == []
        assert screen.said == []


def test_dates_stand_along_time(eyes: Eyes, news: Server, axe: str) -> None:
    days = [f'({day} "2026-03-{day:02}"^^<http://www.w3.org/2001/XMLSchema#date>)' for day in range(1, 29, 3)]
    query = "SELECT ?n ?day WHERE { VALUES (?n ?day) { " + " ".join(days) + " } }"
    with eyes.at(news.base, PHONE) as screen:
        screen.open("sparql?" + urlencode({"query": query, "view": "timeline"}))
        page = screen.page
        page.wait_for_selector("svg.timeline")
        assert page.locator("svg.timeline circle").count() == page.locator(".moments li").count() == 10
        screen.shot("workbench-timeline")
        assert screen.violations(axe) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_question_opens_without_losing_what_was_typed(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("sparql")
        rich(screen)
        page = screen.page
        page.click(".CodeMirror")
        page.keyboard.type("ASK { } # mine ")
        page.fill("#find-question", "سلسلة اسناد")
        shown = page.locator("#ready li:visible")
        assert shown.count() == 1
        shown.locator("summary").click()
        shown.locator("form button").first.click()
        assert "isnad:" in text_of(screen)
        page.keyboard.press("Control+z")
        assert text_of(screen) == "ASK { } # mine "


def test_a_permalink_brings_back_the_query_long_or_short(eyes: Eyes, news: Server) -> None:
    long = "SELECT ?x { VALUES ?x { " + " ".join(f'"كلمة {n}"' for n in range(900)) + " } }"
    with eyes.at(news.base, DESK) as screen:
        screen.open("sparql#" + quote(urlencode({"query": long}), safe="=&%+"))
        screen.page.wait_for_selector(".answer .sort")
        assert text_of(screen) == long
        assert parse_qs(urlsplit(screen.page.url).fragment)["query"] == [long]
        screen.page.click(".recent summary")
        assert screen.page.locator(".recent li").count() == 1
        kept = json.loads(screen.page.evaluate("localStorage.getItem('isnad.sparql.recent')"))
        assert kept == [long]
        screen.page.locator(".recent li button").last.click()
        assert not screen.page.locator(".recent").is_visible()


@pytest.mark.parametrize("language", ["curl", "python", "sparqlwrapper", "r", "javascript"])
def test_the_query_is_told_as_a_program(eyes: Eyes, news: Server, language: str) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open("sparql?" + urlencode({"query": "ASK { ?s ?p \"قال 'x' </script>\" }"}))
        screen.page.click(".programs summary")
        screen.page.select_option("#program", language)
        code = screen.page.locator(".programs code").inner_text()
        assert news.base + "sparql" in code
        assert "قال" in code


def test_hostile_words_are_inert_in_the_table_of_the_workbench(eyes: Eyes, news: Server) -> None:
    words = "</td><img src=x onerror=alert(1)><script>alert(2)</script>\\u202Egnp.exe"
    query = f'SELECT ?x ?y {{ VALUES (?x ?y) {{ ("{words}"@ar <javascript:alert(3)>) }} }}'
    with eyes.at(news.base, DESK) as screen:
        screen.open("sparql?" + urlencode({"query": query}))
        screen.page.wait_for_selector(".answer .sort")
        assert "[U+202E]" in screen.page.locator(".answer tbody").inner_text()
        assert screen.page.locator("main img, main td a").count() == 0
        assert screen.said == []


def test_without_the_editor_the_text_area_does_its_work(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.page.route("**/vendor/yasqe.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        screen.open("sparql")
        screen.page.fill("#query", "ASK { ?s ?p }")
        screen.page.press("#query", "Control+Enter")
        screen.page.wait_for_selector("#trouble [role=alert]")
        screen.page.fill("#query", "ASK { ?s ?p ?o }")
        screen.page.click("#run")
        screen.page.wait_for_selector(".truth")
        assert screen.said == []
