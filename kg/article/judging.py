"""Is this text a news article at all?"""

from __future__ import annotations

import re

from kg.errors import NotAnArticle

FEWEST_WORDS = 15
_WORD = re.compile(r"[^\W\d_]{2,}")


def refuse_what_is_no_article(text: str) -> None:
    """Raise NotAnArticle for text too short or too little like prose to be a news article."""
    words = len(_WORD.findall(text[:20_000]))
    if words < FEWEST_WORDS:
        raise NotAnArticle(f"the document is no news article: it has {words} words")
