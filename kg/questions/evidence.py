"""What proves a fact: the words, the sentence around them, where both stand, and who published it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.questions.rows import Row
from kg.questions.words import PREFIXES, iri
from kg.text import Span


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence of one fact.

    `span` and `sentence_span` are half-open ranges of Unicode code points of the article's text as published; `words`
    are those of the span. What the article does not say (`url`, `publisher`, `published`, `headline`) is None.
    """

    fact: str
    article: str
    words: str
    span: Span
    sentence: str
    sentence_span: Span
    headline: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None


MOST_FACTS: Final = 200

# Two branches, and no OPTIONAL around several patterns: for one the engine goes through every sentence there is.
_ASK: Final = """SELECT DISTINCT
  ?fact ?article ?words ?start ?end ?sentence ?from ?to ?headline ?publisher ?published ?url
WHERE {{
  {{
    VALUES ?fact {{ {facts} }}
    GRAPH ?g {{
      {words}
      ?span isnad:sentence ?around . ?around oa:hasSelector/oa:exact ?sentence ; oa:hasSelector ?sides .
      ?sides oa:start ?from ; oa:end ?to .
    }}
  }} UNION {{
    VALUES ?fact {{ {facts} }}
    GRAPH ?g {{
      {words}
      FILTER NOT EXISTS {{ ?span isnad:sentence ?around }}
    }}
  }}
  OPTIONAL {{ GRAPH ?g {{ ?article schema:headline ?headline }} }}
  OPTIONAL {{ GRAPH ?g {{ ?article schema:publisher/rdfs:label ?publisher }} }}
  OPTIONAL {{ GRAPH ?g {{ ?article schema:datePublished ?published }} }}
  OPTIONAL {{ GRAPH ?g {{ ?article schema:url ?url }} }}
}}
ORDER BY ?fact ?article ?start ?from
"""
_WORDS: Final = """?fact isnad:evidence ?span .
      ?span oa:hasSource ?article ; oa:hasSelector/oa:exact ?words ; oa:hasSelector ?place .
      ?place oa:start ?start ; oa:end ?end ."""


def ask_proofs(facts: Sequence[str]) -> str:
    """Return the question for the evidence of up to MOST_FACTS facts, by IRI; raises UsageError for what is no IRI."""
    return PREFIXES + _ASK.format(facts=" ".join(iri(fact) for fact in facts[:MOST_FACTS]), words=_WORDS)


def read_proofs(rows: Iterable[Row]) -> tuple[Proof, ...]:
    """Return what answers `ask_proofs`, by fact and in the order of the text."""
    return tuple(dict.fromkeys(map(_proof, rows)))


def _proof(row: Row) -> Proof:
    span = Span(int(row["start"]), int(row["end"]))
    return Proof(
        fact=row["fact"],
        article=row["article"],
        words=row["words"],
        span=span,
        sentence=row.get("sentence", row["words"]),
        sentence_span=Span(int(row["from"]), int(row["to"])) if "from" in row else span,
        headline=row.get("headline"),
        publisher=row.get("publisher"),
        published=row.get("published"),
        url=row.get("url"),
    )
