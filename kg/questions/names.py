"""What things are called, and what they are: asked for every page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.questions.words import PREFIXES, iri

_NAMES: Final = """SELECT DISTINCT ?thing ?label (LANG(?label) AS ?language) WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing rdfs:label|skos:prefLabel|schema:headline|schema:name ?label
}}
"""
_CLASSES: Final = "SELECT DISTINCT ?class WHERE {{ {thing} a ?class }}\n"


def ask_names(things: Iterable[str]) -> str:
    """Return the question for what *things* are called: rows `thing`, `label`, `language` ("" for none)."""
    return PREFIXES + _NAMES.format(things=" ".join(map(iri, things)))


def ask_classes(thing: str) -> str:
    """Return the question for the classes of *thing*: rows `class`."""
    return _CLASSES.format(thing=iri(thing))
