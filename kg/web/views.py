"""What a page shows of a thing: its words, its facts, the sentences that prove them, what points to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote

from kg.triples import HIDDEN, ISNAD
from kg.web.pages import Language
from kg.web.terms import Statement, Term

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
EXACT = "http://www.w3.org/ns/oa#exact"
SHAPES = "https://w3id.org/isnad/shapes#"
# Our vocabulary's namespaces, and where each of their terms has a page of its own.
_VOCABULARY = {f"{ISNAD.rstrip('#')}/examples#": "ontology/examples", ISNAD: "ontology", SHAPES: "shapes"}
# What a thing is called, best first.
_NAMES = (
    f"{_RDFS}label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "https://schema.org/name",
    "https://schema.org/headline",
    "https://schema.org/text",
    EXACT,
)
# What is named by its place in an article has no label of its own.
_PLACED = re.compile(r"[^/]+/([a-z]+)-(?:[a-z-]+-)?(\d+)(?:-\d+)*")
_CLASSES = {
    "attribution": f"{ISNAD}AttributionStep",
    "participation": f"{ISNAD}Participation",
    "link": f"{ISNAD}Link",
    "statement": f"{ISNAD}Statement",
    "agreement": f"{ISNAD}Agreement",
    "span": "http://www.w3.org/ns/oa#SpecificResource",
    "offsets": "http://www.w3.org/ns/oa#TextPositionSelector",
    "quote": "http://www.w3.org/ns/oa#TextQuoteSelector",
}
_LINKED = ("http://", "https://")
_SCHEMA, _FOAF, _ORG = "https://schema.org/", "http://xmlns.com/foaf/0.1/", "http://www.w3.org/ns/org#"
_KINDS: Final[Mapping[str, str]] = {
    f"{ISNAD}Article": "article",
    f"{ISNAD}Statement": "statement",
    f"{ISNAD}Meeting": "meeting",
    f"{ISNAD}Agreement": "agreement",
    f"{ISNAD}Position": "position",
    f"{_ORG}Post": "position",
    f"{ISNAD}Forum": "forum",
    f"{ISNAD}TimeReference": "time",
    f"{ISNAD}Actor": "actor",
    f"{_FOAF}Person": "actor",
    f"{_FOAF}Group": "actor",
    f"{_ORG}Organization": "actor",
    f"{_SCHEMA}Country": "actor",
    f"{_SCHEMA}Place": "place",
    "http://www.w3.org/2004/02/skos/core#Concept": "topic",
}
"""The kind of things that a class is, by which pages choose colour and sign; the special before the general."""
Labels = Mapping[str, Mapping[str, Term]]
"""IRI to language ("" for none) to the words it is called by."""


@dataclass(frozen=True, slots=True)
class Value:
    """A term with the address it links to, if any, and the words it is called by."""

    term: Term
    href: str | None
    label: Term


@dataclass(frozen=True, slots=True)
class Row:
    """One property of a thing, with its values."""

    property: Value
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as its page shows it."""

    iri: str
    title: Term
    types: tuple[Value, ...]
    rows: tuple[Row, ...]
    pointing: tuple[Row, ...]
    more: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Makes views in one language; *terms* are the labels of the vocabulary, *base* tells our own names."""

    base: str
    prefix: str
    language: Language
    terms: Labels

    def thing(self, iri: str, said: Iterable[Statement], most: int = 500) -> Thing:
        """Return the view of *iri* from what is said of it and around it."""
        known = list(said)
        labels = labels_of(known)
        rows: dict[str, list[Value]] = defaultdict(list)
        pointing: dict[str, list[Value]] = defaultdict(list)
        for subject, predicate, thing in known:
            if subject == Term("iri", iri):
                rows[predicate].append(self.value(thing, labels))
            elif thing == Term("iri", iri):
                pointing[predicate].append(self.value(subject, labels))
        types = tuple(rows.pop(RDF_TYPE, ()))
        title = self.name(iri, labels)
        shown = sum(map(len, pointing.values()))
        return Thing(iri, title, types, self._rows(rows, most), self._rows(pointing, most), shown > most)

    def _rows(self, found: Mapping[str, list[Value]], most: int) -> tuple[Row, ...]:
        return tuple(Row(self.value(Term("iri", p), {}), tuple(found[p][:most])) for p in sorted(found, key=_own_first))

    def value(self, term: Term, labels: Labels) -> Value:
        """Return *term* with its link and its words."""
        if term.kind != "iri":
            return Value(term, None, term)
        return Value(term, self.href(term.value), self.name(term.value, labels))

    def href(self, iri: str) -> str | None:
        """Return the address a page links *iri* by: our own names lead to their pages, other schemes nowhere."""
        for home in ("id/", "graph/"):
            if iri.startswith(self.base + home):
                return quote(self.prefix + iri.removeprefix(self.base), safe="/%-._~")
        for namespace, home in _VOCABULARY.items():
            if iri.startswith(namespace):
                return f"{self.prefix}{home}/{quote(iri.removeprefix(namespace), safe='')}"
        # No other scheme may be clicked: javascript: is an IRI too.
        return HIDDEN.sub(lambda found: quote(found[0]), iri) if iri.lower().startswith(_LINKED) else None

    def name(self, iri: str, labels: Labels) -> Term:
        """Return the words *iri* is called by: in the page's language, else in any, else the end of the name itself."""
        for among in (labels, self.terms):
            found = among.get(iri)
            if found:
                return found.get(self.language) or found.get("") or found[min(found)]
        return self._placed(iri) or Term("iri", _ending(iri))

    def _placed(self, iri: str) -> Term | None:
        """Return what a nameless thing within an article is called: its class, and the character it begins at."""
        match = _PLACED.fullmatch(iri.removeprefix(f"{self.base}id/article/")) if iri.startswith(self.base) else None
        known = self.terms.get(_CLASSES.get(match[1], "")) if match else None
        if not match or not known:
            return None
        label = known.get(self.language) or known[min(known)]
        return Term("literal", f"{label.value} ({match[2]})", label.language)


def kind_of(classes: Iterable[str]) -> str:
    """Return the kind of a thing of those classes, as the style sheet knows it; "" for one that has none."""
    known = set(classes)
    return next((kind for name, kind in _KINDS.items() if name in known), "")


def labels_of(said: Iterable[Statement]) -> Labels:
    """Return what each thing is called, by language."""
    best: dict[str, dict[str, tuple[int, Term]]] = defaultdict(dict)
    for subject, predicate, thing in said:
        if predicate in _NAMES and thing.kind == "literal":
            rank, language = _NAMES.index(predicate), (thing.language or "").partition("-")[0].lower()
            kept = best[subject.value].get(language)
            if kept is None or (rank, thing.value) < (kept[0], kept[1].value):
                best[subject.value][language] = (rank, thing)
    return {iri: {language: term for language, (_, term) in found.items()} for iri, found in best.items()}


def _own_first(predicate: str) -> tuple[bool, str]:
    return not predicate.startswith(ISNAD), predicate


def _ending(iri: str) -> str:
    ending = iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
    return unquote(ending) or iri
