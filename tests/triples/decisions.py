"""Decisions about the reading made by hand: one of each action, on facts of every kind."""

from __future__ import annotations

from datetime import UTC, datetime

from kg.decisions import Decision
from kg.facts import Reading
from kg.review import Decided, apply
from tests.triples.readings import AUTHORITY, TEXT, Place, reading

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_AT = Place(TEXT)


def decisions(of: Reading | None = None) -> tuple[Decision, ...]:
    """Return a decision of every action."""
    text_hash = (of or reading()).document.article.text_hash
    ministry, group = _AT("وزارة الإعلام"), _AT("مجموعة الواحة")
    salma = {"type": "Person", "span": [_AT("سلمى الراوي").start, _AT("سلمى الراوي").stop]}
    made = (
        ("statement", _AT("خطة بديلة"), "accept", {}),
        ("statement", _AT("سنار تدعم الخطة"), "reject", {}),
        ("meeting", _AT("اجتماع سابق"), "edit", {"status": "planned"}),
        ("statement", _AT("مواصلة التنسيق"), "edit", {"medium": "statement"}),
        ("position", _AT("وزارة الإعلام"), "add", {"title": [ministry.start, ministry.stop], "holder": salma}),
        ("actor", _AT("سلمى الراوي"), "link", {"key": None, "was": None, "names": [], "language": "ar"}),
        ("actor", _AT("كمال النجار"), "accept", {"key": "person-najjar"}),
        ("actor", _AT("سلمى الراوي"), "split", {"mentions": [[_AT("الراوي", 3).start, _AT("الراوي", 3).stop]]}),
        ("actor", ministry, "merge", {"other": {"type": "Forum", "span": [group.start, group.stop]}}),
        ("article", None, "done", {}),
    )
    return tuple(
        Decision(number, text_hash, kind, span, action, change, "token 3 (سلمى)", NOW, "لأن النص يقول ذلك")  # type: ignore[arg-type]
        for number, (kind, span, action, change) in enumerate(made, 1)
    )


def decided() -> Decided:
    """Return the reading made by hand as these decisions leave it."""
    return apply(reading(), decisions(), AUTHORITY)
