"""The values that the service gives of a draft, read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from kg.text import Span
from kg.web.editing.draft import FACTS, UNDECIDED, Actor, Candidate, Draft, Fact, Fields, Finding
from kg.web.editing.kinds import FIELDS

_NONE: Final = {field.name: None for fields in FIELDS.values() for field in fields}
_FIELDS: Final = {
    "about": "topics",
    "condition": "condition",
    "content": "content",
    "cue": "cue",
    "date": "date",
    "eventAttendanceMode": "mode",
    "hasTime": "date",
    "heldWithin": "forum",
    "location": "place",
    "medium": "medium",
    "member": "holder",
    "mention": "mentions",
    "organization": "of",
    "participant": "participants",
    "participation": "participants",
    "party": "parties",
    "qualifiedAttribution": "speaker",
    "quoteMode": "kind",
    "relayer": "via",
    "role": "title",
    "speaker": "speaker",
    "status": "status",
    "text": "content",
    "timeStatus": "date",
    "timex": "date",
}
"""The fields of the exchange form that the properties of the graph are made of, by their local names."""


def read_draft(said: Fields) -> Draft:
    """Return the draft that the service's values tell of."""
    findings = tuple(_finding(one) for one in said["findings"])
    facts = [_fact(one) for some in said["facts"].values() for one in some]
    facts += [replace(_fact(one), rejected=True) for one in said["rejected"]]
    facts.sort(key=lambda fact: (fact.span, FACTS.index(fact.kind), fact.id))
    return Draft(
        key=said["key"],
        article=said["article"],
        text=said["text"],
        text_hash=said["text_hash"],
        language=said["language"],
        direction=said["direction"],
        title=_span(said.get("title")),
        state=said["state"],
        done=bool(said["counts"]["done"]),
        facts=tuple(replace(one, findings=_of(findings, one.kind, one.span)) for one in facts),
        actors=tuple(_actor(one, findings) for one in said["actors"]),
        findings=findings,
        decisions=tuple(said["decisions"]),
    )


def _fact(said: Fields) -> Fact:
    anchor = said["anchor"]
    return Fact(
        kind=anchor["kind"],
        span=Span(*anchor["span"]),
        who=tuple(anchor.get("who") or ()),
        fields={**_NONE, **said["change"]},
        evidence=tuple(Span(*one) for one in said.get("evidence") or ()),
        sentence=_span(said.get("sentence")),
        state=said.get("state", UNDECIDED),
        decisions=tuple(said.get("decisions") or ()),
        confidence=said.get("confidence"),
        rule=" ".join(said.get("rules") or ()),
    )


def _actor(said: Fields, findings: Sequence[Finding]) -> Actor:
    anchor = _span((said.get("anchor") or {}).get("span"))
    return Actor(
        type=said["type"],
        names=tuple(said["names"]),
        mentions=tuple(Span(*one) for one in said["mentions"]),
        anchor=anchor,
        link=_candidate(said["link"]) if said.get("link") else None,
        candidates=tuple(_candidate(one) for one in said.get("candidates") or ()),
        state=said.get("state", UNDECIDED),
        decisions=tuple(said.get("decisions") or ()),
        acting=bool(said.get("acting", True)),
        findings=_of(findings, "actor", anchor),
    )


def _candidate(said: Fields) -> Candidate:
    labels = {language: said["labels"][language] for language in ("ar", "en") if said["labels"].get(language)}
    return Candidate(
        said["key"], labels or said["labels"], said.get("wikidata"), said.get("score"), said.get("descriptions") or {}
    )


def _finding(said: Fields) -> Finding:
    anchor = said.get("anchor")
    where = (anchor["kind"], _span(anchor["span"])) if anchor else None
    path = re.split("[/#]", said.get("path") or "")[-1]
    return Finding(
        said["severity"],
        _FIELDS.get(path, ""),
        said["messages"],
        said.get("mends") or {},
        where,
        said.get("words") or "",
    )


def _of(findings: Sequence[Finding], kind: str, span: Span | None) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.anchor == (kind, span))


def _span(said: Any) -> Span | None:
    return Span(*said) if said else None
