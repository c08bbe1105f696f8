"""Reports as JSON values, which is how they travel and are kept, printed for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.cli.output import json_text

if TYPE_CHECKING:
    from kg.validation import Report

FORMATS = ("text", "turtle", "json")


def report_of(values: Mapping[str, Any]) -> Report:
    """Return the report that *values* (`kg.validation.to_json`) tell of."""
    from kg.text import Span
    from kg.validation import Finding, Report

    return Report(
        tuple(
            Finding(**{**finding, "sentence": Span(*finding["sentence"]) if finding["sentence"] else None})
            for finding in values["findings"]
        )
    )


def printed(values: Mapping[str, Any], form: str, language: str, base: str) -> bytes:
    """Return a report, on one graph or on many articles, in one of FORMATS."""
    from kg.triples import Names
    from kg.validation import Report, to_turtle

    if form == "json":
        return json_text(values).encode("utf-8")
    parts = values.get("articles", [values])
    if form == "turtle":
        findings = tuple(finding for part in parts for finding in report_of(part).findings)
        return to_turtle(Report(findings), Names(base))
    return "".join(_page(parts, language, headed="articles" in values)).encode("utf-8")


def _page(parts: Sequence[Mapping[str, Any]], language: str, *, headed: bool) -> Iterator[str]:
    from kg.validation import render

    for part in parts:
        if headed:
            yield f"<{part['article']}>\n"
        yield render(report_of(part), language)
        if headed:
            yield "\n"
    if headed:
        good = sum(part["conforms"] for part in parts)
        yield f"{good} of {len(parts)} articles conform\n"
