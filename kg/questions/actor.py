"""Who an actor is: what it is called, and by whom; the offices it is called by; why its names are taken for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.questions.evidence import Proof, read_proofs
from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri
from kg.text import visible

MOST_MENTIONS: Final = 2_000
"""Of how many mentions the names are counted: beyond them the page says "of the first"."""
MOST_ROWS: Final = 200


@dataclass(frozen=True, slots=True)
class Identity:
    """One actor as the authority and the articles have it.

    `names` are other names by language ("" for none); `written` are names that articles give, `classes` IRIs of
    classes, `links` of the same thing elsewhere; `country`, `acts_for` are IRIs of actors; `source` tells where the
    authority has it from, `evidence` why its links hold.
    """

    iri: str
    names: tuple[tuple[str, str], ...]
    written: frozenset[str]
    classes: frozenset[str]
    links: tuple[str, ...]
    country: str | None
    acts_for: tuple[str, ...]
    source: str | None
    evidence: str | None


_IDENTITY: Final = {
    "name": "{a} skos:altLabel ?value",
    "written": "{a} schema:alternateName ?value",
    "class": "{a} a ?value",
    "same": "{a} skos:exactMatch ?value",
    "country": "{a} isnad:country ?value",
    "acts-for": "{a} isnad:onBehalfOf ?value",
    "source": "{a} dcterms:source ?value",
    "evidence": "{a} skos:editorialNote ?value",
}


def ask_identity(actor: str) -> str:
    """Return the question for who *actor* is: rows `row`, `value`, `language`; raises UsageError for what is no IRI."""
    branches = (
        f'{{ GRAPH ?g {{ {pattern.format(a=iri(actor))} }} BIND("{row}" AS ?row) }}'
        for row, pattern in _IDENTITY.items()
    )
    return (
        f"{PREFIXES}SELECT DISTINCT ?row ?value (LANG(?value) AS ?language) WHERE {{\n  "
        + "\n  UNION ".join(branches)
        + f"\n}} ORDER BY ?row ?value LIMIT {MOST_ROWS * len(_IDENTITY)}"
    )


def read_identity(actor: str, rows: Iterable[Row]) -> Identity:
    """Return who answers `ask_identity`."""
    told: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        told[row["row"]].append(row)

    def values(name: str) -> list[str]:
        return sorted({row["value"] for row in told.get(name, ())})

    def first(name: str) -> str | None:
        return next(iter(values(name)), None)

    names = {(visible(row["value"]), row.get("language", "")) for row in told.get("name", ())}
    return Identity(
        actor,
        tuple(sorted(names)),
        frozenset(map(visible, values("written"))),
        frozenset(values("class")),
        tuple(values("same")),
        first("country"),
        tuple(values("acts-for")),
        first("source"),
        first("evidence"),
    )


@dataclass(frozen=True, slots=True)
class Called:
    """One way in which articles write of an actor: the words, how often by each publisher, and one place of it.

    `by` maps publishers ("" for an article that names none) to counts; `place` is the IRI of a span. `name` is False
    for words that stand for the actor without naming it: an adjective, "his country".
    """

    words: str
    by: Mapping[str, int]
    place: str
    name: bool

    @property
    def count(self) -> int:
        """Return how often the words stand for the actor."""
        return sum(self.by.values())


def ask_written(actor: str) -> str:
    """Return the question for the words that stand for *actor*: rows `words`, `publisher`, `count`, `place`."""
    # The publisher is asked for once an article and wording: as an OPTIONAL of each span it costs the engine seconds.
    return f"""{PREFIXES}SELECT ?words ?publisher (SUM(?often) AS ?count) (MIN(?least) AS ?place) WHERE {{
  {{ SELECT ?g ?article ?words (COUNT(?span) AS ?often) (MIN(STR(?span)) AS ?least) WHERE {{
    {{ SELECT DISTINCT ?g ?span WHERE {{ GRAPH ?g {{ {iri(actor)} isnad:mention ?span }} }} LIMIT {MOST_MENTIONS} }}
    GRAPH ?g {{ ?span oa:hasSource ?article ; oa:hasSelector ?at . ?at oa:exact ?words }}
  }} GROUP BY ?g ?article ?words }}
  OPTIONAL {{ GRAPH ?g {{ ?article schema:publisher ?house . ?house rdfs:label ?publisher }} }}
}} GROUP BY ?words ?publisher ORDER BY DESC(?count) ?words ?publisher LIMIT {MOST_ROWS}"""


def read_written(rows: Iterable[Row], names: frozenset[str]) -> tuple[Called, ...]:
    """Return what answers `ask_written`, names before other words, the most frequent first."""
    by: dict[str, dict[str, int]] = defaultdict(dict)
    places: dict[str, str] = {}
    for row in rows:
        # Counting over nothing gives a row without words.
        if "words" in row:
            by[row["words"]][row.get("publisher", "")] = int(row["count"])
            places.setdefault(row["words"], row["place"])
    found = [Called(words, counts, places[words], visible(words) in names) for words, counts in by.items()]
    return tuple(sorted(found, key=lambda called: (not called.name, -called.count, called.words)))


_PLACE: Final = """?span oa:hasSource ?article ; oa:hasSelector/oa:exact ?words ; oa:hasSelector ?place .
    ?place oa:start ?start ; oa:end ?end ."""


def ask_places(spans: Iterable[str]) -> str:
    """Return the question for what stands at *spans*, and for the sentences that their articles' graphs hold there."""
    values = f"VALUES ?span {{ {' '.join(map(iri, spans))} }}"
    # Two branches: an OPTIONAL with all the sentences of a graph in it is joined from all graphs first.
    return f"""{PREFIXES}SELECT DISTINCT
  (STR(?span) AS ?fact) ?article ?words ?start ?end ?sentence ?from ?to ?headline ?publisher ?published ?url
WHERE {{
  {{ {values} GRAPH ?g {{ {_PLACE}
    OPTIONAL {{ ?article schema:headline ?headline }}
    OPTIONAL {{ ?article schema:publisher/rdfs:label ?publisher }}
    OPTIONAL {{ ?article schema:datePublished ?published }}
    OPTIONAL {{ ?article schema:url ?url }} }} }}
  UNION {{ {values} GRAPH ?g {{ {_PLACE}
    ?other isnad:sentence ?around . ?around oa:hasSelector ?sides ; oa:hasSelector/oa:exact ?sentence .
    ?sides oa:start ?from ; oa:end ?to . FILTER(?from <= ?start && ?end <= ?to) }} }}
}} ORDER BY ?fact (?to - ?from)"""


def read_places(rows: Iterable[Row]) -> tuple[Proof, ...]:
    """Return what answers `ask_places`: each place in the shortest sentence around it, else by itself."""
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        shorter = "from" not in row or "from" not in told[row["fact"]] or _length(row) < _length(told[row["fact"]])
        told[row["fact"]] |= row if shorter else {}
    return read_proofs(told.values())


def _length(row: Row) -> int:
    return int(row["to"]) - int(row["from"])


@dataclass(frozen=True, slots=True)
class Office:
    """An office as articles call it: of which body or country, by how many articles, on which days, and one fact.

    The days are those of the articles (YYYY-MM-DD): nobody said when the office began or ended.
    """

    words: str
    of: str | None
    count: int
    fact: str
    first: str | None
    last: str | None


def ask_offices(actor: str) -> str:
    """Return the question for the offices of *actor*: rows `words`, `of`, `count`, `fact`, `first`, `last`."""
    return f"""{PREFIXES}SELECT ?words ?of (COUNT(DISTINCT ?office) AS ?count) (MIN(STR(?office)) AS ?fact)
  (MIN(STR(?day)) AS ?first) (MAX(STR(?day)) AS ?last)
WHERE {{ GRAPH ?g {{
  ?office org:member {iri(actor)} ; rdfs:label ?words ; isnad:reportedIn ?article .
  OPTIONAL {{ ?office org:organization ?of }} OPTIONAL {{ ?article schema:datePublished ?day }}
}} }} GROUP BY ?words ?of ORDER BY DESC(?count) ?words LIMIT {MOST_ROWS}"""


def read_offices(rows: Iterable[Row]) -> tuple[Office, ...]:
    """Return what answers `ask_offices`, the most frequent first."""
    return tuple(
        Office(row["words"], row.get("of"), int(row["count"]), row["fact"], row.get("first"), row.get("last"))
        for row in rows
        if "words" in row
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """A reason why names are taken for an actor: the note, the least and the greatest score, how often, one link."""

    note: str
    least: float
    most: float
    count: int
    fact: str


def ask_taken(actor: str) -> str:
    """Return the question for why names are taken for *actor*: rows `note`, `least`, `most`, `count`, `fact`."""
    return f"""{PREFIXES}SELECT ?note (MIN(?score) AS ?least) (MAX(?score) AS ?most)
  (COUNT(DISTINCT ?link) AS ?count) (MIN(STR(?link)) AS ?fact)
WHERE {{ GRAPH ?g {{ ?link isnad:actor {iri(actor)} ; isnad:confidence ?score ; skos:note ?note }} }}
GROUP BY ?note ORDER BY DESC(?count) ?note LIMIT {MOST_ROWS}"""


def read_taken(rows: Iterable[Row]) -> tuple[Taken, ...]:
    """Return what answers `ask_taken`, the most frequent first."""
    return tuple(
        Taken(row["note"], float(row["least"]), float(row["most"]), int(row["count"]), row["fact"])
        for row in rows
        if "note" in row
    )
