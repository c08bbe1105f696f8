"""What the gate says of a graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import rdflib
from pyoxigraph import Triple

from kg.text import Span

Severity = Literal["violation", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Result:
    """One sh:ValidationResult, as rdflib terms; `shape` is the constraint's IRI where a constraint speaks."""

    focus: rdflib.term.Node
    path: rdflib.term.Node | None
    value: rdflib.term.Node | None
    shape: rdflib.term.Node
    component: rdflib.term.Node
    severity: rdflib.term.Node


class Validator(Protocol):
    """Holds graphs to the shapes it was made with."""

    def results(self, triples: Sequence[Triple]) -> list[Result]:
        """Return all that the shapes say against *triples*, of any severity; nothing for a graph without fault."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One SHACL result.

    `focus`, `path`, `shape` and `component` are IRIs (path None for node shapes and longer paths), `value` the
    offending term in N-Triples form. `messages` and `mends` are keyed by language ("ar", "en"): what is wrong, and how
    to put it right. `sentence` is where in the article's text the fact stands, when it has evidence; `words` are its
    words.
    """

    focus: str
    path: str | None
    value: str | None
    shape: str
    component: str
    severity: Severity
    messages: dict[str, str]
    mends: dict[str, str]
    sentence: Span | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings on one graph, in a fixed order."""

    findings: tuple[Finding, ...]

    @property
    def violations(self) -> tuple[Finding, ...]:
        """Return the findings that stop publication."""
        return tuple(f for f in self.findings if f.severity == "violation")

    @property
    def conforms(self) -> bool:
        """Tell whether the graph may be published."""
        return not self.violations
