"""Web pages as sites lay them out: the same article comes out of each, with its headline, body, source and day."""

from __future__ import annotations

from datetime import date

import pytest

from kg.article import Given, read_article
from kg.document import Document, segment
from kg.lang import pack_for

TITLE = "وزيرا خارجية البلدين يبحثان مشروع الجسر وعودة الرحلات الجوية"
BODY = (
    "بحث وزيرا خارجية البلدين، اليوم الأحد، مشروع الجسر المشترك وعودة الرحلات الجوية بين العاصمتين بعد توقف دام عامين.",
    "وقال الوزير إن المشروع سيبدأ في الربيع، وإن كلفته لن تتجاوز ما اتفق عليه الطرفان في جولتهما السابقة.",
    "وأضاف: «لن ننتظر أحدا»، مشيرا إلى أن لجنة فنية ستجتمع كل شهر لمتابعة التنفيذ ورفع تقاريرها إلى الحكومتين.",
    "واتفق الجانبان على عقد جولة ثانية من المحادثات الشهر المقبل في العاصمة الأخرى بحضور خبراء من البلدين.",
)
OTHER = "الملك يستقبل رئيس الوزراء في القصر"
MENU = '<ul><li><a href="/">الرئيسية</a></li><li><a href="/p">سياسة</a></li><li><a href="/e">اقتصاد</a></li></ul>'
SHARE = '<div class="share"><a href="#">فيسبوك</a> <a href="#">تويتر</a> <a href="#">واتساب</a></div>'
PARAGRAPHS = "".join(f"<p>{p}</p>" for p in BODY)
RELATED = f'<div class="related-posts"><h3>مقالات ذات صلة</h3><ul><li><a href="/2">{OTHER}</a></li></ul></div>'
COMMENTS = (
    '<div id="comments" class="comments-area"><h3>اترك تعليقاً</h3><p>لن يتم نشر عنوان بريدك الإلكتروني.</p>'
    "<form><textarea></textarea><input type=submit></form></div>"
)
FOOT = "<footer><p>جميع الحقوق محفوظة © 2024</p></footer>"
DAY = '<meta property="article:published_time" content="2024-03-03T10:00:00+03:00">'


def page(inside: str, head: str = DAY) -> str:
    top = f'<!doctype html><html lang="ar" dir="rtl"><head><title>{TITLE}</title>{head}</head>'
    return f"{top}<body>{inside}</body></html>"


LAYOUTS = {
    "article element": (
        f"<header><nav>{MENU}</nav></header><main><article><h1>{TITLE}</h1>{SHARE}{PARAGRAPHS}</article>"
        f"<aside>{RELATED}</aside></main>{COMMENTS}{FOOT}"
    ),
    "a blog's theme": (
        f'<div id="page"><div class="menu">{MENU}</div><div class="breadcrumb">'
        f'<a href="/">الرئيسية</a> » <a href="/p">سياسة</a> » {TITLE}</div><div class="post hentry">'
        f'<h1 class="entry-title">{TITLE}</h1><div class="entry-meta"><span class="author">سالم المنصوري</span>'
        f'<time class="entry-date" datetime="2024-03-03">3 مارس 2024</time></div>'
        f'<div class="entry-content">{PARAGRAPHS}'
        f"</div><div class='tags'>الوسوم: <a href='/t'>الجسر</a></div></div>{RELATED}{COMMENTS}</div>{FOOT}"
    ),
    "line breaks instead of paragraphs": (
        f"<div class=menu>{MENU}</div><h1>{TITLE}</h1><div class='article-body'>{'<br><br>'.join(BODY)}</div>"
        f"{RELATED}{FOOT}"
    ),
    "divisions instead of paragraphs": (
        f"<nav>{MENU}</nav><section><h1>{TITLE}</h1><div class=story>{''.join(f'<div>{p}</div>' for p in BODY)}</div>"
        f"</section>{FOOT}"
    ),
    "tables": (
        f"<table><tr><td>{MENU}</td></tr><tr><td><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></td></tr></table>{FOOT}"
    ),
    "figures and read also in the body": (
        f"<nav>{MENU}</nav><article><h1>{TITLE}</h1><figure><img src=a.jpg alt=''>"
        f"<figcaption>الوزيران في العاصمة (رويترز)</figcaption></figure><p>{BODY[0]}</p>"
        f"<div class='related-inline'><a href='/2'>اقرأ أيضاً: {OTHER}</a></div>"
        + "".join(f"<p>{p}</p>" for p in BODY[1:])
        + f"</article>{RELATED}{FOOT}"
    ),
    "a newsletter and advertisements": (
        f"<header>{MENU}</header><main><h1>{TITLE}</h1><div class='ad'>إعلان</div><p>{BODY[0]}</p>"
        "<div class='ad'>إعلان</div>"
        + "".join(f"<p>{p}</p>" for p in BODY[1:])
        + f"<div class=newsletter><h4>النشرة البريدية</h4><form><input></form></div></main>{RELATED}{FOOT}"
    ),
    "an accelerated page": (
        f"<header>{MENU}</header><article class='amp-wp-article'><header><h1 class='amp-wp-title'>{TITLE}</h1></header>"
        f"<div class='amp-wp-article-content'>{PARAGRAPHS}</div></article>{FOOT}"
    ),
}


def read(source: str) -> Document:
    return segment(read_article(source.encode(), Given(), language="ar"), pack_for("ar"))


@pytest.mark.parametrize("inside", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout_gives_the_same_article(inside: str) -> None:
    document = read(page(inside))
    assert document.title is not None
    assert document.title.of(document.text) == TITLE
    assert [span.of(document.text) for span in document.paragraphs] == list(BODY)
    assert document.published == date(2024, 3, 3)


@pytest.mark.parametrize("inside", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_a_page_and_its_text_give_the_same_sentences(inside: str) -> None:
    from_page = read(page(inside))
    from_text = read("\n".join([TITLE, "", *BODY]))
    shown = [[s.span.of(d.text) for s in d.sentences] for d in (from_page, from_text)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    ("after", "sources"),
    [
        ('<p class="source">المصدر: رويترز</p>', ["رويترز"]),
        ("<div>المصدر : الجزيرة + وكالات</div>", ["الجزيرة", "وكالات"]),
        ("<p>(أ ف ب)</p>", ["أ ف ب"]),
    ],
)
def test_the_source_under_the_article_is_credited(after: str, sources: list[str]) -> None:
    document = read(page(f"<nav>{MENU}</nav><article><h1>{TITLE}</h1>{PARAGRAPHS}{after}</article>{RELATED}{FOOT}"))
    assert [span.of(document.text) for span in document.sources] == sources
    assert [span.of(document.text) for span in document.paragraphs] == list(BODY)


def test_a_page_that_is_written_without_its_headline_takes_it_from_its_title() -> None:
    document = read(page(f"<nav>{MENU}</nav><div class='content'>{PARAGRAPHS}</div>{FOOT}"))
    assert document.title is not None
    assert document.title.of(document.text) == TITLE
