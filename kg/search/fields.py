"""Which literals are found, and what each tells of its resource."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["label", "alias", "title", "text"]


@dataclass(frozen=True, slots=True)
class Field:
    """A property whose values are found: what they are, and what share of a match's score they get."""

    kind: Kind
    weight: float


RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SCHEMA = "https://schema.org/"

FIELDS: Final[dict[str, Field]] = {
    _SKOS + "prefLabel": Field("label", 1.0),
    _RDFS + "label": Field("label", 1.0),
    _SCHEMA + "name": Field("label", 1.0),
    "http://xmlns.com/foaf/0.1/name": Field("label", 1.0),
    _SKOS + "altLabel": Field("alias", 0.97),
    _SCHEMA + "alternateName": Field("alias", 0.97),
    _SKOS + "hiddenLabel": Field("alias", 0.9),
    _SCHEMA + "headline": Field("title", 0.95),
    "http://purl.org/dc/terms/title": Field("title", 0.95),
    _SCHEMA + "text": Field("text", 0.85),
}
"""By the property's IRI."""
TYPE: Final = RDF + "type"
