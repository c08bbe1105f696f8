"""The words a fact rests on and the articles it comes from, found in what is said around a thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg.triples import ISNAD, NAMESPACES
from kg.web.terms import Statement, Term
from kg.web.views import EXACT, Labels, Value, Viewer

_OA, _PROV, _SCHEMA = (NAMESPACES[prefix] for prefix in ("oa", "prov", "schema"))
_EVIDENCE: Final = f"{ISNAD}evidence"
_TO_ARTICLES: Final = (f"{ISNAD}reportedIn", f"{_OA}hasSource", f"{_PROV}used")
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that prove a fact, in their sentence: `before`, `words`, `after`; `place` is where they stand."""

    words: Term
    before: str
    after: str
    place: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """An article that says it: where and by whom it was published, the graph that holds it, the run that read it."""

    article: Value
    source: Value | None
    publisher: Value | None
    published: Term | None
    graphs: tuple[Value, ...]
    runs: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What is said around one thing, by subject and property."""

    said: Mapping[str, Mapping[str, list[Term]]]

    def quoted(self) -> Iterator[Statement]:
        """Yield the words of each place in a text as what that place is called by."""
        for span in self.said:
            words = self._words(span)
            if words:
                yield Term("iri", span), EXACT, words

    def evidence(self, thing: str, viewer: Viewer) -> list[Evidence]:
        """Return the places that prove *thing*, in the order of the text."""
        places = [place.value for place in self.said.get(thing, {}).get(_EVIDENCE, ())]
        # A place is its own evidence: its page shows it in its sentence.
        places = [place for place in places or [thing] if self._words(place)]
        return [self._evidence(place, viewer) for place in sorted(places, key=self._start)[:_MOST]]

    def origins(self, thing: str, viewer: Viewer, labels: Labels) -> list[Origin]:
        """Return the articles that say it, the thing itself among them if it is one."""
        pointed = {o.value for of in self.said.values() for p in _TO_ARTICLES for o in of.get(p, ()) if o.kind == "iri"}
        return [self._origin(article, viewer, labels) for article in sorted(pointed)[:_MOST]]

    def _origin(self, article: str, viewer: Viewer, labels: Labels) -> Origin:
        runs = self._subjects(f"{_PROV}used", article)
        graphs = [graph for run in runs for graph in self._subjects(f"{_PROV}wasGeneratedBy", run, viewer.base)]
        source = self._one(article, f"{_SCHEMA}url") or self._elsewhere(article, viewer)
        publisher = self._one(article, f"{_SCHEMA}publisher")
        return Origin(
            viewer.value(Term("iri", article), labels),
            Value(source, viewer.href(source.value), source) if source else None,
            viewer.value(publisher, labels) if publisher else None,
            self._one(article, f"{_SCHEMA}datePublished"),
            tuple(viewer.value(Term("iri", graph), labels) for graph in graphs),
            tuple(viewer.value(Term("iri", run), labels) for run in runs),
        )

    def _subjects(self, predicate: str, thing: str, base: str | None = None) -> list[str]:
        """Return what has *thing* as that property's value; with *base* only graphs below it."""
        found = [s for s, of in self.said.items() if any(o.value == thing for o in of.get(predicate, ()))]
        return sorted(s for s in found if base is None or s.startswith(f"{base}graph/"))[:_MOST]

    def _elsewhere(self, article: str, viewer: Viewer) -> Term | None:
        """Return the article's own name where it leads to its publisher and not to us."""
        return None if article.startswith(viewer.base) else Term("iri", article)

    def _one(self, subject: str, predicate: str) -> Term | None:
        found = self.said.get(subject, {}).get(predicate)
        return min(found, key=lambda term: term.value) if found else None

    def _selected(self, span: str, name: str) -> Term | None:
        for selector in self.said.get(span, {}).get(f"{_OA}hasSelector", ()):
            if found := self._one(selector.value, f"{_OA}{name}"):
                return found
        return None

    def _words(self, span: str) -> Term | None:
        return self._selected(span, "exact")

    def _start(self, span: str) -> tuple[int, str]:
        start = self._selected(span, "start")
        return (int(start.value) if start and start.value.isdecimal() else 0, span)

    def _evidence(self, span: str, viewer: Viewer) -> Evidence:
        words, end = self._words(span), self._selected(span, "end")
        assert words is not None, "only places with words are shown"
        start = self._selected(span, "start")
        sentence = self._one(span, f"{ISNAD}sentence")
        whole = self._words(sentence.value) if sentence else None
        before, after = "", ""
        if sentence and whole:
            # The same words may stand twice in a sentence: the offsets say which are meant.
            cut = self._start(span)[0] - self._start(sentence.value)[0]
            if cut >= 0 and whole.value[cut : cut + len(words.value)] == words.value:
                before, after = whole.value[:cut], whole.value[cut + len(words.value) :]
        place = f"{start.value}\u2013{end.value}" if start and end else ""
        return Evidence(words, before, after, place, viewer.href(span))


def proof_of(said: Iterable[Statement]) -> Proof:
    """Return what is said, arranged for looking up."""
    index: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, thing in said:
        index[subject.value][predicate].append(thing)
    return Proof(index)
