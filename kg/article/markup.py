"""The article inside a web page, and what the page says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from trafilatura import bare_extraction

from kg.article.model import Given
from kg.errors import NotAnArticle

_MARKUP = re.compile(r"<!doctype\s+html|<html[\s>]|<(?:head|body|article|div|p|meta|span|h1)[\s>/]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page holds: the article's text (headline first), the headline, and what its metadata say."""

    text: str
    headline: str | None
    given: Given


def looks_like_html(text: str) -> bool:
    """Tell whether *text* is markup rather than words."""
    return bool(_MARKUP.search(text[:4096]))


def take_out(html: str) -> Page:
    """Return the article in *html*; raises NotAnArticle when the page has none."""
    document = bare_extraction(html, with_metadata=True, include_comments=False, favor_precision=True)
    # The union with dict is the library's deprecated form, which nobody asks for here.
    if document is None or isinstance(document, dict) or not document.text:
        raise NotAnArticle("the page holds no article text")
    title = (document.title or "").strip() or None
    text = document.text
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    return Page(text, title, Given(None, document.url, _day(document.date), document.sitename))


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
