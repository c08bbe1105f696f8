"""Decisions as JSON values, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from kg.decisions.model import ACTIONS, FACTS, KINDS, Action, Decision, Kind, stamp
from kg.errors import UsageError
from kg.text import Span

_HASH = re.compile(r"[0-9a-f]{64}\Z")
_LONGEST, _LARGEST = 2_000, 1 << 18
_MOST = 1 << 31
Word = TypeVar("Word", bound=str)
_FITS: dict[Action, tuple[Kind, ...]] = {
    "accept": (*FACTS, "actor"),
    "reject": FACTS,
    "edit": (*FACTS, "actor"),
    "add": (*FACTS, "actor"),
    "merge": ("actor",),
    "split": ("actor",),
    "link": ("actor",),
    "undo": KINDS,
    "done": ("article",),
}


def decision_to_json(decision: Decision) -> dict[str, Any]:
    """Return a decision as JSON values."""
    return {
        "number": decision.number,
        "text_hash": decision.text_hash,
        "kind": decision.kind,
        "span": [decision.span.start, decision.span.stop] if decision.span else None,
        "action": decision.action,
        "change": dict(decision.change),
        "by": decision.by,
        "at": stamp(decision.at),
        "why": decision.why,
    }


def decision_from_json(said: Mapping[str, Any]) -> Decision:
    """Return the decision that JSON values tell of; raises UsageError with the field that is off and its mend."""
    kind, action = _one_of(said, "kind", KINDS), _one_of(said, "action", ACTIONS)
    if kind not in _FITS[action]:
        fitting = ", ".join(_FITS[action])
        raise UsageError(f"action: {action!r} is nothing one does to {_named(kind)}", hint=f"it is for: {fitting}")
    number = said.get("number") or 0
    if type(number) is not int or not 0 <= number < _MOST:
        raise UsageError("number: it is no whole number", hint="leave it out: the store gives it")
    by, why = _text(said, "by"), _text(said, "why")
    return Decision(number, _hash(said), kind, _span(said, kind), action, _change(said), by, _time(said), why)


def _change(said: Mapping[str, Any]) -> dict[str, Any]:
    change = said.get("change") or {}
    if not isinstance(change, Mapping):
        raise UsageError("change: it is no object", hint='write {"field": value, …}, or leave it out')
    try:
        size = len(json.dumps(change, ensure_ascii=False, allow_nan=False).encode("utf-8"))
    except (ValueError, TypeError, RecursionError):
        raise UsageError("change: it holds what is no JSON", hint="no NaN, no half of a surrogate pair") from None
    if size > _LARGEST:
        raise UsageError(f"change: it is larger than {_LARGEST} bytes", hint="a decision is about one fact")
    return dict(change)


def _text(said: Mapping[str, Any], name: str) -> str:
    text = said.get(name) or ""
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise UsageError(f"{name}: it is no text of at most {_LONGEST} characters", hint="say it shorter")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(f"{name}: it holds half of a surrogate pair", hint="send whole characters") from None
    return text


def _named(kind: Kind) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _one_of(said: Mapping[str, Any], name: str, known: tuple[Word, ...]) -> Word:
    for word in known:
        if said.get(name) == word:
            return word
    raise UsageError(f"{name}: {str(said.get(name))[:40]!r} is none that there is", hint="one of: " + ", ".join(known))


def _hash(said: Mapping[str, Any]) -> str:
    text_hash = said.get("text_hash")
    if not isinstance(text_hash, str) or not _HASH.match(text_hash):
        raise UsageError("text_hash: it is no SHA-256 in 64 hexadecimal digits", hint="take it from the draft")
    return text_hash


def _span(said: Mapping[str, Any], kind: Kind) -> Span | None:
    value = said.get("span")
    if kind == "article":
        return None
    if value is None:
        raise UsageError("span: a decision about a fact needs one", hint="give the fact's anchor, as [start, end]")
    return read_span(value, "span")


def read_span(value: object, field: str) -> Span:
    """Return the span that [start, end] is; raises UsageError that names *field*."""
    whole = isinstance(value, list | tuple) and len(value) == 2 and all(type(one) is int for one in value)
    if not whole or not isinstance(value, list | tuple) or not 0 <= value[0] < value[1] < _MOST:
        raise UsageError(
            f"{field}: {str(value)[:60]} is no span", hint="write [start, end], in code points of the text, start < end"
        )
    return Span(value[0], value[1])


def _time(said: Mapping[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(str(said.get("at")))
    except ValueError:
        raise UsageError("at: it is no time", hint="write it like 2026-03-01T12:00:00+00:00") from None
    if at.tzinfo is None:
        raise UsageError("at: it has no time zone", hint="write it like 2026-03-01T12:00:00+00:00")
    try:
        return at.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        raise UsageError("at: it is beyond the calendar", hint="write it like 2026-03-01T12:00:00+00:00") from None
