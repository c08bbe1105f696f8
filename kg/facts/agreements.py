"""Agreements: what several parties are said to have agreed on."""

from __future__ import annotations

from kg.facts.model import Agreement, Evidence, Statement
from kg.mentions import Scan


def agreements(scan: Scan, said: tuple[Statement, ...]) -> tuple[Agreement, ...]:
    """Return the agreements that joint statements report."""
    made: list[Agreement] = []
    for statement in said:
        first = scan.word_at(statement.cue.start) if statement.cue else None
        hit = scan.hit(first, "speech_verbs") if first is not None else None
        if hit and "joint" in hit.entry.column(5).split():
            proof = tuple(Evidence(item.span, "joint-agreement") for item in statement.evidence)
            made.append(Agreement(f"g{len(made) + 1}", statement.speakers, statement.content, statement.id, proof))
    return tuple(made)
