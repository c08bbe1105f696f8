"""A form that somebody filled in, as the change of a decision; or what is missing in it, or may mean two things."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kg.text import Span
from kg.web.editing.draft import Draft
from kg.web.editing.forms import Form
from kg.web.editing.kinds import ACTOR_TYPES, FIELDS, Field

_PLACE: Final = re.compile(r"(\d{1,9})-(\d{1,9})")
_DAY: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_MOST_PLACES: Final = 50
_MOST_WORDS: Final = 5_000
_BLANK: Final = re.compile(r"\s+")
_BENDING: Final = re.compile("[\u2028-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class Filled:
    """What a form says: `fields` of the exchange form, and by field what is wrong, or which places are meant.

    `troubles` are keys of the words that say what is wrong; `places` those where the words stand that were given, of
    which one has to be chosen, under the name of the form's own field.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    places: dict[str, list[Span]] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Tell whether the fields may be decided on."""
        return not self.troubles and not self.places


def read_form(form: Form, kind: str, draft: Draft) -> Filled:
    """Return what a form of the fields of *kind* says of *draft*."""
    filled = Filled()
    for one in FIELDS[kind]:
        value = _Reader(form, draft, filled, one).value()
        filled.fields[one.name] = value
        if one.needed and not value and one.name not in filled.troubles and not _asked(one.name, filled):
            filled.troubles[one.name] = "needed"
    return filled


def _asked(name: str, filled: Filled) -> bool:
    return any(place.partition(".")[0] == name for place in filled.places)


def differing(fields: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of *fields* that are not as they were."""
    return {name: value for name, value in fields.items() if _plain(value) != _plain(before.get(name))}


def _plain(value: Any) -> str:
    """Return a value in a form in which equal ones are equal: nothing and an empty list are one."""
    return json.dumps(value or None, sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one field."""

    form: Form
    draft: Draft
    filled: Filled
    field: Field

    def value(self) -> Any:
        """Return the field's value as the exchange form has it."""
        readers: dict[str, Callable[[], Any]] = {
            "words": lambda: self._span(self.field.name, self._said("words"), self._said("at")),
            "several": self._spans,
            "actors": lambda: list(self._actors()),
            "actor": lambda: next(self._actors(), None),
            "choice": self._choice,
            "statement": lambda: _pair(self.form.get(self.field.name)),
            "time": self._time,
        }
        return readers[self.field.control]()

    def _said(self, part: str) -> str:
        return self.form.get(f"{self.field.name}.{part}")

    def _choice(self) -> str | None:
        value = self.form.get(self.field.name)
        return value if value in self.field.choices else None

    def _spans(self) -> list[list[int]]:
        name = self.field.name
        words, places = self.form.fields.get(f"{name}.words", ()), self.form.fields.get(f"{name}.at", ())
        found = []
        for number, said in enumerate(words):
            at = places[number] if number < len(places) else ""
            span = self._span(f"{name}.{number}", said, at)
            found += [span] if span else []
        return found

    def _span(self, name: str, words: str, at: str) -> list[int] | None:
        """Return where *words* stand: at the place they were taken from, or where they stand once, or was chosen."""
        if not words.strip():
            return None
        picked = _pair(self.form.get(f"{name}.pick")) or _pair(at)
        if picked and picked[1] <= len(self.draft.text) and _same(self.draft.words(picked), words):
            return picked
        found = places_of(words, self.draft.text)
        if not found:
            self.filled.troubles[self.field.name] = "not-in-text"
            return None
        if len(found) > 1:
            self.filled.places[name] = found
            return None
        return [found[0].start, found[0].stop]

    def _actors(self) -> Iterator[dict[str, Any]]:
        """Yield those who were chosen, and whom the words name that were given beside."""
        name = self.field.name
        for said in self.form.all(name):
            ref = ref_of(said)
            if ref is None:
                self.filled.troubles[name] = "unknown-actor"
            else:
                yield ref
        kind, key = self._said("new.type"), self._said("new.key")
        span = self._span(f"{name}.new", self._said("new.words"), self._said("new.at"))
        if span:
            yield {"type": kind if kind in ACTOR_TYPES else "Person", "span": span} | ({"key": key} if key else {})

    def _time(self) -> dict[str, Any] | None:
        name = self.field.name
        span = self._span(name, self._said("words"), self._said("at"))
        value, timex = self._said("value").strip(), self._said("timex")
        if value and not _DAY.fullmatch(value):
            self.filled.troubles[name] = "no-day"
            return None
        if span is None:
            if value:
                # No day without the words that say so: nothing is invented.
                self.filled.troubles.setdefault(name, "day-needs-words")
            return None
        # What the words meant was worked out for those words, at that place.
        kept = timex and self._said("at") == f"{span[0]}-{span[1]}"
        return {"text": span} | ({"timex": timex} if kept else {}) | ({"value": value} if value else {})


def places_of(words: str, text: str) -> list[Span]:
    """Return the places at which *words* stand in *text*, however much blank is between them, the first fifty."""
    parts = [re.escape(part) for part in _BLANK.split(words.strip()) if part]
    if not parts or len(words) > _MOST_WORDS:
        return []
    found = []
    for match in re.finditer(r"\s+".join(parts), text):
        found.append(Span(match.start(), match.end()))
        if len(found) == _MOST_PLACES:
            break
    return found


def _same(one: str, other: str) -> bool:
    return _legible(one) == _legible(other)


def _legible(words: str) -> str:
    """Return words as a page shows them, on one line: what reorders is shown by its number (`kg.web.pages.seen`)."""
    shown = _BENDING.sub(lambda found: f"[U+{ord(found[0]):04X}]", words)
    return _BLANK.sub(" ", shown.strip())


def _pair(said: str) -> list[int] | None:
    match = _PLACE.fullmatch(said)
    pair = [int(match[1]), int(match[2])] if match else []
    return pair if pair and pair[0] < pair[1] else None


def ref_of(said: str) -> dict[str, Any] | None:
    """Return whom the value of a control names, None for nobody."""
    try:
        ref = json.loads(said)
    except (ValueError, RecursionError):
        return None
    return ref if isinstance(ref, dict) else None


def as_value(ref: Mapping[str, Any]) -> str:
    """Return an actor as the value of a control."""
    return json.dumps(ref, ensure_ascii=False, sort_keys=True)


def chosen(refs: Any, draft: Draft) -> Sequence[str]:
    """Return the values of the controls for those whom a field names, as the draft's own actors are written."""
    some = refs if isinstance(refs, list) else [refs] if refs else []
    found = [(draft.named(ref), ref) for ref in some]
    return [as_value(actor.ref if actor else ref) for actor, ref in found]
