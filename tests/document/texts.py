"""Sentences written for these tests, and how an article is made of them."""

from __future__ import annotations

from datetime import date

from kg.article import Article, Given
from kg.document import Document, segment
from kg.lang import pack_for

PACK = pack_for("ar")
TITLE = "وزيرا خارجية البلدين يبحثان مشروع الجسر وعودة الرحلات الجوية"
LEAD = "بحث وزيرا خارجية البلدين مشروع الجسر المشترك وعودة الرحلات الجوية بين العاصمتين بعد توقف دام عامين."
SECOND = "وقال الوزير إن المشروع سيبدأ في الربيع، وإن كلفته لن تتجاوز ما اتفق عليه الطرفان في جولتهما السابقة."
THIRD = "وأضاف أن لجنة فنية ستجتمع كل شهر لمتابعة التنفيذ ورفع تقاريرها إلى الحكومتين."
BODY = (LEAD, SECOND, THIRD)


def read(text: str, *, headline: str | None = None, published: date | None = None) -> Document:
    return segment(Article(text, "ar", Given(published=published), headline), PACK)


def article(before: str = "", after: str = "", between: str = "", *, title: str = TITLE) -> str:
    """Return an article with lines before its headline, between headline and body, and after the body."""
    return "\n".join(part for part in (before, title + "\n", between, *BODY, after) if part)


def body_of(document: Document) -> str:
    return document.body.of(document.text)


def title_of(document: Document) -> str | None:
    return document.title.of(document.text) if document.title else None


def sources_of(document: Document) -> list[str]:
    return [span.of(document.text) for span in document.sources]
