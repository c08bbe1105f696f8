"""How much there is of an actor: the facts that name it, counted by what they are of, with whom, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.questions.actor_facts import (
    DAY_OF_ARTICLE,
    DAY_OF_MEETING,
    PARTS,
    UNDATED,
    Chosen,
    meetings_of,
    statements_of,
)
from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri
from kg.triples import ISNAD

MOST_COUNTED: Final = 20_000
"""Of how many facts the numbers on a page are counted."""
MOST_READ: Final = 100
"""In how many statements it is looked who is named within them."""
MOST_COMPARED: Final = 1_000
"""With how many other places their offsets are compared."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many facts have one value; `fact` is one of them where one will do as proof."""

    value: str
    count: int
    fact: str | None = None


_FACETS: Final = {
    "medium": ("?fact isnad:medium ?value .", ""),
    "mode": ("?fact isnad:quoteMode ?value .", ""),
    "month": (
        "OPTIONAL { ?article schema:datePublished ?published }",
        f'COALESCE(SUBSTR(STR(?published), 1, 7), "{UNDATED}")',
    ),
    "article": ("", "STR(?article)"),
}


def ask_facets(actor: str, chosen: Chosen, each: int = 24) -> str:
    """Return the question for how many statements there are by medium, mode, month and article.

    Its rows have `facet`, `value` and `count`, up to *each* values of each facet.
    """
    said = f"""{{ SELECT DISTINCT ?g ?fact ?article WHERE {{
      GRAPH ?g {{ {statements_of(actor, chosen)} }} }} LIMIT {MOST_COUNTED} }}"""
    branches = []
    for facet, (pattern, value) in _FACETS.items():
        bound = f"BIND({value} AS ?value)" if value else ""
        order = "DESC(?value)" if facet == "month" else "DESC(?count) ?value"
        branches.append(
            f'{{ SELECT ("{facet}" AS ?facet) ?value (COUNT(DISTINCT ?fact) AS ?count) WHERE {{\n    {said}\n'
            f"    GRAPH ?g {{ ?fact isnad:reportedIn ?article . {pattern} }} {bound}\n"
            f"  }} GROUP BY ?value ORDER BY {order} LIMIT {each} }}"
        )
    return f"{PREFIXES}SELECT ?facet ?value ?count WHERE {{\n  " + "\n  UNION ".join(branches) + "\n}"


def read_facets(rows: Iterable[Row]) -> dict[str, tuple[Count, ...]]:
    """Return what answers `ask_facets`, by facet; concepts stand by their short names."""
    found: dict[str, list[Count]] = defaultdict(list)
    for row in rows:
        if "value" in row:
            value = row["value"]
            if row["facet"] in ("medium", "mode"):
                value = value.rpartition("#")[2].partition("-")[2]
            found[row["facet"]].append(Count(value, int(row["count"])))
    return {facet: tuple(counts) for facet, counts in found.items()}


_SAID: Final = "?fact isnad:content/oa:hasSelector ?place . ?place oa:start ?start ; oa:end ?end"
_NAMED: Final = "isnad:mention/oa:hasSelector ?spot . ?spot oa:start ?first ; oa:end ?last"


def ask_spoken_of(actor: str, most: int = 40) -> str:
    """Return the question for whom *actor* speaks of, in up to MOST_READ statements: `value`, `count`, `one`."""
    said = f"GRAPH ?g {{ ?fact isnad:speaker {iri(actor)} ; a isnad:Statement . {_SAID} }}"
    return _within(("?g ?fact ?start ?end", said), ("?g ?value ?first ?last", f"?value {_NAMED}"), actor, most)


def ask_speaking_of(actor: str, most: int = 40) -> str:
    """Return the question for who speaks of *actor*, by up to MOST_READ mentions of it: `value`, `count`, `one`."""
    named = f"GRAPH ?g {{ {iri(actor)} {_NAMED} }}"
    said = ("?g ?fact ?value ?start ?end", f"{_SAID} . ?fact isnad:speaker ?value")
    return _within(("?g ?first ?last", named), said, actor, most)


def _within(first: tuple[str, str], then: tuple[str, str], actor: str, most: int) -> str:
    """Return the question that joins places by their offsets: both sides are bounded, as their product is compared."""
    begun = f"SELECT DISTINCT {first[0]} WHERE {{ {first[1]} }} LIMIT {MOST_READ}"
    return f"""{PREFIXES}SELECT ?value (COUNT(DISTINCT ?fact) AS ?count) (MIN(STR(?fact)) AS ?one) WHERE {{
  {{ {begun} }}
  {{ SELECT {then[0]} WHERE {{ {{ SELECT DISTINCT ?g WHERE {{ {{ {begun} }} }} }} GRAPH ?g {{ {then[1]} }} }}
    LIMIT {MOST_COMPARED} }}
  FILTER(?start <= ?first && ?last <= ?end && ?value != {iri(actor)})
}} GROUP BY ?value ORDER BY DESC(?count) ?value LIMIT {most}"""


# The lists that an actor shares with others: what the fact has it by, and what it has the others by.
COUNTERPARTS: Final = {
    "meetings": ("isnad:participant", "isnad:participant"),
    "agreements": ("isnad:party", "isnad:party"),
    "relayed": ("isnad:speaker", "isnad:relayer"),
    "relays": ("isnad:relayer", "isnad:speaker"),
    "holders": ("org:organization", "org:member"),
}


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Another actor in the same facts: the list they are in, its IRI, the meetings' status, how many, and one."""

    part: str
    actor: str
    status: str
    count: int
    fact: str


def ask_counterparts(actor: str, most: int = 50) -> str:
    """Return the question for who stands with *actor* in facts, up to *most* in each kind of them.

    Its rows have `part`, `other`, `status` (of meetings only), `count` and `one`.
    """
    counted = "(COUNT(DISTINCT ?fact) AS ?count) (MIN(STR(?fact)) AS ?one)"
    branches = []
    for part, (own, others) in COUNTERPARTS.items():
        status = "OPTIONAL { ?fact isnad:status ?status }" if part == "meetings" else ""
        branches.append(
            f'{{ SELECT ("{part}" AS ?part) ?other ?status {counted} WHERE {{\n    GRAPH ?g {{ '
            f"?fact {own} {iri(actor)} ; {others} ?other . {status} }} FILTER(?other != {iri(actor)})\n"
            f"  }} GROUP BY ?other ?status ORDER BY DESC(?count) ?other LIMIT {most} }}"
        )
    return f"{PREFIXES}SELECT ?part ?other ?status ?count ?one WHERE {{\n  " + "\n  UNION ".join(branches) + "\n}"


def read_counterparts(rows: Iterable[Row]) -> tuple[Counterpart, ...]:
    """Return what answers `ask_counterparts`, the most frequent first."""
    found = [
        Counterpart(
            row["part"],
            row["other"],
            row.get("status", "").removeprefix(f"{ISNAD}status-"),
            int(row["count"]),
            row["one"],
        )
        for row in rows
        if "other" in row
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.actor, one.part, one.status)))


def ask_totals(actor: str) -> str:
    """Return the question for how many facts of each list there are, up to MOST_COUNTED: rows `part`, `count`."""
    branches = (
        f'{{ SELECT ("{part}" AS ?part) (COUNT(*) AS ?count) WHERE {{ {{ SELECT DISTINCT ?fact WHERE {{'
        f" GRAPH ?g {{ {pattern(actor, Chosen())} }} }} LIMIT {MOST_COUNTED} }} }} }}"
        for part, (pattern, _) in PARTS.items()
        if part != "about"
    )
    return f"{PREFIXES}SELECT ?part ?count WHERE {{\n  " + "\n  UNION ".join(branches) + "\n}"


def read_counts(rows: Iterable[Row], key: str = "value") -> tuple[Count, ...]:
    """Return the rows of a question that counts."""
    return tuple(Count(row[key], int(row["count"]), row.get("one")) for row in rows if key in row)


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day, as far as it is told ("" for none): how many facts of a list, and one of them.

    `own` tells that the text gives the day itself; else it is that of the article. `words` are those of the time.
    """

    part: str
    day: str
    count: int
    fact: str
    own: bool
    words: str


def ask_days(actor: str) -> str:
    """Return the question for the days of *actor*: rows `part`, `day`, `own`, `count`, `one`, `words`."""
    counted, most = "(COUNT(DISTINCT ?fact) AS ?count) (MIN(STR(?fact)) AS ?one)", MOST_COUNTED // 10
    branches = [
        f"""{{ SELECT ("meetings" AS ?part) ?day ?own {counted} (MIN(STR(?when)) AS ?words) WHERE {{ GRAPH ?g {{
    {meetings_of(actor, Chosen())} {DAY_OF_MEETING} }} }}
    GROUP BY ?day ?own ORDER BY DESC(?day) LIMIT {most} }}"""
    ]
    branches += [
        f'''{{ SELECT ("{part}" AS ?part) ?day {counted} WHERE {{ GRAPH ?g {{
    {PARTS[part][0](actor, Chosen())} {DAY_OF_ARTICLE} }} }} GROUP BY ?day ORDER BY DESC(?day) LIMIT {most} }}'''
        for part in ("statements", "offices", "agreements")
    ]
    text = "\n  UNION ".join(branches)
    return f"{PREFIXES}SELECT ?part ?day ?own ?count ?one ?words WHERE {{\n  {text}\n}}"


def read_days(rows: Iterable[Row]) -> tuple[Day, ...]:
    """Return what answers `ask_days`, by day; what has none comes first."""
    found = [
        Day(row["part"], row.get("day", ""), int(row["count"]), row["one"], "own" in row, row.get("words", ""))
        for row in rows
        if "one" in row and int(row["count"])
    ]
    return tuple(sorted(found, key=lambda day: (day.day, day.part, day.fact)))


def by_part(counts: Iterable[Count]) -> Mapping[str, int]:
    """Return the numbers of `ask_totals` by list."""
    return {count.value: count.count for count in counts}
