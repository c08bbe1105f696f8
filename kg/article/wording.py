"""The words of a text in any script, without the marks that ride on them."""

from __future__ import annotations

import re

_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"[^\W\d_]+")


def bare(text: str) -> str:
    """Return *text* without vowel marks, tatweel and invisible controls."""
    return _MARKS.sub("", text)


def words_of(bared: str) -> list[str]:
    """Return the words of a text that is bare of marks."""
    return _WORD.findall(bared)
