"""Entities weighed against a query: names, types, clues; and whether the best of them can be taken unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg.reconciliation.likeness import likeness
from kg.reconciliation.model import Candidate, ReconciliationQuery, Record
from kg.reconciliation.vocabulary import type_named

Fold = Callable[[str], str]
CLUE_LIKENESS: Final = 0.9
_OTHER_TYPE: Final = 0.6
_UNKNOWN: Final = 0.97
"""What is left to an actor of one article alone: another name of a known one goes before it."""
_NAME_SHARE: Final = 0.7
_CERTAIN: Final = 90.0
_AHEAD: Final = 3.0
_FAR_AHEAD: Final = 25.0
_LEAST: Final = 30.0
_ITS_OWN: Final = 0.96
"""Names of a higher rank are an entity's own; those below are what some article calls it, or a demonym."""


def weigh(
    query: ReconciliationQuery, record: Record, agreeing: Mapping[str, bool], *, named: bool, fold: Fold
) -> Candidate | None:
    """Return *record* as a candidate, or None when it is out of the question.

    *agreeing* says which clues hold, *named* that the query gave the entity's identifier. Score: 100 times the likeness
    of the best name; when there are clues they make 30 % of it; another type than those asked for leaves 60 %.
    """
    alike, exact = (1.0, True) if named or query.words is None else _best(query.words, record, fold)
    fitting = _fits(query, record)
    if fitting == 0 and query.strictness in ("all", "any"):
        return None
    score = 100 * alike
    if agreeing:
        held = sum(agreeing.values()) / len(agreeing)
        score = score * _NAME_SHARE + 100 * (1 - _NAME_SHARE) * held if query.words else 100 * held
    score *= 1 if fitting else _OTHER_TYPE
    if score < _LEAST:
        return None
    features: dict[str, float | bool] = {
        "name": round(alike, 4),
        "exact_name": exact,
        "type": bool(fitting),
        "known": record.known,
        "mentions": record.mentions,
    }
    return Candidate(record, round(score, 2), features | {f"property:{id}": held for id, held in agreeing.items()})


def ranked(candidates: Iterable[Candidate], query: ReconciliationQuery) -> list[Candidate]:
    """Return the best candidates first, as many as were asked for; the first may be a match.

    It is one when its name is the very name, type and clues agree, and nothing as well known comes near.
    """
    order = sorted(candidates, key=lambda c: (-c.score, not c.record.known, -c.record.mentions, c.record.iri))
    if order and _certain(order):
        order[0] = replace(order[0], match=True)
    return order[: query.limit]


def _certain(order: Sequence[Candidate]) -> bool:
    best = order[0]
    if best.score < _CERTAIN or not best.features["exact_name"] or not best.features["type"]:
        return False
    if not all(held for id, held in best.features.items() if id.startswith("property:")):
        return False
    # The same name in an article whose reader could not tell whose it is does not contend with a known actor; and what
    # an article calls by a surname is not told from the known actor of that surname.
    ahead = _AHEAD if best.record.known else _FAR_AHEAD
    rivals = [c for c in order[1:] if c.record.known or not best.record.known]
    return all(best.score - c.score > (ahead if c.record.known else _AHEAD) for c in rivals)


def _best(words: str, record: Record, fold: Fold) -> tuple[float, bool]:
    wanted = fold(words)
    names = [(fold(name), rank) for name, _, rank in record.names]
    alike = max((likeness(wanted, name) * rank for name, rank in names), default=0.0)
    exact = any(name == wanted and rank > _ITS_OWN for name, rank in names)
    return alike if record.known else alike * _UNKNOWN, exact


def _fits(query: ReconciliationQuery, record: Record) -> int:
    """Return how many of the wanted types the record has; 1 when none is wanted, 0 unless all are where all must be."""
    if not query.types:
        return 1
    held = sum(type_named(one).iri in record.classes for one in query.types)
    return held if query.strictness != "all" or held == len(query.types) else 0
