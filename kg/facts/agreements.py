"""Agreements: what several parties are said to have agreed on."""

from __future__ import annotations

from kg.facts.cast import Cast
from kg.facts.model import Agreement, Evidence, Statement
from kg.facts.parties import Parties
from kg.facts.signings import Signings
from kg.mentions import Scan


def agreements(scan: Scan, cast: Cast, parties: Parties, said: tuple[Statement, ...]) -> tuple[Agreement, ...]:
    """Return the agreements that joint statements report and those told by their signing."""
    made: list[Agreement] = []
    for statement in said:
        first = scan.word_at(statement.cue.start) if statement.cue else None
        hit = scan.hit(first, "speech_verbs") if first is not None else None
        if hit and "joint" in hit.entry.column(5).split():
            proof = tuple(Evidence(item.span, "joint-agreement") for item in statement.evidence)
            made.append(Agreement(f"g{len(made) + 1}", statement.speakers, statement.content, statement.id, proof))
    for signers, content, proof_of in Signings(scan, cast, parties).found():
        made.append(Agreement(f"g{len(made) + 1}", signers, content, None, (proof_of,)))
    return tuple(made)
