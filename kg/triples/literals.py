"""Literals in the one lexical form a store gives back, and labels people can trust."""

from __future__ import annotations

import re
from decimal import Decimal

from pyoxigraph import Literal

from kg.text import visible
from kg.triples.vocabulary import term

_DATES = (
    (re.compile(r"\d{4}-\d{2}-\d{2}\Z"), term("xsd:date")),
    (re.compile(r"\d{4}-\d{2}\Z"), term("xsd:gYearMonth")),
    (re.compile(r"\d{4}\Z"), term("xsd:gYear")),
)


def label(text: str, language: str) -> Literal:
    """Return a label: visible characters only."""
    return Literal(visible(text), language=language)


def words(text: str, language: str) -> Literal:
    """Return text exactly as published."""
    return Literal(text, language=language)


def integer(number: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(number), datatype=term("xsd:integer"))


def decimal(number: float) -> Literal:
    """Return an xsd:decimal, at most four places, in the form XSD calls canonical for whole numbers without a point."""
    shown = format(round(Decimal(str(number)), 4).normalize(), "f")
    return Literal(shown, datatype=term("xsd:decimal"))


def date(value: str) -> Literal:
    """Return a date of the precision its words have; anything else stays a string, which the gate refuses."""
    for form, datatype in _DATES:
        if form.match(value):
            return Literal(value, datatype=datatype)
    return Literal(value)


def plain(text: str) -> Literal:
    """Return an xsd:string."""
    return Literal(text)
