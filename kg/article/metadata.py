"""What a web page says of its article in so many words: headline, address, day of publication, publisher."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

from lxml.html import HtmlElement

from kg.article.model import Given

# Names by which pages give the day of publication in a form for machines; the day of a change is another thing.
_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "pubdate",
    "publishdate", "publish-date", "publication_date", "date", "dc.date", "dc.date.issued", "dc.date.created",
    "dcterms.date", "dcterms.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?!\d)")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")
_SITE_IN_TITLE = re.compile(r"\s+[|\u2013\u2014-]\s+")
_LONGEST_SCRIPT = 300_000
_LONGEST_NAME = 80


def headline_of(tree: HtmlElement) -> str | None:
    """Return the page's one main heading, else the title its metadata give, without the site's name."""
    headings = [text for text in (_words(node) for node in tree.iter("h1")) if text]
    if len(set(headings)) == 1:
        return headings[0]
    told = _meta(tree).get("og:title") or _meta(tree).get("twitter:title")
    if told:
        return " ".join(told.split())
    title = next((text for text in (_words(node) for node in tree.iter("title")) if text), "")
    site = (_meta(tree).get("og:site_name") or "").strip()
    parts = _SITE_IN_TITLE.split(title)
    if len(parts) > 1 and (parts[-1] == site or len(parts[-1]) < len(title) // 3):
        title = title[: title.rindex(parts[-1])].rstrip(" |\u2013\u2014-")
    return title or None


def told_by(tree: HtmlElement) -> Given:
    """Return the canonical address, the day of publication and the site's name, as far as the page states them."""
    meta, objects = _meta(tree), list(_linked_data(tree))
    address = next((a for a in _canonical(tree, meta) if a and _ADDRESS.fullmatch(a)), None)
    days: list[object] = [meta.get(name) for name in _PUBLISHED]
    days += [node.get("content") or node.get("datetime") for node in tree.xpath("//*[@itemprop='datePublished']")]
    days += [found.get("datePublished") for found in objects]
    days += [node.get("datetime") for node in tree.xpath("//time[@pubdate]")]
    publishers = [meta.get("og:site_name"), *(_name_of(found.get("publisher")) for found in objects)]
    names = (" ".join(name.split()) for name in publishers if isinstance(name, str))
    return Given(
        source_url=address,
        published=next((day for day in map(_day, days) if day), None),
        publisher=next((name for name in names if 0 < len(name) <= _LONGEST_NAME), None),
    )


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or "").strip().lower()
        if name and node.get("content"):
            found.setdefault(name, node.get("content").strip())
    return found


def _canonical(tree: HtmlElement, meta: dict[str, str]) -> Iterator[str | None]:
    for node in tree.iter("link"):
        if (node.get("rel") or "").lower() == "canonical":
            yield (node.get("href") or "").strip()
    yield meta.get("og:url")


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """Yield the objects of the page's JSON-LD scripts; a broken script says nothing."""
    for node in tree.xpath("//script[@type='application/ld+json']"):
        source = node.text or ""
        if len(source) <= _LONGEST_SCRIPT:
            try:
                found = json.loads(source)
            except (ValueError, RecursionError):
                continue
            graph = found.get("@graph", found) if isinstance(found, dict) else found
            yield from (item for item in (graph if isinstance(graph, list) else [graph]) if isinstance(item, dict))


def _name_of(value: object) -> object:
    first = value[0] if isinstance(value, list) and value else value
    return first.get("name") if isinstance(first, dict) else first


def _day(value: object) -> date | None:
    match = _DAY.match(value) if isinstance(value, str) else None
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _words(node: HtmlElement) -> str:
    return " ".join(str(node.text_content()).split())
