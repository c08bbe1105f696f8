"""What stands where in one article's text: each place that something rests on, and all that is said of those things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri
from kg.text import Span
from kg.triples import ISNAD, term

PARTS: Final = ("evidence", "content", "cue", "condition", "mention")
"""How words belong to a thing: properties of `isnad:` from the thing to the place."""
MOST_PLACES: Final = 6000
"""How many places of one window are read; a page of news has a few hundred."""

_HOME: Final = """SELECT ?graph ?property ?value (LANG(?value) AS ?language) WHERE {{
  GRAPH ?graph {{
    {article} a isnad:Article .
    {{ {article} ?property ?value }}
    UNION {{ ?run prov:used {article} BIND(prov:wasGeneratedBy AS ?property) BIND(?run AS ?value) }}
    UNION {{ ?run prov:used {article} ; prov:wasAssociatedWith/schema:softwareVersion ?value
      BIND(schema:softwareVersion AS ?property) }}
  }}
}}
"""
# Two questions in place of one: joined to a scan by numbers, the engine would look each place up by everything.
_SPOTS: Final = """SELECT ?place ?start ?end WHERE {{
  GRAPH {graph} {{
    ?selector oa:start ?start FILTER(?start < {stop})
    ?selector oa:end ?end FILTER(?end > {start})
    ?place oa:hasSelector ?selector
  }}
}}
ORDER BY ?start ?end
LIMIT {most}
"""
_USES: Final = """SELECT ?place ?thing ?part ?rule ?around ?from ?to WHERE {{
  GRAPH {graph} {{
    VALUES ?place {{ {places} }}
    {{ ?thing ?part ?place FILTER(?part IN ({parts})) }}
    UNION {{ ?place isnad:rule ?rule }}
    UNION {{ ?place isnad:sentence ?around . ?around oa:hasSelector ?sides . ?sides oa:start ?from ; oa:end ?to }}
  }}
}}
"""
_WORDS: Final = """SELECT ?place ?words WHERE {{
  GRAPH {graph} {{ VALUES ?place {{ {places} }} ?place oa:hasSelector/oa:exact ?words }}
}}
"""
_SAID: Final = """SELECT ?thing ?property ?value (LANG(?value) AS ?language) WHERE {{
  GRAPH {graph} {{ VALUES ?thing {{ {things} }} ?thing ?property ?value FILTER(?property NOT IN ({places})) }}
}}
"""
_COUNTED: Final = """SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {{
  GRAPH {graph} {{ VALUES ?class {{ {classes} }} ?thing a ?class }}
}}
GROUP BY ?class
"""


@dataclass(frozen=True, slots=True)
class Words:
    """A literal or an IRI that something has as a value; `language` is "" for none."""

    value: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of one thing: its values by property (IRI), sorted."""

    iri: str
    values: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)

    def all(self, curie: str) -> tuple[str, ...]:
        """Return the values of a property, named as `schema:text`."""
        return tuple(words.value for words in self.values.get(term(curie).value, ()))

    def one(self, curie: str) -> str | None:
        """Return the first value of a property."""
        return next(iter(self.all(curie)), None)

    def is_a(self, name: str) -> bool:
        """Tell whether it is of a class of the ontology, by its local name."""
        return ISNAD + name in self.all("rdf:type")


@dataclass(frozen=True, slots=True)
class Use:
    """Words that belong to a thing as one of PARTS; `sentences` are those around them, `rule` read them."""

    thing: str
    part: str
    span: Span
    rule: str = ""
    sentences: tuple[Span, ...] = ()


def ask_home(article: str) -> str:
    """Return the question for what is said of an article in its own graph, of which `read_home` makes a Described."""
    return PREFIXES + _HOME.format(article=iri(article))


def read_home(article: str, rows: Iterable[Row]) -> tuple[str, Described] | None:
    """Return the article's graph, and what it says of the article; None where there is none."""
    known = sorted(rows, key=lambda row: (row["graph"], row["property"], row["value"]))
    if not known:
        return None
    graph = known[0]["graph"]
    told = read_said({**row, "thing": article} for row in known if row["graph"] == graph)
    return graph, told[article]


def ask_spots(graph: str, window: Span) -> str:
    """Return the question for the places of *graph* that a stretch of its text shares a character with."""
    return PREFIXES + _SPOTS.format(graph=iri(graph), start=window.start, stop=window.stop, most=MOST_PLACES)


def read_spots(rows: Iterable[Row]) -> dict[str, Span]:
    """Return the places that answer `ask_spots`, by IRI, in the order of the text."""
    found = ((row["place"], _span(row["start"], row["end"])) for row in rows)
    return {place: span for place, span in found if span is not None}


def ask_uses(graph: str, places: Iterable[str]) -> str:
    """Return the question for what *places*, by IRI, belong to: things and their parts, rules, sentences."""
    parts = ", ".join(f"isnad:{name}" for name in PARTS)
    return PREFIXES + _USES.format(graph=iri(graph), places=" ".join(map(iri, places)), parts=parts)


def read_uses(spots: Mapping[str, Span], rows: Iterable[Row]) -> tuple[tuple[Use, ...], dict[Span, str]]:
    """Return the places with what answers `ask_uses`, in the order of the text; and evidence's sentences by place."""
    uses: set[tuple[Span, str, str, str]] = set()
    rules: dict[str, str] = {}
    around: dict[str, dict[Span, str]] = defaultdict(dict)
    for row in rows:
        place = row["place"]
        if "thing" in row:
            uses.add((spots[place], row["thing"], row["part"].removeprefix(ISNAD), place))
        elif "rule" in row:
            rules[place] = min(row["rule"], rules.get(place, row["rule"]))
        elif (span := _span(row["from"], row["to"])) is not None:
            around[place][span] = row["around"]
    places = tuple(
        Use(thing, part, span, rules.get(place, ""), tuple(sorted(around.get(place, ()))))
        for span, thing, part, place in sorted(uses)
    )
    return places, {s: iri for *_, part, place in uses if part == "evidence" for s, iri in around[place].items()}


def ask_words(graph: str, places: Iterable[str]) -> str:
    """Return the question for the words of *places*, by IRI: rows `place`, `words`."""
    return PREFIXES + _WORDS.format(graph=iri(graph), places=" ".join(map(iri, places)))


def ask_reach(graph: str) -> str:
    """Return the question for how far a graph's places reach: one row `reach`, empty where it has none."""
    return f"{PREFIXES}SELECT (MAX(?end) AS ?reach) WHERE {{ GRAPH {iri(graph)} {{ ?selector oa:end ?end }} }}\n"


def ask_said(graph: str, things: Sequence[str]) -> str:
    """Return the question for what *graph* says of *things*, by IRI, but for their places: they may be thousands."""
    places = ", ".join((*(f"isnad:{name}" for name in PARTS), "prov:qualifiedAttribution", "isnad:participation"))
    return PREFIXES + _SAID.format(graph=iri(graph), things=" ".join(map(iri, things)), places=places)


def read_said(rows: Iterable[Row]) -> dict[str, Described]:
    """Return what answers `ask_said`, by thing."""
    found: dict[str, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        found[row["thing"]][row["property"]].add((row["value"], row.get("language", "")))
    return {
        thing: Described(thing, {name: tuple(Words(*words) for words in sorted(said)) for name, said in values.items()})
        for thing, values in found.items()
    }


def ask_counted(graph: str, classes: Iterable[str]) -> str:
    """Return the question for how many things of *classes* (local names of the ontology) a graph has."""
    return PREFIXES + _COUNTED.format(graph=iri(graph), classes=" ".join(f"isnad:{name}" for name in classes))


def read_counted(rows: Iterable[Row]) -> dict[str, int]:
    """Return the counts that answer `ask_counted`, by the class's local name."""
    return {row["class"].removeprefix(ISNAD): int(row["count"]) for row in rows if "class" in row}


def _span(start: str, end: str) -> Span | None:
    """Return a span from its numbers, None for what is none: writers with a token may say anything."""
    try:
        return Span(int(start), int(end))
    except ValueError:
        return None
