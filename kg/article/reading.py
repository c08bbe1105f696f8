"""Bytes in, an article out, or one clear reason why not."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.article.judging import refuse_what_is_no_article
from kg.article.language import language_of
from kg.article.markup import looks_like_html, take_out
from kg.article.model import Article, Given
from kg.errors import NotAnArticle, NotText, TooLarge

LONGEST_TEXT = 2 * 1024 * 1024
_BLANK = b" \t\r\n\x0b\x0c\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONVERT = "convert it first, for example with iconv -f utf-16 -t utf-8"
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
# Encodings that Arabic pages still come in; a text file says nothing of its own.
_PAGE_ENCODINGS = frozenset({"windows-1256", "cp1256", "iso-8859-6"})
_XML = re.compile("\ufeff?\\s*<\\?xml|\ufeff?\\s*<(?:rss|feed|rdf:RDF|svg)[\\s>]")


def read_article(raw: bytes, given: Given, *, language: str | None = None) -> Article:
    """Return the article in *raw*, plain text or a web page; *language* (BCP 47) is told from the text unless given.

    Raises NotText, TooLarge and NotAnArticle. Plain text stays as it is, a byte order mark and every newline included,
    so that offsets count the code points of the file; of a web page the article's text is taken out of the markup.
    """
    text, headline = decoded(raw), None
    if looks_like_html(text):
        page = take_out(text)
        text, headline = page.text, page.headline
        given = _filled(given, page.given)
    elif _XML.match(text):
        raise NotAnArticle(
            "the document is no news article: it is XML", hint="give the page or the text of one article"
        )
    if len(text) > LONGEST_TEXT or len(text.encode("utf-8")) > LONGEST_TEXT:
        raise TooLarge(f"the text is longer than {LONGEST_TEXT} bytes", hint="split it into its articles")
    refuse_what_is_no_article(text)
    return Article(text, language or language_of(text), given, headline)


def decoded(raw: bytes) -> str:
    """Return *raw* as text; raises NotText for what is empty, binary or not UTF-8."""
    if not raw.strip(_BLANK):
        raise NotText("the document is empty")
    zero = raw.find(b"\0")
    if zero >= 0:
        if raw[:2] in _UTF16:
            raise NotText("the document is UTF-16, not UTF-8", hint=_CONVERT)
        raise NotText(f"the document is binary: a zero byte at offset {zero}")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _as_declared(raw, error)
    control = _CONTROLS.search(text)
    if control:
        offset = len(text[: control.start()].encode("utf-8"))
        raise NotText(f"the document is binary: a control byte 0x{ord(control[0]):02x} at offset {offset}")
    return text


def _as_declared(raw: bytes, error: UnicodeDecodeError) -> str:
    """Return a page in the encoding it declares; a text that is not UTF-8 is refused."""
    declared = _DECLARED.search(raw[:2048])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name in _PAGE_ENCODINGS:
        try:
            return raw.decode(name)
        except UnicodeDecodeError as other:
            error = other
    if raw[:2] in _UTF16:
        raise NotText("the document is UTF-16, not UTF-8", hint=_CONVERT) from error
    raise NotText(
        f"the document is not {'UTF-8' if error.encoding == 'utf-8' else name}: "
        f"byte 0x{raw[error.start]:02x} at offset {error.start}",
        hint="convert it to UTF-8 first, for example with iconv -f windows-1256 -t utf-8",
    ) from error


def _filled(given: Given, found: Given) -> Given:
    return replace(
        given,
        source_url=given.source_url or found.source_url,
        published=given.published or found.published,
        publisher=given.publisher or found.publisher,
    )
