"""The reader of articles in a browser: text and facts lead to each other, with scripts and without."""

from __future__ import annotations

import pytest

from tests.browser.looking import DESK, PHONE, Eyes
from tests.browser.servers import Server, article

pytestmark = pytest.mark.browser
ARTICLE = "page/article/muscat.html"
LIT = "[...CSS.highlights.get('place') ?? []].map((range) => range.toString()).join()"


def test_pointing_at_a_card_lights_its_words_and_back(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open(ARTICLE)
        page = screen.page
        card = page.locator(".fact[data-kind=statement]").first
        card.hover()
        name = card.get_attribute("id")
        words = page.locator(f"#text [data-facts~='{name}']")
        assert words.count() > 0
        assert all("lively" in (one.get_attribute("class") or "") for one in words.all())
        words.last.hover()
        assert page.locator(".card.lively").count() == 1
        page.locator("#text .sign").first.focus()
        assert page.locator(".card.lively").get_attribute("id") == page.evaluate(
            "document.activeElement.hash.slice(1)"
        ), "focus does what pointing does"


def test_n_and_p_walk_through_the_facts(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open(ARTICLE)
        page = screen.page
        names = [one.get_attribute("id") for one in page.locator(".fact").all()]
        walked = []
        for key in ("n", "n", "n", "p"):
            page.keyboard.press(key)
            walked.append(page.evaluate("document.activeElement.id"))
        assert walked == [names[0], names[1], names[2], names[1]]
        page.locator("input[name=q]").first.focus()
        page.keyboard.type("n")
        assert page.evaluate("document.activeElement.value") == "n", "who types is left alone"


def test_filters_answer_at_once(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open(ARTICLE)
        page, asked = screen.page, len(screen.asked)
        page.locator(".sift summary").click()
        page.locator("#sift input[value=statement]").uncheck()
        assert page.locator(".fact[data-kind=statement]:visible").count() == 0
        assert page.locator(".fact[data-kind=meeting]:visible").count() > 0
        assert page.locator("#text .layer[data-kind=statement]").count() == 0
        assert len(screen.asked) == asked, "nobody was asked"
        page.locator("#sift input[value=statement]").check()
        assert page.locator("#text .layer[data-kind=statement]").count() > 0


def test_any_place_of_the_text_can_be_linked_to(eyes: Eyes, news: Server) -> None:
    text = article("muscat").decode()
    start = text.index("أمن الممرات البحرية")
    place = f"c{start}-{start + len('أمن الممرات')}"
    with eyes.at(news.base, PHONE) as screen:
        screen.open(f"{ARTICLE}#{place}")
        assert screen.page.evaluate(LIT) == "أمن الممرات"
        box = screen.page.evaluate("[...CSS.highlights.get('place')][0].getBoundingClientRect().toJSON()")
        assert 0 <= box["top"] <= 900, "and it is seen"
    with eyes.at(news.base, PHONE, scripts=False) as plain:
        plain.open(f"{ARTICLE}?at={place[1:]}#{place}")
        assert "".join(plain.page.locator(".seg.lit").all_text_contents()) == "أمن الممرات"


def test_without_scripts_text_and_facts_are_links(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK, scripts=False) as plain:
        plain.open(ARTICLE)
        page = plain.page
        sign = page.locator("#text .sign[data-kind=statement]").first
        assert sign.get_attribute("aria-label")
        sign.click()
        card = page.locator(".card:target")
        assert card.count() == 1
        card.locator(".place").first.click()
        assert page.locator("#text :target").count() == 1
        plain.open(f"{ARTICLE}?kind=meeting")
        assert page.locator(".fact").count() == page.locator(".fact[data-kind=meeting]").count() > 0


def test_a_page_is_printed_as_text_with_its_facts(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open(ARTICLE)
        screen.page.emulate_media(media="print")
        assert not screen.page.locator(".sift").is_visible()
        assert screen.page.locator("#text").is_visible()
        assert screen.page.locator(".fact").first.is_visible()
        screen.shot("article-printed", whole=False)


def test_where_lines_begin_is_told_on_demand(eyes: Eyes, news: Server) -> None:
    with eyes.at(news.base, DESK) as screen:
        screen.open(ARTICLE)
        button = screen.page.locator("[data-numbers]")
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        assert screen.page.locator("body.numbered").count() == 1
