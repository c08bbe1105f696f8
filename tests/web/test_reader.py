"""The page of an article: text and facts lead to each other, and what is private stays so."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest

from kg.web.excerpts import PAGE
from tests.web.conftest import Client, application, bearer
from tests.web.reading import SECRETS, TEXT, TITLE, publish
from tests.web.service import FakeService

OPEN = {"publish_text": True}


class Page(HTMLParser):
    """A page as a reader meets it: ids, links within it, and the characters of the text as a script counts them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.within: list[str] = []
        self.lines: dict[int, str] = {}
        self.names: list[str] = []
        self._line: int | None = None
        self._skip = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if told.get("id"):
            self.ids.append(str(told["id"]))
        if str(told.get("href", "")).startswith("#"):
            self.within.append(str(told["href"])[1:])
        if told.get("class") == "sign":
            self.names.append(str(told.get("aria-label")))
        if "data-start" in told:
            self._line = int(str(told["data-start"]))
            self.lines[self._line] = ""
        if "data-n" in told and self._line is not None:
            self.lines[self._line] += "?" * int(str(told["data-n"]))
            self._skip = 1

    def handle_endtag(self, tag: str) -> None:
        if self._skip:
            self._skip = 0
        elif tag in ("p", "h1"):
            self._line = None

    def handle_data(self, data: str) -> None:
        if self._line is not None and not self._skip:
            self.lines[self._line] += data


def shown(service: FakeService, key: str, query: str = "", **settings: object) -> str:
    answer = Client(application(service, **settings)).get(f"/page/article/{key}.html?lang=en{query}", "text/html")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_text_is_the_text_and_every_link_within_leads_somewhere(service: FakeService) -> None:
    key = publish(service)
    page = Page(shown(service, key, **OPEN))
    assert page.lines, "there is a text"
    for start, line in page.lines.items():
        assert line == TEXT[start : start + len(line)]
    assert "".join(page.lines.values()) == TEXT.replace("\n", "")
    assert len(page.ids) == len(set(page.ids)), "ids are unique"
    assert set(page.within) <= {*page.ids, "main"}
    assert any(id.startswith("f-statement") for id in page.within), "the text leads to its facts"
    assert any(re.fullmatch(r"c\d+-\d+", id) for id in page.within), "and facts to the text"
    assert any(name.startswith("Meeting: ") for name in page.names), "a sign says whose fact it is"


def test_every_place_in_the_graph_has_its_anchor(service: FakeService) -> None:
    key = publish(service)
    graph = "".join(str(quad) for quad in service.store.dataset.store)
    places = {f"c{start}-{end}" for start, end in re.findall(r"/span-(\d+)-(\d+)>", graph)}
    assert len(places) > 5
    for settings in (OPEN, {}):
        page = Page(shown(service, key, **settings))
        assert places <= set(page.ids)


def test_the_headline_stands_once(service: FakeService) -> None:
    html = shown(service, publish(service), **OPEN)
    (heading,) = re.findall(r"<h1.*?</h1>", html, re.DOTALL)
    assert unescape(re.sub("<[^>]+>", "", heading)) == TITLE


def test_nothing_but_quoted_sentences_is_shown_of_a_private_text(service: FakeService) -> None:
    key = publish(service)
    html = shown(service, key)
    assert not any(secret in html for secret in SECRETS)
    assert "characters left out" in html
    page = Page(html)
    assert all(line == TEXT[start : start + len(line)] for start, line in page.lines.items())
    assert any("الصفدي" in line for line in page.lines.values())


@pytest.mark.parametrize(("scope", "sees"), [("review", True), ("admin", True), ("write", False), ("read", False)])
def test_who_may_review_sees_all_and_nobody_may_keep_it(service: FakeService, *, scope: str, sees: bool) -> None:
    key = publish(service)
    answer = Client(application(service), bearer(scope)).get(f"/page/article/{key}.html", "text/html")
    assert (SECRETS[0] in answer.text) == sees
    assert (answer.headers["cache-control"] == "private, no-store") == sees
    assert ("etag" in answer.headers) != sees
    others = Client(application(service)).get(f"/page/article/{key}.html", "text/html").headers["etag"]
    again = {"if-none-match": others, **bearer("review")}
    answer = Client(application(service), again).get(f"/page/article/{key}.html", "text/html")
    assert answer.status_code == 200, "who sees more is not told that what others have still holds"


def test_a_mirror_without_texts_shows_what_the_graph_quotes(
    service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.errors import NotFound

    async def gone(key: str) -> str:
        raise NotFound("no text")

    key = publish(service)
    monkeypatch.setattr(service, "article_text", gone)
    html = shown(service, key, **OPEN)
    assert "الصفدي" in html
    assert not any(secret in html for secret in SECRETS)


def test_a_place_in_the_address_is_lit_without_a_script(service: FakeService) -> None:
    key = publish(service)
    start = TEXT.index("التنسيق")
    html = shown(service, key, f"&at={start}-{start + 7}", **OPEN)
    lit = re.findall(r'<span class="seg lit"[^>]*>(.*?)</span>(?=<|[^<])', html)
    assert unescape(re.sub("<[^>]+>", "", "".join(lit))) == "التنسيق"
    assert f'id="c{start}-{start + 7}"' in html


@pytest.mark.parametrize("at", ["x", "-1", "9-3", "99999999999", "٣", "1-", ""])
def test_an_odd_place_is_no_error(service: FakeService, at: str) -> None:
    assert 'class="seg lit"' not in shown(service, publish(service), f"&at={at}")


def test_filters_work_without_a_script(service: FakeService) -> None:
    key = publish(service)
    everything = Page(shown(service, key, **OPEN))
    meetings = Page(shown(service, key, "&kind=meeting", **OPEN))
    kinds = lambda page: {id.split("-")[1] for id in page.ids if id.startswith("f-")}  # noqa: E731
    assert kinds(meetings) == {"meeting"} < kinds(everything)
    assert "".join(meetings.lines.values()) == "".join(everything.lines.values()), "the text stays"
    assert not kinds(Page(shown(service, key, "&rule=none-such", **OPEN)))


def test_a_long_text_comes_in_pages_and_a_place_leads_to_its_own(service: FakeService) -> None:
    filler = "هذا سطر لا يقول شيئا عن أحد. " * 40 + "\n\n"
    text = f"{TITLE}\n\n" + filler * (PAGE * 2 // len(filler) + 2) + "قال أيمن الصفدي إن بلاده ستواصل العمل.\n"
    key = publish(service, text)
    first = shown(service, key, **OPEN)
    assert len(Page(first).lines)
    assert 'rel="next"' in first
    assert "f-statement" not in first
    assert "Statements" in first, "the counts are of the whole article"
    place = text.index("بلاده")
    last = shown(service, key, f"&at={place}", **OPEN)
    assert "f-statement" in last
    assert 'rel="prev"' in last
    assert place in {start + line.find("بلاده") for start, line in Page(last).lines.items() if "بلاده" in line}
    answer = Client(application(service, **OPEN)).get(f"/page/article/{key}.html?page=99", "text/html")
    assert answer.status_code == 404


def test_hostile_characters_are_inert_and_counted(service: FakeService) -> None:
    text = f"{TITLE}\n\nقال أيمن الصفدي إن \u202eبلاده\u202c <b onclick=x>&amp; 😀\u200f ستواصل العمل.\r\nآخر\n"
    key = publish(service, text)
    stored = service.store.text(service.store.entry(key).text_hash)
    html = shown(service, key, **OPEN)
    assert "<b " not in html
    assert "\u202e" not in html
    for start, line in Page(html).lines.items():
        there = stored[start : start + len(line)]
        assert len(there) == len(line)
        assert all(one in (other, "?") for one, other in zip(line, there, strict=True))


def test_search_engines_are_told_of_claims(service: FakeService) -> None:
    html = shown(service, publish(service), **OPEN)
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    told = json.loads(block)
    assert (told["@type"], told["headline"], told["publisher"]["name"]) == ("NewsArticle", TITLE, "صحيفة التجربة")
    (said,) = told["hasPart"]
    assert said["@type"] == "Claim"
    assert said["author"]
    assert "التنسيق" in said["text"]


def test_the_list_is_html_for_people_and_json_for_programs(service: FakeService) -> None:
    key = publish(service)
    publish(
        service,
        "قال أيمن الصفدي إن بلاده ستواصل العمل مع الجميع في المنطقة حتى تنجح المحادثات التي بدأت في القاهرة.\n",
        None,
    )
    client = Client(application(service))
    assert client.get("/articles").json()["total"] == 2
    assert client.get("/articles", "image/png").json()["total"] == 2
    answer = client.get("/articles?lang=en", "text/html")
    assert f"/page/article/{key}.html" in answer.text.replace("/id/", "/page/") or f"/id/article/{key}" in answer.text
    assert TITLE in answer.text
    assert "قال أيمن الصفدي إن بلاده" in answer.text, "what has no headline is called by its first words"
    assert "قال أيمن الصفدي إن بلاده" in client.get("/?lang=en", "text/html").text, "on the first page too"
    assert "صحيفة التجربة" in answer.text
    assert "Accept" in answer.headers["vary"]
    assert "etag" in answer.headers
    narrowed = client.get("/articles?publisher=%D9%84%D8%A7&lang=en", "text/html").text
    assert "There is nothing like this" in narrowed
    assert client.get("/articles?format=json", "text/html").json()["total"] == 2
    assert client.get("/articles?format=gif").status_code == 406
