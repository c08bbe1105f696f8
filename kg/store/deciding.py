"""What is written beside the dataset, and makes no revision of it: decisions, drafts, and what the gate refused."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime

from kg.decisions import Decision
from kg.store import decided, drafts
from kg.store.contract import Rejection
from kg.store.drafts import Draft
from kg.store.ledger import Ledger


class Deciding:
    """The part of a Writer that people decide through; `author` is who the audit log says does it."""

    ledger: Ledger
    author: str

    def writing(self) -> AbstractContextManager[None]:
        """Surround each write."""
        raise NotImplementedError

    def decide(self, decision: Decision, seen: int) -> Decision:
        """Write a decision down and return it with its number; *seen* is the newest its maker knew of its text.

        Raises Conflict where another hand decided on the same thing since.
        """
        with self.writing():
            return self.ledger.amend(lambda db: decided.decide(db, decision, seen))

    def take(self, decisions: Sequence[Decision], now: datetime) -> tuple[Decision, ...]:
        """Write down decisions of another store; return those that were not known, with their numbers here."""
        with self.writing():
            return self.ledger.amend(lambda db: decided.take(db, decisions, self.author, now))

    def keep_draft(self, draft: Draft) -> None:
        """Keep a text that is not published yet."""
        with self.writing():
            self.ledger.amend(lambda db: drafts.keep(db, replace(draft, by=draft.by or self.author)))

    def discard_draft(self, key: str, now: datetime) -> None:
        """Let go of a draft, or of what the gate refused; raises NotFound."""
        with self.writing():
            self.ledger.amend(lambda db: drafts.discard(db, key, self.author, now))

    def reject(self, rejection: Rejection) -> None:
        """Keep the report of an article the gate refused."""
        with self.writing():
            self.ledger.amend(lambda db: drafts.reject(db, rejection))
