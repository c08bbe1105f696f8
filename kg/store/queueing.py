"""The texts that wait for an editor, a page at a time: no page looks at more of the ledger than it shows."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any

from kg.decisions import FACTS, lines_of
from kg.errors import UsageError
from kg.store import decided, drafts
from kg.store.contract import Beside

_LONGEST_TITLE = 160
_FIRST = (-1.0, "")


def queue_of(ledger: sqlite3.Connection, after: str | None, most: int) -> dict[str, Any]:
    """Return drafts and refused texts, newest first, then published ones, those of the lowest confidence first.

    At most *most* published ones, behind the place *after*; the others are all on the first page. `next` is the place
    of the following page, None where there is none.
    """
    items = []
    if after is None:
        for draft in drafts.drafts(ledger):
            items.append(_item("draft", draft, (draft.at, draft.by), draft.text))
        for one in drafts.rejections(ledger):
            items.append(_item("rejected", one, (one.rejected, None), one.text))
    found = drafts.published(ledger, _place(after), most + 1)
    for entry, beside in found[:most]:
        text = ledger.execute("SELECT substr(text, 1, 2000) FROM texts WHERE hash = ?", (entry.text_hash,)).fetchone()
        items.append(_item("published", entry, (entry.changed, None), str(text[0]) if text else "", beside))
    last = found[most - 1] if len(found) > most else None
    following = f"{last[1].lowest!r} {last[0].key}" if last else None
    tallied = [item | _tally(ledger, item) for item in items]
    return {"items": tallied, "next": following, "counts": drafts.counts(ledger)}


def _place(after: str | None) -> tuple[float, str]:
    if after is None:
        return _FIRST
    lowest, _, key = after.partition(" ")
    try:
        return float(lowest), key
    except ValueError:
        raise UsageError(f"after: {after[:60]!r} is no place in the queue", hint='take it from "next"') from None


def _item(
    state: str, one: Any, touched: tuple[datetime, str | None], text: str, beside: Beside | None = None
) -> dict[str, Any]:
    kept: Beside = beside or one.beside
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return {
        "key": one.key,
        "article": one.article,
        "state": state,
        "title": first[:_LONGEST_TITLE],
        "text_hash": one.text_hash,
        "at": touched[0].isoformat(),
        "by": touched[1],
        "facts": kept.facts,
        "lowest_confidence": kept.lowest if kept.lowest < 1 else None,
    }


def _tally(ledger: sqlite3.Connection, item: dict[str, Any]) -> dict[str, Any]:
    lines = lines_of(decided.of_text(ledger, item["text_hash"]))
    about = [line for line in lines if line.anchor.kind in FACTS]
    judged = sum(all(one.action != "add" for one in line.decisions) for line in about)
    done = any(line.last.action == "done" for line in lines)
    return {"decided": len(about), "undecided": max(0, item["facts"] - judged), "done": done}
