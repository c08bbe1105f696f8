"""Terms of one RDF library as terms of the other, without a detour through text."""

from __future__ import annotations

import logging

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

# rdflib logs a traceback for each literal whose form does not fit its datatype; here such a literal is a finding.
logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)

Term = NamedNode | BlankNode | Literal | Triple
# What rdflib's readers of lexical forms raise: a number of 5,000 digits is a ValueError, a duration may overflow.
UNREADABLE = (ValueError, ArithmeticError, LookupError, TypeError, AttributeError)


def to_rdflib(term: Term) -> rdflib.term.Node:
    """Return *term* for rdflib; raises ValueError for a literal whose form does not fit its datatype."""
    node = as_written(term)
    if isinstance(node, rdflib.Literal) and node.ill_typed:
        raise ValueError(f"no {node.datatype}")
    return node


def as_written(term: Term) -> rdflib.term.Node:
    """Return *term* for rdflib, also a literal whose form does not fit; raises ValueError for what it cannot read."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Triple):
        raise ValueError("a triple term")
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    try:
        literal = rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    except UNREADABLE as error:
        raise ValueError(str(error)) from error
    return rdflib.Literal(term.value) if term.datatype.value == str(rdflib.XSD.string) else literal


def to_pyoxigraph(term: rdflib.term.Node) -> NamedNode | BlankNode | Literal:
    """Return *term* for pyoxigraph."""
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
    return BlankNode(str(term)) if isinstance(term, rdflib.BNode) else NamedNode(str(term))
