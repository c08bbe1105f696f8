"""Reports for programs: plain JSON values, and a SHACL validation report in Turtle."""

from __future__ import annotations

import io

from kg.triples import Names, validation_report, write_graphs
from kg.validation.model import Finding, Report


def to_json(report: Report) -> dict[str, object]:
    """Return the report as JSON values."""
    return {"conforms": report.conforms, "findings": [_json(finding) for finding in report.findings]}


def to_turtle(report: Report, names: Names) -> bytes:
    """Return the report as a SHACL validation report, the same bytes for the same findings."""
    sink = io.BytesIO()
    write_graphs([validation_report([_json(finding) for finding in report.findings])], "turtle", names, sink)
    return sink.getvalue()


def _json(finding: Finding) -> dict[str, object]:
    sentence = finding.sentence
    return {
        "severity": finding.severity,
        "shape": finding.shape,
        "component": finding.component,
        "focus": finding.focus,
        "path": finding.path,
        "value": finding.value,
        "messages": finding.messages,
        "mends": finding.mends,
        "sentence": None if sentence is None else [sentence.start, sentence.stop],
        "words": finding.words,
    }
