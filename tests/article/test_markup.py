"""Web pages: the article taken out of the markup, and only what the page states of it."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import date

import pytest

from kg.article import Article, Given, read_article
from kg.errors import NotAnArticle, NotText, TooLarge

TITLE = "وزيرا خارجية البلدين يبحثان مشروع الجسر"
BODY = (
    "بحث وزيرا خارجية البلدين مشروع الجسر المشترك وعودة الرحلات الجوية بين العاصمتين بعد توقف دام عامين.",
    "وقال الوزير إن المشروع سيبدأ في الربيع، وإن كلفته لن تتجاوز ما اتفق عليه الطرفان في جولتهما السابقة.",
    "وأضاف أن لجنة فنية ستجتمع كل شهر لمتابعة التنفيذ ورفع تقاريرها إلى الحكومتين.",
)
AROUND = """<aside><h3>مقالات ذات صلة</h3><ul><li><a href="/2">الملك يستقبل رئيس الوزراء</a></li></ul></aside>
<div id="comments"><h3>اترك تعليقا</h3><form><textarea></textarea></form></div><footer>جميع الحقوق محفوظة</footer>"""


def page(head: str = "", *, title: str = f"<h1>{TITLE}</h1>", around: str = AROUND) -> str:
    body = "".join(f"<p>{p}</p>" for p in BODY)
    menu = '<header><nav><a href="/">الرئيسية</a> <a href="/p">سياسة</a></nav></header>'
    return f"<!doctype html><html><head>{head}</head><body>{menu}<article>{title}{body}</article>{around}</body></html>"


def read(source: str | bytes, given: Given | None = None) -> Article:
    return read_article(source if isinstance(source, bytes) else source.encode("utf-8"), given or Given())


def test_the_text_is_the_headline_and_the_body_alone() -> None:
    article = read(page())
    assert article.text == f"{TITLE}\n\n" + "\n".join(BODY)
    assert (article.headline, article.language) == (TITLE, "ar")


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{TITLE} | موقع الجسر</title>",
        f"<title>{TITLE} - الجسر</title>",
        f'<meta property="og:title" content="{TITLE}">',
        f"<title>{TITLE} - موقع الجسر الإخباري العربي</title>"
        '<meta property="og:site_name" content="موقع الجسر الإخباري العربي">',
    ],
)
def test_without_a_heading_the_title_is_the_headline(head: str) -> None:
    article = read(page(head, title=""))
    assert article.headline == TITLE
    assert article.text.startswith(f"{TITLE}\n\n{BODY[0]}")


def test_several_headings_are_not_taken_for_the_headline() -> None:
    source = page(f'<meta property="og:title" content="{TITLE}">', title="<h1>أخبار</h1><h1>سياسة</h1>")
    assert read(source).headline == TITLE


LINKED = json.dumps({"@graph": [{"datePublished": "2022-01-26", "publisher": {"name": "الجسر"}}]}, ensure_ascii=False)
STATED = {
    "meta": ('<meta property="article:published_time" content="2022-01-26T23:30:00+03:00">', date(2022, 1, 26)),
    "meta name": ('<meta name="DC.date.issued" content="2022-01-26">', date(2022, 1, 26)),
    "json-ld": (f'<script type="application/ld+json">{LINKED}</script>', date(2022, 1, 26)),
    "itemprop": ('<meta itemprop="datePublished" content="2022-01-26">', date(2022, 1, 26)),
    "only modified": ('<meta property="article:modified_time" content="2022-01-26">', None),
    "a day that is none": ('<meta property="article:published_time" content="2022-02-31">', None),
    "day or month first": ('<meta name="date" content="10/01/2022">', None),
    "broken json-ld": ('<script type="application/ld+json">{"datePublished": "2022-01-26"</script>', None),
    "deep json-ld": ('<script type="application/ld+json">' + '{"a":' * 20_000 + "</script>", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("head", "day"), STATED.values(), ids=STATED.keys())
def test_the_day_of_publication_is_only_what_the_page_states_for_machines(head: str, day: date | None) -> None:
    source = page(head).replace("<p>", "<p>في 3 مارس 2019 ", 1).replace("</body>", "© 2018</body>")
    assert read(source).given.published == day


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://example.org/news/1">', "https://example.org/news/1"),
        ('<meta property="og:url" content="https://example.org/news/1">', "https://example.org/news/1"),
        ('<link rel="canonical" href="/news/1">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="https://example.org/\u202e1">', None),
        ('<link rel="canonical" href="https://example.org/a b">', None),
    ],
)
def test_the_canonical_address(head: str, url: str | None) -> None:
    assert read(page(head)).given.source_url == url


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<meta property="og:site_name" content=" موقع  الجسر ">', "موقع الجسر"),
        (f'<script type="application/ld+json">{LINKED}</script>', "الجسر"),
        ('<link rel="canonical" href="https://example.org/1">', None),
        (f'<meta property="og:site_name" content="{"اسم " * 100}">', None),
    ],
)
def test_the_publisher_is_the_sites_name_and_never_its_host(head: str, name: str | None) -> None:
    assert read(page(head)).given.publisher == name


def test_what_is_given_goes_before_what_the_page_says() -> None:
    head = "".join(source for source, _ in STATED.values()) + '<meta property="og:site_name" content="أخرى">'
    given = Given("urn:a", "https://example.org/given", date(2020, 1, 1), "نيوز")
    assert read(page(head), given).given == given


@pytest.mark.parametrize(
    "wrapped",
    ["\ufeff{}", "\n\n{}", "<!-- saved page -->\n{}", '<?xml version="1.0" encoding="utf-8"?>\n{}'],
    ids=["byte order mark", "blank lines", "a comment", "xml declaration"],
)
def test_a_page_is_known_whatever_stands_before_it(wrapped: str) -> None:
    assert read(wrapped.format(page())).headline == TITLE


def test_a_fragment_is_a_page() -> None:
    assert BODY[1] in read("".join(f"<p>{p}</p>" for p in BODY)).text


def test_a_text_that_speaks_of_markup_is_no_page() -> None:
    text = "\n".join([TITLE, "", *BODY, "تكتب الفقرة بين <p> و </p> في صفحات الويب."])
    assert read(text).text == text


def test_a_page_may_declare_another_encoding_and_a_text_may_not() -> None:
    declared = page('<meta charset="windows-1256">')
    assert read(declared.encode("cp1256")).text.startswith(TITLE)
    with pytest.raises(NotText, match="not UTF-8"):
        read(page().encode("cp1256"))
    with pytest.raises(NotText, match="not UTF-8"):
        read(page('<meta charset="utf-16">').encode("cp1256"))


@pytest.mark.parametrize("source", ["<html><body></body></html>", "<html>", "<p>", "<!doctype html>"])
def test_a_page_without_text_is_no_article(source: str) -> None:
    with pytest.raises(NotAnArticle):
        read(source)


HARD = {
    "deep": "<html><body>" + "<div>" * 20_000 + BODY[0],
    "open tags": "<html><body>" + "<p" * 20_000,
    "links": page(around='<a href="x">y</a>' * 5_000),
    "attributes": page().replace("<article>", "<article " + 'a="b" ' * 20_000 + ">"),
    "metas": page('<meta name="a" content="b">' * 5_000),
    "null entities": page(around="&#0;&#x1;" * 1_000),
}


@pytest.mark.parametrize("source", HARD.values(), ids=HARD.keys())
def test_hostile_pages_end_soon(source: str) -> None:
    start = time.perf_counter()
    with suppress(NotAnArticle):
        read(source)
    assert time.perf_counter() - start < 3


def test_a_page_over_the_limit_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(TooLarge):
        read(page(around="x" * 9_000_000))
