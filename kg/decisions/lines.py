"""Many decisions as a document: one JSON object a line, oldest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kg.decisions.model import Decision
from kg.decisions.values import decision_from_json, decision_to_json
from kg.errors import UsageError

_AS_EXPORTED = "write one decision a line, as it was exported"


def write_lines(decisions: Iterable[Decision]) -> str:
    """Return decisions as NDJSON."""
    return "".join(json.dumps(decision_to_json(one), ensure_ascii=False) + "\n" for one in decisions)


def read_lines(raw: bytes) -> Iterator[Decision]:
    """Yield the decisions of a document with one JSON object a line; raises UsageError that names the line."""
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            raise UsageError(f"line {number}: it is no JSON", hint=_AS_EXPORTED) from None
        if not isinstance(said, dict):
            raise UsageError(f"line {number}: it is no decision", hint=_AS_EXPORTED)
        try:
            yield decision_from_json(said)
        except UsageError as error:
            raise UsageError(f"line {number}: {error}", hint=error.hint) from None
