"""Where in the text a node of the graph stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.text import Span
from kg.triples import term

# The ways from a node to the words it rests on, best first.
_FORWARD = tuple(term(f"isnad:{name}") for name in ("evidence", "content", "cue", "mention"))
_SELECTOR, _START, _END, _EXACT = (term(f"oa:{name}") for name in ("hasSelector", "start", "end", "exact"))
_SENTENCE = term("isnad:sentence")
# A selector is two steps from the fact that quotes it.
_FARTHEST = 2

Node = NamedNode | BlankNode


class Places:
    """An index of one graph that finds the sentence of any node."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._out: dict[tuple[object, NamedNode], list[object]] = defaultdict(list)
        self._in: dict[object, list[object]] = defaultdict(list)
        for triple in triples:
            self._out[triple.subject, triple.predicate].append(triple.object)
            if not isinstance(triple.object, Literal):
                self._in[triple.object].append(triple.subject)

    def sentence(self, node: object) -> tuple[Span, str] | None:
        """Return the sentence that *node* rests on and the words its evidence quotes; None when it has none."""
        spans = [node] if (node, _SELECTOR) in self._out else list(self._spans(node, 0))
        known = sorted(found for span in spans if (found := self._sentence_of(span)) is not None)
        return known[0] if known else None

    def _spans(self, node: object, distance: int) -> Iterator[object]:
        for way in _FORWARD:
            if found := self._out.get((node, way)):
                yield from found
                return
        if distance < _FARTHEST:
            for subject in sorted(self._in.get(node, ()), key=str):
                if (subject, _SELECTOR) in self._out:
                    yield subject
                else:
                    yield from self._spans(subject, distance + 1)

    def _sentence_of(self, span: object) -> tuple[Span, str] | None:
        for around in (*self._out.get((span, _SENTENCE), ()), span):
            start, end = self._number(around, _START), self._number(around, _END)
            if start is not None and end is not None and 0 <= start <= end:
                return Span(start, end), self._quote(around)
        return None

    def _number(self, span: object, property_: NamedNode) -> int | None:
        for selector in self._out.get((span, _SELECTOR), ()):
            for value in self._out.get((selector, property_), ()):
                if isinstance(value, Literal) and value.value.isdecimal() and len(value.value) < 10:
                    return int(value.value)
        return None

    def _quote(self, span: object) -> str:
        for selector in self._out.get((span, _SELECTOR), ()):
            for value in self._out.get((selector, _EXACT), ()):
                if isinstance(value, Literal):
                    return value.value
        return ""
