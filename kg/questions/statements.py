"""What stands around a statement: whom it names, what the same speaker says before and after, what it reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.questions.words import PREFIXES, iri

_STEPS_OF: Final = """SELECT DISTINCT ?fact WHERE {{
  ?fact prov:qualifiedAttribution {step} ; isnad:evidence ?e
}} ORDER BY ?fact LIMIT 50
"""
_NAMED: Final = """SELECT DISTINCT ?fact ?who WHERE {{
  VALUES ?fact {{ {facts} }}
  ?fact isnad:content ?span . ?span oa:hasSource ?article ; oa:hasSelector ?place .
  ?place oa:start ?start ; oa:end ?end .
  ?mention oa:hasSource ?article . ?who isnad:mention ?mention .
  ?mention oa:hasSelector ?named . ?named oa:start ?first ; oa:end ?last .
  FILTER(?start <= ?first && ?last <= ?end)
}} ORDER BY ?fact ?who LIMIT 500
"""
_AROUND: Final = """SELECT ?other (MIN(?start) AS ?at) WHERE {{
  VALUES ?fact {{ {fact} }}
  ?fact isnad:reportedIn ?article ; isnad:speaker ?who .
  ?other isnad:reportedIn ?article ; isnad:speaker ?who ; isnad:content/oa:hasSelector/oa:start ?start .
}} GROUP BY ?other ORDER BY ?at ?other LIMIT 500
"""
_AGREEMENTS: Final = "SELECT DISTINCT ?fact WHERE {{ ?fact prov:wasDerivedFrom {fact} ; a isnad:Agreement }} LIMIT 20\n"
_SPEAKERS: Final = """SELECT DISTINCT ?fact ?who ?name WHERE {{
  VALUES ?fact {{ {facts} }}
  ?fact isnad:speaker ?who . OPTIONAL {{ ?who rdfs:label ?name }}
}}
"""


def ask_facts_through(step: str) -> str:
    """Return the question for the statements whose chain goes through a link; rows `fact`."""
    return PREFIXES + _STEPS_OF.format(step=iri(step))


def ask_named(facts: Iterable[str]) -> str:
    """Return the question for whom and what statements name, actors and topics alike; rows `fact`, `who`."""
    return PREFIXES + _NAMED.format(facts=" ".join(map(iri, facts)))


def ask_around(fact: str) -> str:
    """Return the question for what its speaker says in the same article, in the order of the text; rows `other`."""
    return PREFIXES + _AROUND.format(fact=iri(fact))


def ask_agreements_in(fact: str) -> str:
    """Return the question for the agreements that a statement reports; rows `fact`."""
    return PREFIXES + _AGREEMENTS.format(fact=iri(fact))


def ask_speakers(facts: Iterable[str]) -> str:
    """Return the question for who speaks in statements, and by which names; rows `fact`, `who`, `name`."""
    return PREFIXES + _SPEAKERS.format(facts=" ".join(map(iri, facts)))
