"""A form of a fact's fields as it is drawn: each control with what it holds, what is wrong, what may be meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.text import Span
from kg.web.editing.changes import Filled, as_value, chosen
from kg.web.editing.draft import Actor, Draft, Fields, Finding
from kg.web.editing.forms import Form
from kg.web.editing.kinds import FIELDS, PLACE, Field

_AROUND: Final = 60
_NEAR: Final = 300


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the text, with what stands around it; `value` is the place as forms name it."""

    value: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the text in a control: `name` is the control's, `at` the place they were taken from."""

    name: str
    words: str = ""
    at: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One field of a form."""

    field: Field
    words: tuple[Words, ...] = ()
    chosen: tuple[str, ...] = ()
    new: Words = Words("")
    new_type: str = "Person"
    new_key: str = ""
    value: str = ""
    timex: str = ""
    trouble: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def troubled(self) -> bool:
        """Tell whether somebody has to look at the field again."""
        return bool(self.trouble) or any(one.places for one in (*self.words, self.new))


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody, or something, that a control offers."""

    value: str
    words: str
    kind: str = ""


def actor_choices(draft: Draft, language: str) -> list[Choice]:
    """Return the article's actors, each as text and authority name them."""
    return [Choice(as_value(one.ref), called(one, language), one.type) for one in draft.actors]


def called(actor: Actor, language: str) -> str:
    """Return what a page calls an actor: as the text does, and as the authority does where that is another name."""
    known = actor.link.names.get(language) or next(iter(actor.link.names.values()), "") if actor.link else ""
    return f"{actor.name} · {known}" if known and known != actor.name else actor.name


def statement_choices(draft: Draft, fact_span: Span | None) -> list[Choice]:
    """Return the statements that another fact may point to."""
    return [
        Choice(_at(one.span), " ".join(one.span.of(draft.text).split())[:120])
        for one in draft.facts
        if one.kind == "statement" and not one.rejected and one.span != fact_span
    ]


def drawn(kind: str, fields: Fields, draft: Draft, findings: Sequence[Finding] = ()) -> list[Drawn]:
    """Return the form of a fact's fields as they are."""
    return [_drawn(one, fields.get(one.name), draft, findings) for one in FIELDS[kind]]


def _drawn(one: Field, value: Any, draft: Draft, findings: Sequence[Finding]) -> Drawn:
    told = tuple(finding for finding in findings if finding.field == one.name)
    spans = _spans(one, value)
    words = tuple(Words(_control(one, n), draft.words(span), _at(span)) for n, span in enumerate(spans))
    if one.control in ("words", "time") and not words:
        words = (Words(one.name),)
    if one.control == "several":
        words = (*words, Words(_control(one, len(words))))
    time = value if one.control == "time" and isinstance(value, Mapping) else {}
    plain = isinstance(value, str)
    return Drawn(
        one,
        words,
        tuple(chosen(value, draft)) if one.control in ("actors", "actor") else (),
        Words(f"{one.name}.new"),
        value=_at(Span(*value))
        if one.control == "statement" and value
        else value
        if plain
        else time.get("value") or "",
        timex=time.get("timex") or "",
        findings=told,
    )


def drawn_again(kind: str, form: Form, filled: Filled, draft: Draft) -> list[Drawn]:
    """Return the form as somebody filled it in, with what is wrong in it and what may be meant."""
    return [_again(one, form, filled, draft) for one in FIELDS[kind]]


def _again(one: Field, form: Form, filled: Filled, draft: Draft) -> Drawn:
    name = one.name
    said, at = form.fields.get(f"{name}.words", ()), form.fields.get(f"{name}.at", ())
    if one.control != "several":
        said, at = said[-1:] or ("",), at[-1:]
    words = tuple(
        _words(_control(one, n), words, at[n] if n < len(at) else "", filled, draft) for n, words in enumerate(said)
    )
    return Drawn(
        one,
        words if one.control in ("words", "several", "time") else (),
        form.all(name),
        _words(f"{name}.new", form.get(f"{name}.new.words"), form.get(f"{name}.new.at"), filled, draft),
        form.get(f"{name}.new.type", "Person"),
        form.get(f"{name}.new.key"),
        form.get(f"{name}.value") if one.control == "time" else form.get(name),
        form.get(f"{name}.timex"),
        filled.troubles.get(name, ""),
    )


def _words(name: str, words: str, at: str, filled: Filled, draft: Draft) -> Words:
    return Words(name, words, at, tuple(place_in(draft.text, span) for span in filled.places.get(name, ())))


def place_in(text: str, span: Span) -> Place:
    """Return a place with what stands around it, on one line."""
    before, after = text[max(0, span.start - _AROUND) : span.start], text[span.stop : span.stop + _AROUND]
    return Place(_at(span), before.rpartition("\n")[2], span.of(text), after.partition("\n")[0])


def begun(kind: str, span: Span, draft: Draft) -> dict[str, Any]:
    """Return what the form of a new fact may begin with: where it stands, and who is named before it, nearest."""
    place: list[int] | list[list[int]] = [span.start, span.stop]
    fields: dict[str, Any] = {PLACE[kind]: [place] if kind == "actor" else place}
    near = [(m.stop, one) for one in draft.actors for m in one.mentions if span.start - _NEAR < m.stop <= span.start]
    line = draft.text.rfind("\n", 0, span.start) + 1
    near = [(stop, one) for stop, one in near if stop > line and one.type != "Place"]
    if near:
        nearest = max(near, key=lambda found: found[0])[1].ref
        beside = {"statement": ("speaker", [nearest]), "position": ("holder", nearest)}
        fields |= dict([beside[kind]]) if kind in beside else {}
    return fields


def _control(one: Field, number: int) -> str:
    return f"{one.name}.{number}" if one.control == "several" else one.name


def _spans(one: Field, value: Any) -> list[Span]:
    if not value:
        return []
    if one.control == "words":
        return [Span(*value)]
    if one.control == "time":
        return [Span(*value["text"])] if isinstance(value, Mapping) and value.get("text") else []
    return [Span(*span) for span in value] if one.control == "several" else []


def _at(span: Span) -> str:
    return f"{span.start}-{span.stop}"
