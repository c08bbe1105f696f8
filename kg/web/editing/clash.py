"""Two hands at one fact: both versions side by side, and the choice between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import Conflict
from kg.web.editing.desk import Desk
from kg.web.editing.draft import Draft, Fact
from kg.web.editing.forms import PROOF, Form
from kg.web.editing.kinds import FIELDS
from kg.web.editing.sheet import called
from kg.web.pages import language_of

_OURS: Final = (PROOF, "seen", "text", "again")


@dataclass(frozen=True, slots=True)
class Version:
    """One field in the words of both: whether they differ."""

    name: str
    theirs: str
    mine: str

    @property
    def differs(self) -> bool:
        """Tell whether the two say something else."""
        return self.theirs != self.mine


@dataclass(frozen=True, slots=True)
class Clash:
    """Shows a conflict about *draft*."""

    desk: Desk
    draft: Draft

    def page(self, request: Request, error: Conflict, mine: Mapping[str, Any], form: Form) -> Response:
        """Return the page of a conflict, which loses nothing of the form that was sent."""
        other, language = error.other, language_of(request)
        mine = {"why": form.get("why").strip(), **mine}
        kind = str(mine["kind"])
        base = next((one.fields for one in self.draft.facts if _at(one, kind, mine["span"])), {})
        theirs, ours = _changed(other), _changed(mine)
        names = [field.name for field in FIELDS.get(kind, ()) if field.name in theirs or field.name in ours]
        versions = [
            Version(
                name,
                self._words(theirs.get(name, base.get(name)), language),
                self._words(ours.get(name, base.get(name)), language),
            )
            for name in names
        ]
        kept = [(name, value) for name, values in form.fields.items() if name not in _OURS for value in values]
        return self.desk.page(
            request,
            "review_conflict.html",
            status=409,
            draft=self.draft,
            hand=other,
            mine=mine,
            versions=versions,
            kept=kept,
            action=request.scope["path"].removeprefix("/"),
            seen=other.get("number", self.draft.seen),
        )

    def _words(self, value: Any, language: str) -> str:
        """Return a field's value in words: of the text, of people, or of its own."""
        if value is None or value == []:
            return ""
        if isinstance(value, Mapping):
            if "text" in value:
                return " ".join(filter(None, (self.draft.words(value["text"]), str(value.get("value") or ""))))
            actor = self.draft.named(value)
            return (
                called(actor, language) if actor else self.draft.words(value.get("span")) or str(value.get("key", ""))
            )
        if isinstance(value, list):
            if len(value) == 2 and all(type(one) is int for one in value):
                return self.draft.words(value)
            return " · ".join(self._words(one, language) for one in value)
        return str(value)


def _changed(decision: Mapping[str, Any]) -> Mapping[str, Any]:
    return decision["change"] if decision["action"] in ("edit", "add") else {}


def _at(fact: Fact, kind: str, span: object) -> bool:
    return fact.kind == kind and [fact.span.start, fact.span.stop] == span
