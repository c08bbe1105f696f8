"""A reviewed reading as gold, in the form that readers are measured against."""

from __future__ import annotations

from typing import Any

from kg.facts import Reading, to_exchange

_LEFT_OUT = frozenset({"rules", "condition", "sameAs"})


def to_gold(reading: Reading, name: str) -> dict[str, Any]:
    """Return the gold of the article *name*: spans, positions with their words, no time values, no rules."""
    text, whole = reading.document.text, to_exchange(reading)
    return {
        "article": f"{name}.txt",
        "language": reading.document.article.language,
        **{field: whole[field] for field in ("title", "publisher", "sources", "body", "actors")},
        "positions": [
            {
                "holder": one["holder"],
                "title": text[slice(*one["title"])],
                "span": one["title"],
                "of": one["of"],
            }
            for one in whole["positions"]
        ],
        "meetings": [
            {key: value for key, value in one.items() if key not in _LEFT_OUT}
            | {"date": one["date"]["text"] if one["date"] else None}
            for one in whole["meetings"]
        ],
        "statements": [
            {key: value for key, value in one.items() if key not in _LEFT_OUT} for one in whole["statements"]
        ],
    }
