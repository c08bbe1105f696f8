"""The only mint of IRIs: every name this project gives is made here, from content and never from counters or clocks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.article import Article
from kg.errors import UsageError
from kg.text import Span
from kg.triples.vocabulary import NAMESPACES

DEFAULT_BASE = "http://localhost:8000/"
_AUTHORITY = "authority"
_EXAMPLES = "examples"
_HOUSE = (_AUTHORITY, _EXAMPLES)
"""The last parts of the names of graphs that are no article's."""
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")
# No control, invisible, bidi or otherwise unwritable character may hide in a name that people compare by eye.
_FORBIDDEN = re.compile(
    r"[\x00-\x20<>\"{}|\\^`\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]"
)


def checked_iri(iri: str) -> str:
    """Return *iri* if it is an absolute http, https or urn IRI without hidden characters; raises UsageError."""
    hidden = _FORBIDDEN.search(iri)
    if hidden:
        raise UsageError(f"the IRI {iri!a} holds the character U+{ord(hidden[0]):04X}", hint="percent-encode it")
    if not re.match(r"(?i:https?://[^/?#]|urn:[a-z0-9])", iri):
        raise UsageError(f"{iri!r} is no absolute IRI", hint="begin it with http://, https:// or urn:")
    try:
        NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"{iri!r} is no valid IRI: {error}") from error
    return iri


@dataclass(frozen=True, slots=True)
class Names:
    """All names under one base."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not checked_iri(self.base).endswith(("/", "#", ":")):
            raise UsageError(f"the base {self.base!r} must end in '/'", hint=f"try {self.base}/")

    def key(self, article: Article) -> str:
        """Return the last part of the article's minted IRI, which also names its graph and all it holds."""
        given = article.given
        if given.iri is not None:
            home = f"{self.base}id/article/"
            named = self._article_iri(given.iri)
            return named.removeprefix(home) if named.startswith(home) else _digest(named)
        return _digest(checked_iri(given.source_url)) if given.source_url else article.text_hash[:16]

    def article(self, article: Article) -> NamedNode:
        """Return the article's IRI: the given one, else the minted one; raises UsageError."""
        given = article.given.iri
        return NamedNode(self._article_iri(given)) if given is not None else self.article_of(self.key(article))

    def _article_iri(self, iri: str) -> str:
        """Return *iri* if it may name an article; raises UsageError for what names another thing here or elsewhere."""
        home, last = f"{self.base}id/article/", checked_iri(iri).rpartition("/")[2]
        if iri.startswith(self.base) and not (iri == home + last and _KEY.match(last) and last not in _HOUSE):
            raise UsageError(f"{iri} names no article", hint=f"below this base an article is named {home}KEY")
        if iri.startswith(tuple(NAMESPACES.values())):
            raise UsageError(f"{iri} is a term of a public vocabulary", hint="give the article a name of its own")
        return iri

    def article_of(self, key: str) -> NamedNode:
        """Return the IRI minted for the article of that key."""
        return NamedNode(f"{self.base}id/article/{key}")

    def graph(self, key: str) -> NamedNode:
        """Return the name of an article's graph."""
        return NamedNode(f"{self.base}graph/{key}")

    @property
    def authority_graph(self) -> NamedNode:
        """Return the name of the graph of known actors."""
        return NamedNode(f"{self.base}graph/{_AUTHORITY}")

    @property
    def examples_graph(self) -> NamedNode:
        """Return the name of the graph of ready questions."""
        return NamedNode(f"{self.base}graph/{_EXAMPLES}")

    def inside(self, key: str, kind: str, *spans: Span) -> NamedNode:
        """Return the name of a thing in an article, minted from what it is and where it stands."""
        places = "".join(f"-{span.start}-{span.stop}" for span in spans)
        return NamedNode(f"{self.base}id/article/{key}/{kind}{places}")

    def actor(self, authority_key: str) -> NamedNode:
        """Return the IRI of a known actor."""
        return NamedNode(f"{self.base}id/actor/{_local(authority_key)}")

    def office(self, authority_key: str) -> NamedNode:
        """Return the IRI of a known office."""
        return NamedNode(f"{self.base}id/office/{_local(authority_key)}")

    def reader(self, version: str) -> NamedNode:
        """Return the IRI of the software that reads articles, in one version."""
        return NamedNode(f"{self.base}id/reader/{_local(version)}")

    def editor(self, name: str) -> NamedNode:
        """Return the IRI of somebody who decides about facts, by the name that is told of them."""
        return NamedNode(f"{self.base}id/editor/{_digest(name)}")

    def run(self, text_hash: str, reader: str, authority_revision: str) -> str:
        """Return the last part of a run's name: what was read, by which version, knowing what."""
        return _digest(f"{text_hash}|{reader}|{authority_revision}")

    def wikidata(self, item: str) -> NamedNode:
        """Return the IRI of a Wikidata item ("Q30")."""
        return NamedNode(NAMESPACES["wd"] + item)

    def prefixes(self) -> dict[str, str]:
        """Return prefix -> namespace for everything this project writes."""
        return {
            **NAMESPACES,
            "actor": f"{self.base}id/actor/",
            "article": f"{self.base}id/article/",
            "graph": f"{self.base}graph/",
            "office": f"{self.base}id/office/",
            "reader": f"{self.base}id/reader/",
        }

    def home(self, graph: str) -> str | None:
        """Return the namespace of the things inside the article whose graph is *graph*; None for any other graph."""
        key = graph.removeprefix(f"{self.base}graph/")
        return self._inner(key) if key not in (graph, *_HOUSE) and _KEY.match(key) else None

    def only_home(self, iris: Iterable[str]) -> str | None:
        """Return the namespace of the one article whose inner things are among *iris*; None when there are several."""
        articles = f"{self.base}id/article/"
        keys = {
            iri[len(articles) :].partition("/")[0]
            for iri in iris
            if iri.startswith(articles) and "/" in iri[len(articles) :]
        }
        return self._inner(keys.pop()) if len(keys) == 1 else None

    def _inner(self, key: str) -> str:
        return f"{self.base}id/article/{key}/"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _local(text: str) -> str:
    return quote(text, safe="-._~")
