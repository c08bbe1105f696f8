"""Facts made out of the fields of a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.decisions import Kind
from kg.document import Document
from kg.errors import UsageError
from kg.facts import Agreement, Evidence, Fact, Medium, Meeting, Position, QuoteMode, Statement, Status, When
from kg.lang import resolve
from kg.review.checks import whole
from kg.review.roll import HUMAN, Roll
from kg.text import Span

# Times that name a stretch or a habit, and no moment.
_NO_MOMENT = ("duration", "set")


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes facts of one text, for the actors on its roll."""

    document: Document
    roll: Roll

    def fact(self, kind: Kind, id_: str, fields: Mapping[str, Any], old: Fact | None = None) -> Fact:
        """Return the fact that *fields* tell of, with the proofs of the *old* one it came of; raises UsageError.

        What it points to (`sameAs`, `statement`) is left open.
        """
        whole(kind, fields)
        if kind == "statement":
            return self._statement(id_, fields, old)
        if kind == "meeting":
            return self._meeting(id_, fields, old)
        if kind == "position":
            title, of = Span(*fields["title"]), fields.get("of")
            holder = self.roll.resolve(fields["holder"], "holder")
            body = self.roll.resolve(of, "of") if of else None
            return Position(holder, title, body, self._evidence(title, old))
        content, parties = Span(*fields["content"]), self._all(fields["parties"], "parties")
        return Agreement(id_, parties, content, None, self._evidence(content, old))

    def _statement(self, id_: str, fields: Mapping[str, Any], old: Fact | None) -> Statement:
        content, condition = Span(*fields["content"]), _span(fields.get("condition"))
        speakers = self._all(fields["speaker"], "speaker")
        via = tuple(one for one in self._all(fields.get("via") or (), "via") if one not in speakers)
        evidence = self._evidence(content, old, [("condition", condition)] if condition else ())
        mode: QuoteMode = fields.get("kind") or "indirect"
        medium: Medium | None = fields.get("medium")
        return Statement(id_, speakers, _span(fields.get("cue")), content, mode, medium, via, condition, None, evidence)

    def _meeting(self, id_: str, fields: Mapping[str, Any], old: Fact | None) -> Meeting:
        cue, place, forum = Span(*fields["cue"]), _span(fields.get("place")), fields.get("forum")
        status: Status = fields.get("status") or "held"
        when = self._when(fields.get("date"), told_as_past=status == "held")
        topics = tuple(dict.fromkeys(Span(*topic) for topic in fields.get("topics") or ()))
        parts = [("time", when.span)] if when else []
        parts += [("place", place)] if place else []
        evidence = self._evidence(cue, old, (*parts, *(("topic", topic) for topic in topics)))
        return Meeting(
            id=id_,
            kind=fields.get("kind") or "meeting",
            cue=cue,
            participants=self._all(fields.get("participants") or (), "participants"),
            forum=self.roll.resolve(forum, "forum") if forum else None,
            mode=fields.get("mode"),
            when=when,
            place=place,
            status=status,
            topics=topics,
            evidence=evidence,
        )

    def _all(self, refs: Sequence[object], field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.roll.resolve(ref, f"{field}[{n}]") for n, ref in enumerate(refs)))

    def _when(self, date: Mapping[str, Any] | None, *, told_as_past: bool) -> When | None:
        """Return a time as it is given, else as the language's own grammar reads its words; raises UsageError."""
        if date is None:
            return None
        span, value, timex = Span(*date["text"]), date.get("value"), date.get("timex") or date.get("value")
        if timex:
            return When(span, timex, value)
        for time in self.document.pack.times(self.document.text, span):
            if time.span.overlaps(span) and time.kind not in _NO_MOMENT:
                return When(span, time.timex, resolve(time, self.document.published, told_as_past=told_as_past))
        raise UsageError("date.text: these words name no day that can be told", hint='give "value" as well: 2022-01-26')

    def _evidence(self, span: Span, old: Fact | None, parts: Sequence[tuple[str, Span]] = ()) -> tuple[Evidence, ...]:
        """Return what proved the old fact, and the sentence of the new one; each part by whoever read it first."""
        before = old.evidence if old else ()
        proofs = [one for one in before if not one.part]
        sentences = (s.span for s in self.document.sentences if s.span.start <= span.start < s.span.stop)
        whole_ = Evidence(next(sentences, span), HUMAN)
        read = {(one.part, one.span): one for one in before if one.part}
        known = [read.get(part, Evidence(part[1], HUMAN, part[0])) for part in parts]
        return tuple(dict.fromkeys((*proofs, whole_, *known)))


def _span(value: Any) -> Span | None:
    return Span(*value) if value else None
