"""What people decided about the facts of a text: a log to which decisions are added, and in which none is changed.

A decision names a text by the hash of its UTF-8 bytes and a fact by its kind and its anchor, so that it holds for the
text whatever reader reads it and whatever the article is called. Undoing is a decision, and so is undoing that.

In: JSON values
Out: Decision, Anchor, Standing, Reviewed, in_force, lines_of, conflict_with
Touches: kg.errors kg.text
"""

from kg.decisions.conflicts import conflict_with
from kg.decisions.force import Line, in_force, lines_of, undone_of
from kg.decisions.lines import read_lines, write_lines
from kg.decisions.model import (
    ACTIONS,
    FACTS,
    KINDS,
    Action,
    Anchor,
    Decision,
    Kind,
    Reviewed,
    Standing,
    State,
    alike,
    likeness,
    public_name,
)
from kg.decisions.values import decision_from_json, decision_to_json, read_span

__all__ = [
    "ACTIONS",
    "FACTS",
    "KINDS",
    "Action",
    "Anchor",
    "Decision",
    "Kind",
    "Line",
    "Reviewed",
    "Standing",
    "State",
    "alike",
    "conflict_with",
    "decision_from_json",
    "decision_to_json",
    "in_force",
    "likeness",
    "lines_of",
    "public_name",
    "read_lines",
    "read_span",
    "undone_of",
    "write_lines",
]
