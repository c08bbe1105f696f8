"""What an editor asks of a text: the draft, a decision made whole, and gold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.article import Article
from kg.decisions import Decision
from kg.drafts.telling import told
from kg.pipeline import Toolkit, decided, drawn
from kg.review import Alias, Learned, completed, to_gold
from kg.validation import check, to_json


@dataclass(frozen=True, slots=True)
class Beside:
    """What people decided: about the text at hand, and the names that links in any text taught."""

    decisions: tuple[Decision, ...] = ()
    aliases: tuple[Alias, ...] = ()


def sitting(toolkit: Toolkit, aliases: Sequence[Alias]) -> Toolkit:
    """Return the toolkit of a reader who knows learned names as well."""
    if not aliases:
        return toolkit
    return replace(toolkit, authority=Learned(toolkit.authority, tuple(aliases)))


def draft(article: Article, toolkit: Toolkit, decisions: Sequence[Decision]) -> dict[str, Any]:
    """Return all that an editor sees of an article, as JSON values (docs/how-to/review-articles.md tells which)."""
    read = decided(article, toolkit, decisions)
    report = to_json(check(drawn(read, toolkit), article.text, toolkit.shared, toolkit.shapes, toolkit.validator))
    return told(read, toolkit, decisions, report)


def complete(article: Article, toolkit: Toolkit, decisions: Sequence[Decision], wanted: Decision) -> Decision:
    """Return a decision that is wanted, made whole; raises UsageError with the field at fault and its mend."""
    read = decided(article, toolkit, decisions)
    return completed(wanted, read.decided, decisions, toolkit.authority)


def gold(article: Article, toolkit: Toolkit, decisions: Sequence[Decision], name: str) -> dict[str, Any]:
    """Return the gold of an article as its editors left it, in the form readers are measured against."""
    return to_gold(decided(article, toolkit, decisions).decided.reading, name)
