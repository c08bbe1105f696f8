"""The fields of a change, checked one by one: each complaint names the field and the mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, get_args

from kg.decisions import Kind, read_span
from kg.errors import UsageError
from kg.facts import Medium, MeetingKind, Mode, QuoteMode, Status
from kg.review.roll import TYPES, checked_ref, within
from kg.text import Span

Check = Callable[[object, str, str], object]
"""Returns a value in its one form, given the field's name and the text; raises UsageError."""

_TIMEX = re.compile(r"[\x21-\x7e]{1,60}\Z", re.ASCII)
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z", re.ASCII)
_WHOLE_DAY = 10
_MOST = 200


def checked_fields(kind: Kind, change: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return the fields of *change* that the exchange form has for *kind*, in their one form; raises UsageError."""
    known, found = FIELDS[kind], dict[str, Any]()
    for name, value in change.items():
        if name == "who":
            found[name] = _refs(value, name, text)
        elif name not in known:
            raise UsageError(f"{name}: no field of {_named(kind)}", hint="its fields: " + ", ".join(known))
        else:
            found[name] = known[name](value, name, text)
    return found


def _named(kind: Kind) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def span_of(value: object, field: str, text: str) -> list[int]:
    """Return the span without the white space at its ends; raises UsageError for one that holds no word."""
    span = within(read_span(value, field), field, len(text))
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    if not any(c.isalnum() for c in words):
        raise UsageError(f"{field}: [{span.start}, {span.stop}] holds no word", hint="select the words themselves")
    return [start, start + len(words.strip())]


def _may_lack(check: Check) -> Check:
    return lambda value, field, text: None if value is None else check(value, field, text)


def _word(kind: Any, *, lack: bool = False) -> Check:
    known: tuple[str, ...] = get_args(kind)

    def check(value: object, field: str, text: str) -> object:
        if value is None and lack:
            return None
        if value not in known:
            raise UsageError(f"{field}: {str(value)[:40]!r} is none that there is", hint="one of: " + ", ".join(known))
        return value

    return check


def _ref(value: object, field: str, text: str) -> dict[str, Any]:
    said = dict(checked_ref(value, field, len(text)))
    return said | ({"span": span_of(said["span"], f"{field}.span", text)} if "span" in said else {})


def _several(value: object, field: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > _MOST:
        raise UsageError(f"{field}: it is no list of at most {_MOST}", hint="write […]")
    return value


def _refs(value: object, field: str, text: str) -> list[dict[str, Any]]:
    return [_ref(one, f"{field}[{n}]", text) for n, one in enumerate(_several(value, field))]


def _some_refs(value: object, field: str, text: str) -> list[dict[str, Any]] | None:
    return _refs(value, field, text) or None


def _spans(value: object, field: str, text: str) -> list[list[int]]:
    return [span_of(one, f"{field}[{n}]", text) for n, one in enumerate(_several(value, field))]


def _date(value: object, field: str, text: str) -> dict[str, Any]:
    said = {"text": value} if isinstance(value, list) else value
    if not isinstance(said, Mapping) or "text" not in said or not set(said) <= {"text", "timex", "value"}:
        raise UsageError(f"{field}: it is no time", hint='write {"text": [start, end], "value": "2022-01-26"}')
    found: dict[str, Any] = {"text": span_of(said["text"], f"{field}.text", text)}
    for name, form, like in (("timex", _TIMEX, "XXXX-WXX-3"), ("value", _DAY, "2022-01-26")):
        if said.get(name) is not None:
            if not isinstance(said[name], str) or not form.match(said[name]):
                raise UsageError(f"{field}.{name}: {str(said[name])[:40]!r} is none", hint=f"write it like {like}")
            found[name] = said[name]
    if len(found.get("value", "")) == _WHOLE_DAY:
        try:
            date.fromisoformat(found["value"])
        except ValueError:
            raise UsageError(f"{field}.value: {found['value']!r} is no day", hint="see a calendar") from None
    return found


def _type(value: object, field: str, text: str) -> object:
    if value not in TYPES:
        raise UsageError(f"{field}: {str(value)[:40]!r} is none", hint="one of: " + ", ".join(TYPES))
    return value


FIELDS: Mapping[Kind, Mapping[str, Check]] = {
    "statement": {
        "speaker": _refs,
        "cue": _may_lack(span_of),
        "content": span_of,
        "kind": _word(QuoteMode),
        "medium": _word(Medium, lack=True),
        "via": _may_lack(_some_refs),
        "condition": _may_lack(span_of),
        "sameAs": _may_lack(span_of),
    },
    "meeting": {
        "kind": _word(MeetingKind),
        "cue": span_of,
        "participants": _refs,
        "forum": _may_lack(_ref),
        "mode": _word(Mode, lack=True),
        "date": _may_lack(_date),
        "place": _may_lack(span_of),
        "status": _word(Status),
        "topics": _spans,
    },
    "position": {"holder": _ref, "title": span_of, "of": _may_lack(_ref)},
    "agreement": {"parties": _refs, "content": span_of, "statement": _may_lack(span_of)},
    "actor": {"type": _type, "mentions": _spans},
    "article": {},
}
"""The fields of each kind, and what checks them."""

WHERE: Mapping[Kind, str] = {"statement": "content", "meeting": "cue", "position": "title", "agreement": "content"}
"""The field that a fact of each kind stands at."""

_NEEDED: Mapping[Kind, tuple[str, ...]] = {
    "statement": ("content", "speaker"),
    "meeting": ("cue",),
    "position": ("title", "holder"),
    "agreement": ("content", "parties"),
}


def whole(kind: Kind, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields if they make a fact; raises UsageError that names what is missing."""
    for name in _NEEDED[kind]:
        if not fields.get(name):
            raise UsageError(f"{name}: {_named(kind)} needs it", hint=f"give {name}")
    if kind == "meeting" and not fields.get("participants") and not fields.get("forum"):
        raise UsageError("participants: a meeting needs somebody who takes part, or its forum", hint="name them")
    return fields


def apart(fields: Mapping[str, Any]) -> None:
    """Raise UsageError where a statement's cue reaches into its content."""
    if fields.get("cue") and Span(*fields["cue"]).overlaps(Span(*fields["content"])):
        raise UsageError(
            "cue: it reaches into the content", hint="select the verb of saying alone, and the words said alone"
        )
