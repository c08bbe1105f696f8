"""Requests to a SPARQL engine and the forms of its answers.

In: the text of a query or update
Out: Query, Update, Limits, Format, Answered, Explained, Delta, Remote
Touches: kg.errors lark pyoxigraph
"""

from kg.sparql.answer import RDF, RESULTS, Answered, Deferred, Solutions, Triples, Truth, answer, defer
from kg.sparql.complaints import KNOWN_PREFIXES
from kg.sparql.delta import Delta, canonical, read_quads
from kg.sparql.effects import Effects, check_update, exact
from kg.sparql.explaining import Explained, Step, explained
from kg.sparql.federation import Remote, Row, Solved, answered, remotes
from kg.sparql.finding import Finder, Keep, Lookup, Match
from kg.sparql.formats import (
    COMPACTED,
    CSV,
    EXPANDED,
    FLATTENED,
    FRAMED,
    GRAPHS,
    JSON,
    JSON_LD,
    N3,
    N_QUADS,
    N_TRIPLES,
    PROFILED,
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
from kg.sparql.rules import Rules, check_terms, hidden_in
from kg.sparql.stack import on_deep_stack, start_deep
from kg.sparql.steadiness import is_steady

__all__ = [
    "COMPACTED",
    "CSV",
    "EXPANDED",
    "FLATTENED",
    "FRAMED",
    "GRAPHS",
    "JSON",
    "JSON_LD",
    "KNOWN_PREFIXES",
    "N3",
    "N_QUADS",
    "N_TRIPLES",
    "PROFILED",
    "RDF",
    "RDF_XML",
    "RESULTS",
    "SOLUTIONS",
    "TRIG",
    "TSV",
    "TURTLE",
    "XML",
    "Answered",
    "Deferred",
    "Delta",
    "Effects",
    "Explained",
    "Finder",
    "Format",
    "Keep",
    "Limits",
    "Lookup",
    "Match",
    "Query",
    "Remote",
    "Row",
    "Rules",
    "Solutions",
    "Solved",
    "Step",
    "Triples",
    "Truth",
    "Update",
    "answer",
    "answered",
    "canonical",
    "check_terms",
    "check_update",
    "defer",
    "exact",
    "explained",
    "format_named",
    "hidden_in",
    "is_steady",
    "on_deep_stack",
    "read_quads",
    "remotes",
    "start_deep",
]
