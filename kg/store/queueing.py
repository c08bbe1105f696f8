"""The texts that wait for an editor, a page at a time: no page looks at more of the ledger than it shows."""

from __future__ import annotations

import sqlite3
from typing import Any

from kg.decisions import FACTS, lines_of
from kg.errors import UsageError
from kg.store import decided, drafts

_LONGEST_TITLE = 160
_MOST = 500
"""So many drafts, and so many refused texts, are shown."""
_FIRST = (-1.0, "")


def queue_of(ledger: sqlite3.Connection, after: str | None, most: int) -> dict[str, Any]:
    """Return drafts and refused texts, newest first, then published ones, those of the lowest confidence first.

    At most *most* published ones, behind the place *after*; the others are on the first page. `next` is the place
    of the following page, None where there is none.
    """
    rows = drafts.waiting(ledger, _MOST) if after is None else []
    found = drafts.published(ledger, _place(after), most + 1)
    items = [_item(ledger, *row) for row in (*rows, *found[:most])]
    last = found[most - 1] if len(found) > most else None
    following = f"{last[-1]!r} {last[1]}" if last else None
    return {"items": items, "next": following, "counts": drafts.counts(ledger)}


def _place(after: str | None) -> tuple[float, str]:
    if after is None:
        return _FIRST
    lowest, _, key = after.partition(" ")
    try:
        return float(lowest), key
    except ValueError:
        raise UsageError(f"after: {after[:60]!r} is no place in the queue", hint='take it from "next"') from None


def _item(ledger: sqlite3.Connection, *row: Any) -> dict[str, Any]:
    state, key, article, text_hash, at, by, text, facts, lowest = row
    first = next((line.strip() for line in (text or "").splitlines() if line.strip()), "")
    lines = lines_of(decided.of_text(ledger, text_hash))
    about = [line for line in lines if line.anchor.kind in FACTS]
    judged = sum(all(one.action != "add" for one in line.decisions) for line in about)
    return {
        "key": key,
        "article": article,
        "state": state,
        "title": first[:_LONGEST_TITLE],
        "text_hash": text_hash,
        "at": at,
        "by": by,
        "facts": facts,
        "lowest_confidence": lowest if lowest < 1 else None,
        "decided": len(about),
        "undecided": max(0, facts - judged),
        "done": any(line.last.action == "done" for line in lines),
    }
