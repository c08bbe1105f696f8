"""The graph at a glance: how much it names, who is in it most, and what its newest articles tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri

KINDS: Final = ("Statement", "Meeting", "Agreement", "Position")
"""The classes of facts that are counted, by their local names."""

ASK_NAMED: Final = f"""{PREFIXES}SELECT ?what ?count WHERE {{
  {{ SELECT ("actors" AS ?what) (COUNT(DISTINCT ?actor) AS ?count) WHERE {{ ?actor isnad:mention ?place }} }}
  UNION
  {{ SELECT ("forums" AS ?what) (COUNT(DISTINCT ?forum) AS ?count)
    WHERE {{ ?forum a isnad:Forum ; isnad:mention ?place }} }}
  UNION
  {{ SELECT ("publishers" AS ?what) (COUNT(DISTINCT ?name) AS ?count)
    WHERE {{ ?article schema:publisher/rdfs:label ?name }} }}
}}
"""
"""The question for how many actors, forums and publishers articles name: rows `what`, `count`."""

_BUSIEST: Final = """SELECT ?actor (SUM(?spoke) AS ?statements) (SUM(?met) AS ?meetings) WHERE {{
  {{ ?fact isnad:speaker ?actor BIND(1 AS ?spoke) BIND(0 AS ?met) }}
  UNION
  {{ ?fact isnad:participant ?actor BIND(0 AS ?spoke) BIND(1 AS ?met) }}
}}
GROUP BY ?actor
ORDER BY DESC(SUM(?spoke) + SUM(?met)) ?actor
LIMIT {most}
"""
_HEADS: Final = """SELECT ?article ?label (LANG(?label) AS ?language) ?publisher ?published WHERE {{
  VALUES ?article {{ {articles} }}
  OPTIONAL {{ ?article rdfs:label ?label }}
  OPTIONAL {{ ?article schema:publisher/rdfs:label ?publisher }}
  OPTIONAL {{ ?article schema:datePublished ?published }}
}}
"""
_TOLD: Final = """SELECT ?article ?kind (COUNT(DISTINCT ?fact) AS ?count) WHERE {{
  VALUES ?article {{ {articles} }}
  VALUES ?kind {{ {kinds} }}
  ?fact isnad:reportedIn ?article ; a ?kind
}}
GROUP BY ?article ?kind
"""


@dataclass(frozen=True, slots=True)
class Busy:
    """An actor, by IRI, with how many statements and meetings are theirs."""

    actor: str
    statements: int
    meetings: int


@dataclass(frozen=True, slots=True)
class Headed:
    """An article as a list shows it; `labels` by language ("" for none), `told` counts its facts by class name."""

    article: str
    labels: Mapping[str, str] = field(default_factory=dict)
    publisher: str | None = None
    published: str | None = None
    told: Mapping[str, int] = field(default_factory=dict)


def ask_busiest(most: int) -> str:
    """Return the question for the *most* actors who speak and meet most: rows `actor`, `statements`, `meetings`."""
    return PREFIXES + _BUSIEST.format(most=most)


def read_busiest(rows: Iterable[Row]) -> tuple[Busy, ...]:
    """Return what answers `ask_busiest`."""
    return tuple(Busy(row["actor"], int(row["statements"]), int(row["meetings"])) for row in rows if "actor" in row)


def ask_heads(articles: Sequence[str]) -> str:
    """Return the question for what *articles*, by IRI, are called, by whom and when they were published."""
    return PREFIXES + _HEADS.format(articles=" ".join(map(iri, articles)))


def ask_told(articles: Sequence[str]) -> str:
    """Return the question for how many facts of each kind *articles*, by IRI, tell."""
    return PREFIXES + _TOLD.format(
        articles=" ".join(map(iri, articles)), kinds=" ".join(f"isnad:{kind}" for kind in KINDS)
    )


def read_heads(articles: Sequence[str], heads: Iterable[Row], told: Iterable[Row]) -> tuple[Headed, ...]:
    """Return *articles*, in their order, with what answers `ask_heads` and `ask_told`."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    beside: dict[str, Row] = {}
    for row in heads:
        beside.setdefault(row["article"], row)
        if "label" in row:
            labels[row["article"]].setdefault(row.get("language", ""), row["label"])
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in told:
        counts[row["article"]][row["kind"].rpartition("#")[2]] = int(row["count"])
    return tuple(
        Headed(
            one,
            labels[one],
            beside.get(one, {}).get("publisher"),
            beside.get(one, {}).get("published"),
            counts[one],
        )
        for one in articles
    )
