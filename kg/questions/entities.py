"""Who somebody is: names, classes, offices as articles call them, and the facts that name them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.questions.network import Node, node_of
from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri
from kg.text import visible


@dataclass(frozen=True, slots=True)
class Entity:
    """One actor: what it is called, by which offices articles call it, and how often it speaks and meets."""

    node: Node
    names: tuple[str, ...]
    offices: tuple[str, ...]
    statements: int
    meetings: int


# What a fact names an actor by.
NAMED_BY: Final = "isnad:speaker|isnad:participant|isnad:relayer|isnad:party|org:member|isnad:actor"

_BRANCHES: Final = (
    ("label", "GRAPH ?g { ?a rdfs:label ?value } BIND(LANG(?value) AS ?language)"),
    ("class", "GRAPH ?g { ?a a ?value }"),
    ("same", "GRAPH ?g { ?a skos:exactMatch ?value }"),
    ("name", "GRAPH ?g { ?a schema:alternateName|skos:altLabel ?value }"),
    ("office", "GRAPH ?g { ?office org:member ?a ; rdfs:label ?value }"),
)
_COUNTS: Final = (("statements", "isnad:speaker"), ("meetings", "isnad:participant"))


def ask_entities(actors: Sequence[str]) -> str:
    """Return the question for who the actors are, by IRI; raises UsageError for what is no IRI."""
    # Each branch has the actors itself: joined from outside, the engine would walk through all of the store first.
    values = f"VALUES ?a {{ {' '.join(map(iri, actors))} }}"
    told = [f'{{ {values} {pattern} BIND("{row}" AS ?row) }}' for row, pattern in _BRANCHES]
    counted = [
        f'{{ SELECT ?a (COUNT(DISTINCT ?fact) AS ?value) ("{row}" AS ?row) WHERE {{ {values}'
        f" GRAPH ?g {{ ?fact {property_} ?a }} }} GROUP BY ?a }}"
        for row, property_ in _COUNTS
    ]
    return f"{PREFIXES}SELECT DISTINCT ?a ?row ?value ?language WHERE {{\n" + "\nUNION ".join(told + counted) + "\n}"


def read_entities(rows: Iterable[Row]) -> dict[str, Entity]:
    """Return who answers `ask_entities`, by IRI; whom nothing is said of is not among them."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        # Counting an actor of whom nothing is said gives a row without one.
        if "a" in row:
            found[row["a"]][row["row"]].append(row)
    return {actor: _entity(actor, told) for actor, told in found.items() if told.get("label") or told.get("name")}


def _entity(actor: str, told: Mapping[str, list[Row]]) -> Entity:
    def values(name: str) -> tuple[str, ...]:
        return tuple(sorted({visible(row["value"]) for row in told.get(name, ())} - {""}))

    labels = {row["language"]: visible(row["value"]) for row in sorted(told.get("label", ()), key=lambda r: r["value"])}
    counts = {name: sum(int(row["value"]) for row in told.get(name, ())) for name, _ in _COUNTS}
    node = node_of(actor, labels, set(values("class")), set(values("same")))
    return Entity(node, values("name"), values("office"), counts["statements"], counts["meetings"])


def ask_facts_of(actors: Sequence[str], each: int) -> str:
    """Return the question for some facts, up to *each*, that name each actor; its rows have `a` and `fact`."""
    branches = [
        f"{{ SELECT DISTINCT ?a ?fact WHERE {{ VALUES ?a {{ {iri(actor)} }}"
        f" GRAPH ?g {{ ?fact {NAMED_BY} ?a ; isnad:evidence ?e }} }} ORDER BY DESC(?fact) LIMIT {each} }}"
        for actor in actors
    ]
    return f"{PREFIXES}SELECT ?a ?fact WHERE {{\n" + "\nUNION ".join(branches) + "\n}"
