"""The results of a search as JSON values: each with the words that matched, and the sentences that prove it.

{"query", "revision", "matched", "total", "exact", "limit", "offset", "results": [{"iri", "kinds", "labels", "score",
"match": {"property", "field", "text", "language", "highlights"}, "articles": [{"iri", "title"}], "evidence":
[{"article", "start", "end", "exact"}]}]}

Highlights and offsets are half-open and count Unicode code points: highlights in the matching text, offsets in the
article's. `matched` is "all", "similar" or "some": what of the asked words had to be there. `total` counts results, all
of them when `exact`, at least so many when not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kg.search.asking import Sought
from kg.search.documents import Source
from kg.search.fields import FIELDS, RDF
from kg.search.index import Hit, TextIndex
from kg.sparql import KNOWN_PREFIXES

_ISNAD, _OA = KNOWN_PREFIXES["isnad"], KNOWN_PREFIXES["oa"]
_EVIDENCE, _MENTION = NamedNode(_ISNAD + "evidence"), NamedNode(_ISNAD + "mention")
_TYPE, _ARTICLE = NamedNode(RDF + "type"), NamedNode(_ISNAD + "Article")
_SOURCE, _SELECTOR = NamedNode(_OA + "hasSource"), NamedNode(_OA + "hasSelector")
_START, _END, _EXACT = (NamedNode(_OA + name) for name in ("start", "end", "exact"))
_NAMES = [NamedNode(iri) for iri, field in FIELDS.items() if field.kind in ("label", "title")]
_MOST_SPANS, _MOST_ARTICLES, _MOST_GRAPHS = 3, 5, 20

Json = dict[str, object]


def search(index: TextIndex, source: Source, sought: Sought) -> Json:
    """Return the results of a search; raises UsageError where nothing is asked for."""
    asked = replace(sought, kinds=tuple(class_named(kind, index) for kind in sought.kinds))
    found = index.find(asked)
    teller = _Teller(source)
    return {
        "query": sought.words,
        "revision": index.revision,
        "matched": found.matched,
        "total": found.total,
        "exact": found.exact,
        "limit": sought.limit,
        "offset": sought.offset,
        "results": [teller.told(hit) for hit in found.hits],
    }


def class_named(named: str, index: TextIndex) -> str:
    """Return the class that is named by IRI, by a known prefix and its name, or by its name alone."""
    prefix, _, local = named.rpartition(":")
    if prefix in KNOWN_PREFIXES:
        return KNOWN_PREFIXES[prefix] + local
    if prefix:
        return named
    kinds = index.kinds()
    own = [kind for kind in kinds if kind.lower() == (_ISNAD + named).lower()]
    others = [kind for kind in kinds if kind.replace("#", "/").rpartition("/")[2].lower() == named.lower()]
    return (own or others or [_ISNAD + named])[0]


@dataclass(frozen=True, slots=True)
class _Teller:
    source: Source

    def told(self, hit: Hit) -> Json:
        document = hit.document
        resource = NamedNode(document.resource)
        match: Json = {
            "property": document.predicate,
            "field": FIELDS[document.predicate].kind,
            "text": document.text,
            "language": document.language,
            "highlights": [[place.start, place.stop] for place in hit.places],
        }
        return {
            "iri": document.resource,
            "kinds": list(document.kinds),
            "labels": self._labels(resource),
            "score": hit.score,
            "match": match,
            "articles": self._articles(resource, NamedNode(document.predicate), document.literal),
            "evidence": self._evidence(resource),
        }

    def _labels(self, resource: NamedNode) -> dict[str, str]:
        """Return what a resource is called, by language; "" stands for none."""
        labels: dict[str, str] = {}
        for name in _NAMES:
            values = [value for value in self._objects(resource, name) if isinstance(value, Literal)]
            for value in sorted(values, key=str):
                labels.setdefault(value.language or "", value.value)
        return dict(sorted(labels.items()))

    def _articles(self, resource: NamedNode, predicate: NamedNode, literal: Literal) -> list[Json]:
        """Return the articles that say so, some of them when there are many."""
        quads = self.source.store.quads_for_pattern(resource, predicate, literal, None)
        graphs = [quad.graph_name for quad in islice(quads, _MOST_GRAPHS) if isinstance(quad.graph_name, NamedNode)]
        found = {
            quad.subject
            for graph in graphs
            for quad in islice(self.source.store.quads_for_pattern(None, _TYPE, _ARTICLE, graph), 1)
            if isinstance(quad.subject, NamedNode)
        }
        articles = sorted(found, key=str)[:_MOST_ARTICLES]
        return [{"iri": one.value, "title": next(iter(self._labels(one).values()), None)} for one in articles]

    def _evidence(self, resource: NamedNode) -> list[Json]:
        """Return the quotes that prove what is said of a resource, or else those that name it; the first of them."""
        for name in (_EVIDENCE, _MENTION):
            spans = list(islice(self._objects(resource, name), _MOST_SPANS))
            if quotes := [quote for span in spans for quote in self._quote(span)]:
                return sorted(quotes, key=lambda quote: (str(quote["article"]), int(str(quote["start"]))))
        return []

    def _quote(self, span: object) -> Iterator[Json]:
        articles = (node.value for node in self._objects(span, _SOURCE) if isinstance(node, NamedNode))
        values = {"article": next(articles, None)}
        for selector in self._objects(span, _SELECTOR):
            for name, key in ((_START, "start"), (_END, "end"), (_EXACT, "exact")):
                for value in self._objects(selector, name):
                    values[key] = getattr(value, "value", None)
        start, end = values.get("start") or "", values.get("end") or ""
        if start.isdecimal() and end.isdecimal() and values.get("exact") is not None:
            yield {"article": values["article"], "start": int(start), "end": int(end), "exact": values["exact"]}

    def _objects(self, node: object, name: NamedNode) -> Iterator[object]:
        if isinstance(node, NamedNode | BlankNode):
            quads: Iterator[Quad] = self.source.store.quads_for_pattern(
                node, name, None, DefaultGraph() if self.source.merged else None
            )
            yield from dict.fromkeys(quad.object for quad in quads)
