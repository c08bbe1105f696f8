"""The actors that articles speak of, as a list: narrowed by type, country, publisher, first letter, or by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.questions.actor_counts import Count
from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri, literal
from kg.triples import ISNAD, NAMESPACES

_SCHEMA: Final = NAMESPACES["schema"]
TYPES: Final = {
    "person": f"{_SCHEMA}Person",
    "organization": f"{_SCHEMA}Organization",
    "country": f"{_SCHEMA}Country",
    "forum": f"{ISNAD}Forum",
    "group": f"{ISNAD}UnnamedGroup",
    "place": f"{_SCHEMA}Place",
}
"""The types that actors are listed by, with their classes."""
MOST_SCANNED: Final = 500_000
"""Of how many mentions the list is made."""


@dataclass(frozen=True, slots=True)
class Register:
    """How names are put in order in one language, as in a book's register: by regular expressions of SPARQL.

    `dropped` is an article at the beginning, whose group $1 stays; of `alike` first letters `letter` stands for each.
    """

    language: str
    dropped: str
    alike: str
    letter: str

    @property
    def key(self) -> str:
        """Return the expression that puts ?name in order."""
        bare = f'REPLACE(STR(?name), {literal(self.dropped)}, "$1")'
        return f"LCASE(REPLACE({bare}, {literal(self.alike)}, {literal(self.letter)}))"


@dataclass(frozen=True, slots=True)
class Sifted:
    """What narrows the list of actors; None for any.

    `type` is a key of TYPES, `country` an IRI, `publisher` a name, `letter` the first of the name; `found` are those
    that a search found, in its order; `linked` tells known actors from those of one article.
    """

    type: str | None = None
    country: str | None = None
    publisher: str | None = None
    letter: str | None = None
    linked: bool | None = None
    found: Sequence[str] | None = None
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """An actor in the list: how many articles name it."""

    actor: str
    articles: int


def _mentioned(sifted: Sifted, base: str) -> str:
    """Return the pattern that binds ?actor to whom articles speak of, and ?g to their graphs."""
    values = f"VALUES ?actor {{ {' '.join(map(iri, sifted.found))} }}" if sifted.found is not None else ""
    kind = f" ?actor a {iri(TYPES[sifted.type])} ." if sifted.type else ""
    house = ""
    if sifted.publisher:
        house = f" ?article schema:publisher/rdfs:label ?house . FILTER(STR(?house) = {literal(sifted.publisher)})"
    country = f" GRAPH ?c {{ ?actor isnad:country {iri(sifted.country)} }}" if sifted.country else ""
    known = ""
    if sifted.linked is not None:
        known = f" FILTER({'' if sifted.linked else '!'}STRSTARTS(STR(?actor), {literal(f'{base}id/actor/')}))"
    return f"{values} GRAPH ?g {{ ?actor isnad:mention ?span .{kind}{house} }}{country}{known}"


def ask_actors(sifted: Sifted, base: str, register: Register, most: int, first: int = 0) -> str:
    """Return the question for *most* of the list from the *first* on: rows `actor`, `articles`."""
    by_name = bool(sifted.by_name or sifted.letter)
    order = "?key ?actor" if by_name else "DESC(?articles) ?key ?actor"
    letter = f"FILTER(STRSTARTS(?key, {literal(sifted.letter.lower())}))" if sifted.letter else ""
    counted = f"""{{ SELECT ?actor (COUNT(DISTINCT ?g) AS ?articles) WHERE {{
    {{ SELECT DISTINCT ?actor ?g WHERE {{ {_mentioned(sifted, base)} }} LIMIT {MOST_SCANNED} }}
  }} GROUP BY ?actor }}"""
    # Names are looked up of those only that may stand on the page: the most named, with all that are named as often.
    enough = f"""{{ SELECT (MIN(?articles) AS ?least) WHERE {{
    {{ SELECT ?articles WHERE {{ {counted} }} ORDER BY DESC(?articles) LIMIT {first + most} }} }} }}
  {{ SELECT ?actor ?articles WHERE {{ {counted} }} }} FILTER(?articles >= ?least)"""
    listed = counted if by_name else f"{{ SELECT ?actor ?articles WHERE {{\n  {enough}\n  }} }}"
    return f"""{PREFIXES}SELECT ?actor ?articles WHERE {{
  {listed}
  OPTIONAL {{ ?actor rdfs:label ?said FILTER(LANG(?said) = {literal(register.language)}) }}
  OPTIONAL {{ ?actor rdfs:label ?other FILTER(LANG(?other) = "ar") }}
  BIND(COALESCE(?said, ?other, STR(?actor)) AS ?name)
  BIND({register.key} AS ?key)
  {letter}
}} GROUP BY ?actor ?articles ?key ORDER BY {order} LIMIT {most} OFFSET {first}"""


def read_actors(rows: Iterable[Row]) -> tuple[Listed, ...]:
    """Return what answers `ask_actors`, in its order."""
    found: dict[str, Listed] = {}
    for row in rows:
        if "actor" in row:
            found.setdefault(row["actor"], Listed(row["actor"], int(row["articles"])))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Sides:
    """How many actors there are by type, country and publisher; `total` is how many there are at all."""

    total: int = 0
    types: tuple[Count, ...] = ()
    countries: tuple[Count, ...] = ()
    publishers: tuple[Count, ...] = ()


def ask_sides(sifted: Sifted, base: str, each: int = 30) -> str:
    """Return the question for how many actors there are by `facet` and `value`: rows with `count`."""
    pairs = f"{{ SELECT DISTINCT ?actor ?g WHERE {{ {_mentioned(sifted, base)} }} LIMIT {MOST_SCANNED} }}"
    # What does not depend on the article is looked up once an actor: some are named in all articles there are.
    actors = f"{{ SELECT DISTINCT ?actor WHERE {{ {pairs} }} }}"
    types = " ".join(map(iri, TYPES.values()))
    patterns = {
        "total": 'BIND("" AS ?value)',
        "type": f"VALUES ?value {{ {types} }} GRAPH ?t {{ ?actor a ?value }}",
        "country": "{ SELECT DISTINCT ?actor ?value WHERE { GRAPH ?c { ?actor isnad:country ?value } } }",
        "publisher": "{ SELECT DISTINCT ?g ?value WHERE { GRAPH ?g { ?article schema:publisher/rdfs:label ?value } } }",
    }
    branches = (
        f'{{ SELECT ("{facet}" AS ?facet) ?value (COUNT(DISTINCT ?actor) AS ?count) WHERE {{'
        f" {pairs if '?g' in pattern else actors} {pattern} }}\n"
        f"    GROUP BY ?value ORDER BY DESC(?count) ?value LIMIT {each} }}"
        for facet, pattern in patterns.items()
    )
    return f"{PREFIXES}SELECT ?facet ?value ?count WHERE {{\n  " + "\n  UNION ".join(branches) + "\n}"


def read_sides(rows: Iterable[Row]) -> Sides:
    """Return what answers `ask_sides`; types by their keys in TYPES."""
    names = {value: key for key, value in TYPES.items()}
    found: dict[str, list[Count]] = defaultdict(list)
    for row in rows:
        if "value" in row:
            found[row["facet"]].append(Count(names.get(row["value"], row["value"]), int(row["count"])))
    total = found["total"][0].count if found["total"] else 0
    return Sides(total, tuple(found["type"]), tuple(found["country"]), tuple(found["publisher"]))
