"""The article inside a web page: its text, headline first, as the page shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html
from trafilatura import bare_extraction

from kg.article.metadata import headline_of, told_by
from kg.article.model import Given
from kg.errors import NotAnArticle, TooLarge

LARGEST_PAGE = 8 * 1024 * 1024
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h1|span|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(r"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page holds: the article's text, its headline, and what its metadata say."""

    text: str
    headline: str | None
    given: Given


def looks_like_html(text: str) -> bool:
    """Tell whether *text* is markup rather than words."""
    head = text[:4096].lstrip("\ufeff")
    return bool(_PAGE.match(head) or _ROOT.search(head[:1024]))


def take_out(source: str) -> Page:
    """Return the article in the page *source*; raises NotAnArticle when it has none, TooLarge."""
    if len(source) > LARGEST_PAGE:
        raise TooLarge(f"the page is longer than {LARGEST_PAGE} characters", hint="save the article alone")
    tree = _tree(source)
    if tree is None:
        raise NotAnArticle("the page holds no article text")
    headline, given = headline_of(tree), told_by(tree)
    document = bare_extraction(source, include_comments=False, include_tables=False)
    text = str(getattr(document, "text", None) or "").strip()
    if not text:
        raise NotAnArticle("the page holds no article text")
    first, _, rest = text.partition("\n")
    # The page's own heading is the headline where text and metadata differ by a site's name.
    if headline and (first == headline or (len(first) > len(headline) // 2 and headline.startswith(first))):
        return Page(f"{first}\n\n{rest.lstrip()}", first, given)
    return Page(f"{headline}\n\n{text}" if headline else text, headline, given)


def _tree(source: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
