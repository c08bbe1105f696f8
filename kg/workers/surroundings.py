"""One thing and what stands around it in a dataset: bounded in size and time, however often the thing is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, islice
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import NotFound
from kg.store import Dataset, authority_graph, matching
from kg.triples import published_context, term

Node = NamedNode | BlankNode

EACH: Final = 100
"""How many values of one property a page has, in each direction."""
_SCANNED: Final = 200_000
"""How many quads are looked at for properties that no vocabulary of ours has."""
_OTHERS, _SPANS, _BLANKS, _NEIGHBOURS, _GRAPHS, _FEW = 500, 120, 200, 1000, 20, 20
_RUN: Final = term("prov:wasGeneratedBy")
_LABELS: Final = tuple(
    map(term, ("rdf:type", "rdfs:label", "skos:prefLabel", "schema:name", "schema:headline", "schema:text"))
)
# What holds a place in a text, the proof first.
_PLACES: Final = tuple(
    map(term, ("isnad:evidence", "isnad:content", "isnad:condition", "isnad:cue", "isnad:sentence", "isnad:mention"))
)
# What is a part of a fact and says little by itself: the links of its chain, who took part and as what, its time.
_PARTS: Final = tuple(map(term, ("prov:qualifiedAttribution", "isnad:participation", "sem:hasTime")))
_SELECTOR: Final = term("oa:hasSelector")
_OF_ARTICLES: Final = tuple(
    map(term, ("schema:url", "schema:publisher", "schema:datePublished", "schema:inLanguage", "isnad:textHash"))
)
_TO_ARTICLES: Final = tuple(map(term, ("isnad:reportedIn", "oa:hasSource", "prov:used")))


@dataclass(slots=True)
class Surroundings:
    """One page of what is said of a thing. `more` tells whether another page follows."""

    dataset: Dataset
    thing: NamedNode
    page: int = 1
    more: bool = False
    found: dict[Triple, None] = field(default_factory=dict)

    def anything(self) -> bool:
        """Tell whether anything is said of the thing, or points to it."""
        about, pointing = self._matching(self.thing, None, None), self._matching(None, None, self.thing)
        return next(chain(about, pointing), None) is not None

    def gather(self) -> None:
        """Find what is said of the thing and what points to it, its evidence, its origin, its neighbours' labels.

        Raises NotFound where nothing is said of it, and for a page behind the last.
        """
        own = self._values(self.thing, None)
        pointing = self._values(None, self.thing)
        if not own and not pointing:
            what = "nothing is said of" if self.page == 1 else f"there is no page {self.page} of what is said of"
            raise NotFound(f"{what} <{self.thing.value}>")
        self._keep(chain(self._labels(self.thing), own, pointing))
        self._blanks([*own, *pointing])
        for part in (t.object for t in own if t.predicate in _PARTS):
            if isinstance(part, NamedNode):
                self._keep(islice(self._matching(part, None, None), _FEW))
        self._places(own)
        self._origin(own or pointing)
        neighbours = dict.fromkeys(n for t in list(self.found) for n in (t.subject, t.object))
        for node in islice((n for n in neighbours if isinstance(n, NamedNode)), _NEIGHBOURS):
            self._keep(self._labels(node))

    def quads(self, base: str) -> list[Quad]:
        """Return what was found, each triple in the named graphs that say it, the first few of them."""
        first = NamedNode(authority_graph(base))
        found: list[Quad] = []
        for triple in self.found:
            graphs = [q.graph_name for q in self._raw(triple.subject, triple.predicate, triple.object)]
            named = [graph for graph in graphs if isinstance(graph, NamedNode | BlankNode)]
            said = sorted(named, key=lambda graph: (graph != first, str(graph)))[:_GRAPHS]
            in_default = self.dataset.kind == "plain" and DefaultGraph() in graphs
            found += [Quad(triple.subject, triple.predicate, triple.object, graph) for graph in said]
            if in_default or not said:
                found.append(Quad(triple.subject, triple.predicate, triple.object))
        return sorted(found, key=lambda quad: str(quad.graph_name))

    def _values(self, subject: NamedNode | None, object_: NamedNode | None) -> list[Triple]:
        """Return this page's part of each property's values; properties of our vocabularies cannot be missed."""
        found: list[Triple] = []
        for predicate in _vocabulary():
            found += self._window(self._matching(subject, predicate, object_), EACH)
        known = set(_vocabulary())
        others = (t for t in self._matching(subject, None, object_) if t.predicate not in known)
        return found + self._window(others, _OTHERS)

    def _window(self, triples: Iterator[Triple], size: int) -> list[Triple]:
        rows = list(islice(triples, (self.page - 1) * size, self.page * size + 1))
        self.more = self.more or len(rows) > size
        return rows[:size]

    def _keep(self, triples: Iterator[Triple]) -> None:
        self.found.update(dict.fromkeys(triples))

    def _blanks(self, said: list[Triple]) -> None:
        """Find what is said of nodes without a name, which nobody can ask for."""
        waiting = [node for t in said for node in (t.subject, t.object) if isinstance(node, BlankNode)]
        seen = set(waiting)
        while waiting and len(seen) < _BLANKS:
            triples = list(islice(self._matching(waiting.pop(), None, None), EACH))
            self._keep(iter(triples))
            new = [t.object for t in triples if isinstance(t.object, BlankNode) and t.object not in seen]
            seen.update(new)
            waiting += new

    def _places(self, own: list[Triple]) -> None:
        """Find the offsets and the words of the places that *own* refers to, and of their sentences."""
        rank = {predicate: n for n, predicate in enumerate(_PLACES)}
        ranked = sorted((t for t in own if t.predicate in rank), key=lambda t: rank[t.predicate])
        spans = [self.thing, *dict.fromkeys(t.object for t in ranked if isinstance(t.object, NamedNode))][: _SPANS + 1]
        sentences: dict[NamedNode, None] = {}
        for span in spans:
            told = self._span(span)
            places = (t.object for t in told if t.predicate == _PLACES[4])
            sentences.update(dict.fromkeys(place for place in places if isinstance(place, NamedNode)))
        for sentence in sentences:
            self._span(sentence)

    def _span(self, span: NamedNode) -> list[Triple]:
        told = list(islice(self._matching(span, None, None), _FEW)) if span != self.thing else []
        for triple in chain(told, list(islice(self._matching(span, _SELECTOR, None), _FEW))):
            self.found[triple] = None
            if triple.predicate == _SELECTOR and isinstance(triple.object, NamedNode | BlankNode):
                self._keep(islice(self._matching(triple.object, None, None), _FEW))
        return told

    def _origin(self, said: list[Triple]) -> None:
        """Find the graphs that say it, the runs that made them, and the articles they read, with their publishers."""
        graphs: dict[NamedNode, None] = {}
        for triple in said[:EACH]:
            names = (q.graph_name for q in self._raw(triple.subject, triple.predicate, triple.object))
            graphs.update(dict.fromkeys(name for name in names if isinstance(name, NamedNode)))
        for graph in islice(graphs, _GRAPHS):
            self._keep(islice(self._matching(graph, None, None), _FEW))
            for made in list(islice(self._matching(graph, _RUN, None), _FEW)):
                if isinstance(made.object, NamedNode):
                    self._keep(islice(self._matching(made.object, None, None), _FEW))
        articles = dict.fromkeys(t.object for t in list(self.found) if t.predicate in _TO_ARTICLES)
        for article in islice((a for a in articles if isinstance(a, NamedNode)), _GRAPHS):
            for predicate in _OF_ARTICLES:
                self._keep(islice(self._matching(article, predicate, None), _FEW))

    def _labels(self, node: NamedNode) -> Iterator[Triple]:
        for label in _LABELS:
            yield from islice(self._matching(node, label, None), _FEW)

    def _matching(self, subject: Node | None, predicate: NamedNode | None, object_: Node | None) -> Iterator[Triple]:
        """Yield triples of the whole dataset, each once; a merged one has each once in the default graph."""
        graph = DefaultGraph() if self.dataset.kind == "merged" else None
        quads = matching(self.dataset.store, subject, predicate, object_, graph)
        seen: set[Triple] = set()
        for quad in islice(quads, _SCANNED * self.page):
            if graph is not None:
                yield quad.triple
            elif quad.triple not in seen and not self.dataset.is_scratch(quad.graph_name):
                seen.add(quad.triple)
                yield quad.triple

    def _raw(
        self, subject: Node | Triple, predicate: NamedNode, object_: NamedNode | BlankNode | Literal | Triple
    ) -> list[Quad]:
        quads = matching(self.dataset.store, subject, predicate, object_, None)
        return list(islice((q for q in quads if not self.dataset.is_scratch(q.graph_name)), _GRAPHS + 1))


@cache
def _vocabulary() -> tuple[NamedNode, ...]:
    """Return the properties that graphs are written with, labels and types first."""
    curies = (d["@id"] for d in published_context().values() if isinstance(d, dict) and "@id" in d)
    return tuple(dict.fromkeys([*_LABELS, *map(term, curies)]))
