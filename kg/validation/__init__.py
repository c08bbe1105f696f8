"""The gate: what may be published, and why the rest may not, in the reader's language.

In: Graph, the shapes
Out: Report, Finding
Touches: kg.errors kg.resources kg.text kg.triples pyoxigraph pyshacl pyshacl_turbo rdflib
"""

from kg.validation.arbiter import SAMPLE, Arbitrated, Dissent, FirstLook
from kg.validation.engine import PyShacl
from kg.validation.gate import check, check_rdf
from kg.validation.model import Finding, Report, Result, Severity, Validator
from kg.validation.others import check_against
from kg.validation.render import render
from kg.validation.report import to_json, to_turtle
from kg.validation.shapes import Shapes, load_shapes

__all__ = [
    "SAMPLE",
    "Arbitrated",
    "Dissent",
    "Finding",
    "FirstLook",
    "PyShacl",
    "Report",
    "Result",
    "Severity",
    "Shapes",
    "Validator",
    "check",
    "check_against",
    "check_rdf",
    "load_shapes",
    "render",
    "to_json",
    "to_turtle",
]
