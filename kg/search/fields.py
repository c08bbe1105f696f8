"""Which literals are found, and what each tells of its resource."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kg.sparql import KNOWN_PREFIXES

Kind = Literal["label", "alias", "title", "text"]


@dataclass(frozen=True, slots=True)
class Field:
    """A property whose values are found: what they are, and what share of a match's score they get."""

    kind: Kind
    weight: float


RDF: Final = KNOWN_PREFIXES["rdf"]
_RDFS, _SKOS, _SCHEMA = (KNOWN_PREFIXES[prefix] for prefix in ("rdfs", "skos", "schema"))

FIELDS: Final[dict[str, Field]] = {
    _SKOS + "prefLabel": Field("label", 1.0),
    _RDFS + "label": Field("label", 1.0),
    _SCHEMA + "name": Field("label", 1.0),
    KNOWN_PREFIXES["foaf"] + "name": Field("label", 1.0),
    _SKOS + "altLabel": Field("alias", 0.97),
    _SCHEMA + "alternateName": Field("alias", 0.97),
    _SKOS + "hiddenLabel": Field("alias", 0.9),
    _SCHEMA + "headline": Field("title", 0.95),
    KNOWN_PREFIXES["dcterms"] + "title": Field("title", 0.95),
    _SCHEMA + "text": Field("text", 0.85),
}
"""By the property's IRI."""
TYPE: Final = RDF + "type"
LONGEST: Final = 20_000
"""Code points of a literal that are found and graded: a longer one is found by its beginning."""
