"""The dumps as DCAT (W3C, version 3): one dataset, a distribution for each file, and the feed of its changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from kg.sparql import GRAPHS, Format
from kg.store import Course, Entry
from kg.triples import NAMESPACES
from kg.web.pages import LANGUAGES, words

ALL: Final = "all"
"""What the dump of the whole graph is called."""
PACKED: Final = "application/gzip"
MEDIA: Final = "https://www.iana.org/assignments/media-types/"
"""What the name of a media type begins with, where it is a resource."""
_ODD: Final = re.compile(r"[^A-Za-z0-9_-]")
_DCAT: Final = "http://www.w3.org/ns/dcat#"
_DCT: Final = NAMESPACES["dcterms"]
_A: Final = NamedNode(NAMESPACES["rdf"] + "type")
_XSD: Final = NAMESPACES["xsd"]

Object = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Dump:
    """A file among the dumps: of an article (by key) or of everything, in a format, perhaps packed with gzip."""

    key: str | None
    form: Format
    packed: bool

    @property
    def address(self) -> str:
        """Return its path, without a slash before it."""
        what = ALL if self.key is None else f"article/{self.key}"
        return f"dumps/{quote(what)}.{self._ending}"

    @property
    def file(self) -> str:
        """Return the name that it is saved under."""
        return f"isnad-{_ODD.sub('_', self.key or ALL)}.{self._ending}"

    @property
    def media_type(self) -> str:
        """Return the media type that it is sent as."""
        return PACKED if self.packed else self.form.media_type

    @property
    def _ending(self) -> str:
        return f"{self.form.extension}{'.gz' if self.packed else ''}"


def catalogue(base: str, articles: Iterable[Entry], following: str | None, course: Course) -> list[Quad]:
    """Return the description of all dumps, of *articles* among them, and of the feed; *following* is the next key."""
    return [Quad(NamedNode(s), p, o) for s, p, o in _said(base, articles, following, course)]


def _said(
    base: str, articles: Iterable[Entry], following: str | None, course: Course
) -> Iterator[tuple[str, NamedNode, Object]]:
    here = f"{base}dumps/"
    yield here, _A, NamedNode(_DCAT + "Dataset")
    for language in LANGUAGES:
        yield here, NamedNode(_DCT + "title"), Literal(words(language)["name"], language=language)
    yield here, NamedNode(_DCT + "modified"), Literal(course.at.isoformat(), datatype=NamedNode(_XSD + "dateTime"))
    yield here, NamedNode(_DCAT + "version"), Literal(course.point)
    yield here, NamedNode(_DCAT + "landingPage"), NamedNode(base)
    yield from _distributions(here, base, None)
    service = f"{base}changes"
    yield service, _A, NamedNode(_DCAT + "DataService")
    yield service, NamedNode(_DCAT + "endpointURL"), NamedNode(service)
    yield service, NamedNode(_DCAT + "servesDataset"), NamedNode(here)
    yield service, NamedNode(_DCT + "conformsTo"), NamedNode("https://w3id.org/ldes/specification")
    for entry in articles:
        yield here, NamedNode(_DCT + "hasPart"), NamedNode(entry.graph)
        yield entry.graph, _A, NamedNode(_DCAT + "Dataset")
        yield entry.graph, NamedNode(_DCT + "identifier"), Literal(entry.key)
        yield entry.graph, NamedNode(NAMESPACES["foaf"] + "primaryTopic"), NamedNode(entry.article)
        yield from _distributions(entry.graph, base, entry.key)
    if following is not None:
        yield here, NamedNode(NAMESPACES["rdfs"] + "seeAlso"), NamedNode(f"{here}?after={following}")


def _distributions(dataset: str, base: str, key: str | None) -> Iterator[tuple[str, NamedNode, Object]]:
    for form in GRAPHS:
        for packed in (False, True):
            file = base + Dump(key, form, packed).address
            yield dataset, NamedNode(_DCAT + "distribution"), NamedNode(file)
            yield file, _A, NamedNode(_DCAT + "Distribution")
            yield file, NamedNode(_DCAT + "downloadURL"), NamedNode(file)
            yield file, NamedNode(_DCAT + "mediaType"), NamedNode(MEDIA + form.media_type)
            if packed:
                yield file, NamedNode(_DCAT + "compressFormat"), NamedNode(MEDIA + PACKED)
