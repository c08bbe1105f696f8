"""Who said what, and who met whom: facts found by who takes part, and told with all their parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri, literal
from kg.text import visible
from kg.triples import ISNAD


@dataclass(frozen=True, slots=True)
class Between:
    """A stretch of time by days (YYYY-MM-DD), both within it, and which page of what is found."""

    since: str | None = None
    until: str | None = None
    limit: int = 10
    offset: int = 0

    def of(self, day: str) -> str:
        """Return the condition that the variable *day* lies within it."""
        sides = [(">=", self.since), ("<=", self.until)]
        # A month or a year that is all a text tells is compared as far as it goes.
        tests = [
            f"SUBSTR({literal(value)}, 1, STRLEN(STR({day}))) {'<=' if sign == '>=' else '>='} STR({day})"
            for sign, value in sides
            if value is not None
        ]
        return f"FILTER({' && '.join(tests)})" if tests else ""

    @property
    def page(self) -> str:
        """Return the end of the question: one more than the page holds tells whether there is another."""
        return f"LIMIT {self.limit + 1} OFFSET {self.offset}"


def ask_statements(speakers: Sequence[str], topics: Sequence[str], found: Sequence[str], between: Between) -> str:
    """Return the question for statements; its rows have `fact`, the newest article's first.

    *speakers* are IRIs, one of whom said it; *topics* are IRIs of actors, one of whom is named in it, and *found* are
    statements that a search found, either of which will do. Empty means any. Raises UsageError for what is no IRI.
    """
    said_by = f"VALUES ?who {{ {' '.join(map(iri, speakers))} }} ?fact isnad:speaker ?who ." if speakers else ""
    about = []
    if topics:
        about.append(
            f"{{ VALUES ?topic {{ {' '.join(map(iri, topics))} }} ?topic isnad:mention/oa:hasSelector ?named ."
            " ?named oa:start ?first ; oa:end ?last . ?fact isnad:content/oa:hasSelector ?place ."
            " ?place oa:start ?start ; oa:end ?end . FILTER(?start <= ?first && ?last <= ?end) }"
        )
    if found:
        about.append(f"{{ VALUES ?fact {{ {' '.join(map(iri, found))} }} }}")
    return f"""{PREFIXES}SELECT DISTINCT ?fact ?day WHERE {{ GRAPH ?g {{
  {said_by}
  {" UNION ".join(about)}
  ?fact a isnad:Statement ; isnad:reportedIn ?article .
  OPTIONAL {{ ?article schema:datePublished ?day }} {between.of("?day")}
}} }} ORDER BY DESC(?day) ?fact {between.page}"""


def ask_meetings(parties: Sequence[Sequence[str]], kind: str | None, status: str | None, between: Between) -> str:
    """Return the question for meetings; its rows have `fact`, the newest first.

    Each of *parties* is a list of IRIs, one of whom takes part. *kind* and *status* are names of the ontology's
    concepts ("call", "held"). A meeting's day is its own where the text fixes it, else that of the article.
    """
    present = " ".join(
        f"VALUES ?who{number} {{ {' '.join(map(iri, one))} }} ?fact isnad:participant ?who{number} ."
        for number, one in enumerate(parties)
    )
    traits = f"dcterms:type {iri(f'{ISNAD}kind-{kind}')} ;" if kind else ""
    traits += f" isnad:status {iri(f'{ISNAD}status-{status}')} ;" if status else ""
    return f"""{PREFIXES}SELECT DISTINCT ?fact ?day WHERE {{ GRAPH ?g {{
  {present}
  ?fact a isnad:Meeting ; {traits} isnad:reportedIn ?article .
  OPTIONAL {{ ?fact sem:hasTime/isnad:date ?own }} OPTIONAL {{ ?article schema:datePublished ?published }}
  BIND(COALESCE(?own, ?published) AS ?day) {between.of("?day")}
}} }} ORDER BY DESC(STR(?day)) ?fact {between.page}"""


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement or a meeting with its parts by name: words, or IRIs of actors whose labels are in `labels`."""

    iri: str
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def one(self, part: str) -> str | None:
        """Return the first of a part's values."""
        return next(iter(self.parts.get(part, ())), None)


_ACTORS: Final = ("speaker", "relayer", "participant", "heldWithin")
_CONCEPTS: Final = ("quoteMode", "medium", "status")
_OTHERS: Final = {
    "text": "?fact schema:text ?value",
    "condition": "?fact isnad:condition/oa:hasSelector/oa:exact ?value",
    "kind": "?fact dcterms:type ?value",
    "mode": "?fact schema:eventAttendanceMode ?value",
    "called": "?fact rdfs:label ?value",
    "place": "?fact schema:location/rdfs:label ?value",
    "topic": "?fact schema:about/rdfs:label ?value",
    "time": "?fact sem:hasTime/rdfs:label ?value",
    "date": "?fact sem:hasTime/isnad:date ?value",
}


def ask_parts(facts: Sequence[str]) -> str:
    """Return the question for all the parts of facts, by IRI."""
    values = f"VALUES ?fact {{ {' '.join(map(iri, facts))} }}"
    branches = [
        f"{{ {values} GRAPH ?g {{ ?fact isnad:{name} ?value }} OPTIONAL {{ GRAPH ?l {{ ?value rdfs:label ?label }} }}"
        f' BIND("{name}" AS ?row) }}'
        for name in _ACTORS
    ]
    plain = {**{name: f"?fact isnad:{name} ?value" for name in _CONCEPTS}, **_OTHERS}
    branches += [f'{{ {values} GRAPH ?g {{ {pattern} }} BIND("{row}" AS ?row) }}' for row, pattern in plain.items()]
    return (
        f"{PREFIXES}SELECT DISTINCT ?fact ?row ?value ?label (LANG(?label) AS ?language) WHERE {{\n"
        + "\nUNION ".join(branches)
        + "\n}"
    )


def read_parts(rows: Iterable[Row]) -> dict[str, Fact]:
    """Return the facts that answer `ask_parts`, by IRI; concepts stand by their short names, labels in Arabic first."""
    parts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    labels: dict[str, dict[str, tuple[bool, str]]] = defaultdict(dict)
    for row in rows:
        fact, value = row["fact"], row["value"]
        if row["row"] in (*_CONCEPTS, "kind", "mode"):
            value = value.rpartition("#")[2].partition("-")[2]
        parts[fact][row["row"]].add(value)
        if "label" in row:
            better = (row.get("language") != "ar", visible(row["label"]))
            labels[fact][value] = min(better, labels[fact].get(value, better))
    return {
        fact: Fact(
            fact,
            {name: tuple(sorted(values)) for name, values in told.items()},
            {actor: label for actor, (_, label) in labels[fact].items()},
        )
        for fact, told in parts.items()
    }
