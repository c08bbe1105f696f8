"""What holds on every page, however it is looked at."""

from __future__ import annotations

import pytest

from tests.browser.looking import DESK, FOCUS, LOOKS, PHONE, Eyes, Look
from tests.browser.places import PLACES, Place, path_of
from tests.browser.servers import Server
from tests.browser.wellness import faults

pytestmark = pytest.mark.browser
BUDGET = 120 << 10
"""Bytes of a first visit as they come over the wire, with the Arabic letters."""


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_is_well(eyes: Eyes, axe: str, news: Server, place: Place, look: Look) -> None:
    with eyes.at(news.base, look) as screen:
        screen.open(path_of(place, news), place.status)
        screen.shot(place.name)
        wrong = [*faults(screen), *screen.violations(axe)]
        wrong += [f"no {selector}" for selector in place.holds if not screen.page.locator(selector).count()]
        assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_is_whole_without_scripts(eyes: Eyes, news: Server, place: Place) -> None:
    with eyes.at(news.base, PHONE, scripts=False) as plain:
        plain.open(path_of(place, news), place.status)
        without = plain.probe()
        for selector in place.holds:
            assert plain.page.locator(selector).count(), f"no {selector}"
        assert not [request.url for request in plain.asked if request.resource_type == "fetch"]
        loaded = plain.page.locator("script:not([type='application/ld+json'])").all()
        assert not [one.get_attribute("src") for one in loaded if not one.get_attribute("src")], (
            "a script within the page"
        )
    with eyes.at(news.base, PHONE) as full:
        full.open(path_of(place, news), place.status)
        found = full.probe()
    assert without["words"] >= 0.6 * found["words"]
    assert without["links"] >= 0.6 * found["links"]


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_first_visit_is_small(eyes: Eyes, news: Server, place: Place) -> None:
    with eyes.at(news.base, DESK) as screen:
        answer = screen.page.goto(news.base + path_of(place, news), wait_until="load")
        assert answer is not None
        kinds = {request.resource_type for request in screen.asked}
        assert {"document", "stylesheet"} <= kinds
        blocking = "script:not([type]):not([defer]):not([async])"
        assert screen.page.locator(f"head {blocking}, body {blocking}").count() == 0, (
            "a script holds up the first paint"
        )
        if not place.heavy:
            screen.settle()
            assert screen.transferred <= BUDGET, sorted((r.sizes()["responseBodySize"], r.url) for r in screen.asked)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_is_walked_by_keyboard(eyes: Eyes, news: Server, place: Place) -> None:
    """The first step is a way past the head, and each step is seen."""
    with eyes.at(news.base, DESK) as screen:
        screen.open(path_of(place, news), place.status)
        page = screen.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('a[href=\"#main\"]')"), "the first step is no skip link"
        assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0"), "the skip link is not seen"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.matches('header *')"), "skipping leads nowhere"
        unseen = []
        for _ in range(25):
            page.keyboard.press("Tab")
            if told := page.evaluate(FOCUS):
                unseen.append(told)
        assert unseen == []


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_is_printed(eyes: Eyes, news: Server, place: Place) -> None:
    with eyes.at(news.base, PHONE) as screen:
        screen.open(path_of(place, news), place.status)
        screen.page.emulate_media(media="print", color_scheme="dark")
        assert screen.page.locator("main h1").is_visible()
        assert not screen.page.locator("header nav").first.is_visible(), "the way around is printed"
        ground = screen.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"), f"paper is {ground}"
