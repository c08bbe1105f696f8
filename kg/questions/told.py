"""All that is said of some things: values by property, and the places of the text that they point to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri
from kg.text import Span
from kg.triples import ISNAD, NAMESPACES

MOST_TOLD: Final = 100
# What a text repeats thousands of times has as many places, of which nobody looks at all.
_MOST_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Place:
    """Words of an article that a thing points to, with the sentence around them.

    `span` and `sentence_span` are half-open ranges of Unicode code points of the article's text as published.
    """

    property: str
    iri: str
    article: str
    words: str
    span: Span
    sentence: str
    sentence_span: Span


@dataclass(frozen=True, slots=True)
class Told:
    """A thing with its values by property, and the places it points to in the order of the text.

    Properties are named by prefix and name ("isnad:speaker").
    """

    iri: str
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[Place, ...] = ()

    def all(self, property_: str) -> tuple[str, ...]:
        """Return the values of a property, sorted; the languages of literals are not told."""
        return self.values.get(property_, ())

    def one(self, property_: str) -> str | None:
        """Return the first value of a property."""
        return next(iter(self.all(property_)), None)

    def at(self, property_: str) -> tuple[Place, ...]:
        """Return the places that a property points to, in the order of the text."""
        return tuple(place for place in self.places if place.property == property_)


# Each OPTIONAL is asked of what is found already; side by side, the engine would begin with all places there are.
_ASK: Final = """SELECT ?thing ?property ?value ?article ?words ?start ?end ?sentence ?from ?to WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing ?property ?value .
  OPTIONAL {{ ?value oa:hasSource ?article .
    OPTIONAL {{ ?value oa:hasSelector/oa:exact ?words }}
    OPTIONAL {{ ?value oa:hasSelector ?place . ?place oa:start ?start ; oa:end ?end }}
    OPTIONAL {{ ?value isnad:sentence ?around . OPTIONAL {{ ?around oa:hasSelector/oa:exact ?sentence }}
      OPTIONAL {{ ?around oa:hasSelector ?sides . ?sides oa:start ?from ; oa:end ?to }} }}
  }}
}} LIMIT {most}
"""


def ask_things(things: Sequence[str]) -> str:
    """Return the question for all that is said of up to MOST_TOLD things; raises UsageError for what is no IRI."""
    return PREFIXES + _ASK.format(things=" ".join(iri(thing) for thing in things[:MOST_TOLD]), most=_MOST_ROWS)


def ask_values(things: Sequence[str], properties: Sequence[str]) -> str:
    """Return the question for what some properties ("schema:publisher") say of up to MOST_TOLD things.

    Unlike all that is said of them, that stays little however much an article holds. Raises UsageError for no IRI.
    """
    named = (one.partition(":") for one in properties)
    wanted = " ".join(iri(NAMESPACES[prefix] + name) for prefix, _, name in named)
    subjects = " ".join(iri(thing) for thing in things[:MOST_TOLD])
    return (
        f"{PREFIXES}SELECT ?thing ?property ?value WHERE {{\n"
        f"  VALUES ?thing {{ {subjects} }} VALUES ?property {{ {wanted} }} ?thing ?property ?value\n}}\n"
    )


def read_things(rows: Iterable[Row]) -> dict[str, Told]:
    """Return what answers `ask_things` or `ask_values`, by IRI; of what nothing is said is left out."""
    values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    places: dict[str, set[Place]] = defaultdict(set)
    for row in rows:
        thing, property_ = row["thing"], curie(row["property"])
        values[thing][property_].add(row["value"])
        if "words" in row and "start" in row:
            places[thing].add(_place(row, property_))
    return {
        thing: Told(
            thing,
            {name: tuple(sorted(found)) for name, found in said.items()},
            tuple(sorted(places[thing], key=lambda place: (place.article, place.span.start, place.span.stop))),
        )
        for thing, said in values.items()
    }


def _place(row: Row, property_: str) -> Place:
    span = Span(int(row["start"]), int(row["end"]))
    sentence, around = row["words"], span
    if "sentence" in row and "from" in row:
        sentence, around = row["sentence"], Span(int(row["from"]), int(row["to"]))
    return Place(property_, row["value"], row["article"], row["words"], span, sentence, around)


def curie(property_: str) -> str:
    """Return a property by prefix and name, as far as it is of a known vocabulary."""
    for prefix, namespace in NAMESPACES.items():
        if property_.startswith(namespace):
            return f"{prefix}:{property_.removeprefix(namespace)}"
    return property_


def short(concept: str | None) -> str | None:
    """Return a concept of the ontology by the end of its name: "held" for `isnad:status-held`."""
    return concept.removeprefix(ISNAD).partition("-")[2] if concept and concept.startswith(ISNAD) else None
