"""Bytes in, an article out, or one clear reason why not."""

from __future__ import annotations

from dataclasses import replace

from kg.article.judging import refuse_what_is_no_article
from kg.article.language import language_of
from kg.article.markup import looks_like_html, take_out
from kg.article.model import Article, Given
from kg.errors import NotText, TooLarge

LONGEST_TEXT = 2 * 1024 * 1024


def read_article(raw: bytes, given: Given, *, language: str | None = None) -> Article:
    """Return the article in *raw*, plain text or HTML.

    Raises NotText, TooLarge, NotAnArticle, UnknownLanguage. Plain text stays untouched, byte for byte.
    """
    text, headline = decoded(raw), None
    if looks_like_html(text):
        page = take_out(text)
        text, headline = page.text, page.headline
        given = _filled(given, page.given)
    if len(text.encode("utf-8")) > LONGEST_TEXT:
        raise TooLarge(f"the text is longer than {LONGEST_TEXT} bytes", hint="split it into its articles")
    refuse_what_is_no_article(text)
    return Article(text, language or language_of(text), given, headline)


def decoded(raw: bytes) -> str:
    """Return *raw* as text; raises NotText for what is empty, binary or not UTF-8."""
    if not raw.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
        raise NotText("the document is empty")
    zero = raw.find(b"\0")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if zero >= 0:
            raise NotText(f"the document is binary: a zero byte at offset {zero}") from error
        raise NotText(
            f"the document is not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}",
            hint="convert it first, for example with iconv -f windows-1256 -t utf-8",
        ) from error
    if zero >= 0:
        raise NotText(f"the document is binary: a zero byte at offset {zero}")
    return text


def _filled(given: Given, found: Given) -> Given:
    return replace(
        given,
        source_url=given.source_url or found.source_url,
        published=given.published or found.published,
        publisher=given.publisher or found.publisher,
    )
