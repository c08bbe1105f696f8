"""Requests to a SPARQL engine and the forms of its answers.

In: the text of a query or update
Out: Query, Update, Limits, Format
Touches: kg.errors
"""

from kg.sparql.formats import (
    CSV,
    GRAPHS,
    JSON,
    JSON_LD,
    N3,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    SOLUTIONS,
    TRIG,
    TSV,
    TURTLE,
    XML,
    Format,
    format_named,
)
from kg.sparql.model import Limits, Query, Update

__all__ = [
    "CSV",
    "GRAPHS",
    "JSON",
    "JSON_LD",
    "N3",
    "N_QUADS",
    "N_TRIPLES",
    "RDF_XML",
    "SOLUTIONS",
    "TRIG",
    "TSV",
    "TURTLE",
    "XML",
    "Format",
    "Limits",
    "Query",
    "Update",
    "format_named",
]
