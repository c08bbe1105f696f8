"""What holds on every page, however it is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.browser.looking import DESK, FOCUS, LOOKS, PHONE, Eyes, Look, Screen
from tests.browser.places import PLACES, Place, path_of
from tests.browser.servers import Server
from tests.browser.wellness import faults

pytestmark = pytest.mark.browser
BUDGET = 120 << 10
"""Bytes of a first visit as they come over the wire, with the Arabic letters."""


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_is_well(open_at: Opener, axe: str, place: Place, look: Look) -> None:
    with open_at(place, look) as screen:
        screen.shot(place.name)
        wrong = [*faults(screen), *screen.violations(axe)]
        wrong += [f"no {selector}" for selector in place.holds if not screen.page.locator(selector).count()]
        if look == DESK:
            wrong += [*_weight(screen, place), *_steps(screen)]
        if look == PHONE:
            wrong += _print(screen)
        assert not wrong, "\n".join(wrong)


Opener = Callable[..., AbstractContextManager[Screen]]


@pytest.fixture
def open_at(eyes: Eyes, news: Server, token: str) -> Opener:
    """Opens a place, signed in where it asks for that."""

    @contextmanager
    def opened(place: Place, look: Look, *, scripts: bool = True) -> Iterator[Screen]:
        with eyes.at(news.base, look, scripts=scripts) as screen:
            if place.signed:
                screen.sign_in(token)
            screen.open(path_of(place, news), place.status)
            yield screen

    return opened


def _weight(screen: Screen, place: Place) -> Iterator[str]:
    """Yield what is wrong with a first visit: it is small, and nothing holds up the first paint."""
    tags = re.findall(r"<script\b[^>]*>", screen.source)
    yield from (f"holds up the first paint: {tag}" for tag in tags if not re.search("json|module|defer|async", tag))
    if not (place.heavy or place.signed) and screen.transferred > BUDGET:
        yield f"{screen.transferred} bytes: {sorted((r.sizes()['responseBodySize'], r.url) for r in screen.asked)}"


def _steps(screen: Screen) -> Iterator[str]:
    """Yield what is wrong for a reader with a keyboard: the first step is a way past the head, and each is seen."""
    page = screen.page
    page.evaluate("window.scrollTo(0, 0)")
    page.keyboard.press("Tab")
    if not page.evaluate("document.activeElement.matches('a[href=\"#main\"]')"):
        # What a page puts the keyboard into by itself (a search, a form) is where its readers begin.
        if not page.evaluate("document.querySelector('main').contains(document.activeElement)"):
            yield "the first step is no skip link"
    elif page.evaluate("document.activeElement.getBoundingClientRect().top < 0"):
        yield "the skip link is not seen"
    else:
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('header.masthead *')"):
            yield "skipping leads nowhere"
    for _ in range(25):
        if told := page.evaluate(FOCUS):
            yield told
        page.keyboard.press("Tab")


def _print(screen: Screen) -> Iterator[str]:
    """Yield what is wrong on paper, which is white whatever the screen is."""
    screen.page.emulate_media(media="print", color_scheme="dark")
    if not screen.page.locator("main h1").first.is_visible():
        yield "no headline is printed"
    if screen.page.locator("header nav").first.is_visible():
        yield "the way around is printed"
    ground = screen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    if ground not in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"):
        yield f"paper is {ground}"


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_is_whole_without_scripts(open_at: Opener, place: Place) -> None:
    with open_at(place, PHONE, scripts=False) as plain:
        without = plain.probe()
        wrong = [f"no {selector}" for selector in place.holds if not plain.page.locator(selector).count()]
        assert not wrong, "\n".join(wrong)
        assert not [request.url for request in plain.asked if request.resource_type == "fetch"]
        scripts = plain.page.locator("script:not([type='application/ld+json'])").all()
        assert not [one.inner_html() for one in scripts if not one.get_attribute("src")], "a script within the page"
    if not scripts:
        return
    with open_at(place, PHONE) as full:
        found = full.probe()
    assert without["words"] >= 0.6 * found["words"]
    assert without["links"] >= 0.6 * found["links"]
