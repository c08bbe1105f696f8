"""An article of our own with things the rules do not read, and what a model might answer about it."""

from __future__ import annotations

import json
from typing import Any

from kg.article import Article
from kg.document import segment
from kg.facts import Craft, Reading, assembled, gathered
from kg.lang.ar import pack
from kg.mentions import Actor
from tests.facts.reader import authority

TEXT = """\
مساع جديدة لوقف القتال في وادي السنا

قال وزير الخارجية المصري سامح شكري إن بلاده تدعم وقف إطلاق النار في غزة.

على جدار السوق خط دهام الراوي القديم، الماء والكلأ للجميع بلا ثمن.

وجمعت مائدة واحدة دهام الراوي وفاضل النعيمي مساء الثلاثاء في قصر السلام.

وصاحب الكلمة بين القبائل هو فاضل النعيمي. والسلام مطلب، والسلام غاية.
"""
Item = dict[str, Any]


def quote(text: str, occurrence: int | None = None, context: str | None = None) -> Item:
    return {"text": text, "occurrence": occurrence, "context": context}


def named(text: str, kind: str = "Person") -> Item:
    return {"quote": quote(text), "type": kind}


def statement(content: str, *speakers: str, **more: Any) -> Item:
    return {
        "content": quote(content),
        "speakers": [named(s) for s in speakers],
        "cue": None,
        "mode": "indirect",
        "medium": None,
        "via": [],
        "confidence": 0.8,
    } | more


def meeting(cue: str, *participants: str, **more: Any) -> Item:
    return {
        "cue": quote(cue),
        "participants": [named(p) for p in participants],
        "kind": "meeting",
        "status": "held",
        "forum": None,
        "mode": None,
        "time": None,
        "place": None,
        "topics": [],
        "confidence": 0.7,
    } | more


def position(title: str, holder: str, **more: Any) -> Item:
    return {"title": quote(title), "holder": named(holder), "of": None, "confidence": 0.6} | more


def answer(
    statements: list[Item] | None = None,
    meetings: list[Item] | None = None,
    positions: list[Item] | None = None,
    agreements: list[Item] | None = None,
) -> str:
    said = {
        "statements": statements or [],
        "meetings": meetings or [],
        "positions": positions or [],
        "agreements": agreements or [],
    }
    return json.dumps(said, ensure_ascii=False)


TOLD = statement("الماء والكلأ للجميع بلا ثمن", "دهام الراوي")
DINNER = meeting(
    "وجمعت مائدة واحدة", "دهام الراوي", "فاضل النعيمي", time=quote("مساء الثلاثاء"), place=quote("قصر السلام")
)
ENVOY = position("صاحب الكلمة بين القبائل", "فاضل النعيمي")


def read(text: str = TEXT) -> tuple[Reading, tuple[Actor, ...]]:
    """Return what the rules read, and all actors they know."""
    document = segment(Article(text, "ar"), pack())
    actors, facts = gathered(document, authority(), Craft())
    return assembled(document, actors, facts), actors
