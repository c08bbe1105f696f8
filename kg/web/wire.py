"""What travels as JSON between the server and programs, both ways."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from kg.store import Change, Entry, Rejection
from kg.workers import Receipt

Json = dict[str, Any]


def receipt_to_json(receipt: Receipt) -> Json:
    """Return what became of an article."""
    return asdict(receipt)


def receipt_from_json(value: Json) -> Receipt:
    """Return the receipt that `receipt_to_json` wrote."""
    return Receipt(**value)


def change_to_json(change: Change) -> Json:
    """Return what a write did."""
    return asdict(change)


def change_from_json(value: Json) -> Change:
    """Return the change that `change_to_json` wrote."""
    return Change(**value)


def entry_to_json(entry: Entry) -> Json:
    """Return what the ledger knows of an article."""
    return {**asdict(entry), "changed": entry.changed.isoformat()}


def entry_from_json(value: Json) -> Entry:
    """Return the entry that `entry_to_json` wrote."""
    return Entry(**{**value, "changed": datetime.fromisoformat(value["changed"])})


def rejection_to_json(rejection: Rejection) -> Json:
    """Return an article the gate refused, with its report and its private text."""
    return {**asdict(rejection), "rejected": rejection.rejected.isoformat()}


def rejection_from_json(value: Json) -> Rejection:
    """Return the rejection that `rejection_to_json` wrote."""
    return Rejection(**{**value, "rejected": datetime.fromisoformat(value["rejected"])})
