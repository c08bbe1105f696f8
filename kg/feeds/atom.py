"""The history as Atom (RFC 4287): archived documents (RFC 5005) that stay as they are, tombstones (RFC 6721).

An entry is a graph: what became of it later has the same id and a later time. Entries name things and hold no words of
theirs: an archive stays for ever, and a withdrawn text must not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from kg.feeds.places import CHECKSUM, Places
from kg.store import Course, GraphChange, HistoryPage

MEDIA_TYPE: Final = "application/atom+xml"
NAMESPACE: Final = "urn:x-isnad:feed"
"""The namespace of the elements that Atom has no word for."""
_HEAD: Final = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"'
    f' xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:kg="{NAMESPACE}">\n'
)
_REFERENCES: Final = {chr(code): f"&#{code};" for code in (*range(0x7F, 0xA1), 0xAD, 0x61C, *range(0x200B, 0x2010))} | {
    chr(code): f"&#{code};" for code in (*range(0x2028, 0x2030), *range(0x2060, 0x2070), 0xFEFF)
}


def newest(course: Course, pages: Sequence[HistoryPage], places: Places) -> bytes:
    """Return the document that readers subscribe to: the changes of the last pages, newest first."""
    last = len(course.pages)
    links = [("self", places.root + ".atom"), ("alternate", places.base + "dumps/")]
    # The last page is not full: before it stand the archives.
    links += [("prev-archive", places.page(last - 1, ".atom"))] if last > 1 else []
    changes = [change for page in pages for change in page.changes]
    return _document(places, links, course.at, changes)


def archive(page: HistoryPage, places: Places) -> bytes:
    """Return one page; a full one says that it is an archive."""
    links = [("self", places.page(page.number, ".atom")), ("current", places.root + ".atom")]
    links.append(("alternate", places.base + "dumps/"))
    if page.number > 1:
        links.append(("prev-archive", places.page(page.number - 1, ".atom")))
    if page.full:
        links.append(("next-archive", places.page(page.number + 1, ".atom")))
    at = page.changes[-1].at if page.changes else datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return _document(places, links, at, page.changes, marks="<fh:archive/>\n" if page.full else "")


def _document(
    places: Places, links: list[tuple[str, str]], at: datetime, changes: Sequence[GraphChange], marks: str = ""
) -> bytes:
    parts = [_HEAD, f"<id>{_text(places.root)}</id>\n<title>Isnad: changes</title>\n"]
    parts.append(
        f"<updated>{at.isoformat()}</updated>\n<author><name>Isnad</name><uri>{_text(places.base)}</uri></author>\n"
    )
    for relation, address in links:
        kind = "text/html" if relation == "alternate" else MEDIA_TYPE
        parts.append(f'<link rel="{relation}" type="{kind}" href="{_text(address)}"/>\n')
    parts.append(f'<link rel="alternate" type="text/turtle" href="{_text(places.root)}.ttl"/>\n{marks}')
    for change in reversed(changes):
        parts += _tombstone(change, places) if change.action == "withdrawn" else _entry(change, places)
    parts.append("</feed>\n")
    return "".join(parts).encode("utf-8")


def _entry(change: GraphChange, places: Places) -> Iterator[str]:
    what = change.article or places.graph(change)
    yield f"<entry>\n<id>{_text(places.graph(change))}</id>\n"
    yield f"<title>{change.action}: {_text(quote(what, safe=_SAFE))}</title>\n"
    yield f"<updated>{change.at.isoformat()}</updated>\n"
    yield f'<link rel="alternate" type="text/html" href="{_text(places.reading(change))}"/>\n'
    yield f'<link rel="enclosure" type="application/n-triples" href="{_text(places.triples(change))}"/>\n'
    if change.article:
        yield f'<link rel="about" href="{_text(change.article)}"/>\n'
    yield f'<category term="{change.action}"/>\n'
    yield f"<summary>{change.size} triples at revision {change.revision}</summary>\n"
    yield from _marks(change, places)
    yield f'<kg:triples>{change.size}</kg:triples>\n<kg:checksum algorithm="{CHECKSUM}">{change.digest}</kg:checksum>\n'
    yield "</entry>\n"


def _tombstone(change: GraphChange, places: Places) -> Iterator[str]:
    yield f'<at:deleted-entry ref="{_text(places.graph(change))}" when="{change.at.isoformat()}">\n'
    yield from _marks(change, places)
    yield "</at:deleted-entry>\n"


def _marks(change: GraphChange, places: Places) -> Iterator[str]:
    yield f"<kg:action>{change.action}</kg:action>\n<kg:point>{change.point}</kg:point>\n"
    yield f"<kg:revision>{change.revision}</kg:revision>\n<kg:graph>{_text(places.graph(change))}</kg:graph>\n"
    if change.article:
        yield f"<kg:article>{_text(change.article)}</kg:article>\n"


_SAFE: Final = ":/?#[]@!$()*+,;=%-._~"


def _text(words: str) -> str:
    """Return *words* as XML text or a quoted value: what cannot be seen is written as a reference."""
    return escape(words, {'"': "&quot;", **_REFERENCES})
