"""What a model is asked for, as JSON Schema, and what it answers, read item by item: nothing of it is trusted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_args

from kg.extractors.model import (
    Named,
    Proposal,
    Proposals,
    ProposedAgreement,
    ProposedMeeting,
    ProposedPosition,
    ProposedStatement,
    Quote,
)
from kg.facts import Medium, MeetingKind, Mode, QuoteMode, Status
from kg.mentions import ActorType

Json = Mapping[str, Any]
Made = TypeVar("Made")
# Places take no part in anything.
_ACTORS = tuple(kind for kind in get_args(ActorType) if kind != "Place")


class _Malformed(Exception):
    """An item that is not of the form asked for."""


def _object(**parts: Json) -> Json:
    # Strict structured output wants every property required and no others; what may be missing is null.
    return {"type": "object", "properties": parts, "required": list(parts), "additionalProperties": False}


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Json) -> Json:
    return {"type": "array", "items": schema}


def _one_of(values: tuple[str, ...]) -> Json:
    return {"type": "string", "enum": list(values)}


_QUOTE = _object(
    text={"type": "string"}, occurrence=_or_null({"type": "integer"}), context=_or_null({"type": "string"})
)
_NAMED = _object(quote=_QUOTE, type=_one_of(_ACTORS))
_SURE = {"type": "number"}

SCHEMA: Json = _object(
    statements=_list(
        _object(
            content=_QUOTE,
            speakers=_list(_NAMED),
            cue=_or_null(_QUOTE),
            mode=_one_of(get_args(QuoteMode)),
            medium=_or_null(_one_of(get_args(Medium))),
            via=_list(_NAMED),
            confidence=_SURE,
        )
    ),
    meetings=_list(
        _object(
            cue=_QUOTE,
            participants=_list(_NAMED),
            kind=_one_of(get_args(MeetingKind)),
            status=_one_of(get_args(Status)),
            forum=_or_null(_NAMED),
            mode=_or_null(_one_of(get_args(Mode))),
            time=_or_null(_QUOTE),
            place=_or_null(_QUOTE),
            topics=_list(_QUOTE),
            confidence=_SURE,
        )
    ),
    positions=_list(_object(title=_QUOTE, holder=_NAMED, of=_or_null(_NAMED), confidence=_SURE)),
    agreements=_list(_object(content=_QUOTE, parties=_list(_NAMED), confidence=_SURE)),
)


def proposals_in(answer: str) -> Proposals:
    """Return what an answer proposes; an item of another form is counted, an answer of another form is trouble."""
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        return Proposals(trouble="the answer is no JSON")
    readers = {
        "statements": _statement,
        "meetings": _meeting,
        "positions": _position,
        "agreements": _agreement,
    }
    if not isinstance(said, dict) or any(not isinstance(said.get(kind), list) for kind in readers):
        return Proposals(trouble="the answer is not of the form asked for")
    items: list[Proposal] = []
    malformed = 0
    for kind, read in readers.items():
        for item in said[kind]:
            try:
                items.append(read(_fields(item)))
            except _Malformed:
                malformed += 1
    return Proposals(tuple(items), malformed)


def _statement(item: Json) -> Proposal:
    return ProposedStatement(
        _quote(item.get("content")),
        _each(item.get("speakers"), _named),
        _maybe(item.get("cue"), _quote),
        _word(item.get("mode"), get_args(QuoteMode)),
        _maybe(item.get("medium"), lambda value: _word(value, get_args(Medium))),
        _each(item.get("via"), _named),
        _sure(item.get("confidence")),
    )


def _meeting(item: Json) -> Proposal:
    return ProposedMeeting(
        _quote(item.get("cue")),
        _each(item.get("participants"), _named),
        _word(item.get("kind"), get_args(MeetingKind)),
        _word(item.get("status"), get_args(Status)),
        _maybe(item.get("forum"), _named),
        _maybe(item.get("mode"), lambda value: _word(value, get_args(Mode))),
        _maybe(item.get("time"), _quote),
        _maybe(item.get("place"), _quote),
        _each(item.get("topics"), _quote),
        _sure(item.get("confidence")),
    )


def _position(item: Json) -> Proposal:
    return ProposedPosition(
        _quote(item.get("title")),
        _named(item.get("holder")),
        _maybe(item.get("of"), _named),
        _sure(item.get("confidence")),
    )


def _agreement(item: Json) -> Proposal:
    return ProposedAgreement(
        _quote(item.get("content")), _each(item.get("parties"), _named), _sure(item.get("confidence"))
    )


def _fields(value: Any) -> Json:
    if not isinstance(value, dict):
        raise _Malformed
    return value


def _quote(value: Any) -> Quote:
    said = _fields(value)
    text, times, context = said.get("text"), said.get("occurrence"), said.get("context")
    counted = times is None or (isinstance(times, int) and not isinstance(times, bool))
    if not isinstance(text, str) or not counted or not isinstance(context, str | None):
        raise _Malformed
    return Quote(text, times, context)


def _named(value: Any) -> Named:
    said = _fields(value)
    return Named(_quote(said.get("quote")), _word(said.get("type"), _ACTORS))


def _word(value: Any, allowed: tuple[str, ...]) -> Any:
    if not isinstance(value, str) or value not in allowed:
        raise _Malformed
    return value


def _each(value: Any, read: Callable[[Any], Made]) -> tuple[Made, ...]:
    if not isinstance(value, list):
        raise _Malformed
    return tuple(read(one) for one in value)


def _maybe(value: Any, read: Callable[[Any], Made]) -> Made | None:
    return None if value is None else read(value)


def _sure(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _Malformed
    return float(value)
