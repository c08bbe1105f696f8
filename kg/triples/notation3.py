"""What N3 says beyond triples, found before it is read: the parser would take a rule for a few plain triples."""

from __future__ import annotations

import re

from kg.errors import MalformedData, Place

_WORDS = re.compile(
    rb"""
      \#[^\n]*                                           # a comment
    | \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\"               # texts, long ones first
    | '''(?:[^'\\]|\\.|'(?!''))*+'''
    | "(?:[^"\\\n]|\\.)*+" | '(?:[^'\\\n]|\\.)*+'
    | <[^<>"{}|^`\\\x00-\x20]*+> | \\.                   # an IRI, an escape within a name
    | (?P<formula>[{}])
    | (?P<rule>=>|<=)
    | (?P<variable>\?[A-Za-z_\x80-\xff])
    """,
    re.VERBOSE | re.DOTALL,
)
_SAID = {
    "formula": "a formula, in braces, quotes triples and does not say them",
    "rule": "a rule says what follows, and no triple",
    "variable": "a variable is no part of a triple that is said",
}


def refuse_rules(body: bytes) -> None:
    """Raise MalformedData for a formula, a rule or a variable (N3, W3C Community Group, 5: abstract syntax)."""
    for found in _WORDS.finditer(body):
        if found.lastgroup:
            line_start = body.rfind(b"\n", 0, found.start()) + 1
            column = len(body[line_start : found.start()].decode("utf-8", "replace")) + 1
            place = Place(body.count(b"\n", 0, found.start()) + 1, column)
            hint = "send plain triples; Turtle holds all that is read of N3"
            raise MalformedData(_SAID[found.lastgroup], place=place, hint=hint)
