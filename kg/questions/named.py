"""What is called so, and what points to a thing: asked by the pages of forums, topics, places, offices and spans."""

from __future__ import annotations

from typing import Final

from kg.questions.listing import TEXT
from kg.questions.lists import phrase
from kg.questions.words import PREFIXES, iri, literal

_POINTING: Final = """SELECT DISTINCT ?thing ?property WHERE {{
  ?thing ?property {thing}
}} ORDER BY ?property ?thing LIMIT 200
"""
_ABOUT: Final = """SELECT DISTINCT ?fact ?day WHERE {{
  VALUES ?topic {{ {topics} }} ?fact schema:about ?topic ; isnad:reportedIn ?article .
  OPTIONAL {{ ?article schema:datePublished ?day }}
}} ORDER BY DESC(?day) ?fact LIMIT {most}
"""
_HOLDERS: Final = """SELECT DISTINCT ?fact ?label ?who WHERE {{
  (?fact ?score ?label) text:query ( rdfs:label {words} 500 ) . ?fact a isnad:Position ; org:member ?who
}} ORDER BY ?who ?fact LIMIT 200
"""


def ask_pointing(thing: str) -> str:
    """Return the question for what points to a thing; rows `thing`, `property`."""
    return PREFIXES + _POINTING.format(thing=iri(thing))


def ask_about(topics: list[str], most: int) -> str:
    """Return the question for meetings about one of *topics*, the newest first; rows `fact`, `day`."""
    return PREFIXES + _ABOUT.format(topics=" ".join(map(iri, topics)), most=most)


def ask_holders(office: str) -> str:
    """Return the question for who is called by an office, by its words; rows `fact`, `label`, `who`.

    Labels that have more words than these are found too; `folded` tells them apart.
    """
    return f"{TEXT}{PREFIXES}" + _HOLDERS.format(words=literal(phrase(office)))
