"""Names that mean harm are shown, and do nothing: they run no script, lead nowhere, and reorder nothing around them."""

from __future__ import annotations

import pytest

from tests.browser.looking import DESK, OTHERS, PHONE, Eyes, Look
from tests.browser.servers import Server
from tests.browser.wellness import faults

pytestmark = pytest.mark.browser
PATHS = (
    "",
    "page/actor/hostile.html",
    "page/actor/hostile.html?view=all",
    "page/article/hostile-graph.html",
    "page/article/hostile-graph/statement-1-9.html",
    "page/article/hostile-graph/meeting-1-9.html",
    "search?q=hostile",
    "sparql?query=SELECT%20?s%20?p%20?o%20WHERE%20{%20GRAPH%20?g%20{%20?s%20?p%20?o%20}%20FILTER(CONTAINS(STR(?s),%22hostile%22))%20}",
    "meetings",
    "statements",
    "ontology/Statement",
    # What a reader writes into an address comes back on the page.
    "search?q=%3Cscript%3Ewindow.hostile=1%3C/script%3E%E2%80%AEx%22%27",
    "sparql?query=%3C/textarea%3E%3Cscript%3Ewindow.hostile=1%3C/script%3E%E2%80%AE",
    "page/actor/%3Cscript%3Ewindow.hostile=1%3C%2Fscript%3E.html",
    "statements?after=%22%3E%3Csvg%20onload=window.hostile=1%3E",
    "sign-in?next=javascript:window.hostile=1",
)
REORDERING = "[\\u202a-\\u202e\\u2066-\\u2069]"
"""Embeddings, overrides and isolates: pages show them by their numbers."""


@pytest.mark.parametrize("look", [DESK, OTHERS[0]], ids=str)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40] or "home")
def test_a_hostile_name_is_inert(eyes: Eyes, axe: str, hostile: Server, path: str, look: Look) -> None:
    with eyes.at(hostile.base, look) as screen:
        answer = screen.page.goto(hostile.base + path, wait_until="load")
        assert answer is not None
        assert answer.status < 500
        screen.settle()
        wrong = [*faults(screen), *screen.violations(axe)]
        assert not wrong, "\n".join(wrong)
        said = screen.page.evaluate(f"document.body.innerText.match(/{REORDERING}/g)")
        assert not said, f"reorders what stands around it: {said}"
        assert (
            screen.page.evaluate("document.querySelectorAll('main script, main svg[onload], main img[onerror]').length")
            == 0
        )


def test_a_hostile_article_is_read_and_does_nothing(eyes: Eyes, news: Server) -> None:
    """What its text holds of markup and templates stands there as text."""
    with eyes.at(news.base, PHONE) as screen:
        screen.open("page/article/hostile.html")
        said = screen.page.locator("main").inner_text()
        assert "<script>alert(1)</script>" in said
        assert "{{ 7*7 }}" in said
        assert faults(screen) == []
