"""The gate: what may be published, and why the rest may not, in the reader's language.

In: Graph, the shapes
Out: Report, Finding
Touches: kg.errors kg.resources kg.text kg.triples pyoxigraph pyshacl rdflib
"""

from kg.validation.gate import check, check_rdf
from kg.validation.model import Finding, Report, Severity
from kg.validation.others import check_against
from kg.validation.render import render
from kg.validation.report import to_json, to_turtle
from kg.validation.shapes import Shapes, load_shapes

__all__ = [
    "Finding",
    "Report",
    "Severity",
    "Shapes",
    "check",
    "check_against",
    "check_rdf",
    "load_shapes",
    "render",
    "to_json",
    "to_turtle",
]
